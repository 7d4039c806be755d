import type { World } from '../basics/world.ts';
import type { RecipientState } from '../db/tables.ts';
import type { EndedMail, Listener } from '../mail/sending.ts';
import { counted, moveNumbers } from './counting.ts';
import { readReason } from './mailing.ts';
import * as recipients from './recipients.store.ts';
import * as store from './store.ts';

/** What an outcome makes of a recipient, and what the recipient may be before. A bounce comes when all seemed well. */
const ways: Record<EndedMail['outcome'], { to: RecipientState; from: RecipientState[] }> = {
  sent: { to: 'sent', from: ['queued'] },
  failed: { to: 'failed', from: ['queued'] },
  unsure: { to: 'unsure', from: ['queued'] },
  bounced: { to: 'returned', from: ['sent', 'unsure', 'queued'] },
};

/** What the outbox says of a mail that it did not let go, because its receiver left meanwhile. */
const SUPPRESSED = 'suppressed';

const wayOf = ({
  outcome,
  problem,
}: EndedMail): { to: RecipientState; from: RecipientState[]; problem: string | null } =>
  outcome === 'failed' && problem === SUPPRESSED
    ? { to: 'suppressed', from: ['queued'], problem: 'left while the mail waited' }
    : { ...ways[outcome], problem };

/** Notes what became of the mails of updates; many at once cost a few statements. */
export const updateMailed =
  (world: Pick<World, 'now'>): Listener =>
  async (tx, mails) => {
    // By update, what became of them and why: each such group is one statement.
    const groups = new Map<string, { updateId: string; mail: EndedMail; keys: string[] }>();
    for (const mail of mails) {
      const read = readReason(mail.reason);
      if (!read) continue;
      const name = [read.updateId, mail.outcome, mail.problem ?? ''].join('\n');
      const group = groups.get(name) ?? { updateId: read.updateId, mail, keys: [] };
      group.keys.push(read.addressKey);
      groups.set(name, group);
    }
    const at = world.now();
    for (const updateId of [...new Set([...groups.values()].map((group) => group.updateId))].sort()) {
      const update = await store.find(tx, updateId);
      if (!update) continue;
      const changes = [];
      for (const { mail, keys } of [...groups.values()].filter((group) => group.updateId === updateId)) {
        const { to, from, problem } = wayOf(mail);
        for (const before of from) {
          const moved = await recipients.move(tx, updateId, keys, before, { state: to, problem, at });
          changes.push(counted(update, before, -moved.length), counted(update, to, moved.length));
        }
      }
      await moveNumbers(tx, update, changes);
    }
  };
