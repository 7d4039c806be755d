import { eq } from 'drizzle-orm';
import supertest from 'supertest';
import { expect, test } from 'vitest';
import { openSession } from '../../server/accounts/sessions.ts';
import { makeToken } from '../../server/accounts/tokens.ts';
import { createListener } from '../../server/app.ts';
import { letters } from '../../server/db/tables.ts';
import { anAccount, anApp } from '../support/app.ts';
import { aLetter } from '../support/invented/letters.ts';
import { anAdmin } from '../support/people.ts';
import { aWorld } from '../support/world.ts';

async function aSite() {
  const world = await aWorld();
  const { letter, campaign } = await aLetter(world);
  const app = anApp(world);
  // Counts how often a page is made anew.
  const made = { pages: 0 };
  const { render } = app;
  app.render = ((...args: Parameters<typeof render>) => {
    made.pages += 1;
    render.apply(app, args);
  }) as typeof render;
  return { world, letter, campaign, made, site: supertest(app) };
}

test('a page is a page after a program asked the API at the same name, and the other way round', async () => {
  const { letter, campaign, site } = await aSite();
  for (const path of [`/letters/${letter.slug}`, `/campaigns/${campaign.slug}`, '/legislators'])
    for (const address of [`/api/v1${path}`, path, `/api/v1${path}`]) {
      const type = path === address ? /^text\/html/ : /^application\/json/;
      await site.get(address).expect(200).expect('Content-Type', type);
    }
});

test('a page that did not change is not sent again, and a deed is seen at once', async () => {
  const { world, letter, site } = await aSite();
  const address = `/letters/${letter.slug}`;
  const first = await site.get(address).expect(200);
  expect(first.headers['cache-control']).toBe('public, max-age=0, s-maxage=1');
  for (const known of [first.headers['etag'] ?? '', `"other", ${first.headers['etag']}`])
    await site.get(address).set('If-None-Match', known).expect(304);
  expect((await site.get(address).expect(200)).text).toBe(first.text);

  const token = await makeToken(world, anAdmin, { name: 'sync', role: 'admin', campaignId: null });
  await site
    .post(`/api/v1${address}/versions`)
    .set('Authorization', `Bearer ${token}`)
    .send({ text: 'The second text.', substantive: false })
    .expect(201);
  expect((await site.get(address)).text).toContain('The second text.');
});

test('whoever asks while a page is being made gets the same one, and others a moment later too', async () => {
  const { letter, made, site } = await aSite();
  const address = `/letters/${letter.slug}`;
  const all = await Promise.all(Array.from({ length: 20 }, () => site.get(address).expect(200)));
  expect(new Set(all.map((one) => one.text)).size).toBe(1);
  await site.get(`${address}?utm_source=mail&fbclid=1`).expect(200);
  await site.get(address).set('Cookie', 'theme=dark').expect(200);
  expect((await site.head(address).expect(200)).text).toBeUndefined();
  expect(made.pages).toBe(1);
  await site.get(`${address}?page=2`).expect(200);
  expect(made.pages).toBe(2);
});

test('a kept page is zipped for who takes that, and the same to read', async () => {
  const { letter, site } = await aSite();
  const address = `/letters/${letter.slug}`;
  const plain = await site.get(address).set('Accept-Encoding', 'identity').expect(200);
  const zipped = await site.get(address).set('Accept-Encoding', 'br, gzip').expect(200);
  const refused = await site.get(address).set('Accept-Encoding', 'gzip;q=0').expect(200);
  expect(plain.headers).not.toHaveProperty('content-encoding');
  expect(refused.headers).not.toHaveProperty('content-encoding');
  expect(zipped.headers).toMatchObject({ 'content-encoding': 'gzip', vary: 'Accept-Encoding' });
  expect(zipped.headers['content-security-policy']).toBe(plain.headers['content-security-policy']);
  expect([zipped.text, refused.text]).toEqual([plain.text, plain.text]);
});

test('what fails or is private keeps nobody waiting and is not kept', async () => {
  const { letter, made, site } = await aSite();
  for (const address of ['/letters/none', '/sign-in']) {
    made.pages = 0;
    await Promise.all(Array.from({ length: 5 }, () => site.get(address)));
    expect(made.pages).toBe(5);
  }
  await site.get(`/letters/${letter.slug}`).expect(200);
});

test('a page is made anew for whoever is signed in', async () => {
  const { world, letter, made, site } = await aSite();
  const address = `/letters/${letter.slug}`;
  await site.get(address).expect(200);
  const token = await openSession(
    world,
    await anAccount(world, { name: 'Ada', email: 'ada@example.org', admin: true }),
  );
  const own = await site.get(address).set('Cookie', `session=${token}`).expect(200);
  expect(made.pages).toBe(2);
  expect(own.text).toBe((await site.get(address)).text);
});

test('a rush of deeds has a page made anew a few times a second, and not for each of them', async () => {
  const { world, letter, made, site } = await aSite();
  const token = await makeToken(world, anAdmin, { name: 'sync', role: 'admin', campaignId: null });
  const deed = (n: number) =>
    site
      .patch(`/api/v1/letters/${letter.slug}`)
      .set('Authorization', `Bearer ${token}`)
      .send({ order: n % 2 === 0 ? 'seniority' : 'received', reason: 'a rush' })
      .expect(200);
  const started = performance.now();
  for (let n = 0; n < 60; n += 1) {
    await deed(n);
    await site.get('/privacy').expect(200);
    if (n === 4) expect(made.pages).toBe(5);
  }
  const seconds = Math.ceil((performance.now() - started) / 1000);
  // Twenty for deeds, and those whose time was over.
  expect(made.pages).toBeLessThanOrEqual(25 * seconds);
});

test('a kept page is answered in front of Express, with the same headers, and to strangers alone', async () => {
  const world = await aWorld();
  const { letter } = await aLetter(world);
  const site = supertest(createListener(world, { strictPages: true }));
  const address = `/letters/${letter.slug}`;
  const first = await site.get(address).expect(200);
  const change = (title: string) =>
    world.db.transaction(async (tx) => void (await tx.update(letters).set({ title }).where(eq(letters.id, letter.id))));
  // Nobody asked this process for it, as when another one did it.
  await change('Another title');
  const again = await site.get(address).expect(200);
  const lasting = (headers: Record<string, string>) => ({ ...headers, date: '' });
  expect([again.text, lasting(again.headers)]).toEqual([first.text, lasting(first.headers)]);
  await site
    .get(address)
    .set('If-None-Match', first.headers['etag'] ?? '')
    .expect(304);
  const token = await openSession(
    world,
    await anAccount(world, { name: 'Ada', email: 'ada@example.org', admin: true }),
  );
  for (const asked of [site.get(`${address}?new`), site.get(address).set('Cookie', `session=${token}`)])
    expect((await asked.expect(200)).text).toContain('Another title');
  await new Promise((done) => setTimeout(done, 300));
  expect((await site.get(address).expect(200)).text).toContain('Another title');
});
