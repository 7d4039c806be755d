import { setImmediate } from 'node:timers/promises';
import type { World } from '../basics/world.ts';
import type { Db, Tx } from '../db/database.ts';
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

/** An update that lists an address. */
export interface HeldUpdate {
  letterId: string;
  subject: string;
  state: RecipientState;
  at: Date;
}

/** The updates of some letters that list an address, for its owner. */
export async function listHeldUpdates(db: Db, letterIds: string[], addressKey: string): Promise<HeldUpdate[]> {
  if (letterIds.length === 0) return [];
  const rows = await recipients.listOfAddress(db, letterIds, addressKey);
  return rows.map(({ recipient: { state, at }, ...row }) => ({ ...row, state, at }));
}

/** Forgets that updates of some letters list an address, but for a mail that is on its way; the numbers stay. */
export async function eraseHeldUpdates(tx: Tx, letterIds: string[], addressKey: string): Promise<void> {
  if (letterIds.length === 0) return;
  for (const { recipient } of await recipients.listOfAddress(tx, letterIds, addressKey))
    if (recipient.state !== 'queued') await recipients.rename(tx, recipient, `${GONE}${recipient.signatureId}`);
}
