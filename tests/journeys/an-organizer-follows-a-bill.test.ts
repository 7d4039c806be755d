import supertest from 'supertest';
import { expect, test } from 'vitest';
import { makeToken } from '../../server/accounts/tokens.ts';
import type { Role } from '../../server/basics/viewer.ts';
import { listCampaignBills } from '../../server/bills/bills.ts';
import { anApp, signedIn } from '../support/app.ts';
import { aCongress, answersOf, KEY, told } from '../support/congress.ts';
import { aLegislature } from '../support/invented/legislature.ts';
import { aLetter, type LetterRow } from '../support/invented/letters.ts';
import { anAdmin } from '../support/people.ts';
import { aWorld } from '../support/world.ts';

/** A desk; with a key, Congress.gov on this machine tells of H.R. 1234. */
async function aDesk({ keyed = true, letter: different = {} as Partial<LetterRow> } = {}) {
  const seed = await aWorld();
  const people = await aLegislature(seed);
  const congress = await aCongress(answersOf(people.okafor, [told(people.nguyen), told(people.celik)]));
  const settings = { congressApiUrl: congress.env.CONGRESS_API_URL, congressApiKey: keyed ? KEY : null };
  const world = Object.assign(seed, { settings: { ...seed.settings, ...settings } });
  const { letter, campaign } = await aLetter(world, different);
  const as = (role: Role) =>
    signedIn(world, { name: `Dana ${role}`, email: `${role}@team.example`, roles: [[campaign.id, role]] });
  const bills = () => listCampaignBills(world.db, campaign.id);
  return { world, people, congress, campaign, letter, as, bills, desk: `/desk/campaigns/${campaign.slug}/bills` };
}

test('an organizer adds a bill by its number, and the public sees who is behind it', async () => {
  const { world, people, congress, campaign, as, desk, bills } = await aDesk();
  const organizer = await as('organizer');
  const list = await organizer.get(desk).expect(200);
  expect(list.text).toContain('Read it from Congress.gov');
  expect(list.text).toContain('value="119"');
  const done = await organizer
    .post(desk)
    .type('form')
    .send({ number: 'h.r. 1234', congress: '119', from: 'congress' })
    .expect(303);
  const page = await organizer.get(done.headers['location'] as string).expect(200);
  for (const words of ['H.R. 1234 (119th Congress)', 'Clean Rivers Act', '2 cosponsors: 2 Democrats', 'Ben Okafor'])
    expect(page.text).toContain(words);
  expect(page.text).toContain('Lan Nguyễn');

  const [bill] = await bills();
  const shown = `/campaigns/${campaign.slug}/bills/${bill?.id}`;
  const visitor = supertest(anApp(world));
  const open = await visitor.get(shown).expect(200);
  expect(open.headers['cache-control']).toContain('public');
  expect(open.text).toContain('March 4, 2025');
  expect(open.text).toContain('https://www.congress.gov/bill/119th-congress/house-bill/1234');

  // Somebody withdraws; reading it again says so, and twice says that nothing is new.
  const withdrew = { sponsorshipWithdrawnDate: '2025-06-01' };
  const gone = told({ ...people.okafor, key: 'V990009', first: 'Idris', last: 'Vane' });
  congress.answers = answersOf(people.okafor, [told(people.nguyen, '2025-03-04', withdrew), told(people.celik), gone]);
  const read = await organizer.post(`${desk}/${bill?.id}/read`).expect(303);
  const after = await organizer.get(read.headers['location'] as string).expect(200);
  expect(after.text).toContain('withdrew: Lan Nguyễn');
  expect(after.text).toMatch(/<s><a [^>]*>Lan Nguyễn<\/a><\/s>/);
  const same = await organizer.post(`${desk}/${bill?.id}/read`).expect(303);
  expect(same.headers['location']).toContain('note=same');
  // Another process, for one keeps a public page for a moment.
  const later = await supertest(anApp(world)).get(shown).expect(200);
  expect(later.text).toContain('June 1, 2025');
  expect(later.text).toContain('2 cosponsors: 1 Democrat, 1 Republican · 1 withdrew');
  // Whom no roster has told of has a page all the same.
  const former = await visitor.get('/legislators/V990009').expect(200);
  expect(former.text).toContain('Former member of the U.S. House of Representatives');
  expect(former.text).not.toContain('Terms served');
});

test('a broken answer is told on the page, and what was typed stays there', async () => {
  const { congress, as, desk, bills } = await aDesk();
  const organizer = await as('organizer');
  congress.badly = (_req, res) => res.end('<!doctype html><h1>Down</h1>');
  const typed = { number: 'H.R. 1234', congress: '119', from: 'congress', title: 'Typed before' };
  const broken = await organizer.post(desk).type('form').send(typed).expect(422);
  expect(broken.text).toContain('is a web page where data was expected.');
  expect(broken.text).toContain('value="Typed before"');
  expect(await bills()).toEqual([]);
  for (const [number, words] of [
    ['HB 12', 'how states number bills'],
    ['', 'Which bill?'],
    ['hr1234-118', 'The number says the 118th Congress.'],
  ]) {
    const refused = await organizer
      .post(desk)
      .type('form')
      .send({ ...typed, number })
      .expect(422);
    expect(refused.text).toContain(words);
  }
});

test('without a key a bill is typed, and its cosponsors are pasted: looked at first, then brought in', async () => {
  const { people, as, desk, bills } = await aDesk({ keyed: false });
  const organizer = await as('organizer');
  expect((await organizer.get(desk).expect(200)).text).not.toContain('Read it from Congress.gov');
  const blank = { number: 'S. 12', congress: '', title: '', introduced: '', summary: '', source: '', from: 'hand' };
  const empty = await organizer.post(desk).type('form').send(blank).expect(422);
  for (const words of ['What is it called?', 'A year will do', 'Where can this be read?', 'Which Congress?'])
    expect(empty.text).toContain(words);
  const form = {
    ...{ number: 'H.Res. 240', congress: '119', title: 'A resolution on rivers', introduced: '2025-03' },
    ...{ summary: 'Would say so.', source: 'The Gazette', from: 'hand' },
  };
  const done = await organizer.post(desk).type('form').send(form).expect(303);
  const twice = await organizer.post(desk).type('form').send(form).expect(422);
  expect(twice.text).toContain('has H.Res. 240 (119th Congress) already.');
  const at = (done.headers['location'] as string).replace(/\?.*/, '');

  const text = `bioguide,name,date,withdrawn\n${people.nguyen.key},Lan Nguyễn,2025-03-04,\n${people.smithOrson.key},Orson Smith,2025-03-05,2025-04-06\n`;
  const looked = await organizer.post(`${at}/import`).type('form').send({ text, do: 'look' }).expect(200);
  expect(looked.text).toContain('What would change');
  expect(looked.text).toContain('Lan Nguyễn (CA-45) joined');
  expect(looked.text).toContain(people.smithOrson.key);
  expect((await bills())[0]?.sponsors).toEqual([]);
  const unsure = await organizer
    .post(`${at}/import`)
    .type('form')
    .send({ text: 'name,state\nSmith,KS\n', do: 'import' });
  expect([unsure.status, unsure.text]).toEqual([422, expect.stringContaining(people.smithOsgood.key)]);
  await organizer.post(`${at}/import`).type('form').send({ text: '', do: 'import' }).expect(422);
  await organizer.post(`${at}/import`).type('form').send({ text, do: 'import' }).expect(303);
  const page = await organizer.get(at).expect(200);
  expect(page.text).toContain('1 cosponsor: 1 Democrat · 1 withdrew');
  expect(page.text).toContain('April 6, 2025');

  const edited = { ...form, title: 'Another title' };
  await organizer
    .post(`${at}/edit`)
    .type('form')
    .send({ ...edited, introduced: 'soon' })
    .expect(422);
  await organizer.post(`${at}/edit`).type('form').send(edited).expect(303);
  expect((await bills())[0]).toMatchObject({ title: 'Another title', sponsors: { length: 2 } });
});

test('a bill that a letter names is not taken off; the order is the organizer’s', async () => {
  const { world, campaign, as, desk, bills } = await aDesk({ keyed: false });
  const organizer = await as('organizer');
  const form = {
    congress: '119',
    title: 'A bill',
    introduced: '2025',
    summary: '',
    source: 'The Gazette',
    from: 'hand',
  };
  for (const number of ['H.R. 1', 'H.R. 2'])
    await organizer
      .post(desk)
      .type('form')
      .send({ ...form, number })
      .expect(303);
  const [first, second] = await bills();
  await organizer.post(`${desk}/${second?.id}/move`).type('form').send({ direction: 'up' }).expect(303);
  expect((await bills()).map(({ number }) => number)).toEqual(['H.R. 2', 'H.R. 1']);
  await aLetter(world, {
    campaignId: campaign.id,
    title: 'It names the bill',
    bills: [first?.id ?? ''],
    state: 'draft',
  });
  const page = await organizer.get(`${desk}/${first?.id}`).expect(200);
  expect(page.text).toContain('It names the bill: names this bill');
  const kept = await organizer.post(`${desk}/${first?.id}/remove`).expect(409);
  expect(kept.text).toContain('It names the bill');
  await organizer.post(`${desk}/${second?.id}/remove`).expect(303);
  expect((await bills()).map(({ number }) => number)).toEqual(['H.R. 1']);
});

test('staffers read, volunteers and strangers do not; nobody reaches another campaign’s bill', async () => {
  const { world, as, desk, bills, campaign } = await aDesk();
  const organizer = await as('organizer');
  await organizer.post(desk).type('form').send({ number: 'H.R. 1234', congress: '119', from: 'congress' }).expect(303);
  const [bill] = await bills();
  const staffer = await as('staffer');
  const page = await staffer.get(`${desk}/${bill?.id}`).expect(200);
  expect(page.text).not.toContain('Bring in a list');
  expect((await staffer.get(desk).expect(200)).text).not.toContain('Add a bill');
  for (const deed of ['read', 'import', 'move', 'remove', 'edit'])
    await staffer.post(`${desk}/${bill?.id}/${deed}`).type('form').send({ text: 'x' }).expect(403);
  await staffer.post(desk).type('form').send({ number: 'H.R. 1', from: 'hand' }).expect(403);
  const volunteer = await as('volunteer');
  await volunteer.get(desk).expect(403);
  await supertest(anApp(world)).get(desk).expect(303);
  const { campaign: other } = await aLetter(world);
  const visitor = supertest(anApp(world));
  await visitor.get(`/campaigns/${other.slug}/bills/${bill?.id}`).expect(404);
  await visitor.get(`/campaigns/${campaign.slug}/bills/nothing`).expect(404);
});

test('programs list a campaign’s bills, and add them', async () => {
  const { world, campaign, people } = await aDesk();
  const site = supertest(anApp(world));
  const address = `/api/v1/campaigns/${campaign.slug}/bills`;
  const token = async (role: Role) =>
    `Bearer ${await makeToken(world, anAdmin, { name: role, role, campaignId: campaign.id })}`;
  const organizer = await token('organizer');
  const post = (body: object, who = organizer) => site.post(address).set('Authorization', who).send(body);
  const added = await post({ number: 'hr1234-119', summary: 'Would keep rivers clean.' }).expect(201);
  expect(added.body).toMatchObject({
    ...{ number: 'H.R. 1234', congress: 119, title: 'Clean Rivers Act', summary: 'Would keep rivers clean.' },
    url: 'https://www.congress.gov/bill/119th-congress/house-bill/1234',
    checkedAt: world.now().toISOString(),
  });
  expect(added.body.sponsors[1]).toEqual({
    legislator: {
      ...{ key: people.nguyen.key, name: 'Lan Nguyễn', party: 'Democrat' },
      ...{ body: 'us-house', state: 'CA', district: '45' },
    },
    ...{ role: 'cosponsor', day: '2025-03-04', original: false, withdrawnOn: null },
  });
  const typed = { number: 'S. 12', congress: 119, title: 'Another', introduced: '2025-02', source: 'The Gazette' };
  await post(typed).expect(201);
  const list = await site.get(`${address}?limit=1`).expect(200);
  expect([list.body.total, list.body.items]).toEqual([2, [added.body]]);
  const rest = await site.get(`${address}?cursor=${list.body.next}`).expect(200);
  expect(rest.body.items).toMatchObject([{ number: 'S. 12', checkedAt: null, sponsors: [] }]);

  const twice = await post(typed).expect(400);
  expect(twice.body.errors).toEqual([{ path: 'number', message: expect.stringContaining('already') }]);
  const bad = await post({ number: 'SB 4', title: 'x', extra: 1 }).expect(400);
  expect(bad.body.errors.map((one: { path: string }) => one.path)).toEqual(['extra']);
  const worse = await post({ number: 'SB 4', title: 'x', introduced: 'soon' }).expect(400);
  expect(worse.body.errors.map((one: { path: string }) => one.path)).toContain('introduced');
  await post(typed, await token('staffer')).expect(403);
  await site.post(address).send(typed).expect(401);
  Object.assign(world.settings, { congressApiKey: null });
  expect((await post({ number: 'hr9-119' }).expect(400)).body.errors[0].path).toBe('title');
  await site.get('/api/v1/campaigns/nowhere/bills').expect(404);
});
