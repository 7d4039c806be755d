import type { Body } from './bodies.ts';
import type { Known } from './knownNames.ts';
import { nameWords } from './names.ts';
import { placeInWords } from './places.ts';
import type { LegislatorRow } from './store.ts';
import type { Reading, Said } from './written.ts';
import { type Title, usuallySame } from './writtenWords.ts';

/** A member whom a reading may mean, and what speaks against it. */
export interface Candidate {
  known: Known;
  whole: boolean;
  against: string[];
  /** What does not speak against it, but has to be asked about: a usual short form that the roster does not have. */
  doubt: string;
}

/** Less is better: first what speaks against, then whether it is the whole last name, then doubts. */
export const worth = ({ whole, against, doubt }: Candidate): number =>
  against.length * 4 + (whole ? 0 : 2) + (doubt ? 1 : 0);

/** A member beside what is written: what of it does not fit, in words. */
export function weigh(known: Known, whole: boolean, given: string[], said: Pick<Reading, 'suffix'> & Said): Candidate {
  const { row, body } = known;
  const against: string[] = [];
  const first = firstNameFits(known, given);
  if (first === 'no') against.push('has another first name');
  if (said.suffix && !known.suffixes.has(said.suffix)) against.push('has not this suffix');
  for (const key of new Set(said.bodies)) if (row.body !== key) against.push('is a member of another body');
  for (const title of new Set(said.titles)) if (!titleFits(title, row, body)) against.push(`is no ${title}`);
  for (const state of new Set(said.states))
    if (row.state && row.state !== state) against.push(`is from ${row.state}, not ${state}`);
  for (const district of new Set(said.districts))
    if (!districtFits(district, known)) against.push(`has the seat ${placeInWords(row) || 'of no district'}`);
  for (const party of new Set(said.parties))
    if (row.party && !row.party.toLowerCase().includes(party.toLowerCase())) against.push(`is listed as ${row.party}`);
  return { known, whole, against, doubt: first === 'perhaps' ? 'is not called so in the roster' : '' };
}

/**
 * Whether first names fit: each is one of the member's, an initial of one, or a usual short form that begins alike
 * (Chris, not Mike: that is `perhaps`), and one of them tells more than the roster's own initial. An initial more than
 * the roster knows is no contradiction.
 */
function firstNameFits({ row, given: known, initials }: Known, given: string[]): 'yes' | 'perhaps' | 'no' {
  const [first = ''] = given;
  if (first === '') return 'yes';
  if (first.length === 1 && !initials.includes(first)) return 'no';
  const fits = (word: string) =>
    known.some(
      (own) =>
        own === word ||
        (word.length === 1 && own.startsWith(word)) ||
        (usuallySame(own, word) && own.slice(0, 3) === word.slice(0, 3)),
    );
  const usual = (word: string) => known.some((own) => usuallySame(own, word));
  // A middle name is written out behind the first, not before it: "Gov. David" is no David G.
  const beside = (word: string, n: number) =>
    n === 0
      ? nameWords(row.full.replaceAll('.', ' '))[0] === word[0]
      : known.includes(word[0] as string) || (word.length === 1 && known.length < 2);
  if (given.some(fits) && given.every((word, n) => fits(word) || beside(word, n))) return 'yes';
  return given.some(usual) && given.every((word, n) => fits(word) || usual(word) || beside(word, n)) ? 'perhaps' : 'no';
}

function titleFits(title: Title, row: LegislatorRow, body: Body | undefined): boolean {
  const own = row.title.toLowerCase();
  const congress = body?.kind === 'senate' || body?.kind === 'house';
  switch (title) {
    case 'senator':
      return own === 'senator';
    case 'U.S. senator':
      return body?.kind === 'senate';
    case 'state senator':
      return own === 'senator' && !congress;
    // Delegates and the resident commissioner are called representatives, too.
    case 'representative':
      return body?.kind === 'house' || own === 'representative';
    case 'U.S. representative':
      return body?.kind === 'house';
    case 'state representative':
      return own !== 'senator' && !congress && body?.kind === 'lower';
    case 'delegate':
      return own === 'delegate';
    case 'resident commissioner':
      return own === 'resident commissioner';
    case 'assembly member':
      return own.startsWith('assembly');
    case 'council member':
      return own.startsWith('council') || body?.kind === 'council';
  }
}

/** At large is '0' in Congress and a name elsewhere; a senator has no district. */
const districtFits = (district: string, { district: own }: Known): boolean =>
  own === district || (/^\d+$/.test(own) && String(Number(own)) === district);
