/** Two texts side by side: which paragraphs belong together, and which words were inserted and removed. */
import { type ArrayChange, diffArrays } from 'diff';

/** Some words of a paragraph: in both texts, in the new one alone, or in the old one alone. */
export interface Piece {
  kind: 'same' | 'inserted' | 'removed';
  text: string;
}

/** A paragraph as it was and as it is, beside each other (null where one text lacks it); or all that stayed between two changes. */
export interface Row {
  before: Piece[] | null;
  after: Piece[] | null;
  /** Both in one, in the order they are read: what was removed before what took its place. */
  both: Piece[];
  kind: 'same' | 'changed' | 'inserted' | 'removed';
}

export interface Comparison {
  rows: Row[];
  /** How many words were removed and inserted. */
  removed: number;
  inserted: number;
  /** Whether some part differs so much that it is shown whole and not word by word. */
  rough: boolean;
}

/**
 * The most steps of looking for what two texts share. It bounds the time by the work and not by the clock, so that two
 * texts give the same page each time, on any machine; beyond it what is left is shown whole.
 */
const MOST_STEPS = 500_000;
/** The most pairs of changed paragraphs that are looked at for those that belong together, and how alike these are. */
const MOST_PAIRS = 10_000;
const ALIKE = 0.4;
/** The most paragraphs in a row that were removed or inserted and are shown each by itself. */
const MOST_ROWS = 1000;

/** Where a paragraph ends: at an empty line, and before an item of a list. */
const betweenParagraphs = /\n\s*\n|\n(?=[ \t]*(?:[-*+]|\d+[.)])[ \t])/;
/** A word, numbers such as 1,234 and names such as O’Brien in one; blanks; any other mark by itself. */
const tokens = /[\p{L}\p{M}\p{N}]+(?:[’'.,-][\p{L}\p{M}\p{N}]+)*|\s+|[^\s\p{L}\p{M}\p{N}]/gu;
const isWord = (token: string) => /[\p{L}\p{N}]/u.test(token);

const tokensOf = (text: string): string[] => text.match(tokens) ?? [];
const paragraphsOf = (text: string): string[] =>
  text
    .split(betweenParagraphs)
    .map((paragraph) => paragraph.trim())
    .filter((paragraph) => paragraph !== '');

/**
 * Compares two texts paragraph by paragraph and word by word, in bounded time however long and different they are:
 * 100,000 characters each take well under a second.
 */
export function compareTexts(before: string, after: string): Comparison {
  const effort = { left: MOST_STEPS, rough: false };
  const rows: Row[] = [];
  let gone: string[] = [];
  const settle = (come: string[]) => {
    rows.push(...rowsOf(gone, come, effort));
    gone = [];
  };
  for (const { value, added, removed } of difference(paragraphsOf(before), paragraphsOf(after), effort)) {
    if (removed) gone = value;
    else if (added) settle(value);
    else {
      settle([]);
      rows.push(wholeRow('same', value.join('\n\n')));
    }
  }
  settle([]);
  const words = (kind: Piece['kind']) =>
    rows.flatMap((row) => row.both).reduce((sum, one) => sum + (one.kind === kind ? countWords(one.text) : 0), 0);
  return { rows, removed: words('removed'), inserted: words('inserted'), rough: effort.rough };
}

interface Effort {
  left: number;
  rough: boolean;
}

/** What differs between two lists, removed items before those inserted in their place; as a whole once the effort is spent. */
function difference(before: string[], after: string[], effort: Effort): ArrayChange<string>[] {
  // The work grows with the square of what differs.
  const most = Math.floor(Math.sqrt(effort.left));
  const found = diffArrays(before, after, { maxEditLength: most });
  const edits = found?.reduce((sum, { added, removed, value }) => sum + (added || removed ? value.length : 0), 0);
  effort.left -= Math.min(effort.left, (edits ?? most) ** 2);
  if (found) return found;
  effort.rough = true;
  return wholly(before, after);
}

/** The lists' common beginning and end, and all between as removed and inserted. */
function wholly(before: string[], after: string[]): ArrayChange<string>[] {
  const least = Math.min(before.length, after.length);
  let start = 0;
  while (start < least && before[start] === after[start]) start += 1;
  let end = 0;
  while (end < least - start && before.at(-1 - end) === after.at(-1 - end)) end += 1;
  const change = (value: string[], is: { added: boolean; removed: boolean }) => ({ value, count: value.length, ...is });
  return [
    change(before.slice(0, start), { added: false, removed: false }),
    change(before.slice(start, before.length - end), { added: false, removed: true }),
    change(after.slice(start, after.length - end), { added: true, removed: false }),
    change(before.slice(before.length - end), { added: false, removed: false }),
  ].filter(({ value }) => value.length > 0);
}

/** Paragraphs that were replaced by others: those that are alike beside each other, the others by themselves. */
function rowsOf(gone: string[], come: string[], effort: Effort): Row[] {
  const rows: Row[] = [];
  if (gone.length * come.length > MOST_PAIRS || Math.max(gone.length, come.length) > MOST_ROWS) {
    effort.rough = true;
    if (gone.length > 0) rows.push(wholeRow('removed', gone.join('\n\n')));
    if (come.length > 0) rows.push(wholeRow('inserted', come.join('\n\n')));
    return rows;
  }
  let [at, to] = [0, 0];
  for (const [old, fresh] of [...pairsOf(gone, come), [gone.length, come.length] as const]) {
    while (at < old) rows.push(wholeRow('removed', gone[at++] as string));
    while (to < fresh) rows.push(wholeRow('inserted', come[to++] as string));
    if (old < gone.length) rows.push(changedRow(gone[at++] as string, come[to++] as string, effort));
  }
  return rows;
}

/** Which of the old paragraphs became which of the new ones: the pairs, in order, that are most alike in all. */
function pairsOf(gone: string[], come: string[]): [old: number, fresh: number][] {
  if (gone.length === 0 || come.length === 0) return [];
  const [old, fresh] = [gone.map(wordsIn), come.map(wordsIn)];
  // best[i][j]: how much the paragraphs from i and from j on can be alike in all.
  const best = Array.from({ length: gone.length + 1 }, () => new Float64Array(come.length + 1));
  const alike = old.map((one) => Float64Array.from(fresh, (other) => likeness(one, other)));
  const at = (i: number, j: number) => (best[i] as Float64Array)[j] as number;
  const like = (i: number, j: number) => (alike[i] as Float64Array)[j] as number;
  for (let i = gone.length - 1; i >= 0; i -= 1)
    for (let j = come.length - 1; j >= 0; j -= 1) {
      const paired = like(i, j) >= ALIKE ? like(i, j) + at(i + 1, j + 1) : 0;
      (best[i] as Float64Array)[j] = Math.max(paired, at(i + 1, j), at(i, j + 1));
    }
  const pairs: [number, number][] = [];
  for (let i = 0, j = 0; i < gone.length && j < come.length; ) {
    if (like(i, j) >= ALIKE && at(i, j) === like(i, j) + at(i + 1, j + 1)) pairs.push([i++, j++]);
    else if (at(i, j) === at(i + 1, j)) i += 1;
    else j += 1;
  }
  return pairs;
}

const wordsIn = (text: string) => new Set(tokensOf(text.toLowerCase()).filter(isWord));

/** The share of their words that two paragraphs have in common, from 0 to 1. */
function likeness(one: Set<string>, other: Set<string>): number {
  const [small, large] = one.size < other.size ? [one, other] : [other, one];
  if (large.size === 0) return 1;
  let common = 0;
  for (const word of small) if (large.has(word)) common += 1;
  return (2 * common) / (small.size + large.size);
}

function wholeRow(kind: 'same' | 'inserted' | 'removed', text: string): Row {
  const pieces = [{ kind, text }];
  return {
    before: kind === 'inserted' ? null : pieces,
    after: kind === 'removed' ? null : pieces,
    both: pieces,
    kind,
  };
}

function changedRow(before: string, after: string, effort: Effort): Row {
  const both = joined(
    difference(tokensOf(before), tokensOf(after), effort).map(({ value, added, removed }) => ({
      kind: added ? 'inserted' : removed ? 'removed' : 'same',
      text: value.join(''),
    })),
  );
  return { before: without('inserted', both), after: without('removed', both), both, kind: 'changed' };
}

/** The pieces of one of the two texts; what stood apart only because of the other is one piece again. */
function without(kind: Piece['kind'], pieces: Piece[]): Piece[] {
  const own: Piece[] = [];
  for (const piece of pieces.filter((one) => one.kind !== kind)) {
    const last = own.at(-1);
    if (last?.kind === piece.kind) own[own.length - 1] = { ...last, text: last.text + piece.text };
    else own.push(piece);
  }
  return own;
}

/**
 * Changes with nothing but a blank or a mark between them become one: "the old words" and "these new ones" are read as
 * a phrase that took another's place, not as three words that did.
 */
function joined(pieces: Piece[]): Piece[] {
  const rows: Piece[] = [];
  let [removed, inserted] = ['', ''];
  const settle = () => {
    if (removed) rows.push({ kind: 'removed', text: removed });
    if (inserted) rows.push({ kind: 'inserted', text: inserted });
    [removed, inserted] = ['', ''];
  };
  pieces.forEach(({ kind, text }, n) => {
    const between = removed !== '' && inserted !== '' && n + 1 < pieces.length && !isWord(text);
    if (kind !== 'inserted' && (kind === 'removed' || between)) removed += text;
    if (kind !== 'removed' && (kind === 'inserted' || between)) inserted += text;
    if (kind === 'same' && !between) {
      settle();
      rows.push({ kind, text });
    }
  });
  settle();
  return rows;
}

const countWords = (text: string): number => tokensOf(text).filter(isWord).length;
