/** The changes of a letter as an Atom 1.0 feed (RFC 4287). */
import type { Letter } from '../letters/letters.ts';
import { type Change, WAIT_MS } from './changes.ts';

/** So many entries, the newest: a reader that comes once a day misses none. */
const MOST_ENTRIES = 100;

export interface Feed {
  letter: Letter;
  /** Who answers for the letter. */
  sponsor: string;
  /** Newest first. */
  changes: Change[];
  /** The site's address, without a slash at the end. */
  baseUrl: string;
}

/** When the newest entry appeared, which is when it could be read; before the first one, when the letter was published. */
export const updatedAt = ({ letter, changes: [newest] }: Pick<Feed, 'letter' | 'changes'>): Date =>
  newest ? new Date(newest.at.getTime() + WAIT_MS) : (letter.publishedAt ?? letter.createdAt);

export function atomOf(feed: Feed): string {
  const { letter, sponsor, changes, baseUrl } = feed;
  const page = `${baseUrl}/letters/${letter.slug}`;
  return [
    '<?xml version="1.0" encoding="utf-8"?>',
    '<feed xmlns="http://www.w3.org/2005/Atom" xml:lang="en">',
    `  <id>urn:undersigned:letter:${escaped(letter.id)}</id>`,
    `  <title>${escaped(letter.title)}</title>`,
    '  <subtitle>Who signed, who withdrew, and what became of the letter</subtitle>',
    `  <updated>${updatedAt(feed).toISOString()}</updated>`,
    `  <author><name>${escaped(sponsor)}</name></author>`,
    `  <link rel="self" type="application/atom+xml" href="${escaped(page)}/changes.atom"/>`,
    `  <link rel="alternate" type="text/html" href="${escaped(page)}/record"/>`,
    ...changes.slice(0, MOST_ENTRIES).map((change) => entryOf(change, page)),
    '</feed>',
    '',
  ].join('\n');
}

const entryOf = ({ id, kind, words, since, at, anchor }: Change, page: string): string =>
  [
    '  <entry>',
    `    <id>urn:undersigned:change:${escaped(id)}</id>`,
    `    <title>${escaped(words)}</title>`,
    `    <published>${since.toISOString()}</published>`,
    `    <updated>${at.toISOString()}</updated>`,
    `    <link rel="alternate" type="text/html" href="${escaped(`${page}/record${anchor}`)}"/>`,
    `    <category term="${escaped(kind)}"/>`,
    `    <content type="text">${escaped(words)}</content>`,
    '  </entry>',
  ].join('\n');

/** Characters that XML 1.0 does not take, not even escaped. */
const forbidden = /[^\t\n\r\u{20}-\u{D7FF}\u{E000}-\u{FFFD}\u{10000}-\u{10FFFF}]/gu;
const entities: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' };

const escaped = (text: string): string =>
  text.replace(forbidden, '').replace(/[&<>"]/g, (character) => entities[character] ?? '');
