import { and, asc, desc, eq, inArray, lt, lte, sql } from 'drizzle-orm';
import { plus } from '../db/columns.ts';
import type { Db, Tx } from '../db/database.ts';
import { hot, hotList } from '../db/hot.ts';
import { many } from '../db/many.ts';
import { mailBodies, outbox, type Stream } from '../db/tables.ts';

export type OutboxRow = typeof outbox.$inferSelect;

/** When mail is due that never leaves. */
export const NEVER = new Date('9999-12-31T00:00:00Z');

/** What is emptied of a mail when it has ended, however it did. */
export const forgotten = { data: {}, domain: '', toAddress: '', toName: '', replyAddress: null, replyName: null };

const place = sql.placeholder;

/** Adds mails, and gives the ids of those whose reason is a new one. */
export const addMany = many(outbox, { conflict: 'ignore', returning: { id: outbox.id } });

export async function addBody(tx: Tx, row: typeof mailBodies.$inferSelect): Promise<void> {
  await tx.insert(mailBodies).values(row);
}

export async function findBody(db: Db, id: string): Promise<typeof mailBodies.$inferSelect | null> {
  const [row] = await db.select().from(mailBodies).where(eq(mailBodies.id, id));
  return row ?? null;
}

/** The mails of a stream that wait and are due by a moment, both to be named when a prepared query is run. */
const dueInTime = () =>
  and(
    eq(outbox.stream, place('stream')),
    eq(outbox.state, 'waiting'),
    lte(outbox.dueAt, sql.param(place('until'), outbox.dueAt)),
  );

/** Mails of a stream that are due, those first that have been due for longest. */
export const listDue: (db: Db, which: { stream: Stream; until: Date; limit: number }) => Promise<OutboxRow[]> = hot(
  (on) => on.select().from(outbox).where(dueInTime()).orderBy(asc(outbox.dueAt)).limit(place('limit')),
);

const idsDue = hot((on) =>
  on
    .select({ id: outbox.id })
    .from(outbox)
    .where(dueInTime())
    // In an order, so that no database reads the mails that were sent for it.
    .orderBy(asc(outbox.dueAt))
    .limit(place('limit')),
);

/** How many mails of a stream wait that are due by a moment, counted no further than `limit`. */
export const countWaiting = async (db: Db, which: { stream: Stream; until: Date; limit: number }): Promise<number> =>
  (await idsDue(db, which)).length;

/**
 * The state of mails that are looked for by their ids. Plainly written, SQLite would go through all that are in that
 * state, by the index on it.
 */
const isIn = (state: OutboxRow['state']) => sql`coalesce(${outbox.state}, '') = ${state}`;

/** Takes waiting mails for sending until a moment; gives the ids of those that nobody else took. */
export const claim = hotList((on, places) =>
  on
    .update(outbox)
    .set({ state: 'sending', dueAt: place('until') as unknown as Date })
    .where(and(inArray(outbox.id, places), isIn('waiting')))
    .returning({ id: outbox.id }),
) as (tx: Tx, ids: string[], values: { until: Date }) => Promise<{ id: string }[]>;

/** Keeps mails that are still being sent until a later moment. */
export const renew = hotList((on, places) =>
  on
    .update(outbox)
    .set({ dueAt: place('until') as unknown as Date })
    .where(and(inArray(outbox.id, places), isIn('sending')))
    .returning({ id: outbox.id }),
) as (tx: Tx, ids: string[], values: { until: Date }) => Promise<{ id: string }[]>;

/** Marks mails that were being sent as sent, and forgets what they held; gives the ids of those that still were. */
export const markSent = hotList((on, places) =>
  on
    .update(outbox)
    .set({
      ...forgotten,
      state: 'sent',
      sentAt: place('now') as unknown as Date,
      problem: null,
      attempts: plus(outbox.attempts, 1),
    })
    .where(and(inArray(outbox.id, places), isIn('sending')))
    .returning({ id: outbox.id }),
) as (tx: Tx, ids: string[], values: { now: Date }) => Promise<{ id: string }[]>;

/** Puts a mail that waits off to a later moment. */
export const putOff: (tx: Tx, values: { id: string; until: Date }) => Promise<unknown> = hot((on) =>
  on
    .update(outbox)
    .set({ dueAt: place('until') as unknown as Date })
    .where(and(eq(outbox.id, place('id')), eq(outbox.state, 'waiting'))),
);

/** Changes a mail that is being sent; false if it no longer is. */
export async function setClaimed(tx: Tx, id: string, change: Partial<Omit<OutboxRow, 'id'>>): Promise<boolean> {
  const changed = await tx
    .update(outbox)
    .set(change)
    .where(and(eq(outbox.id, id), eq(outbox.state, 'sending')))
    .returning({ id: outbox.id });
  return changed.length > 0;
}

/** Mails in a state whose moment has come: for 'sending', those whose sender vanished. */
export const listPast = (db: Db, state: OutboxRow['state'], before: Date, limit: number): Promise<OutboxRow[]> =>
  db
    .select()
    .from(outbox)
    .where(and(eq(outbox.state, state), lte(outbox.dueAt, before)))
    .orderBy(asc(outbox.dueAt))
    .limit(limit);

/** Ends the mails with these reasons that still wait; gives the reasons of those that did. */
export async function endWaiting(tx: Tx, reasons: string[], change: Partial<Omit<OutboxRow, 'id'>>): Promise<string[]> {
  const ended = await tx
    .update(outbox)
    .set(change)
    .where(and(inArray(outbox.reason, reasons), isIn('waiting')))
    .returning({ reason: outbox.reason });
  return ended.map(({ reason }) => reason);
}

/** The reasons of the mails to many, of one kind, that wait for an address. */
export async function listWaitingTo(db: Db, kind: string, addressKey: string): Promise<string[]> {
  const rows = await db
    .select({ reason: outbox.reason })
    .from(outbox)
    .where(
      and(
        eq(outbox.stream, 'updates'),
        eq(outbox.state, 'waiting'),
        eq(outbox.addressKey, addressKey),
        eq(outbox.kind, kind),
      ),
    );
  return rows.map(({ reason }) => reason);
}

/** Deletes mails of a state that were last due before a moment, at most so many; gives how many. */
export async function deleteEnded(tx: Tx, state: OutboxRow['state'], before: Date, limit: number): Promise<number> {
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

export const listNewest = (db: Db, limit: number): Promise<OutboxRow[]> =>
  db.select().from(outbox).orderBy(desc(outbox.id)).limit(limit);
