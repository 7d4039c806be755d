import { findState } from '../../districts/districts.ts';
import type { Body } from '../bodies.ts';
import { fullNameOf } from '../names.ts';
import type { SourceFile } from './documents.ts';
import { daysBefore, ProblemList } from './problems.ts';
import { caucusOf, emptyRoster, type Office, partyOf, type Roster, type RosterPerson } from './roster.ts';
import { seatsOf, type Vacancy } from './seats.ts';
import { Reader, zipText } from './values.ts';

/** The columns of a roster table; `docs/rosters.md` says what each holds. */
export const csvColumns = [
  'key',
  'first',
  'middle',
  'nickname',
  'last',
  'suffix',
  'full',
  'body',
  'body_name',
  'member_title',
  'member_short',
  'title',
  'state',
  'district',
  'party',
  'caucus',
  'term_start',
  'term_end',
  'voting',
  'vacant',
  'phone',
  'email',
  'website',
  'contact_form',
  'office_address',
  'office_city',
  'office_state',
  'office_zip',
] as const;

const MOST_ROWS = 20_000;
const LONG_AGO_DAYS = 366;

/**
 * Reads a plain table of a council's or another body's members. `bodyKey` (`--body`) names the body unless the table
 * has a column `body`. A row says who holds a seat, or, with `vacant` set to yes and no key, that a seat is vacant.
 * Everybody in it serves unless `term_end` is over for more than a year.
 */
export async function readCsv(
  file: SourceFile,
  source: string,
  bodyKey: string | null,
  today: string,
): Promise<Roster> {
  const roster = emptyRoster('csv', source);
  const problems = new ProblemList(roster);
  const rows = await readRows(file, problems);
  const bodies = new Map<string, Body>();
  const people = new Map<string, RosterPerson>();
  const vacancies: Vacancy[] = [];
  for (const { row, fields } of rows) {
    if (problems.full) break;
    const reader = new Reader(fields, [], (_path, message) => problems.add(file.name, row, message));
    const body = readBody(reader, bodyKey, bodies);
    if (!body) continue;
    if (truth(reader, 'vacant') && reader.text('key') === null) {
      vacancies.push({ body: body.key, state: body.state ?? '', district: reader.text('district') ?? '' });
      continue;
    }
    const person = readPerson(reader, body, today);
    if (people.has(person.key)) reader.wrong('key', `the key ${person.key} stands in this table twice`);
    people.set(person.key, person);
  }
  if (rows.length === 0 && !problems.any) problems.add(file.name, 1, 'has a header and no rows');
  roster.bodies = [...bodies.values()];
  roster.people = [...people.values()];
  roster.seats = seatsOf(roster.people, vacancies);
  return roster;
}

interface Row {
  /** The line it begins in; the header is line 1. */
  row: number;
  fields: Record<string, string>;
}

async function readRows(file: SourceFile, problems: ProblemList): Promise<Row[]> {
  const { parse, CsvError } = await import('csv-parse/sync');
  const nul = file.text.indexOf('\0');
  if (nul >= 0) {
    problems.add(file.name, file.text.slice(0, nul).split('\n').length, 'holds a NUL character; it is not a CSV text');
    return [];
  }
  let records: { record: string[]; info: { lines: number } }[];
  try {
    // With `info` each record comes with where it stands, which the types of the package do not say.
    const parsed: unknown = parse(file.text, {
      bom: true,
      delimiter: delimiterOf(file.text),
      info: true,
      relax_column_count: true,
      skip_empty_lines: true,
      trim: true,
    });
    records = parsed as typeof records;
  } catch (error) {
    if (!(error instanceof CsvError)) throw error;
    const line = typeof error['lines'] === 'number' ? error['lines'] : null;
    problems.add(file.name, line, `is not CSV: ${error.message}`);
    return [];
  }
  const [header, ...rest] = records;
  const names = (header?.record ?? []).map((name) => name.toLowerCase());
  if (!checkHeader(file, names, problems)) return [];
  if (rest.length > MOST_ROWS) {
    problems.add(file.name, null, `has ${rest.length} rows; at most ${MOST_ROWS} are read`);
    return [];
  }
  return rest.flatMap(({ record, info }): Row[] => {
    const row = info.lines - record.join('').split('\n').length + 1;
    if (record.length !== names.length) {
      problems.add(file.name, row, `has ${record.length} fields where the header has ${names.length}`);
      return [];
    }
    return [{ row, fields: Object.fromEntries(names.map((name, index) => [name, record[index] ?? ''])) }];
  });
}

function checkHeader(file: SourceFile, names: string[], problems: ProblemList): boolean {
  const known: readonly string[] = csvColumns;
  const twice = names.filter((name, index) => names.indexOf(name) !== index);
  const missing = ['key', 'last', 'term_start'].filter((name) => !names.includes(name));
  const unknown = names.filter((name) => !known.includes(name));
  for (const name of twice) problems.add(file.name, 1, `the column "${name}" stands in the header twice`);
  if (missing.length > 0)
    problems.add(file.name, 1, `the header lacks ${missing.join(', ')}; the columns are ${csvColumns.join(', ')}`);
  else if (unknown.length > 0) problems.note(`Columns that were not read: ${unknown.join(', ')}.`);
  return twice.length === 0 && missing.length === 0;
}

/** The character between the fields: spreadsheets write a semicolon or a tab in some languages. */
function delimiterOf(text: string): string {
  const header = text.slice(0, text.search(/\r?\n|$/));
  const count = (mark: string) => header.split(mark).length;
  return [',', ';', '\t'].reduce((best, mark) => (count(mark) > count(best) ? mark : best));
}

/** 'us-house' and 'us-senate' come from congress-legislators, with all their terms and under Bioguide IDs. */
function readBody(reader: Reader, bodyKey: string | null, bodies: Map<string, Body>): Body | null {
  const key = reader.text('body') ?? bodyKey;
  if (!key) return reader.wrong('body', 'body is missing: name it with --body KEY or in a column "body"');
  if (!/^[a-z0-9]+(-[a-z0-9]+)*$/.test(key) || key.length > 60)
    return reader.wrong('body', `"${key}" is not a key such as example-city-council`);
  if (key.startsWith('us-'))
    return reader.wrong('body', 'members of Congress come from congress-legislators, not from CSV');
  const state = reader.text('state')?.toUpperCase() ?? null;
  if (state && !findState(state)) return reader.wrong('state', `"${state}" is not a state`);
  const known = bodies.get(key);
  if (known && state && known.state !== state)
    return reader.wrong('state', `state differs from an earlier row's of the same body, ${known.state ?? 'none'}`);
  const memberTitle = reader.text('member_title') ?? known?.memberTitle ?? 'Council Member';
  const body = {
    key,
    name: reader.text('body_name') ?? known?.name ?? nameOfKey(key),
    memberTitle,
    memberShort: reader.text('member_short') ?? known?.memberShort ?? memberTitle,
    state: state ?? known?.state ?? null,
    kind: 'council' as const,
  };
  bodies.set(key, body);
  return body;
}

/** 'example-city-council' gives 'Example City Council'. */
const nameOfKey = (key: string): string =>
  key.replace(/(^|-)(.)/g, (_, dash, letter) => (dash ? ' ' : '') + letter.toUpperCase());

function readPerson(reader: Reader, body: Body, today: string): RosterPerson {
  const key = reader.required('key');
  if (key && !/^[A-Za-z0-9][A-Za-z0-9._:-]{0,99}$/.test(key))
    reader.wrong('key', `the key "${key}" may hold letters, digits, dots, colons, dashes and underscores only`);
  if (/^[A-Z]\d{6}$/.test(key))
    reader.wrong('key', `the key ${key} looks like a Bioguide ID; these belong to Congress`);
  const parts = {
    first: reader.text('first') ?? '',
    middle: reader.text('middle'),
    nickname: reader.text('nickname'),
    last: reader.required('last'),
    suffix: reader.text('suffix'),
  };
  const start = reader.requiredDay('term_start');
  const end = reader.day('term_end');
  if (start && end && end < start) reader.wrong('term_end', `the term ends on ${end}, before it starts on ${start}`);
  const party = partyOf(reader.text('party') ?? 'Nonpartisan');
  const phone = reader.text('phone');
  // A table without a column says nothing of it; an empty cell says that there is none.
  const where = <T>(column: string, value: T): T | undefined => (reader.has(column) ? value : undefined);
  return {
    key,
    first: parts.first,
    last: parts.last,
    full: reader.text('full') ?? fullNameOf(parts),
    suffix: parts.suffix,
    otherNames: [parts.middle, parts.nickname].filter((name) => name !== null),
    title: reader.text('title') ?? body.memberTitle,
    voting: reader.text('voting') === null || truth(reader, 'voting'),
    serving: (end ?? today) >= daysBefore(today, LONG_AGO_DAYS),
    terms: [
      {
        body: body.key,
        state: body.state,
        district: reader.text('district'),
        class: null,
        start,
        end,
        party,
        caucus: caucusOf(party, reader.text('caucus')),
        how: null,
        endType: null,
      },
    ],
    affiliations: [],
    capitol: where('office_address', readOffice(reader, phone)),
    districtOffices: [],
    phone: where('phone', phone),
    website: where('website', reader.webAddress('website')),
    contactForm: where('contact_form', reader.webAddress('contact_form')),
    email: where('email', mailAddress(reader)),
  };
}

function readOffice(reader: Reader, phone: string | null): Office | null {
  const address = reader.text('office_address');
  const city = reader.text('office_city');
  const zip = zipText(reader.text('office_zip'));
  if (!address && !city && !zip) return null;
  return { kind: 'capitol', address, city, state: reader.text('office_state'), zip, phone, fax: null, hours: null };
}

function mailAddress(reader: Reader): string | null {
  const text = reader.text('email')?.toLowerCase() ?? null;
  if (text === null || /^[^\s@<>"]+@[^\s@<>"]+\.[a-z]{2,}$/.test(text)) return text;
  return reader.wrong('email', `"${text}" is not an e-mail address`);
}

function truth(reader: Reader, field: string): boolean {
  const text = reader.text(field)?.toLowerCase() ?? '';
  if (['', 'no', 'false', '0', 'n'].includes(text)) return false;
  if (['yes', 'true', '1', 'y', 'x'].includes(text)) return true;
  reader.wrong(field, `${field} is neither yes nor no: "${text}"`);
  return false;
}
