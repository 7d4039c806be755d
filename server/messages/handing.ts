/** A message that its writer has confirmed, on its way to what carries it. */
import type { World } from '../basics/world.ts';
import { publishedAddress } from '../carriers/carriers.ts';
import { queueCwc } from '../carriers/cwc/cwc.ts';
import type { Tx } from '../db/database.ts';
import { queueMail } from '../mail/mail.ts';
import type { Writing } from './board.ts';
import type { MessageRow } from './store.ts';

type To = Pick<Writing, 'letter' | 'campaign' | 'legislator'>;

/**
 * Hands a queued message to the carrier of its way, once: false when that carrier had it before. Throws Refused and
 * Invalid where the offices' service cannot take it, which is to be asked before.
 */
export async function hand(
  tx: Tx,
  world: Pick<World, 'now' | 'newId' | 'secret' | 'settings'>,
  row: MessageRow,
  to: To,
): Promise<boolean> {
  const { letter, campaign, legislator } = to;
  if (row.way === 'cwc' && row.details) {
    const { responseWanted, ...details } = row.details;
    return queueCwc(tx, world, {
      ...{ messageId: row.id, legislator, letter, campaign, ask: row.ask, details, responseWanted },
      ...{ email: row.email ?? '', subject: row.subject ?? '' },
      ...{ statement: row.parts?.request ?? '', own: row.parts?.own ?? '' },
    });
  }
  // A reply goes to the writer, and not to this site.
  return queueMail(tx, world, {
    kind: 'message',
    reason: `message:${row.id}`,
    to: { name: legislator.full, address: publishedAddress(legislator) ?? '' },
    replyTo: { name: row.name ?? '', address: row.email ?? '' },
    data: {
      subject: row.subject ?? '',
      text: row.text ?? '',
      name: row.name ?? '',
      place: [row.homeState, row.zip].filter(Boolean).join(' '),
      ...{ sponsor: campaign.sponsor, sponsorAddress: campaign.sponsorAddress },
    },
  });
}
