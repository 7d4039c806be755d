/** Queries on removals of many signatures. */
import { and, asc, desc, eq, gt, inArray, lt, ne } from 'drizzle-orm';
import { plus } from '../db/columns.ts';
import type { Db, Tx } from '../db/database.ts';
import { removals } from '../db/tables.ts';

export type Removal = typeof removals.$inferSelect;

export async function add(tx: Tx, row: Removal): Promise<void> {
  await tx.insert(removals).values(row);
}

export async function find(db: Db, letterId: string, id: string): Promise<Removal | null> {
  const [row] = await db
    .select()
    .from(removals)
    .where(and(eq(removals.id, id), eq(removals.letterId, letterId)));
  return row ?? null;
}

/** The newest removals of a letter. */
export const list = (db: Db, letterId: string, limit: number): Promise<Removal[]> =>
  db.select().from(removals).where(eq(removals.letterId, letterId)).orderBy(desc(removals.id)).limit(limit);

/** The removals that have work left, of whatever letter. */
export const listUnfinished = (db: Db, limit: number): Promise<Removal[]> =>
  db
    .select()
    .from(removals)
    .where(inArray(removals.state, ['running', 'undoing']))
    .orderBy(asc(removals.id))
    .limit(limit);

/** Moves a removal that is still in one of these states; null when it is not. */
export async function move(
  tx: Tx,
  id: string,
  from: Removal['state'][],
  to: Removal['state'],
): Promise<Removal | null> {
  const [row] = await tx
    .update(removals)
    .set({ state: to })
    .where(and(eq(removals.id, id), inArray(removals.state, from)))
    .returning();
  return row ?? null;
}

/** Adds to the number of signatures that a removal has taken away. */
export async function noteGone(tx: Tx, id: string, by: number): Promise<void> {
  await tx
    .update(removals)
    .set({ done: plus(removals.done, by) })
    .where(eq(removals.id, id));
}

/** Removals older than this that have no more use for their conditions, after the one named, in the order they were made. */
export const listBefore = (db: Db, before: Date, after: string, limit: number): Promise<Removal[]> =>
  db
    .select()
    .from(removals)
    .where(and(lt(removals.createdAt, before), gt(removals.id, after), ne(removals.state, 'running')))
    .orderBy(asc(removals.id))
    .limit(limit);

/** Sets what a removal was by, without what is to be forgotten. */
export async function setConditions(tx: Tx, id: string, conditions: Record<string, string>): Promise<void> {
  await tx.update(removals).set({ conditions }).where(eq(removals.id, id));
}
