import { and, asc, eq, inArray, ne } from 'drizzle-orm';
import type { Db, Tx } from '../db/database.ts';
import { billSponsors, bills, campaignBills } from '../db/tables.ts';

export type BillRow = typeof bills.$inferSelect;
export type Sponsor = Omit<typeof billSponsors.$inferSelect, 'billId'>;

export async function add(tx: Tx, bill: BillRow, sponsors: Sponsor[]): Promise<void> {
  await tx.insert(bills).values(bill);
  if (sponsors.length > 0)
    await tx.insert(billSponsors).values(sponsors.map((sponsor) => ({ ...sponsor, billId: bill.id })));
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
