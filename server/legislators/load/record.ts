import { createHash } from 'node:crypto';
import { nameWords, searchTextOf, sortNameOf } from '../names.ts';
import type { OfficeRow, TermRow, Whole } from '../store.ts';
import { daysBefore } from './problems.ts';
import type { Office, Roster, RosterPerson, Term } from './roster.ts';

/** Terms that lie no further apart than this are one time in office: Congress does not always meet on January 3. */
const LONGEST_BREAK_DAYS = 60;
const LONGEST_CORRECTION_DAYS = 180;

/**
 * The record that a person's rows are written from: what the source tells, over what is known where it does not tell.
 * `serving` and `leftOn` are the plan's to decide; they are no part of the checksum.
 */
export function recordOf(person: RosterPerson, known: Whole | null, roster: Roster): Whole {
  const { key } = person;
  const terms = numbered(key, roster.wholeHistory ? person.terms : [...earlierTerms(person, known), ...person.terms]);
  const seat = terms.at(-1);
  if (!seat) throw new Error(`${key} has no term.`);
  const offices: Office[] = [
    ...(person.capitol ? [person.capitol] : []),
    ...(person.capitol === undefined ? (known?.offices.filter((office) => office.kind === 'capitol') ?? []) : []),
    ...(person.districtOffices ?? known?.offices.filter((office) => office.kind === 'district') ?? []),
  ];
  const whole: Whole = {
    row: {
      key,
      first: person.first,
      last: person.last,
      full: person.full,
      suffix: person.suffix,
      sortName: sortNameOf(person.last, person.first),
      searchText: searchTextOf([
        person.first,
        person.last,
        // "King-Hinds" is found as "kinghinds" too.
        nameWords(person.last).join(''),
        person.full,
        person.suffix,
        ...person.otherNames,
      ]),
      body: seat.body,
      state: seat.state,
      district: seat.district,
      class: seat.class,
      title: person.title,
      party: seat.party,
      caucus: seat.caucus,
      voting: person.voting,
      serving: person.serving,
      since: sinceOf(terms),
      termStart: seat.start,
      termEnd: seat.end,
      leftOn: null,
      phone: told(person.phone, known?.row.phone),
      website: told(person.website, known?.row.website),
      contactForm: told(person.contactForm, known?.row.contactForm),
      email: told(person.email, known?.row.email),
      checksum: '',
    },
    terms,
    affiliations: numbered(key, person.affiliations),
    offices: numbered(key, offices.map(bare)),
  };
  whole.row.checksum = checksumOf(whole);
  return whole;
}

/** What the source tells, or else what is known. */
const told = (now: string | null | undefined, before: string | null | undefined): string | null =>
  (now === undefined ? before : now) ?? null;

/** An office without what its row adds. */
const bare = ({ kind, address, city, state, zip, phone, fax, hours }: Office | OfficeRow): Office => ({
  kind,
  address,
  city,
  state,
  zip,
  phone,
  fax,
  hours,
});

const numbered = <T extends object>(legislator: string, items: T[]): (T & { legislator: string; ordinal: number })[] =>
  items.map((item, ordinal) => ({ ...item, legislator, ordinal }));

/**
 * Known terms from before the first that the source lists: a council's table says only who sits there now. A term
 * without a known end is an earlier one when it began long before, and else the same one with its day set right.
 */
function earlierTerms(person: RosterPerson, known: Whole | null): TermRow[] {
  const first = person.terms[0]?.start ?? '';
  const before = first && daysBefore(first, LONGEST_CORRECTION_DAYS);
  return (known?.terms ?? []).filter((term) => (term.end === null ? term.start < before : term.end <= first));
}

/** The first day in the last term's body without a break; '' where nobody knows. */
export function sinceOf(terms: Term[]): string {
  let at = terms.length - 1;
  while (at > 0 && follows(terms[at - 1], terms[at])) at -= 1;
  return terms[at]?.start ?? '';
}

function follows(earlier: Term | undefined, later: Term | undefined): boolean {
  if (!earlier?.end || !later?.start || earlier.body !== later.body) return false;
  return Date.parse(later.start) - Date.parse(earlier.end) <= LONGEST_BREAK_DAYS * 86_400_000;
}

/** Equal records have equal checksums, however they were put together: the values go in here in a fixed order. */
function checksumOf({ row, terms, affiliations, offices }: Whole): string {
  const { serving: _, leftOn: __, checksum: ___, ...told } = row;
  const values = [
    Object.values(told),
    terms.map((t) => [t.body, t.state, t.district, t.class, t.start, t.end, t.party, t.caucus, t.how, t.endType]),
    affiliations.map((a) => [a.start, a.end, a.party, a.caucus]),
    offices.map((o) => [o.kind, o.address, o.city, o.state, o.zip, o.phone, o.fax, o.hours]),
  ];
  return createHash('sha256').update(JSON.stringify(values)).digest('base64url');
}
