import { plural } from '../../basics/text.ts';
import { findState } from '../../districts/districts.ts';
import { type Body, stateChamber } from '../bodies.ts';
import { splitName } from '../names.ts';
import { onlyRecord, type SourceFile } from './documents.ts';
import { daysBefore, ProblemList } from './problems.ts';
import {
  BadSource,
  type Committee,
  type CommitteeMember,
  caucusOf,
  emptyRoster,
  type Office,
  partyOf,
  type Roster,
  type RosterPerson,
  type Term,
} from './roster.ts';
import { seatsOf, type Vacancy } from './seats.ts';
import { isFields, Reader } from './values.ts';

/** A role that ended longer ago than this is over, wherever the file lies. */
const LONG_AGO_DAYS = 366;

const chambers = ['upper', 'lower', 'legislature'] as const;
type Chamber = (typeof chambers)[number];
const isChamber = (type: string): type is Chamber => (chambers as readonly string[]).includes(type);

/**
 * Reads OpenStates people: YAML, one person a file. Files of committees and a `settings.yml` with vacancies are read
 * with them; governors, mayors and others without a seat in a legislature are passed over.
 *
 * Who serves: a person whose newest role names no reason for its end and is not over for more than a year, unless the
 * file lies in a folder `retired`. A listed end that has just passed is for the publisher to follow up, not for us. A role
 * that is yet to begin, as after an election, is passed over until it has; one that is yet to end has its reason early.
 */
export async function readOpenStates(
  files: SourceFile[],
  source: string,
  today: string,
  progress: (done: number, all: number) => void = () => {},
): Promise<Roster> {
  const roster = emptyRoster('openstates', source);
  const problems = new ProblemList(roster);
  const bodies = new Map<string, Body>();
  const people = new Map<string, RosterPerson>();
  const committees: Committee[] = [];
  const members: CommitteeMember[] = [];
  const vacancies: Vacancy[] = [];
  let passedOver = 0;

  for (const [index, file] of files.entries()) {
    if (problems.full) break;
    progress(index, files.length);
    try {
      const record = await onlyRecord(file);
      const complain = problems.within(file, record);
      if (!isFields(record.data)) {
        complain([], 'is not a person with id, name and roles');
        continue;
      }
      const reader = new Reader(record.data, [], complain);
      if (/(^|[\\/])settings\.ya?ml$/.test(file.name)) {
        vacancies.push(...readVacancies(record.data, complain, today));
        continue;
      }
      const id = reader.required('id');
      if (id.startsWith('ocd-organization/')) {
        const committee = readCommittee(reader, bodies);
        if (committee) committees.push(committee.committee);
        if (committee) members.push(...committee.members);
        continue;
      }
      if (id && !/^ocd-person\/[0-9a-f-]{36}$/.test(id))
        reader.wrong('id', `"${id}" is not an OpenStates person such as ocd-person/ and a UUID`);
      const person = readPerson(reader, id, bodies, today);
      if (!person) {
        passedOver += 1;
        continue;
      }
      person.serving = serves(person, reader, file, today);
      if (people.has(id)) complain(['id'], `${id} stands in more than one file`);
      people.set(id, person);
    } catch (error) {
      if (!(error instanceof BadSource)) throw error;
      problems.add(error.problem.file, error.problem.row, error.problem.message);
    }
  }

  if (people.size === 0 && !problems.any) problems.add(source, null, 'holds no person with a seat in a legislature');
  if (passedOver > 0)
    problems.note(`Passed over, without a seat in a legislature: ${plural(passedOver, 'person', 'people')}.`);
  roster.bodies = [...bodies.values()];
  roster.people = [...people.values()];
  roster.seats = seatsOf(
    roster.people,
    vacancies.filter((vacancy) => bodies.has(vacancy.body)),
  );
  if (committees.length > 0) {
    roster.committees = committees;
    roster.members = members.filter((member) => people.get(member.legislator)?.serving);
  }
  return roster;
}

function serves(person: RosterPerson, reader: Reader, file: SourceFile, today: string): boolean {
  if (/(^|[\\/])retired[\\/]/.test(file.name)) return false;
  const newest = person.terms.at(-1);
  const ended = reader.list('roles').some((role) => {
    const sameTerm = (role.text('start_date') ?? '') === newest?.start && role.text('end_date') === newest.end;
    return sameTerm && role.has('end_reason') && (newest?.end ?? today) <= today;
  });
  return !ended && (newest?.end ?? today) >= daysBefore(today, LONG_AGO_DAYS);
}

/** A person with a seat in a legislature, now or once; null for anybody else. */
function readPerson(reader: Reader, key: string, bodies: Map<string, Body>, today: string): RosterPerson | null {
  const roles = reader.list('roles').filter((role) => isChamber(role.text('type') ?? ''));
  if (roles.length === 0) return null;
  const full = reader.required('name');
  const parts = splitName(full);
  const party = partyName(reader);
  const terms = roles
    .map((role) => readTerm(role, party, bodies))
    .filter((term) => term !== null && term.start <= today) as Term[];
  // The newest role comes first in most files; some begin, and some end, on a day that nobody wrote down.
  terms.sort((a, b) => (whenOf(a) < whenOf(b) ? -1 : 1));
  const seat = terms.at(-1);
  const body = seat && bodies.get(seat.body);
  if (!body) return null;

  const offices = reader
    .list('offices')
    .map(readOffice)
    .filter((office) => office !== null);
  const capitol = offices.find((office) => office.kind === 'capitol') ?? null;
  const links = reader.list('links').map((link) => link.webAddress('url'));
  return {
    key,
    first: reader.text('given_name') ?? parts.first,
    last: reader.text('family_name') ?? parts.last,
    full,
    suffix: reader.text('suffix') ?? parts.suffix,
    otherNames: reader
      .list('other_names')
      .map((other) => other.text('name'))
      .filter((name) => name !== null),
    title: body.memberTitle,
    voting: true,
    serving: false,
    terms,
    affiliations: [],
    capitol,
    districtOffices: offices.filter((office) => office.kind === 'district'),
    phone: capitol?.phone ?? null,
    website: links.find((link) => link !== null) ?? null,
    contactForm: null,
    email: mailAddress(reader),
  };
}

const whenOf = (term: Term): string => `${term.end ?? '9999'} ${term.start}`;

function partyName(reader: Reader): string {
  const current = reader.list('party').filter((party) => !party.has('end_date'));
  return partyOf(current.map((party) => party.required('name')).join('/') || 'Unknown');
}

function mailAddress(reader: Reader): string | null {
  const text = reader.text('email')?.toLowerCase() ?? null;
  return text && /^[^\s@<>"]+@[^\s@<>"]+\.[a-z]{2,}$/.test(text) ? text : null;
}

const JURISDICTION = /^ocd-jurisdiction\/country:us(?:\/(?:state|district|territory):([a-z]{2}))?\/government$/;

/** The chamber that a jurisdiction and a kind of chamber name; adds it to the bodies of the source. */
function chamberOf(record: Reader, kind: Chamber, bodies: Map<string, Body>): Body | null {
  const jurisdiction = record.required('jurisdiction');
  const found = JURISDICTION.exec(jurisdiction);
  if (found && !found[1])
    return record.wrong(
      'jurisdiction',
      'this is Congress; import its members from congress-legislators, which has all their terms',
    );
  const body = found?.[1] ? stateChamber(found[1].toUpperCase(), kind) : null;
  if (!body) return jurisdiction ? record.wrong('jurisdiction', `"${jurisdiction}" is not a state`) : null;
  bodies.set(body.key, body);
  return body;
}

function readTerm(role: Reader, party: string, bodies: Map<string, Body>): Term | null {
  const body = chamberOf(role, role.required('type') as Chamber, bodies);
  const district = role.required('district');
  const start = role.day('start_date') ?? '';
  const end = role.day('end_date');
  if (start && end && end < start) role.wrong('end_date', `the role ends on ${end}, before it starts on ${start}`);
  if (!body) return null;
  return {
    body: body.key,
    state: body.state,
    district,
    class: null,
    start,
    end,
    party,
    caucus: caucusOf(party, null),
    how: null,
    endType: role.text('end_reason'),
  };
}

/** An office of the capitol or of the district. A home address is nobody's business and is not taken over. */
function readOffice(office: Reader): Office | null {
  const kind = /^(capitol|district)(-mail)?$/.exec(office.text('classification') ?? '')?.[1];
  if (kind !== 'capitol' && kind !== 'district') return null;
  return {
    kind,
    address: office.text('address')?.replace(/\s*;\s*/g, ', ') ?? null,
    city: null,
    state: null,
    zip: null,
    phone: office.text('voice'),
    fax: office.text('fax'),
    hours: null,
  };
}

function readCommittee(
  reader: Reader,
  bodies: Map<string, Body>,
): { committee: Committee; members: CommitteeMember[] } | null {
  const chamber = reader.text('chamber') ?? '';
  const key = reader.required('id');
  const name = reader.required('name');
  if (!isChamber(chamber)) return null;
  const body = chamberOf(reader, chamber, bodies);
  if (!body) return null;
  const links = reader.list('links').map((link) => link.webAddress('url'));
  const url = links.find((link) => link !== null) ?? null;
  const members = new Map<string, CommitteeMember>();
  for (const row of reader.list('members')) {
    const legislator = row.text('person_id');
    const role = row.text('role');
    // Without an id there is only a name, and nobody is matched by guess.
    if (!legislator) continue;
    const title = role && !/^member$/i.test(role) ? role.replace(/^./, (letter) => letter.toUpperCase()) : null;
    members.set(legislator, { committee: key, legislator, side: null, rank: null, title });
  }
  return {
    committee: { key, body: body.key, name, parent: reader.text('parent'), url },
    members: [...members.values()],
  };
}

/** The vacancies of `settings.yml` that are not over: by state, each with chamber, district and the day it ends. */
function readVacancies(
  data: Record<string, unknown>,
  complain: (path: string[], message: string) => void,
  today: string,
): Vacancy[] {
  return Object.entries(data).flatMap(([abbreviation, settings]) => {
    if (!isFields(settings) || !findState(abbreviation.toUpperCase())) return [];
    const reader = new Reader(settings, [abbreviation], (path, message) => complain(path.map(String), message));
    return reader.list('vacancies').flatMap((vacancy): Vacancy[] => {
      const chamber = vacancy.required('chamber');
      const district = vacancy.required('district');
      const until = vacancy.day('vacant_until');
      const body = isChamber(chamber) ? stateChamber(abbreviation.toUpperCase(), chamber) : null;
      if (!body?.state || (until !== null && until <= today)) return [];
      return [{ body: body.key, state: body.state, district }];
    });
  });
}
