/** A coalition's list as it is pasted: CSV, TSV, or cells copied from a spreadsheet; columns in any order. */
import { CsvError, parse } from 'csv-parse/sync';
import { delimiterOf } from '../basics/csv.ts';
import { fold, tidy } from '../basics/text.ts';

/** One line of the list. */
export interface SheetRow {
  /** The line of the text that it ends on, from 1. */
  line: number;
  organization: string;
  name: string;
  email: string;
  /** Whether all of it came as one cell, where the list has more columns: it keeps its cells apart in another way. */
  whole: boolean;
}

type Columns = Record<'organization' | 'name' | 'email', number>;

/** Columns that are looked at: what is further right is nobody's name. */
const MOST_COLUMNS = 100;

/** What the headings of columns say, in the order they are looked for: an "organization name" is no person's. */
const headings: [keyof Columns, RegExp][] = [
  ['email', /e-?mail/],
  ['organization', /organi[sz]ation|^orgs?\b|group|company|institution|entity|association|coalition|member/],
  ['name', /name|contact|person|representative|signer/],
];

/** Reads a list. A row whose cells are all empty is left out; every other is there, whatever it holds. */
export function readSheet(text: string): SheetRow[] {
  const rows = recordsIn(text)
    .map(({ record, info }) => ({ line: info.lines, cells: record.slice(0, MOST_COLUMNS).map(tidy) }))
    .filter(({ cells }) => cells.some((cell) => cell !== ''));
  const [first, ...others] = rows;
  if (!first) return [];
  const named = columnsNamedIn(first.cells);
  const columns = named ?? columnsGuessedFrom(rows.map(({ cells }) => cells));
  return (named ? others : rows).map(({ line, cells }) => {
    const at = (column: number) => cells[column] ?? '';
    const whole = cells.filter((cell) => cell !== '').length === 1 && Math.max(columns.email, columns.organization) > 0;
    return { line, whole, organization: at(columns.organization), name: at(columns.name), email: at(columns.email) };
  });
}

interface Parsed {
  record: string[];
  info: { lines: number };
}

/** The cells of each row. Where the quotes do not pair up, they are taken as what they are: characters. */
function recordsIn(text: string): Parsed[] {
  const options = {
    delimiter: delimiterOf(text),
    ...{ bom: true, info: true, relax_column_count: true, relax_quotes: true, skip_empty_lines: true },
  };
  try {
    return parse(text, options) as unknown as Parsed[];
  } catch (error) {
    if (!(error instanceof CsvError)) throw error;
    return parse(text, { ...options, quote: false }) as unknown as Parsed[];
  }
}

const NONE = -1;

/** The columns as a first row names them; null for a row that holds an address, or names none. */
function columnsNamedIn(cells: string[]): Columns | null {
  if (cells.some((cell) => cell.includes('@'))) return null;
  const columns: Columns = { organization: NONE, name: NONE, email: NONE };
  const taken = new Set<number>();
  for (const [column, words] of headings) {
    const at = cells.findIndex((cell, n) => !taken.has(n) && words.test(fold(cell)));
    if (at === NONE) continue;
    columns[column] = at;
    taken.add(at);
  }
  // "Name" and "E-mail" alone: in a list of organizations the name is theirs.
  if (columns.organization === NONE) [columns.organization, columns.name] = [columns.name, NONE];
  return columns.email !== NONE || (columns.organization !== NONE && columns.name !== NONE) ? columns : null;
}

/** The addresses are where most cells have an @; of the others the first names the organization, the next the person. */
function columnsGuessedFrom(rows: string[][]): Columns {
  const width = rows.reduce((most, cells) => Math.max(most, cells.length), 0);
  const addresses = (column: number) => rows.filter((cells) => cells[column]?.includes('@')).length;
  const columns = Array.from({ length: width }, (_, n) => n);
  const most = Math.max(...columns.map(addresses));
  const email = most > 0 ? columns.findIndex((column) => addresses(column) === most) : NONE;
  const filled = columns.filter((column) => column !== email && rows.some((cells) => cells[column]));
  return { email, organization: filled[0] ?? NONE, name: filled[1] ?? NONE };
}
