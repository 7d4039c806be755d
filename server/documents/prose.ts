import { parseMarkdown } from '../letters/letters.ts';
import { type Block, printable, type Run } from './model.ts';

type Token = ReturnType<typeof parseMarkdown>[number];

/** A text in Markdown as blocks. */
export function proseOf(text: string): Block[] {
  const reader = { tokens: parseMarkdown(text), at: 0 };
  return blocksUntil(reader, null);
}

interface Reader {
  tokens: Token[];
  at: number;
}

function blocksUntil(reader: Reader, end: string | null): Block[] {
  const blocks: Block[] = [];
  for (let token = next(reader); token && token.type !== end; token = next(reader)) {
    const block = blockFrom(token, reader);
    if (block) blocks.push(block);
  }
  return blocks;
}

const next = (reader: Reader): Token | undefined => reader.tokens[reader.at++];

function blockFrom(token: Token, reader: Reader): Block | null {
  switch (token.type) {
    case 'heading_open':
      // The site prints a text's headings one rank lower, below the page's title.
      return { kind: 'heading', level: levelOf(token.tag), runs: lineUntil(reader, 'heading_close') };
    case 'paragraph_open':
      return { kind: 'paragraph', style: 'body', runs: lineUntil(reader, 'paragraph_close') };
    case 'bullet_list_open':
    case 'ordered_list_open': {
      const ordered = token.type === 'ordered_list_open';
      return { kind: 'list', ordered, start: Number(token.attrGet('start') ?? 1), items: itemsOf(reader) };
    }
    case 'blockquote_open':
      return { kind: 'quote', blocks: blocksUntil(reader, 'blockquote_close') };
    case 'fence':
    case 'code_block':
      return { kind: 'quote', blocks: token.content.trimEnd().split('\n').map(codeLine) };
    case 'hr':
      return { kind: 'rule' };
    case 'table_open':
      return tableOf(reader);
    default:
      return null;
  }
}

const levelOf = (tag: string): 1 | 2 | 3 => Math.min(3, Math.max(1, Number(tag.slice(1)) - 1)) as 1 | 2 | 3;

const codeLine = (text: string): Block => ({
  kind: 'paragraph',
  style: 'body',
  runs: [{ text: printable(text), code: true }],
});

function itemsOf(reader: Reader): Block[][] {
  const items: Block[][] = [];
  for (let token = next(reader); token && !token.type.endsWith('list_close'); token = next(reader))
    if (token.type === 'list_item_open') items.push(blocksUntil(reader, 'list_item_close'));
  return items;
}

function tableOf(reader: Reader): Block {
  const rows: Run[][][] = [];
  for (let token = next(reader); token && token.type !== 'table_close'; token = next(reader)) {
    if (token.type === 'tr_open') rows.push([]);
    if (token.type === 'inline') rows.at(-1)?.push(runsOf(token));
  }
  const [head = [], ...body] = rows;
  return { kind: 'table', head, rows: body };
}

function lineUntil(reader: Reader, end: string): Run[] {
  const runs: Run[] = [];
  for (let token = next(reader); token && token.type !== end; token = next(reader))
    if (token.type === 'inline') runs.push(...runsOf(token));
  return runs;
}

/** The pieces of a line; a break that was asked for is a run of a line break alone. */
function runsOf({ children }: Token): Run[] {
  const runs: Run[] = [];
  const depth = { strong: 0, em: 0 };
  let href = '';
  for (const child of children ?? []) {
    const { type, content } = child;
    if (type === 'strong_open') depth.strong += 1;
    else if (type === 'strong_close') depth.strong -= 1;
    else if (type === 'em_open') depth.em += 1;
    else if (type === 'em_close') depth.em -= 1;
    else if (type === 'link_open') href = String(child.attrGet('href') ?? '');
    else if (type === 'link_close') href = '';
    else if (type === 'hardbreak') runs.push({ text: '\n' });
    else if (type === 'softbreak') runs.push(...styled(' ', depth, href, false));
    else if (type === 'text' || type === 'code_inline')
      runs.push(...styled(printable(content), depth, href, type === 'code_inline'));
  }
  return runs;
}

const styled = (text: string, { strong, em }: { strong: number; em: number }, href: string, code: boolean): Run[] =>
  text === ''
    ? []
    : [
        {
          text,
          ...(strong > 0 && { bold: true }),
          ...(em > 0 && { italic: true }),
          ...(code && { code }),
          ...(href && { href }),
        },
      ];
