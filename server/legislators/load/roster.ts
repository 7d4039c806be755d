import type { affiliations, committeeMembers, committees, offices, terms } from '../../db/tables.ts';
import type { Body, Seat } from '../bodies.ts';

export type Format = 'congress-legislators' | 'openstates' | 'csv';

/** Something in a source that cannot be used. Any problem means that nothing of the source is applied. */
export interface RosterProblem {
  file: string;
  /** The line of a text, the row of a table or the number of a record in a JSON list; null where it is the whole file. */
  row: number | null;
  message: string;
}

export type Term = Omit<typeof terms.$inferSelect, 'legislator' | 'ordinal'>;
export type Affiliation = Omit<typeof affiliations.$inferSelect, 'legislator' | 'ordinal'>;
export type Office = Omit<typeof offices.$inferSelect, 'legislator' | 'ordinal'>;
export type Committee = typeof committees.$inferSelect;
export type CommitteeMember = typeof committeeMembers.$inferSelect;

/** A person as a source tells of them, in the words of our tables. */
export interface RosterPerson {
  key: string;
  first: string;
  last: string;
  full: string;
  suffix: string | null;
  /** Every other name the person is known by, for search. */
  otherNames: string[];
  title: string;
  voting: boolean;
  /** Whether the source says that the person holds the last of these terms now. */
  serving: boolean;
  /** Oldest first; at least one. The last is the seat. `start` is '' where a source does not know it. */
  terms: Term[];
  affiliations: Affiliation[];
  /** The office in the capitol; null where there is none, undefined where the source does not tell: what is known stays. */
  capitol: Office | null | undefined;
  /** Null where the source does not tell of district offices: those that are known stay. */
  districtOffices: Office[] | null;
  /** These four: null where there is none, undefined where the source does not tell: what is known stays. */
  phone: string | null | undefined;
  website: string | null | undefined;
  contactForm: string | null | undefined;
  email: string | null | undefined;
}

/** What every reader makes of its source. */
export interface Roster {
  format: Format | 'bundled';
  /** What was read, as the operator named it. */
  source: string;
  bodies: Body[];
  people: RosterPerson[];
  /** Whether each person's terms are all there ever were; otherwise earlier ones that are known stay. */
  wholeHistory: boolean;
  /** Whether it calls itself the list of all who sit in its bodies: as 'legislators-current' does. */
  wholeBodies: boolean;
  /** Seats that the source names, with and without a member. */
  seats: Seat[];
  /** Null where the source does not tell of committees: those that are known stay. */
  committees: Committee[] | null;
  members: CommitteeMember[] | null;
  problems: RosterProblem[];
  /** What the operator may want to know and what stops nothing. */
  notes: string[];
}

/** How many problems are listed; more of them tell nothing new. */
export const MOST_PROBLEMS = 50;

export const emptyRoster = (format: Roster['format'], source: string): Roster => ({
  format,
  source,
  bodies: [],
  people: [],
  wholeHistory: false,
  wholeBodies: false,
  seats: [],
  committees: null,
  members: null,
  problems: [],
  notes: [],
});

/** A source that cannot be used at all. */
export class BadSource extends Error {
  readonly problem: RosterProblem;
  constructor(file: string, row: number | null, message: string) {
    super(row === null ? `${file}: ${message}` : `${file}:${row}: ${message}`);
    this.name = 'BadSource';
    this.problem = { file, row, message };
  }
}

/**
 * What a party is called here. Sources say "Democrat" or "Democratic" for the same one, and members compare by this
 * word; every other name stays as it is written.
 */
export const partyOf = (name: string): string => (name === 'Democratic' ? 'Democrat' : name);

/**
 * Whom somebody counts with: the caucus that the source lists, else the party; a party's state branches and fusion
 * lines ("Democratic-Farmer-Labor", "Republican/Conservative") count with the party whose name they carry.
 */
export function caucusOf(party: string, listed: string | null): string {
  if (listed) return partyOf(listed);
  if (/\bDemocrat(ic)?\b/.test(party)) return 'Democrat';
  if (/\bRepublican\b/.test(party)) return 'Republican';
  return party;
}
