import supertest from 'supertest';
import { expect, test } from 'vitest';
import { makeToken } from '../../server/accounts/tokens.ts';
import { anApp } from '../support/app.ts';
import { aLetter } from '../support/invented/letters.ts';
import { anAdmin } from '../support/people.ts';
import { aWorld } from '../support/world.ts';

async function aSite() {
  const world = await aWorld();
  const { letter, campaign } = await aLetter(world);
  return { world, letter, campaign, site: supertest(anApp(world)) };
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
  expect(first.headers['cache-control']).toBe('public, max-age=1');
  await site
    .get(address)
    .set('If-None-Match', first.headers['etag'] ?? '')
    .expect(304);
  expect((await site.get(address).expect(200)).text).toBe(first.text);

  const token = await makeToken(world, anAdmin, { name: 'sync', role: 'admin', campaignId: null });
  await site
    .post(`/api/v1${address}/versions`)
    .set('Authorization', `Bearer ${token}`)
    .send({ text: 'The second text.', substantive: false })
    .expect(201);
  expect((await site.get(address)).text).toContain('The second text.');
});
