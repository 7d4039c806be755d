import { type Cell, gently, type Sheet } from './sheet.ts';

/** What makes a spreadsheet run a cell: at its start, and after blanks too. The wide signs are the East Asian ones. */
const runs = /^[\s\p{Cc}\p{Cf}]*[=+\-@＝＋－＠]|^\p{Cc}/u;

/** Text that no spreadsheet takes for a formula. */
export const disarm = (text: string): string => (runs.test(text) ? `'${text}` : text);

/** What must stand in quotes; and what should, so that a reader who takes quoted fields as text keeps the zeros of '01002'. */
const quoted = /[",\r\n]|^0\d+$/;

/** Text that nothing runs and that needs no quotes: most is, and one look tells. */
const plain = /^[A-Za-z1-9][^",\r\n]*$/;

function textField(text: string): string {
  if (plain.test(text)) return text;
  const safe = disarm(text);
  return quoted.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}

const field = (cell: Cell): string =>
  typeof cell === 'string' ? (cell === '' ? '' : textField(cell)) : cell === null ? '' : String(cell);

/** A line is joined by hand: an export of a million rows takes twice as long by a library. */
function lineOf(cells: readonly Cell[]): string {
  let line = field(cells[0] ?? null);
  for (let n = 1; n < cells.length; n += 1) line += `,${field(cells[n] as Cell)}`;
  return `${line}\r\n`;
}

/** The table as CSV (RFC 4180) in UTF-8 with a byte order mark, as spreadsheets expect it. */
export async function* csv(sheet: Sheet): AsyncGenerator<Buffer> {
  yield Buffer.from(`\uFEFF${lineOf(sheet.columns)}`);
  for await (const batch of gently(sheet)) {
    let text = '';
    for (const row of batch) text += lineOf(row);
    // As bytes, because a text would be gone through once for its length and once more for its bytes.
    yield Buffer.from(text);
  }
}
