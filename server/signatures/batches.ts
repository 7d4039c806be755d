/** Whole signatures for those who run a letter, many at a time and without holding anybody up. */
import type { Db } from '../db/database.ts';
import type { SignatureState } from '../db/tables.ts';
import { exportColumns, findNewest, listPage, type Place } from './batches.store.ts';

export { type ExportColumn, exportColumns } from './batches.store.ts';

/** Every state, those that count first. */
export const allStates: readonly SignatureState[] = [
  ...(['confirmed', 'waiting', 'pending', 'held'] as const),
  ...(['withdrawn', 'disowned', 'removed', 'expired'] as const),
];

/** Rows of a batch: few enough that making their text holds up nobody for more than some milliseconds. */
const BATCH = 500;

/**
 * A letter's signatures in these states, one state after the other, each oldest first and up to the newest at the
 * start. Each is a list of values in the order of `exportColumns`, with its id at the end: a million of them would take
 * a quarter longer as objects. No transaction stays open, so one that changes its state meanwhile is listed where it is
 * when its turn comes.
 */
export async function* listSignaturesInBatches(
  db: Db,
  letterId: string,
  states: readonly SignatureState[],
): AsyncGenerator<unknown[][]> {
  const ends = await Promise.all(states.map((state) => findNewest(db, letterId, state)));
  for (const [n, state] of states.entries()) {
    const end = ends[n];
    if (!end) continue;
    let after: Place = { createdAt: new Date(0), id: '' };
    for (;;) {
      const rows = await listPage(db, letterId, state, after, end, BATCH);
      const last = rows.at(-1);
      if (!last) break;
      // The rows belong to whoever takes them, who may change them.
      after = { createdAt: last[0] as Date, id: last[exportColumns.length] as string };
      yield rows;
      if (rows.length < BATCH) break;
    }
  }
}
