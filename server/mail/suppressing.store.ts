import { and, eq, inArray, sql } from 'drizzle-orm';
import type { Db, Tx } from '../db/database.ts';
import { hotList } from '../db/hot.ts';
import { suppressions } from '../db/tables.ts';

export type Suppression = typeof suppressions.$inferSelect;

/** Adds one; false where the address is suppressed there already, whyever it is. */
export async function add(tx: Tx, row: Suppression): Promise<boolean> {
  const added = await tx.insert(suppressions).values(row).onConflictDoNothing().returning({ why: suppressions.why });
  return added.length > 0;
}

/** Gives a graver reason for one whose reason was the signer's own wish. */
export async function worsen(tx: Tx, { addressKey, campaignId, why, at }: Suppression): Promise<boolean> {
  const changed = await tx
    .update(suppressions)
    .set({ why, at })
    .where(and(of(addressKey, campaignId), eq(suppressions.why, 'unsubscribed')))
    .returning({ why: suppressions.why });
  return changed.length > 0;
}

/** Removes one that is there for this reason; false where there is none. */
export async function remove(tx: Tx, { addressKey, campaignId, why }: Omit<Suppression, 'at'>): Promise<boolean> {
  const removed = await tx
    .delete(suppressions)
    .where(and(of(addressKey, campaignId), eq(suppressions.why, why)))
    .returning({ why: suppressions.why });
  return removed.length > 0;
}

const of = (addressKey: string, campaignId: string) =>
  and(eq(suppressions.addressKey, addressKey), eq(suppressions.campaignId, campaignId));

/** Those of some addresses, for a campaign or the whole site (''). */
export const list: (db: Db, addressKeys: string[], of: { campaignId: string; site: string }) => Promise<Suppression[]> =
  hotList((on, places) =>
    on
      .select()
      .from(suppressions)
      .where(
        and(
          inArray(suppressions.addressKey, places),
          inArray(suppressions.campaignId, [sql.placeholder('campaignId'), sql.placeholder('site')]),
        ),
      ),
  );

/** Every one of an address. */
export const listOf = (db: Db, addressKey: string): Promise<Suppression[]> =>
  db.select().from(suppressions).where(eq(suppressions.addressKey, addressKey));
