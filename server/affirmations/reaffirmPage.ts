/** What the mail about a new text leads to: what has changed, and two buttons. Opening it changes nothing. */
import { dayIn, dayInWords } from '../basics/time.ts';
import { imprintOf } from '../campaigns/campaigns.ts';
import { renderMarkdown } from '../letters/letters.ts';
import type { Reaffirming } from './affirming.ts';

const said: Record<Reaffirming['state'], { heading: string; lede: string }> = {
  asks: {
    heading: 'Keep your name under the new text?',
    lede: 'The letter that you signed has changed. Your name is not printed under the new text unless you press the button.',
  },
  stands: {
    heading: 'Your name is under the text as it stands',
    lede: 'There is nothing left for you to do.',
  },
  late: {
    heading: 'The letter is on its way',
    lede: 'Its names are settled. Yours stays under the text that you signed, and was not printed under the new one.',
  },
  uncounted: {
    heading: 'This signature does not count now',
    lede: 'It is not confirmed, or was taken back. Your own page says how it stands.',
  },
};

/** Paragraphs of a text, each with whether the other text has it too. */
const marked = (text: string, other: string) => {
  const known = new Set(paragraphsOf(other));
  return paragraphsOf(text).map((paragraph) => ({ html: renderMarkdown(paragraph), changed: !known.has(paragraph) }));
};
const paragraphsOf = (text: string): string[] => text.split(/\n{2,}/).map((paragraph) => paragraph.trim());

export function reaffirmPage(token: string, { signed, old, now, changes, state }: Reaffirming) {
  const { signature, letter, campaign } = signed;
  const asks = state === 'asks';
  return {
    view: 'affirmations/reaffirm',
    noindex: true,
    title: `${said[state].heading} ${letter.title}`,
    width: asks ? ('wide' as const) : ('text' as const),
    imprint: imprintOf(campaign),
    example: campaign.example,
    ...said[state],
    asks,
    token,
    action: `/letters/${letter.slug}/reaffirm`,
    letterTitle: letter.title,
    letterUrl: `/letters/${letter.slug}`,
    ownUrl: `/my/${token}`,
    seen: String(now.number),
    name: (signature.kind === 'organization' ? signature.organization : signature.name) ?? '',
    sponsor: campaign.sponsor,
    reasons: changes.map(({ number, reason, publishedAt }) => ({
      label: `Version ${number}, ${dayInWords(dayIn(publishedAt, letter.timeZone))}`,
      reason: reason || 'The campaign gave no reason.',
    })),
    texts: [
      { heading: `The text now (version ${now.number})`, label: 'New', parts: marked(now.text, old.text) },
      { heading: `The text that you signed (version ${old.number})`, label: 'Gone', parts: marked(old.text, now.text) },
    ],
  };
}
