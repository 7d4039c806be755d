/** The signers of a letter who asked for news of it by e-mail. */
import type { World } from '../basics/world.ts';
import type { Db, Tx } from '../db/database.ts';
import { findLetterById, type Letter } from '../letters/letters.ts';
import { cancelUpdatesTo } from '../mail/mail.ts';
import { unsuppress } from '../mail/suppressing.ts';
import { forgottenAddress, isLongClosed } from './keeping.ts';
import { change } from './moving.ts';
import * as store from './store.ts';
import { listAfter, listByAddresses, type Subscriber, takeBack } from './subscribers.store.ts';

export type { Subscriber };

/**
 * Confirmed signers of a letter who asked for news and whose address is known, in the order in which they confirmed,
 * from the one after `after`. An address is there once for each name that signed with it.
 */
export const listSubscribers = (
  db: Db,
  letterId: string,
  after: { confirmedAt: Date; id: string } | null,
  limit: number,
): Promise<Subscriber[]> =>
  listAfter(db, { letterId, at: after?.confirmedAt ?? new Date(0), id: after?.id ?? '', limit });

/** Those of some addresses who still want news of a letter, the first to confirm of each address first. */
export async function findSubscribers(db: Db, letterId: string, addressKeys: string[]): Promise<Subscriber[]> {
  if (addressKeys.length === 0) return [];
  const rows = (await listByAddresses(db, addressKeys)).filter((row) => row.letterId === letterId);
  const time = (row: Subscriber) => row.confirmedAt?.getTime() ?? 0;
  return rows.sort((a, b) => time(a) - time(b) || (a.id < b.id ? -1 : 1));
}

/**
 * Takes back the wish for news that was given with an address on these letters. What was kept of a long closed letter's
 * signer for that alone is forgotten with it. Gives how many signatures had it; twice is once.
 */
export async function stopUpdates(
  tx: Tx,
  world: Pick<World, 'db' | 'now' | 'settings'>,
  letterIds: string[],
  addressKey: string,
): Promise<number> {
  if (letterIds.length === 0 || !addressKey) return 0;
  const ids = await takeBack(tx, letterIds, addressKey, world.now());
  for (const row of ids.length > 0 ? await store.listByIds(tx, ids) : []) {
    const letter = await findLetterById(tx, row.letterId);
    if (letter && !row.share && isLongClosed(world, letter)) await change(tx, row, forgottenAddress);
  }
  if (ids.length > 0) await cancelUpdatesTo(tx, addressKey);
  return ids.length;
}

/**
 * Gives back the wish for news that was given with an address on these letters, at its owner's word: on confirmed
 * signatures whose address is known. Gives how many have it now.
 */
export async function resumeUpdates(
  tx: Tx,
  world: Pick<World, 'now'>,
  letterIds: string[],
  addressKey: string,
): Promise<number> {
  let count = 0;
  for (const letterId of letterIds)
    for (const row of await store.listOfAddress(tx, letterId, addressKey)) {
      if (row.state !== 'confirmed' || row.email === null) continue;
      if (row.updates || (await change(tx, row, { updates: true, changedAt: world.now() }))) count += 1;
    }
  return count;
}

/** Whoever asks for news again is on the campaign's list again. */
export async function takeBackUnsubscribing(
  tx: Tx,
  { addressKey }: Pick<Subscriber, 'addressKey'>,
  { campaignId }: Pick<Letter, 'campaignId'>,
): Promise<void> {
  if (addressKey) await unsuppress(tx, { addressKey, campaignId, why: 'unsubscribed' });
}
