import type { Viewer } from '../basics/viewer.ts';
import { listWhip, type Stand } from '../cosigners/cosigners.ts';
import type { Db } from '../db/database.ts';
import type { NameMatch } from '../legislators/matching.ts';
import { nameWords } from '../legislators/names.ts';
import { type Letter, lastSubstantive, requireMine } from '../letters/letters.ts';
import { requireList } from './deciding.ts';
import { matchRows, membersFor } from './matching.ts';
import { type Effect, effectOf } from './recording.ts';
import * as store from './store.ts';

export type { NameList, NameRow } from './store.ts';

/** A row of a list with all that a page tells of it. */
export interface ListedRow extends store.NameRow {
  /** Whom it means, and where they stand now. */
  stand: Stand | null;
  /** What recording would do; null where it means nobody yet. */
  effect: Effect | null;
  /** Whom an asked row may mean, the likeliest first. */
  candidates: Stand[];
  /** Why it is asked about, or why nobody was found. */
  why: string;
}

export interface ListView {
  list: store.NameList;
  rows: ListedRow[];
  /** Who signed here, and no row of the list means: what Quill has not. */
  absent: Stand[];
}

/** A list with every row. For organizers; throws NotFound for a list that is not the letter's. */
export async function findList(db: Db, viewer: Viewer | null, slug: string, id: string): Promise<ListView> {
  const letter = await requireMine(db, viewer, slug, 'organizer');
  const list = await requireList(db, letter, id);
  const { stands, substantive } = await whoStands(db, viewer, letter);
  const kept = await store.listRows(db, id);
  // Matched anew, for the roster may know more by now; what was decided stays.
  const open = kept.filter((row) => row.state === 'asked' || row.state === 'unknown');
  const matches = matchRows(await membersFor(db, letter), open, list.position);
  const matchOf = new Map(open.map((row, n) => [row.ordinal, matches[n] as NameMatch]));
  const rows = kept.map((row): ListedRow => {
    const stand = stands.get(row.legislator ?? '') ?? null;
    const match = matchOf.get(row.ordinal);
    const keys = match?.kind === 'asked' ? match.candidates : match?.kind === 'sure' ? [match.key] : [];
    return {
      ...row,
      stand,
      effect: stand && effectOf(list.position, stand, substantive),
      candidates: keys.flatMap((key) => stands.get(key) ?? []),
      why: row.note || (match && match.kind !== 'sure' ? match.why : ''),
    };
  });
  const meant = new Set(rows.map((row) => row.legislator));
  const absent = [...stands.values()].filter((stand) => stand.position === 'signed' && !meant.has(stand.key));
  return { list, rows, absent };
}

/** So many are offered for one search. */
const MOST_FOUND = 20;

/** Members whose names have all these words, for a row that nobody was found for. */
export async function searchMembers(db: Db, viewer: Viewer | null, letter: Letter, q: string): Promise<Stand[]> {
  const words = nameWords(q);
  if (words.length === 0) return [];
  const { stands } = await whoStands(db, viewer, letter);
  return [...stands.values()]
    .filter((stand) => stand.serving && words.every((word) => stand.searchText.includes(word)))
    .slice(0, MOST_FOUND);
}

async function whoStands(db: Db, viewer: Viewer | null, letter: Letter) {
  const { all } = await listWhip(db, viewer, letter);
  return {
    stands: new Map(all.map((stand) => [stand.key, stand])),
    substantive: await lastSubstantive(db, letter.id),
  };
}

export interface ListSummary extends store.NameList {
  rows: number;
  /** Rows that wait for somebody: to be recorded, chosen for, or looked for. */
  waiting: number;
  recorded: number;
}

/** So many lists of a letter are shown. */
const MOST_LISTS = 50;

/** A letter's lists, newest first, with how much waits on each. */
export async function listLists(db: Db, letter: Letter): Promise<ListSummary[]> {
  const lists = await store.list(db, letter.id, MOST_LISTS);
  const counts = await store.countRows(
    db,
    lists.map((list) => list.id),
  );
  return lists.map((list) => {
    const own = counts.filter((one) => one.listId === list.id);
    const of = (...states: store.RowState[]) =>
      own.filter(({ state }) => states.includes(state)).reduce((sum, { count }) => sum + count, 0);
    return {
      ...list,
      rows: of('sure', 'asked', 'unknown', 'chosen', 'set aside', 'recorded'),
      // Of a comparison only what nobody understands waits: what is in both needs nothing.
      waiting: list.purpose === 'quill' ? of('asked', 'unknown') : of('sure', 'chosen', 'asked', 'unknown'),
      recorded: of('recorded'),
    };
  });
}
