import { briefMarked } from '../basics/marks.ts';
import type { Mail, World } from '../basics/world.ts';
import type { Tx } from '../db/database.ts';
import { composeMail, headersOf } from './compose.ts';
import type { MailKind } from './kinds.ts';
import { bodyOf, forgotten } from './mail.ts';
import { NotTaken } from './refusals.ts';
import * as store from './store.ts';

const AT_ONCE = 20;
/** With the pauses below, about a day: then a mail is given up. */
const MOST_ATTEMPTS = 30;
const LONGEST_PAUSE_MINUTES = 60;
const CLAIM_MS = 5 * 60_000;
/** Mail that waited so long, because no mail server was set or nothing ran, is old news: it is dropped. */
const LONGEST_WAIT_DAYS = 14;

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

/**
 * Sends the mail that is due, a few at a time, and gives the number sent. Each mail is claimed in a transaction before
 * it leaves and marked after, so that two processes never send the same one. What was interrupted in between is not
 * sent again, for it may have arrived: it is marked failed and says so. Refused for now: again after a growing pause.
 */
export async function sendDue(world: World, listeners: Listeners = {}): Promise<number> {
  for (const row of await store.listInterrupted(world.db, world.now(), AT_ONCE))
    await settle(world, listeners, row, 'failed', 'interrupted while it was being sent; it may have arrived');
  await dropOverdue(world, listeners);
  if (!world.mailer.ready) return 0;
  const ids = await store.listDue(world.db, world.now(), AT_ONCE);
  const sent = await Promise.all(ids.map((id) => sendOne(world, listeners, id)));
  return sent.filter(Boolean).length;
}

async function dropOverdue(world: World, listeners: Listeners): Promise<void> {
  const before = new Date(world.now().getTime() - LONGEST_WAIT_DAYS * 86_400_000);
  for (const row of await store.listOverdue(world.db, before, AT_ONCE))
    if (await world.db.transaction((tx) => store.claim(tx, row.id, world.now())))
      await settle(world, listeners, row, 'failed', `waited for ${LONGEST_WAIT_DAYS} days`);
}

async function sendOne(world: World, listeners: Listeners, id: string): Promise<boolean> {
  const until = new Date(world.now().getTime() + CLAIM_MS);
  const row = await world.db.transaction((tx) => store.claim(tx, id, until));
  if (!row) return false;
  try {
    await world.mailer.send(await mailOf(world, row));
  } catch (error) {
    await notTaken(world, listeners, row, error);
    return false;
  }
  await settle(world, listeners, row, 'sent', null);
  return true;
}

/** A row as the mailer takes it. */
async function mailOf(world: World, row: store.OutboxRow): Promise<Mail> {
  const body = row.bodyId === null ? null : await bodyOf(world.db, row.bodyId);
  const host = new URL(world.settings.baseUrl).hostname.replace(/[[\]]/g, '');
  const sponsor = row.kind === 'update' ? String(row.data['sponsor']) : '';
  return {
    stream: row.stream,
    fromName: sponsor || (row.replyName ? `${row.replyName} via Undersigned` : 'Undersigned'),
    to: { address: row.toAddress, name: row.toName },
    ...(row.replyAddress ? { replyTo: { address: row.replyAddress, name: row.replyName ?? '' } } : {}),
    ...(await composeMail(row, body)),
    // The same name for the same mail at each try: a receiver that took it after all knows the second one.
    headers: { 'Message-ID': `<${row.id}@${host}>`, ...headersOf(row, host) },
    bounceToken: briefMarked(world, 'bounce', row.id),
  };
}

async function notTaken(world: World, listeners: Listeners, row: store.OutboxRow, error: unknown): Promise<void> {
  const meaning = error instanceof NotTaken ? error.meaning : 'later';
  const { code, responseCode } = error as { code?: string; responseCode?: number };
  world.log.warn({ mail: row.id, kind: row.kind, code, responseCode, meaning }, 'a mail was not taken');
  if (meaning === 'never') return settle(world, listeners, row, 'failed', 'refused by the mail server');
  if (meaning === 'unsure')
    return settle(world, listeners, row, 'failed', 'the mail server did not answer; it may have arrived');
  if (row.attempts + 1 >= MOST_ATTEMPTS)
    return settle(world, listeners, row, 'failed', 'given up after a day of tries');
  const minutes = Math.min(2 ** row.attempts, LONGEST_PAUSE_MINUTES);
  const dueAt = new Date(world.now().getTime() + minutes * 60_000);
  const again = { state: 'waiting' as const, dueAt, attempts: row.attempts + 1, problem: 'not taken yet' };
  await world.db.transaction((tx) => store.setClaimed(tx, row.id, again));
}

/** Ends a mail, forgets what it held, and tells the room it came from; unless somebody else has ended it meanwhile. */
async function settle(
  world: World,
  listeners: Listeners,
  row: store.OutboxRow,
  outcome: 'sent' | 'failed',
  problem: string | null,
): Promise<void> {
  const sentAt = outcome === 'sent' ? world.now() : null;
  await world.db.transaction(async (tx) => {
    const change = { ...forgotten, state: outcome, sentAt, problem, attempts: row.attempts + 1 };
    if (await store.setClaimed(tx, row.id, change))
      await listeners[row.kind as MailKind]?.(tx, [{ reason: row.reason, outcome, problem }]);
  });
}
