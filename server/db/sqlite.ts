import { closeSync, mkdirSync, openSync } from 'node:fs';
import path from 'node:path';
import Client from 'better-sqlite3';
import { BetterSQLite3Database } from 'drizzle-orm/better-sqlite3';
import { BetterSQLiteSession } from 'drizzle-orm/better-sqlite3/session';
import { SQLiteSyncDialect } from 'drizzle-orm/sqlite-core/dialect';
import type { Database, Db, Raw, Tx } from './database.ts';
import { type Connection, useConnection } from './hot.ts';
import { Writer } from './writer.ts';

const drizzleDialect = new SQLiteSyncDialect({ casing: 'snake_case' });

/** How many statements a connection keeps prepared. */
const MOST_KEPT = 500;

/** Prepares a statement once per connection. Drizzle gives equal text to equal queries, and uses them in one way. */
function keeping(client: Client.Database): (text: string) => Client.Statement {
  const kept = new Map<string, Client.Statement>();
  return (text) => {
    let statement = kept.get(text);
    if (!statement) {
      if (kept.size >= MOST_KEPT) kept.delete(kept.keys().next().value ?? '');
      kept.set(text, (statement = client.prepare(text)));
    }
    return statement;
  };
}

/** Runs a prepared statement for each list of values; `check` throws where a deed is over. */
const runner =
  (prepare: (text: string) => Client.Statement, check: () => void): Connection['run'] =>
  async (_name, text, values) => {
    const statement = prepare(text);
    if (statement.reader) statement.raw();
    return values.map((list) => {
      check();
      if (!statement.reader) return { rows: [], written: statement.run(list).changes };
      const rows = statement.all(list) as unknown[][];
      return { rows, written: rows.length };
    });
  };

/** A Drizzle database on a connection, or on a stand-in that guards one. */
function drizzleOn(client: Pick<Client.Database, 'prepare'>): unknown {
  const session = new BetterSQLiteSession(client as Client.Database, drizzleDialect, undefined);
  return new BetterSQLite3Database('sync', drizzleDialect, session, undefined);
}

/**
 * SQLite with two connections: one writes, from a queue (`writer.ts`); one only reads. The file is created with
 * mode 0600, and every commit is on the disk before it is answered (WAL, synchronous=FULL).
 */
export async function openSqlite(url: string): Promise<Database> {
  const file = path.resolve(url.replace(/^sqlite:/, ''));
  mkdirSync(path.dirname(file), { recursive: true });
  closeSync(openSync(file, 'a', 0o600));

  const write = new Client(file, { timeout: 5000 });
  write.pragma('journal_mode = WAL');
  write.pragma('synchronous = FULL');
  write.pragma('foreign_keys = ON');
  // In a rush the same pages change again and again: 16 MiB of log spare most of their ways back into the file, and
  // 64 MiB of memory find a place in an index of millions.
  write.pragma('wal_autocheckpoint = 4000');
  write.pragma('cache_size = -65536');
  // The writer waits for other processes with timers; SQLite's own waiting would stop the whole event loop.
  write.pragma('busy_timeout = 0');
  const read = new Client(file, { readonly: true, timeout: 5000 });

  const prepareWrite = keeping(write);
  const prepareRead = keeping(read);
  const writing = drizzleOn({ prepare: prepareWrite as Client.Database['prepare'] }) as Tx;
  const writer = new Writer(write, (seat) => {
    const guarded: Pick<Client.Database, 'prepare'> = {
      prepare: ((statement: string) => {
        seat.check();
        return prepareWrite(statement);
      }) as Client.Database['prepare'],
    };
    const tx = drizzleOn(guarded) as Tx;
    const check = () => seat.check();
    useConnection(tx, { key: write, base: writing, check, run: runner(prepareWrite, check) });
    return tx;
  });

  const reader = drizzleOn({ prepare: prepareRead as Client.Database['prepare'] }) as Db;
  const plain: Omit<Raw, 'alone'> = {
    run: async (statements) => void write.exec(statements),
    all: async (statement, values = []) => {
      const prepared = write.prepare(statement);
      if (prepared.reader) return prepared.all(...values) as Record<string, unknown>[];
      prepared.run(...values);
      return [];
    },
  };
  const database: Database = {
    select: reader.select.bind(reader),
    selectDistinct: reader.selectDistinct.bind(reader),
    $count: reader.$count.bind(reader),
    transaction: (work) => writer.transaction(work),
    raw: { ...plain, alone: (work) => work(plain) },
    close: async () => {
      await writer.idle();
      read.close();
      write.close();
    },
  };
  const check = () => {};
  useConnection(database, { key: read, base: reader as Tx, check, run: runner(prepareRead, check) });
  return database;
}
