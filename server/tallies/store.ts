import { and, eq, sql } from 'drizzle-orm';
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

const ofLetter = hot((on) =>
  on
    .select()
    .from(tallies)
    .where(eq(tallies.letterId, sql.placeholder('letterId'))),
);

export const listOf = (db: Db, letterId: string): Promise<TallyRow[]> => ofLetter(db, { letterId });

export const listSubject = (db: Db, letterId: string, subject: string): Promise<TallyRow[]> =>
  db
    .select()
    .from(tallies)
    .where(and(eq(tallies.letterId, letterId), eq(tallies.subject, subject)));
