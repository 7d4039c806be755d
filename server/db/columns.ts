import { sql } from 'drizzle-orm';
import * as pg from 'drizzle-orm/pg-core';
import * as lite from 'drizzle-orm/sqlite-core';
import { dialect } from './dialect.ts';

/**
 * The words a table is written with, once per engine. Small words only: what both engines do alike.
 * A day ('2026-11-03') is text; a moment is a Date with milliseconds in UTC; JSON is stored, never searched.
 */
const postgres = {
  table: pg.pgTable,
  text: () => pg.text(),
  whole: () => pg.integer(),
  flag: () => pg.boolean(),
  instant: () => pg.timestamp({ withTimezone: true, precision: 3, mode: 'date' }),
  json: <T>() => pg.jsonb().$type<T>(),
  index: pg.index,
  uniqueIndex: pg.uniqueIndex,
  primaryKey: pg.primaryKey,
};

const sqlite = {
  table: lite.sqliteTable,
  text: () => lite.text(),
  whole: () => lite.integer(),
  flag: () => lite.integer({ mode: 'boolean' }),
  instant: () => lite.integer({ mode: 'timestamp_ms' }),
  json: <T>() => lite.text({ mode: 'json' }).$type<T>(),
  index: lite.index,
  uniqueIndex: lite.uniqueIndex,
  primaryKey: lite.primaryKey,
};

/** The JavaScript value that a column word gives. */
type ValueOf<W> = W extends () => { _: { data: infer V } } ? V : never;
type Value = 'text' | 'whole' | 'flag' | 'instant';
/** Names every word whose value differs between the engines; `never` when they agree. */
type Differing = {
  [W in Value]: [ValueOf<(typeof postgres)[W]>, ValueOf<(typeof sqlite)[W]>] extends [
    ValueOf<(typeof sqlite)[W]>,
    ValueOf<(typeof postgres)[W]>,
  ]
    ? never
    : W;
}[Value];
/** Does not compile while a word differs; the message then names the word. It is what makes the cast below honest. */
export const wordsAgree: [Differing] extends [never] ? true : { differs: Differing } = true;

/**
 * Typed as PostgreSQL on both engines: whatever those types wrongly allow on SQLite breaks in everybody's first
 * test run, and not on a server far away. The one cast of the schema.
 */
export const words = dialect === 'postgres' ? postgres : (sqlite as unknown as typeof postgres);

/** The rows of a group as one JSON object, the values by their keys. */
export const objectOf = (key: pg.AnyPgColumn, value: pg.AnyPgColumn) =>
  dialect === 'postgres'
    ? sql<string>`cast(json_object_agg(${key}, ${value}) as text)`
    : sql<string>`json_group_object(${key}, ${value})`;

/** `column + n`, read alike by both engines: a counter moved without reading it first. */
export const plus = (column: pg.AnyPgColumn, n: number) => sql`${column} + ${n}`;

/**
 * A text column compared byte by byte, so that what begins with a prefix lies between it and the prefix with the last
 * character of all behind it, whatever language the database sorts by. An index serves it that has the same words.
 */
export const bytewise = (column: pg.AnyPgColumn) =>
  dialect === 'postgres' ? sql`${column} collate "C"` : sql`${column}`;
