import { readCongress } from './congress.ts';
import { readCsv } from './csv.ts';
import { recordsOf, type SourceFile } from './documents.ts';
import { readOpenStates } from './openstates.ts';
import { BadSource, emptyRoster, type Format, type Roster } from './roster.ts';
import { isFields } from './values.ts';

export interface ReadOptions {
  /** Found out by looking where it is not said. */
  format?: Format | null;
  /** The body's key: names it for a table, and keeps to it for the other formats. */
  body?: string | null;
  /** The day in Washington. */
  today: string;
  progress?: (message: string) => void;
}

/**
 * Reads files as a roster. What is wrong with them is in its `problems`; while there are any, nothing of it may be
 * applied.
 */
export async function readRoster(files: SourceFile[], source: string, options: ReadOptions): Promise<Roster> {
  try {
    const format = options.format ?? (await formatOf(files, source));
    const roster = await readAs(format, files, source, options);
    // Of a broken source nobody is told as added, or missing: only what is wrong with it.
    return roster.problems.length > 0 ? { ...emptyRoster(format, source), problems: roster.problems } : roster;
  } catch (error) {
    if (!(error instanceof BadSource)) throw error;
    return { ...emptyRoster(options.format ?? 'congress-legislators', source), problems: [error.problem] };
  }
}

async function readAs(format: Format, files: SourceFile[], source: string, options: ReadOptions): Promise<Roster> {
  const { body = null, today, progress = () => {} } = options;
  if (format === 'congress-legislators') return onlyBody(await readCongress(files, source, today), body);
  if (format === 'openstates') {
    const tell = (done: number, all: number) => {
      if (done > 0 && done % 250 === 0) progress(`read ${done} of ${all} people`);
    };
    return onlyBody(await readOpenStates(files, source, today, tell), body);
  }
  const [file, ...others] = files;
  if (!file || others.length > 0) throw new BadSource(source, null, 'a CSV roster is one file');
  return readCsv(file, source, body, today);
}

/** Keeps the people who sit, or sat last, in one body. */
function onlyBody(roster: Roster, body: string | null): Roster {
  if (body === null || roster.problems.length > 0) return roster;
  const people = roster.people.filter((person) => person.terms.at(-1)?.body === body);
  if (people.length === 0) {
    const known = roster.bodies.map(({ key }) => key).join(', ');
    throw new BadSource(roster.source, null, `holds nobody of the body "${body}"; it has ${known}`);
  }
  return {
    ...roster,
    people,
    bodies: roster.bodies.filter(
      ({ key }) => key === body || people.some(({ terms }) => terms.some((term) => term.body === key)),
    ),
    seats: roster.seats.filter((seat) => seat.body === body),
    // Committees have members of more than one body; a part of them would pass for the whole.
    committees: null,
    members: null,
  };
}

/** The format of files by their names and their first record. */
async function formatOf(files: SourceFile[], source: string): Promise<Format> {
  const [file] = files;
  if (!file) throw new BadSource(source, null, 'holds no YAML, JSON or CSV file');
  if (files.length === 1 && /\.csv$/i.test(file.name)) return 'csv';
  const named = files.find(({ name }) => /legislators-(current|historical)\.\w+$/.test(name));
  const first = await firstRecord(named ?? files.find(({ name }) => !/settings\.ya?ml$/.test(name)) ?? file);
  if (isFields(first)) {
    const { id } = first;
    if (typeof id === 'string' && id.startsWith('ocd-')) return 'openstates';
    if (isFields(id) || Array.isArray(first['terms'])) return 'congress-legislators';
    if (Array.isArray(first['roles'])) return 'openstates';
  }
  if (files.length === 1 && /^[^\n]*\bkey\b[^\n]*[,;\t]/.test(file.text.slice(0, 2000))) return 'csv';
  throw new BadSource(
    file.name,
    null,
    'is no roster that is known here; say what it is with --format congress-legislators, openstates or csv',
  );
}

async function firstRecord(file: SourceFile): Promise<unknown> {
  for await (const record of recordsOf(file)) return record.data;
  return null;
}
