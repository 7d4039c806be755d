import { type GetColumnData, getTableColumns, type Placeholder, sql } from 'drizzle-orm';
import { toSnakeCase } from 'drizzle-orm/casing';
import type { PgColumn, PgTable } from 'drizzle-orm/pg-core';
import type { Tx } from './database.ts';
import { dialect } from './dialect.ts';
import { connectionOf, nextName } from './hot.ts';

export interface ManyOptions<S> {
  /**
   * What becomes of a row that is there already: it is left alone ('ignore'), or the count in `add` grows by that of
   * the new row, found by the columns `on`.
   */
  conflict: 'ignore' | { on: PgColumn[]; add: PgColumn };
  /** What to tell of each row written; one that was ignored is not among them. */
  returning?: S;
}

type Row = Record<string, unknown>;

type Told<S> = { [K in keyof S]: S[K] extends PgColumn ? GetColumnData<S[K]> : never };

/**
 * Writes many rows of a table as a hot path should: on PostgreSQL by one prepared statement however many there are, on
 * SQLite by a prepared statement per row. The rows are whole: a column that is left out is null. With `add`, no two rows
 * are for the same count, and they come in a fixed order, so that two transactions never wait for each other in a circle.
 */
export function many<T extends PgTable, S extends Record<string, PgColumn> = Record<never, never>>(
  table: T,
  { conflict, returning }: ManyOptions<S>,
): (tx: Tx, rows: T['$inferInsert'][]) => Promise<Told<S>[]> {
  const columns = Object.entries(getTableColumns(table) as Record<string, PgColumn>);
  const columnOf = new Map(columns);
  const told = Object.entries(returning ?? {});
  const fieldOf = (column: PgColumn) => columns.find(([, one]) => one === column)?.[0] ?? '';
  // SQLite keeps a copy of every page that a statement with RETURNING changes. Of a row that was written or ignored, what
  // was given tells the same.
  const asGiven = dialect === 'sqlite' && conflict === 'ignore';
  const name = nextName();
  let statement: { text: string; places: string[] } | null = null;

  /** The statement's text, and the fields whose values it takes, in its order. */
  const build = (on: Tx) => {
    const place = (field: string) => sql`${sql.placeholder(field)}`;
    const insert = on.insert(table as PgTable);
    const lists = columns.map(([field, column]) => sql`${place(field)}::${sql.raw(column.getSQLType())}[]`);
    const query =
      dialect === 'postgres'
        ? insert.select(sql`select * from unnest(${sql.join(lists, sql`, `)})`)
        : insert.values(Object.fromEntries(columns.map(([field]) => [field, place(field)])));
    if (conflict === 'ignore') query.onConflictDoNothing();
    else {
      const { on: target, add } = conflict;
      const sum = sql`${add} + excluded.${sql.identifier(toSnakeCase(add.name))}`;
      query.onConflictDoUpdate({ target, set: { [fieldOf(add)]: sum } });
    }
    const { sql: text, params } = (returning && !asGiven ? query.returning(returning) : query).toSQL();
    return { text, places: (params as Placeholder[]).map((param) => param.name) };
  };

  const driven = (row: Row, field: string) => {
    const value = row[field];
    return value === null || value === undefined ? null : columnOf.get(field)?.mapToDriverValue(value);
  };
  const tell = (read: (column: PgColumn, n: number) => unknown) =>
    Object.fromEntries(told.map(([field, column], n) => [field, read(column, n)])) as Told<S>;

  return async (tx, rows: Row[]) => {
    if (rows.length === 0) return [];
    const connection = connectionOf(tx);
    const { text, places } = (statement ??= build(connection.base));
    const values =
      dialect === 'postgres'
        ? [places.map((field) => rows.map((row) => driven(row, field)))]
        : rows.map((row) => places.map((field) => driven(row, field)));
    const done = await connection.run(name, text, values);
    if (!returning) return [];
    if (asGiven)
      return rows.filter((_, n) => done[n]?.written).map((row) => tell((column) => row[fieldOf(column)] ?? null));
    return done
      .flatMap((one) => one.rows)
      .map((row) => tell((column, n) => (row[n] === null ? null : column.mapFromDriverValue(row[n]))));
  };
}
