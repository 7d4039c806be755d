import { grouped } from '../basics/text.ts';
import { placeOf, type Stand } from '../cosigners/cosigners.ts';
import type { Letter } from '../letters/letters.ts';
import type { Page } from '../web/render.ts';
import { positionInWords } from '../whip/whip.ts';
import type { Sheet } from './sheet.ts';

export const meetingsUrl = ({ slug }: Pick<Letter, 'slug'>): string => `/desk/letters/${slug}/meetings`;

export function sheetPage(letter: Letter, key: string, sheet: Sheet) {
  const url = `${meetingsUrl(letter)}/${encodeURIComponent(key)}`;
  return {
    view: 'meetings/sheet',
    title: `For a meeting: ${sheet.name}`,
    back: { label: 'Meetings', url: meetingsUrl(letter) },
    letterUrl: `/desk/letters/${letter.slug}`,
    officeUrl: `${url}.pdf?part=office`,
    wholeUrl: `${url}.pdf`,
    whipUrl: `/desk/letters/${letter.slug}/whip/${encodeURIComponent(key)}`,
    ...sheet,
  } satisfies Page & Record<string, unknown>;
}

/** More are found by a name or a state. */
export const MOST_LISTED = 60;

export interface Chosen {
  letter: Letter;
  q: string;
  state: string;
  /** Those who fit, by last name. */
  found: Stand[];
  /** States that members of the letter's bodies come from. */
  states: { code: string; name: string }[];
  /** Signers in the legislator's district or state; null where they are not counted there. */
  signedNear: (stand: Stand) => number | null;
}

export function meetingsPage({ letter, q, state, found, states, signedNear }: Chosen) {
  const url = meetingsUrl(letter);
  const rows = found.slice(0, MOST_LISTED);
  return {
    view: 'meetings/choose',
    title: `Meetings: ${letter.title}`,
    back: { label: letter.title, url: `/desk/letters/${letter.slug}` },
    action: url,
    q,
    states: [
      { value: '', label: 'All', selected: state === '' },
      ...states.map(({ code, name }) => ({ value: code, label: name, selected: code === state })),
    ],
    rows: rows.map((stand) => {
      const near = signedNear(stand);
      return {
        url: `${url}/${encodeURIComponent(stand.key)}`,
        name: stand.full,
        seat: `${stand.title}, ${placeOf(stand)}`,
        near: near === null ? 'not counted' : grouped(near),
        words: positionInWords[stand.position ?? 'none'],
        position: stand.position ?? 'none',
      };
    }),
    more: found.length > rows.length ? `${grouped(found.length - rows.length)} more: look for a name or a state.` : '',
    empty:
      q || state
        ? 'Nobody here is called that. Another spelling, or another state?'
        : 'This letter is open to no legislature that has members here.',
  } satisfies Page & Record<string, unknown>;
}
