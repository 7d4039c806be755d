import { and, asc, eq, inArray, isNotNull, isNull, lte } from 'drizzle-orm';
import type { Db, Tx } from '../db/database.ts';
import { writers } from '../db/tables.ts';

export type WriterRow = typeof writers.$inferSelect;

/** Adds a writer unless this person is one of the letter already; gives the row's id either way. */
export async function add(tx: Tx, row: WriterRow & { personKey: string }): Promise<string> {
  const [added] = await tx.insert(writers).values(row).onConflictDoNothing().returning({ id: writers.id });
  return added?.id ?? (await findOfPerson(tx, row.letterId, row.personKey))?.id ?? row.id;
}

export async function find(db: Db, id: string): Promise<WriterRow | null> {
  const [row] = await db.select().from(writers).where(eq(writers.id, id));
  return row ?? null;
}

export async function findOfPerson(db: Db, letterId: string, personKey: string): Promise<WriterRow | null> {
  const [row] = await db
    .select()
    .from(writers)
    .where(and(eq(writers.letterId, letterId), eq(writers.personKey, personKey)));
  return row ?? null;
}

/** A person's rows, one for each letter, whichever of these keys they have. */
export const listOfPerson = (db: Db, personKeys: string[]): Promise<WriterRow[]> =>
  db.select().from(writers).where(inArray(writers.personKey, personKeys)).orderBy(asc(writers.id));

/** Notes when to ask a writer, unless that is noted already or was done. */
export async function askLater(tx: Tx, letterId: string, personKey: string, askAt: Date): Promise<void> {
  const unasked = and(isNull(writers.askAt), isNull(writers.askedAt));
  await tx
    .update(writers)
    .set({ askAt })
    .where(and(eq(writers.letterId, letterId), eq(writers.personKey, personKey), unasked));
}

/** Writers who are due to be asked, the longest due first. */
export const listDue = (db: Db, now: Date, limit: number): Promise<WriterRow[]> =>
  db
    .select()
    .from(writers)
    .where(and(isNotNull(writers.askAt), lte(writers.askAt, now)))
    .orderBy(asc(writers.askAt))
    .limit(limit);

/** Marks a writer as asked; false if somebody else did. */
export async function claim(tx: Tx, id: string, askedAt: Date): Promise<boolean> {
  const claimed = await tx
    .update(writers)
    .set({ askAt: null, askedAt })
    .where(and(eq(writers.id, id), isNotNull(writers.askAt)))
    .returning({ id: writers.id });
  return claimed.length > 0;
}

export async function remove(tx: Tx, id: string): Promise<void> {
  await tx.delete(writers).where(eq(writers.id, id));
}
