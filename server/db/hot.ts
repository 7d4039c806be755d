import type { Db, Tx } from './database.ts';

/** Where a `db` or `tx` runs its statements: what its prepared queries are kept by, and what they are built on. */
export interface Connection {
  key: object;
  base: Tx;
  /** Throws once a transaction is over. */
  check(): void;
}

const connections = new WeakMap<object, Connection>();

/** Says which connection a handle uses; `sqlite.ts` and `postgres.ts` call it for every `db` and `tx` they make. */
export const useConnection = (handle: object, connection: Connection): void => void connections.set(handle, connection);

interface Preparable<R> {
  prepare(name: string): { execute(values: Record<string, unknown>): Promise<R> };
}

let count = 0;

/**
 * A query for a hot path, prepared once per connection: about a tenth of the cost of building it each time. Values are
 * given by `sql.placeholder(name)`. It runs where its first argument says: prepared on the pool it would run outside
 * the transaction it was meant for, so only this function prepares.
 */
export function hot<V extends Record<string, unknown>, R>(
  build: (on: Tx) => Preparable<R>,
): (on: Db, values: V) => Promise<R> {
  const prepared = new WeakMap<object, ReturnType<Preparable<R>['prepare']>>();
  const name = `hot_${(count += 1)}`;
  return async (on, values) => {
    const connection = connections.get(on);
    if (!connection) throw new Error('A prepared query needs a db or a tx of this program.');
    connection.check();
    let query = prepared.get(connection.key);
    if (!query) {
      query = build(connection.base).prepare(name);
      prepared.set(connection.key, query);
    }
    return await query.execute(values);
  };
}
