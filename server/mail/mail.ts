import type { World } from '../basics/world.ts';
import type { Db, Tx } from '../db/database.ts';
import type { MailKind, MailKinds } from './kinds.ts';
import * as store from './store.ts';

export interface NewMail<K extends MailKind> {
  kind: K;
  /** Unique: 'invitation:<id>'. Queueing the same reason twice is one mail. */
  reason: string;
  to: { name: string; address: string };
  replyTo?: { name: string; address: string };
  data: MailKinds[K];
  /** True for mail of the example campaign: it can be read in the outbox, and never leaves it. */
  example?: boolean;
}

/** When mail is due that never leaves. */
const NEVER = new Date('9999-12-31T00:00:00Z');

/** Queues a mail in the transaction that gives the reason for it; true if it is a new one. */
export async function queueMail<K extends MailKind>(
  tx: Tx,
  world: Pick<World, 'now' | 'newId'>,
  mail: NewMail<K>,
): Promise<boolean> {
  const [added = false] = await queueMails(tx, world, [mail]);
  return added;
}

/** Queues several mails as `queueMail` does one; tells of each, in their order, if it is a new one. */
export async function queueMails<K extends MailKind>(
  tx: Tx,
  world: Pick<World, 'now' | 'newId'>,
  mails: NewMail<K>[],
): Promise<boolean[]> {
  const now = world.now();
  const rows = mails.map(
    (mail): OutboxRow => ({
      id: world.newId(),
      reason: mail.reason,
      kind: mail.kind,
      toAddress: mail.to.address,
      toName: mail.to.name,
      replyAddress: mail.replyTo?.address ?? null,
      replyName: mail.replyTo?.name ?? null,
      data: { ...mail.data },
      state: 'waiting',
      attempts: 0,
      dueAt: mail.example ? NEVER : now,
      createdAt: now,
      sentAt: null,
      problem: mail.example ? 'the example sends no mail' : null,
    }),
  );
  const added = new Set((await store.addMany(tx, rows)).map(({ id }) => id));
  return rows.map(({ id }) => added.has(id));
}

export type OutboxRow = store.OutboxRow;

/** How many mails there are in each state. */
export const countOutbox = (db: Db) => store.countByState(db);

/** The newest mails of the outbox, at most `limit`. */
export const listOutbox = (db: Db, limit = 50): Promise<OutboxRow[]> => store.listNewest(db, limit);
