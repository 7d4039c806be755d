import { setImmediate } from 'node:timers/promises';
import type { World } from '../basics/world.ts';
import { findFact, setFact } from '../db/facts.ts';
import type { RecipientState } from '../db/tables.ts';
import * as recipients from './recipients.store.ts';
import * as store from './store.ts';

const AT_ONCE = 100;
const GONE = 'gone:';

const states: RecipientState[] = ['listed', 'sent', 'failed', 'returned', 'unsure', 'suppressed', 'skipped'];

/**
 * Forgets the keyed hashes of the addresses that got an update long ago; the numbers stay what they were. In small
 * transactions, and once for each update.
 */
export async function forgetRecipients(
  world: Pick<World, 'db' | 'now' | 'settings'>,
  stopping?: AbortSignal,
): Promise<void> {
  const before = new Date(world.now().getTime() - world.settings.keepAddressDays * 86_400_000);
  for (const { id } of await store.listEnded(world.db, before)) {
    const name = `recipients forgotten: ${id}`;
    if ((await findFact(world.db, name)) !== null) continue;
    for (const state of states)
      for (let after = ''; !stopping?.aborted; await setImmediate()) {
        const rows = await recipients.list(world.db, id, state, { after, limit: AT_ONCE });
        await world.db.transaction(async (tx) => {
          for (const row of rows)
            if (!row.addressKey.startsWith(GONE)) await recipients.rename(tx, row, `${GONE}${row.signatureId}`);
        });
        after = rows.at(-1)?.addressKey ?? '';
        if (rows.length < AT_ONCE) break;
      }
    if (stopping?.aborted) return;
    await world.db.transaction((tx) => setFact(tx, name, before.toISOString()));
  }
}
