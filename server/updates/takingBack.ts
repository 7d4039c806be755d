import type { World } from '../basics/world.ts';
import type { Tx } from '../db/database.ts';
import { cancelMails } from '../mail/mail.ts';
import { counted, moveNumbers } from './counting.ts';
import { readReason, reasonOf } from './mailing.ts';
import * as recipients from './recipients.store.ts';
import * as store from './store.ts';

/** More wait in the outbox at no time. */
export const MOST_QUEUED = 500;

/**
 * Takes the mails of an update back that still wait in the outbox: their recipients are listed as before. One that is on
 * its way this very moment is not. A cancelled update has ended once none is left.
 */
export async function takeBack(tx: Tx, world: Pick<World, 'now'>, update: store.Update): Promise<void> {
  const queued = await recipients.list(tx, update.id, 'queued', { limit: MOST_QUEUED });
  const reasons = queued.length > 0 ? await cancelMails(tx, queued.map(reasonOf)) : [];
  const keys = reasons.flatMap((reason) => readReason(reason)?.addressKey ?? []);
  const back = await recipients.relist(tx, update.id, keys, world.now());
  await moveNumbers(tx, update, [counted(update, 'queued', -back), counted(update, 'listed', back)]);
  if (update.state === 'cancelled' && back === queued.length && queued.length < MOST_QUEUED)
    await store.change(tx, update.id, ['cancelled'], { endedAt: world.now() });
}
