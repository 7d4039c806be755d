import { and, eq, gt, inArray, isNull, lte, or } from 'drizzle-orm';
import type { Db, Tx } from '../db/database.ts';
import { bodies, legislators, terms } from '../db/tables.ts';
import type { BodyRow, LegislatorRow } from './store.ts';

/** Adds a person, and leaves one who is there; false then. */
export const addIfNew = async (tx: Tx, row: LegislatorRow): Promise<boolean> =>
  (await tx.insert(legislators).values(row).onConflictDoNothing().returning()).length > 0;

/** Adds a body, and leaves one that is there. */
export async function addBodyIfNew(tx: Tx, row: BodyRow): Promise<void> {
  await tx.insert(bodies).values(row).onConflictDoNothing();
}

/** Everybody with a term in a body that touches the days between, and those known there of whom no term is known. */
export function listOfBody(db: Db, body: string, from: string, to: string): Promise<LegislatorRow[]> {
  const sat = db
    .select({ key: terms.legislator })
    .from(terms)
    .where(and(eq(terms.body, body), lte(terms.start, to), or(isNull(terms.end), gt(terms.end, from))));
  return db
    .select()
    .from(legislators)
    .where(or(inArray(legislators.key, sat), and(eq(legislators.body, body), eq(legislators.termStart, ''))));
}
