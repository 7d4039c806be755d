import type { Db } from '../../db/database.ts';
import { countBy, groupBy } from '../lists.ts';
import { placeInWords } from '../places.ts';
import * as store from '../store.ts';
import { changesOf, type FieldChange } from './changes.ts';
import { recordOf } from './record.ts';
import type { Roster, RosterPerson, RosterProblem } from './roster.ts';
import { planSeats, type SeatPlan } from './seatPlan.ts';

/** A body of which more than this part would leave at once is a broken file more often than an election. */
const MOST_LEAVING = 0.15;

export interface PlanOptions {
  /** Whether any number of members may leave, and any list of more than one person speaks for its bodies. */
  acceptDepartures: boolean;
  /** The day in Washington. */
  today: string;
}

/** A person as a report names them. */
export interface Named {
  key: string;
  name: string;
  title: string;
  body: string;
  state: string | null;
  district: string | null;
  class: number | null;
  party: string;
  /** The seat in words: 'OH-7', 'NM, class 1'. */
  seat: string;
  serving: boolean;
}

export interface Changed extends Named {
  changes: FieldChange[];
}

export interface Departed extends Named {
  /** The day the departure is recorded for: the listed end of the term, or today when that lies ahead. */
  leftOn: string;
}

/** What applying a roster would change. Nothing in it is written yet. */
export interface RosterPlan {
  roster: Roster;
  added: Named[];
  changed: Changed[];
  left: Departed[];
  unchanged: number;
  /** Bodies that the source speaks for as a whole: who is missing from it there has left. */
  claims: string[];
  seats: SeatPlan;
  committees: CommitteePlan;
  /** What keeps the plan from being applied. */
  problems: RosterProblem[];
  notes: string[];
  /** The records to write, and the keys of those whom the database knows. */
  records: store.Whole[];
  known: Set<string>;
}

export interface CommitteePlan {
  put: store.CommitteeRow[];
  /** The keys of those that the database knows. */
  known: Set<string>;
  /** Null where the source does not tell. */
  members: store.CommitteeMemberRow[] | null;
  /** Memberships that are new, gone or different. */
  moved: number;
}

/**
 * What a roster would change.
 *
 * Who is missing from it has left office only where the source claims the whole body: it has more than one person, and
 * more of them serve in that body than half of those who serve there now; a tenth where it calls itself the list of
 * all, for that is more likely torn than a part. A person who is listed as a former member
 * while serving here has left by the same rule, and is passed over where the source claims nothing: an old list of
 * former members must neither retire nor bring back anybody.
 */
export async function planRoster(db: Db, roster: Roster, options: PlanOptions): Promise<RosterPlan> {
  const heads = new Map((await store.listHeads(db)).map((head) => [head.key, head]));
  const claims = claimsOf(roster, [...heads.values()], options);
  const notes = [...roster.notes];
  const problems = [...roster.problems, ...takenKeys(roster, heads)];

  const left = new Map<string, store.Head>();
  const kept: RosterPerson[] = [];
  let passedOver = 0;
  for (const person of roster.people) {
    const head = heads.get(person.key);
    const what = head ? judge(person, head, claims, options.today) : 'take';
    if (what === 'pass over') passedOver += 1;
    else kept.push(person);
    if (what === 'take' && head?.serving && !person.serving) left.set(head.key, head);
  }
  const listed = new Set(roster.people.map((person) => person.key));
  for (const head of heads.values())
    if (head.serving && claims.has(head.body) && !listed.has(head.key)) left.set(head.key, head);
  if (passedOver > 0)
    notes.push(
      `${passedOver} people were left as they are: this source knows less of them than the roster that is loaded.`,
    );
  problems.push(...tooMany(roster, left, heads, options));
  notes.push(...unclaimed(roster, claims, heads));

  const records = await compare(db, roster, kept, heads);
  const departed = [...left.values()].map(
    (head): Departed => ({ ...named(head), leftOn: leftOn(head, options.today) }),
  );
  const seats = await planSeats(db, roster, heads, records.write, new Set(left.keys()), options.today);
  return {
    roster,
    added: records.added,
    // Who is listed as a former member and serves here is reported once, among those who left.
    changed: records.changed.filter((change) => !left.has(change.key)),
    left: departed.sort(bySeat),
    unchanged: records.unchanged + passedOver,
    claims: [...claims].sort(),
    seats,
    committees: await planCommittees(db, roster, heads, records.write, left),
    problems,
    notes: [...notes, ...seats.notes],
    records: records.write,
    known: new Set(heads.keys()),
  };
}

/** The bodies that a source speaks for as a whole. */
function claimsOf(roster: Roster, heads: store.Head[], { acceptDepartures }: PlanOptions): Set<string> {
  if (roster.people.length < 2) return new Set();
  const share = roster.wholeBodies ? 0.1 : 0.5;
  const listed = countBy(
    roster.people.filter((person) => person.serving),
    (person) => person.terms.at(-1)?.body ?? '',
  );
  const now = countBy(
    heads.filter((head) => head.serving),
    (head) => head.body,
  );
  return new Set(
    [...listed]
      .filter(([body, count]) => acceptDepartures || count > (now.get(body) ?? 0) * share)
      .map(([body]) => body),
  );
}

/** Whether to take what a source says of somebody who is known, or to pass it over. */
function judge(person: RosterPerson, head: store.Head, claims: Set<string>, today: string): 'take' | 'pass over' {
  const seat = person.terms.at(-1);
  const older = (seat?.start ?? '') < head.termStart;
  if (!person.serving && head.serving) return !older && claims.has(head.body) ? 'take' : 'pass over';
  if (!person.serving) return older ? 'pass over' : 'take';
  if (older && !claims.has(seat?.body ?? '')) return 'pass over';
  // Somebody recorded as gone comes back by a whole roster, or by a term that is not over.
  const over = seat?.end !== null && seat?.end !== undefined && seat.end <= today;
  if (!head.serving && over && !claims.has(seat.body)) return 'pass over';
  return 'take';
}

interface Compared {
  added: Named[];
  changed: Changed[];
  unchanged: number;
  write: store.Whole[];
}

/** What differs from what is known. Records whose checksum is the same are not read from the database at all. */
async function compare(
  db: Db,
  roster: Roster,
  people: RosterPerson[],
  heads: Map<string, store.Head>,
): Promise<Compared> {
  const result: Compared = { added: [], changed: [], unchanged: 0, write: [] };
  const differing: RosterPerson[] = [];
  for (const person of people) {
    const head = heads.get(person.key);
    const record = recordOf(person, null, roster);
    if (!head) {
      result.write.push(record);
      result.added.push(named(record.row));
    } else if (head.checksum === record.row.checksum && head.serving === person.serving) result.unchanged += 1;
    else differing.push(person);
  }
  const known = new Map(
    (
      await store.listWhole(
        db,
        differing.map(({ key }) => key),
      )
    ).map((whole) => [whole.row.key, whole]),
  );
  for (const person of differing) {
    const before = known.get(person.key);
    const after = recordOf(person, before ?? null, roster);
    if (before && before.row.checksum === after.row.checksum && before.row.serving === person.serving) {
      result.unchanged += 1;
      continue;
    }
    if (before && !after.row.serving && !before.row.serving) after.row.leftOn = before.row.leftOn;
    result.write.push(after);
    if (before) result.changed.push({ ...named(after.row), changes: changesOf(before, after) });
  }
  for (const { row } of result.write) if (!row.serving) row.leftOn ??= row.termEnd;
  result.added.sort(bySeat);
  result.changed.sort(bySeat);
  return result;
}

/** Keys of a table that belong to members of other bodies: two councils that both number their members from 1. */
function takenKeys(roster: Roster, heads: Map<string, store.Head>): RosterProblem[] {
  if (roster.format !== 'csv') return [];
  const own = new Set(roster.bodies.map((body) => body.key));
  return roster.people.flatMap((person) => {
    const head = heads.get(person.key);
    if (!head || own.has(head.body)) return [];
    const message = `the key ${person.key} of ${person.full} belongs to ${head.full} of ${head.body}; give each body keys of its own`;
    return [{ file: roster.source, row: null, message }];
  });
}

function tooMany(
  roster: Roster,
  left: Map<string, store.Head>,
  heads: Map<string, store.Head>,
  { acceptDepartures }: PlanOptions,
): RosterProblem[] {
  if (acceptDepartures) return [];
  const serving = countBy(
    [...heads.values()].filter((head) => head.serving),
    (head) => head.body,
  );
  const leaving = groupBy(left.values(), (head) => head.body);
  return [...leaving].flatMap(([body, gone]) => {
    const now = serving.get(body) ?? 0;
    if (gone.length <= now * MOST_LEAVING) return [];
    const message = `${gone.length} of ${now} members of ${body} would leave office; if that is right, run it again with --accept-departures`;
    return [{ file: roster.source, row: null, message }];
  });
}

/** Says where nobody leaves because the source is no whole roster. */
function unclaimed(roster: Roster, claims: Set<string>, heads: Map<string, store.Head>): string[] {
  const serving = countBy(
    [...heads.values()].filter((head) => head.serving),
    (head) => head.body,
  );
  const listed = countBy(
    roster.people.filter((person) => person.serving),
    (person) => person.terms.at(-1)?.body ?? '',
  );
  return [...listed]
    .filter(([body, count]) => !claims.has(body) && (serving.get(body) ?? 0) > count)
    .map(
      ([body, count]) =>
        `This is no whole roster of ${body} (${count} of ${serving.get(body)} members), so nobody leaves it.`,
    );
}

async function planCommittees(
  db: Db,
  roster: Roster,
  heads: Map<string, store.Head>,
  records: store.Whole[],
  left: Map<string, store.Head>,
): Promise<CommitteePlan> {
  const told = roster.committees ?? [];
  const known = new Map((await store.listCommittees(db)).map((row) => [row.key, row]));
  const put = told.filter((row) => JSON.stringify(list(known.get(row.key))) !== JSON.stringify(list(row)));
  if (!roster.members) return { put, known: new Set(known.keys()), members: null, moved: 0 };
  const sitting = new Set(
    [...heads.values()].filter((head) => head.serving && !left.has(head.key)).map(({ key }) => key),
  );
  for (const { row } of records) if (row.serving) sitting.add(row.key);
  const isSitting = (member: store.CommitteeMemberRow) => sitting.has(member.legislator);
  const members = roster.members.filter(isSitting);
  const here = await store.listMembers(
    db,
    told.map(({ key }) => key),
  );
  const before = new Set(here.filter(isSitting).map(memberText));
  const after = new Set(members.map(memberText));
  const gone = [...before].filter((text) => !after.has(text)).length;
  return {
    put,
    known: new Set(known.keys()),
    members,
    moved: gone + [...after].filter((text) => !before.has(text)).length,
  };
}

const list = (row: store.CommitteeRow | undefined) => row && [row.key, row.body, row.name, row.parent, row.url];
const memberText = ({ committee, legislator, side, rank, title }: store.CommitteeMemberRow): string =>
  JSON.stringify([committee, legislator, side, rank, title]);

type Nameable = Pick<
  store.LegislatorRow,
  'key' | 'full' | 'title' | 'body' | 'state' | 'district' | 'class' | 'party' | 'serving'
>;

const named = (row: Nameable): Named => ({
  key: row.key,
  name: row.full,
  title: row.title,
  body: row.body,
  state: row.state,
  district: row.district,
  class: row.class,
  party: row.party,
  seat: placeInWords(row),
  serving: row.serving,
});

const leftOn = (head: store.Head, today: string): string =>
  head.termEnd !== null && head.termEnd < today ? head.termEnd : today;

const bySeat = (a: Named, b: Named): number =>
  a.body === b.body ? a.seat.localeCompare(b.seat, 'en', { numeric: true }) : a.body < b.body ? -1 : 1;
