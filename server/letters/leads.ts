import { Invalid } from '../basics/errors.ts';
import type { Viewer } from '../basics/viewer.ts';
import type { World } from '../basics/world.ts';
import type { Tx } from '../db/database.ts';
import { note } from './drafting.ts';
import { MOST_LEADS } from './shape.ts';
import * as store from './store.ts';

/**
 * Names a legislator as one of a letter's leads, last in their order, or no longer; whoever calls has checked the
 * rights. Throws Invalid for one too many.
 */
export async function changeLead(
  tx: Tx,
  world: Pick<World, 'now' | 'newId'>,
  viewer: Viewer,
  letter: store.Letter,
  key: string,
  lead: boolean,
): Promise<boolean> {
  // As it is now, and held: two changes at once would each write the list without the other's name.
  const { state, leads: before } = await store.hold(tx, letter.id);
  if (before.includes(key) === lead) return false;
  if (lead && before.length >= MOST_LEADS)
    throw new Invalid([{ path: 'lead', message: `At most ${MOST_LEADS} leads.` }]);
  const leads = lead ? [...before, key] : before.filter((other) => other !== key);
  await store.change(tx, letter.id, state, { leads });
  await note(tx, world, viewer, letter, 'changed', { leads: { from: before, to: leads } });
  return true;
}
