/** Queries on updates. Moves are made from the state in which an update was found, so that the first one wins. */
import { and, asc, desc, eq, inArray, isNull, lte } from 'drizzle-orm';
import type { Db, Tx } from '../db/database.ts';
import { type UpdateState, updates } from '../db/tables.ts';

export type Update = typeof updates.$inferSelect;
export type Change = Partial<Omit<Update, 'id' | 'letterId'>>;

export async function add(tx: Tx, row: Update): Promise<void> {
  await tx.insert(updates).values(row);
}

export async function find(db: Db, id: string): Promise<Update | null> {
  const [row] = await db.select().from(updates).where(eq(updates.id, id));
  return row ?? null;
}

/** Of a letter, newest first. */
export const listOfLetter = (db: Db, letterId: string, limit: number): Promise<Update[]> =>
  db.select().from(updates).where(eq(updates.letterId, letterId)).orderBy(desc(updates.id)).limit(limit);

/** Those scheduled for a moment that has come. */
export const listDue = (db: Db, now: Date): Promise<Update[]> =>
  db
    .select()
    .from(updates)
    .where(and(eq(updates.state, 'scheduled'), lte(updates.sendAt, now)));

/** Those whose recipients are being listed, or whose old list is being cleared. */
export const listListing = (db: Db): Promise<Update[]> =>
  db
    .select()
    .from(updates)
    .where(inArray(updates.listing, ['clearing', 'running']))
    .orderBy(asc(updates.id));

/** Those that ended before a moment. */
export const listEnded = (db: Db, before: Date): Promise<Update[]> =>
  db.select().from(updates).where(lte(updates.endedAt, before)).orderBy(asc(updates.id));

export const listInState = (db: Db, state: UpdateState): Promise<Update[]> =>
  db.select().from(updates).where(eq(updates.state, state)).orderBy(asc(updates.id));

/** Those of which mail may still wait though none is to go out any more. */
export const listHalted = (db: Db): Promise<Update[]> =>
  db
    .select()
    .from(updates)
    .where(and(inArray(updates.state, ['paused', 'cancelled']), isNull(updates.endedAt)))
    .orderBy(asc(updates.id));

/** Changes an update that is in one of these states; null where it no longer is. It stays locked until the end. */
export async function change(tx: Tx, id: string, from: UpdateState[], to: Change): Promise<Update | null> {
  const [row] = await tx
    .update(updates)
    .set(to)
    .where(and(eq(updates.id, id), inArray(updates.state, from)))
    .returning();
  return row ?? null;
}

/** Moves the listing of an update on from where it was found; null when somebody else has moved it meanwhile. */
export async function moveOn(
  tx: Tx,
  { id, listing, afterAt, afterId }: Pick<Update, 'id' | 'listing' | 'afterAt' | 'afterId'>,
  to: Change,
): Promise<Update | null> {
  const [row] = await tx
    .update(updates)
    .set(to)
    .where(
      and(eq(updates.id, id), eq(updates.listing, listing), eq(updates.afterAt, afterAt), eq(updates.afterId, afterId)),
    )
    .returning();
  return row ?? null;
}
