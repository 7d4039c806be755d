/** What a delivery that has ended means for its message, in the transaction that ends it. */
import type { World } from '../basics/world.ts';
import { findCampaignById } from '../campaigns/campaigns.ts';
import type { Tx } from '../db/database.ts';
import { listByKeys } from '../legislators/legislators.ts';
import { findLetterById } from '../letters/letters.ts';
import { queueMail } from '../mail/mail.ts';
import type { EndedMail, Listener } from '../mail/sending.ts';
import { move } from '../tallies/tallies.ts';
import { addressed } from '../variants/variants.ts';
import { changesOf, SUBJECT } from './counting.ts';
import * as store from './store.ts';
import * as writers from './writers.store.ts';
import { addWriter, receiptsUrl } from './writers.ts';

/** How long after the first message that went out its writer is asked whether the offices answered. */
export const ASK_DAYS = 14;

const DAY_MS = 86_400_000;

type Part = Pick<World, 'now' | 'newId' | 'secret' | 'settings'>;

/** How a delivery ended, and why in words for the writer. */
interface Ended extends Pick<EndedMail, 'outcome' | 'problem'> {
  messageId: string;
}

/** Marks messages as sent or failed when their mails have ended or come back. */
export const messageMailed =
  (world: Part): Listener =>
  async (tx, mails) => {
    for (const { reason, outcome, problem } of mails)
      await end(tx, world, { messageId: reason.replace(/^message:/, ''), outcome, problem });
  };

/** The same for a message that another carrier took to the office. */
export const messageCarried =
  (world: Part) =>
  (tx: Tx, ended: { messageId: string; outcome: 'sent' | 'failed'; problem: string | null }): Promise<void> =>
    end(tx, world, ended);

/**
 * Moves a message from 'queued' to 'sent' or 'failed', and one that came back from 'sent' to 'failed'; what the delivery
 * alone needed is forgotten. Its writer is told of a failure once, by mail. In any other state nothing happens.
 */
async function end(tx: Tx, world: Part, { messageId, outcome, problem }: Ended): Promise<void> {
  const now = world.now();
  const before = outcome === 'bounced' ? 'sent' : 'queued';
  const state = outcome === 'sent' ? 'sent' : 'failed';
  const row = await store.change(tx, messageId, before, { state, problem, details: null, changedAt: now });
  if (!row) return;
  const was = { ...row, state: before, problem: null } as const;
  await move(tx, row.letterId, SUBJECT, [...changesOf(was, -1), ...changesOf(row, 1)]);
  if (state === 'failed') return tell(tx, world, row);
  if (row.personKey)
    await writers.askLater(tx, row.letterId, row.personKey, new Date(now.getTime() + ASK_DAYS * DAY_MS));
}

/** Where the address is no longer known, nobody can be told. */
async function tell(tx: Tx, world: Part, row: store.MessageRow): Promise<void> {
  if (!row.email) return;
  const letter = await findLetterById(tx, row.letterId);
  const campaign = letter && (await findCampaignById(tx, letter.campaignId));
  const [legislator] = await listByKeys(tx, [row.legislator]);
  if (!campaign || !legislator) return;
  const token = await addWriter(tx, world, { letterId: row.letterId, email: row.email });
  const { sponsor, sponsorAddress, sponsorContact } = campaign;
  await queueMail(tx, world, {
    kind: 'message-failed',
    reason: failedReasonOf(row),
    to: { name: row.name ?? '', address: row.email },
    data: {
      letter: letter.title,
      link: `${world.settings.baseUrl}${receiptsUrl(token)}`,
      legislator: addressed(legislator),
      problem: row.problem ?? '',
      ...{ sponsor, sponsorAddress, sponsorContact },
    },
  });
}

/** The reason of the mail that tells of a failure: a message that failed on one way may go on another. */
export const failedReasonOf = ({ id, way }: Pick<store.MessageRow, 'id' | 'way'>): string =>
  `message-failed:${id}:${way}`;
