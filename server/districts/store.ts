import { asc, eq } from 'drizzle-orm';
import type { Db, Tx } from '../db/database.ts';
import { zipDistricts } from '../db/tables.ts';

export type ZipDistrict = typeof zipDistricts.$inferSelect;

/** Three values a row, below the number of values that both engines take in one statement. */
const ROWS_PER_STATEMENT = 2000;

export const listOfZip = (db: Db, zip: string): Promise<{ state: string; district: number }[]> =>
  db
    .select({ state: zipDistricts.state, district: zipDistricts.district })
    .from(zipDistricts)
    .where(eq(zipDistricts.zip, zip))
    .orderBy(asc(zipDistricts.state), asc(zipDistricts.district));

/** Puts these rows in the place of all there are. Several processes that start at once may all do it. */
export async function replaceAll(tx: Tx, rows: ZipDistrict[]): Promise<void> {
  await tx.delete(zipDistricts);
  for (let at = 0; at < rows.length; at += ROWS_PER_STATEMENT)
    await tx
      .insert(zipDistricts)
      .values(rows.slice(at, at + ROWS_PER_STATEMENT))
      .onConflictDoNothing();
}
