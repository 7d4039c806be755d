import { setImmediate } from 'node:timers/promises';
import { type Block, MOST_COLUMNS, type Paper, type ParagraphStyle, type Run } from './model.ts';
import { Sheets, type TextSetup, WIDTH } from './sheets.ts';
import type { Piece } from './typesetting.ts';

/** How long one document may keep everybody else waiting, in ms. */
const BREATH = 12;
const COLUMN = WIDTH / 2;
const LINE = 11 * 1.3;
const TABLE_SIZE = 9.5;
/** Nothing stands further in than this, however deep it is nested. */
const MOST_INDENT = 120;

/**
 * A paper as a PDF: US Letter, tagged, its fonts embedded, the same bytes for the same paper. Others get their turn
 * while it is made.
 */
export async function writePdf(paper: Paper): Promise<Buffer> {
  // Loaded when the first document is asked for: the site starts without it.
  const { default: PDFDocument } = await import('pdfkit');
  const pdf = new PDFDocument({
    size: 'LETTER',
    // Where a page is full is said by the sheets, not by the library.
    margin: 0,
    autoFirstPage: false,
    font: '',
    tagged: true,
    displayTitle: true,
    lang: 'en-US',
    pdfVersion: '1.7',
    info: {
      Title: paper.title,
      Author: paper.author,
      Creator: 'Undersigned',
      CreationDate: paper.at,
      ModDate: paper.at,
    },
  } as PDFKit.PDFDocumentOptions);
  const chunks: Buffer[] = [];
  pdf.on('data', (chunk: Buffer) => chunks.push(chunk));
  const done = new Promise<void>((resolve, reject) => pdf.once('end', resolve).once('error', reject));
  const sheets = new Sheets(pdf, paper);
  let since = performance.now();
  const ranks = ranksIn(paper.blocks);
  for (const [n, block] of paper.blocks.entries()) {
    for (const write of stepsOf(sheets, block, { indent: 0, ranks, next: paper.blocks[n + 1] })) {
      write();
      if (performance.now() - since < BREATH) continue;
      await setImmediate();
      since = performance.now();
    }
  }
  sheets.end();
  await done;
  return Buffer.concat(chunks);
}

interface Place {
  indent: number;
  /** The ranks that headings of a level have. */
  ranks: ReadonlyMap<number, number>;
  /** What follows, where it must not be torn off. */
  next?: Block | undefined;
}

/** A title is of the first rank, and no rank is left out below it: readers go by ranks as by a table of contents. */
function ranksIn(blocks: Block[]): Map<number, number> {
  const levels = new Set(
    blocks.map((block) => (block.kind === 'title' ? 0 : block.kind === 'heading' ? block.level : 9)),
  );
  const used = [...levels].filter((level) => level < 9).sort((a, b) => a - b);
  return new Map(used.map((level, n) => [level, n + 1]));
}

type Steps = Generator<() => void>;

/** The steps in which a block is written, each a line or so, that others may come between. */
function* stepsOf(sheets: Sheets, block: Block, place: Place): Steps {
  const at = { x: place.indent, width: WIDTH - place.indent };
  switch (block.kind) {
    case 'title':
      yield* textOf(sheets, 'H1', [{ text: block.text }], { ...at, size: 17, bold: true });
      yield () => sheets.skip(8);
      break;
    case 'heading': {
      const { size, above } = headings[block.level];
      yield () => {
        sheets.need(above + size * 1.3 + 32);
        sheets.skip(above);
      };
      yield* textOf(sheets, `H${place.ranks.get(block.level) ?? 6}`, block.runs, { ...at, size, bold: true });
      yield () => sheets.skip(4);
      break;
    }
    case 'paragraph': {
      const { above, below, size } = paragraphs[block.style];
      yield () => {
        sheets.need(besideOf(block.style, place.next));
        sheets.skip(above);
      };
      yield* textOf(sheets, 'P', block.runs, { ...at, size });
      yield () => sheets.skip(below);
      break;
    }
    case 'list':
      yield* listOf(sheets, block, place);
      break;
    case 'quote':
      yield () => sheets.open('BlockQuote');
      yield* inside(sheets, block.blocks, place);
      yield () => sheets.close();
      break;
    case 'addresses':
      yield* rowsOf(sheets, block.cells, 'addresses');
      yield () => sheets.skip(4);
      break;
    case 'signatures':
      yield* rowsOf(sheets, block.cells, block.blank ? 'blank' : 'typed');
      yield () => sheets.skip(12);
      break;
    case 'names':
      for (const name of block.items) yield* textOf(sheets, 'P', [{ text: name }], { size: 10 });
      yield () => sheets.skip(6);
      break;
    case 'table':
      yield* tableOf(sheets, block, place);
      break;
    case 'rule':
      yield () => {
        sheets.need(60);
        sheets.skip(6);
        sheets.rule(place.indent, WIDTH - place.indent);
        sheets.skip(10);
      };
      break;
    case 'break':
      yield () => sheets.turn();
      break;
  }
}

const headings = { 1: { size: 13, above: 10 }, 2: { size: 11.5, above: 6 }, 3: { size: 11, above: 4 } } as const;

const paragraphs: Record<ParagraphStyle, { above: number; below: number; size: number }> = {
  body: { above: 0, below: 9, size: 11 },
  date: { above: 6, below: 16, size: 11 },
  salutation: { above: 0, below: 9, size: 11 },
  closing: { above: 6, below: 10, size: 11 },
  tag: { above: 0, below: 3, size: 11 },
  small: { above: 4, below: 6, size: 9 },
};

/** The room that a paragraph wants where it must not stand alone: a greeting with its letter, a closing with the first names. */
function besideOf(style: ParagraphStyle, next: Block | undefined): number {
  if (style === 'salutation') return 70;
  if (style === 'closing' && next?.kind === 'signatures') return next.blank ? 110 : 90;
  return 0;
}

function* textOf(sheets: Sheets, tag: string, runs: Run[], setup: TextSetup): Steps {
  yield () => sheets.open(tag);
  yield* sheets.text(runs, setup);
  yield () => sheets.close();
}

/** The blocks of a list's item or a quotation. */
function* inside(sheets: Sheets, blocks: Block[], { indent, ranks }: Place): Steps {
  for (const block of blocks) yield* stepsOf(sheets, block, { indent: Math.min(indent + 20, MOST_INDENT), ranks });
}

function* listOf(sheets: Sheets, { items, ordered, start }: Block & { kind: 'list' }, place: Place): Steps {
  yield () => sheets.open('L');
  for (const [n, item] of items.entries()) {
    yield () => {
      sheets.open('LI');
      sheets.need(LINE * 2);
      const label = ordered ? `${start + n}.` : '•';
      const x = Math.min(place.indent + 20, MOST_INDENT) - 16;
      sheets.within('Lbl', () => sheets.line([{ text: label, run: { text: label } }], { x }));
      sheets.open('LBody');
      if (item.length === 0) sheets.skip(LINE);
    };
    yield* inside(sheets, item, place);
    yield () => {
      sheets.close();
      sheets.close();
    };
  }
  yield () => sheets.close();
}

const rooms = { addresses: 0, typed: 18, blank: 46 };

/** Cells of lines, two beside each other: the order of reading goes row by row. One address alone has the whole width. */
function* rowsOf(sheets: Sheets, cells: string[][], what: keyof typeof rooms): Steps {
  const columns = what === 'addresses' && cells.length === 1 ? 1 : 2;
  const width = columns === 1 ? WIDTH : COLUMN - 16;
  for (let n = 0; n < cells.length; n += columns)
    yield () => {
      const row = cells
        .slice(n, n + columns)
        .map((lines) => lines.flatMap((text) => sheets.linesOf([{ text }], { width })));
      const most = Math.max(...row.map((lines) => lines.length));
      sheets.need(rooms[what] + most * LINE + 4);
      const top = sheets.top + rooms[what];
      for (const [column, lines] of row.entries()) {
        const x = column * COLUMN;
        if (what === 'blank') {
          sheets.top = top - 4;
          sheets.rule(x, COLUMN - 40);
        }
        sheets.top = top;
        sheets.within('P', () => sheets.block(lines, { x }));
      }
      sheets.top = top + most * LINE;
      if (what === 'addresses') sheets.skip(10);
    };
}

function* tableOf(sheets: Sheets, { head, rows }: Block & { kind: 'table' }, { indent }: Place): Steps {
  const columns = Math.max(1, head.length);
  if (columns > MOST_COLUMNS) {
    for (const row of [head, ...rows])
      yield* textOf(sheets, 'P', joined(row), { x: indent, width: WIDTH - indent, size: TABLE_SIZE });
    yield () => sheets.skip(9);
    return;
  }
  const widths = widthsOf(sheets, [head, ...rows], WIDTH - indent);
  yield () => sheets.open('Table');
  for (const row of [head, ...rows]) {
    const bold = row === head;
    let x = indent;
    const cells = row.slice(0, columns).map((runs, n) => {
      const width = widths[n] ?? 0;
      const setup = { x, width: width - 8, size: TABLE_SIZE, bold };
      x += width;
      return { setup, lines: sheets.linesOf(runs, setup) };
    });
    yield* tableRow(sheets, cells, bold, indent);
  }
  yield () => sheets.close();
  yield () => sheets.skip(10);
}

/** Rows that say how wide a column should be. */
const MEASURED = 40;

/** Columns as wide as what stands in them asks for, none much narrower than the others. */
function widthsOf(sheets: Sheets, rows: Run[][][], width: number): number[] {
  const even = width / (rows[0]?.length || 1);
  const wanted = (rows[0] ?? []).map((_, n) => {
    const cells = rows.slice(0, MEASURED).map((row) => sheets.widthOf(row[n] ?? [], TABLE_SIZE) + 12);
    return Math.min(Math.max(even / 2, ...cells), even * 2);
  });
  const sum = wanted.reduce((total, one) => total + one, 0);
  return wanted.map((one) => (one / sum) * width);
}

/** Lines of a row that stand on one page: a higher row goes on on the next. */
const MOST_LINES = 40;

function* tableRow(
  sheets: Sheets,
  cells: { setup: TextSetup; lines: Piece[][] }[],
  head: boolean,
  indent: number,
): Steps {
  const height = TABLE_SIZE * 1.3;
  const most = Math.max(1, ...cells.map(({ lines }) => lines.length));
  for (let from = 0; from < most; from += MOST_LINES)
    yield () => {
      const here = Math.min(MOST_LINES, most - from);
      // A head does not stand at the end of a page by itself.
      sheets.need(here * height + 8 + (head ? 30 : 0));
      const top = sheets.top;
      sheets.open('TR');
      for (const { setup, lines } of cells) {
        sheets.top = top;
        sheets.open(head ? 'TH' : 'TD', head ? { scope: 'Column' } : {});
        sheets.block(lines.slice(from, from + MOST_LINES), setup);
        sheets.close();
      }
      sheets.close();
      sheets.top = top + here * height + 3;
      sheets.rule(indent, WIDTH - indent);
      sheets.skip(4);
    };
}

const joined = (row: Run[][]): Run[] => row.flatMap((runs, n) => (n === 0 ? runs : [{ text: ' | ' }, ...runs]));
