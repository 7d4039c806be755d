import type { Viewer } from '../basics/viewer.ts';
import type { World } from '../basics/world.ts';
import type { Tx } from '../db/database.ts';
import { note } from './drafting.ts';
import * as store from './store.ts';

/** Names a legislator as one of a letter's leads, last in their order, or no longer; whoever calls has checked the rights. */
export async function changeLead(
  tx: Tx,
  world: Pick<World, 'now' | 'newId'>,
  viewer: Viewer,
  letter: store.Letter,
  key: string,
  lead: boolean,
): Promise<boolean> {
  if (letter.leads.includes(key) === lead) return false;
  const leads = lead ? [...letter.leads, key] : letter.leads.filter((other) => other !== key);
  await store.change(tx, letter.id, letter.state, { leads });
  await note(tx, world, viewer, letter, 'changed', { leads: { from: letter.leads, to: leads } });
  return true;
}
