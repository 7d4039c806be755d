import { eq } from 'drizzle-orm';
import type { Db, Tx } from '../db/database.ts';
import { nationalOrganizations } from '../db/tables.ts';

/** Signatures of a letter that were marked as national organizations. */
export const listNational = async (db: Db, letterId: string): Promise<string[]> =>
  (
    await db
      .select({ id: nationalOrganizations.signatureId })
      .from(nationalOrganizations)
      .where(eq(nationalOrganizations.letterId, letterId))
  ).map(({ id }) => id);

/** Marks these and no others. */
export async function replaceNational(tx: Tx, letterId: string, signatureIds: string[]): Promise<void> {
  await tx.delete(nationalOrganizations).where(eq(nationalOrganizations.letterId, letterId));
  if (signatureIds.length > 0)
    await tx.insert(nationalOrganizations).values(signatureIds.map((signatureId) => ({ letterId, signatureId })));
}
