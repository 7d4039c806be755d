import { and, asc, desc, eq, inArray } from 'drizzle-orm';
import type { Db, Tx } from '../db/database.ts';
import { coverage, exhibits, partners, timeline } from '../db/tables.ts';

export type Exhibit = typeof exhibits.$inferSelect;
export type Coverage = typeof coverage.$inferSelect;
/** Something that happened, with its source. */
export type Happening = typeof timeline.$inferSelect;
export type Partner = typeof partners.$inferSelect;

/** The most of each kind that a campaign has. */
export const MOST = { exhibits: 50, coverage: 200, timeline: 200, partners: 500 };

export const listExhibits = (db: Db, campaignId: string): Promise<Exhibit[]> =>
  db
    .select()
    .from(exhibits)
    .where(eq(exhibits.campaignId, campaignId))
    .orderBy(asc(exhibits.ordinal), asc(exhibits.id))
    .limit(MOST.exhibits);

export async function addExhibit(tx: Tx, exhibit: Exhibit): Promise<void> {
  await tx.insert(exhibits).values(exhibit);
}

/** Null where the campaign has no such exhibit. */
export async function changeExhibit(
  tx: Tx,
  { campaignId, id }: Pick<Exhibit, 'campaignId' | 'id'>,
  fields: Partial<Omit<Exhibit, 'id' | 'campaignId'>>,
): Promise<Exhibit | null> {
  const mine = and(eq(exhibits.id, id), eq(exhibits.campaignId, campaignId));
  const [row] = await tx.update(exhibits).set(fields).where(mine).returning();
  return row ?? null;
}

export async function removeExhibit(tx: Tx, campaignId: string, id: string): Promise<Exhibit | null> {
  const [row] = await tx
    .delete(exhibits)
    .where(and(eq(exhibits.id, id), eq(exhibits.campaignId, campaignId)))
    .returning();
  return row ?? null;
}

/** Newest first. */
export const listCoverage = (db: Db, campaignId: string): Promise<Coverage[]> =>
  db
    .select()
    .from(coverage)
    .where(eq(coverage.campaignId, campaignId))
    .orderBy(desc(coverage.day), desc(coverage.id))
    .limit(MOST.coverage);

export async function addCoverage(tx: Tx, item: Coverage): Promise<void> {
  await tx.insert(coverage).values(item);
}

export async function changeCoverage(tx: Tx, { campaignId, id, ...fields }: Coverage): Promise<Coverage | null> {
  const mine = and(eq(coverage.id, id), eq(coverage.campaignId, campaignId));
  const [row] = await tx.update(coverage).set(fields).where(mine).returning();
  return row ?? null;
}

export async function removeCoverage(tx: Tx, campaignId: string, id: string): Promise<Coverage | null> {
  const [row] = await tx
    .delete(coverage)
    .where(and(eq(coverage.id, id), eq(coverage.campaignId, campaignId)))
    .returning();
  return row ?? null;
}

/** Oldest first; a year alone comes before its months and days. */
export const listTimeline = (db: Db, campaignId: string): Promise<Happening[]> =>
  db
    .select()
    .from(timeline)
    .where(eq(timeline.campaignId, campaignId))
    .orderBy(asc(timeline.day), asc(timeline.id))
    .limit(MOST.timeline);

export async function addHappening(tx: Tx, happening: Happening): Promise<void> {
  await tx.insert(timeline).values(happening);
}

export async function changeHappening(tx: Tx, { campaignId, id, ...fields }: Happening): Promise<Happening | null> {
  const mine = and(eq(timeline.id, id), eq(timeline.campaignId, campaignId));
  const [row] = await tx.update(timeline).set(fields).where(mine).returning();
  return row ?? null;
}

export async function removeHappening(tx: Tx, campaignId: string, id: string): Promise<Happening | null> {
  const [row] = await tx
    .delete(timeline)
    .where(and(eq(timeline.id, id), eq(timeline.campaignId, campaignId)))
    .returning();
  return row ?? null;
}

export const listPartners = (db: Db, campaignId: string): Promise<Partner[]> =>
  db
    .select()
    .from(partners)
    .where(eq(partners.campaignId, campaignId))
    .orderBy(asc(partners.name), asc(partners.id))
    .limit(MOST.partners);

/** Those that were not there before. */
export const addPartners = (tx: Tx, rows: Partner[]): Promise<Partner[]> =>
  rows.length > 0 ? tx.insert(partners).values(rows).onConflictDoNothing().returning() : Promise.resolve([]);

export const removePartners = (tx: Tx, campaignId: string, ids: string[]): Promise<Partner[]> =>
  ids.length > 0
    ? tx
        .delete(partners)
        .where(and(eq(partners.campaignId, campaignId), inArray(partners.id, ids)))
        .returning()
    : Promise.resolve([]);

/** How many of a kind a campaign has. */
export const countOf = (db: Db, kind: keyof typeof MOST, campaignId: string): Promise<number> => {
  const table = { exhibits, coverage, timeline, partners }[kind];
  return db.$count(table, eq(table.campaignId, campaignId));
};
