import { and, asc, count, eq, inArray, isNotNull, lt, lte, or } from 'drizzle-orm';
import type { Db, Tx } from '../../db/database.ts';
import { cwcChambers, cwcDeliveries, cwcOffices } from '../../db/tables.ts';
import type { Chamber } from './rules.ts';

export type DeliveryRow = typeof cwcDeliveries.$inferSelect;
export type ChamberRow = typeof cwcChambers.$inferSelect;

/** The chamber of an office that its service lists, or null. */
export async function findListed(db: Db, office: string): Promise<ChamberRow | null> {
  const [row] = await db
    .select({
      chamber: cwcChambers.chamber,
      listedAt: cwcChambers.listedAt,
      triedAt: cwcChambers.triedAt,
      pausedUntil: cwcChambers.pausedUntil,
      problem: cwcChambers.problem,
    })
    .from(cwcOffices)
    .innerJoin(cwcChambers, eq(cwcChambers.chamber, cwcOffices.chamber))
    .where(eq(cwcOffices.office, office));
  return row ?? null;
}

export async function findChamber(db: Db, chamber: Chamber): Promise<ChamberRow | null> {
  const [row] = await db.select().from(cwcChambers).where(eq(cwcChambers.chamber, chamber));
  return row ?? null;
}

export async function setChamber(tx: Tx, chamber: Chamber, set: Partial<Omit<ChamberRow, 'chamber'>>): Promise<void> {
  const none = { listedAt: null, triedAt: null, pausedUntil: null, problem: '' };
  await tx
    .insert(cwcChambers)
    .values({ ...none, ...set, chamber })
    .onConflictDoUpdate({ target: cwcChambers.chamber, set });
}

/** What was wrong with a chamber's service is over. */
export async function endPause(tx: Tx, chamber: Chamber): Promise<void> {
  await tx
    .update(cwcChambers)
    .set({ pausedUntil: null, problem: '' })
    .where(and(eq(cwcChambers.chamber, chamber), isNotNull(cwcChambers.pausedUntil)));
}

/** Puts these offices in the place of all that the chamber had. */
export async function replaceOffices(tx: Tx, chamber: Chamber, offices: string[]): Promise<void> {
  await tx.delete(cwcOffices).where(eq(cwcOffices.chamber, chamber));
  await tx.insert(cwcOffices).values(offices.map((office) => ({ chamber, office })));
}

export const countOffices = (db: Db, chamber: Chamber): Promise<number> =>
  db.$count(cwcOffices, eq(cwcOffices.chamber, chamber));

export async function firstOffice(db: Db, chamber: Chamber): Promise<string | null> {
  const [row] = await db
    .select()
    .from(cwcOffices)
    .where(eq(cwcOffices.chamber, chamber))
    .orderBy(asc(cwcOffices.office))
    .limit(1);
  return row?.office ?? null;
}

export async function removeOffice(tx: Tx, office: string): Promise<void> {
  await tx.delete(cwcOffices).where(eq(cwcOffices.office, office));
}

/** Adds a delivery; false when its message has one. */
export async function add(tx: Tx, row: DeliveryRow): Promise<boolean> {
  const added = await tx.insert(cwcDeliveries).values(row).onConflictDoNothing().returning({ id: cwcDeliveries.id });
  return added.length > 0;
}

const open = inArray(cwcDeliveries.state, ['waiting', 'sending']);

/** What is to be sent to a chamber now, what was interrupted among it, longest due first. */
export async function listDue(db: Db, chamber: Chamber, now: Date, limit: number): Promise<string[]> {
  const rows = await db
    .select({ id: cwcDeliveries.id })
    .from(cwcDeliveries)
    .where(and(eq(cwcDeliveries.chamber, chamber), open, lte(cwcDeliveries.dueAt, now)))
    .orderBy(asc(cwcDeliveries.dueAt))
    .limit(limit);
  return rows.map(({ id }) => id);
}

/** Takes a delivery that is due until a moment; null if somebody else took it. */
export async function claim(tx: Tx, id: string, now: Date, until: Date): Promise<DeliveryRow | null> {
  const [row] = await tx
    .update(cwcDeliveries)
    .set({ state: 'sending', dueAt: until })
    .where(and(eq(cwcDeliveries.id, id), open, lte(cwcDeliveries.dueAt, now)))
    .returning();
  return row ?? null;
}

/** Those that were queued before a moment and wait, or whose sender vanished so long ago. */
const overdue = (before: Date) =>
  and(
    lt(cwcDeliveries.createdAt, before),
    or(eq(cwcDeliveries.state, 'waiting'), and(eq(cwcDeliveries.state, 'sending'), lt(cwcDeliveries.dueAt, before))),
  );

/** Takes a delivery that is overdue, to end it; null if somebody else took it. */
export async function claimOverdue(tx: Tx, id: string, before: Date): Promise<DeliveryRow | null> {
  const [row] = await tx
    .update(cwcDeliveries)
    .set({ state: 'sending' })
    .where(and(eq(cwcDeliveries.id, id), overdue(before)))
    .returning();
  return row ?? null;
}

/** Changes a delivery that is being sent; false if it no longer is. */
export async function setClaimed(tx: Tx, id: string, change: Partial<Omit<DeliveryRow, 'id'>>): Promise<boolean> {
  const changed = await tx
    .update(cwcDeliveries)
    .set(change)
    .where(and(eq(cwcDeliveries.id, id), eq(cwcDeliveries.state, 'sending')))
    .returning({ id: cwcDeliveries.id });
  return changed.length > 0;
}

/** Deletes the delivery of a message while it waits; false when it does not. */
export async function removeWaiting(tx: Tx, messageId: string): Promise<boolean> {
  const gone = await tx
    .delete(cwcDeliveries)
    .where(and(eq(cwcDeliveries.messageId, messageId), eq(cwcDeliveries.state, 'waiting')))
    .returning({ id: cwcDeliveries.id });
  return gone.length > 0;
}

/** Deliveries that have been under way since before a moment. */
export async function listOverdue(db: Db, before: Date, limit: number): Promise<string[]> {
  const rows = await db.select({ id: cwcDeliveries.id }).from(cwcDeliveries).where(overdue(before)).limit(limit);
  return rows.map(({ id }) => id);
}

/** Deletes deliveries that ended before a moment; gives how many. */
export async function deleteEnded(tx: Tx, before: Date, limit: number): Promise<number> {
  const old = await tx
    .select({ id: cwcDeliveries.id })
    .from(cwcDeliveries)
    .where(lt(cwcDeliveries.endedAt, before))
    .limit(limit);
  const ids = old.map(({ id }) => id);
  if (ids.length > 0) await tx.delete(cwcDeliveries).where(inArray(cwcDeliveries.id, ids));
  return ids.length;
}

export const countWaiting = (db: Db, chamber: Chamber): Promise<number> =>
  db.$count(cwcDeliveries, and(eq(cwcDeliveries.chamber, chamber), open));

/** How many deliveries there are by chamber and state, and why those failed that did. */
export const countByState = (db: Db) =>
  db
    .select({
      chamber: cwcDeliveries.chamber,
      state: cwcDeliveries.state,
      problem: cwcDeliveries.problem,
      count: count(),
    })
    .from(cwcDeliveries)
    .groupBy(cwcDeliveries.chamber, cwcDeliveries.state, cwcDeliveries.problem);
