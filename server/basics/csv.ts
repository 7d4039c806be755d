/** Tables as text: what every reader and writer of CSV needs. */

/** What makes a spreadsheet run a cell: at its start, and after blanks too. The wide signs are the East Asian ones. */
const runs = /^[\s\p{Cc}\p{Cf}]*[=+\-@＝＋－＠]|^\p{Cc}/u;

/** Text that no spreadsheet takes for a formula. */
export const disarm = (text: string): string => (runs.test(text) ? `'${text}` : text);

/** The text that `disarm` was given, of a table that comes back from a spreadsheet. */
export const rearm = (text: string): string =>
  text.startsWith("'") && runs.test(text.slice(1)) ? text.slice(1) : text;

/** What must stand in quotes; and what should, so that a reader who takes quoted fields as text keeps the zeros of '01002'. */
const quoted = /[",\r\n]|^0\d+$/;

/** Text that nothing runs and that needs no quotes: most is, and one look tells. */
const plain = /^[A-Za-z1-9][^",\r\n]*$/;

/** One cell of text as CSV (RFC 4180), in quotes where it must be, disarmed. */
export function csvText(text: string): string {
  if (plain.test(text)) return text;
  const safe = disarm(text);
  return quoted.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}

/** What stands between the cells: a tab from a spreadsheet, else what the first line has most of. */
export function delimiterOf(text: string): string {
  const [line = ''] = text.trimStart().split('\n', 1);
  if (line.includes('\t')) return '\t';
  const bare = line.replace(/"[^"]*"/g, '');
  return bare.split(';').length > bare.split(',').length ? ';' : ',';
}
