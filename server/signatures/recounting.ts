import type { Tx } from '../db/database.ts';
import { ASIDE, type Repair, replace } from '../tallies/tallies.ts';
import { cellsOf, SUBJECT, weekCellsOf } from './counting.ts';
import * as store from './store.ts';

/** Counts a letter's signatures again and sets the kept numbers right; gives what was wrong. */
export async function recountSignatures(tx: Tx, letterId: string): Promise<Repair[]> {
  const repairs = await replace(tx, letterId, SUBJECT, async (counting) =>
    cellsOf(await store.countByPlace(counting, letterId)),
  );
  const weeks = await replace(tx, letterId, ASIDE, async (counting) =>
    weekCellsOf(await store.countByPlace(counting, letterId)),
  );
  return [...repairs, ...weeks];
}
