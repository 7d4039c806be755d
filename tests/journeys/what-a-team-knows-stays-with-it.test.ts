import { eq } from 'drizzle-orm';
import pino from 'pino';
import supertest from 'supertest';
import { beforeEach, expect, test } from 'vitest';
import { makeToken } from '../../server/accounts/tokens.ts';
import { addTypedBill } from '../../server/bills/keeping.ts';
import { record } from '../../server/cosigners/cosigners.ts';
import { accounts, assignments } from '../../server/db/tables.ts';
import { bringNames } from '../../server/intake/bringing.ts';
import { officeLinkFor } from '../../server/office/office.ts';
import { addContact, addStaffContact } from '../../server/whip/whip.ts';
import { anApp, signedIn } from '../support/app.ts';
import { aLegislature } from '../support/invented/legislature.ts';
import { aCampaign, aLetter, type LetterRow } from '../support/invented/letters.ts';
import { anAdmin } from '../support/people.ts';
import { aWorld, type TestWorld } from '../support/world.ts';

/** Only signers are public; Rivera is assigned to the volunteer, nobody else is. */
const unsigned = /Rivera|Hoek|Luna|Santos|Cornelia/;
const notRivera = /Hoek|Luna|Santos|Cornelia|-HOEK/;
/** Whip notes, the log of contacts, who works in offices, what offices wrote. */
const notes = /NOTE-|PERSON-|SUMMARY-|NEXT-|STAFF-|OFFICE-/;

const ranks = ['stranger', 'other', 'volunteer', 'staffer', 'organizer', 'admin'] as const;
type Rank = (typeof ranks)[number];
const rankOf = (rank: Rank) => ranks.indexOf(rank);

let world: TestWorld;
let logged: string[];
let agents: [who: string, rank: Rank, agent: ReturnType<typeof supertest.agent>][];
let known: { letter: LetterRow; draft: LetterRow; hidden: LetterRow; campaign: string; bill: string; list: string };

beforeEach(async () => {
  world = await aWorld();
  logged = [];
  world.log = pino({ level: 'info' }, { write: (line: string) => void logged.push(line) });
  const { okafor, rivera, hoek, luna, santos, hale } = await aLegislature(world);
  const campaign = await aCampaign(world);
  const elsewhere = await aCampaign(world);
  const { letter } = await aLetter(world, { campaignId: campaign.id, leads: [hale.key] });
  const { letter: draft } = await aLetter(world, { campaignId: campaign.id, state: 'draft' });
  const { letter: hidden } = await aLetter(world, { campaignId: campaign.id, showCosigners: 'private' });
  for (const { slug } of [letter, hidden])
    for (const [{ key }, position, note] of [
      [okafor, 'signed', 'NOTE-O'],
      [rivera, 'asked', 'NOTE-R'],
      [hoek, 'leaning', 'NOTE-HOEK'],
      [luna, 'committed', ''],
      [santos, 'declined', ''],
    ] as const)
      await record(world, anAdmin, slug, key, { position, source: 'a call', note });
  const bill = await addTypedBill(world, anAdmin, campaign.id, {
    ...{ number: null, congress: null, title: 'Clean Rivers Act', introduced: '2025', summary: '', source: 'a copy' },
  });
  const talk = { day: '2026-11-20', way: 'phone' as const, due: '2026-11-22' };
  await world.db.transaction(async (tx) => {
    for (const [{ key }, who] of [
      [rivera, 'R'],
      [hoek, 'HOEK'],
    ] as const) {
      const person = { name: `STAFF-${who}`, title: '', email: `staff-${who}@mail.house.gov`, phone: '' };
      await addStaffContact(tx, world, anAdmin, campaign.id, key, person);
      const told = { ...talk, person: `PERSON-${who}`, summary: `SUMMARY-${who}`, next: `NEXT-${who}` };
      await addContact(tx, world, anAdmin, letter, key, told);
    }
  });
  const list = await bringNames(world, anAdmin, letter.slug, { names: 'Hoek', position: 'leaning', source: 'a mail' });
  const link = await world.db.transaction((tx) => officeLinkFor(tx, world, anAdmin, letter, luna.key));
  await supertest(anApp(world))
    .post(new URL(link).pathname)
    .type('form')
    .send({ answer: 'decline', comment: 'OFFICE-COMMENT', name: 'OFFICE-NAME', title: 'LD', authorized: 'yes' })
    .send({ email: 'office-name@mail.example' })
    .expect(303);
  known = { letter, draft, hidden, campaign: campaign.slug, bill: bill.id, list };

  agents = [['stranger', 'stranger', supertest.agent(anApp(world))]];
  const add = async (rank: Rank, roles: Parameters<typeof signedIn>[1]['roles'] = []) => {
    const person = { name: `Any ${rank}`, email: `${rank}@team.example`, admin: rank === 'admin', roles };
    agents.push([rank, rank, await signedIn(world, person)]);
  };
  await add('other', [[elsewhere.id, 'organizer']]);
  await add('admin');
  for (const role of ['volunteer', 'staffer', 'organizer'] as const) {
    await add(role, [[campaign.id, role]]);
    const token = await makeToken(world, anAdmin, { name: role, campaignId: campaign.id, role });
    const program = supertest.agent(anApp(world));
    program.set('Authorization', `Bearer ${token}`);
    agents.push([`program as ${role}`, role, program]);
  }
  const [volunteer] = await world.db.select().from(accounts).where(eq(accounts.email, 'volunteer@team.example'));
  await world.db.transaction(async (tx) => {
    await tx
      .insert(assignments)
      .values({ letterId: letter.id, legislator: rivera.key, accountId: volunteer?.id ?? '' });
  });
});

/** What a page, a feed or a file says, and how it was answered. */
async function readAs(agent: ReturnType<typeof supertest.agent>, path: string) {
  const { status, body } = await agent
    .get(path)
    .redirects(0)
    .buffer(true)
    .parse((answer, done) => {
      const parts: Buffer[] = [];
      answer.on('data', (part: Buffer) => void parts.push(part));
      answer.on('end', () => done(null, Buffer.concat(parts)));
    });
  return { status, text: String(body) };
}

test('the public learns who signed and nothing else, whoever asks and wherever', async () => {
  const { letter, draft, hidden, campaign, bill } = known;
  world.pass({ minutes: 16 });
  const told = ['', '/record', '/changes.atom', '/letter.txt', '/letter.txt?blank=yes'];
  const open = [
    ...told.map((end) => `/letters/${letter.slug}${end}`),
    ...['', '/tally', '/cosigners', '/cosigners.csv', '/cosigners.json', '/changes', '/versions', '/replies'].map(
      (end) => `/api/v1/letters/${letter.slug}${end}`,
    ),
    ...['', '/brief.txt', `/bills/${bill}`].map((end) => `/campaigns/${campaign}${end}`),
    ...['', '/bills', '/supporters'].map((end) => `/api/v1/campaigns/${campaign}${end}`),
  ];
  for (const [who, rank, agent] of agents)
    for (const path of open) {
      const { status, text } = await readAs(agent, path);
      expect([who, path, status]).toEqual([who, path, 200]);
      expect(text, `${who} ${path}`).not.toMatch(unsigned);
      expect(text, `${who} ${path}`).not.toMatch(notes);
      // Counts by position are for staffers in the tally alone.
      if (!path.endsWith('/tally') || rankOf(rank) < rankOf('staffer'))
        expect(text, `${who} ${path}`).not.toMatch(/leaning|committed|declined/);
    }
  const closed = [
    ...['/record', '/changes.atom'].flatMap((end) => [`/letters/${hidden.slug}${end}`, `/letters/${draft.slug}${end}`]),
    ...['/cosigners', '/changes', '/cosigners.csv'].map((end) => `/api/v1/letters/${hidden.slug}${end}`),
    ...told.map((end) => `/letters/${draft.slug}${end}`),
    ...['', '/versions', '/deliveries', '/cosigners'].map((end) => `/api/v1/letters/${draft.slug}${end}`),
  ];
  for (const [who, rank, agent] of agents.filter(([, rank]) => rankOf(rank) < rankOf('volunteer')))
    for (const path of closed) expect([who, rank, path, (await readAs(agent, path)).status]).toContain(404);
  for (const end of ['', '/letter.txt'])
    expect((await readAs(supertest.agent(anApp(world)), `/letters/${hidden.slug}${end}`)).text).not.toContain('Okafor');
});

test('each role sees what the table of roles gives it, and no more, on pages and in programs', async () => {
  const { letter, campaign, bill, list } = known;
  const desk = (end: string, least: Rank): [string, Rank] => [`/desk/letters/${letter.slug}${end}`, least];
  const call = (end: string, least: Rank): [string, Rank] => [`/api/v1/letters/${letter.slug}${end}`, least];
  const paths: [path: string, least: Rank][] = [
    ...['/whip', '/whip/print', '/whip?due=open', '/whip/R990001', '/gaps', '/cosigners.csv?list=whip'].map((end) =>
      desk(end, 'volunteer'),
    ),
    ...['', '/names', '/documents', '/documents/dear-colleague.txt', '/documents/signatures.txt', '/gaps.csv'].map(
      (end) => desk(end, 'staffer'),
    ),
    ...['/whip/H990003', '/documents/appendix.txt'].map((end) => desk(end, 'staffer')),
    ...[`/names/${list}`, '/offices', '/sending', '/sending/reminders?to=asked', '/versions/new', '/settings'].map(
      (end) => desk(end, 'organizer'),
    ),
    ...['/bills', `/bills/${bill}`, '/supporters', '/supporters.csv', '/brief.txt'].map((end): [string, Rank] => [
      `/desk/campaigns/${campaign}${end}`,
      'staffer',
    ]),
    [`/desk/campaigns/${campaign}`, 'volunteer'],
    [`/desk/campaigns/${campaign}/facts`, 'organizer'],
    ['/desk/site', 'admin'],
    ...['/whip', '/whip?due=open', '/whip?assignee=none', '/whip?position=asked', '/cosigners.csv?position=any'].map(
      (end) => call(end, 'volunteer'),
    ),
    call(`/gaps?against=${bill}`, 'staffer'),
    call('/whip/H990003/contacts', 'organizer'),
  ];
  for (const [who, rank, agent] of agents)
    for (const [path, least] of paths) {
      if (who.startsWith('program') && path.startsWith('/desk')) continue;
      const { status, text } = await readAs(agent, path);
      const may = rankOf(rank) >= rankOf(least);
      expect([who, path, status === 200]).toEqual([who, path, may]);
      const seen = `${who} ${path}`;
      if (!may) expect(text, seen).not.toMatch(unsigned);
      if (rankOf(rank) < rankOf('staffer')) expect(text, seen).not.toMatch(notRivera);
      if (!may || rank === 'staffer') expect(text, seen).not.toMatch(notes);
    }
});

test('logs hold no name, address, token or note of all this', async () => {
  const { letter } = known;
  for (const [, , agent] of agents) await readAs(agent, `/desk/letters/${letter.slug}/offices?q=Rivera`);
  const all = logged.join('');
  expect(logged.length).toBeGreaterThan(5);
  expect(all).not.toMatch(/@|-NAME|-COMMENT|STAFF-|Rivera|990001|clean-rivers|office\/id/);
  expect(all).toContain('/office/:token');
});
