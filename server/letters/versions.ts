/** What is said of a letter's published texts, wherever they are listed. */
import { momentsDay } from '../basics/time.ts';
import type { Letter, LetterVersion } from './store.ts';

/** The web address of what changed between two versions; the one before unless said. */
export const changesUrl = (letter: Letter, number: number, from = number - 1): string =>
  `/letters/${letter.slug}/versions/${number}/changes${from === number - 1 ? '' : `?from=${from}`}`;

/** What publishing a version meant for whoever had signed. */
export const kindInWords = ({ number, substantive }: Pick<LetterVersion, 'number' | 'substantive'>): string =>
  number === 1
    ? 'first published'
    : substantive
      ? 'a change of substance: whoever signed is asked again'
      : 'a small correction: signers stay';

/** 'Version 2, November 22, 2026: a small correction: signers stay. A missing comma.' */
export function versionLine(version: LetterVersion, timeZone: string): string {
  const what = kindInWords(version).replace(': ', ', ');
  const reason = version.reason ? `. ${version.reason}` : '';
  return `Version ${version.number}, ${momentsDay(version.publishedAt, timeZone)}: ${what}${reason}`;
}
