/** From a row of the outbox to a mail, and from the mailer's answer to what becomes of the row. */
import { createHash } from 'node:crypto';
import { briefMarked } from '../basics/marks.ts';
import type { Mail, World } from '../basics/world.ts';
import { composeMail, headersOf } from './compose.ts';
import { bodyOf } from './mail.ts';
import { NotTaken } from './refusals.ts';
import type { Outcome } from './settling.ts';
import type { OutboxRow } from './store.ts';

/** With the pauses below, about a day: then a mail is given up. */
const MOST_ATTEMPTS = 30;
const LONGEST_PAUSE_MINUTES = 60;
/** After the mail server broke off, which it may do with any connection, the first pause is short. */
const SHORT_PAUSE_MS = 2000;

/** An address that every mail program can answer to: before the @, ASCII without blanks. */
const reachable = /^[!-~]+@[^\s@]+$/;

/** A row as the mailer takes it. */
export async function mailOf(world: World, row: OutboxRow): Promise<Mail> {
  const body = row.bodyId === null ? null : await bodyOf(world.db, row.bodyId);
  const host = new URL(world.settings.baseUrl).hostname.replace(/[[\]]/g, '');
  const sponsor = row.kind === 'update' ? String(row.data['sponsor']) : '';
  const replyName = row.replyName ?? '';
  const mayReply = row.replyAddress !== null && reachable.test(row.replyAddress);
  return {
    stream: row.stream,
    fromName: sponsor || (replyName ? `${replyName} via Undersigned` : 'Undersigned'),
    to: { address: row.toAddress, name: row.toName },
    ...(mayReply ? { replyTo: { address: row.replyAddress ?? '', name: replyName } } : {}),
    ...(await composeMail(row, body)),
    // The same name for the same mail at each try: a receiver that took it after all knows the second one.
    headers: { 'Message-ID': `<${row.id}@${host}>`, ...headersOf(row, host) },
    bounceToken: briefMarked(world, 'bounce', row.id),
  };
}

/** What becomes of a mail that was not taken. */
export function outcomeOf(world: World, row: OutboxRow, error: unknown): Outcome {
  const refused = error instanceof NotTaken ? error : null;
  const { meaning, matter, noMailbox, problem } = refused ?? {
    ...{ meaning: 'later' as const, matter: 'mail' as const, noMailbox: false },
    problem: 'it could not be made ready',
  };
  const { code, responseCode, name } = error as { code?: string; responseCode?: number; name?: string };
  world.log.warn({ mail: row.id, kind: row.kind, name, code, responseCode, meaning }, 'a mail was not taken');
  if (meaning !== 'later')
    return { row, outcome: meaning === 'unsure' ? 'unsure' : 'failed', problem, matter, noMailbox };
  if (row.attempts + 1 >= MOST_ATTEMPTS)
    return { row, outcome: 'failed', problem: `given up after a day of tries: ${problem}`, matter, noMailbox };
  const minutes = Math.min(2 ** row.attempts, LONGEST_PAUSE_MINUTES);
  const pause = matter === 'server' && row.attempts === 0 ? SHORT_PAUSE_MS : minutes * 60_000 * spread(row);
  return { row, outcome: 'later', problem, matter, dueAt: new Date(world.now().getTime() + pause) };
}

/** Between 0.8 and 1, by the mail's own id: what failed together is not tried again all at once. */
const spread = ({ id, attempts }: OutboxRow): number =>
  0.8 + (createHash('sha256').update(`${id}:${attempts}`).digest().readUInt16BE(0) / 65_536) * 0.2;
