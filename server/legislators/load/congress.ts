import { findState } from '../../districts/districts.ts';
import { congressBodies, congressSeats, HOUSE, houseTitle, SENATE } from '../bodies.ts';
import { fullNameOf } from '../names.ts';
import { readCommittees, readDistrictOffices, readMembers } from './congressExtras.ts';
import { onlyRecord, recordsOf, type SourceFile } from './documents.ts';
import { daysBefore, ProblemList } from './problems.ts';
import {
  type Affiliation,
  caucusOf,
  emptyRoster,
  type Office,
  partyOf,
  type Roster,
  type RosterPerson,
  type Term,
} from './roster.ts';
import { isFields, Reader, zipText } from './values.ts';

/** The files of unitedstates/congress-legislators that are read, by what their names begin with. */
export const congressFiles = [
  'legislators-current',
  'legislators-historical',
  'legislators-district-offices',
  'committees-current',
  'committee-membership-current',
] as const;

/** Territories of the past that sent delegates; their codes stand in old terms only. */
const formerTerritories = new Set(['DK', 'OL', 'PI']);

/** A list most of whose last terms ended longer ago than this is a list of former members. */
const LONG_AGO_DAYS = 366;

/**
 * Reads files of unitedstates/congress-legislators, YAML or JSON: one list of people under any name, or the five files
 * by their names.
 *
 * Who serves: the publisher keeps one file of current and one of former members, and so do we: everybody in a list of
 * current members serves, even when the listed end of the term has passed, and nobody in a list of former ones. A list
 * is of former members if its name says "historical", or if most of its last terms ended more than a year before
 * `today`. In a list of current members, one whose last term ended more than a year ago does not serve all the same.
 */
export async function readCongress(files: SourceFile[], source: string, today: string): Promise<Roster> {
  const roster = emptyRoster('congress-legislators', source);
  const problems = new ProblemList(roster);
  roster.bodies = congressBodies;
  roster.wholeHistory = true;
  const [current, historical, offices, committees, membership] = congressFiles.map((name) =>
    files.find((f) => named(f, name)),
  );
  roster.wholeBodies = current !== undefined;
  const others = files.filter((file) => !congressFiles.some((name) => named(file, name)));

  const people = new Map<string, RosterPerson>();
  // Current members come first: a person in both lists is a current one.
  for (const file of [current, ...others, historical]) {
    if (!file) continue;
    const read = await readPeople(file, today, problems);
    for (const [key, person] of read) if (!people.has(key)) people.set(key, person);
  }
  if (people.size === 0 && !problems.any)
    problems.add(source, null, 'holds no legislators-current or legislators-historical file with people in it');

  if (offices) {
    const byPerson = await readDistrictOffices(offices, problems);
    for (const person of people.values()) person.districtOffices = byPerson.get(person.key) ?? [];
  }
  if (committees) {
    roster.committees = await readCommittees(committees, problems);
    if (membership)
      roster.members = readMembers(await onlyRecord(membership), membership, roster.committees, people, problems);
  }
  roster.people = [...people.values()];
  roster.seats = congressSeats();
  return roster;
}

const named = (file: SourceFile, name: string): boolean =>
  file.name.split(/[\\/]/).at(-1)?.startsWith(`${name}.`) ?? false;

async function readPeople(file: SourceFile, today: string, problems: ProblemList): Promise<Map<string, RosterPerson>> {
  const people = new Map<string, RosterPerson>();
  for await (const record of recordsOf(file)) {
    const complain = problems.within(file, record);
    if (!isFields(record.data) || !('id' in record.data || 'terms' in record.data)) {
      complain([], 'is not a person with id, name and terms');
      continue;
    }
    const person = readPerson(new Reader(record.data, [], complain));
    if (!person) continue;
    if (people.has(person.key)) complain(['id', 'bioguide'], `${person.key} stands in this file twice`);
    people.set(person.key, person);
    if (problems.full) break;
  }
  if (people.size === 0 && !problems.any) problems.add(file.name, null, 'holds no people');
  const longAgo = daysBefore(today, LONG_AGO_DAYS);
  const endedLongAgo = (person: RosterPerson) => (person.terms.at(-1)?.end ?? today) < longAgo;
  const all = [...people.values()];
  const former = /historical/i.test(file.name) || all.filter(endedLongAgo).length > all.length / 2;
  for (const person of all) person.serving = !former && !endedLongAgo(person);
  return people;
}

function readPerson(record: Reader): RosterPerson | null {
  const key = record.part('id').required('bioguide');
  if (key && !/^[A-Z]\d{6}$/.test(key))
    record.part('id').wrong('bioguide', `"${key}" is not a Bioguide ID such as A000123`);
  const name = record.part('name');
  const parts = {
    first: name.required('first'),
    middle: name.text('middle'),
    nickname: name.text('nickname'),
    last: name.required('last'),
    suffix: name.text('suffix'),
  };
  const official = name.text('official_full');
  const listed = record.list('terms');
  if (listed.length === 0) record.wrong('terms', 'terms are missing');
  const terms = listed.map((term, index) => readTerm(term, index === listed.length - 1));
  const latest = listed.at(-1);
  const seat = terms.at(-1);
  if (!latest || !seat) return null;

  const affiliations = listed.flatMap((term) => term.list('party_affiliations').map(readAffiliation));
  const names = record
    .list('other_names')
    .map((other) => [other.text('first'), other.text('middle'), other.text('last')]);
  const member = seat.body === SENATE ? { title: 'Senator', voting: true } : houseTitle(findState(seat.state ?? ''));
  return {
    key,
    first: parts.first,
    last: parts.last,
    suffix: parts.suffix,
    full: official ?? fullNameOf(parts),
    otherNames: [parts.nickname, parts.middle, ...names.flat()].filter((text) => text !== null),
    ...member,
    serving: false,
    terms,
    affiliations,
    capitol: capitolOffice(latest),
    districtOffices: null,
    phone: latest.text('phone'),
    website: latest.webAddress('url'),
    contactForm: latest.webAddress('contact_form'),
    email: null,
  };
}

/** Old terms may lack a party or a district, which nobody knows any more; the last one needs all that names a seat. */
function readTerm(term: Reader, last: boolean): Term {
  const type = term.required('type');
  if (type && type !== 'sen' && type !== 'rep') term.wrong('type', `type is neither sen nor rep: "${type}"`);
  const state = term.required('state');
  if (state && !findState(state) && !formerTerritories.has(state)) term.wrong('state', `"${state}" is not a state`);
  const start = term.requiredDay('start');
  const end = last ? term.requiredDay('end') : term.day('end');
  if (start && end && end < start) term.wrong('end', `the term ends on ${end}, before it starts on ${start}`);
  const party = partyOf((last && end && end > '1950' ? term.required('party') : term.text('party')) || 'Unknown');

  const district = type === 'rep' ? term.whole('district') : null;
  if (type === 'rep' && last && district === null) term.wrong('district', 'district is missing');
  const number = type === 'sen' ? term.whole('class') : null;
  if (type === 'sen' && (number === null ? last : number < 1 || number > 3))
    term.wrong('class', 'class is not 1, 2 or 3');
  return {
    body: type === 'sen' ? SENATE : HOUSE,
    state,
    // The publisher writes -1 where the district of an old term is not known.
    district: district !== null && district >= 0 ? String(district) : null,
    class: number,
    start,
    end: end || null,
    party,
    caucus: caucusOf(party, term.text('caucus')),
    how: term.text('how'),
    endType: term.text('end-type'),
  };
}

function readAffiliation(affiliation: Reader): Affiliation {
  const party = partyOf(affiliation.required('party'));
  return {
    start: affiliation.requiredDay('start'),
    end: affiliation.day('end'),
    party,
    caucus: caucusOf(party, affiliation.text('caucus')),
  };
}

/** The Washington office of a term: "511 Hart Senate Office Building", with the ZIP code that its address ends in. */
function capitolOffice(term: Reader): Office | null {
  const office = term.text('office') ?? term.text('address');
  if (!office) return null;
  const zip = /(\d{5}(-\d{4})?)$/.exec(term.text('address') ?? '')?.[1] ?? null;
  return {
    kind: 'capitol',
    address: office,
    city: 'Washington',
    state: 'DC',
    zip: zipText(zip),
    phone: term.text('phone'),
    fax: term.text('fax'),
    hours: null,
  };
}
