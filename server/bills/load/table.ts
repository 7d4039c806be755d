import { parse } from 'csv-parse/sync';
import { tidy } from '../../basics/text.ts';
import { isDay } from '../../basics/time.ts';
import { BadAnswer, type BillAnswer, type Cosponsor, districtIn, partsOf, partyIn } from './answer.ts';

const MOST_ROWS = 1000;

/** What the columns are called, in letters alone: in lists that people keep, in Congress.gov's own, in its API. */
const spellings = {
  key: ['bioguide', 'bioguideid', 'memberid'],
  name: ['name', 'fullname', 'cosponsor', 'cosponsors', 'member', 'membername', 'legislator'],
  first: ['first', 'firstname'],
  last: ['last', 'lastname'],
  state: ['state'],
  party: ['party'],
  district: ['district'],
  day: [
    ...['date', 'day', 'datecosponsored', 'cosponsored', 'cosponsoredon', 'cosponsoreddate', 'cosponsordate'],
    ...['sponsorshipdate', 'dateadded', 'added', 'addedon', 'datejoined', 'joined', 'joinedon'],
  ],
  withdrawnOn: [
    ...['withdrawn', 'withdrawnon', 'withdrawndate', 'datewithdrawn', 'withdrew', 'withdrawaldate'],
    ...['sponsorshipwithdrawndate', 'cosponsorshipwithdrawn', 'dateofwithdrawal'],
  ],
  original: ['original', 'originalcosponsor', 'isoriginalcosponsor', 'isoriginal'],
} as const;
type Column = keyof typeof spellings;

/** Reads a table of a bill's cosponsors with a header. Throws BadAnswer that names each row it cannot use. */
export function readTable(text: string, name: string): BillAnswer {
  const [header = [], ...rows] = recordsIn(text, name);
  const columns = header.map(columnOf);
  const has = (column: Column) => columns.includes(column);
  const twice = columns.find((column, n) => column !== null && columns.indexOf(column) !== n);
  if (twice) throw new BadAnswer(`${name} has two columns for the same: ${headersOf(header, columns, twice)}.`);
  if (!has('key') && !has('name') && !has('last'))
    throw new BadAnswer(`${name} is no table of cosponsors: its header has neither “bioguide” nor “name”.`);
  if (rows.length === 0) throw new BadAnswer(`${name} has a header and no rows.`);
  if (rows.length > MOST_ROWS) throw new BadAnswer(`${name} has ${rows.length} rows; at most ${MOST_ROWS} are read.`);

  const problems: string[] = [];
  const cosponsors = rows.map((cells, n) => {
    const place = `row ${n + 2}`;
    if (cells.length !== header.length)
      problems.push(`${name}, ${place}: ${cells.length} fields where the header has ${header.length}.`);
    const cell = (column: Column) => tidy(cells[columns.indexOf(column)] ?? '');
    return readRow(cell, place, (message) => problems.push(`${name}, ${place}: ${message}`));
  });
  const seen = new Set<string>();
  for (const { key, place } of cosponsors) {
    if (key !== null && seen.has(key)) problems.push(`${name}, ${place}: ${key} stands in the table twice.`);
    if (key !== null) seen.add(key);
  }
  if (problems.length > 0) throw new BadAnswer(...problems);
  const unread = header.filter((_, n) => columns[n] === null);
  return {
    bill: null,
    cosponsors,
    notes: unread.length > 0 ? [`Columns that were not read: ${unread.join(', ')}.`] : [],
  };
}

function recordsIn(text: string, name: string): string[][] {
  const header = text.slice(0, text.search(/\r?\n|$/));
  const count = (mark: string) => header.split(mark).length;
  const delimiter = [',', ';', '\t'].reduce((best, mark) => (count(mark) > count(best) ? mark : best));
  try {
    return parse(text, { bom: true, delimiter, relax_column_count: true, skip_empty_lines: true });
  } catch (error) {
    throw new BadAnswer(`${name} is not CSV: ${(error as Error).message}.`);
  }
}

const columnOf = (header: string): Column | null => {
  const letters = header.toLowerCase().replace(/[^a-z]/g, '');
  const found = Object.entries(spellings).find(([, names]) => (names as readonly string[]).includes(letters));
  return (found?.[0] as Column | undefined) ?? null;
};

const headersOf = (header: string[], columns: (Column | null)[], column: Column): string =>
  header
    .filter((_, n) => columns[n] === column)
    .map((word) => `“${word}”`)
    .join(' and ');

function readRow(cell: (column: Column) => string, place: string, complain: (message: string) => void): Cosponsor {
  const key = cell('key').toUpperCase() || null;
  if (key !== null && !/^[A-Z]\d{6}$/.test(key)) complain(`“${key}” is no Bioguide ID.`);
  const written = partsOf(cell('name'));
  const [last = '', first = ''] = written.full.split(/\s*,\s*/);
  const full = written.full || [cell('first'), cell('last')].filter(Boolean).join(' ');
  if (key === null && full === '') complain('has neither a Bioguide ID nor a name.');
  const day = dayOf(cell('day'));
  if (day === null) complain(`“${cell('day')}” is not a day such as 2026-03-02.`);
  const withdrawnOn = dayOf(cell('withdrawnOn'));
  if (withdrawnOn === null) complain(`“${cell('withdrawnOn')}” is not a day such as 2026-03-02.`);
  if (day && withdrawnOn && withdrawnOn < day) complain(`withdrew on ${withdrawnOn}, before joining on ${day}.`);
  const district = cell('district') || written.district;
  if (district && !/^(\d{1,2}|at[ -]?large|al)$/i.test(district)) complain(`“${district}” is no district.`);
  const original = cell('original').toLowerCase();
  if (original !== '' && !(original in truths)) complain(`“${original}” is neither yes nor no.`);
  return {
    ...{ place, key, full },
    first: cell('first') || first || written.full.replace(/\s*\S+$/, ''),
    last: cell('last') || (first ? last : written.full.replace(/^.*\s/, '')),
    ...partyIn(cell('party') || written.party),
    state: (cell('state') || written.state).toUpperCase(),
    district: districtIn(district),
    day: day || null,
    withdrawnOn: withdrawnOn || null,
    original: written.starred ? true : (truths[original] ?? null),
  };
}

const truths: Record<string, boolean> = { true: true, yes: true, y: true, x: true, false: false, no: false, n: false };

const months = ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec'];

/** A day in one of the forms that lists have it; '' where there is none, null where it is no day. */
function dayOf(text: string): string | null {
  if (text === '') return '';
  const american = /^(\d{1,2})\/(\d{1,2})\/(\d{4})$/.exec(text);
  const words = /^([A-Za-z]{3})[a-z]*\.? (\d{1,2}),? (\d{4})$/.exec(text);
  const month = american ? american[1] : words ? String(months.indexOf((words[1] ?? '').toLowerCase()) + 1) : '';
  const [, , date, year] = american ?? words ?? [];
  const day = month ? `${year}-${month.padStart(2, '0')}-${(date ?? '').padStart(2, '0')}` : text.replace(/T.*$/, '');
  return isDay(day) ? day : null;
}
