import { type Placeholder, sql } from 'drizzle-orm';
import type { Db, Tx } from './database.ts';
import { makeLists, makeRowsQuickly } from './rows.ts';

/** Where a `db` or `tx` runs its statements: what its prepared queries are kept by, and what they are built on. */
export interface Connection {
  key: object;
  base: Tx;
  /** Throws once a transaction is over. */
  check(): void;
  /** Runs a statement that stays prepared, once for each list of values. */
  run(name: string, text: string, values: unknown[][]): Promise<Done[]>;
}

/** What a statement did: the rows it gave, as the engine has them, and how many it wrote. */
export interface Done {
  rows: unknown[][];
  written: number;
}

const connections = new WeakMap<object, Connection>();

/** Says which connection a handle uses; `sqlite.ts` and `postgres.ts` call it for every `db` and `tx` they make. */
export const useConnection = (handle: object, connection: Connection): void => void connections.set(handle, connection);

/** The connection of a `db` or `tx` that may still be used. */
export function connectionOf(on: Db): Connection {
  const connection = connections.get(on);
  if (!connection) throw new Error('A prepared query needs a db or a tx of this program.');
  connection.check();
  return connection;
}

interface Preparable<R> {
  prepare(name: string): { execute(values: Record<string, unknown>): Promise<R> };
}

let count = 0;

/** A name for a prepared statement, unlike that of any other. */
export const nextName = (): string => `hot_${(count += 1)}`;

/**
 * A query for a hot path, prepared once per connection: about a tenth of the cost of building it each time. Values are
 * given by `sql.placeholder(name)`. It runs where its first argument says: prepared on the pool it would run outside
 * the transaction it was meant for, so only this function prepares.
 */
export const hot = <V extends Record<string, unknown>, R>(
  build: (on: Tx) => Preparable<R>,
): ((on: Db, values: V) => Promise<R>) => preparing(build, makeRowsQuickly);

/** As `hot`, but each row is the list of its values in the order they were asked for: for reading very many rows. */
export const hotLists = <V extends Record<string, unknown>>(
  build: (on: Tx) => Preparable<unknown>,
): ((on: Db, values: V) => Promise<unknown[][]>) => preparing(build as (on: Tx) => Preparable<unknown[][]>, makeLists);

function preparing<V extends Record<string, unknown>, R>(
  build: (on: Tx) => Preparable<R>,
  arrange: (prepared: object) => void,
): (on: Db, values: V) => Promise<R> {
  const prepared = new WeakMap<object, ReturnType<Preparable<R>['prepare']>>();
  const name = nextName();
  return async (on, values) => {
    const connection = connectionOf(on);
    let query = prepared.get(connection.key);
    if (!query) {
      query = build(connection.base).prepare(name);
      arrange(query);
      prepared.set(connection.key, query);
    }
    return await query.execute(values);
  };
}

/** The longest list that one statement takes; longer ones are asked for in pieces. */
const LONGEST = 64;

/**
 * As `hot`, for a query that looks for the members of a list (`inArray(column, places)`). It is prepared for lengths
 * of 1, 2, 4 … 64; a list in between is filled up with its last item, which finds nothing new. The rows of a longer
 * list come piece by piece, so only within a piece in the order the query asks for. `others` are its other values.
 */
export function hotList<R, V extends Record<string, unknown> = Record<never, never>>(
  build: (on: Tx, places: Placeholder[]) => Preparable<R[]>,
): (on: Db, items: string[], others?: V) => Promise<R[]> {
  const bySize = new Map<number, (on: Db, values: Record<string, unknown>) => Promise<R[]>>();
  const ofSize = (size: number) => {
    let query = bySize.get(size);
    if (!query) {
      const places = Array.from({ length: size }, (_, n) => sql.placeholder(`item${n}`));
      query = hot((on) => build(on, places));
      bySize.set(size, query);
    }
    return query;
  };
  return async (on, items, others) => {
    const found: R[] = [];
    for (let at = 0; at < items.length; at += LONGEST) {
      const some = items.slice(at, at + LONGEST);
      const size = 2 ** Math.ceil(Math.log2(some.length));
      const values = Object.fromEntries(Array.from({ length: size }, (_, n) => [`item${n}`, some[n] ?? some.at(-1)]));
      found.push(...(await ofSize(size)(on, { ...others, ...values })));
    }
    return found;
  };
}
