/** After the form: where the mail comes from, and what to do when it does not. The same whoever had signed. */
import { suggestDomain } from '../basics/addresses.ts';
import type { Problem } from '../basics/errors.ts';
import type { World } from '../basics/world.ts';
import { type Campaign, imprintOf } from '../campaigns/campaigns.ts';
import type { Letter } from '../letters/letters.ts';
import { composeMail } from '../mail/compose.ts';
import { fieldsFor, type Typed } from '../web/forms.ts';
import { signedUrl } from './acting.ts';
import type { SealedForm } from './sealed.ts';
import { confirmRule } from './words.ts';

const notes: Record<string, string> = {
  again:
    'If your name still waits and the last mail is more than five minutes old, another one is on its way. There are three at most.',
  address: 'The address that stands here now is the one that counts.',
};

export interface SignedParts {
  letter: Letter;
  campaign: Campaign;
  sealed: SealedForm | null;
  note: string;
  failed?: { problems: Problem[]; typed: Typed } | undefined;
}

export async function signedPage(world: World, { letter, campaign, sealed, note, failed }: SignedParts) {
  const email = sealed?.form.email ?? '';
  const domain = sealed ? suggestDomain(email) : null;
  const meant = domain && `${email.slice(0, email.lastIndexOf('@'))}@${domain}`;
  return {
    view: 'signing/signed',
    title: 'Look into your mailbox',
    imprint: imprintOf(campaign),
    example: campaign.example,
    note: sealed ? (notes[note] ?? null) : null,
    problems: failed?.problems ?? [],
    letterTitle: letter.title,
    letterUrl: `/letters/${letter.slug}`,
    email,
    meant: meant ?? '',
    sender: world.mailer.ready && !campaign.example ? (world.settings.mailFrom ?? '') : '',
    subject: await subjectOf(letter),
    waits: waitsWords(world, campaign),
    days: world.settings.keepUnconfirmedDays,
    rule: confirmRule(letter, world.now()),
    againAction: `${signedUrl(letter.slug)}/again`,
    addressAction: `${signedUrl(letter.slug)}/address`,
    challenge: `/letters/${letter.slug}/challenge`,
    correcting: Boolean(failed),
    fields: fieldsFor(
      { email: { label: 'The right address', kind: 'email', autocomplete: 'email', required: true } },
      failed,
    ),
  };
}

/** What to look for in the mailbox. */
async function subjectOf({ title }: Letter): Promise<string> {
  const data = { letter: title, link: '', days: 0, sponsor: '', sponsorAddress: '', sponsorContact: '' };
  return (await composeMail({ kind: 'confirm-signature', data })).subject;
}

/** Where the mail is, when it does not go out. */
function waitsWords({ mailer, settings }: World, { example }: Campaign): string {
  if (example)
    return 'This is the example, which sends no mail. Whoever runs this site can read it in the outbox on the desk, under “This site”.';
  if (mailer.ready) return '';
  return settings.loopback
    ? 'No mail server is set up yet, so the mail waits: whoever runs this site can read it in the outbox on the desk, under “This site”.'
    : 'Mail cannot go out at this moment. It waits here and is sent as soon as it can be.';
}
