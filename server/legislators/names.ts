import { fold, tidy } from '../basics/text.ts';

/** Letters that stay letters of their own when accents are taken off; people leave these out, too, when they search. */
const plainLetters: Record<string, string> = {
  ł: 'l',
  ø: 'o',
  đ: 'd',
  ð: 'd',
  þ: 'th',
  ß: 'ss',
  æ: 'ae',
  œ: 'oe',
  ı: 'i',
};

/**
 * The words of a name as search compares them: without accents, case, apostrophes and dots ("O’Brien" is "obrien",
 * "J.D." is "jd"), and apart at hyphens.
 */
export const nameWords = (text: string): string[] =>
  fold(text)
    .replace(/[łøđðþßæœı]/g, (letter) => plainLetters[letter] ?? letter)
    .replace(/['.]/g, '')
    .split(/[^\p{L}\p{N}]+/u)
    .filter((word) => word !== '');

/** Every word of every name somebody is known by, once each. */
export const searchTextOf = (names: (string | null | undefined)[]): string =>
  [...new Set(names.flatMap((name) => (name ? nameWords(name) : [])))].join(' ');

/** What alphabetical lists go by: the folded last name, then the first. */
export const sortNameOf = (last: string, first: string): string => [...nameWords(last), ...nameWords(first)].join(' ');

export interface NameParts {
  first: string;
  middle?: string | null;
  nickname?: string | null;
  last: string;
  suffix?: string | null;
}

/** A display name made of its parts, for a source that has none: `Ana M. "Annie" Rivera, Jr.` */
export function fullNameOf({ first, middle, nickname, last, suffix }: NameParts): string {
  const name = tidy([first, middle, nickname && `“${nickname}”`, last].filter(Boolean).join(' '));
  if (!suffix) return name;
  // "Jr." and "Sr." follow a comma, "III" does not.
  return /^[js]r\.?$/i.test(suffix) ? `${name}, ${suffix}` : `${name} ${suffix}`;
}

const SUFFIX = /^(jr|sr|ii|iii|iv|v)\.?$/i;

/** First and last name and suffix of a name that a source gives in one piece; the last word is the last name. */
export function splitName(name: string): { first: string; last: string; suffix: string | null } {
  const words = tidy(name).replace(/,/g, ' ').split(/\s+/);
  const suffix = words.length > 2 && SUFFIX.test(words.at(-1) ?? '') ? (words.pop() ?? null) : null;
  const last = words.pop() ?? '';
  return { first: words.join(' '), last, suffix };
}
