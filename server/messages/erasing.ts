/** What is held of a person who wrote, and forgetting it when they ask. */
import type { World } from '../basics/world.ts';
import type { Db, Tx } from '../db/database.ts';
import { cancelMails } from '../mail/mail.ts';
import { move } from '../tallies/tallies.ts';
import { changesOf, SUBJECT } from './counting.ts';
import { personKeysOf } from './persons.ts';
import { MOST_MAILS } from './sending.ts';
import * as store from './store.ts';

/** A message without the hash of its link. */
export type HeldMessage = Omit<store.MessageRow, 'tokenHash'>;

/** The messages of whoever has an address, a few at a time. */
export async function* listHeldMessages(
  world: Pick<World, 'secret'>,
  db: Db,
  email: string,
): AsyncGenerator<HeldMessage[]> {
  const keys = personKeysOf(world, email);
  for (let after = ''; ; ) {
    const rows = await store.listOfPerson(db, keys, after, 100);
    if (rows.length > 0) yield rows.map(({ tokenHash: _, ...row }) => row);
    const last = rows.at(-1);
    if (!last || rows.length < 100) return;
    after = last.id;
  }
}

/** The reasons of the mails that a message may have caused. */
export const mailReasonsOf = ({ id }: Pick<HeldMessage, 'id'>): string[] => [
  `message:${id}`,
  ...Array.from({ length: MOST_MAILS }, (_, n) => `confirm-message:${id}:${n + 1}`),
];

const forgotten = {
  ...{ personKey: null, name: null, email: null, zip: null, subject: null, text: null, tokenHash: null },
} as const;

/**
 * Forgets messages. One that nobody confirmed goes whole; one that waits to be sent is taken back; of one that was sent,
 * what stays is that somebody of a district wrote to a legislator. Gives how many were forgotten, and how many are on
 * their way at this moment and cannot be.
 */
export async function eraseMessages(
  tx: Tx,
  world: Pick<World, 'now'>,
  rows: Pick<HeldMessage, 'id' | 'letterId' | 'state'>[],
): Promise<{ forgotten: number; onTheirWay: number }> {
  let done = 0;
  for (const { id, letterId, state } of rows) {
    const taken = await cancelMails(tx, mailReasonsOf({ id }));
    if (state === 'confirming' || state === 'disowned') done += (await store.remove(tx, id, state)) ? 1 : 0;
    else if (state !== 'queued') done += (await store.change(tx, id, state, forgotten)) ? 1 : 0;
    else if (taken.includes(`message:${id}`)) {
      const failed = await store.change(tx, id, 'queued', { ...forgotten, state: 'failed', changedAt: world.now() });
      if (!failed) continue;
      await move(tx, letterId, SUBJECT, [...changesOf({ ...failed, state: 'queued' }, -1), ...changesOf(failed, 1)]);
      done += 1;
    }
  }
  return { forgotten: done, onTheirWay: rows.length - done };
}
