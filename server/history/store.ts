import { and, desc, eq, sql } from 'drizzle-orm';
import type { Db, Tx } from '../db/database.ts';
import { hot } from '../db/hot.ts';
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

const ofDeed = hot((on) =>
  on
    .select()
    .from(history)
    .where(
      and(
        eq(history.subject, sql.placeholder('subject')),
        eq(history.subjectId, sql.placeholder('subjectId')),
        eq(history.deed, sql.placeholder('deed')),
      ),
    )
    .orderBy(desc(history.id))
    .limit(sql.placeholder('limit')),
);

export const listDeed = (
  db: Db,
  subject: string,
  subjectId: string,
  deed: string,
  limit: number,
): Promise<HistoryRow[]> => ofDeed(db, { subject, subjectId, deed, limit });
