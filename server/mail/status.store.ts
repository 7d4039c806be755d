import { and, asc, count, desc, eq, gt, inArray, isNotNull, lt, sql } from 'drizzle-orm';
import type { Db, Tx } from '../db/database.ts';
import { outbox, type Stream } from '../db/tables.ts';
import { NEVER, type OutboxRow } from './store.ts';

/** Not of the example, whose mail waits for ever. */
const leaves = lt(outbox.dueAt, NEVER);

/** How many mails there are by stream and state. It reads the index on both alone, but the whole of it. */
export const countAll = (db: Db) =>
  db
    .select({ stream: outbox.stream, state: outbox.state, count: count() })
    .from(outbox)
    .where(leaves)
    .groupBy(outbox.stream, outbox.state);

/** How many mails of a stream are in a state, counted no further than `most`: as quick among millions. */
export async function countUpTo(db: Db, stream: Stream, state: OutboxRow['state'], most: number): Promise<number> {
  const some = db
    .select({ one: sql<number>`1`.as('one') })
    .from(outbox)
    .where(and(eq(outbox.stream, stream), eq(outbox.state, state), leaves))
    .limit(most)
    .as('some');
  const [row] = await db.select({ count: count() }).from(some);
  return row?.count ?? 0;
}

/** Mails of a stream in a state that were last due latest. */
export const listLatest = (db: Db, stream: Stream, state: OutboxRow['state'], limit: number): Promise<OutboxRow[]> =>
  db
    .select()
    .from(outbox)
    .where(and(eq(outbox.stream, stream), eq(outbox.state, state)))
    .orderBy(desc(outbox.dueAt))
    .limit(limit);

/** Mails of a stream that wait for a later try, the next ones first. */
export const listTriedAgain = (db: Db, stream: Stream, now: Date, limit: number): Promise<OutboxRow[]> =>
  db
    .select()
    .from(outbox)
    .where(and(eq(outbox.stream, stream), eq(outbox.state, 'waiting'), gt(outbox.dueAt, now), gt(outbox.attempts, 0)))
    .orderBy(asc(outbox.dueAt))
    .limit(limit);

/** The ids of mails to a domain, or to any, that wait for a later moment, the next ones first. */
export async function listPutOff(
  db: Db,
  { stream, domain, from, until }: { stream: Stream; domain: string | null; from: Date; until: Date },
  limit: number,
): Promise<string[]> {
  const ofDomain = domain === null ? isNotNull(outbox.domain) : eq(outbox.domain, domain);
  const due = and(gt(outbox.dueAt, from), sql`${outbox.dueAt} <= ${sql.param(until, outbox.dueAt)}`);
  const rows = await db
    .select({ id: outbox.id })
    .from(outbox)
    .where(and(eq(outbox.stream, stream), eq(outbox.state, 'waiting'), due, ofDomain))
    .orderBy(asc(outbox.dueAt))
    .limit(limit);
  return rows.map(({ id }) => id);
}

/** Makes waiting mails due at a moment. */
export async function bringForward(tx: Tx, ids: string[], now: Date): Promise<void> {
  const waits = sql`coalesce(${outbox.state}, '') = 'waiting'`;
  if (ids.length > 0)
    await tx
      .update(outbox)
      .set({ dueAt: now })
      .where(and(inArray(outbox.id, ids), waits));
}
