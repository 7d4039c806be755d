import { keeping, rememberingOf } from '../basics/memo.ts';
import type { Viewer } from '../basics/viewer.ts';
import type { Db } from '../db/database.ts';
import type { Position, SignerOrder } from '../db/tables.ts';
import { type Body, type LegislatorRow, listBodies, listByKeys, listServing } from '../legislators/legislators.ts';
import { groupBy } from '../legislators/lists.ts';
import { nameWords } from '../legislators/names.ts';
import { type Letter, lastSubstantive } from '../letters/letters.ts';
import { partyLetter, seatLabel, signersLine } from './labels.ts';
import { maySeeNames, sightOf } from './rights.ts';
import { verdictOf } from './standing.ts';
import * as store from './store.ts';

/** A legislator and a letter. The seat is that of the signature where there is one, else the present one. */
export interface Stand {
  key: string;
  first: string;
  last: string;
  full: string;
  suffix: string | null;
  sortName: string;
  searchText: string;
  since: string;
  title: string;
  body: string;
  state: string | null;
  district: string | null;
  class: number | null;
  party: string;
  caucus: string;
  voting: boolean;
  serving: boolean;
  /** 'Sen. Rivera (D-NM)'. */
  label: string;
  /** Whether the letter names them as a lead. */
  lead: boolean;
  position: Position | null;
  version: number;
  day: string;
  source: string;
  /** '' where the viewer may not read it. */
  note: string;
  /** The latest entry; '' while there is none. */
  entryId: string;
  signedEntryId: string;
  /** Signed an older text than the last that changed the substance. */
  toReconfirm: boolean;
  withdrew: boolean;
}

const signature = new Set<Position | null>(['signed', 'withdrawn']);

function standOf(
  letter: Letter,
  legislator: LegislatorRow,
  standing: store.Standing | null,
  body: Body | undefined,
  substantive: number,
): Stand {
  const from = standing && signature.has(standing.position) ? standing : legislator;
  const seat = {
    title: from.title,
    body: from.body,
    state: from.state,
    district: from.district,
    class: from.class,
    party: from.party,
    caucus: from.caucus,
  };
  const position = standing?.position ?? null;
  return {
    key: legislator.key,
    first: legislator.first,
    last: legislator.last,
    full: legislator.full,
    suffix: legislator.suffix,
    sortName: legislator.sortName,
    searchText: legislator.searchText,
    since: legislator.since,
    ...seat,
    voting: legislator.voting,
    serving: legislator.serving,
    label: seatLabel({ first: legislator.first, last: legislator.last, ...seat }, body),
    lead: letter.leads.includes(legislator.key),
    position,
    version: standing?.version ?? 0,
    day: standing?.day ?? '',
    source: standing?.source ?? '',
    note: standing?.note ?? '',
    entryId: standing?.entryId ?? '',
    signedEntryId: standing?.signedEntryId ?? '',
    toReconfirm: position === 'signed' && (standing?.version ?? 0) < substantive,
    withdrew: standing?.withdrew ?? false,
  };
}

const keysOf = rememberingOf((people: readonly LegislatorRow[]) => new Set(people.map(({ key }) => key)));

export async function stands(
  db: Db,
  letter: Letter,
  rows: store.Standing[],
  serving: readonly LegislatorRow[],
): Promise<Stand[]> {
  if (rows.length === 0 && serving.length === 0) return [];
  const known = keysOf(serving);
  const others = await listByKeys(
    db,
    rows.map((row) => row.legislator).filter((key) => !known.has(key)),
  );
  const bodies = new Map((await listBodies(db)).map((body) => [body.key, body]));
  const standings = new Map(rows.map((row) => [row.legislator, row]));
  const substantive = await lastSubstantive(db, letter.id);
  return [...serving, ...others].map((legislator) => {
    const standing = standings.get(legislator.key) ?? null;
    const body = bodies.get(standing && signature.has(standing.position) ? standing.body : legislator.body);
    return standOf(letter, legislator, standing, body, substantive);
  });
}

/** What a whip list is narrowed by; empty fields narrow nothing. Several values are divided by commas: 'OH,MI'. */
export interface WhipFilter {
  body?: string | undefined;
  party?: string | undefined;
  caucus?: string | undefined;
  state?: string | undefined;
  /** A position, or 'none' for not contacted. */
  position?: string | undefined;
  /** Part of a name, however it is written. */
  q?: string | undefined;
  /** Those alone whom the letter names as leads. */
  lead?: boolean | undefined;
  /** Those alone who signed an older text. */
  reconfirm?: boolean | undefined;
}

/** A party is asked for by its name or its letter, as in the list of legislators. */
const isParty = (party: string | null, asked: string) =>
  party !== null && (party.toLowerCase() === asked.toLowerCase() || partyLetter(party) === asked.toUpperCase());

/** Whether a stand passes the filter. */
export const passes = (stand: Stand, filter: WhipFilter): boolean => passing(filter)(stand);

/** Whether stands pass this filter, which is read once for all of them. */
export function passing({ body, party, caucus, state, position, q, lead, reconfirm }: WhipFilter) {
  // Hundreds of legislators share a few words: whether one fits is asked once.
  const any = (
    asked: string | undefined,
    word: (stand: Stand) => string | null,
    fits: (word: string | null, one: string) => boolean,
  ) => {
    const values = asked?.split(',').filter(Boolean) ?? [];
    const known = new Map<string | null, boolean>();
    const test = (stand: Stand): boolean => {
      const of = word(stand);
      let verdict = known.get(of);
      if (verdict === undefined) known.set(of, (verdict = values.some((one) => fits(of, one))));
      return verdict;
    };
    return values.length === 0 ? [] : [test];
  };
  const same = (word: string | null, one: string) => word === one;
  const words = q ? nameWords(q) : [];
  const tests: ((stand: Stand) => boolean)[] = [
    ...any(body, (stand) => stand.body, same),
    ...any(party, (stand) => stand.party, isParty),
    ...any(caucus, (stand) => stand.caucus, isParty),
    ...any(state?.toUpperCase(), (stand) => stand.state, same),
    ...any(position, (stand) => stand.position ?? 'none', same),
    ...(words.length > 0 ? [(stand: Stand) => words.every((word) => stand.searchText.includes(word))] : []),
    ...(lead ? [(stand: Stand) => stand.lead] : []),
    ...(reconfirm ? [(stand: Stand) => stand.toReconfirm] : []),
  ];
  return (stand: Stand): boolean => tests.every((test) => test(stand));
}

export interface WhipList {
  /** By last name; those that pass the filter. */
  items: Stand[];
  /** All that the viewer may see; for an organizer the same list until something on it changes. */
  all: readonly Stand[];
  /** Whether notes are shown. */
  notes: boolean;
}

/**
 * Where every serving member of the bodies stands that a letter is open to, and everybody else who is on its list.
 * Staffers see no notes, volunteers the legislators assigned to them alone. Throws NotAllowed for strangers.
 */
export async function listWhip(
  db: Db,
  viewer: Viewer | null,
  letter: Letter,
  filter: WhipFilter = {},
): Promise<WhipList> {
  const sight = await sightOf(db, viewer, letter);
  const whole = await everybody(db, letter);
  const all =
    sight.notes && !sight.only
      ? whole
      : whole
          .filter((stand) => !sight.only || sight.only.has(stand.key))
          .map((stand) => (sight.notes || stand.note === '' ? stand : { ...stand, note: '' }));
  return { items: all.filter(passing(filter)), all, notes: sight.notes };
}

const keptStandings = keeping<store.Standing[]>();

/** Where everybody stands on a letter, read again once an entry was added. */
const standingsOf = async (db: Db, letterId: string): Promise<store.Standing[]> =>
  keptStandings(db, letterId, await store.countEntries(db, letterId), async () =>
    (await store.list(db, letterId)).filter((row) => row.entryId !== ''),
  );

interface Whole {
  serving: readonly LegislatorRow[];
  substantive: number;
  leads: string;
  stands: Stand[];
}
const wholes = new WeakMap<store.Standing[], Whole>();

/** The whole list of a letter by last name, made anew when anything that it is made of is another. */
async function everybody(db: Db, letter: Letter): Promise<readonly Stand[]> {
  const serving = await listServing(db, letter.openToBodies);
  const rows = await standingsOf(db, letter.id);
  const substantive = await lastSubstantive(db, letter.id);
  const leads = letter.leads.join(' ');
  const known = wholes.get(rows);
  if (known?.serving === serving && known.substantive === substantive && known.leads === leads) return known.stands;
  const made = (await stands(db, letter, rows, serving)).sort(bySortName);
  wholes.set(rows, { serving, substantive, leads, stands: made });
  return made;
}

/** One legislator of a whip list, by the same rules; null when the letter's list has no such name for the viewer. */
export async function findStand(db: Db, viewer: Viewer | null, letter: Letter, key: string): Promise<Stand | null> {
  const sight = await sightOf(db, viewer, letter);
  if (sight.only && !sight.only.has(key)) return null;
  const rows = (await store.listOf(db, letter.id, [key])).filter((row) => row.entryId !== '');
  const members = (await listByKeys(db, [key])).filter(
    (member) => rows.length > 0 || (member.serving && letter.openToBodies.includes(member.body)),
  );
  const [stand] = await stands(db, letter, rows, members);
  return stand ? { ...stand, note: sight.notes ? stand.note : '' } : null;
}

/** Every entry on a legislator, newest first; notes for those who may read them. */
export async function listEntries(db: Db, viewer: Viewer | null, letter: Letter, key: string): Promise<store.Entry[]> {
  const sight = await sightOf(db, viewer, letter);
  if (sight.only && !sight.only.has(key)) return [];
  const entries = await store.listEntries(db, letter.id, key);
  return entries.reverse().map((entry) => (sight.notes ? entry : { ...entry, note: '' }));
}

const compare = (a: string, b: string) => (a < b ? -1 : a > b ? 1 : 0);
const bySortName = (a: Stand, b: Stand) => compare(a.sortName, b.sortName) || compare(a.key, b.key);
/** The Senate before the House, and so in the states. */
const chamberRank = (body: string) => (/senate$/.test(body) ? 0 : 1);

const orders: Record<SignerOrder, (a: Stand, b: Stand) => number> = {
  alphabetical: bySortName,
  seniority: (a, b) => compare(a.since, b.since) || bySortName(a, b),
  received: (a, b) => compare(a.signedEntryId, b.signedEntryId),
  chamber: (a, b) => chamberRank(a.body) - chamberRank(b.body) || compare(a.body, b.body) || bySortName(a, b),
};

/** Leads first, as the letter places them; then by the letter's own order. */
function inLetterOrder(letter: Letter, signers: Stand[]): Stand[] {
  const leads = letter.leads.flatMap((key) => signers.find((stand) => stand.key === key) ?? []);
  const others = signers.filter((stand) => !stand.lead).sort(orders[letter.order]);
  return [...paired(letter, leads), ...others];
}

/**
 * Leads in the order the letter names them; those of a letter to sign in both chambers by pairs, a senator and then a
 * representative, who stand left and right under it. Whoever has no partner comes after the pairs.
 */
function paired(letter: Letter, leads: Stand[]): Stand[] {
  const ranks = new Set(letter.openToBodies.map(chamberRank));
  if (ranks.size < 2) return leads;
  const [upper, lower] = [0, 1].map((rank) => leads.filter((stand) => chamberRank(stand.body) === rank));
  return leads.flatMap((_, n) => [upper?.[n] ?? [], lower?.[n] ?? []].flat());
}

/** Who signed, in the letter's order; who signed an older text only is left out. For whoever may see names. */
export async function listSigned(db: Db, letter: Letter): Promise<Stand[]> {
  const signed = await stands(db, letter, await store.listSigned(db, letter.id), []);
  return inLetterOrder(
    letter,
    signed.filter((stand) => !stand.toReconfirm),
  );
}

/** Who signed as the viewer may know it: empty where names are not shown to them. */
export const listSignedFor = async (db: Db, viewer: Viewer | null, letter: Letter): Promise<Stand[]> =>
  maySeeNames(viewer, letter) ? listSigned(db, letter) : [];

export interface Withdrawal {
  stand: Stand;
  day: string;
}

/** All entries about these legislators, by their keys. */
export async function entriesOf(
  db: Db,
  letter: Pick<Letter, 'id'>,
  rows: { legislator: string }[],
): Promise<Map<string, store.Entry[]>> {
  const keys = rows.map(({ legislator }) => legislator);
  return groupBy(await store.listEntriesOf(db, letter.id, keys), ({ legislator }) => legislator);
}

/** Who withdrew after a signature that the public could see, and on which day; oldest first. Empty where names are not shown. */
export async function listWithdrew(db: Db, viewer: Viewer | null, letter: Letter): Promise<Withdrawal[]> {
  if (!maySeeNames(viewer, letter)) return [];
  const rows = await store.listWithdrew(db, letter.id);
  const entries = await entriesOf(db, letter, rows);
  return (await stands(db, letter, rows, []))
    .map((stand) => ({
      stand,
      day: verdictOf(entries.get(stand.key) ?? [], letter.publishedAt).withdrewOn ?? '',
    }))
    .sort((a, b) => compare(a.day, b.day) || bySortName(a.stand, b.stand));
}

/**
 * 'Rivera (D-NM), Okafor (R-OH)': who signed, as progress is told. A last name that several signers or present members
 * of these bodies share is told apart by the first name.
 */
export async function currentSignersLine(db: Db, letter: Letter, signed?: Stand[]): Promise<string> {
  return signersLine(signed ?? (await listSigned(db, letter)), await listServing(db, letter.openToBodies));
}

const lines = new WeakMap<readonly Stand[], { order: SignerOrder; line: string }>();

/** The same of a whole list at hand, made once for each list. */
export async function signersLineAmong(db: Db, letter: Letter, listed: readonly Stand[]): Promise<string> {
  const known = lines.get(listed);
  if (known?.order === letter.order) return known.line;
  const signed = listed.filter(({ position, toReconfirm }) => position === 'signed' && !toReconfirm);
  const line = await currentSignersLine(db, letter, inLetterOrder(letter, signed));
  lines.set(listed, { order: letter.order, line });
  return line;
}

/** What the public may know of legislators and a letter: 'signed', 'withdrew', or nothing. */
export async function positionsOf(
  db: Db,
  letter: Letter,
  keys: string[],
): Promise<Map<string, 'signed' | 'withdrew' | null>> {
  const shown = letter.publishedAt !== null && letter.showCosigners === 'names';
  const rows = shown ? await store.listOf(db, letter.id, keys) : [];
  const substantive = rows.length > 0 ? await lastSubstantive(db, letter.id) : 0;
  const known = new Map(rows.map((row) => [row.legislator, row]));
  return new Map(
    keys.map((key) => {
      const row = known.get(key);
      if (row?.position === 'signed') return [key, row.version < substantive ? null : 'signed'];
      return [key, row?.withdrew ? 'withdrew' : null];
    }),
  );
}
