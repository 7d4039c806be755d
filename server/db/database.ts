import type { NodePgQueryResultHKT } from 'drizzle-orm/node-postgres';
import type { PgDatabase } from 'drizzle-orm/pg-core';
import { dialect } from './dialect.ts';
import { openPostgres } from './postgres.ts';
import { openSqlite } from './sqlite.ts';

type Full = PgDatabase<NodePgQueryResultHKT, Record<string, never>>;

/** Asks; cannot write. */
export type Db = Pick<Full, 'select' | 'selectDistinct' | '$count'>;
/** Changes, as one part of somebody's transaction. Belongs to that transaction alone and refuses once it is over. */
export type Tx = Db & Pick<Full, 'insert' | 'update' | 'delete'>;

export interface Database extends Db {
  /**
   * Runs a deed whole or not at all, and resolves once it is on the disk. The deed awaits nothing but its `tx`.
   * A call from inside another deed throws: pass the `tx` on.
   */
  transaction<T>(work: (tx: Tx) => Promise<T>): Promise<T>;
  /** Plain statements, outside any deed: for migrations and maintenance in `db/` only. */
  raw: Raw;
  close(): Promise<void>;
}

export interface Raw {
  /** Runs several statements; no values. */
  run(statements: string): Promise<void>;
  /** Rows of one statement with `?` or `$1` values, as the engine writes them. */
  all(statement: string, values?: unknown[]): Promise<Record<string, unknown>[]>;
  /** What one statement did or asked, alone with the connection (SQLite: the write connection). */
  alone<T>(work: (raw: Omit<Raw, 'alone'>) => Promise<T>): Promise<T>;
}

/** Opens the database that the address names; migrates nothing. Throws when it cannot be opened or does not answer. */
export async function openDatabase(url: string): Promise<Database> {
  const database = await (dialect === 'postgres' ? openPostgres(url) : openSqlite(url));
  try {
    await database.raw.all('select 1');
    return database;
  } catch (error) {
    await database.close();
    throw error;
  }
}
