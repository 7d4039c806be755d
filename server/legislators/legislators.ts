import { Invalid, NotFound, Refused } from '../basics/errors.ts';
import type { Db, Tx } from '../db/database.ts';
import { findState, type Place, type ZipLookup } from '../districts/districts.ts';
import { HOUSE, SENATE, type Seat } from './bodies.ts';
import { groupBy } from './lists.ts';
import { nameWords } from './names.ts';
import { placeInWords } from './places.ts';
import { vacanciesIn } from './seats.ts';
import * as store from './store.ts';

export type { Body, Seat } from './bodies.ts';
export { HOUSE, SENATE } from './bodies.ts';
export { type HeldSeat, listHeldSeats, seatBetween } from './careers.ts';
export { atLarge, inDistrict } from './chambers.ts';
export { placeInWords } from './places.ts';
export type { CommitteeRow, LegislatorRow } from './store.ts';

export interface Committee {
  key: string;
  name: string;
  /** The key of the committee that this is a subcommittee of. */
  parent: string | null;
  side: 'majority' | 'minority' | null;
  /** 1 is the top of the own side. */
  rank: number | null;
  /** 'Chairman', 'Ranking Member' …; null for other members. */
  title: string | null;
}

/** A legislator with offices and committees: what pages and the API show. */
export interface Legislator extends store.LegislatorRow {
  offices: store.OfficeRow[];
  committees: Committee[];
}

/** One with everything, for a page of its own. */
export interface WholeLegislator extends Legislator {
  bodyName: string;
  /** Oldest first; the last is the seat. */
  terms: store.TermRow[];
  affiliations: store.AffiliationRow[];
}

/** Whether the listed end of a term has passed. The day it ends is the day the seat begins to wait for a newer roster. */
export const termEnded = (legislator: Pick<store.LegislatorRow, 'termEnd'>, today: string): boolean =>
  legislator.termEnd !== null && legislator.termEnd <= today;

/** The ways to reach a legislator; none after leaving office: the phone is somebody else's now. */
export function reachable(
  legislator: Legislator,
): Pick<Legislator, 'phone' | 'website' | 'contactForm' | 'email' | 'offices'> {
  const { phone, website, contactForm, email, offices } = legislator;
  if (!legislator.serving) return { phone: null, website: null, contactForm: null, email: null, offices: [] };
  return { phone, website, contactForm, email, offices };
}

export interface ListFilter {
  body?: string | undefined;
  state?: string | undefined;
  /** As text: '7', '0' at large, '1st Franklin'. */
  district?: string | undefined;
  /** 'Democrat', or the letter. */
  party?: string | undefined;
  /** A committee's key: 'HSAP'. */
  committee?: string | undefined;
  /** Parts of a name, with or without accents. */
  q?: string | undefined;
  serving?: boolean | undefined;
}

export interface ListPage {
  items: Legislator[];
  total: number;
  /** The cursor of the next page, or null on the last. */
  next: string | null;
}

/** Legislators by last name, filtered; at most `limit`. Throws Invalid for a cursor that is none. */
export async function listLegislators(
  db: Db,
  filter: ListFilter,
  { limit, cursor }: { limit: number; cursor?: string | undefined },
): Promise<ListPage> {
  const words = filter.q === undefined ? [] : nameWords(filter.q);
  // A search for nothing but signs finds nobody, and not everybody.
  if (filter.q?.trim() && words.length === 0) return { items: [], total: 0, next: null };
  const where: store.Filter = {
    body: filter.body,
    state: filter.state?.toUpperCase(),
    district: filter.district === undefined ? undefined : districtText(filter.district),
    party: filter.party === undefined ? undefined : partyWord(filter.party),
    committee: filter.committee,
    serving: filter.serving,
    words,
  };
  const rows = await store.list(db, where, cursor === undefined ? null : readCursor(cursor), limit + 1);
  const items = await withOffices(db, rows.slice(0, limit));
  const last = items.at(-1);
  return {
    items,
    total: await store.countMatching(db, where),
    next: rows.length > limit && last ? cursorAfter(last) : null,
  };
}

/** '07' and '00' are how some write 7 and at large; names of districts stay as they are. */
const districtText = (text: string): string => (/^\d+$/.test(text) ? String(Number(text)) : text);

const partyLetters: Record<string, string> = { D: 'Democrat', R: 'Republican', I: 'Independent', L: 'Libertarian' };
const partyWord = (text: string): string => {
  const word = text.charAt(0).toUpperCase() + text.slice(1);
  return partyLetters[word] ?? (word === 'Democratic' ? 'Democrat' : word);
};

const cursorAfter = ({ sortName, key }: store.After): string =>
  Buffer.from(JSON.stringify([sortName, key])).toString('base64url');

function readCursor(cursor: string): store.After {
  try {
    const [sortName, key] = JSON.parse(Buffer.from(cursor, 'base64url').toString()) as unknown[];
    if (typeof sortName === 'string' && typeof key === 'string') return { sortName, key };
  } catch {
    // Falls through to the same answer.
  }
  throw new Invalid([{ path: 'cursor', message: 'is not a cursor that this list gave' }]);
}

async function withOffices(db: Db, rows: store.LegislatorRow[]): Promise<Legislator[]> {
  const keys = rows.map((row) => row.key);
  const offices = groupBy(await store.listOffices(db, keys), (row) => row.legislator);
  const committees = groupBy(await store.listCommitteesOf(db, keys), (row) => row.legislator);
  return rows.map((row) => ({
    ...row,
    offices: offices.get(row.key) ?? [],
    committees: (committees.get(row.key) ?? []).map(({ legislator: _, ...committee }) => committee),
  }));
}

/** Everything about one legislator, now or once in office; null when nobody has this key. */
export async function findLegislator(db: Db, key: string): Promise<WholeLegislator | null> {
  const row = await store.find(db, key);
  if (!row) return null;
  const [legislator] = await withOffices(db, [row]);
  const parts = await store.listParts(db, [key]);
  const body = (await store.listBodies(db)).find((known) => known.key === row.body);
  if (!legislator) return null;
  return {
    ...legislator,
    bodyName: body?.name ?? row.body,
    terms: parts.terms.get(key) ?? [],
    affiliations: parts.affiliations.get(key) ?? [],
  };
}

/** The people of these keys, in no order; a key that nobody has is left out. */
export const listByKeys = (db: Db, keys: string[]): Promise<store.LegislatorRow[]> => store.listByKeys(db, keys);

/** Throws NotFound for a key that nobody has, and Refused for somebody who has left office. */
export async function requireServing(tx: Tx, key: string): Promise<store.LegislatorRow> {
  const row = await store.find(tx, key);
  if (!row) throw new NotFound('legislator');
  if (!row.serving) throw new Refused('not-serving', `${row.full} is not in office any more.`);
  return row;
}

/** So many lists of who serves are kept: one for each set of bodies that letters are open to. */
const MOST_LISTS = 20;

/** Everybody who serves in these bodies, by last name: the same list until the next load of a roster. */
export async function listServing(db: Db, bodies: string[]): Promise<readonly store.LegislatorRow[]> {
  const { load, serving } = await keptOf(db);
  // Without a load nothing tells when somebody comes or goes.
  if (load === '') return store.listServing(db, bodies);
  const key = bodies.join(' ');
  const rows = serving.get(key) ?? (await store.listServing(db, bodies));
  if (serving.size >= MOST_LISTS) serving.clear();
  serving.set(key, rows);
  return rows;
}

/** Removes an invented body with its people. Real ones stay for good: who has left keeps every record. */
export const removeBody = (tx: Tx, key: string): Promise<void> => store.removeBody(tx, key);

export const listBodies = (db: Db): Promise<store.BodyRow[]> => store.listBodies(db);

/** The keys of those who sit on a committee or on one of its subcommittees. */
export async function listOnCommittee(db: Db, committee: string): Promise<ReadonlySet<string>> {
  return (await listOnCommittees(db, [committee])).get(committee) as ReadonlySet<string>;
}

/** The same for several committees, by key. */
export async function listOnCommittees(db: Db, committees: string[]): Promise<Map<string, ReadonlySet<string>>> {
  const { load, onCommittee } = await keptOf(db);
  const found = new Map<string, ReadonlySet<string>>();
  for (const committee of committees) {
    const members = onCommittee.get(committee) ?? new Set(await store.listOnCommittee(db, committee));
    // Only committees that there are: a visitor's inventions are not kept.
    if (load !== '' && members.size > 0) onCommittee.set(committee, members);
    found.set(committee, members);
  }
  return found;
}

export const listCommittees = (db: Db): Promise<store.CommitteeRow[]> => store.listCommittees(db);

/** Who sits on these committees now; a subcommittee is one of its own. */
export const listCommitteeMembers = (db: Db, committeeKeys: string[]): Promise<store.CommitteeMemberRow[]> =>
  store.listSitting(db, committeeKeys);

/** Seats of these bodies that have fewer members than places. */
export async function listVacancies(db: Db, bodies: string[]): Promise<Seat[]> {
  return vacanciesIn(await store.listSeats(db, bodies), await store.listServing(db, bodies));
}

export interface BodySize {
  body: string;
  /** How many members it has when none is missing. */
  places: number;
  /** Who serves now, by caucus. */
  sitting: { caucus: string; count: number }[];
}

interface Kept {
  load: string;
  sizes: Map<string, BodySize[]>;
  serving: Map<string, store.LegislatorRow[]>;
  onCommittee: Map<string, ReadonlySet<string>>;
}

/** What was read last, by database, and after which load: nothing but a load changes who sits where. */
const kept = new WeakMap<Db, Kept>();

async function keptOf(db: Db): Promise<Kept> {
  const load = await store.newestLoad(db);
  let known = kept.get(db);
  if (known?.load !== load)
    kept.set(db, (known = { load, sizes: new Map(), serving: new Map(), onCommittee: new Map() }));
  return known;
}

/** How large these bodies are, and how many serve there by caucus: counted once for each load of a roster. */
export async function countBodies(db: Db, bodies: string[]): Promise<BodySize[]> {
  const { sizes: known } = await keptOf(db);
  const key = bodies.join(' ');
  const sizes = known.get(key) ?? (await countMembers(db, bodies));
  known.set(key, sizes);
  return sizes;
}

async function countMembers(db: Db, bodies: string[]): Promise<BodySize[]> {
  if (bodies.length === 0) return [];
  const places = new Map((await store.countPlaces(db, bodies)).map((row) => [row.body, row.count]));
  const sitting = groupBy(await store.countSitting(db, bodies), (row) => row.body);
  return bodies.map((body) => ({
    body,
    places: places.get(body) ?? 0,
    sitting: (sitting.get(body) ?? []).map(({ caucus, count }) => ({ caucus, count })),
  }));
}

/** Members who serve although the listed end of their term has passed: their seats wait for a newer roster. */
export const listWaitingSeats = (db: Db, today: string): Promise<store.LegislatorRow[]> => store.listEnded(db, today);

export interface Representation {
  /** `certain` is false for a candidate: the ZIP code lies in several districts, or in several states. */
  legislators: (Legislator & { certain: boolean })[];
  vacancies: Seat[];
}

/**
 * Who represents a place in Congress, as far as the lookup tells: both senators of each state it may lie in, and the
 * members for its candidate districts. Of a ZIP code that the table lacks only the state may be known; a state or
 * territory with one seat then has its member all the same.
 */
export async function representing(
  db: Db,
  { districts, state }: Pick<ZipLookup, 'districts' | 'state'>,
): Promise<Representation> {
  const states = districts.length > 0 ? [...new Set(districts.map((place) => place.state))] : state ? [state] : [];
  if (states.length === 0) return { legislators: [], vacancies: [] };
  const single = districts.length === 0 && state && findState(state)?.houseSeats === 1;
  const places: Place[] = single ? [{ state, district: 0 }] : districts;
  const { members, seats } = await store.findCongressFor(db, states, places);
  const legislators = (await withOffices(db, members)).map((member) => ({
    ...member,
    certain: member.body === SENATE ? states.length === 1 : places.length === 1,
  }));
  return {
    // Senators first, then representatives by district.
    legislators: legislators.sort(
      (a, b) =>
        Number(a.body === HOUSE) - Number(b.body === HOUSE) ||
        (a.state ?? '').localeCompare(b.state ?? '') ||
        Number(a.district) - Number(b.district) ||
        (a.class ?? 0) - (b.class ?? 0),
    ),
    vacancies: vacanciesIn(seats, members),
  };
}

export interface BodyStatus {
  key: string;
  name: string;
  serving: number;
  /** How many members the body has when none is missing. */
  places: number;
  vacant: Seat[];
  waiting: { key: string; full: string; seat: string; termEnd: string | null }[];
}

export interface RosterStatus {
  bodies: BodyStatus[];
  /** The newest loads first. */
  loads: store.RosterLoadRow[];
}

/** Which rosters are loaded, which seats are vacant, and which wait for a newer roster. */
export async function rosterStatus(db: Db, today: string): Promise<RosterStatus> {
  const bodies = await store.listBodies(db);
  const keys = bodies.map((body) => body.key);
  const seats = groupBy(await store.listSeats(db, keys), (seat) => seat.body);
  const serving = groupBy(await store.listServing(db, keys), (row) => row.body);
  return {
    bodies: bodies.map(({ key, name }) => {
      const members = serving.get(key) ?? [];
      const places = seats.get(key) ?? [];
      return {
        key,
        name,
        serving: members.length,
        places: places.reduce((sum, seat) => sum + seat.members, 0),
        vacant: vacanciesIn(places, members),
        waiting: members
          .filter((member) => termEnded(member, today))
          .map((member) => ({
            key: member.key,
            full: member.full,
            seat: placeInWords(member),
            termEnd: member.termEnd,
          })),
      };
    }),
    loads: await store.listLoads(db, 10),
  };
}
