/** Taking names away and putting them back, many at once, with the numbers they are counted in. */
import type { World } from '../basics/world.ts';
import type { Tx } from '../db/database.ts';
import { move } from '../tallies/tallies.ts';
import { changesOf, SUBJECT, weeksOf } from './counting.ts';
import { changeMany } from './keeping.store.ts';
import { change } from './moving.ts';
import { shownOf, unshown } from './names.ts';
import type { Signature } from './store.ts';

/** The states that a signature can be removed from: in the others it is gone already. */
export const removable = ['held', 'pending', 'waiting', 'confirmed'] as const;
const isRemovable = ({ state }: Signature) => (removable as readonly string[]).includes(state);

/** Removes those of these held rows that can be; gives them as they were. */
export async function removeMany(
  tx: Tx,
  { now }: Pick<World, 'now'>,
  rows: Signature[],
  { reason, removalId = null }: { reason: string; removalId?: string | null },
): Promise<Signature[]> {
  const alike = Map.groupBy(rows.filter(isRemovable), ({ state, reason: why, shownAs }) =>
    JSON.stringify({ state, reason: why, shown: shownAs !== null }),
  );
  const removed: Signature[] = [];
  const changes = [];
  const weeks = [];
  for (const [was, group] of alike) {
    const removedFrom = JSON.parse(was) as NonNullable<Signature['removedFrom']>;
    const ids = group.map(({ id }) => id);
    const to = { state: 'removed' as const, reason, removalId, removedFrom, changedAt: now(), ...unshown };
    const after = new Map((await changeMany(tx, ids, removedFrom.state, to)).map((row) => [row.id, row]));
    for (const before of group) {
      const gone = after.get(before.id);
      if (!gone) continue;
      removed.push(before);
      changes.push(...changesOf(before, -1), ...changesOf(gone, 1));
      weeks.push(...weeksOf(before, -1));
    }
  }
  const [first] = rows;
  if (first) await move(tx, first.letterId, SUBJECT, changes, weeks);
  return removed;
}

/**
 * Puts these held rows back to what they were, and shows what was shown. A signature that was forgotten meanwhile, or
 * that is not removed any more, is left alone. Gives those that were put back, as they were.
 */
export async function putBackMany(tx: Tx, { now }: Pick<World, 'now'>, rows: Signature[]): Promise<Signature[]> {
  const back: Signature[] = [];
  for (const row of rows) {
    const { state, removedFrom: was } = row;
    if (state !== 'removed' || !was) continue;
    const shown = was.shown ? shownOf(row) : unshown;
    const to = { state: was.state, reason: was.reason, removalId: null, removedFrom: null, changedAt: now(), ...shown };
    if (await change(tx, row, to)) back.push(row);
  }
  return back;
}
