/** A list of names as it is pasted or read from a file: a name a line, or a table of whoever made it. */
import { CsvError, parse } from 'csv-parse/sync';
import { delimiterOf, rearm } from '../basics/csv.ts';
import { Invalid } from '../basics/errors.ts';
import { fold, grouped, tidy } from '../basics/text.ts';
import type { WrittenName } from '../legislators/matching.ts';

export const MOST_ROWS = 2000;
const MOST_CHARACTERS = 200_000;
/** A row is kept as it was written up to here: nobody's name is longer. */
const LONGEST_ROW = 500;

/** A row of the list. */
export interface ReadRow {
  /** As it was written. */
  text: string;
  /** The name that was read out of it. */
  name: string;
  /** What stood in columns beside the name. */
  beside: Partial<Record<Column, string>>;
}

type Column = Exclude<keyof WrittenName, 'text'> | 'position';
type Heading = Column | 'name' | 'first' | 'middle' | 'last' | 'suffix' | 'title' | 'signed';

/** What the heading of a column may be called, without accents, case and signs. */
const headings: Record<Heading, string> = {
  name: 'name, full name, fullname, member, member name, legislator, legislator name, cosigner, signer, signatory, official full',
  first: 'first, first name, firstname, given name, given',
  middle: 'middle, middle name, middle initial',
  last: 'last, last name, lastname, surname, family name',
  suffix: 'suffix',
  title: 'title, prefix, honorific',
  state: 'state, st, state code',
  party: 'party, current party',
  district: 'district, cd, dist, current district',
  body: 'body, chamber, house, current chamber',
  key: 'key, bioguide, bioguide id, bioguideid, id bioguide, id',
  position: 'position, status, response, answer, decision',
  signed: 'signed, has signed, signing, signed on',
};

const headingOf = new Map(
  Object.entries(headings).flatMap(([heading, words]) => words.split(', ').map((word) => [word, heading as Heading])),
);

/** The rows of a list; blank lines are left out. Throws Invalid, at `names`, for what is too long or holds none. */
export function readNames(text: string): ReadRow[] {
  if (text.length > MOST_CHARACTERS) throw problem(`Please keep a list to ${grouped(MOST_CHARACTERS)} characters.`);
  if (text.includes('\0')) throw problem('This is no text: save the table as CSV first.');
  const rows = tableIn(text) ?? linesIn(text);
  if (rows.length === 0) throw problem('Please paste the names first, one on each line.');
  if (rows.length > MOST_ROWS)
    throw problem(`A list has at most ${grouped(MOST_ROWS)} names; this one has ${grouped(rows.length)}.`);
  return rows;
}

const problem = (message: string) => new Invalid([{ path: 'names', message }]);

const linesIn = (text: string): ReadRow[] =>
  text
    .replace(/^\uFEFF/, '')
    .split(/\r\n?|\n/)
    .flatMap(namesIn)
    .map((line) => ({ text: line.slice(0, LONGEST_ROW), name: line.slice(0, LONGEST_ROW), beside: {} }));

/**
 * The names on one line: several where each but the last ends in a bracket, as in 'Rivera (D-NM), Okafor (R-OH)', where
 * semicolons part them, or where a title follows an 'and', or a comma where another title began the line.
 */
function namesIn(line: string): string[] {
  // One blank where there are many: looking for what parts names would begin anew at each of a hundred thousand.
  const whole = line.replace(/\s+/g, ' ').replace(/^\s*(?:current\s+)?(?:co-?)?signers?:\s+/i, '');
  const parts = (
    /\).*\)/.test(whole) ? whole.split(/(?<=\))\s*,\s*(?:and\s+)?|(?<=\))\s+(?:and|&)\s+/i) : [whole]
  ).flatMap((part) =>
    part.split(/\s*;\s+|\s+(?:and|&)\s+(?=(?:Sens?|Reps?|Del|Senators?|Representatives?|Delegate)\b)/),
  );
  const titled = (part: string) => (TITLED.test(part) ? part.split(/,\s+(?=(?:Sen|Rep|Del)\. \p{Lu})/u) : [part]);
  return parts.flatMap(titled).filter((part) => tidy(part) !== '');
}

const TITLED = /^\s*(?:Sen|Rep|Del)\. /;

interface Parsed {
  record: string[];
  raw: string;
}

/** The rows of a table whose first row names its columns; null where it does not. */
function tableIn(text: string): ReadRow[] | null {
  const [header, ...records] = recordsIn(text);
  if (!header) return null;
  const columns = header.record.map((cell) =>
    headingOf.get(
      fold(cell)
        .replace(/[^a-z]+/g, ' ')
        .trim(),
    ),
  );
  if (!columns.some((column) => column === 'name' || column === 'last' || column === 'key')) return null;
  return records.flatMap(({ record, raw }) => {
    const cells: Partial<Record<Heading, string>> = {};
    for (const [n, cell] of record.entries()) {
      const column = columns[n];
      if (column) cells[column] ||= tidy(rearm(cell));
    }
    const text = tidy(raw).slice(0, LONGEST_ROW);
    return text.replace(/[\s,;"]/g, '') === '' ? [] : [{ text, ...readCells(cells) }];
  });
}

/** The name in a row's cells, and what stands beside it. */
function readCells(cells: Partial<Record<Heading, string>>): Pick<ReadRow, 'name' | 'beside'> {
  const { name, first, middle, last, suffix, title, signed, ...beside } = cells;
  // In a column “Signed” a blank is a no as much as the word is.
  if (signed !== undefined)
    beside.position ||= /^(y|yes|x|true|1|✓|✔|signed)$/i.test(signed) ? 'signed' : signed || 'not signed';
  const parts = [title, last, suffix].filter(Boolean).join(' ');
  const whole = last ? [parts, [first, middle].filter(Boolean).join(' ')].filter(Boolean).join(', ') : '';
  const written = name ? [title, name].filter(Boolean).join(' ') : whole;
  return {
    name: (written ?? '').slice(0, LONGEST_ROW),
    beside: Object.fromEntries(Object.entries(beside).filter(([, value]) => value !== '')),
  };
}

/** The cells of each row. Where the quotes do not pair up, they are taken as what they are: characters. */
function recordsIn(text: string): Parsed[] {
  const options = {
    delimiter: delimiterOf(text),
    ...{ bom: true, raw: true, relax_column_count: true, relax_quotes: true, skip_empty_lines: true },
  };
  try {
    return parse(text, options) as unknown as Parsed[];
  } catch (error) {
    if (!(error instanceof CsvError)) throw error;
    return parse(text, { ...options, quote: false }) as unknown as Parsed[];
  }
}
