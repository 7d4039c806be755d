/** What the desk sees of signatures: numbers, lists by state, a search. Nobody sees more than their role may. */
import { addressKeyOf } from '../basics/addresses.ts';
import { fold } from '../basics/text.ts';
import { mayAs, requireSignedIn, type Viewer } from '../basics/viewer.ts';
import type { World } from '../basics/world.ts';
import type { Db } from '../db/database.ts';
import type { SignatureState } from '../db/tables.ts';
import { record } from '../history/history.ts';
import { type Letter, lastSubstantive } from '../letters/letters.ts';
import { type Cell, read } from '../tallies/tallies.ts';
import { countSince, inState, SUBJECT } from './counting.ts';
import * as desk from './desk.store.ts';
import { findQuick, listQuick, type Quick } from './reviewing.ts';
import { sharedOf } from './sharing.ts';
import type { Signature } from './store.ts';
import * as store from './store.ts';

const PAGE = 50;
/** Names to be looked at are counted up to here, and "more" beyond. */
export const MOST_COUNTED = 1000;
const DAY_MS = 86_400_000;

/** A list of the desk: the signatures in a state, or the names that nobody has looked at. */
export type Tab = SignatureState | 'names';
export const tabs: Tab[] = [
  ...(['held', 'waiting', 'names', 'disowned', 'confirmed', 'pending'] as const),
  ...(['withdrawn', 'removed', 'expired'] as const),
];
/** What waits longest comes first where somebody is to decide. */
const oldestFirst: ReadonlySet<Tab> = new Set(['held', 'waiting', 'names']);

/** A signature as the desk may read it: who signed and where, never what finds them unless they agreed to it. */
export type Seen = Omit<Signature, 'addressKey' | 'nameKey' | 'email' | 'address' | 'words' | 'locale'> & {
  email: string | null;
  address: string | null;
  /** Why it can be approved without further ado. */
  quick: Quick | null;
  /** Confirmed for a text that has changed in substance since: not counted until it is given again. */
  earlier: boolean;
};

/** What waits for somebody to decide. */
export interface Waits {
  held: number;
  waiting: number;
  /** Names to be looked at, counted up to a thousand. */
  names: number;
  /** How many said within a day that they had not signed. */
  disowned: number;
}

/** What waits under a letter. It reads kept numbers, and two indexes for what is not kept. */
export const findWaits = async (db: Db, letter: Letter, now: Date): Promise<Waits> =>
  waitsIn(db, letter, now, (await read(db, letter.id)).get(SUBJECT) ?? []);

async function waitsIn(db: Db, letter: Letter, now: Date, cells: readonly Cell[]): Promise<Waits> {
  const since = new Date(now.getTime() - DAY_MS);
  const disowned = inState(cells, 'disowned') === 0 ? [] : await desk.listDisownedTimes(db, letter.id, MOST_COUNTED);
  return {
    held: inState(cells, 'held'),
    waiting: inState(cells, 'waiting'),
    names: await desk.countUnseen(db, letter.id, MOST_COUNTED),
    disowned: disowned.filter((at) => at > since).length,
  };
}

/** What somebody asked to see. */
export interface Asked {
  tab: Tab | null;
  after: desk.Place | null;
  /** The beginning of a name, or for organizers a whole mail address; '' for none. */
  q: string;
  /** Whether to show the addresses of those who agreed to share them. */
  addresses: boolean;
}

export interface Look {
  tab: Tab;
  counts: Record<Tab, number>;
  waits: Waits;
  /** How many of the confirmed ones were given to an earlier text. */
  earlier: number;
  rows: Seen[];
  /** The place of the last row, where more follow. */
  next: desk.Place | null;
  /** How many wait that can be approved in one go. */
  quick: number;
  q: string;
  organizes: boolean;
  addresses: boolean;
}

/** A page of a letter's signatures for a staffer or an organizer. Who looks at addresses is noted in the history. */
export async function lookAt(world: World, viewer: Viewer | null, letter: Letter, asked: Asked): Promise<Look> {
  const { db } = world;
  const organizes = mayAs(viewer, letter.campaignId, 'organizer');
  const addresses = organizes && asked.addresses;
  const cells = (await read(db, letter.id)).get(SUBJECT) ?? [];
  const waits = await waitsIn(db, letter, world.now(), cells);
  const substantive = await lastSubstantive(db, letter.id);
  const counts = Object.fromEntries(
    tabs.map((tab) => [tab, tab === 'names' ? waits.names : inState(cells, tab)]),
  ) as Look['counts'];
  const tab = asked.tab ?? tabs.find((one) => oldestFirst.has(one) && counts[one] > 0) ?? 'confirmed';
  const found = asked.q
    ? { rows: await search(world, letter, asked.q, organizes), next: null }
    : await page(db, letter, tab, asked.after);
  // It tells something of an address, and is for those who approve.
  const waiting = organizes ? found.rows.filter(({ state }) => state === 'waiting') : [];
  const quick = await findQuick(db, letter.id, waiting);
  if (addresses) await noteLooked(world, viewer, letter, found.rows);
  return {
    ...{ tab, counts, waits, organizes, addresses, q: asked.q },
    earlier: counts.confirmed - countSince(cells, substantive),
    rows: found.rows.map((row) => seen(row, { addresses, quick: quick.get(row.id) ?? null, substantive })),
    next: found.next,
    quick: organizes && tab === 'waiting' && counts.waiting > 0 ? (await listQuick(db, letter.id)).length : 0,
  };
}

function seen(
  row: Signature,
  { addresses, quick, substantive }: { addresses: boolean; quick: Quick | null; substantive: number },
): Seen {
  const { addressKey: _, nameKey: __, email: ___, address: ____, words: _____, locale: ______, ...rest } = row;
  const shared = addresses ? sharedOf(row) : { email: null, address: null };
  return { ...rest, ...shared, quick, earlier: row.state === 'confirmed' && row.version < substantive };
}

async function page(db: Db, letter: Letter, tab: Tab, after: desk.Place | null) {
  const direction = oldestFirst.has(tab) ? 'oldest first' : 'newest first';
  const rows = await desk.listFor(db, letter.id, tab, { direction, after, limit: PAGE + 1 });
  const shown = rows.slice(0, PAGE);
  return { rows: shown, next: rows.length > PAGE ? (shown.at(-1) ?? null) : null };
}

/**
 * Signatures whose name begins like this, among the confirmed ones shown in full; for organizers also whatever was
 * signed with a mail address that they know. At most fifty.
 */
async function search(world: World, letter: Letter, q: string, organizes: boolean): Promise<Signature[]> {
  if (q.includes('@')) return organizes ? store.listOfAddress(world.db, letter.id, addressKeyOf(world, q)) : [];
  const prefix = fold(q);
  const found = new Map<string, Signature>();
  for (let version = letter.version; prefix && version > 0 && found.size < PAGE; version -= 1)
    for (const row of await desk.listByName(world.db, letter.id, version, prefix, PAGE)) found.set(row.id, row);
  return [...found.values()].slice(0, PAGE);
}

/** Notes whose addresses somebody was shown: of those who agreed to share them. */
export async function noteLooked(
  world: World,
  viewer: Viewer | null,
  letter: Letter,
  rows: Pick<Signature, 'id' | 'state' | 'share' | 'email' | 'address'>[],
): Promise<void> {
  const shared = rows.filter((row) => sharedOf(row).email !== null);
  if (shared.length === 0) return;
  await world.db.transaction((tx) =>
    record(tx, world, requireSignedIn(viewer), {
      campaignId: letter.campaignId,
      subject: 'letter',
      subjectId: letter.id,
      deed: 'looked at addresses',
      detail: { signatures: shared.map(({ id }) => id) },
    }),
  );
}
