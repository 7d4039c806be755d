import { setImmediate } from 'node:timers/promises';
import { type Block, MOST_COLUMNS, type Paper, type Run } from './model.ts';
import { Sheets, type TextSetup, WIDTH } from './sheets.ts';

/** How long one document may keep everybody else waiting, in ms. */
const BREATH = 12;
const COLUMN = WIDTH / 2;
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
  const titled = paper.blocks.some(({ kind }) => kind === 'title') ? 1 : 0;
  for (const [n, block] of paper.blocks.entries()) {
    for (const write of stepsOf(sheets, block, { indent: 0, titled, next: paper.blocks[n + 1] })) {
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
  /** How many ranks the title takes before the headings. */
  titled: number;
  /** What follows, where it must not be torn off. */
  next?: Block | undefined;
}

/** The steps in which a block is written: long ones have many, so that others come between. */
function* stepsOf(sheets: Sheets, block: Block, place: Place): Generator<() => void> {
  switch (block.kind) {
    case 'signatures':
      yield* rowsOf(sheets, block.cells, block.blank ? 'blank' : 'typed');
      yield () => sheets.skip(12);
      break;
    case 'addresses':
      yield* rowsOf(sheets, block.cells, 'addresses');
      yield () => sheets.skip(4);
      break;
    case 'names':
      for (const name of block.items) yield () => nameLine(sheets, name);
      yield () => sheets.skip(6);
      break;
    case 'table':
      yield* tableRows(sheets, block, place);
      break;
    case 'list':
    case 'quote':
      yield () => nested(sheets, block, place);
      break;
    default:
      yield () => write(sheets, block, place);
  }
}

const headings = { 1: { size: 13, above: 10 }, 2: { size: 11.5, above: 6 }, 3: { size: 11, above: 4 } } as const;

const paragraphs: Record<string, { above: number; below: number; size: number }> = {
  body: { above: 0, below: 9, size: 11 },
  date: { above: 6, below: 16, size: 11 },
  closing: { above: 6, below: 10, size: 11 },
  tag: { above: 0, below: 3, size: 11 },
  small: { above: 4, below: 6, size: 9 },
};

function write(sheets: Sheets, block: Block, { indent, titled, next }: Place): void {
  const at = { x: indent, width: WIDTH - indent };
  switch (block.kind) {
    case 'title':
      sheets.within('H1', () => sheets.text([{ text: block.text }], { ...at, size: 17, bold: true }));
      sheets.skip(8);
      break;
    case 'heading': {
      const { size, above } = headings[block.level];
      sheets.need(above + size * 1.3 + 32);
      sheets.skip(above);
      sheets.within(`H${block.level + titled}`, () => sheets.text(block.runs, { ...at, size, bold: true }));
      sheets.skip(4);
      break;
    }
    case 'paragraph': {
      const { above, below, size } = paragraphs[block.style] as (typeof paragraphs)['body'] & object;
      // The closing word stands with the first names.
      if (block.style === 'closing') sheets.need(next?.kind === 'signatures' ? (next.blank ? 110 : 90) : 30);
      sheets.skip(above);
      sheets.within('P', () => sheets.text(block.runs, { ...at, size }));
      sheets.skip(below);
      break;
    }
    case 'rule':
      sheets.need(20);
      sheets.skip(6);
      sheets.rule(indent, WIDTH - indent);
      sheets.skip(10);
      break;
    case 'break':
      sheets.turn();
      break;
  }
}

/** What has blocks of its own. */
function nested(sheets: Sheets, block: Block & { kind: 'list' | 'quote' }, place: Place): void {
  const indent = Math.min(place.indent + 20, MOST_INDENT);
  const inside = (blocks: Block[]) => {
    for (const one of blocks) for (const step of stepsOf(sheets, one, { ...place, indent, next: undefined })) step();
  };
  if (block.kind === 'quote') return sheets.within('BlockQuote', () => inside(block.blocks));
  sheets.within('L', () =>
    block.items.forEach((item, n) => {
      sheets.within('LI', () => {
        sheets.need(11 * 1.3 * 2);
        const label = [{ text: block.ordered ? `${block.start + n}.` : '•', run: { text: '' } }];
        sheets.within('Lbl', () => sheets.line(label, { x: indent - 16 }));
        sheets.within('LBody', () => inside(item));
        if (item.length === 0) sheets.skip(11 * 1.3);
      });
    }),
  );
}

function nameLine(sheets: Sheets, name: string): void {
  sheets.within('P', () => sheets.text([{ text: name }], { size: 10 }));
}

const rooms = { addresses: 0, typed: 18, blank: 46 };

/** Cells of lines, two beside each other: the order of reading goes row by row. One address alone has the whole width. */
function* rowsOf(sheets: Sheets, cells: string[][], what: keyof typeof rooms): Generator<() => void> {
  const columns = what === 'addresses' && cells.length === 1 ? 1 : 2;
  const width = columns === 1 ? WIDTH : COLUMN - 16;
  const height = 11 * 1.3;
  for (let n = 0; n < cells.length; n += columns)
    yield () => {
      const row = cells
        .slice(n, n + columns)
        .map((lines) => lines.flatMap((text) => sheets.linesOf([{ text }], { width })));
      const most = Math.max(...row.map((lines) => lines.length));
      sheets.need(rooms[what] + most * height + 4);
      const top = sheets.top + rooms[what];
      row.forEach((lines, column) => {
        sheets.top = top;
        if (what === 'blank') {
          sheets.top = top - 4;
          sheets.rule(column * COLUMN, COLUMN - 40);
          sheets.top = top;
        }
        sheets.within('P', () => {
          for (const line of lines) {
            sheets.line(line, { x: column * COLUMN });
            sheets.top += height;
          }
        });
      });
      sheets.top = top + most * height;
      if (what === 'addresses') sheets.skip(10);
    };
}

function* tableRows(
  sheets: Sheets,
  { head, rows }: { head: Run[][]; rows: Run[][][] },
  { indent }: Place,
): Generator<() => void> {
  const columns = Math.max(1, head.length);
  if (columns > MOST_COLUMNS) {
    for (const row of [head, ...rows])
      yield () => sheets.within('P', () => sheets.text(joined(row), { x: indent, width: WIDTH - indent, size: 9.5 }));
    yield () => sheets.skip(9);
    return;
  }
  // A table is one element of the structure: it is written in one go.
  yield () =>
    sheets.within('Table', () => {
      const width = (WIDTH - indent) / columns;
      const setup = (n: number): TextSetup => ({ x: indent + n * width, width: width - 8, size: 9.5 });
      for (const row of [head, ...rows]) tableRow(sheets, row.slice(0, columns), row === head, setup);
    });
  yield () => sheets.skip(10);
}

function tableRow(sheets: Sheets, cells: Run[][], head: boolean, setup: (n: number) => TextSetup): void {
  const height = 9.5 * 1.3;
  const columns = cells.map((runs, n) => sheets.linesOf(runs, { ...setup(n), bold: head }));
  const most = Math.max(1, ...columns.map((lines) => lines.length));
  // A row that is higher than a page is cut into pieces of one.
  const PIECE = 40;
  sheets.need(Math.min(most, PIECE) * height + 8 + (head ? 30 : 0));
  sheets.within('TR', () => {
    for (let from = 0; from < most; from += PIECE) {
      if (from > 0) sheets.turn();
      const top = sheets.top;
      columns.forEach((lines, n) => {
        sheets.top = top;
        const cell = () => {
          for (const line of lines.slice(from, from + PIECE)) {
            sheets.line(line, { ...setup(n), bold: head });
            sheets.top += height;
          }
        };
        sheets.within(head ? 'TH' : 'TD', cell, head ? { scope: 'Column' } : {});
      });
      sheets.top = top + Math.min(PIECE, most - from) * height + 3;
      sheets.rule(setup(0).x ?? 0, WIDTH - (setup(0).x ?? 0));
      sheets.skip(4);
    }
  });
}

const joined = (row: Run[][]): Run[] => row.flatMap((runs, n) => (n === 0 ? runs : [{ text: ' | ' }, ...runs]));
