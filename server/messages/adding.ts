/** The first message of a person to a legislator for an ask. */
import type { World } from '../basics/world.ts';
import type { Tx } from '../db/database.ts';
import { erasedKeyOf } from './persons.ts';
import * as store from './store.ts';

/**
 * Adds a message; false when its writer has one already for the letter, the legislator and the ask, and when they had
 * one that went out before they had themselves erased.
 */
export async function addFirst(
  tx: Tx,
  world: Pick<World, 'secret'>,
  row: store.MessageRow & { personKey: string },
): Promise<boolean> {
  if (!(await store.add(tx, row))) return false;
  // Looked for afterwards: an erasure at this very moment lets the row be added only once it is done.
  const personKey = erasedKeyOf(world, row.personKey, row);
  if ((await store.findOfPerson(tx, { ...row, personKey })) === null) return true;
  await store.remove(tx, row.id, row.state);
  return false;
}
