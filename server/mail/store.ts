import { and, asc, count, desc, eq, inArray, lt, lte } from 'drizzle-orm';
import type { Db, Tx } from '../db/database.ts';
import { many } from '../db/many.ts';
import { mailBodies, outbox } from '../db/tables.ts';

export type OutboxRow = typeof outbox.$inferSelect;

/** Adds mails, and gives the ids of those whose reason is a new one. */
export const addMany = many(outbox, { conflict: 'ignore', returning: { id: outbox.id } });

export async function addBody(tx: Tx, row: typeof mailBodies.$inferSelect): Promise<void> {
  await tx.insert(mailBodies).values(row);
}

export async function findBody(db: Db, id: string): Promise<typeof mailBodies.$inferSelect | null> {
  const [row] = await db.select().from(mailBodies).where(eq(mailBodies.id, id));
  return row ?? null;
}

export async function listDue(db: Db, now: Date, limit: number): Promise<string[]> {
  const rows = await db
    .select({ id: outbox.id })
    .from(outbox)
    .where(and(eq(outbox.state, 'waiting'), lte(outbox.dueAt, now)))
    .orderBy(asc(outbox.dueAt))
    .limit(limit);
  return rows.map((row) => row.id);
}

/** Takes a waiting mail for sending until a moment; null if somebody else took it. */
export async function claim(tx: Tx, id: string, until: Date): Promise<OutboxRow | null> {
  const [row] = await tx
    .update(outbox)
    .set({ state: 'sending', dueAt: until })
    .where(and(eq(outbox.id, id), eq(outbox.state, 'waiting')))
    .returning();
  return row ?? null;
}

/** Changes a mail that is being sent; false if it no longer is. */
export async function setClaimed(tx: Tx, id: string, change: Partial<Omit<OutboxRow, 'id'>>): Promise<boolean> {
  const changed = await tx
    .update(outbox)
    .set(change)
    .where(and(eq(outbox.id, id), eq(outbox.state, 'sending')))
    .returning({ id: outbox.id });
  return changed.length > 0;
}

/** Mails whose sender vanished while sending them. */
export const listInterrupted = (db: Db, now: Date, limit: number): Promise<OutboxRow[]> =>
  db
    .select()
    .from(outbox)
    .where(and(eq(outbox.state, 'sending'), lte(outbox.dueAt, now)))
    .limit(limit);

/** Mails that have been due since before a moment, and were not taken up. */
export const listOverdue = (db: Db, before: Date, limit: number): Promise<OutboxRow[]> =>
  db
    .select()
    .from(outbox)
    .where(and(eq(outbox.state, 'waiting'), lte(outbox.dueAt, before)))
    .limit(limit);

/** Ends the mails with these reasons that still wait; gives the reasons of those that did. */
export async function endWaiting(tx: Tx, reasons: string[], change: Partial<Omit<OutboxRow, 'id'>>): Promise<string[]> {
  const ended = await tx
    .update(outbox)
    .set(change)
    .where(and(inArray(outbox.reason, reasons), eq(outbox.state, 'waiting')))
    .returning({ reason: outbox.reason });
  return ended.map(({ reason }) => reason);
}

/** Deletes mails of a state that were last due before a moment, at most so many; gives how many. */
export async function deleteEnded(tx: Tx, state: 'sent' | 'failed', before: Date, limit: number): Promise<number> {
  const old = await tx
    .select({ id: outbox.id })
    .from(outbox)
    .where(and(eq(outbox.state, state), lt(outbox.dueAt, before)))
    .limit(limit);
  const ids = old.map(({ id }) => id);
  if (ids.length > 0) await tx.delete(outbox).where(inArray(outbox.id, ids));
  return ids.length;
}

export const listByReasons = (db: Db, reasons: string[]): Promise<OutboxRow[]> =>
  db.select().from(outbox).where(inArray(outbox.reason, reasons));

export const countByState = (db: Db) =>
  db.select({ state: outbox.state, count: count() }).from(outbox).groupBy(outbox.state);

export const listNewest = (db: Db, limit: number): Promise<OutboxRow[]> =>
  db.select().from(outbox).orderBy(desc(outbox.id)).limit(limit);
