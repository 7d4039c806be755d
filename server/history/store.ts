import { and, desc, eq } from 'drizzle-orm';
import type { Db, Tx } from '../db/database.ts';
import { history } from '../db/tables.ts';

export type HistoryRow = typeof history.$inferSelect;

export async function add(tx: Tx, row: HistoryRow): Promise<void> {
  await tx.insert(history).values(row);
}

export const list = (db: Db, subject: string, subjectId: string, limit: number): Promise<HistoryRow[]> =>
  db
    .select()
    .from(history)
    .where(and(eq(history.subject, subject), eq(history.subjectId, subjectId)))
    .orderBy(desc(history.id))
    .limit(limit);
