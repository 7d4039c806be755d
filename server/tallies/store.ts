import { and, asc, eq, inArray, lt, ne, sql } from 'drizzle-orm';
import { objectOf } from '../db/columns.ts';
import type { Db, Tx } from '../db/database.ts';
import { hot } from '../db/hot.ts';
import { many } from '../db/many.ts';
import { tallies } from '../db/tables.ts';

export type TallyRow = typeof tallies.$inferSelect;

/** The subject under which it is kept how often those of a letter were moved. */
const REVISION = 'revision';

/**
 * The subject of numbers that are read by themselves, thousands for a letter that a nation signs. It stands after every
 * other in the order of the alphabet, so that whoever reads those never comes to it.
 */
export const ASIDE = 'weeks';

const counts = [tallies.letterId, tallies.subject, tallies.dimension, tallies.key];

/** Adds to the counts, one row for each; a row that is missing starts at zero. Rows are locked in the order given. */
export const add = many(tallies, { conflict: { on: counts, add: tallies.count } });

/** Sets one count, over what it was. */
export async function put(tx: Tx, row: TallyRow): Promise<void> {
  await tx
    .insert(tallies)
    .values(row)
    .onConflictDoUpdate({
      target: counts,
      set: { count: row.count },
    });
}

/**
 * The counts of a dimension as one text: a letter that a nation signs has some six hundred, and as rows of their own
 * they would cost more than all else on its page.
 */
const fields = {
  subject: tallies.subject,
  dimension: tallies.dimension,
  counts: objectOf(tallies.key, tallies.count),
};
const ofLetter = eq(tallies.letterId, sql.placeholder('letterId'));

const byLetter = hot((on) =>
  on
    .select(fields)
    .from(tallies)
    .where(and(ofLetter, lt(tallies.subject, ASIDE), ne(tallies.subject, REVISION), ne(tallies.count, 0)))
    .groupBy(tallies.subject, tallies.dimension),
);

/** What is not zero. */
export const listOf = (db: Db, letterId: string) => byLetter(db, { letterId });

const revisions = hot((on) =>
  on
    .select({ subject: tallies.dimension, count: tallies.count })
    .from(tallies)
    .where(and(ofLetter, eq(tallies.subject, REVISION)))
    .orderBy(asc(tallies.dimension)),
);

/** A text that is another one after each move of a letter's numbers. */
export async function revisionOf(db: Db, letterId: string): Promise<string> {
  return (await revisions(db, { letterId })).map(({ subject, count }) => `${subject} ${count}`).join(', ');
}

/** The row that counts how often the numbers of a subject were moved. */
export const revisionRow = (letterId: string, subject: string): TallyRow => ({
  ...{ letterId, subject: REVISION, dimension: subject },
  ...{ key: '', count: 1 },
});

export const listSubject = (db: Db, letterId: string, subject: string): Promise<TallyRow[]> =>
  db
    .select()
    .from(tallies)
    .where(and(eq(tallies.letterId, letterId), eq(tallies.subject, subject)));

export const listAside = (db: Db, letterId: string, dimensions: string[]): Promise<TallyRow[]> =>
  db
    .select()
    .from(tallies)
    .where(and(eq(tallies.letterId, letterId), eq(tallies.subject, ASIDE), inArray(tallies.dimension, dimensions)))
    .orderBy(asc(tallies.dimension), asc(tallies.key));
