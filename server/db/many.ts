import { type GetColumnData, getTableColumns, sql } from 'drizzle-orm';
import { toSnakeCase } from 'drizzle-orm/casing';
import type { PgColumn, PgTable } from 'drizzle-orm/pg-core';
import type { Tx } from './database.ts';
import { dialect } from './dialect.ts';
import { hot } from './hot.ts';

export interface ManyOptions<S> {
  /**
   * What becomes of a row that is there already: it is left alone ('ignore'), or the count in `add` grows by that of
   * the new row, found by the columns `on`.
   */
  conflict: 'ignore' | { on: PgColumn[]; add: PgColumn };
  /** What to tell of each row written; one that was ignored is not among them. */
  returning?: S;
}

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

  const finish = (insert: ReturnType<ReturnType<Tx['insert']>['values']>) => {
    if (conflict === 'ignore') insert.onConflictDoNothing();
    else {
      const { on: target, add } = conflict;
      const [name = ''] = columns.find(([, column]) => column === add) ?? [];
      const sum = sql`${add} + excluded.${sql.identifier(toSnakeCase(add.name))}`;
      insert.onConflictDoUpdate({ target, set: { [name]: sum } });
    }
    return (returning ? insert.returning(returning) : insert) as unknown as {
      prepare(name: string): { execute(values: Record<string, unknown>): Promise<Told<S>[]> };
    };
  };

  const place = (name: string) => sql`${sql.placeholder(name)}`;
  const byRow = hot((on) =>
    finish(on.insert(table as PgTable).values(Object.fromEntries(columns.map(([name]) => [name, place(name)])))),
  );
  const byColumn = hot((on) => {
    const lists = columns.map(([name, column]) => sql`${place(name)}::${sql.raw(column.getSQLType())}[]`);
    return finish(on.insert(table as PgTable).select(sql`select * from unnest(${sql.join(lists, sql`, `)})`));
  });
  /** The values of one statement, each made by `value` as the engine takes it. */
  const each = (value: (name: string, driven: (given: unknown) => unknown) => unknown) =>
    Object.fromEntries(
      columns.map(([name, column]) => [
        name,
        value(name, (given) => (given == null ? null : column.mapToDriverValue(given))),
      ]),
    );

  return async (tx, rows: Record<string, unknown>[]) => {
    const answers: Told<S>[][] = [];
    if (rows.length > 0 && dialect === 'postgres')
      answers.push(
        await byColumn(
          tx,
          each((name, driven) => rows.map((row) => driven(row[name]))),
        ),
      );
    if (dialect === 'sqlite')
      for (const row of rows)
        answers.push(
          await byRow(
            tx,
            each((name, driven) => driven(row[name])),
          ),
        );
    // Without `returning` the engines answer in words of their own.
    return returning ? answers.flat() : [];
  };
}
