/** What a document says, apart from how a file of it is written: made once, for three writers. */

/** A piece of a line in one style. */
export interface Run {
  text: string;
  bold?: boolean;
  italic?: boolean;
  code?: boolean;
  /** An address on the web or of a mailbox; nothing is ever loaded from it. */
  href?: string;
}

/** 'tag' is one line of facts at the head of a Dear Colleague, 'small' what stands at the end in small print. */
export type ParagraphStyle = 'body' | 'date' | 'salutation' | 'closing' | 'tag' | 'small';

export type Block =
  | { kind: 'title'; text: string }
  | { kind: 'heading'; level: 1 | 2 | 3; runs: Run[] }
  | { kind: 'paragraph'; style: ParagraphStyle; runs: Run[] }
  | { kind: 'list'; ordered: boolean; start: number; items: Block[][] }
  | { kind: 'quote'; blocks: Block[] }
  /** Address blocks: one alone, several side by side. */
  | { kind: 'addresses'; cells: string[][] }
  /** A name with its title each, two beside each other, row by row; `blank` leaves a line above each to sign on. */
  | { kind: 'signatures'; cells: string[][]; blank: boolean }
  /** Names, a line each. */
  | { kind: 'names'; items: string[] }
  | { kind: 'table'; head: Run[][]; rows: Run[][][] }
  | { kind: 'rule' }
  /** What follows begins on a new page. */
  | { kind: 'break' };

/** A table of more columns is written as lines. */
export const MOST_COLUMNS = 8;

/** A document with what its files say of themselves. */
export interface Paper {
  title: string;
  author: string;
  /** What the file gives as its moment of making, so that equal documents are equal files. */
  at: Date;
  /** Stands at the head of each page: 'DRAFT for circulation'; '' for none. */
  mark: string;
  /** The head of each page after the first, above its number. */
  running: string[];
  blocks: Block[];
}

/** Direction overrides, invisible fillers and what no file format takes. Joiners stay: some scripts need them. */
const UNPRINTABLE =
  /[\p{Cc}\u00AD\u200B\u200E\u200F\u2028-\u202E\u2060-\u2069\uFEFF\uFFF9-\uFFFB\p{Noncharacter_Code_Point}]/gu;

/** More accents on one letter than any script has: each is set with regard to all before it. */
const PILED = /(?<=\p{M}{8})\p{M}+/gu;

/** A line as it can be printed: no control characters, no half of a character, no heap of accents. */
export const printable = (text: string): string =>
  text
    .toWellFormed()
    .replace(/[\t\n\r]/g, ' ')
    .replace(UNPRINTABLE, '')
    .replace(PILED, '');

export const plain = (text: string): Run[] => [{ text: printable(text) }];

export const paragraph = (runs: Run[] | string, style: ParagraphStyle = 'body'): Block => ({
  kind: 'paragraph',
  style,
  runs: typeof runs === 'string' ? plain(runs) : runs,
});

export const heading = (text: string, level: 1 | 2 | 3 = 1): Block => ({ kind: 'heading', level, runs: plain(text) });

export const title = (text: string): Block => ({ kind: 'title', text: printable(text) });

/** A fact with its label in bold: 'Deadline: …'. */
export const fact = (label: string, text: string, style: ParagraphStyle = 'tag'): Block =>
  paragraph([{ text: `${label}: `, bold: true }, ...plain(text)], style);

export const wordsOf = (runs: Run[]): string => runs.map(({ text }) => text).join('');
