import { and, eq, ne, sql } from 'drizzle-orm';
import { objectOf } from '../db/columns.ts';
import type { Db, Tx } from '../db/database.ts';
import { hot } from '../db/hot.ts';
import { many } from '../db/many.ts';
import { tallies } from '../db/tables.ts';

export type TallyRow = typeof tallies.$inferSelect;

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
const grouped = [tallies.subject, tallies.dimension];

const byLetter = hot((on) =>
  on
    .select(fields)
    .from(tallies)
    .where(and(ofLetter, ne(tallies.count, 0)))
    .groupBy(...grouped),
);
const bySubject = hot((on) =>
  on
    .select(fields)
    .from(tallies)
    .where(and(ofLetter, eq(tallies.subject, sql.placeholder('subject')), ne(tallies.count, 0)))
    .groupBy(...grouped),
);

/** What is not zero, of one subject or of all. */
export const listOf = (db: Db, letterId: string, subject?: string) =>
  subject === undefined ? byLetter(db, { letterId }) : bySubject(db, { letterId, subject });

export const listSubject = (db: Db, letterId: string, subject: string): Promise<TallyRow[]> =>
  db
    .select()
    .from(tallies)
    .where(and(eq(tallies.letterId, letterId), eq(tallies.subject, subject)));
