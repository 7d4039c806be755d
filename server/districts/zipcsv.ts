/** Reads an operator's own ZIP table: a row for each ZIP code and district, as several publishers write it. */
import { CsvError, parse } from 'csv-parse/sync';
import { delimiterOf } from '../basics/csv.ts';
import { grouped } from '../basics/text.ts';
import { findState, listStates, type State } from './states.ts';
import type { ZipDistrict } from './store.ts';

/** Something wrong with a file: where (the header is line 1), and what was expected there. */
export interface ZipProblem {
  row: number | null;
  message: string;
}

export interface ReadZips {
  rows: ZipDistrict[];
  /** Rows of areas that are in no district, such as water; they are left out. */
  skipped: number;
  problems: ZipProblem[];
}

/** As many as anybody reads. */
const MOST_PROBLEMS = 20;
/** Ten times the rows of the largest table there is. */
const MOST_ROWS = 500_000;

/** What the columns are called: by the Census, by HUD, by people. */
const columns = {
  zip: ['zcta', 'zip', 'zip_code', 'zcta5', 'geoid_zcta5_20'],
  district: ['cd', 'district', 'cd119', 'cd120'],
  state: ['state_abbr', 'state'],
  fips: ['state_fips', 'fips'],
};
type Column = keyof typeof columns;

/** Reads the table; with problems, its rows are not to be used. */
export function readZipCsv(text: string): ReadZips {
  const read: ReadZips = { rows: [], skipped: 0, problems: [] };
  const wrong = (row: number | null, message: string) => void read.problems.push({ row, message });
  const [header, ...records] = recordsIn(text, wrong);
  if (read.problems.length > 0) return read;
  const places = columnsOf(header?.record ?? []);
  const missing = missingIn(places);
  if (missing) wrong(1, missing);
  else if (records.length === 0) wrong(1, 'has a header and no rows');
  else if (records.length > MOST_ROWS) wrong(null, `has more than ${grouped(MOST_ROWS)} rows, the most that are read`);
  if (read.problems.length > 0) return read;

  const seen = new Set<string>();
  for (const { record, info } of records) {
    const cell = (column: Column) => (record[places[column] ?? -1] ?? '').trim();
    const row = readRow(cell);
    if (typeof row === 'string') {
      wrong(info.lines, row);
      if (read.problems.length >= MOST_PROBLEMS) break;
    } else if (row === null) read.skipped += 1;
    else if (!seen.has(`${row.zip}${row.state}${row.district}`)) {
      seen.add(`${row.zip}${row.state}${row.district}`);
      read.rows.push(row);
    }
  }
  return read;
}

interface CsvRecord {
  record: string[];
  info: { lines: number };
}

function recordsIn(text: string, wrong: (row: number | null, message: string) => void): CsvRecord[] {
  if (text.includes('\0')) {
    wrong(text.slice(0, text.indexOf('\0')).split('\n').length, 'holds a NUL character; it is not a CSV text');
    return [];
  }
  try {
    // With `info` each record comes with where it stands, which the types of the package do not say.
    return parse(text, {
      bom: true,
      delimiter: delimiterOf(text),
      info: true,
      relax_column_count: true,
      skip_empty_lines: true,
    }) as unknown as CsvRecord[];
  } catch (error) {
    if (!(error instanceof CsvError)) throw error;
    wrong(typeof error['lines'] === 'number' ? error['lines'] : null, `is not CSV: ${error.message}`);
    return [];
  }
}

function columnsOf(header: string[]): Partial<Record<Column, number>> {
  const names = header.map((name) => name.trim().toLowerCase());
  return Object.fromEntries(
    Object.entries(columns).flatMap(([column, known]) => {
      const place = names.findIndex((name) => known.includes(name));
      return place < 0 ? [] : [[column, place]];
    }),
  );
}

function missingIn(places: Partial<Record<Column, number>>): string | null {
  const named = 'the columns are zcta or zip, state_abbr (or state_fips), and cd';
  if (places.zip === undefined) return `the header has no column of ZIP codes; ${named}`;
  return places.district === undefined ? `the header has no column of districts; ${named}` : null;
}

/** A row, null for an area that is in no district, or what is wrong with it. */
function readRow(cell: (column: Column) => string): ZipDistrict | null | string {
  const [zip, code] = [cell('zip'), cell('district').toUpperCase()];
  if (!/^\d{5}$/.test(zip))
    return `a ZIP code has five digits, not “${short(zip)}”; a spreadsheet may have dropped the zeros in front`;
  const state = stateOf(cell, code);
  if (typeof state === 'string') return state;
  const number = code.length === 4 ? code.slice(2) : code;
  if (code.length === 4 && !code.startsWith(state.fips))
    return `the district ${code} does not begin with ${state.fips}, the number of ${state.code}`;
  if (number === 'ZZ') return null;
  if (!/^\d{1,2}$/.test(number))
    return `a district is a number of one or two digits, or four with those of the state, not “${short(code)}”`;
  const district = number === '98' ? 0 : Number(number);
  const known = state.houseSeats === 1 ? district === 0 : district >= 1 && district <= state.houseSeats;
  return known ? { zip, state: state.code, district } : `${state.code} has no district ${short(number)}`;
}

/** The state by its letters, by its number, or by the first digits of a district of four. */
function stateOf(cell: (column: Column) => string, code: string): State | string {
  const [letters, fips] = [cell('state').toUpperCase(), cell('fips')];
  const state = letters ? findState(letters) : byFips(fips || (code.length === 4 ? code.slice(0, 2) : ''));
  if (!state)
    return letters || fips
      ? `there is no state “${short(letters || fips)}”`
      : `the state of the district “${short(code)}” is not told`;
  return letters && fips && fips !== state.fips
    ? `${state.code} has the number ${state.fips}, not ${short(fips)}`
    : state;
}

const byFips = (fips: string): State | null => listStates().find((state) => state.fips === fips) ?? null;

const short = (text: string): string => (text.length > 30 ? `${text.slice(0, 30)}…` : text);
