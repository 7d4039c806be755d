import { parseMarkdown } from '../letters/letters.ts';
import { type Block, paragraph, plain, printable, type Run } from './model.ts';

type Token = ReturnType<typeof parseMarkdown>[number];

/**
 * Far more than letters have, and as much as a file is made of in a second or two. What a text has beyond it is written
 * as running words.
 */
const MOST = { blocks: 2000, runs: 5000 };

/** A text in Markdown as blocks. */
export function proseOf(text: string): Block[] {
  const reader: Reader = { tokens: parseMarkdown(text), at: 0, blocks: 0, runs: 0 };
  const blocks = blocksUntil(reader, null);
  const rest = reader.tokens.slice(reader.at).filter(({ type }) => type === 'inline');
  return rest.length === 0
    ? blocks
    : [...blocks, paragraph(rest.map(({ children }) => wordsIn(children ?? [])).join(' '))];
}

interface Reader {
  tokens: Token[];
  at: number;
  /** How many were read. */
  blocks: number;
  runs: number;
}

const wordsIn = (children: Token[]): string =>
  children.map(({ type, content }) => (type.endsWith('break') ? ' ' : content)).join('');

/** The next token before `end`; none once the text has had enough. */
function next(reader: Reader, end: string | null): Token | null {
  if (reader.blocks >= MOST.blocks || reader.runs >= MOST.runs) return null;
  const token = reader.tokens[reader.at++];
  return token === undefined || token.type === end ? null : token;
}

function blocksUntil(reader: Reader, end: string | null): Block[] {
  const blocks: Block[] = [];
  for (let token = next(reader, end); token; token = next(reader, end)) {
    const block = blockFrom(token, reader);
    if (block) blocks.push(block);
    reader.blocks += 1;
  }
  return blocks;
}

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
      return {
        kind: 'list',
        ordered,
        start: Number(token.attrGet('start') ?? 1),
        items: itemsOf(reader, token.type.replace('open', 'close')),
      };
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

function itemsOf(reader: Reader, end: string): Block[][] {
  const items: Block[][] = [];
  for (let token = next(reader, end); token; token = next(reader, end))
    if (token.type === 'list_item_open') items.push(blocksUntil(reader, 'list_item_close'));
  return items;
}

function tableOf(reader: Reader): Block {
  const rows: Run[][][] = [];
  for (let token = next(reader, 'table_close'); token; token = next(reader, 'table_close')) {
    if (token.type === 'tr_open') rows.push([]);
    if (token.type === 'tr_close') reader.blocks += 1;
    if (token.type === 'inline') rows.at(-1)?.push(runsOf(token, reader));
  }
  const [head = [], ...body] = rows;
  return { kind: 'table', head, rows: body };
}

function lineUntil(reader: Reader, end: string): Run[] {
  const runs: Run[] = [];
  for (let token = next(reader, end); token; token = next(reader, end))
    if (token.type === 'inline') runs.push(...runsOf(token, reader));
  return runs;
}

/** The pieces of a line; a break that was asked for is a run of a line break alone. */
function runsOf({ children }: Token, reader: Reader): Run[] {
  const runs: Run[] = [];
  if (reader.runs + (children?.length ?? 0) > MOST.runs) {
    reader.runs = MOST.runs;
    return plain(wordsIn(children ?? []));
  }
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
  reader.runs += runs.length;
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
