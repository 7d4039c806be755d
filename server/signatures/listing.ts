/** The names under a letter as the public reads them: newest first, or by the beginning of a name. */
import { Invalid } from '../basics/errors.ts';
import { fold } from '../basics/text.ts';
import type { Db } from '../db/database.ts';
import { type Letter, lastSubstantive } from '../letters/letters.ts';
import { listBetween, listNewest, type ShownRow } from './listing.store.ts';

export type { ShownRow };

export interface Names {
  items: ShownRow[];
  /** What `cursor` is for the next page; null on the last. */
  next: string | null;
}

export interface Paging {
  limit: number;
  cursor?: string | null | undefined;
  /** The beginning of a first name, a last name or an organization's name; '' for all. */
  q?: string | undefined;
  /** Whether those who signed an older text in substance are listed too: for the campaign's own eyes. */
  older?: boolean;
}

/**
 * The names shown under a letter as it stands: those who signed an older text than the last substantive one are not
 * among them until they are asked again. With `q` those shown in full, in alphabetical order. Throws Invalid for a
 * cursor that this list did not give.
 */
export async function listShown(
  db: Db,
  letter: Letter,
  { limit, cursor, q = '', older = false }: Paging,
): Promise<Names> {
  const place = cursor ? placeOf(cursor) : null;
  const prefix = fold(q.replaceAll(',', ' '));
  const versions = await versionsOf(db, letter, older);
  return prefix
    ? search(db, { letterId: letter.id, versions, place, limit }, prefix)
    : newestFirst(db, { letterId: letter.id, versions, place, limit });
}

/** The newest names shown under a letter. */
export const listRecent = async (db: Db, letter: Letter, n: number): Promise<ShownRow[]> =>
  (await newestFirst(db, { letterId: letter.id, versions: await versionsOf(db, letter, false), place: null, limit: n }))
    .items;

/** The texts whose signers count now: one or a few. */
export const countedVersions = (db: Db, letter: Letter): Promise<number[]> => versionsOf(db, letter, false);

/** The texts whose signers are listed: those that count now, one or a few, or all there were. */
async function versionsOf(db: Db, letter: Letter, older: boolean): Promise<number[]> {
  const first = older ? 1 : Math.max(1, await lastSubstantive(db, letter.id));
  return Array.from({ length: Math.max(0, letter.version - first + 1) }, (_, n) => first + n);
}

/** Later than any signature. */
const END_OF_TIME = new Date(8_640_000_000_000);
/** Comes after every character that a name can have. */
const LAST_CHARACTER = '\u{10FFFF}';

interface Wanted {
  letterId: string;
  versions: number[];
  place: Place | null;
  limit: number;
}

async function newestFirst(db: Db, { letterId, versions, place, limit }: Wanted): Promise<Names> {
  const at = place ? momentOf(place) : END_OF_TIME;
  const lists = await Promise.all(
    versions.map((version) => listNewest(db, { letterId, version, at, id: place?.id ?? '', limit: limit + 1 })),
  );
  const time = (row: ShownRow) => row.confirmedAt?.getTime() ?? 0;
  const rows = lists.flat().sort((a, b) => time(b) - time(a) || (a.id < b.id ? 1 : -1));
  return pieceOf(rows, limit, (row) => ({ key: String(time(row)), id: row.id }));
}

async function search(db: Db, { letterId, versions, place, limit }: Wanted, prefix: string): Promise<Names> {
  const values = { letterId, end: prefix + LAST_CHARACTER, limit: limit + 1 };
  const from = place?.key ?? prefix;
  const find = async (form: 'firstLast' | 'lastFirst', version: number) =>
    (await listBetween(db, form, { ...values, version, from, id: place?.id ?? '' })).map((row) => ({
      row,
      form,
      key: row[form] ?? '',
    }));
  const lists = await Promise.all(
    versions.flatMap((version) => [find('firstLast', version), find('lastFirst', version)]),
  );
  const inOrder = (a: string, b: string) => Buffer.compare(Buffer.from(a), Buffer.from(b));
  const sameRow = (a: { row: ShownRow }, b: { row: ShownRow }) => a.row.id === b.row.id;
  // Of one who is found by the same text twice the first name comes first: a page that ends here has them then.
  const found = lists
    .flat()
    .sort(
      (a, b) =>
        inOrder(a.key, b.key) || (sameRow(a, b) ? (a.form === 'firstLast' ? -1 : 1) : a.row.id < b.row.id ? -1 : 1),
    );
  const { items, next } = pieceOf(found, limit, ({ key, row }) => ({ key, id: row.id }));
  // Whoever is found by both names, as organizations are, is listed by the first of them alone.
  const once = items.filter(({ row, form }) => form === 'firstLast' || !row.firstLast?.startsWith(prefix));
  return { items: once.map(({ row }) => row), next };
}

/** Where a page ends: the key that the list is sorted by, and the id. */
interface Place {
  key: string;
  id: string;
}

function pieceOf<T>(rows: T[], limit: number, nameOf: (row: T) => Place): { items: T[]; next: string | null } {
  const items = rows.slice(0, limit);
  const last = rows.length > limit ? items.at(-1) : undefined;
  return { items, next: last ? cursorOf(nameOf(last)) : null };
}

/** A place as a web address can carry it. */
export const cursorOf = ({ key, id }: Place): string => Buffer.from(JSON.stringify([key, id])).toString('base64url');

/** Throws Invalid for a text that is no cursor of ours. */
export function placeOf(cursor: string): Place {
  try {
    const [key, id, ...more] = JSON.parse(Buffer.from(cursor, 'base64url').toString()) as unknown[];
    if (typeof key === 'string' && typeof id === 'string' && more.length === 0) return { key, id };
  } catch {
    // Told below.
  }
  throw notOurs();
}

/** The moment that a place in a list by time is at. Throws Invalid where it is none. */
export function momentOf({ key }: Place): Date {
  if (!/^\d{1,14}$/.test(key)) throw notOurs();
  return new Date(Number(key));
}

const notOurs = () => new Invalid([{ path: 'cursor', message: 'is not a cursor that this list gave' }]);
