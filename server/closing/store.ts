import { and, asc, desc, eq, sql } from 'drizzle-orm';
import type { Db, Tx } from '../db/database.ts';
import { hot } from '../db/hot.ts';
import { deliveries, replies } from '../db/tables.ts';

export type Delivery = typeof deliveries.$inferSelect;
export type Reply = typeof replies.$inferSelect;

const deliveriesOf = hot((on) =>
  on
    .select()
    .from(deliveries)
    .where(eq(deliveries.letterId, sql.placeholder('letterId')))
    .orderBy(asc(deliveries.day), asc(deliveries.id)),
);

const repliesOf = hot((on) =>
  on
    .select()
    .from(replies)
    .where(eq(replies.letterId, sql.placeholder('letterId')))
    .orderBy(desc(replies.day), desc(replies.id)),
);

/** Oldest first. */
export const listDeliveries = (db: Db, letterId: string): Promise<Delivery[]> => deliveriesOf(db, { letterId });

/** Newest first. */
export const listReplies = (db: Db, letterId: string): Promise<Reply[]> => repliesOf(db, { letterId });

/** The row if it is a new one; null where that delivery is known. */
export async function addDelivery(tx: Tx, row: Delivery): Promise<Delivery | null> {
  const [added] = await tx.insert(deliveries).values(row).onConflictDoNothing().returning();
  return added ?? null;
}

/** The row if it is a new one; null where its author has an answer of that day. */
export async function addReply(tx: Tx, row: Reply): Promise<Reply | null> {
  const [added] = await tx.insert(replies).values(row).onConflictDoNothing().returning();
  return added ?? null;
}

export async function removeDelivery(tx: Tx, letterId: string, id: string): Promise<Delivery | null> {
  const [gone] = await tx
    .delete(deliveries)
    .where(and(eq(deliveries.letterId, letterId), eq(deliveries.id, id)))
    .returning();
  return gone ?? null;
}

export async function removeReply(tx: Tx, letterId: string, id: string): Promise<Reply | null> {
  const [gone] = await tx
    .delete(replies)
    .where(and(eq(replies.letterId, letterId), eq(replies.id, id)))
    .returning();
  return gone ?? null;
}
