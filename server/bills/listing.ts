import { NotFound } from '../basics/errors.ts';
import type { World } from '../basics/world.ts';
import type { Db, Tx } from '../db/database.ts';
import * as store from './store.ts';

/** A bill with who introduced it: legislators' keys in the order of the source. */
export interface Bill extends store.BillRow {
  sponsors: store.Sponsor[];
}

export interface NewBill extends Omit<store.BillRow, 'id' | 'checkedAt' | 'checkedFrom'> {
  /** Keys of legislators: whoever introduced it first, then cosponsors. */
  sponsors: { legislator: string; role: store.Sponsor['role'] }[];
}

/** Who stands behind a bill now: sponsor and cosponsors that were not withdrawn, in the order of the source. */
export const activeSponsors = ({ sponsors }: Pick<Bill, 'sponsors'>): store.Sponsor[] =>
  sponsors.filter((sponsor) => sponsor.withdrawnOn === null);

/** Adds a bill and gives its id. */
export async function addBill(tx: Tx, world: Pick<World, 'newId'>, { sponsors, ...bill }: NewBill): Promise<string> {
  const id = world.newId();
  await store.add(
    tx,
    { ...bill, id, checkedAt: null, checkedFrom: null },
    sponsors.map((sponsor, ordinal) => ({ day: null, original: false, withdrawnOn: null, ...sponsor, ordinal })),
  );
  return id;
}

/** Links a bill to a campaign, at a place in its list; twice is once. */
export const linkBill = (tx: Tx, campaignId: string, billId: string, ordinal: number): Promise<void> =>
  store.link(tx, campaignId, billId, ordinal);

/** Removes the bills that no other campaign links to: for the example. Before the campaign itself. */
export const removeBillsOf = (tx: Tx, campaignId: string): Promise<void> => store.removeLinked(tx, campaignId);

/** These bills in the order asked; unknown ids are left out. */
export async function listBills(db: Db, ids: string[]): Promise<Bill[]> {
  if (ids.length === 0) return [];
  const [rows, sponsors] = [await store.listByIds(db, ids), await store.listSponsors(db, ids)];
  return ids.flatMap((id) => {
    const row = rows.find((bill) => bill.id === id);
    if (!row) return [];
    const own = sponsors.filter((sponsor) => sponsor.billId === id).map(({ billId: _, ...sponsor }) => sponsor);
    return [{ ...row, sponsors: own }];
  });
}

/** The bill, or null. */
export async function findBill(db: Db, id: string): Promise<Bill | null> {
  const [bill] = await listBills(db, [id]);
  return bill ?? null;
}

/** A bill of a campaign. Throws NotFound for any other. */
export async function requireBill(db: Db, campaignId: string, billId: string): Promise<Bill> {
  const bill = await findBill(db, billId);
  if (!bill || !(await store.isLinked(db, campaignId, billId))) throw new NotFound('bill');
  return bill;
}

/** A campaign's bills in its order. */
export const listCampaignBills = async (db: Db, campaignId: string): Promise<Bill[]> =>
  listBills(db, await store.listLinked(db, campaignId));
