import supertest from 'supertest';
import { describe, expect, test } from 'vitest';
import { makeToken } from '../../server/accounts/tokens.ts';
import type { Role } from '../../server/basics/viewer.ts';
import { anApp } from '../support/app.ts';
import { aLegislature } from '../support/invented/legislature.ts';
import { aCampaign } from '../support/invented/letters.ts';
import { anAdmin } from '../support/people.ts';
import { aWorld } from '../support/world.ts';

async function anApi() {
  const world = await aWorld();
  const people = await aLegislature(world);
  const campaign = await aCampaign(world, { publishedAt: null });
  const app = anApp(world);
  const as = async (role: Role | 'admin', campaignId: string | null = campaign.id) => {
    const token = await makeToken(world, anAdmin, { name: `a ${role}`, role, campaignId });
    const call = (method: 'get' | 'post' | 'patch') => (path: string, body?: object) =>
      supertest(app)[method](`/api/v1${path}`).set('Authorization', `Bearer ${token}`).send(body);
    return { get: call('get'), post: call('post'), patch: call('patch') };
  };
  return { world, people, campaign, as, stranger: (path: string) => supertest(app).get(`/api/v1${path}`), app };
}

const letter = {
  title: 'Keep the rivers clean',
  text: 'We ask.',
  addressees: [
    {
      name: 'The Honorable E. Voss',
      title: 'Secretary',
      organization: 'U.S. Department of Water',
      address: 'Washington, DC',
      salutation: '',
    },
  ],
  openTo: { legislators: ['us-senate', 'us-house'], public: true },
  deadline: '2026-12-20T17:00:00-05:00',
};

test('a letter is made, published, changed and sent over the API', async () => {
  const { campaign, as, people, stranger } = await anApi();
  const organizer = await as('organizer');
  const made = await organizer
    .post('/letters', { ...letter, campaign: campaign.slug, leads: [people.rivera.key] })
    .expect(201);
  expect(made.body).toMatchObject({
    slug: 'keep-the-rivers-clean',
    campaign: campaign.slug,
    state: 'draft',
    version: 0,
    leads: [people.rivera.key],
    deadline: '2026-12-20T22:00:00.000Z',
    timeZone: 'America/New_York',
    order: 'alphabetical',
    visibility: { cosigners: 'names', signatures: 'names' },
    addressees: [{ salutation: 'Dear Secretary Voss:' }],
  });
  await stranger('/letters/keep-the-rivers-clean')
    .expect(404)
    .expect('Content-Type', /problem\+json/);
  expect((await stranger('/letters')).body).toEqual({ items: [], total: 0, next: null });
  await stranger(`/campaigns/${campaign.slug}`).expect(404);
  expect((await organizer.get('/letters')).body.total).toBe(1);

  const url = '/letters/keep-the-rivers-clean';
  await organizer.patch(url, { text: 'We ask politely.', state: 'circulating' }).expect(200);
  const shown = await stranger(url).expect(200);
  expect(shown.body).toMatchObject({ state: 'circulating', version: 1, text: 'We ask politely.' });
  // Whoever was asked to lead is nobody's business until the name is under the letter.
  expect(shown.body).not.toHaveProperty('leads');
  expect((await stranger('/letters')).body.items[0]).not.toHaveProperty('leads');
  expect((await (await as('volunteer')).get(url)).body).not.toHaveProperty('leads');
  expect((await (await as('staffer')).get(url)).body.leads).toEqual([people.rivera.key]);
  await stranger(`/campaigns/${campaign.slug}`).expect(200);

  expect((await organizer.patch(url, { text: 'Other', reason: 'Why not' }).expect(409)).body.type).toBe(
    'urn:undersigned:letter-published',
  );
  expect((await organizer.patch(url, { order: 'received' }).expect(400)).body.errors).toEqual([
    { path: 'reason', message: expect.any(String) },
  ]);
  expect((await organizer.patch(url, { state: 'closed' }).expect(400)).body.errors[0].path).toBe('reason');
  await organizer
    .patch(url, { order: 'received', visibility: { signatures: 'count' }, reason: 'Asked for.' })
    .expect(200);
  const version = await organizer.post(`${url}/versions`, { text: 'We insist.', substantive: true }).expect(201);
  expect(version.body).toMatchObject({
    letter: 'keep-the-rivers-clean',
    number: 2,
    text: 'We insist.',
    substantive: true,
  });
  expect((await stranger(`${url}/versions`)).body.items.map((item: { text: string }) => item.text)).toEqual([
    'We ask politely.',
    'We insist.',
  ]);
  await organizer.post(`${url}/versions`, { text: 'Late.', substantive: true, after: 1 }).expect(409);
  for (const state of ['closed', 'sent']) await organizer.patch(url, { state, reason: 'Done.' }).expect(200);
  expect((await stranger(url)).body).toMatchObject({ state: 'sent', sentDay: '2026-11-22', order: 'received' });
  await organizer.patch(url, { state: 'draft', reason: 'Back.' }).expect(409);
});

describe('bad input', () => {
  test('gets a 400 that names each field, and nothing stays behind', async () => {
    const { campaign, as, stranger } = await anApi();
    const organizer = await as('organizer');
    const wrong = await organizer
      .post('/letters', {
        campaign: campaign.slug,
        title: ' ',
        text: 'x'.repeat(100_001),
        addressees: [{ salutation: 'Dear' }, { name: 'A', surprise: 1 }],
        openTo: { legislators: 'us-senate' },
        leads: Array.from({ length: 21 }, () => 'X'),
        deadline: 'tomorrow',
        timeZone: '+05:00',
        order: 'random',
        visibility: { cosigners: 'names', signatures: 'secret' },
        evil: true,
      })
      .expect(400);
    expect(wrong.body.errors.map((problem: { path: string }) => problem.path).sort()).toEqual(
      [
        ...[
          'addressees.0.name',
          'addressees.1.surprise',
          'deadline',
          'evil',
          'leads',
          'openTo.legislators',
          'openTo.public',
        ],
        ...['order', 'text', 'timeZone', 'title', 'visibility.signatures'],
      ].sort(),
    );
    const unfit = {
      ...letter,
      campaign: campaign.slug,
      leads: ['X000000'],
      openTo: { legislators: ['mars'], public: false },
    };
    const refused = await organizer.post('/letters', unfit).expect(400);
    expect(refused.body.errors.map((problem: { path: string }) => problem.path)).toEqual([
      'openTo.legislators.0',
      'leads.0',
    ]);
    expect((await organizer.get('/letters')).body.total).toBe(0);
    await organizer.post('/letters', { ...letter, campaign: 'nowhere' }).expect(404);
    await stranger('/letters?limit=501').expect(400);
    await stranger('/letters?limit=x').expect(400);
  });

  test('with a character that no text has is no fault of the server', async () => {
    const { as, stranger } = await anApi();
    for (const path of ['/letters/%00', '/letters?cursor=%00', '/campaigns/a%00'])
      expect((await stranger(path)).status, path).toBeLessThan(500);
    const organizer = await as('organizer');
    expect((await organizer.post('/letters', { ...letter, campaign: '\0' })).status).toBeLessThan(500);
  });

  test('of a new version is refused by field', async () => {
    const { campaign, as } = await anApi();
    const organizer = await as('organizer');
    await organizer.post('/letters', { ...letter, campaign: campaign.slug }).expect(201);
    const url = '/letters/keep-the-rivers-clean/versions';
    await organizer.post(url, { text: 'Early.', substantive: true }).expect(409);
    expect((await organizer.post(url, { text: '', substantive: 'yes', x: 1 }).expect(400)).body.errors).toHaveLength(3);
  });
});

test('only the campaign’s organizers may write, and others do not learn of a draft', async () => {
  const { world, campaign, as, app } = await anApi();
  const other = await aCampaign(world);
  const body = { ...letter, campaign: campaign.slug };
  await supertest(app).post('/api/v1/letters').send(body).expect(401);
  await (await as('staffer')).post('/letters', body).expect(403);
  const foreign = await as('organizer', other.id);
  await foreign.post('/letters', body).expect(404);
  await (await as('organizer')).post('/letters', body).expect(201);
  const url = '/letters/keep-the-rivers-clean';
  await foreign.get(url).expect(404);
  await foreign.patch(url, { title: 'Mine now' }).expect(404);
  await foreign.post(`${url}/versions`, { text: 'Mine', substantive: true }).expect(404);
  await (await as('volunteer')).get(url).expect(404);
  await (await as('staffer')).patch(url, { title: 'Mine now' }).expect(403);
  await (await as('organizer')).patch(url, { state: 'circulating' }).expect(200);
  await foreign.patch(url, { state: 'withdrawn', reason: 'x' }).expect(403);
  await supertest(app).patch(`/api/v1${url}`).send({ state: 'withdrawn', reason: 'x' }).expect(401);
});

test('a campaign is made by an admin’s token, and by no campaign’s token', async () => {
  const { as, stranger } = await anApi();
  const sponsor = { name: 'Lakes Example Committee', address: '2 Example Plaza', contact: 'hi@lakes.example' };
  const admin = await as('admin', null);
  const made = await admin.post('/campaigns', { title: 'Clean Lakes', sponsor }).expect(201);
  expect(made.body).toMatchObject({ slug: 'clean-lakes', sponsor, publishedAt: null });
  await stranger('/campaigns/clean-lakes').expect(404);
  await admin.get('/campaigns/clean-lakes').expect(200);
  await (await as('organizer')).post('/campaigns', { title: 'More' }).expect(403);
  await (await as('organizer')).get('/campaigns/clean-lakes').expect(404);
  const wrong = await admin
    .post('/campaigns', { title: '', sponsor: { contact: 'x', phone: '1' }, slug: 'new' })
    .expect(400);
  expect(wrong.body.errors.map((problem: { path: string }) => problem.path).sort()).toEqual([
    'slug',
    'sponsor.contact',
    'sponsor.phone',
    'title',
  ]);
});
