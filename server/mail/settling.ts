/** What became of a mail is written here, and told to the room that it came from, in one transaction. */
import type { World } from '../basics/world.ts';
import type { Tx } from '../db/database.ts';
import type { MailKind } from './kinds.ts';
import type { Pace } from './pace.ts';
import type { Matter } from './refusals.ts';
import type { EndedMail, Listeners } from './sending.ts';
import * as store from './store.ts';
import { suppress } from './suppressing.ts';

/** What came of a try to send a mail that was claimed. */
export type Outcome = { row: store.OutboxRow } & (
  | { outcome: 'sent' }
  | { outcome: 'failed' | 'unsure'; problem: string; matter: Matter; noMailbox: boolean }
  | { outcome: 'later'; problem: string; matter: Matter; dueAt: Date }
);

/**
 * Writes what came of mails that were being sent: those that ended are forgotten but for their reason, and their rooms
 * are told; what somebody else has ended meanwhile is left as it is.
 */
export async function settle(
  tx: Tx,
  world: World,
  { listeners, pace }: { listeners: Listeners; pace: Pace },
  outcomes: Outcome[],
): Promise<void> {
  const now = world.now();
  const sent = outcomes.filter((one) => one.outcome === 'sent').map(({ row }) => row);
  const marked = new Set((await store.markSent(tx, sent.map(({ id }) => id).sort(), { now })).map(({ id }) => id));
  const ended = new Map<string, EndedMail[]>();
  const tell = (kind: string, mail: EndedMail) => ended.set(kind, [...(ended.get(kind) ?? []), mail]);
  for (const { id, kind, reason } of sent) if (marked.has(id)) tell(kind, { reason, outcome: 'sent', problem: null });
  if (sent.length > 0)
    await pace.succeeded(
      tx,
      sent.map(({ domain }) => domain),
    );

  for (const one of outcomes) {
    if (one.outcome === 'sent') continue;
    const { row, outcome, problem } = one;
    if (one.matter !== 'mail') await pace.failed(tx, one.matter, row.domain, now, problem);
    const attempts = row.attempts + 1;
    if (outcome === 'later') {
      await store.setClaimed(tx, row.id, { state: 'waiting', dueAt: one.dueAt, attempts, problem });
      continue;
    }
    if (!(await store.setClaimed(tx, row.id, { ...store.forgotten, state: outcome, problem, attempts, dueAt: now })))
      continue;
    tell(row.kind, { reason: row.reason, outcome, problem });
    if (one.noMailbox && row.kind === 'update')
      await suppress(tx, world, { addressKey: row.addressKey, campaignId: null, why: 'bounced' });
  }
  for (const [kind, mails] of ended) await listeners[kind as MailKind]?.(tx, mails);
}
