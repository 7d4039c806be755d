import type { World } from '../basics/world.ts';
import type { Tx } from '../db/database.ts';
import { cancelMails, listMails, wasTakenBack } from '../mail/mail.ts';
import { counted, moveNumbers } from './counting.ts';
import { readReason, reasonOf } from './mailing.ts';
import * as recipients from './recipients.store.ts';
import * as store from './store.ts';

/** So many are to go out at once, or are taken back by a few statements. */
export const MOST_QUEUED = 500;

/**
 * Takes the mails of an update back that still wait in the outbox: their recipients are listed as before. One that is on
 * its way this very moment is not. A cancelled update has ended once none is left.
 */
export async function takeBack(tx: Tx, world: Pick<World, 'now'>, update: store.Update): Promise<void> {
  let onTheirWay = 0;
  for (let after: string | undefined = ''; after !== undefined; ) {
    const queued: recipients.Recipient[] = await recipients.list(tx, update.id, 'queued', {
      after,
      limit: MOST_QUEUED,
    });
    if (queued.length > 0) await cancelMails(tx, queued.map(reasonOf));
    onTheirWay += queued.length - (await relistTakenBack(tx, world, update, queued));
    after = queued.length < MOST_QUEUED ? undefined : queued.at(-1)?.addressKey;
  }
  if (update.state === 'cancelled' && onTheirWay === 0)
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
