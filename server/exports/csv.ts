import { stringify } from 'csv-stringify/sync';
import { type Cell, inPieces, type Sheet } from './sheet.ts';

/** What makes a spreadsheet run a cell: at its start, and after blanks too. The wide signs are the East Asian ones. */
const runs = /^[\s\p{Cc}\p{Cf}]*[=+\-@＝＋－＠]|^\p{Cc}/u;

/** Text that no spreadsheet takes for a formula. */
export const disarm = (text: string): string => (runs.test(text) ? `'${text}` : text);

const cellOf = (cell: Cell): string | number | null =>
  typeof cell === 'string' ? disarm(cell) : typeof cell === 'boolean' ? String(cell) : cell;

const lineOf = (cells: Cell[]): string =>
  stringify([cells.map(cellOf)], {
    record_delimiter: '\r\n',
    // A reader that is told to take quoted fields as text then keeps the zeros of '01002'.
    quoted_match: /^0\d+$/,
  });

/** The table as CSV (RFC 4180) in UTF-8 with a byte order mark, as spreadsheets expect it. */
export const csv = ({ columns, rows }: Sheet): AsyncGenerator<string> =>
  inPieces(
    (async function* () {
      yield `\uFEFF${lineOf([...columns])}`;
      for await (const row of rows) yield lineOf(row);
    })(),
  );
