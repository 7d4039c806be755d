import { mkdir, readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { findState, listStates, writeZipTable } from '../../districts/districts.ts';
import { districtsOf } from '../bodies.ts';
import { writeBundled } from './bundled.ts';
import { readRoster } from './read.ts';
import { BadSource, type Roster } from './roster.ts';
import { readSource } from './source.ts';

export interface FactsOptions {
  /** A folder with the files of congress-legislators and `zccd.csv`. */
  from: string;
  /** Where to write: the project's `data/`. */
  to: string;
  /** The day or month that the roster is of. */
  rosterDate: string;
  /** The day or month that the ZIP table is of. */
  zipDate: string;
  today: string;
}

/**
 * Writes the facts that come with the program, `legislators.jsonl` and `zip-districts.txt`, from the publishers' files.
 * The same files give the same bytes. They are checked against `states.tsv`, which is kept by hand; throws BadSource
 * when they disagree.
 */
export async function writeFacts(options: FactsOptions): Promise<{ people: number; zips: number }> {
  const { from, to, rosterDate, zipDate, today } = options;
  const files = await readSource({ fetch }, from);
  const roster = await readRoster(files, from, { format: 'congress-legislators', today });
  const [problem] = roster.problems;
  if (problem) throw new BadSource(problem.file, problem.row, problem.message);
  checkSeats(roster, from);
  const zips = readZips(path.join(from, 'zccd.csv'), await readFile(path.join(from, 'zccd.csv'), 'utf8'));

  await mkdir(to, { recursive: true });
  const header = {
    source: 'unitedstates/congress-legislators, https://github.com/unitedstates/congress-legislators',
    date: rosterDate,
    licence: 'public domain, CC0 1.0',
  };
  await writeFile(path.join(to, 'legislators.jsonl'), writeBundled(roster, header));
  const comments = [
    'Districts of the U.S. House by ZIP code, in the lines of the 119th Congress; 0 is an at-large district.',
    'Source: ZIP Code Tabulation Areas to congressional districts, made from files of the U.S. Census Bureau.',
    `Date: ${zipDate}. Licence: public domain.`,
  ];
  const table = writeZipTable(zips, comments);
  await writeFile(path.join(to, 'zip-districts.txt'), table);
  const people = roster.people.filter((person) => person.serving).length;
  return { people, zips: new Set(zips.map(({ zip }) => zip)).size };
}

/** Every sitting member must hold a seat that `states.tsv` knows. */
function checkSeats(roster: Roster, source: string): void {
  const seats = new Set(
    roster.seats.map(({ body, state, district, class: number }) => [body, state, district, number].join(' ')),
  );
  for (const person of roster.people) {
    const seat = person.terms.at(-1);
    const text = seat && [seat.body, seat.state, seat.district ?? '', seat.class ?? 0].join(' ');
    if (person.serving && text && !seats.has(text))
      throw new BadSource(source, null, `${person.full} holds a seat that data/states.tsv does not have: ${text}`);
  }
}

function readZips(file: string, text: string): { zip: string; state: string; district: number }[] {
  const [header, ...lines] = text.trim().split(/\r?\n/);
  if (header !== 'state_fips,state_abbr,zcta,cd')
    throw new BadSource(file, 1, `has another header than expected: ${header}`);
  const rows = lines.map((line, index) => {
    const [fips, state = '', zip = '', district = ''] = line.split(',');
    const known = findState(state);
    const number = Number(district === '98' ? 0 : district);
    if (!known || known.fips !== fips || !/^\d{5}$/.test(zip) || !districtsOf(known).includes(String(number)))
      throw new BadSource(file, index + 2, `is no ZIP code in a district that data/states.tsv has: ${line}`);
    return { zip, state, district: number };
  });
  // Every district has ZIP codes; only the small territories have none in this table.
  for (const state of listStates())
    for (const district of districtsOf(state))
      if (
        !rows.some((row) => row.state === state.code && row.district === Number(district)) &&
        state.kind !== 'territory'
      )
        throw new BadSource(file, null, `has no ZIP code in ${state.code}-${district}`);
  return rows;
}
