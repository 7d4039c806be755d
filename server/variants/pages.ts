/** The texts of a campaign on the desk: in their order, with whom each reaches, and what each legislator gets. */
import { grouped, plural } from '../basics/text.ts';
import type { Campaign } from '../campaigns/campaigns.ts';
import type { Letter } from '../letters/letters.ts';
import type { Checked } from './checking.ts';
import { MOST_VARIANTS } from './keeping.ts';
import type { Variant } from './store.ts';
import { forWhom, type Named, seated } from './words.ts';

export const textsUrl = ({ slug }: Pick<Campaign, 'slug'>): string => `/desk/campaigns/${slug}/variants`;

const notes: Record<string, string> = {
  saved: 'Saved. Whoever writes from now on is offered it; what was written before stays as it is.',
  moved: 'Moved.',
  copied: 'Copied. Change the copy, and say whom it is for.',
  removed: 'Removed. What was written before stays as it is.',
};

/** What every page about the texts says. */
export const frame = (campaign: Campaign, title: string) => ({
  title: `${title} · ${campaign.title}`,
  heading: title,
  example: campaign.example,
  desk: { url: `/desk/campaigns/${campaign.slug}`, label: campaign.title },
  back: { url: textsUrl(campaign), label: 'Texts by legislator' },
});

export const askWords = { request: 'Asks for a signature', thanks: 'Thanks' } as const;

/** A letter to check for, chosen from the campaign's. */
export const letterPicker = (letters: Letter[], letter: Letter | null) => ({
  options: letters.map(({ slug, title }) => ({ value: slug, label: title, chosen: slug === letter?.slug })),
  several: letters.length > 1,
});

export interface TextsState {
  campaign: Campaign;
  variants: Variant[];
  letters: Letter[];
  named: Named;
  /** The check for one letter; null while the campaign has none. */
  check: { letter: Letter; checked: Checked } | null;
  note: string;
}

const titleOf = (letters: Letter[], id: string | null) => letters.find((letter) => letter.id === id)?.title ?? '';

/** All texts in their order, with the check as a whole. */
export function textsPage({ campaign, variants, letters, named, check, note }: TextsState) {
  const url = textsUrl(campaign);
  const query = check ? `?letter=${check.letter.slug}` : '';
  const counts = new Map<string, number>();
  for (const { variant } of check?.checked.everybody ?? [])
    counts.set(variant ?? '', (counts.get(variant ?? '') ?? 0) + 1);
  const reach = (id: string) => ({
    count: plural(counts.get(id) ?? 0, 'legislator'),
    url: `${url}/who${query}&text=${id || 'own'}`,
    warnings: check?.checked.warnings.get(id) ?? [],
  });
  const total = check?.checked.everybody.length ?? 0;
  return {
    ...frame(campaign, 'Texts by legislator'),
    view: 'variants/list',
    note: notes[note] ?? null,
    addUrl: variants.length < MOST_VARIANTS ? `${url}/new${query}` : null,
    most: plural(MOST_VARIANTS, 'text'),
    picker: letterPicker(letters, check?.letter ?? null),
    action: url,
    texts: variants.map(({ id, name, ask, letterId, conditions }, n) => ({
      name,
      url: `${url}/${id}`,
      move: `${url}/${id}/move${query}`,
      first: n === 0,
      last: n === variants.length - 1,
      ask: askWords[ask],
      forWhom: forWhom(conditions, named),
      onlyFor: titleOf(letters, letterId),
      // A text of another letter is not checked for this one.
      reach: check && (letterId === null || letterId === check.letter.id) ? reach(id) : null,
    })),
    check: check && {
      letterTitle: check.letter.title,
      closed: check.letter.openToBodies.length === 0,
      own: { ...reach(''), editUrl: `/desk/letters/${check.letter.slug}/texts` },
      total: grouped(total),
      sum: sumWords(total, counts.get('') ?? 0),
      warned: [...check.checked.warnings.values()].filter((all) => all.length > 0).length,
      whoUrl: `${url}/who${query}`,
      previewAction: `${url}/preview`,
      slug: check.letter.slug,
    },
  };
}

/** '535 legislators serve where this letter is open. Each gets exactly one text: 40 a text below, 495 the letter’s own.' */
function sumWords(total: number, own: number): string {
  const serve = `${plural(total, 'legislator serves', 'legislators serve')} where this letter is open`;
  if (total === 0) return `${serve}.`;
  if (own === total) return `${serve}. Each gets exactly one text: the letter’s own.`;
  return `${serve}. Each gets exactly one text: ${grouped(total - own)} a text below, ${grouped(own)} the letter’s own.`;
}

export interface WhoState extends Omit<TextsState, 'check' | 'note' | 'named'> {
  check: { letter: Letter; checked: Checked };
  /** A text's id, 'own', or '' for all. */
  text: string;
}

/** More rows make no page that one reads: the file has them all. */
const MOST_ROWS = 1000;

export const OWN_TEXT = 'The letter’s own text';

/** Which legislator gets which text. */
export function whoPage({ campaign, variants, letters, check, text }: WhoState) {
  const { letter, checked } = check;
  const url = textsUrl(campaign);
  const names = new Map(variants.map(({ id, name }) => [id, name]));
  const rows = checked.everybody.filter(({ variant }) => text === '' || (variant ?? 'own') === text);
  const query = new URLSearchParams({ letter: letter.slug, ...(text && { text }) });
  return {
    ...frame(campaign, 'Who gets which text'),
    view: 'variants/who',
    letterTitle: letter.title,
    action: `${url}/who`,
    picker: letterPicker(letters, letter),
    texts: [
      { value: '', label: 'Every text', chosen: text === '' },
      ...variants.map(({ id, name }) => ({ value: id, label: name, chosen: id === text })),
      { value: 'own', label: OWN_TEXT, chosen: text === 'own' },
    ],
    count: plural(rows.length, 'legislator'),
    more: rows.length > MOST_ROWS ? `The first ${grouped(MOST_ROWS)} are shown; the file has all.` : '',
    file: `${url}/who.csv?${query}`,
    rows: rows.slice(0, MOST_ROWS).map(({ legislator, ask, variant }) => ({
      name: seated(legislator),
      party: legislator.party,
      ask: askWords[ask],
      text: variant === null ? OWN_TEXT : (names.get(variant) ?? ''),
      previewUrl: `${url}/preview?${new URLSearchParams({ letter: letter.slug, key: legislator.key })}`,
    })),
  };
}
