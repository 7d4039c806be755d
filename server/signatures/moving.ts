import type { Tx } from '../db/database.ts';
import { move } from '../tallies/tallies.ts';
import { changesOf, SUBJECT, weeksOf } from './counting.ts';
import { changeMany } from './keeping.store.ts';
import * as store from './store.ts';

/**
 * Changes a signature and the numbers it is counted in, together: the only way to another state. Gives the row as it is
 * then, or null when somebody else has moved it meanwhile.
 */
export async function change(tx: Tx, before: store.Signature, to: store.Fields): Promise<store.Signature | null> {
  const after = await store.change(tx, before, to);
  if (after) {
    const weeks = [...weeksOf(before, -1), ...weeksOf(after, 1)];
    await move(tx, after.letterId, SUBJECT, [...changesOf(before, -1), ...changesOf(after, 1)], weeks);
  }
  return after;
}

/** What is forgotten of a person; where and when they are counted stays. */
export const forgotten = {
  ...{ addressKey: null, nameKey: null, name: null, email: null, organization: null, title: null, website: null },
  ...{ comment: null, address: null, city: null, zip: null, locale: null, words: null, network: null },
  ...{ shownAs: null, firstLast: null, lastFirst: null, updates: false, share: false, removedFrom: null },
} satisfies store.Fields;

const { addressKey: _, nameKey: __, network: ___, ...typed } = forgotten;

/** What was typed of it. The keys stay, so that nobody can use the same name and address for the letter again. */
export const forgottenTyped = typed;

/**
 * Lets many signatures of a letter expire as `change` would let one, by one statement: those of them that are still in
 * `from`. Their keys go too, so their people may sign again.
 */
export async function expireMany(
  tx: Tx,
  letterId: string,
  from: 'pending' | 'held' | 'waiting',
  ids: string[],
  changedAt: Date,
): Promise<void> {
  const to = { ...forgotten, state: 'expired', reason: null, changedAt } as const;
  const expired = await changeMany(tx, ids, from, to);
  const changes = expired.flatMap((after) => [...changesOf({ ...after, state: from }, -1), ...changesOf(after, 1)]);
  await move(tx, letterId, SUBJECT, changes);
}
