import supertest from 'supertest';
import { expect, test } from 'vitest';
import { makeToken } from '../../server/accounts/tokens.ts';
import type { Role } from '../../server/basics/viewer.ts';
import { anApp } from '../support/app.ts';
import { aLegislature } from '../support/invented/legislature.ts';
import { aLetter, type LetterRow } from '../support/invented/letters.ts';
import { anAdmin } from '../support/people.ts';
import { aWorld } from '../support/world.ts';

async function anApi(different: Partial<LetterRow> = {}) {
  const world = await aWorld();
  const people = await aLegislature(world);
  const { letter, campaign } = await aLetter(world, different);
  const site = supertest(anApp(world));
  const token = async (role: Role) =>
    `Bearer ${await makeToken(world, anAdmin, { name: role, role, campaignId: campaign.id })}`;
  return { world, people, letter, site, organizer: await token('organizer'), staffer: await token('staffer') };
}

test('the same request twice is one position, and a correction names what it voids', async () => {
  const { people, letter, site, organizer, staffer } = await anApi();
  const address = `/api/v1/letters/${letter.slug}/whip/${people.okafor.key}`;
  const put = (body: object) => site.put(address).set('Authorization', organizer).send(body);
  const first = await put({ position: 'signed', source: 'a call', lead: true }).expect(200);
  const second = await put({ position: 'signed', source: 'a call', lead: true }).expect(200);
  expect(second.body).toEqual(first.body);
  expect(first.body).toMatchObject({
    position: 'signed',
    lead: true,
    district: 7,
    state: 'OH',
    entry: expect.any(String),
  });

  const corrected = await put({ position: null, source: 'the other Okafor', corrects: first.body.entry }).expect(200);
  expect(corrected.body).toMatchObject({ position: null, withdrew: false });
  const twice = await put({ position: null, source: 'the other Okafor', corrects: first.body.entry }).expect(200);
  expect(twice.body).toEqual(corrected.body);
  await put({ position: 'asked', source: 'a call', corrects: first.body.entry }).expect(409);

  const list = await site.get(`/api/v1/letters/${letter.slug}/whip?q=okafor`).set('Authorization', staffer).expect(200);
  expect(list.body.total).toBe(2);
  expect(JSON.stringify(list.body)).not.toContain('"note"');
  await site.put(address).set('Authorization', staffer).send({ position: 'asked', source: 'x' }).expect(403);
  await site.put(address).send({ position: 'asked', source: 'x' }).expect(401);
});

test('bad input names each field', async () => {
  const { people, letter, site, organizer } = await anApi();
  const put = (key: string, body: object) =>
    site.put(`/api/v1/letters/${letter.slug}/whip/${key}`).set('Authorization', organizer).send(body);
  const bad = await put(people.okafor.key, { position: 'maybe', day: '2026-02-30', who: 1 }).expect(400);
  expect(bad.body.errors.map((error: { path: string }) => error.path).sort()).toEqual([
    'day',
    'position',
    'source',
    'who',
  ]);
  const future = await put(people.okafor.key, { position: 'asked', source: 'x', day: '2027-01-01' }).expect(400);
  expect(future.body.errors).toEqual([{ path: 'day', message: 'This day is still to come.' }]);
  const gone = await put(people.ito.key, { position: 'asked', source: 'x' }).expect(400);
  expect(gone.body.errors[0].path).toBe('key');
  await put('Z999999', { position: 'asked', source: 'x' }).expect(404);
});

test('a long list comes in pieces', async () => {
  const { letter, site, organizer } = await anApi();
  const seen: string[] = [];
  let cursor = '';
  do {
    const { body } = await site
      .get(`/api/v1/letters/${letter.slug}/whip`)
      .query({ limit: 7, ...(cursor && { cursor }) })
      .set('Authorization', organizer)
      .expect(200);
    seen.push(...body.items.map((item: { key: string }) => item.key));
    cursor = body.next;
  } while (cursor);
  expect(seen).toHaveLength(21);
  expect(new Set(seen).size).toBe(21);
});

test('a list goes on where it was, though what it ended with has left it', async () => {
  const { people, letter, site, organizer } = await anApi();
  const address = `/api/v1/letters/${letter.slug}/whip`;
  const list = (query: object) => site.get(address).query(query).set('Authorization', organizer);
  const none = (await list({ position: 'none', limit: 2 }).expect(200)).body;
  await site
    .put(`${address}/${none.next}`)
    .set('Authorization', organizer)
    .send({ position: 'asked', source: 'a call' })
    .expect(200);
  const rest = (await list({ position: 'none', cursor: none.next }).expect(200)).body;
  expect(rest.items).toHaveLength(19);
  expect(rest.total).toBe(20);
  const unknown = await list({ cursor: 'nobody' }).expect(400);
  expect(unknown.body.errors[0].path).toBe('cursor');
  const maybe = await list({ position: 'maybe' }).expect(400);
  expect(maybe.body.errors[0].message).toContain('asked, leaning');
  expect((await list({ position: '', party: 'R', state: 'oh' }).expect(200)).body.items[0].key).toBe(people.okafor.key);
});

test('who may not ask is told so before what is wrong with the question', async () => {
  const { people, letter, site, organizer } = await anApi();
  const address = `/api/v1/letters/${letter.slug}/whip/${people.okafor.key}`;
  const stranger = await site.put(address).send({ nonsense: true }).expect(401);
  expect(stranger.headers).toMatchObject({ 'www-authenticate': 'Bearer', 'cache-control': 'no-store' });
  await site.get('/api/v1/letters/no-such-letter/whip').expect(401);
  const form = await site.put(address).set('Authorization', organizer).type('form').send({ position: 'asked' });
  expect([form.status, form.type, form.body.detail]).toEqual([
    415,
    'application/problem+json',
    expect.stringContaining('application/json'),
  ]);
});

test('a letter that shows counts names nobody, and a private one says nothing', async () => {
  for (const showCosigners of ['count', 'private'] as const) {
    const { people, letter, site, organizer } = await anApi({ showCosigners });
    const address = `/api/v1/letters/${letter.slug}`;
    await site
      .put(`${address}/whip/${people.rivera.key}`)
      .set('Authorization', organizer)
      .send({ position: 'signed', source: 'a call' })
      .expect(200);
    await site.get(`${address}/cosigners.csv`).expect(404);
    const list = await site.get(`${address}/cosigners`);
    const tally = await site.get(`${address}/tally`).expect(200);
    expect(JSON.stringify([list.body, tally.body])).not.toMatch(/Rivera|NM|Democrat/);
    if (showCosigners === 'count') expect(list.body).toEqual({ items: [], total: 1, next: null });
    else {
      expect(list.status).toBe(404);
      expect(tally.body.cosigners).toBeNull();
    }
    const mine = await site.get(`${address}/cosigners`).set('Authorization', organizer).expect(200);
    expect(mine.body.items[0].label).toBe('Sen. Rivera (D-NM)');
  }
});
