import { findState } from '../../districts/districts.ts';
import { congressBodies, congressSeats, HOUSE, houseTitle, SENATE } from '../bodies.ts';
import {
  type Affiliation,
  type Committee,
  type CommitteeMember,
  caucusOf,
  emptyRoster,
  type Office,
  type Roster,
  type RosterPerson,
  type Term,
} from './roster.ts';

/**
 * The roster that comes with the program, in its own compact form: a line of JSON for what it is, one for each
 * committee with its members, one for each person. What is null, or follows from something else, is left out.
 */
export interface BundledHeader {
  format: 'undersigned-roster-1';
  source: string;
  /** The day of the source, or its month: '2026-06'. */
  date: string;
  licence: string;
}

/** [body, state, district or class, start, end, party, caucus, how, end type]; null at the end is left out. */
type BundledTerm = (string | number | null)[];

interface BundledPerson {
  key: string;
  name: [first: string, last: string, suffix?: string];
  full: string;
  otherNames?: string[];
  terms: BundledTerm[];
  affiliations?: (string | null)[][];
  phone?: string;
  website?: string;
  contactForm?: string;
  capitol?: Partial<Office>;
  offices?: Partial<Office>[];
}

interface BundledCommittee {
  committee: string;
  body: string;
  name: string;
  parent?: string;
  url?: string;
  /** [key, side, rank, title] */
  members: (string | number | null)[][];
}

/** Writes the sitting members of Congress and their committees. The same roster gives the same text. */
export function writeBundled(roster: Roster, header: Omit<BundledHeader, 'format'>): string {
  const committees = [...(roster.committees ?? [])].sort(byKey).map((committee): BundledCommittee => {
    const members = (roster.members ?? []).filter((member) => member.committee === committee.key);
    members.sort(
      (a, b) =>
        compare(a.side ?? '', b.side ?? '') || (a.rank ?? 0) - (b.rank ?? 0) || compare(a.legislator, b.legislator),
    );
    const { key, body, name, parent, url } = committee;
    return {
      committee: key,
      body,
      name,
      ...given({ parent, url }),
      members: members.map((member) => trimmed([member.legislator, member.side, member.rank, member.title])),
    };
  });
  const people = roster.people.filter((person) => person.serving).sort(byKey);
  const lines = [{ format: 'undersigned-roster-1', ...header }, ...committees, ...people.map(bundledPerson)];
  return `${lines.map((line) => JSON.stringify(line)).join('\n')}\n`;
}

function bundledPerson(person: RosterPerson): BundledPerson {
  const { key, first, last, suffix, full, otherNames, phone, website, contactForm, capitol } = person;
  const terms = person.terms.map((term): BundledTerm => {
    const seat = term.body === SENATE ? term.class : term.district;
    const caucus = term.caucus === caucusOf(term.party, null) ? null : term.caucus;
    return trimmed([term.body, term.state, seat, term.start, term.end, term.party, caucus, term.how, term.endType]);
  });
  const affiliations = person.affiliations.map(({ start, end, party, caucus }) => [start, end, party, caucus]);
  const offices = person.districtOffices?.map(bundledOffice) ?? [];
  return {
    key,
    name: suffix === null ? [first, last] : [first, last, suffix],
    full,
    ...given({ phone, website, contactForm }),
    ...(otherNames.length > 0 ? { otherNames } : {}),
    terms,
    ...(affiliations.length > 0 ? { affiliations } : {}),
    ...(capitol ? { capitol: bundledOffice(capitol) } : {}),
    ...(offices.length > 0 ? { offices } : {}),
  };
}

const bundledOffice = ({ kind: _, ...office }: Office): Partial<Office> => given(office);

/** Reads what `writeBundled` wrote. Throws when it is anything else: the file comes with the program. */
export function readBundled(text: string, source: string): Roster & { header: BundledHeader } {
  const [first = '{}', ...lines] = text.trimEnd().split('\n');
  const header = JSON.parse(first) as BundledHeader;
  if (header.format !== 'undersigned-roster-1') throw new Error(`${source} is not a roster of this program.`);
  const committees: Committee[] = [];
  const members: CommitteeMember[] = [];
  const people: RosterPerson[] = [];
  for (const line of lines) {
    const record = JSON.parse(line) as BundledPerson | BundledCommittee;
    if ('committee' in record) {
      const { committee, body, name, parent = null, url = null } = record;
      committees.push({ key: committee, body, name, parent, url });
      members.push(...record.members.map((member) => readMember(committee, member)));
    } else people.push(readPerson(record));
  }
  return {
    ...emptyRoster('bundled', source),
    header,
    bodies: congressBodies,
    people,
    wholeHistory: true,
    seats: congressSeats(),
    committees,
    members,
  };
}

const readMember = (committee: string, member: (string | number | null)[]): CommitteeMember => {
  const [legislator, side = null, rank = null, title = null] = member;
  return { committee, legislator, side, rank, title } as CommitteeMember;
};

function readPerson(record: BundledPerson): RosterPerson {
  const [first, last, suffix = null] = record.name;
  const terms = record.terms.map(readTerm);
  const seat = terms.at(-1);
  const member = seat?.body === HOUSE ? houseTitle(findState(seat.state ?? '')) : { title: 'Senator', voting: true };
  return {
    key: record.key,
    first,
    last,
    suffix,
    full: record.full,
    otherNames: record.otherNames ?? [],
    ...member,
    serving: true,
    terms,
    affiliations: (record.affiliations ?? []).map(
      ([start, end = null, party, caucus]) => ({ start, end, party, caucus }) as Affiliation,
    ),
    capitol: record.capitol ? readOffice('capitol', record.capitol) : null,
    districtOffices: (record.offices ?? []).map((office) => readOffice('district', office)),
    phone: record.phone ?? null,
    website: record.website ?? null,
    contactForm: record.contactForm ?? null,
    email: null,
  };
}

function readTerm([
  body,
  state,
  seat,
  start,
  end = null,
  party,
  caucus = null,
  how = null,
  endType = null,
]: BundledTerm): Term {
  const senate = body === SENATE;
  return {
    body,
    state,
    district: senate ? null : seat,
    class: senate ? seat : null,
    start,
    end,
    party,
    caucus: caucusOf(String(party), caucus === null ? null : String(caucus)),
    how,
    endType,
  } as Term;
}

const noOffice = { address: null, city: null, state: null, zip: null, phone: null, fax: null, hours: null };
const readOffice = (kind: Office['kind'], office: Partial<Office>): Office => ({ kind, ...noOffice, ...office });

/** The fields that have a value. */
const given = <T extends object>(fields: T): { [K in keyof T]?: NonNullable<T[K]> } =>
  Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== null)) as {
    [K in keyof T]?: NonNullable<T[K]>;
  };

/** A list without the nulls at its end. */
function trimmed<T>(list: (T | null)[]): (T | null)[] {
  const last = list.findLastIndex((item) => item !== null);
  return list.slice(0, last + 1);
}

const compare = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);
const byKey = (a: { key: string }, b: { key: string }): number => compare(a.key, b.key);
