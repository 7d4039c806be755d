/** How a signer is named: to be found once, to be shown, to be searched. */
import { fold, tidy } from '../basics/text.ts';
import type { Signature } from './store.ts';

/** A name as duplicates are told by: NFKD, lower case, letters only; whatever it has where it has no letter. */
export function foldedName(name: string): string {
  const letters = name
    .normalize('NFKD')
    .toLowerCase()
    .replace(/[^\p{L}]|\p{Default_Ignorable_Code_Point}/gu, '');
  return letters || fold(name);
}

/**
 * Of a name as it is stored, with single blanks: 'Ana María Rivera' gives first 'Ana María' and last 'Rivera'; a single
 * word is a last name alone.
 */
export function partsOf(name: string): { first: string; last: string } {
  const at = name.lastIndexOf(' ');
  return { first: name.slice(0, Math.max(0, at)), last: name.slice(at + 1) };
}

const initialsOf = (name: string): string =>
  tidy(name)
    .split(' ')
    .flatMap((word) => [...word].find((letter) => /\p{L}/u.test(letter)) ?? [])
    .map((letter) => `${letter.toUpperCase()}.`)
    .join(' ');

/** What the public reads and searches, by the signer's own choice. */
export type Shown = Pick<Signature, 'shownAs' | 'firstLast' | 'lastFirst'>;

export const unshown: Shown = { shownAs: null, firstLast: null, lastFirst: null };

/** The public name of a confirmed signature: an organization's name, a person's name or initials, or nothing. */
export function shownOf({
  kind,
  name,
  organization,
  display,
}: Pick<Signature, 'kind' | 'name' | 'organization' | 'display'>): Shown {
  const whole = kind === 'organization' ? organization : name;
  if (!whole || display === 'anonymous') return unshown;
  if (kind === 'organization') return { shownAs: whole, firstLast: fold(whole), lastFirst: fold(whole) };
  if (display === 'initials') return { ...unshown, shownAs: initialsOf(whole) || 'A signer' };
  const { first, last } = partsOf(whole);
  return { shownAs: whole, firstLast: fold(whole), lastFirst: fold(`${last} ${first}`) };
}
