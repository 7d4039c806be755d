/** Tells protection of the signatures that came in. */
import { domainOf } from '../basics/addresses.ts';
import type { World } from '../basics/world.ts';
import { findFact, moveFact } from '../db/facts.ts';
import { addSpikes } from '../protection/spikes.ts';
import * as store from './store.ts';

const FACT = 'spikes watched up to';
const AT_ONCE = 500;
/** A signature gets its id a moment before it is on the disk: one that is younger may yet be preceded by another. */
const SETTLED_MS = 10_000;

/**
 * Looks for unusual rushes among the signatures that came in since the last time; how far it has come is kept in the
 * database, so that of several processes only one counts each. The first time it begins with what is to come.
 */
export async function watchSpikes(world: World, stopping?: AbortSignal): Promise<void> {
  if (!world.settings.signingProtection) return;
  const settled = new Date(world.now().getTime() - SETTLED_MS);
  let from = await findFact(world.db, FACT);
  while (!stopping?.aborted) {
    const rows = from === null ? [] : await store.listArrived(world.db, from, settled, AT_ONCE);
    const to = from === null ? await store.newestId(world.db) : rows.at(-1)?.id;
    if (to === undefined) return;
    const mine = await world.db.transaction(async (tx) => {
      if (!(await moveFact(tx, FACT, from, to))) return false;
      await addSpikes(
        tx,
        world,
        rows.map(({ letterId, createdAt, network, email, homeState, homeDistrict }) => ({
          ...{ letterId, at: createdAt, network },
          domain: email === null ? null : domainOf(email),
          district: homeState && homeDistrict !== null ? `${homeState}-${homeDistrict}` : null,
        })),
      );
      return true;
    });
    if (!mine || rows.length < AT_ONCE) return;
    from = to;
  }
}
