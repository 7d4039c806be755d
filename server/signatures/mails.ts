/** Mail to signers: at most three to one address about one letter, whoever asks for them. */
import type { World } from '../basics/world.ts';
import { type Campaign, findCampaignById } from '../campaigns/campaigns.ts';
import type { Db, Tx } from '../db/database.ts';
import { findLetterById, type Letter } from '../letters/letters.ts';
import { cancelMails, cancelUpdatesTo, type NewMail, queueMail } from '../mail/mail.ts';
import { confirmLink, ownLink } from './links.ts';
import type { Signature } from './store.ts';
import * as store from './store.ts';

/** In all, the first one, repeats and the reminder. */
export const MOST_MAILS = 3;

/** What every mail about a letter says of it and of who runs it. */
export interface About {
  letter: string;
  sponsor: string;
  sponsorAddress: string;
  sponsorContact: string;
  /** Whether it is the example campaign's, which sends no mail. */
  example: boolean;
}

export const aboutLetter = ({ title }: Letter, campaign: Campaign | null): About => ({
  letter: title,
  sponsor: campaign?.sponsor ?? '',
  sponsorAddress: campaign?.sponsorAddress ?? '',
  sponsorContact: campaign?.sponsorContact ?? '',
  example: campaign?.example ?? false,
});

export const findAbout = async (db: Db, letter: Letter): Promise<About> =>
  aboutLetter(letter, await findCampaignById(db, letter.campaignId));

/** The kinds of mail that a signature may cause. */
export type SignerMail = 'confirm-signature' | 'remind-signature' | 'already-signed';

type Part = Pick<World, 'now' | 'newId' | 'secret' | 'settings'>;

/** The letter that the reason of such a mail names; null for the reason of another mail. */
export const letterOfReason = (reason: string): string | null => /^signing:([^:]+):/.exec(reason)?.[1] ?? null;

/**
 * The nth mail to the address of a signature. It holds nothing that was typed into the form: else a stranger could have
 * anything sent to anybody. The page behind the link shows it.
 */
export function mailFor(
  world: Part,
  kind: SignerMail,
  n: number,
  { letter, about, signature }: { letter: Letter; about: About; signature: Signature },
): NewMail<SignerMail> {
  const { example, ...said } = about;
  const link = kind === 'already-signed' ? ownLink(world, signature.id) : confirmLink(world, letter.slug, signature.id);
  return {
    kind,
    reason: `signing:${letter.id}:${signature.addressKey}:${n}`,
    to: { name: '', address: signature.email ?? '' },
    example,
    data: { ...said, link, days: world.settings.keepUnconfirmedDays },
  };
}

/**
 * Queues one more mail to the address of a signature, unless it has had its three. True if it was queued; the signature
 * then says so. The unique reason decides where two processes do this at once.
 */
export async function mailAgain(
  tx: Tx,
  world: Part,
  kind: SignerMail,
  { letter, about, signature }: { letter: Letter; about: About; signature: Signature },
): Promise<boolean> {
  if (!signature.addressKey || !signature.email) return false;
  const others = await store.listOfAddress(tx, letter.id, signature.addressKey);
  const known = others.reduce((sum, { mails }) => sum + mails, 0);
  // Signatures that were forgotten meanwhile had their mails too: the outbox remembers, and takes the next number.
  for (let n = known + 1; n <= MOST_MAILS; n += 1) {
    if (!(await queueMail(tx, world, mailFor(world, kind, n, { letter, about, signature })))) continue;
    await store.noteMail(tx, signature.id, world.now());
    return true;
  }
  return false;
}

/** The reason of the mail that asks whether a name stays under a newer text. */
export const reaffirmReason = (id: string, version: number): string => `reaffirm:${id}:${version}`;

const numbersTo = (most: number) => Array.from({ length: most }, (_, n) => n + 1);

const signingReasons = ({ letterId, addressKey }: Signature): string[] =>
  addressKey ? numbersTo(MOST_MAILS).map((n) => `signing:${letterId}:${addressKey}:${n}`) : [];

const reaffirmReasons = ({ id }: Signature, versions: number): string[] =>
  numbersTo(versions).map((version) => reaffirmReason(id, version));

/** The reasons of the mails that a signature may have caused; of other names with the same address too. */
export const mailReasonsOf = (signature: Signature, { version }: Pick<Letter, 'version'>): string[] => [
  ...signingReasons(signature),
  ...reaffirmReasons(signature, version),
];

/** Takes mails back that still wait when their signature has ended; not those that another one of its address shares. */
export async function takeMailsBack(tx: Tx, before: Signature): Promise<void> {
  const letter = await findLetterById(tx, before.letterId);
  const { letterId, addressKey } = before;
  const others = addressKey === null ? [] : await store.listOfAddress(tx, letterId, addressKey);
  const alone = others.every(({ id }) => id === before.id);
  await cancelMails(tx, [...(alone ? signingReasons(before) : []), ...reaffirmReasons(before, letter?.version ?? 0)]);
  if (addressKey && before.updates) await cancelUpdatesTo(tx, addressKey);
}
