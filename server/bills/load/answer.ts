/** What every reader makes of its source. */
export interface BillAnswer {
  /** What the source says of the bill itself; null where it tells of cosponsors alone. Missing parts are null. */
  bill: { title: string | null; introduced: string | null; sponsors: NamedMember[] } | null;
  /** Everybody who ever joined, in the order of the source; null where it does not name them. */
  cosponsors: Cosponsor[] | null;
  /** What whoever imports may want to know and what stops nothing. */
  notes: string[];
}

/** A member as a source names them. */
export interface NamedMember {
  /** Where it stands: 'row 12', 'cosponsor 3'. */
  place: string;
  /** The Bioguide ID; null where the source has names alone. */
  key: string | null;
  first: string;
  last: string;
  /** As it is written, without title, party and state. */
  full: string;
  /** 'Democrat'; '' where the source does not say. */
  party: string;
  /** Whom they count with, where the source tells; null otherwise. */
  caucus: string | null;
  /** USPS code; '' where the source does not say. */
  state: string;
  /** '0' at large; null for a senator, or where the source does not say. */
  district: string | null;
}

export interface Cosponsor extends NamedMember {
  day: string | null;
  /** Null where the source does not say. */
  original: boolean | null;
  withdrawnOn: string | null;
}

/** How many problems are listed; more of them tell nothing new. */
const MOST_PROBLEMS = 20;

/** A source that cannot be used: nothing of it is applied. Every problem names what is wrong and where. */
export class BadAnswer extends Error {
  readonly problems: string[];
  constructor(...problems: string[]) {
    super(problems[0]);
    this.name = 'BadAnswer';
    const more = problems.length - MOST_PROBLEMS;
    this.problems = more > 0 ? [...problems.slice(0, MOST_PROBLEMS), `… and ${more} more.`] : problems;
  }
}

const parties: Record<string, { party: string; caucus: string | null }> = {
  D: { party: 'Democrat', caucus: null },
  Democratic: { party: 'Democrat', caucus: null },
  R: { party: 'Republican', caucus: null },
  I: { party: 'Independent', caucus: null },
  // Congress.gov's word for independents who count with the Democrats.
  ID: { party: 'Independent', caucus: 'Democrat' },
  'Independent Democrat': { party: 'Independent', caucus: 'Democrat' },
  L: { party: 'Libertarian', caucus: null },
};

/** A party by its letter or its name, as rosters call it. */
export const partyIn = (text: string): { party: string; caucus: string | null } =>
  parties[text] ?? { party: text, caucus: null };

/** 'OH-7': what stands in brackets after a name. Party, state and district, each '' or null where it is missing. */
const BRACKETED = /\s*[[(]\s*([A-Z]{1,2})\s*-\s*([A-Z]{2})(?:\s*-\s*(\d{1,2}|At Large|AL))?\s*[\])]\s*(\*?)\s*$/;
const TITLE = /^(?:Rep|Sen|Del|Res\. ?Comm|Representative|Senator|Delegate|Resident Commissioner)\b\.?\s*/i;

/** The parts of a name such as 'Rep. Okafor, Ben [R-OH-7]*'; the star says that the member was there from the start. */
export function partsOf(written: string) {
  const bracket = BRACKETED.exec(written);
  const [, party = '', state = '', district] = bracket ?? [];
  const bare = written.slice(0, bracket?.index ?? written.length);
  const starred = bracket?.[4] === '*' || /\*\s*$/.test(bare);
  const full = bare
    .replace(/\*\s*$/, '')
    .replace(TITLE, '')
    .trim();
  return { full, party, state, district: districtIn(district), starred };
}

/** '7', '07' and 7 are '7'; 'At Large' and 0 are '0'; null where there is none. */
export function districtIn(value: string | number | null | undefined): string | null {
  if (value === undefined || value === null || value === '') return null;
  if (/^(at[ -]?large|al)$/i.test(String(value))) return '0';
  return String(Number(value));
}
