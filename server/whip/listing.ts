import { listTeam } from '../accounts/team.ts';
import { keeping } from '../basics/memo.ts';
import { dayIn } from '../basics/time.ts';
import { mayAs, type Viewer } from '../basics/viewer.ts';
import { listAssignments, listWhip, passing, positions, type Stand } from '../cosigners/cosigners.ts';
import type { Db } from '../db/database.ts';
import { listOnCommittee } from '../legislators/legislators.ts';
import type { Letter } from '../letters/letters.ts';
import type { WhipQuery, WhipView } from './filter.ts';
import * as store from './store.ts';

/** A legislator on a letter as the organizer follows it: where they stand, and what was done about it. */
export interface WhipRow {
  stand: Stand;
  /** The day of the newest talk with the office; '' where there was none, or the viewer may not know. */
  contacted: string;
  /** What is to be done first; null for nothing. */
  next: store.FollowUp | null;
  /** Who follows up, by name; for organizers. */
  who: { id: string; name: string }[];
}

export interface WhipRows {
  /** Those that pass the filter, in the order asked for. */
  items: WhipRow[];
  /** All that the viewer may see, by last name. */
  all: WhipRow[];
  /** Where all of them stand; for an organizer the same list until something on it changes. */
  stands: readonly Stand[];
  /** Whether notes and the log of contacts are shown: to organizers and volunteers. */
  notes: boolean;
  /** Whether who follows up is shown: to organizers. */
  organizer: boolean;
  /** Who may follow up, for organizers; else nobody. */
  team: { id: string; name: string }[];
  /** Today, in the letter's time zone. */
  today: string;
}

/**
 * The whip list with what was done about each legislator, narrowed and in order. Who sees what is as in `listWhip`;
 * staffers see positions alone, and filters on what they may not see narrow nothing for them.
 */
export async function listWhipRows(
  db: Db,
  viewer: Viewer | null,
  letter: Letter,
  filter: WhipQuery,
  now: Date,
  view: Pick<WhipView, 'sort' | 'down'> = { sort: 'name', down: false },
): Promise<WhipRows> {
  const { all: stands, notes } = await listWhip(db, viewer, letter);
  const today = dayIn(now, letter.timeZone);
  const last = notes ? await lastTalks(db, letter.id) : new Map<string, string | null>();
  const next = firstOf(notes ? await store.listOpen(db, letter.id) : []);
  const organizer = mayAs(viewer, letter.campaignId, 'organizer');
  const members = organizer ? await listTeam(db, viewer, letter.campaignId) : [];
  const who = await followers(db, letter.id, new Map(members.map(({ accountId, name }) => [accountId, name])));
  const all = stands.map(
    (stand): WhipRow => ({
      stand,
      contacted: last.get(stand.key) ?? '',
      next: next.get(stand.key) ?? null,
      who: who.get(stand.key) ?? [],
    }),
  );
  const sees = { notes, team: organizer, me: viewer?.accountId ?? '' };
  const fits = await matching(db, filter, today, sees);
  const items = all.filter(fits);
  return {
    stands,
    items: view.sort === 'name' && !view.down ? items : items.sort(orderOf(view)),
    all,
    notes,
    organizer,
    team: members.filter(({ role }) => role !== 'staffer').map(({ accountId: id, name }) => ({ id, name })),
    today,
  };
}

const keptTalks = keeping<ReadonlyMap<string, string | null>>();

/** The day of the newest talk with each office, read again once a talk was added. */
const lastTalks = async (db: Db, letterId: string): Promise<ReadonlyMap<string, string | null>> =>
  keptTalks(
    db,
    letterId,
    await store.countContacts(db, letterId),
    async () => new Map((await store.listLast(db, letterId)).map((row) => [row.legislator, row.last])),
  );

/** Who follows up with whom; accounts that left the team are not told of. */
async function followers(db: Db, letterId: string, names: Map<string, string>): Promise<Map<string, WhipRow['who']>> {
  const who = new Map<string, WhipRow['who']>();
  if (names.size === 0) return who;
  for (const { legislator, accountId } of await listAssignments(db, letterId)) {
    const name = names.get(accountId);
    if (name === undefined) continue;
    const others = who.get(legislator);
    if (others) others.push({ id: accountId, name });
    else who.set(legislator, [{ id: accountId, name }]);
  }
  return who;
}

/** A follow-up without a day comes after those that have one. */
const dueOf = (contact: store.FollowUp | null): string => (contact ? (contact.due ?? '9999') : '99999');

/** Of several follow-ups with an office the one that is due first. */
function firstOf(open: store.FollowUp[]): Map<string, store.FollowUp> {
  const first = new Map<string, store.FollowUp>();
  for (const contact of open) {
    const before = first.get(contact.legislator);
    if (!before || dueOf(contact) < dueOf(before)) first.set(contact.legislator, contact);
  }
  return first;
}

/** The day that is so many days from another. */
export const dayAfter = (day: string, days: number): string =>
  new Date(Date.parse(`${day}T00:00:00Z`) + days * 86_400_000).toISOString().slice(0, 10);

interface Sees {
  notes: boolean;
  team: boolean;
  me: string;
}

/** Whether rows pass a filter, which is read once for all of them. */
async function matching(db: Db, filter: WhipQuery, today: string, sees: Sees): Promise<(row: WhipRow) => boolean> {
  const byStand = passing(filter);
  const tests: ((row: WhipRow) => boolean)[] = [({ stand }) => byStand(stand)];
  if (filter.committee) {
    const members = await listOnCommittee(db, filter.committee);
    tests.push(({ stand }) => members.has(stand.key));
  }
  if (filter.contact && sees.notes) tests.push(contactTest(filter.contact, today));
  if (filter.due && sees.notes) tests.push(dueTest(filter.due, today));
  if (filter.who && sees.team) {
    const id = filter.who === 'me' ? sees.me : filter.who;
    tests.push(filter.who === 'none' ? ({ who }) => who.length === 0 : ({ who }) => who.some((one) => one.id === id));
  }
  return (row) => tests.every((test) => test(row));
}

function contactTest(asked: string, today: string): (row: WhipRow) => boolean {
  if (asked === 'none') return ({ contacted }) => contacted === '';
  if (!/^\d{1,3}$/.test(asked)) return ({ contacted }) => contacted === asked;
  const before = dayAfter(today, -Number(asked));
  return ({ contacted }) => contacted < before;
}

function dueTest(asked: string, today: string): (row: WhipRow) => boolean {
  const tests: Record<string, (due: string, next: store.FollowUp | null) => boolean> = {
    now: (due) => due <= today,
    overdue: (due) => due < today,
    today: (due) => due === today,
    week: (due) => due >= today && due < dayAfter(today, 7),
    open: (_, next) => next !== null,
    none: (_, next) => next === null,
  };
  const test = tests[asked];
  return test ? ({ next }) => test(dueOf(next), next) : () => true;
}

const places = new Map(positions.map((position, n) => [position as string, n]));
const wordOf: Record<WhipView['sort'], (row: WhipRow) => string | number> = {
  name: ({ stand }) => stand.sortName,
  party: ({ stand }) => stand.party,
  // Districts by number: '7' before '10'.
  state: ({ stand }) =>
    `${stand.state ?? '~'} ${stand.body === 'us-senate' ? '' : (stand.district ?? '').padStart(3, '0')}`,
  since: ({ stand }) => stand.since,
  position: ({ stand }) => places.get(stand.position ?? '') ?? places.size,
  contact: ({ contacted }) => contacted,
  who: ({ who }) => who[0]?.name ?? '~',
  due: ({ next }) => dueOf(next),
};

/** By a word, and where that is alike by last name; `down` turns the word's order alone. */
function orderOf({ sort, down }: Pick<WhipView, 'sort' | 'down'>): (a: WhipRow, b: WhipRow) => number {
  const word = wordOf[sort];
  const sign = down ? -1 : 1;
  return (a, b) => {
    const [one, other] = [word(a), word(b)];
    if (one !== other) return one < other ? -sign : sign;
    return a.stand.sortName < b.stand.sortName ? -1 : a.stand.sortName > b.stand.sortName ? 1 : 0;
  };
}

/** The newest talk with each office, for a meeting; nothing for who may not read the log. */
export async function listLastNotes(db: Db, letterId: string, { notes }: Pick<WhipRows, 'notes'>) {
  return new Map(notes ? (await store.listNewest(db, letterId)).map((row) => [row.legislator, row]) : []);
}
