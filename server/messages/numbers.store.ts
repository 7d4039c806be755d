import { and, asc, eq, lt, sql } from 'drizzle-orm';
import type { Db } from '../db/database.ts';
import { messages } from '../db/tables.ts';

/** Messages that have been queued since before a moment, the longest first, at most so many. */
export const listQueued = (db: Db, letterId: string, before: Date, limit: number) =>
  db
    .select({ way: messages.way, changedAt: messages.changedAt })
    .from(messages)
    .where(
      and(
        eq(messages.letterId, letterId),
        eq(messages.state, 'queued'),
        // As the index of these few has it.
        sql`${messages.state} in ('failed', 'queued')`,
        lt(messages.changedAt, before),
      ),
    )
    .orderBy(asc(messages.changedAt))
    .limit(limit);
