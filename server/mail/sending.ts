import type { World } from '../basics/world.ts';
import type { Tx } from '../db/database.ts';
import { composeMail } from './compose.ts';
import type { MailKind } from './kinds.ts';
import { isPermanent } from './smtp.ts';
import * as store from './store.ts';

const AT_ONCE = 20;
const MOST_ATTEMPTS = 8;
const CLAIM_MS = 5 * 60_000;

/** What a room does when a mail of its kind went out or was given up, in the same transaction. */
export type Listener = (tx: Tx, mail: { reason: string }, outcome: 'sent' | 'failed') => Promise<void>;
export type Listeners = Partial<Record<MailKind, Listener>>;

/**
 * Sends the mail that is due and gives the number sent. Each mail is claimed in a transaction before it leaves and
 * marked after, so that two processes never send the same one. What was interrupted in between is not sent again,
 * for it may have arrived: it is marked failed and says so. Refused for now: again after a growing pause.
 */
export async function sendDue(world: World, listeners: Listeners = {}): Promise<number> {
  const settle = async (row: store.OutboxRow, outcome: 'sent' | 'failed', problem: string | null) =>
    world.db.transaction(async (tx) => {
      const forgotten = { data: {}, toAddress: '', toName: '', replyAddress: null, replyName: null };
      const sentAt = outcome === 'sent' ? world.now() : null;
      await store.set(tx, row.id, { ...forgotten, state: outcome, sentAt, problem, attempts: row.attempts + 1 });
      await listeners[row.kind as MailKind]?.(tx, row, outcome);
    });

  for (const row of await store.listInterrupted(world.db, world.now(), AT_ONCE))
    await settle(row, 'failed', 'interrupted while it was being sent; it may have arrived');
  if (!world.mailer.ready) return 0;

  const ids = await store.listDue(world.db, world.now(), AT_ONCE);
  const results = await Promise.all(
    ids.map(async (id) => {
      const until = new Date(world.now().getTime() + CLAIM_MS);
      const row = await world.db.transaction((tx) => store.claim(tx, id, until));
      if (!row) return 0;
      try {
        const { subject, text } = await composeMail(row);
        const replyTo = row.replyAddress ? { replyTo: { address: row.replyAddress, name: row.replyName ?? '' } } : {};
        await world.mailer.send({ to: { address: row.toAddress, name: row.toName }, ...replyTo, subject, text });
      } catch (error) {
        // The server's own words can hold the address, so only its codes are noted.
        const { code, responseCode } = error as { code?: string; responseCode?: number };
        world.log.warn({ mail: row.id, kind: row.kind, code, responseCode }, 'a mail was not taken');
        if (isPermanent(error) || row.attempts + 1 >= MOST_ATTEMPTS) {
          await settle(
            row,
            'failed',
            isPermanent(error) ? 'refused by the mail server' : 'given up after several tries',
          );
        } else {
          const dueAt = new Date(world.now().getTime() + 2 ** row.attempts * 60_000);
          await world.db.transaction((tx) =>
            store.set(tx, row.id, { state: 'waiting', dueAt, attempts: row.attempts + 1, problem: 'refused for now' }),
          );
        }
        return 0;
      }
      await settle(row, 'sent', null);
      return 1;
    }),
  );
  return results.reduce<number>((sum, n) => sum + n, 0);
}
