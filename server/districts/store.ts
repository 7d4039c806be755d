import { asc, inArray, sql } from 'drizzle-orm';
import type { Db, Tx } from '../db/database.ts';
import { hot, hotList } from '../db/hot.ts';
import { zipDistricts } from '../db/tables.ts';

export type ZipDistrict = typeof zipDistricts.$inferSelect;

const ofZips = hotList((on, zips) =>
  on
    .select()
    .from(zipDistricts)
    .where(inArray(zipDistricts.zip, zips))
    .orderBy(asc(zipDistricts.zip), asc(zipDistricts.state), asc(zipDistricts.district)),
);

/** The districts of each of these ZIP codes; one that the table lacks is missing. */
export async function listOfZips(db: Db, zips: string[]): Promise<Map<string, Omit<ZipDistrict, 'zip'>[]>> {
  const found = new Map<string, Omit<ZipDistrict, 'zip'>[]>();
  for (const { zip, ...place } of await ofZips(db, zips)) {
    const places = found.get(zip);
    if (places) places.push(place);
    else found.set(zip, [place]);
  }
  return found;
}

/** The whole table, in no order that matters: for comparing it with another. */
export const listAll = (db: Db): Promise<ZipDistrict[]> => db.select().from(zipDistricts);

/** So many rows in one prepared statement: five times as fast as statements that are built anew. */
const ROWS_PER_STATEMENT = 200;

const addSome = hot((on) =>
  on
    .insert(zipDistricts)
    .values(
      Array.from({ length: ROWS_PER_STATEMENT }, (_, n) => ({
        zip: sql.placeholder(`zip${n}`),
        state: sql.placeholder(`state${n}`),
        district: sql.placeholder(`district${n}`),
      })),
    )
    .onConflictDoNothing(),
);

/** Puts these rows in the place of all there are. Several processes that start at once may all do it. */
export async function replaceAll(tx: Tx, rows: ZipDistrict[]): Promise<void> {
  await tx.delete(zipDistricts);
  const whole = rows.length - (rows.length % ROWS_PER_STATEMENT);
  for (let at = 0; at < whole; at += ROWS_PER_STATEMENT) {
    const values: Record<string, string | number> = {};
    for (const [n, { zip, state, district }] of rows.slice(at, at + ROWS_PER_STATEMENT).entries()) {
      values[`zip${n}`] = zip;
      values[`state${n}`] = state;
      values[`district${n}`] = district;
    }
    await addSome(tx, values);
  }
  if (whole < rows.length) await tx.insert(zipDistricts).values(rows.slice(whole)).onConflictDoNothing();
}
