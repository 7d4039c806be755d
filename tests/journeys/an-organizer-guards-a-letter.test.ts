import { solveChallenge } from 'altcha-lib';
import { deriveKey } from 'altcha-lib/algorithms/pbkdf2';
import supertest from 'supertest';
import { expect, test } from 'vitest';
import { domainOf } from '../../server/basics/addresses.ts';
import { prepare, weighMany } from '../../server/protection/protection.ts';
import { addSpikes } from '../../server/protection/spikes.ts';
import { anApp, signedIn } from '../support/app.ts';
import { aLetter, type LetterRow } from '../support/invented/letters.ts';
import { aWorld, type TestWorld } from '../support/world.ts';

async function aLetterToGuard() {
  const world = await aWorld();
  const { letter, campaign } = await aLetter(world, { openToPublic: true });
  const as = (role: 'organizer' | 'staffer') =>
    signedIn(world, { name: 'Dana Ops', email: `${role}@mail.example`, roles: [[campaign.id, role]] });
  return { world, letter, campaign, organizer: await as('organizer'), staffer: await as('staffer') };
}

/** So many signatures that the challenge is on. */
async function rush(world: TestWorld, letter: LetterRow): Promise<void> {
  const email = 'ana@gmail.com';
  const { id: letterId, campaignId } = letter;
  const items = await Promise.all(
    Array.from({ length: 121 }, async (_, n) => ({
      ...{ letterId, network: `10.0.0.${n}`, domain: domainOf(email) },
      weighed: await prepare(world, { letterId, campaignId, network: `10.0.0.${n}`, email, trap: '', challenge: '' }),
    })),
  );
  await world.db.transaction((tx) => weighMany(tx, world, items));
}

test('an organizer keeps the lists of a campaign; who may not sees nothing of them', async () => {
  const { campaign, organizer, staffer, world } = await aLetterToGuard();
  const path = `/desk/campaigns/${campaign.slug}/protection`;
  expect((await organizer.get(path)).text).toContain('Nobody is blocked.');

  const wrong = await organizer.post(path).type('form').send({ pattern: '*@gmail.com', list: 'block', note: 'a rush' });
  expect(wrong.status).toBe(422);
  expect(wrong.text).toContain('This would block everybody at gmail.com.');
  expect(wrong.text).toContain('value="*@gmail.com"');
  expect(wrong.text).toContain('value="a rush"');
  expect((await organizer.post(path).type('form').send({ pattern: '', list: 'neither' })).status).toBe(422);

  const added = await organizer
    .post(path)
    .type('form')
    .send({ pattern: '*@Mail.Example', list: 'block', note: '<b>a rush</b>' });
  expect(added).toMatchObject({ status: 303, headers: { location: `${path}?note=added` } });
  await organizer.post(path).type('form').send({ pattern: '2001:DB8::/48', list: 'allow' }).expect(303);
  await organizer.post(path).type('form').send({ pattern: '192.0.2.*', list: 'block' }).expect(303);
  const page = (await organizer.get(`${path}?note=added`)).text;
  for (const shown of [
    'The rule holds from now on.',
    '*@mail.example',
    '&lt;b&gt;a rush&lt;/b&gt;',
    '2001:db8::/48',
    '192.0.2.0/24',
    'Dana Ops',
  ])
    expect(page, shown).toContain(shown);

  for (const method of ['get', 'post'] as const) {
    expect((await staffer[method](path)).status).toBe(403);
    expect((await organizer[method]('/desk/site/protection')).status).toBe(403);
  }
  expect((await supertest(anApp(world)).get(path)).headers['location']).toMatch(/^\/sign-in/);
  const other = await aLetter(world);
  expect((await organizer.get(`/desk/campaigns/${other.campaign.slug}/protection`)).status).toBe(403);

  const remove = /action="([^"]+\/remove)"/.exec(page)?.[1] ?? '';
  expect((await staffer.post(remove)).status).toBe(403);
  expect((await organizer.post(remove)).headers['location']).toBe(`${path}?note=removed`);
  expect((await organizer.post(remove)).status).toBe(404);
});

test('the admin keeps the lists of the site', async () => {
  const world = await aWorld();
  const admin = await signedIn(world, { name: 'Ada Min', email: 'ada@mail.example', admin: true });
  expect((await admin.get('/desk/site')).text).toContain('/desk/site/protection');
  await admin.post('/desk/site/protection').type('form').send({ pattern: 'mail.example', list: 'allow' }).expect(303);
  expect((await admin.get('/desk/site/protection')).text).toContain('*@mail.example');
});

test('an organizer sees unusual rushes, goes to look at them, and notes that one is honest', async () => {
  const { world, letter, organizer, staffer } = await aLetterToGuard();
  const path = `/desk/letters/${letter.slug}/protection`;
  expect((await organizer.get(path)).text).toContain('Nothing unusual');
  const arrival = { letterId: letter.id, at: world.now(), network: '192.0.2.7', domain: 'gmail.com', district: null };
  await world.db.transaction((tx) => addSpikes(tx, world, Array(20).fill(arrival)));
  const page = (await organizer.get(path)).text;
  expect(page).toContain('192.0.2.7');
  expect(page).toContain('20 signatures');
  const link = /href="([^"]+signatures\/remove[^"]+)"/.exec(page)?.[1]?.replaceAll('&amp;', '&') ?? '';
  expect(Object.fromEntries(new URLSearchParams(link.split('?')[1]))).toEqual({
    network: '192.0.2.7',
    from: '2026-11-22T15:00:00.000Z',
    until: '2026-11-22T16:00:00.000Z',
  });
  for (const place of [
    'network=192.0.2.7',
    'network=2001%3Adb8%3A0%3A7%3A%3A%2F64',
    'domain=office.example',
    'district=OH-7',
  ]) {
    const looked = await organizer.get(link.replace(/network=[^&]+/, place));
    expect(looked.status, place).toBe(200);
  }
  const spike = { kind: 'network', key: '192.0.2.7', hour: '2026-11-22T15:00:00.000Z' };
  expect((await staffer.post(`${path}/seen`).type('form').send(spike)).status).toBe(403);
  expect(
    (
      await organizer
        .post(`${path}/seen`)
        .type('form')
        .send({ ...spike, kind: 'x' })
    ).status,
  ).toBe(400);
  await organizer.post(`${path}/seen`).type('form').send(spike).expect(303);
  const after = (await organizer.get(`${path}?note=seen`)).text;
  expect(after).toContain('Nothing unusual');
  expect(after).toContain('seen by Dana Ops');
  expect((await staffer.get(path)).status).toBe(403);
});

test('the form and programs ask for a challenge, and get one under pressure alone', async () => {
  const { world, letter, organizer } = await aLetterToGuard();
  const stranger = supertest(anApp(world));
  const paths = [`/letters/${letter.slug}/challenge`, `/api/v1/letters/${letter.slug}/challenge`];
  for (const path of paths) {
    const calm = await stranger.get(path);
    expect(calm.body).toEqual({ required: false });
    expect(calm.headers['cache-control']).toBe('no-store');
  }
  await rush(world, letter);
  for (const path of paths) {
    const { body } = await stranger.get(path);
    expect(body).toMatchObject({ required: true, expires: '2026-11-22T15:10:00.000Z' });
    expect(await solveChallenge({ challenge: body.challenge, deriveKey })).not.toBeNull();
  }
  expect((await organizer.get(`/desk/letters/${letter.slug}/protection`)).text).toContain('The challenge is on');
  expect((await stranger.get('/letters/none/challenge')).status).toBe(404);
  const { letter: draft } = await aLetter(world, { state: 'draft', openToPublic: true });
  expect((await stranger.get(`/api/v1/letters/${draft.slug}/challenge`)).status).toBe(404);
});
