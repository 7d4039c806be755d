import type { World } from '../basics/world.ts';
import type { Tx } from '../db/database.ts';
import { cancelMails, listMails, wasTakenBack } from '../mail/mail.ts';
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
  if (queued.length > 0) await cancelMails(tx, queued.map(reasonOf));
  const back = await relistTakenBack(tx, world, update, queued);
  if (update.state === 'cancelled' && back === queued.length && queued.length < MOST_QUEUED)
    await store.change(tx, update.id, ['cancelled'], { endedAt: world.now() });
}

/**
 * Lists those recipients again whose mail was taken back: by a pause, or because somebody of that address left. Whether
 * they still want it is looked at when their turn comes. Gives how many.
 */
export async function relistTakenBack(
  tx: Tx,
  world: Pick<World, 'now'>,
  update: store.Update,
  queued: recipients.Recipient[],
): Promise<number> {
  const mails = queued.length > 0 ? await listMails(tx, queued.map(reasonOf)) : [];
  const keys = mails.filter(wasTakenBack).flatMap(({ reason }) => readReason(reason)?.addressKey ?? []);
  const back = await recipients.relist(tx, update.id, keys, world.now());
  await moveNumbers(tx, update, [counted(update, 'queued', -back), counted(update, 'listed', back)]);
  return back;
}
