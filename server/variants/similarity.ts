/**
 * How much of what a constituent says is the campaign's own text. Offices group messages that read alike; who sees that
 * theirs will be grouped can change it.
 */
import { fold } from '../basics/text.ts';

/** Words in a row that make a passage the campaign's. */
const RUN = 3;

/** A word; where a script sets no spaces between words, a sign. */
const WORD = /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Thai}]|[\p{L}\p{N}]+(?:'[\p{L}\p{N}]+)*/gu;

const wordsIn = (text: string): string[] => fold(text).match(WORD) ?? [];

/**
 * How many hundredths of the words of a text stand in the campaign's text too, three or more in a row: 100 for the
 * campaign's own words in any order of paragraphs, 0 for none of them. Case, accents and punctuation make no difference.
 * A text without words is the campaign's. Takes time in proportion to the length of both.
 */
export function similarity(text: string, campaigns: string): number {
  const words = wordsIn(text);
  const theirs = wordsIn(campaigns);
  if (words.length === 0) return 100;
  const run = Math.min(RUN, words.length, Math.max(theirs.length, 1));
  const runAt = (all: string[], at: number) => all.slice(at, at + run).join(' ');
  const known = new Set(theirs.slice(0, theirs.length - run + 1).map((_, at) => runAt(theirs, at)));
  let count = 0;
  let covered = 0;
  for (let at = 0; at + run <= words.length; at += 1) {
    if (!known.has(runAt(words, at))) continue;
    count += at + run - Math.max(at, covered);
    covered = at + run;
  }
  return Math.floor((100 * count) / words.length);
}

/** The quarters in which similarity is counted. */
export const QUARTERS = ['0-25', '26-50', '51-75', '76-100'] as const;
export type Quarter = (typeof QUARTERS)[number];

export const quarterOf = (percent: number): Quarter =>
  percent <= 25 ? '0-25' : percent <= 50 ? '26-50' : percent <= 75 ? '51-75' : '76-100';

/** What similarity means, in words for the writer. */
export function similarityInWords(percent: number): string {
  const about = Math.round(percent / 10) * 10;
  const grouped = 'Offices group messages that read alike; a sentence on why it matters to you changes that.';
  if (percent === 100) return `All of this is the campaign’s text. ${grouped}`;
  if (about === 100) return `Almost all of this is the campaign’s text. ${grouped}`;
  if (percent > 50) return `About ${about} % of this is the campaign’s text. ${grouped}`;
  if (about > 0) return `About ${about} % of this is the campaign’s text; the rest is yours, and that can be told.`;
  return 'This is in your own words, and that can be told.';
}
