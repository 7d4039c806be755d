import { NodePgDatabase, NodePgSession } from 'drizzle-orm/node-postgres';
import { PgDialect } from 'drizzle-orm/pg-core';
import pg from 'pg';
import type { Database, Db, Raw, Tx } from './database.ts';
import { type Connection, type Done, useConnection } from './hot.ts';

const drizzleDialect = new PgDialect({ casing: 'snake_case' });

/** A Drizzle database on a pool, or on a stand-in that guards one client of it. */
function drizzleOn(client: { query: unknown }): unknown {
  const session = new NodePgSession(client as unknown as pg.Pool, drizzleDialect, undefined);
  return new NodePgDatabase(drizzleDialect, session, undefined);
}

const runner =
  (on: pg.Pool | pg.PoolClient): Connection['run'] =>
  async (name, text, values) => {
    const done: Done[] = [];
    for (const list of values) {
      const { rows, rowCount } = await on.query({ name, text, values: list, rowMode: 'array' });
      done.push({ rows, written: rowCount ?? 0 });
    }
    return done;
  };

/** PostgreSQL through a pool; a deed has a client of its own from begin to commit. */
export async function openPostgres(url: string): Promise<Database> {
  const pool = new pg.Pool({ connectionString: url, max: 16, connectionTimeoutMillis: 5000 });
  // A connection that breaks while idle is replaced by the pool; without a listener it would end the process.
  pool.on('error', () => {});
  const reader = drizzleOn(pool) as Db;
  const database: Database = {
    select: reader.select.bind(reader),
    selectDistinct: reader.selectDistinct.bind(reader),
    $count: reader.$count.bind(reader),
    transaction: (work) => transaction(pool, work),
    raw: { ...plainOn(pool), alone: (work) => withClient(pool, (client) => work(plainOn(client))) },
    close: () => pool.end(),
  };
  useConnection(database, { key: pool, base: reader as Tx, check: () => {}, run: runner(pool) });
  return database;
}

/** What the prepared queries of one client are built on, kept as long as the client lives. */
const bases = new WeakMap<pg.PoolClient, Tx>();

function baseOn(client: pg.PoolClient): Tx {
  let base = bases.get(client);
  if (!base) bases.set(client, (base = drizzleOn(client) as Tx));
  return base;
}

/** How often a deed is tried that the server broke off because two waited for each other. */
const MOST_TRIES = 3;
const DEADLOCK = '40P01';

/** Runs a deed; once more from the beginning where it met another one in a deadlock, for it has done nothing then. */
async function transaction<T>(pool: pg.Pool, work: (tx: Tx) => Promise<T>, tries = 1): Promise<T> {
  try {
    return await runOnce(pool, work);
  } catch (error) {
    const { code, cause } = error as { code?: string; cause?: { code?: string } };
    if (tries < MOST_TRIES && (code ?? cause?.code) === DEADLOCK) return transaction(pool, work, tries + 1);
    throw error;
  }
}

async function runOnce<T>(pool: pg.Pool, work: (tx: Tx) => Promise<T>): Promise<T> {
  return withClient(pool, async (client) => {
    let over = false;
    const check = () => {
      if (over) throw new Error('This transaction is over: a statement was not awaited inside its deed.');
    };
    const guarded = {
      query: (...args: Parameters<pg.Pool['query']>) => {
        check();
        return client.query(...args);
      },
    };
    const tx = drizzleOn(guarded) as Tx;
    useConnection(tx, { key: client, base: baseOn(client), check, run: runner(client) });
    await client.query('begin');
    try {
      const value = await work(tx);
      over = true;
      const committed = await client.query('commit');
      // A transaction that failed inside answers "commit" with a rollback, and no error.
      if (committed.command !== 'COMMIT') throw new Error('The database undid the transaction.');
      return value;
    } catch (error) {
      over = true;
      await client.query('rollback');
      throw error;
    }
  });
}

/** Lends a client of the pool. One whose statement failed in a way that leaves it in doubt is thrown away. */
async function withClient<T>(pool: pg.Pool, work: (client: pg.PoolClient) => Promise<T>): Promise<T> {
  const client = await pool.connect();
  try {
    const value = await work(client);
    client.release();
    return value;
  } catch (error) {
    const sound = await client.query('select 1').then(
      () => true,
      () => false,
    );
    client.release(!sound);
    throw error;
  }
}

function plainOn(client: pg.Pool | pg.PoolClient): Omit<Raw, 'alone'> {
  return {
    run: async (statements) => void (await client.query(statements)),
    all: async (statement, values = []) => (await client.query(statement, values)).rows,
  };
}
