import { describe, expect, test } from 'vitest';
import type { Viewer } from '../../server/basics/viewer.ts';
import { assignMany, listElsewhere, record, unassign } from '../../server/cosigners/cosigners.ts';
import { committeeMembers, committees, rosterLoads } from '../../server/db/tables.ts';
import { listHistory } from '../../server/history/history.ts';
import type { Letter } from '../../server/letters/letters.ts';
import { publishVersion } from '../../server/letters/letters.ts';
import { filterFrom, queryOf, viewFrom, type WhipQuery } from '../../server/whip/filter.ts';
import { contactMany, recordOffice } from '../../server/whip/recording.ts';
import { dropStaffContact, keepStaffContact, listStaffFor } from '../../server/whip/staff.ts';
import {
  addContact,
  addStaffContact,
  type ContactForm,
  finishContact,
  listContacts,
  listDue,
  listStaffContacts,
  listWhipRows,
} from '../../server/whip/whip.ts';
import { anAccount } from '../support/app.ts';
import { aLegislature } from '../support/invented/legislature.ts';
import { aLetter } from '../support/invented/letters.ts';
import { anAdmin, aViewer } from '../support/people.ts';
import { aWorld, type TestWorld } from '../support/world.ts';

const TODAY = '2026-11-22';

async function aWhip(different: Parameters<typeof aLetter>[1] = {}) {
  const world = await aWorld();
  const people = await aLegislature(world);
  const { letter, campaign } = await aLetter(world, different);
  const organizer = aViewer(campaign.id, 'organizer');
  const staffer = aViewer(campaign.id, 'staffer');
  return { world, people, letter, campaign, organizer, staffer };
}

const talk = (form: Partial<ContactForm> = {}): ContactForm => ({
  ...{ day: '2026-11-20', way: 'phone', person: 'Jo Reed', summary: 'Asks for the costs.', next: '', due: null },
  ...form,
});

const log = (world: TestWorld, viewer: Viewer, letter: Letter, key: string, form: Partial<ContactForm> = {}) =>
  world.db.transaction((tx) => addContact(tx, world, viewer, letter, key, talk(form)));

/** The last names that a filter leaves, in the list's order. */
async function names(world: TestWorld, viewer: Viewer, letter: Letter, filter: WhipQuery, query = {}) {
  const { items } = await listWhipRows(world.db, viewer, letter, filter, world.now(), viewFrom(query));
  return items.map(({ stand }) => stand.key);
}

/** A volunteer of the letter's campaign who follows up with these. */
async function aVolunteer(world: TestWorld, { campaignId, slug }: Letter, keys: string[], name = 'Vic Tory') {
  const email = `${name.replace(' ', '.').toLowerCase()}@team.example`;
  const id = await anAccount(world, { name, email, roles: [[campaignId, 'volunteer']] });
  if (keys.length > 0) await assignMany(world, anAdmin, slug, keys, id);
  return aViewer(campaignId, 'volunteer', name, id);
}

describe('a talk with an office', () => {
  test('is kept with who logged it, and the history says that it was, not what was said', async () => {
    const { world, people, letter, organizer } = await aWhip();
    await log(world, organizer, letter, people.rivera.key, { next: 'Send the costs', due: '2026-11-25' });
    const [contact] = await listContacts(world.db, organizer, letter, people.rivera.key);
    expect(contact).toMatchObject({ ...talk(), next: 'Send the costs', due: '2026-11-25', actor: 'Dana Ops' });
    const [noted] = await listHistory(world.db, 'contact', letter.id);
    expect(noted).toMatchObject({ deed: 'logged', detail: { legislator: people.rivera.key, way: 'phone' } });
    expect(JSON.stringify(noted)).not.toMatch(/Jo Reed|costs/);
  });

  test('sent twice is one talk', async () => {
    const { world, people, letter, organizer } = await aWhip();
    await log(world, organizer, letter, people.rivera.key);
    await log(world, organizer, letter, people.rivera.key);
    await log(world, organizer, letter, people.rivera.key, { summary: 'Another call.' });
    expect(await listContacts(world.db, organizer, letter, people.rivera.key)).toHaveLength(2);
    expect(await listHistory(world.db, 'contact', letter.id)).toHaveLength(2);
  });

  test('is not in the future, and says what is to be done by a day', async () => {
    const { world, people, letter, organizer } = await aWhip();
    const tries = (form: Partial<ContactForm>) => log(world, organizer, letter, people.rivera.key, form);
    await expect(tries({ day: '2026-11-23' })).rejects.toMatchObject({ problems: [{ path: 'day' }] });
    await expect(tries({ due: '2026-11-25' })).rejects.toMatchObject({ problems: [{ path: 'next' }] });
    await expect(tries({ next: 'Call', due: '2026-11-01' })).rejects.toMatchObject({ problems: [{ path: 'due' }] });
    expect(await listContacts(world.db, organizer, letter, people.rivera.key)).toEqual([]);
  });

  test('is followed up once, by name', async () => {
    const { world, people, letter, organizer } = await aWhip();
    const { id } = await log(world, organizer, letter, people.rivera.key, { next: 'Call again' });
    const finish = (key: string) => world.db.transaction((tx) => finishContact(tx, world, organizer, letter, key, id));
    expect(await finish(people.okafor.key)).toBe(false);
    expect(await finish(people.rivera.key)).toBe(true);
    expect(await finish(people.rivera.key)).toBe(false);
    const [contact] = await listContacts(world.db, organizer, letter, people.rivera.key);
    expect(contact).toMatchObject({ doneBy: 'Dana Ops', doneAt: world.now() });
  });

  test('and a position are recorded together or not at all', async () => {
    const { world, people, letter, organizer } = await aWhip();
    const { id } = await log(world, organizer, letter, people.rivera.key, { next: 'Call again' });
    const told = { contact: talk({ summary: 'They lean yes.' }), done: [id] };
    const wrong = { position: 'leaning' as const, day: '2027-01-01', source: 'a call' };
    await expect(
      recordOffice(world, organizer, letter.slug, people.rivera.key, { ...told, recording: wrong }),
    ).rejects.toMatchObject({ problems: [{ path: 'day' }] });
    expect(await listContacts(world.db, organizer, letter, people.rivera.key)).toMatchObject([{ doneAt: null }]);
    const recording = { ...wrong, day: TODAY };
    await recordOffice(world, organizer, letter.slug, people.rivera.key, { ...told, recording });
    expect(await listContacts(world.db, organizer, letter, people.rivera.key)).toHaveLength(2);
    const { items } = await listWhipRows(world.db, organizer, letter, { position: 'leaning' }, world.now());
    expect(items).toMatchObject([{ contacted: '2026-11-20', next: null }]);
  });

  test('is logged for many at once, whoever can be', async () => {
    const { world, people, letter } = await aWhip();
    const vic = await aVolunteer(world, letter, [people.okafor.key]);
    const outcomes = await contactMany(world, vic, letter.slug, [people.okafor.key, people.hoek.key], talk());
    expect(outcomes.map(({ outcome }) => outcome)).toEqual(['recorded', 'refused']);
  });
});

describe('what is due', () => {
  test('is told over all letters, the oldest first, to whoever follows up', async () => {
    const { world, people, letter, campaign, organizer, staffer } = await aWhip();
    const { letter: second } = await aLetter(world, { campaignId: campaign.id, state: 'draft' });
    const { letter: foreign } = await aLetter(world);
    await log(world, organizer, letter, people.rivera.key, { next: 'Call', due: TODAY });
    await log(world, organizer, letter, people.hoek.key, { next: 'Later', due: '2026-11-23' });
    await log(world, organizer, second, people.okafor.key, { next: 'Write', due: '2026-11-21' });
    await log(world, anAdmin, foreign, people.okafor.key, { next: 'Not mine', due: TODAY });
    const done = await log(world, organizer, letter, people.ota.key, { next: 'Was done', due: TODAY });
    await world.db.transaction((tx) => finishContact(tx, world, organizer, letter, people.ota.key, done.id));
    const due = async (viewer: Viewer) =>
      (await listDue(world.db, viewer, TODAY)).map(({ contact, legislator }) => [contact.next, legislator.last]);
    expect(await due(organizer)).toEqual([
      ['Write', 'Okafor'],
      ['Call', 'Rivera'],
    ]);
    expect(await due(staffer)).toEqual([]);
    expect(await due(await aVolunteer(world, letter, [people.rivera.key]))).toEqual([['Call', 'Rivera']]);
    expect(await due(anAdmin)).toHaveLength(3);
  });
});

describe('the list', () => {
  test('is narrowed by everything known at once', async () => {
    const { world, people, letter, organizer } = await aWhip({ leads: ['R990001'] });
    await world.db.transaction(async (tx) => {
      const committee = { body: 'us-house', url: null };
      await tx.insert(committees).values([
        { ...committee, key: 'HSXX', name: 'Water', parent: null },
        { ...committee, key: 'HSXX01', name: 'Rivers', parent: 'HSXX' },
      ]);
      const seat = { side: null, rank: null, title: null };
      await tx.insert(committeeMembers).values([
        { ...seat, committee: 'HSXX', legislator: people.smithOrson.key },
        { ...seat, committee: 'HSXX01', legislator: people.okafor.key },
      ]);
    });
    const { smithOrson, smithOsgood, okafor, rivera, hoek } = people;
    const vic = await aVolunteer(world, letter, [smithOrson.key, hoek.key]);
    await record(world, organizer, letter.slug, smithOrson.key, { position: 'leaning', source: 'a call' });
    await log(world, organizer, letter, smithOrson.key, { day: '2026-11-01', next: 'Call', due: '2026-11-21' });
    await log(world, organizer, letter, okafor.key, { day: '2026-11-20', next: 'Write', due: '2026-11-28' });
    const left = (filter: WhipQuery) => names(world, organizer, letter, filter);
    expect(await left({ committee: 'HSXX' })).toEqual([okafor.key, smithOrson.key]);
    expect(await left({ committee: 'HSXX01' })).toEqual([okafor.key]);
    expect(await left({ state: 'KS,OH', party: 'R', position: 'none' })).toEqual([okafor.key, smithOsgood.key]);
    expect(await left({ due: 'now' })).toEqual([smithOrson.key]);
    expect(await left({ due: 'overdue', state: 'KS' })).toEqual([smithOrson.key]);
    expect(await left({ due: 'today' })).toEqual([]);
    expect(await left({ due: 'week' })).toEqual([okafor.key]);
    expect(await left({ due: 'open' })).toEqual([okafor.key, smithOrson.key]);
    expect(await left({ contact: '14', state: 'KS,OH' })).toEqual([smithOrson.key, smithOsgood.key]);
    expect(await left({ contact: '2026-11-20' })).toEqual([okafor.key]);
    expect(await left({ contact: 'none', state: 'KS' })).toEqual([smithOsgood.key]);
    expect(await left({ who: vic.accountId ?? '' })).toEqual([smithOrson.key, hoek.key]);
    expect(await left({ who: 'none', state: 'KS' })).toEqual([smithOsgood.key]);
    expect(await left({ lead: true })).toEqual([rivera.key]);
    expect(await left({ caucus: 'Democrat', state: 'VT' })).toEqual([people.halloway.key]);
  });

  test('is put in order by its columns', async () => {
    const { world, people, letter, organizer } = await aWhip();
    const { smithOrson, smithOsgood, hale, daubigne } = people;
    await log(world, organizer, letter, smithOsgood.key, { next: 'Call', due: '2026-11-25' });
    await log(world, organizer, letter, smithOrson.key, { day: '2026-11-21', next: 'Call some day' });
    const order = (query: object, filter: WhipQuery = {}) => names(world, organizer, letter, filter, query);
    expect((await order({ sort: 'since' })).slice(0, 2)).toEqual([hale.key, daubigne.key]);
    expect((await order({ sort: 'due' })).slice(0, 2)).toEqual([smithOsgood.key, smithOrson.key]);
    expect((await order({ sort: 'contact', dir: 'down' })).slice(0, 2)).toEqual([smithOrson.key, smithOsgood.key]);
    expect(await order({ sort: 'state' }, { q: 'smith' })).toEqual([
      smithOrson.key,
      smithOsgood.key,
      people.smithOttilie.key,
    ]);
    expect((await order({ dir: 'down' }, { q: 'smith' }))[0]).toBe(people.smithOttilie.key);
  });

  test('shows staffers positions alone, and no filter tells them more', async () => {
    const { world, people, letter, organizer, staffer } = await aWhip();
    await log(world, organizer, letter, people.rivera.key, { next: 'Call', due: TODAY });
    await record(world, organizer, letter.slug, people.rivera.key, {
      position: 'asked',
      source: 'a call',
      note: 'Shh.',
    });
    await aVolunteer(world, letter, [people.rivera.key]);
    const all = await names(world, staffer, letter, {});
    for (const filter of [{ due: 'now' }, { contact: 'none' }, { who: 'none' }])
      expect(await names(world, staffer, letter, filter)).toEqual(all);
    const { items, team } = await listWhipRows(world.db, staffer, letter, { q: 'rivera' }, world.now());
    expect(items).toMatchObject([{ contacted: '', next: null, who: [], stand: { position: 'asked', note: '' } }]);
    expect(team).toEqual([]);
    expect(await listContacts(world.db, staffer, letter, people.rivera.key)).toEqual([]);
    await expect(log(world, staffer, letter, people.rivera.key)).rejects.toThrow('organizer');
  });

  test('shows volunteers their own offices, with the log', async () => {
    const { world, people, letter, organizer } = await aWhip();
    await log(world, organizer, letter, people.rivera.key);
    await log(world, organizer, letter, people.okafor.key);
    const vic = await aVolunteer(world, letter, [people.okafor.key]);
    expect(await names(world, vic, letter, {})).toEqual([people.okafor.key]);
    expect(await listContacts(world.db, vic, letter, people.okafor.key)).toHaveLength(1);
    expect(await listContacts(world.db, vic, letter, people.rivera.key)).toEqual([]);
    await log(world, vic, letter, people.okafor.key, { summary: 'Called again.' });
    await expect(log(world, vic, letter, people.rivera.key)).rejects.toThrow('assigned to you');
  });

  test('is never older than the last deed, although it is kept', async () => {
    const { world, people, letter, campaign, organizer } = await aWhip();
    const loaded = { source: 'a test', format: 'csv', bodies: [], added: 0, changed: 0, left: 0, unchanged: 0 };
    await world.db.transaction(
      async (tx) => void (await tx.insert(rosterLoads).values({ id: world.newId(), at: world.now(), ...loaded })),
    );
    const row = async () => {
      const { items } = await listWhipRows(world.db, organizer, letter, { q: 'rivera' }, world.now());
      return items[0];
    };
    const { key } = people.rivera;
    expect(await row()).toMatchObject({ contacted: '', stand: { position: null } });
    await record(world, organizer, letter.slug, key, { position: 'signed', source: 'a call' });
    expect(await row()).toMatchObject({ stand: { position: 'signed', toReconfirm: false } });
    await publishVersion(world, organizer, letter.slug, { text: 'A new text.', substantive: true, reason: 'More.' });
    expect(await row()).toMatchObject({ stand: { toReconfirm: true } });
    const { id } = await log(world, organizer, letter, key, { next: 'Call', due: TODAY });
    expect(await row()).toMatchObject({ contacted: '2026-11-20', next: { next: 'Call' } });
    await world.db.transaction((tx) => finishContact(tx, world, organizer, letter, key, id));
    expect(await row()).toMatchObject({ next: null });
    const account = await anAccount(world, {
      name: 'Vic Tory',
      email: 'vic@team.example',
      roles: [[campaign.id, 'volunteer']],
    });
    await assignMany(world, organizer, letter.slug, [key], account);
    expect(await row()).toMatchObject({ who: [{ name: 'Vic Tory' }] });
    await unassign(world, organizer, letter.slug, key, account);
    expect(await row()).toMatchObject({ who: [] });
  });
});

test('what narrows a list survives its address', () => {
  const asked = { body: 'us-house', state: 'OH', due: 'now', lead: 'yes', contact: '14', sort: 'due', dir: 'down' };
  const query = queryOf(filterFrom(asked), viewFrom(asked));
  expect(Object.fromEntries(new URLSearchParams(query))).toEqual(asked);
  expect(filterFrom({ contact: '14', on: '2026-11-20' })).toEqual({ contact: '2026-11-20' });
  expect(queryOf(filterFrom({ wrong: 'x', on: 'x' }), viewFrom({ page: 'x', sort: 'x' }))).toBe('');
});

describe('who answers in an office', () => {
  const jo = { name: 'Jo Reed', title: 'Director', email: 'Jo.Reed@mail.house.gov', phone: '' };

  test('is kept once for each address, the newest first', async () => {
    const { world, people, letter, campaign, organizer } = await aWhip();
    const add = (form: typeof jo) =>
      world.db.transaction((tx) => addStaffContact(tx, world, organizer, campaign.id, people.rivera.key, form));
    await add(jo);
    await add({ ...jo, name: 'Sam Poe', email: '', phone: '202-555-0144' });
    await add({ ...jo, email: 'jo.reed@mail.house.gov', title: 'Chief of Staff' });
    const kept = await listStaffContacts(world.db, campaign.id, [people.rivera.key]);
    expect(kept.map(({ name, title }) => [name, title])).toEqual([
      ['Jo Reed', 'Chief of Staff'],
      ['Sam Poe', 'Director'],
    ]);
    expect(await listStaffContacts(world.db, campaign.id, [people.okafor.key])).toEqual([]);
    expect(JSON.stringify(await listHistory(world.db, 'staff contact', kept[0]?.id ?? ''))).not.toMatch(/Reed/);
    expect(letter.campaignId).toBe(campaign.id);
  });

  test('is for organizers, and volunteers of that office', async () => {
    const { world, people, letter, organizer, staffer } = await aWhip();
    const vic = await aVolunteer(world, letter, [people.rivera.key]);
    const { id } = await keepStaffContact(world, vic, letter.slug, people.rivera.key, jo);
    expect(await listStaffFor(world.db, organizer, letter, people.rivera.key)).toHaveLength(1);
    expect(await listStaffFor(world.db, staffer, letter, people.rivera.key)).toBeNull();
    expect(await listStaffFor(world.db, vic, letter, people.okafor.key)).toBeNull();
    await expect(keepStaffContact(world, vic, letter.slug, people.okafor.key, jo)).rejects.toThrow('assigned to you');
    await expect(dropStaffContact(world, organizer, letter.slug, people.okafor.key, id)).rejects.toThrow();
    await dropStaffContact(world, organizer, letter.slug, people.rivera.key, id);
    expect(await listStaffFor(world.db, organizer, letter, people.rivera.key)).toEqual([]);
  });
});

test('where a legislator stood on other letters is told as far as the viewer may know', async () => {
  const { world, people, letter, campaign, organizer, staffer } = await aWhip();
  const { letter: signed } = await aLetter(world, { campaignId: campaign.id });
  const { letter: declined } = await aLetter(world, { campaignId: campaign.id });
  const { key } = people.rivera;
  await record(world, organizer, signed.slug, key, { position: 'signed', source: 'a call' });
  await record(world, organizer, declined.slug, key, { position: 'declined', source: 'a call' });
  const vic = await aVolunteer(world, letter, [key]);
  const seen = async (viewer: Viewer) =>
    (await listElsewhere(world.db, viewer, [signed, declined], key)).map(({ position }) => position);
  expect(await seen(organizer)).toEqual(['signed', 'declined']);
  expect(await seen(staffer)).toEqual(['signed', 'declined']);
  expect(await seen(vic)).toEqual(['signed']);
});
