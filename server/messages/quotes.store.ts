import { and, desc, eq, inArray, isNotNull } from 'drizzle-orm';
import type { Db } from '../db/database.ts';
import { messages } from '../db/tables.ts';

/** The newest words that writers let the campaign show, of messages whose writer is proved or has sent them. */
export const listQuoted = (db: Db, letterId: string, legislator: string, limit: number) =>
  db
    .select({ quote: messages.quote, at: messages.createdAt })
    .from(messages)
    .where(
      and(
        eq(messages.letterId, letterId),
        eq(messages.legislator, legislator),
        isNotNull(messages.quote),
        inArray(messages.state, ['queued', 'sent', 'failed', 'reported']),
      ),
    )
    .orderBy(desc(messages.id))
    .limit(limit);
