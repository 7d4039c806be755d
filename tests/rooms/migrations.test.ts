import { readFileSync } from 'node:fs';
import { getTableName, is, Table } from 'drizzle-orm';
import { expect, test } from 'vitest';
import type { Database } from '../../server/db/database.ts';
import { dialect } from '../../server/db/dialect.ts';
import { migrate, pendingMigrations, readMigrations } from '../../server/db/migrate.ts';
import * as tables from '../../server/db/tables.ts';
import { anEmptyDatabase } from '../support/world.ts';

interface OldTable {
  name: string;
  columns: Record<string, { name: string; type: string }>;
  foreignKeys: Record<string, { tableTo: string }>;
}

/** The tables as a migration leaves them, those that others point to first. */
function oldTables(migration: string): OldTable[] {
  const text = readFileSync(`migrations/${dialect}/meta/${migration.slice(0, 4)}_snapshot.json`, 'utf8');
  const left = Object.values((JSON.parse(text) as { tables: Record<string, OldTable> }).tables);
  const inOrder: OldTable[] = [];
  while (left.length > 0) {
    const known = new Set(inOrder.map(({ name }) => name));
    const next = left.findIndex(({ foreignKeys }) =>
      Object.values(foreignKeys).every(({ tableTo }) => known.has(tableTo)),
    );
    inOrder.push(...left.splice(next, 1));
  }
  return inOrder;
}

const types: Record<string, (n: number) => unknown> = {
  text: (n) => `${n}`,
  integer: (n) => n,
  boolean: (n) => n === 1,
  jsonb: (n) => `{"n": ${n}}`,
  'timestamp (3) with time zone': (n) => new Date(n),
};

/** The nth row of every table: its keys say n, so that whatever points to another row finds it. */
const valuesOf = ({ columns }: OldTable, n: number): unknown[] =>
  Object.values(columns).map(({ type }) => {
    const value = types[type];
    if (!value) throw new Error(`What goes into a column of the type ${type}?`);
    return value(n);
  });

async function add(db: Database, table: OldTable, n: number): Promise<void> {
  const values = valuesOf(table, n);
  const names = Object.values(table.columns).map(({ name }) => `"${name}"`);
  const places = values.map((_, at) => (dialect === 'postgres' ? `$${at + 1}` : '?'));
  const statement = `insert into "${table.name}" (${names}) values (${places})`;
  await db.raw.alone((raw) => raw.all(statement, values));
}

const contentOf = (db: Database, { name, columns }: OldTable) => {
  const names = Object.values(columns).map((column) => `"${column.name}"`);
  return db.raw.all(`select ${names} from "${name}" order by ${names.map((_, at) => at + 1)}`);
};

const releases = readMigrations().slice(0, -1);

test.each(releases)('a database that $name filled keeps every row on its way to the newest', async ({ name }) => {
  const db = await anEmptyDatabase();
  const known = releases.filter((release) => release.name <= name);
  const later = readMigrations().slice(known.length);
  expect(await migrate(db, known)).toEqual(known.map((release) => release.name));
  const old = oldTables(name);
  for (const table of old) for (const n of [1, 2]) await add(db, table, n);
  const before = await Promise.all(old.map((table) => contentOf(db, table)));
  expect(before.every((rows) => rows.length === 2)).toBe(true);

  expect(await migrate(db)).toEqual(later.map(({ name }) => name));
  expect(await Promise.all(old.map((table) => contentOf(db, table)))).toEqual(before);
  expect(await pendingMigrations(db)).toEqual([]);

  // The program reads all of it, with what the newer columns say of older rows.
  const all = Object.values(tables).filter((table) => is(table, Table)) as (typeof tables.letters)[];
  const names = new Set(old.map(({ name }) => name));
  const read = all.filter((table) => names.has(getTableName(table)));
  expect(read).toHaveLength(old.length);
  for (const table of read) expect(await db.select().from(table)).toHaveLength(2);
});
