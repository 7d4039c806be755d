/** What a constituent of one legislator is offered: before anybody is. */
import { grouped } from '../basics/text.ts';
import type { Campaign } from '../campaigns/campaigns.ts';
import { mailtoLink } from '../carriers/mailto.ts';
import type { Ask } from '../db/tables.ts';
import { findState } from '../districts/districts.ts';
import type { LegislatorRow } from '../legislators/legislators.ts';
import type { Letter } from '../letters/letters.ts';
import type { AboutLetter, Constituent } from './composing.ts';
import { composeMessage, type Offered } from './offering.ts';
import { askWords, frame, letterPicker, OWN_TEXT, textsUrl } from './pages.ts';
import type { Variant } from './store.ts';
import { seated } from './words.ts';

export interface Previewed {
  legislator: LegislatorRow;
  ask: Ask;
  offered: Offered;
  about: AboutLetter;
  /** Null where it is the letter's own text. */
  variant: Variant | null;
  /** As if they had signed. */
  signed: boolean;
  /** Whether the public sees who signed, so that there are two texts to look at. */
  mayThank: boolean;
}

export interface PreviewState {
  campaign: Campaign;
  letters: Letter[];
  letter: Letter;
  name: string;
  problem: string;
  /** Those a name may mean. */
  candidates: LegislatorRow[];
  previewed: Previewed | null;
}

/** Stands in for the person who will write. */
const sampleOf = ({ state }: LegislatorRow): Constituent => ({
  name: 'A. Constituent',
  place: findState(state ?? '')?.name ?? '',
  own: 'Here stand the constituent’s own words: why it matters to them, where they live.',
});

/** What the House's and the Senate's own service takes. */
const SERVICE = { subject: [6, 500], text: 10_000 } as const;

export function previewPage({ campaign, letters, letter, name, problem, candidates, previewed }: PreviewState) {
  const url = `${textsUrl(campaign)}/preview`;
  const linkTo = (key: string, as = '') =>
    `${url}?${new URLSearchParams({ letter: letter.slug, key, ...(as && { as }) })}`;
  return {
    ...frame(campaign, 'What one legislator is told'),
    view: 'variants/preview',
    action: url,
    picker: letterPicker(letters, letter),
    name,
    problem,
    candidates: candidates.map((row) => ({ label: seated(row), url: linkTo(row.key) })),
    shown: previewed && shownOf(campaign, letter, previewed, linkTo),
  };
}

function shownOf(
  campaign: Campaign,
  letter: Letter,
  { legislator, ask, offered, about, variant, signed, mayThank }: Previewed,
  linkTo: (key: string, as?: string) => string,
) {
  const { subject, text, phoneScript } = composeMessage(offered, about, { legislator, ask }, sampleOf(legislator));
  return {
    name: seated(legislator),
    ask: askWords[ask],
    source: variant
      ? { label: variant.name, url: `${textsUrl(campaign)}/${variant.id}` }
      : { label: OWN_TEXT, url: `/desk/letters/${letter.slug}/texts` },
    tabs: mayThank
      ? [
          { label: 'As they stand now', url: linkTo(legislator.key), current: !signed },
          { label: 'Once they have signed', url: linkTo(legislator.key, 'signed'), current: signed },
        ]
      : [],
    subject,
    paragraphs: paragraphsOf(text),
    script: paragraphsOf(phoneScript),
    lengths: [
      {
        label: 'A visitor’s own mail program',
        fits: mailtoLink('office@example.org', subject, text) !== null,
        words: 'Longer than a mail link may be: it is copied instead.',
      },
      {
        label: 'The service of the House and the Senate',
        fits:
          subject.length >= SERVICE.subject[0] && subject.length <= SERVICE.subject[1] && text.length <= SERVICE.text,
        words: `It takes subjects of ${SERVICE.subject[0]} to ${SERVICE.subject[1]} characters and texts of ${grouped(SERVICE.text)}.`,
      },
    ],
    size: `${grouped(subject.length)} characters in the subject, ${grouped(text.length)} in the message.`,
  };
}

const paragraphsOf = (text: string): string[][] => text.split('\n\n').map((paragraph) => paragraph.split('\n'));
