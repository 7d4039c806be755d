import type { World } from '../basics/world.ts';
import type { Tx } from '../db/database.ts';
import { loggable } from '../web/errors.ts';
import type { MailKind } from './kinds.ts';
import { paceOf } from './pace.ts';
import { claimedUntil, LONGEST_WAIT_DAYS, Run } from './run.ts';
import { type Outcome, settle } from './settling.ts';
import * as store from './store.ts';

/** A mail that went out, was given up, or came back after it had gone out. */
export interface EndedMail {
  reason: string;
  /** 'unsure': nobody knows whether it arrived, and it is not sent again. */
  outcome: 'sent' | 'failed' | 'unsure' | 'bounced';
  /** Why, in plain words without an address; null for one that was sent. */
  problem: string | null;
}

/** What a room does when mails of its kind ended, in the same transaction. */
export type Listener = (tx: Tx, mails: EndedMail[]) => Promise<void>;
export type Listeners = Partial<Record<MailKind, Listener>>;

export interface Sending {
  /** When it is aborted no other mail is begun, and those on their way are waited for. */
  stopping?: AbortSignal | undefined;
  /** Told, as it goes, how many were sent. */
  progress?: (sent: number) => void;
}

/**
 * Sends the mail that is due until none is left, and gives the number sent. Mail that somebody waits for goes first.
 * Each is claimed in a transaction before it leaves and marked after, so that two processes never send the same one. What
 * was interrupted in between is not sent again, for it may have arrived: it ends as 'unsure'. Refused for now: again
 * after a growing pause.
 */
export async function sendDue(world: World, listeners: Listeners = {}, sending: Sending = {}): Promise<number> {
  await endInterrupted(world, listeners);
  await dropOverdue(world, listeners);
  return world.mailer.ready ? new Run(world, listeners, sending).send() : 0;
}

const AT_ONCE = 50;
const DAY_MS = 86_400_000;

/** Ends the mails whose sender vanished while sending them: about a minute later, whichever process it was. */
export async function endInterrupted(world: World, listeners: Listeners): Promise<void> {
  const problem = 'interrupted while it was being sent; it may have arrived';
  for (const row of await store.listPast(world.db, 'sending', world.now(), AT_ONCE))
    await end(world, listeners, { row, outcome: 'unsure', problem, matter: 'mail', noMailbox: false });
}

/** Ends the mails that nobody could send for long. */
async function dropOverdue(world: World, listeners: Listeners): Promise<void> {
  const problem = `waited for ${LONGEST_WAIT_DAYS} days`;
  const before = new Date(world.now().getTime() - LONGEST_WAIT_DAYS * DAY_MS);
  for (const row of await store.listPast(world.db, 'waiting', before, AT_ONCE)) {
    const claim = (tx: Tx) => store.claim(tx, [row.id], { until: claimedUntil(world.now()) });
    if ((await world.db.transaction(claim)).length > 0)
      await end(world, listeners, { row, outcome: 'failed', problem, matter: 'mail', noMailbox: false });
  }
}

async function end(world: World, listeners: Listeners, outcome: Outcome): Promise<void> {
  try {
    await world.db.transaction((tx) => settle(tx, world, { listeners, pace: paceOf(world) }, [outcome]));
  } catch (error) {
    const mail = { mail: outcome.row.id, kind: outcome.row.kind };
    world.log.error({ ...mail, error: loggable(error) }, 'what came of a mail was not written');
  }
}
