import type { Tx } from '../db/database.ts';
import { type Repair, replace } from '../tallies/tallies.ts';
import { cellsOf, SUBJECT } from './counting.ts';
import * as store from './store.ts';

/** Counts a letter's signatures again and sets the kept numbers right; gives what was wrong. */
export const recountSignatures = (tx: Tx, letterId: string): Promise<Repair[]> =>
  replace(tx, letterId, SUBJECT, async (counting) => cellsOf(await store.countByPlace(counting, letterId)));
