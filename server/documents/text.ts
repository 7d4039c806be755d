import type { Block, Paper, Run } from './model.ts';
import { proseOf } from './prose.ts';

/** Characters in a line, as mail programs like it. */
const WIDTH = 76;
const COLUMN = WIDTH / 2;

/** A paper as plain text in UTF-8: paragraphs wrapped, signatures in two columns. */
export function writeText(paper: Pick<Paper, 'mark' | 'blocks'>): string {
  const parts = paper.blocks.flatMap((block) => [...linesOf(block, WIDTH), ...(isTight(block) ? [] : [''])]);
  const head = paper.mark ? [paper.mark, ''] : [];
  return `${[...head, ...parts].join('\n').trimEnd()}\n`;
}

/** A text in Markdown as plain text: the address of a link stands behind its words. */
export const plainTextOf = (markdown: string): string => writeText({ mark: '', blocks: proseOf(markdown) });

const isTight = (block: Block): boolean => block.kind === 'paragraph' && block.style === 'tag';

function linesOf(block: Block, width: number): string[] {
  switch (block.kind) {
    case 'title':
      return underlined(wrapped(block.text, width), '=');
    case 'heading':
      return underlined(wrapped(textOf(block.runs), width), '-');
    case 'paragraph':
      return wrapped(textOf(block.runs), width);
    case 'list':
      return block.items.flatMap((item, n) => itemLines(item, block.ordered ? `${block.start + n}. ` : '- ', width));
    case 'quote':
      return indented(spaced(block.blocks, width - 2), '> ', '> ');
    case 'addresses':
      return block.cells.flatMap((cell, n) => (n === 0 ? cell : ['', ...cell]));
    case 'signatures':
      return rowsOf(block.cells, block.blank);
    case 'names':
      return block.items.flatMap((name) => hanging(name, width));
    case 'table':
      return [block.head, ...block.rows].flatMap((row) => hanging(row.map(textOf).join(' | '), width));
    case 'rule':
      return ['-'.repeat(width)];
    case 'break':
      return [''];
  }
}

function itemLines(item: Block[], label: string, width: number): string[] {
  const pad = ' '.repeat(label.length);
  return indented(spaced(item, Math.max(20, width - label.length)), label, pad);
}

/** Blocks inside a list or a quotation: paragraphs apart, a list right below what it belongs to. */
const spaced = (blocks: Block[], width: number): string[] =>
  blocks.flatMap((block, n) => [...(n > 0 && block.kind !== 'list' ? [''] : []), ...linesOf(block, width)]);

const indented = (lines: string[], first: string, rest: string): string[] =>
  (lines.length > 0 ? lines : ['']).map((line, n) => `${n === 0 ? first : rest}${line}`.trimEnd());

const hanging = (text: string, width: number): string[] => indented(wrapped(text, width - 2), '', '  ');

/** Two beside each other, row by row; a name that its column cannot hold stands on a line of its own. */
function rowsOf(cells: string[][], blank: boolean): string[] {
  const lines: string[] = [];
  for (let n = 0; n < cells.length; n += 2) {
    const row = cells.slice(n, n + 2);
    if (n > 0) lines.push('');
    if (blank) lines.push('', '', row.map(() => '_'.repeat(COLUMN - 6)).join(' '.repeat(6)));
    const [left = [], right = []] = row;
    if (left.some((line) => line.length >= COLUMN)) lines.push(...left, ...(right.length > 0 ? ['', ...right] : []));
    else
      for (let at = 0; at < Math.max(left.length, right.length); at += 1)
        lines.push(`${(left[at] ?? '').padEnd(COLUMN)}${right[at] ?? ''}`.trimEnd());
  }
  return lines;
}

function underlined(lines: string[], mark: string): string[] {
  return [...lines, mark.repeat(Math.min(WIDTH, Math.max(...lines.map((line) => line.length))))];
}

/** A link is followed by its address, unless it is that already. */
const textOf = (runs: Run[]): string =>
  runs
    .map(({ text, href }, n) => {
      const ends = href && runs[n + 1]?.href !== href;
      return ends && bare(href) !== bare(text) ? `${text} (${href.replace(/^mailto:/, '')})` : text;
    })
    .join('');

const bare = (address: string): string => address.replace(/^(https?:\/\/|mailto:)/i, '').replace(/\/$/, '');

/** Broken between words; a word longer than a line stays whole, as addresses must. */
function wrapped(text: string, width: number): string[] {
  return text.split('\n').flatMap((line) => {
    const lines: string[] = [];
    let filled = '';
    for (const word of line.split(/ +/).filter(Boolean)) {
      if (filled && filled.length + 1 + word.length > width) {
        lines.push(filled);
        filled = word;
      } else filled = filled ? `${filled} ${word}` : word;
    }
    return [...lines, filled];
  });
}
