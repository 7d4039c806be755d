/** A table of facts as it is pasted and downloaded: CSV, or cells copied from a spreadsheet, with a source in each row. */
import { CsvError, parse } from 'csv-parse/sync';
import { csvText, delimiterOf, rearm } from '../basics/csv.ts';
import { fold, grouped, tidy } from '../basics/text.ts';
import type { Exhibit } from './facts.store.ts';

export const MOST_ROWS = 500;
export const MOST_COLUMNS = 12;
export const MOST_IN_CELL = 500;
/** So many of a table's problems are told at once. */
const MOST_TOLD = 10;

export type Table = Pick<Exhibit, 'columns' | 'rows'>;

/** A table, or what is wrong with it, in words that name the line. */
export type ReadTable = { ok: true; table: Table } | { ok: false; problems: string[] };

/**
 * Reads a table whose first row names the columns. The source of each row stands in the column called "Source", or in
 * the last one. A row without a source is refused: a figure that nobody can check is no exhibit.
 */
export function readTable(text: string): ReadTable {
  const rows = recordsIn(text)
    .map(({ record, info }) => ({ line: info.lines, cells: trimmed(record.map((cell) => rearm(tidy(cell)))) }))
    .filter(({ cells }) => cells.length > 0);
  const [head, ...body] = rows;
  if (!head || head.cells.length < 2)
    return refused(['The first row names the columns: one or more, and one for the source.']);
  if (head.cells.length > MOST_COLUMNS)
    return refused([`A table has at most ${MOST_COLUMNS} columns; this one has ${head.cells.length}.`]);
  if (body.length === 0) return refused(['There is no row below the names of the columns.']);
  if (body.length > MOST_ROWS)
    return refused([`A table has at most ${MOST_ROWS} rows; this one has ${grouped(body.length)}.`]);
  const problems = [...problemsOfHead(head.cells), ...body.flatMap((row) => problemsOfRow(row, head.cells))];
  if (problems.length > 0) return refused(problems);
  const source = sourceColumn(head.cells);
  const facts = <T>(cells: T[]) => cells.filter((_, n) => n !== source);
  return {
    ok: true,
    table: {
      columns: facts(head.cells),
      rows: body.map(({ cells }) => ({
        cells: facts(head.cells.map((_, n) => cells[n] ?? '')),
        source: cells[source] ?? '',
      })),
    },
  };
}

const refused = (problems: string[]): ReadTable => {
  const more = problems.length - MOST_TOLD;
  return {
    ok: false,
    problems: more > 0 ? [...problems.slice(0, MOST_TOLD), `And ${grouped(more)} more like these.`] : problems,
  };
};

/** The column called "Source", or the last one. */
function sourceColumn(columns: string[]): number {
  const named = columns.findIndex((column) => /^sources?$/.test(fold(column)));
  return named === -1 ? columns.length - 1 : named;
}

const problemsOfHead = (columns: string[]): string[] =>
  columns.flatMap((column, n) =>
    column === ''
      ? [`Column ${n + 1} has no name in the first row.`]
      : column.length > MOST_IN_CELL
        ? [`The name of column ${n + 1} is longer than ${MOST_IN_CELL} characters.`]
        : [],
  );

function problemsOfRow({ line, cells }: { line: number; cells: string[] }, columns: string[]): string[] {
  if (cells.length > columns.length)
    return [`Line ${line} has ${cells.length} cells, and the first row names ${columns.length}.`];
  const long = cells.findIndex((cell) => cell.length > MOST_IN_CELL);
  if (long !== -1) return [`Line ${line}: “${columns[long]}” is longer than ${MOST_IN_CELL} characters.`];
  const source = sourceColumn(columns);
  if (!cells[source]) return [`Line ${line} has no source (the column “${columns[source]}”).`];
  return cells.every((cell, n) => cell === '' || n === source) ? [`Line ${line} has a source and nothing else.`] : [];
}

/** Without the empty cells at its end, which a spreadsheet likes to add. */
function trimmed(cells: string[]): string[] {
  const last = cells.findLastIndex((cell) => cell !== '');
  return cells.slice(0, last + 1);
}

interface Parsed {
  record: string[];
  info: { lines: number };
}

/** The cells of each row. Where the quotes do not pair up, they are taken as what they are: characters. */
function recordsIn(text: string): Parsed[] {
  const options = { bom: true, info: true, relax_column_count: true, relax_quotes: true, delimiter: delimiterOf(text) };
  try {
    return parse(text, options) as unknown as Parsed[];
  } catch (error) {
    if (!(error instanceof CsvError)) throw error;
    return parse(text, { ...options, quote: false }) as unknown as Parsed[];
  }
}

/** A table as text to be changed by hand: what `readTable` gives the same table for. */
export const tableText = (table: Table): string => linesOf(table, quotedWhereNeeded).join('\n');

/** A table as a file for spreadsheets (RFC 4180, UTF-8 with a byte order mark), in which nothing runs. */
export const tableFile = (table: Table): string => `\uFEFF${linesOf(table, csvText).join('\r\n')}\r\n`;

const linesOf = ({ columns, rows }: Table, cell: (text: string) => string): string[] =>
  [[...columns, 'Source'], ...rows.map(({ cells, source }) => [...cells, source])].map((cells) =>
    cells.map(cell).join(','),
  );

const quotedWhereNeeded = (text: string): string => (/[",;]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text);
