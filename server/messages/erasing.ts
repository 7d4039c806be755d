/** What is held of a person who wrote, and forgetting it when they ask. */
import type { World } from '../basics/world.ts';
import { cancelCwc } from '../carriers/cwc/cwc.ts';
import type { Db, Tx } from '../db/database.ts';
import { cancelMails } from '../mail/mail.ts';
import { move } from '../tallies/tallies.ts';
import { changesOf, SUBJECT, TAKEN_BACK } from './counting.ts';
import { failedReasonOf } from './ended.ts';
import { erasedKeyOf, personKeysOf } from './persons.ts';
import * as receiptsStore from './receipts.store.ts';
import { MOST_MAILS } from './sending.ts';
import * as store from './store.ts';
import * as writers from './writers.store.ts';

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
  ...(['email', 'cwc'] as const).map((way) => failedReasonOf({ id, way })),
  ...Array.from({ length: MOST_MAILS }, (_, n) => `confirm-message:${id}:${n + 1}`),
];

/** The reason of the mail that asks a writer whether the offices answered. */
export const writerReasonOf = ({ id }: { id: string }): string => `did-they-answer:${id}`;

/** The writers that whoever has an address is, one for each letter. */
export const listHeldWriters = (world: Pick<World, 'secret'>, db: Db, email: string): Promise<writers.WriterRow[]> =>
  writers.listOfPerson(db, personKeysOf(world, email));

const forgotten = {
  ...{ personKey: null, name: null, email: null, zip: null, subject: null, text: null, parts: null, quote: null },
  ...{ details: null, tokenHash: null },
} as const;

/**
 * Forgets messages, and who wrote them where nothing of theirs is left. One that nobody confirmed goes whole; one that
 * waits to be sent is taken back; of one that was sent, what stays is that somebody of a district wrote to a legislator,
 * and what keeps the same person from writing it again.
 * Gives how many were forgotten, and how many are on their way at this moment and cannot be.
 */
export async function eraseMessages(
  tx: Tx,
  world: Pick<World, 'now' | 'secret'>,
  rows: HeldMessage[],
): Promise<{ forgotten: number; onTheirWay: number }> {
  let done = 0;
  for (const row of rows) done += (await eraseMessage(tx, world, row)) ? 1 : 0;
  for (const { letterId, personKey } of rows) if (personKey) await eraseWriter(tx, letterId, personKey);
  return { forgotten: done, onTheirWay: rows.length - done };
}

async function eraseMessage(tx: Tx, world: Pick<World, 'now' | 'secret'>, row: HeldMessage): Promise<boolean> {
  const { id, letterId, state, way, personKey } = row;
  const taken = await cancelMails(tx, mailReasonsOf({ id }));
  if (state === 'confirming' || state === 'disowned') return store.remove(tx, id, state);
  if (state !== 'queued') {
    const wentOut = (state === 'sent' || state === 'failed') && (way === 'email' || way === 'cwc');
    const key = wentOut && personKey ? erasedKeyOf(world, personKey, row) : null;
    return (await store.change(tx, id, state, { ...forgotten, personKey: key })) !== null;
  }
  if (!taken.includes(`message:${id}`) && !(await cancelCwc(tx, id))) return false;
  const ended = { state: 'failed', problem: TAKEN_BACK, changedAt: world.now() } as const;
  const failed = await store.change(tx, id, 'queued', { ...forgotten, ...ended });
  if (!failed) return false;
  const was = { ...failed, state: 'queued', problem: null } as const;
  await move(tx, letterId, SUBJECT, [...changesOf(was, -1), ...changesOf(failed, 1)]);
  return true;
}

/** Forgets whoever has an address as a writer of letters about which no message of theirs is left. */
export async function eraseWriters(tx: Tx, world: Pick<World, 'secret'>, email: string): Promise<void> {
  for (const { letterId, personKey } of await listHeldWriters(world, tx, email))
    if (personKey) await eraseWriter(tx, letterId, personKey);
}

/** Forgets a writer of a letter unless a message of theirs is left. */
async function eraseWriter(tx: Tx, letterId: string, personKey: string): Promise<void> {
  const writer = await writers.findOfPerson(tx, letterId, personKey);
  if (!writer || (await receiptsStore.listOfWriter(tx, letterId, personKey, 1)).length > 0) return;
  await cancelMails(tx, [writerReasonOf(writer)]);
  await writers.remove(tx, writer.id);
}
