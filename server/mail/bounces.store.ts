import { and, asc, desc, eq, gte, inArray } from 'drizzle-orm';
import type { Db, Tx } from '../db/database.ts';
import { bounces, outbox } from '../db/tables.ts';

export type Bounce = typeof bounces.$inferSelect;

/** The mail that a report is about, or null where it is forgotten. */
export async function findMail(db: Db, id: string) {
  const { reason, kind, state, addressKey } = outbox;
  const [row] = await db
    .select({ id: outbox.id, reason, kind, state, addressKey })
    .from(outbox)
    .where(eq(outbox.id, id));
  return row ?? null;
}

/** Notes on a mail what became of it. */
export async function noteProblem(tx: Tx, id: string, problem: string): Promise<void> {
  await tx.update(outbox).set({ problem }).where(eq(outbox.id, id));
}

/** Adds what came back; false where the same was told before. */
export async function add(tx: Tx, row: Bounce): Promise<boolean> {
  const added = await tx.insert(bounces).values(row).onConflictDoNothing().returning({ id: bounces.id });
  return added.length > 0;
}

/** The soft bounces of an address since a moment, newest first. */
export const listSoft = (db: Db, addressKey: string, since: Date, limit: number) =>
  db
    .select({ mailId: bounces.mailId, at: bounces.at })
    .from(bounces)
    .where(and(eq(bounces.addressKey, addressKey), gte(bounces.at, since), eq(bounces.kind, 'soft')))
    .orderBy(desc(bounces.at))
    .limit(limit);

/** The newest, with the kind of the mail that came back; null where that is forgotten. */
export const listNewest = (db: Db, limit: number) =>
  db
    .select({ kind: bounces.kind, status: bounces.status, at: bounces.at, mail: outbox.kind })
    .from(bounces)
    .leftJoin(outbox, eq(outbox.id, bounces.mailId))
    .orderBy(desc(bounces.id))
    .limit(limit);

/** Deletes those of before a moment among the oldest; gives how many went. */
export async function deleteOldest(tx: Tx, before: Date, limit: number): Promise<number> {
  const oldest = await tx
    .select({ id: bounces.id, at: bounces.at })
    .from(bounces)
    .orderBy(asc(bounces.id))
    .limit(limit);
  const ids = oldest.filter(({ at }) => at < before).map(({ id }) => id);
  if (ids.length > 0) await tx.delete(bounces).where(inArray(bounces.id, ids));
  return ids.length;
}
