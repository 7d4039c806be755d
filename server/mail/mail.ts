import { addressKeyOf, domainOf } from '../basics/addresses.ts';
import type { World } from '../basics/world.ts';
import type { Db, Tx } from '../db/database.ts';
import type { Body } from './compose.ts';
import { type MailKind, type MailKinds, streamOf } from './kinds.ts';
import { forgetDomains } from './pace.ts';
import * as store from './store.ts';

export interface NewMail<K extends MailKind> {
  kind: K;
  /** Unique: 'invitation:<id>'. Queueing the same reason twice is one mail. */
  reason: string;
  to: { name: string; address: string };
  replyTo?: { name: string; address: string };
  data: MailKinds[K];
  /** The text that it shares with many others, from `addBody`. */
  body?: string;
  /** True for mail of the example campaign: it can be read in the outbox, and never leaves it. */
  example?: boolean;
}

/** Queues a mail in the transaction that gives the reason for it; true if it is a new one. */
export async function queueMail<K extends MailKind>(
  tx: Tx,
  world: Pick<World, 'now' | 'newId' | 'secret'>,
  mail: NewMail<K>,
): Promise<boolean> {
  const [added = false] = await queueMails(tx, world, [mail]);
  return added;
}

/** Queues several mails as `queueMail` does one; tells of each, in their order, if it is a new one. */
export async function queueMails<K extends MailKind>(
  tx: Tx,
  world: Pick<World, 'now' | 'newId' | 'secret'>,
  mails: NewMail<K>[],
): Promise<boolean[]> {
  const now = world.now();
  const rows = mails.map(
    (mail): OutboxRow => ({
      id: world.newId(),
      reason: mail.reason,
      kind: mail.kind,
      stream: streamOf(mail.kind),
      bodyId: mail.body ?? null,
      addressKey: addressKeyOf(world, mail.to.address),
      domain: domainOf(mail.to.address),
      toAddress: mail.to.address,
      toName: mail.to.name,
      replyAddress: mail.replyTo?.address ?? null,
      replyName: mail.replyTo?.name ?? null,
      data: { ...mail.data },
      state: 'waiting',
      attempts: 0,
      dueAt: mail.example ? store.NEVER : now,
      createdAt: now,
      sentAt: null,
      problem: mail.example ? 'the example sends no mail' : null,
    }),
  );
  const added = new Set((await store.addMany(tx, rows)).map(({ id }) => id));
  return rows.map(({ id }) => added.has(id));
}

export type OutboxRow = store.OutboxRow;

/** So many mails to many wait at most, with all that a resting domain or a full mailbox puts off. */
const MOST_WAITING = 2000;
/** What a mail server broke off is tried again as soon as this. */
const SOON_MS = 10_000;
/** Mail of the example waits for ever, and takes no room. */
const LATEST_MS = 30 * 86_400_000;

/**
 * How many mails may be queued that nobody waits for, such as reminders: 0 while so many wait to be sent. The mail of
 * whoever has just signed then never stands behind thousands of others. Those for later, because their domain rests,
 * keep others from going out only when there are very many.
 */
export async function roomForMore({ db, now }: Pick<World, 'db' | 'now'>, most = 200): Promise<number> {
  const waiting = (forMs: number, limit: number) =>
    store.countWaiting(db, { stream: 'updates', until: new Date(now().getTime() + forMs), limit });
  return Math.min(most - (await waiting(SOON_MS, most)), MOST_WAITING - (await waiting(LATEST_MS, MOST_WAITING)));
}

const AT_ONCE = 200;

/**
 * Forgets that mails were sent, or given up, long ago: their reasons hold keyed hashes of addresses. In small
 * transactions.
 */
export async function forgetOldMails(world: Pick<World, 'db' | 'now' | 'settings'>): Promise<void> {
  const before = new Date(world.now().getTime() - world.settings.keepAddressDays * 86_400_000);
  for (const state of ['sent', 'failed', 'unsure'] as const)
    while ((await world.db.transaction((tx) => store.deleteEnded(tx, state, before, AT_ONCE))) === AT_ONCE);
  await world.db.transaction((tx) => forgetDomains(tx, before));
}

/** Mails by their reasons, whatever their state; unknown reasons are left out. */
export const listMails = (db: Db, reasons: string[]): Promise<OutboxRow[]> => store.listByReasons(db, reasons);

/** Keeps a text that many mails share, and gives its id. */
export async function addBody(
  tx: Tx,
  world: Pick<World, 'now' | 'newId'>,
  body: { subject: string; text: string; html: string },
): Promise<string> {
  const id = world.newId();
  await store.addBody(tx, { id, ...body, createdAt: world.now() });
  return id;
}

/** A text that mails share. It never changes, so the last ones are remembered. */
export async function bodyOf(db: Db, id: string): Promise<Body> {
  const known = bodies.get(db) ?? new Map<string, Body>();
  bodies.set(db, known);
  const before = known.get(id);
  if (before) return before;
  const found = await store.findBody(db, id);
  if (!found) throw new Error(`The mail body ${id} is not there.`);
  if (known.size >= MOST_BODIES) known.clear();
  known.set(id, found);
  return found;
}

const bodies = new WeakMap<object, Map<string, Body>>();
const MOST_BODIES = 50;

const TAKEN_BACK = 'taken back before it was sent';

/** Takes mails back that still wait, and forgets what they held. Gives the reasons of those that will not go out. */
export const cancelMails = (tx: Tx, reasons: string[]): Promise<string[]> =>
  store.endWaiting(tx, reasons, { ...store.forgotten, state: 'failed', problem: TAKEN_BACK });

/** Whether a mail was taken back, by whomever. */
export const wasTakenBack = ({ state, problem }: Pick<OutboxRow, 'state' | 'problem'>): boolean =>
  state === 'failed' && problem === TAKEN_BACK;

/**
 * Takes back the updates that wait for an address: of whatever letter, for the room that wrote them looks again at who
 * wants them. Some hundreds wait at most, so no index of addresses is needed.
 */
export async function cancelUpdatesTo(tx: Tx, addressKey: string): Promise<void> {
  const reasons = await store.listWaitingTo(tx, 'update', addressKey);
  if (reasons.length > 0) await cancelMails(tx, reasons);
}

/** The newest mails of the outbox, at most `limit`. */
export const listOutbox = (db: Db, limit = 50): Promise<OutboxRow[]> => store.listNewest(db, limit);
