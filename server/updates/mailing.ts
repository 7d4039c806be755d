/** What an update says, and the mail of it to one reader. */
import type { World } from '../basics/world.ts';
import type { Campaign } from '../campaigns/campaigns.ts';
import { plainTextOf } from '../documents/documents.ts';
import { type Letter, renderMarkdown } from '../letters/letters.ts';
import type { NewMail } from '../mail/mail.ts';
import { ownLink, type Subscriber } from '../signatures/signatures.ts';
import type { Recipient } from './recipients.store.ts';
import type { Update } from './store.ts';
import { unsubscribeUrl } from './unsubscribing.ts';

/** The text that every reader of an update gets, twice: as plain words and as HTML. */
export const bodyOf = ({ subject, text }: Pick<Update, 'subject' | 'text'>) => ({
  subject,
  text: plainTextOf(text),
  html: renderMarkdown(text),
});

/** Whom a mail is for, and what it is about. */
interface To {
  letter: Letter;
  campaign: Campaign;
  body: string;
  reason: string;
  address: string;
  addressKey: string;
  name: string;
  /** The reader's own page. */
  own: string;
}

export const mailTo = (
  world: Pick<World, 'secret' | 'settings'>,
  { letter, campaign, body, reason, address, addressKey, name, own }: To,
): NewMail<'update'> => ({
  kind: 'update',
  reason,
  to: { name: '', address },
  replyTo: { name: campaign.sponsor, address: campaign.sponsorContact },
  body,
  example: campaign.example,
  data: {
    campaignId: campaign.id,
    name,
    letter: letter.title,
    unsubscribe: unsubscribeUrl(world, campaign.id, addressKey),
    own,
    sponsor: campaign.sponsor,
    sponsorAddress: campaign.sponsorAddress,
  },
});

/** The one reason of a mail of an update: another one only after a pause took the mail back. */
export const reasonOf = ({ updateId, addressKey, round }: Pick<Recipient, 'updateId' | 'addressKey' | 'round'>) =>
  `update:${updateId}:${addressKey}:${round}`;

/** Which update and address a reason names; null for the reason of another mail, such as a test. */
export function readReason(reason: string): { updateId: string; addressKey: string } | null {
  const [kind, updateId, addressKey, round] = reason.split(':');
  return kind === 'update' && updateId && addressKey && round ? { updateId, addressKey } : null;
}

/** The mail of an update to one signer. */
export const updateMail = (
  world: Pick<World, 'secret' | 'settings'>,
  { letter, campaign, body }: Pick<To, 'letter' | 'campaign' | 'body'>,
  recipient: Recipient,
  { id, email, name }: Pick<Subscriber, 'id' | 'email' | 'name'>,
): NewMail<'update'> =>
  mailTo(world, {
    ...{ letter, campaign, body, address: email ?? '', name: name ?? '' },
    reason: reasonOf(recipient),
    addressKey: recipient.addressKey,
    own: ownLink(world, id),
  });
