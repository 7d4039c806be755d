/** The list of names under a letter, page by page, and what the letter's page fetches anew. */
import { grouped, plural } from '../basics/text.ts';
import { dayInWords } from '../basics/time.ts';
import { type Campaign, imprintOf } from '../campaigns/campaigns.ts';
import type { Letter } from '../letters/letters.ts';
import type { Page } from '../web/render.ts';
import type { Names, ShownRow } from './listing.ts';
import { kindsInWords, liveOf, type Numbers, nameLine, namesUrl, signatureBlock } from './numbers.pages.ts';

export interface ListSetup {
  campaign: Campaign;
  numbers: Numbers;
  /** Null where the campaign publishes how many have signed, and not who. */
  names: Names | null;
  q: string;
  /** Whether this is the first page of it. */
  first: boolean;
}

export function listPage(letter: Letter, { campaign, numbers, names, q, first }: ListSetup): Page {
  const url = namesUrl(letter);
  const kinds = kindsInWords(numbers);
  const items = names?.items ?? [];
  return {
    view: 'signatures/names',
    title: `Who signed: ${letter.title}`,
    imprint: imprintOf(campaign),
    example: campaign.example,
    noindex: true,
    ...{
      heading: 'Who signed',
      letter: { title: letter.title, url: `/letters/${letter.slug}` },
      about: `${plural(numbers.confirmed, 'signature')}${kinds && `: ${kinds}`}.`,
      more: [
        names
          ? 'Each name is shown as its signer chose; who chose not to be named is only counted.'
          : 'The campaign publishes how many have signed, and not who.',
        names && campaign.moderatesNames ? 'The campaign looks at each name before it is shown.' : '',
        numbers.toReconfirm > 0
          ? `${grouped(numbers.toReconfirm)} signed an earlier text and have not yet said that they stand by this one: their names are not in this list.`
          : '',
      ].filter(Boolean),
      url,
      q,
      searchable: names !== null && (numbers.confirmed > 0 || q !== ''),
      names: items.map(entryOf),
      empty: emptyWords(names, q, first),
      firstUrl: !first || q ? url : '',
      firstWords: q ? 'All names' : 'The newest names',
      nextUrl: names?.next ? `${url}?${new URLSearchParams({ ...(q && { q }), after: names.next })}` : '',
    },
  };
}

const entryOf = (row: ShownRow) => ({
  ...nameLine(row),
  day: row.confirmedDay ? dayInWords(row.confirmedDay) : '',
  website: row.kind === 'organization' ? row.website : null,
});

function emptyWords(names: Names | null, q: string, first: boolean): string {
  if (!names || names.items.length > 0) return '';
  if (!first) return 'There are no more names.';
  return q ? 'No name that is shown in full begins like this.' : 'No name is shown yet.';
}

/**
 * What the letter's page shows of its signatures; null where there are none and none can be given, where they are
 * private, and before the letter is published.
 */
export function watchOf(letter: Letter, numbers: Numbers | null, recent: ShownRow[], open: boolean) {
  if (!numbers || !letter.publishedAt || !(letter.openToPublic || numbers.submitted > 0)) return null;
  return {
    url: `/letters/${letter.slug}/live`,
    live: liveOf(numbers, recent, open),
    block: signatureBlock(numbers),
    namesUrl: letter.showSignatures === 'names' && numbers.confirmed > 0 ? namesUrl(letter) : '',
    again:
      numbers.toReconfirm > 0
        ? `${plural(numbers.toReconfirm, 'person or organization', 'people and organizations')} signed an earlier text, which has changed in substance since. They count again once they say that they stand by it as it is now.`
        : '',
  };
}

/** A piece of the letter's page, for its script to put in the place of an older one. */
export const livePage = (numbers: Numbers, recent: ShownRow[], open: boolean): Page => ({
  view: 'signatures/live',
  title: '',
  noindex: true,
  ...{ live: liveOf(numbers, recent, open) },
});
