/** Lines broken where they are full: what a PDF needs and no library does with several styles in one line. */
import type { Run } from './model.ts';

/** A part of a line in one style. */
export interface Piece {
  text: string;
  run: Run;
}

/** How wide a character stands, in the unit of `width`. */
export type Advance = (run: Run, character: string) => number;

interface Word {
  pieces: Piece[];
  width: number;
}

/**
 * The lines of these runs, none wider than `width`: broken between words, and within a word that no line can hold. A
 * run of a line break alone breaks there.
 */
export function linesOf(runs: Run[], width: number, advance: Advance): Piece[][] {
  const [only, more] = runs;
  if (only && !more && isPlain.test(only.text) && widthOf(only.text, only, advance) <= width)
    return [[{ text: only.text, run: only }]];
  const lines: Piece[][] = [];
  let line: Piece[] = [];
  let filled = 0;
  let space: Word | null = null;
  const flush = () => {
    lines.push(line);
    [line, filled, space] = [[], 0, null];
  };
  const put = (word: Word) => {
    for (const piece of word.pieces) append(line, piece);
    filled += word.width;
  };
  for (const word of wordsOf(runs, advance)) {
    if (word === BREAK) flush();
    else if (isSpace(word)) space = filled > 0 ? word : null;
    else {
      const gap: Word | null = space;
      if (filled + (gap?.width ?? 0) + word.width <= width) {
        if (gap) put(gap);
        put(word);
      } else {
        if (filled > 0) flush();
        for (const part of word.width > width ? choppedInto(word, width, advance) : [word]) {
          if (filled > 0) flush();
          put(part);
        }
      }
      space = null;
    }
  }
  if (line.length > 0 || lines.length === 0) flush();
  return lines;
}

/** Most lines are short and need nothing done to them. */
const isPlain = /^(?! )(?!.* ( |$))[^\n]{1,90}$/;

const BREAK: Word = { pieces: [], width: 0 };

const isSpace = ({ pieces }: Word): boolean => pieces[0]?.text === ' ';

/** Words, spaces and breaks in turn; a word may go through several styles. */
function* wordsOf(runs: Run[], advance: Advance): Generator<Word> {
  let word: Word | null = null;
  for (const run of runs) {
    for (const part of run.text.split(/( +|\n)/)) {
      if (part === '') continue;
      if (part !== '\n' && !part.startsWith(' ')) {
        word ??= { pieces: [], width: 0 };
        word.pieces.push({ text: part, run });
        word.width += widthOf(part, run, advance);
        continue;
      }
      if (word) yield word;
      word = null;
      yield part === '\n' ? BREAK : { pieces: [{ text: ' ', run }], width: advance(run, ' ') };
    }
  }
  if (word) yield word;
}

function widthOf(text: string, run: Run, advance: Advance): number {
  let width = 0;
  for (const character of text) width += advance(run, character);
  return width;
}

/** Where an address is best broken: behind these. */
const SEAM = /[/?&=._-]/;

/** A word in parts that fit, broken at a seam where one is near; each has a character at least. */
function choppedInto({ pieces }: Word, width: number, advance: Advance): Word[] {
  const letters = pieces.flatMap(({ text, run }) =>
    [...text].map((text) => ({ text, run, width: advance(run, text) })),
  );
  const parts: Word[] = [];
  let from = 0;
  while (from < letters.length) {
    let to = from;
    let filled = 0;
    while (to < letters.length && (to === from || filled + (letters[to]?.width ?? 0) <= width))
      filled += letters[to++]?.width ?? 0;
    if (to < letters.length) {
      let seam = to;
      while (seam > from + (to - from) / 2 && !SEAM.test(letters[seam - 1]?.text ?? '')) seam -= 1;
      if (SEAM.test(letters[seam - 1]?.text ?? '')) to = seam;
    }
    const part: Word = { pieces: [], width: 0 };
    for (const letter of letters.slice(from, to)) {
      append(part.pieces, { text: letter.text, run: letter.run });
      part.width += letter.width;
    }
    parts.push(part);
    from = to;
  }
  return parts;
}

function append(line: Piece[], { text, run }: Piece): void {
  const last = line.at(-1);
  if (last?.run === run) last.text += text;
  else line.push({ text, run });
}
