/**
 * The numbers people watch, kept per letter and moved in the transaction that changes what they count. This room
 * keeps them and does not know what is counted: a subject ('cosigners', 'messages') belongs to the room that moves it.
 */
import { remembering } from '../basics/memo.ts';
import type { Db, Tx } from '../db/database.ts';
import * as store from './store.ts';

/** The subject of numbers that no page of a letter reads with the others: `readAside` does. */
export const { ASIDE } = store;

/** One kept number: how many of a subject have `key` in a dimension: (party, Democrat, 3). */
export interface Cell {
  dimension: string;
  key: string;
  count: number;
}

export interface Change {
  dimension: string;
  key: string;
  by: number;
}

/** A kept number that did not agree with its rows. */
export interface Repair {
  dimension: string;
  key: string;
  was: number;
  is: number;
}

const nameOf = ({ dimension, key }: { dimension: string; key: string }) => `${dimension}\u0000${key}`;
const inOrder = <T extends { dimension: string; key: string }>(rows: T[]): T[] =>
  rows.sort((a, b) => (nameOf(a) < nameOf(b) ? -1 : 1));

/**
 * Moves kept numbers of one subject of a letter. Changes of one number are added up first, and the rows are touched
 * in a fixed order, so that two deeds never wait for each other in a circle. `aside` are moved with them and belong to
 * no subject.
 */
export async function move(
  tx: Tx,
  letterId: string,
  subject: string,
  changes: Change[],
  aside: Change[] = [],
): Promise<void> {
  const rows = [...summed(letterId, subject, changes), ...summed(letterId, ASIDE, aside)];
  if (rows.length > 0) await store.add(tx, [...rows, store.revisionRow(letterId, subject)]);
}

function summed(letterId: string, subject: string, changes: Change[]): store.TallyRow[] {
  const sums = new Map<string, store.TallyRow>();
  for (const { dimension, key, by } of changes) {
    const name = nameOf({ dimension, key });
    const row = sums.get(name) ?? { letterId, subject, dimension, key, count: 0 };
    row.count += by;
    sums.set(name, row);
  }
  return inOrder([...sums.values()].filter((row) => row.count !== 0));
}

/** The numbers of these dimensions that are kept aside, in order. */
export const readAside = (db: Db, letterId: string, dimensions: string[]): Promise<Cell[]> =>
  dimensions.length > 0 ? store.listAside(db, letterId, dimensions) : Promise.resolve([]);

/** The numbers of a letter by subject. */
export type Numbers = ReadonlyMap<string, readonly Cell[]>;

/**
 * What was last read of each letter, by the handle that it was read with: a transaction sees numbers that may be undone.
 * Held against the revision, which the database keeps, for other processes move the numbers too.
 */
const known = new WeakMap<Db, Map<string, { revision: string; numbers: Numbers }>>();
const MOST_KNOWN = 500;

/** Every kept number of a letter that is not zero, by subject: the same object as long as they are the same. */
export async function read(db: Db, letterId: string): Promise<Numbers> {
  const letters = known.get(db) ?? new Map<string, { revision: string; numbers: Numbers }>();
  known.set(db, letters);
  const revision = await store.revisionOf(db, letterId);
  const before = letters.get(letterId);
  if (before?.revision === revision) return before.numbers;
  const numbers = new Map<string, Cell[]>();
  for (const { subject, dimension, counts } of await store.listOf(db, letterId)) {
    const cells = cellsIn({ dimension, counts });
    const others = numbers.get(subject);
    if (others) others.push(...cells);
    else numbers.set(subject, [...cells]);
  }
  if (letters.size >= MOST_KNOWN) letters.delete(letters.keys().next().value ?? '');
  letters.set(letterId, { revision, numbers });
  return numbers;
}

/** Most dimensions are as they were when somebody looked last. */
const cellsIn = remembering(
  ({ dimension, counts }: { dimension: string; counts: string }): Cell[] =>
    Object.entries(JSON.parse(counts) as Record<string, number>)
      .map(([key, count]) => ({ dimension, key, count }))
      .sort((a, b) => (a.key < b.key ? -1 : 1)),
  ({ dimension, counts }) => `${dimension} ${counts}`,
);

/**
 * Sets the kept numbers of a subject right: `counting` counts the rows behind them. The numbers are locked before
 * counting, so that what others record meanwhile is added after, and nothing is counted twice. Gives what was wrong.
 */
export async function replace(
  tx: Tx,
  letterId: string,
  subject: string,
  counting: (tx: Tx) => Promise<Cell[]>,
): Promise<Repair[]> {
  const before = inOrder(await store.listSubject(tx, letterId, subject));
  await store.add(
    tx,
    before.map((row) => ({ ...row, count: 0 })),
  );
  const kept = new Map((await store.listSubject(tx, letterId, subject)).map((row) => [nameOf(row), row.count]));
  const counted = new Map<string, Cell>();
  for (const cell of await counting(tx)) {
    const known = counted.get(nameOf(cell));
    counted.set(nameOf(cell), { ...cell, count: cell.count + (known?.count ?? 0) });
  }
  const all = inOrder([...before, ...[...counted.values()].filter((cell) => !kept.has(nameOf(cell)))]);
  const repairs: Repair[] = [];
  for (const { dimension, key } of all) {
    const was = kept.get(nameOf({ dimension, key })) ?? 0;
    const is = counted.get(nameOf({ dimension, key }))?.count ?? 0;
    if (was === is) continue;
    repairs.push({ dimension, key, was, is });
    await store.put(tx, { letterId, subject, dimension, key, count: is });
  }
  if (repairs.length > 0) await store.add(tx, [store.revisionRow(letterId, subject)]);
  return repairs;
}
