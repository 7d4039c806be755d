import { and, asc, eq, inArray, isNotNull, ne } from 'drizzle-orm';
import type { Db, Tx } from '../db/database.ts';
import { billSponsors, bills, campaignBills } from '../db/tables.ts';

export type BillRow = typeof bills.$inferSelect;
export type Sponsor = Omit<typeof billSponsors.$inferSelect, 'billId'>;

export async function add(tx: Tx, bill: BillRow, sponsors: Sponsor[]): Promise<void> {
  await tx.insert(bills).values(bill);
  await addSponsors(tx, bill.id, sponsors);
}

async function addSponsors(tx: Tx, billId: string, sponsors: Sponsor[]): Promise<void> {
  if (sponsors.length > 0) await tx.insert(billSponsors).values(sponsors.map((sponsor) => ({ ...sponsor, billId })));
}

/** Puts these in the place of all whom a bill has. */
export async function replaceSponsors(tx: Tx, billId: string, sponsors: Sponsor[]): Promise<void> {
  await tx.delete(billSponsors).where(eq(billSponsors.billId, billId));
  await addSponsors(tx, billId, sponsors);
}

export async function edit(tx: Tx, id: string, fields: Partial<Omit<BillRow, 'id'>>): Promise<void> {
  await tx.update(bills).set(fields).where(eq(bills.id, id));
}

/** Takes a bill's row until the end of the transaction. */
export async function touch(tx: Tx, id: string): Promise<void> {
  await tx.update(bills).set({ id }).where(eq(bills.id, id));
}

export async function link(tx: Tx, campaignId: string, billId: string, ordinal: number): Promise<void> {
  await tx.insert(campaignBills).values({ campaignId, billId, ordinal }).onConflictDoNothing();
}

export const listByIds = (db: Db, ids: string[]): Promise<BillRow[]> =>
  db.select().from(bills).where(inArray(bills.id, ids)).orderBy(asc(bills.id));

export const listSponsors = (db: Db, ids: string[]) =>
  db
    .select()
    .from(billSponsors)
    .where(inArray(billSponsors.billId, ids))
    .orderBy(asc(billSponsors.billId), asc(billSponsors.ordinal));

/** The ids of a campaign's bills in their order. */
export async function listLinked(db: Db, campaignId: string): Promise<string[]> {
  const rows = await db
    .select({ id: campaignBills.billId })
    .from(campaignBills)
    .where(eq(campaignBills.campaignId, campaignId))
    .orderBy(asc(campaignBills.ordinal), asc(campaignBills.billId))
    .limit(200);
  return rows.map((row) => row.id);
}

export const isLinked = async (db: Db, campaignId: string, billId: string): Promise<boolean> =>
  (await db.$count(campaignBills, and(eq(campaignBills.campaignId, campaignId), eq(campaignBills.billId, billId)))) > 0;

/** Which campaigns link to these bills. */
export const listLinks = (db: Db, ids: string[]): Promise<{ campaignId: string; billId: string }[]> =>
  db
    .select({ campaignId: campaignBills.campaignId, billId: campaignBills.billId })
    .from(campaignBills)
    .where(inArray(campaignBills.billId, ids))
    .orderBy(asc(campaignBills.campaignId), asc(campaignBills.billId));

/** Every bill of a Congress that has a number: few, for people add them one by one. */
export const listOfCongress = (db: Db, congress: number): Promise<BillRow[]> =>
  db
    .select()
    .from(bills)
    .where(and(eq(bills.congress, congress), isNotNull(bills.number)))
    .orderBy(asc(bills.id));

/** Puts a campaign's bills in this order. */
export async function order(tx: Tx, campaignId: string, ids: string[]): Promise<void> {
  for (const [ordinal, billId] of ids.entries())
    await tx
      .update(campaignBills)
      .set({ ordinal })
      .where(and(eq(campaignBills.campaignId, campaignId), eq(campaignBills.billId, billId)));
}

/** Takes a bill off a campaign; one that no other campaign links to goes for good. */
export async function unlink(tx: Tx, campaignId: string, billId: string): Promise<void> {
  await tx.delete(campaignBills).where(and(eq(campaignBills.campaignId, campaignId), eq(campaignBills.billId, billId)));
  if ((await tx.$count(campaignBills, eq(campaignBills.billId, billId))) === 0)
    await tx.delete(bills).where(eq(bills.id, billId));
}

/** Removes the bills that this campaign alone links to. */
export async function removeLinked(tx: Tx, campaignId: string): Promise<void> {
  const linked = await listLinked(tx, campaignId);
  if (linked.length === 0) return;
  const elsewhere = await tx
    .select({ id: campaignBills.billId })
    .from(campaignBills)
    .where(and(inArray(campaignBills.billId, linked), ne(campaignBills.campaignId, campaignId)));
  const shared = new Set(elsewhere.map((row) => row.id));
  const alone = linked.filter((id) => !shared.has(id));
  if (alone.length > 0) await tx.delete(bills).where(inArray(bills.id, alone));
}
