/** The form with which the public signs a letter: on the letter's page, and alone when it is shown again. */
import type { Problem } from '../basics/errors.ts';
import { type Campaign, imprintOf } from '../campaigns/campaigns.ts';
import { excerptOf, isOpen, type Letter } from '../letters/letters.ts';
import { consents } from '../signatures/signatures.ts';
import { type FieldSetup, fieldsFor, line, type Typed } from '../web/forms.ts';
import { confirmRule } from './words.ts';

const text: Record<string, FieldSetup> = {
  name: { label: 'Your name', autocomplete: 'name', required: true, hint: 'As it should stand under the letter.' },
  email: {
    label: 'Your e-mail address',
    kind: 'email',
    autocomplete: 'email',
    required: true,
    hint: 'A mail there confirms that it is yours. It is not shown.',
  },
  zip: {
    label: 'ZIP code',
    autocomplete: 'postal-code',
    inputmode: 'numeric',
    hint: 'It counts you in your state and district: legislators look at that first. It is not shown.',
  },
  organization: { label: 'Organization', autocomplete: 'organization' },
  title: { label: 'Your title there', autocomplete: 'organization-title' },
  website: {
    label: 'Website of the organization',
    autocomplete: 'url',
    inputmode: 'url',
    hint: 'An e-mail address at the same domain makes the approval quick.',
  },
  city: { label: 'City', autocomplete: 'address-level2' },
  address: { label: 'Street', autocomplete: 'street-address' },
  country: {
    label: 'Country, if not the United States',
    autocomplete: 'country',
    hint: 'Two letters, such as CA for Canada.',
  },
  comment: {
    label: 'A comment for the campaign',
    kind: 'textarea',
    rows: 3,
    hint: 'The people who run the letter read it. It is not published here.',
  },
  words: {
    label: 'In your own words',
    kind: 'textarea',
    rows: 4,
    hint: 'They come first, before the request. Why does it matter to you, where you live?',
  },
};

const ticks: Record<string, FieldSetup> = {
  updates: { label: consents.updates, kind: 'checkbox' },
  share: { label: consents.share, kind: 'checkbox' },
  age: { label: 'I am 13 or older.', kind: 'checkbox', required: true },
  write: { label: 'Also write to my legislators', kind: 'checkbox' },
};

/** How a name may be shown, in the words of the form and of the signer's own page. */
export const displayWords = {
  full: { label: 'My full name', hint: '' },
  initials: { label: 'My initials only', hint: 'such as A. R.' },
  anonymous: { label: 'Not at all', hint: 'I am counted, and no name is shown' },
} as const;

export const displayChoices = (chosen: string) =>
  Object.entries(displayWords).map(([value, words]) => ({ ...words, value, checked: value === chosen }));

export interface FormParts {
  letter: Letter;
  campaign: Campaign;
  now: Date;
}

interface Again {
  problems: Problem[];
  typed: Typed;
}

/** The form as its template prints it; null where the public is not asked to sign. */
export function signPanel({ letter, campaign, now }: FormParts, failed?: Again) {
  if (!letter.openToPublic || letter.state === 'draft') return null;
  const typed = (name: string) => line(failed?.typed[name]);
  const wrong = (names: string[]) => failed?.problems.some(({ path }) => names.includes(path)) ?? false;
  const given = (names: string[]) => names.some((name) => typed(name) !== '') || wrong(names);
  return {
    open: isOpen(letter, now),
    closed: closedWords(letter),
    action: `/letters/${letter.slug}/signatures`,
    challenge: `/letters/${letter.slug}/challenge`,
    fields: fieldsFor({ ...text, ...ticks }, failed),
    displays: displayChoices(typed('display') || 'full'),
    forOrganization: typed('kind') === 'organization',
    organizationOpen: typed('kind') === 'organization' || given(['organization', 'title', 'website']),
    moreOpen: given(['city', 'address', 'country', 'comment']),
    mayWrite: letter.openToBodies.length > 0,
    rule: confirmRule(letter, now),
    sponsor: campaign.sponsor,
    privacyUrl: imprintOf(campaign).privacyUrl,
  };
}

function closedWords(letter: Letter): string {
  if (letter.state === 'withdrawn') return 'This letter was withdrawn. It takes no more names.';
  if (letter.state === 'sent') return 'This letter has been sent. It takes no more names.';
  return 'This letter is closed. It takes no more names.';
}

/** The form by itself, with what was typed and what needs another look; `invited` is the organization that was asked to sign. */
export const formPage = (parts: FormParts, failed: Again, invited = '') => ({
  view: 'signing/form',
  title: `Sign: ${parts.letter.title}`,
  imprint: imprintOf(parts.campaign),
  example: parts.campaign.example,
  heading: parts.letter.title,
  letterUrl: `/letters/${parts.letter.slug}`,
  // Whoever comes by an invitation has not read the letter yet.
  invited,
  sponsor: parts.campaign.sponsor,
  excerpt: excerptOf(parts.letter.text),
  problems: failed.problems,
  signing: signPanel(parts, failed),
});
