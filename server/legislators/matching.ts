import { listed } from '../basics/text.ts';
import type { Body } from './bodies.ts';
import { type Index, indexOf, type Known } from './knownNames.ts';
import { nameWords } from './names.ts';
import type { LegislatorRow } from './store.ts';
import { type Candidate, weigh, worth } from './weighing.ts';
import { type Reading, readBeside, readLine, type Said } from './written.ts';
import { flat } from './writtenWords.ts';

/** A name as somebody wrote it, and what else they wrote of the same person, where it stands in columns of its own. */
export interface WrittenName {
  /** 'Rep. Smith (NJ-4)', 'Van Hollen, Chris', 'Luján'. */
  text: string;
  state?: string;
  party?: string;
  district?: string;
  /** A body's key or name, a chamber or a title: 'us-senate', 'House', 'Senator'. */
  body?: string;
  /** A legislator's key, such as a Bioguide ID. */
  key?: string;
}

/** Whom a written name means. `why` is a sentence; candidates are keys, the likeliest first. */
export type NameMatch =
  | { kind: 'sure'; key: string }
  | { kind: 'asked'; candidates: string[]; why: string }
  | { kind: 'unknown'; why: string };

/** So many are put to the choice for one row. */
const MOST_CANDIDATES = 12;

/**
 * Matches names to the serving members of these bodies, never by guess: `sure` only where what is written fits exactly
 * one of them and nothing written speaks against it. One answer per row, in their order.
 *
 * A last name by itself is sure only where one member has it and no other has it as a part of a longer one (King and
 * King-Hinds). A part of a last name is never sure. A first name fits as it is in the roster (first, nickname, middle or
 * official name), by its initial, or in a usual short form that begins alike (Chris, but not Mike); everything else is
 * asked about, and so is whatever stands beside a name and is not understood.
 */
export function matchNames(members: LegislatorRow[], rows: WrittenName[], bodies: Body[]): NameMatch[] {
  const index = indexOf(members, bodies);
  return rows.map((row) => matchOne(index, row));
}

function matchOne(index: Index, row: WrittenName): NameMatch {
  const columns = saidIn(row, index);
  const readings = readLine(row.text, index.places).map((reading) => ({ ...reading, ...joined(reading, columns) }));
  const candidates = candidatesFor(index, readings);
  if (row.key) return matchKey(index, row.key, readings, candidates, columns);
  if (readings.length === 0) return { kind: 'unknown', why: 'There is no name in this row.' };

  const fitting = candidates.filter(({ against }) => against.length === 0);
  const [only, another] = fitting;
  const unclear = readings.find((reading) => reading.unclear.length > 0)?.unclear ?? [];
  if (only?.whole && only.doubt === '' && !another && unclear.length === 0)
    return sureUnless(only, [
      [isFirstName(index, readings, only.known), 'This is the first name of somebody else, too.'],
      [isTwo(index, readings, only.known), 'These may be two last names.'],
    ]);
  if (only) return asked(fitting, whyOpen(fitting, unclear));
  if (candidates.length > 0) return asked(candidates, whyNone(candidates));
  const near = nearby(index, readings);
  if (near.length > 0)
    return asked(near, 'Nobody has just this last name; these are written nearly so, or have a part of it.');
  return { kind: 'unknown', why: 'Nobody of this name serves in the bodies that this is open to.' };
}

const sureUnless = (only: Candidate, doubts: [boolean, string][]): NameMatch => {
  const doubt = doubts.find(([holds]) => holds);
  return doubt ? asked([only], doubt[1]) : { kind: 'sure', key: only.known.row.key };
};

/** Whether all that is written is one word, and somebody else's first name: "James". */
const isFirstName = (index: Index, readings: Reading[], known: Known): boolean =>
  readings.every((reading) => {
    const { tokens, given, titles, states, districts, parties } = reading;
    const alone =
      tokens.length === 1 && !given && [titles, states, districts, parties].every((said) => said.length === 0);
    return alone && (index.firsts.get(tokens.flat().join('')) ?? []).some((other) => other !== known);
  });

/** Whether all that stands beside the last name is a middle name, and somebody else's last name: "Sykes, Strong". */
const isTwo = (index: Index, readings: Reading[], { row }: Known): boolean => {
  const called = [...nameWords(row.first), nameWords(row.full)[0]];
  const last = nameWords(row.last);
  const beside = readings
    .flatMap(({ tokens, given }) => [...tokens.flat(), ...(given ?? [])])
    .filter((word) => !last.includes(word));
  return beside.length > 0 && beside.every((word) => !called.includes(word) && index.whole.has(word));
};

const asked = (candidates: Candidate[], why: string): NameMatch => ({
  kind: 'asked',
  candidates: candidates.slice(0, MOST_CANDIDATES).map(({ known }) => known.row.key),
  why,
});

/** What the columns beside the name say. */
function saidIn({ state = '', party = '', district = '', body = '' }: WrittenName, index: Index): Said {
  const beside = readBeside([state, party, /^al$/i.test(district.trim()) ? '0' : district].join(';'), index.places);
  const named = body && index.bodies.find(({ key, name }) => key === body.trim() || flat(name) === flat(body));
  if (named) return { ...beside, bodies: [named.key] };
  return body ? joined(beside, readBeside(body, index.places)) : beside;
}

const joined = (a: Said, b: Said): Said => ({
  titles: [...a.titles, ...b.titles],
  states: [...a.states, ...b.states],
  districts: [...a.districts, ...b.districts],
  parties: [...a.parties, ...b.parties],
  bodies: [...(a.bodies ?? []), ...(b.bodies ?? [])],
  unclear: [...a.unclear, ...b.unclear],
});

/** Everybody whose last name these readings may end in, who fits best first. */
function candidatesFor(index: Index, readings: Reading[]): Candidate[] {
  const best = new Map<string, Candidate>();
  const consider = (known: Known, whole: boolean, given: string[], reading: Reading) => {
    const candidate = weigh(known, whole, given, reading);
    const before = best.get(known.row.key);
    if (!before || worth(candidate) < worth(before)) best.set(known.row.key, candidate);
  };
  for (const reading of readings)
    for (const { last, given } of waysToPart(reading)) {
      for (const known of index.whole.get(last) ?? []) consider(known, true, given, reading);
      for (const known of index.part.get(last) ?? []) consider(known, false, given, reading);
    }
  return [...best.values()].sort(
    (a, b) => worth(a) - worth(b) || (a.known.row.sortName < b.known.row.sortName ? -1 : 1),
  );
}

/** Where the last name may begin: at any word, unless a comma said so. Names are not parted at their hyphens. */
function* waysToPart({ tokens, given }: Reading): Generator<{ last: string; given: string[] }> {
  for (let at = 0; at < (given ? 1 : tokens.length); at += 1)
    yield { last: tokens.slice(at).flat().join(''), given: given ?? tokens.slice(0, at).flat() };
}

function matchKey(index: Index, key: string, readings: Reading[], candidates: Candidate[], columns: Said): NameMatch {
  const known = index.byKey.get(key.trim()) ?? index.byKey.get(key.trim().toUpperCase());
  if (!known) {
    const why = `Nobody with the key ${key.trim()} serves in the bodies that this is open to.`;
    return candidates.length > 0 ? asked(candidates, why) : { kind: 'unknown', why };
  }
  const own = weigh(known, true, [], { ...columns, suffix: null });
  const found = readings.length > 0 ? candidates.find((candidate) => candidate.known === known) : own;
  const unclear = [...columns.unclear, ...readings.flatMap((reading) => reading.unclear)];
  if (found && found.against.length === 0 && unclear.length === 0) return { kind: 'sure', key: known.row.key };
  const others = candidates.filter((candidate) => candidate !== found);
  return asked([found ?? own, ...others], `The key is that of ${known.row.full}, and the rest of the row is not.`);
}

/** Whose last name is written in the midst of a name, or nearly as the last one is. */
function nearby(index: Index, readings: Reading[]): Candidate[] {
  const found = new Map<Known, Candidate>();
  for (const reading of readings) {
    const { tokens, given } = reading;
    const words = [...tokens, ...(given ? [given] : [])].flat();
    const put = (known: Known) => {
      const others = words.filter((word) => !nameWords(known.row.last).includes(word));
      if (!found.has(known)) found.set(known, weigh(known, false, others, reading));
    };
    for (let from = 0; from < words.length; from += 1)
      for (let to = from + 1; to <= words.length; to += 1)
        for (const known of index.whole.get(words.slice(from, to).join('')) ?? []) put(known);
    const lasts = [...waysToPart(reading)].map(({ last }) => last);
    for (const [name, group] of index.whole)
      if (lasts.some((last) => isNear(last, name))) for (const known of group) put(known);
  }
  return [...found.values()].sort((a, b) => worth(a) - worth(b));
}

/** Whether two words differ by a slip of the pen: one letter in short ones, two in long ones. */
function isNear(a: string, b: string): boolean {
  const shorter = Math.min(a.length, b.length);
  const most = shorter < 4 ? 0 : shorter < 8 ? 1 : 2;
  return most > 0 && Math.abs(a.length - b.length) <= most && within(most, a, 0, b, 0);
}

/** Whether so few letters changed, left out or put in make one word the other, from these places on. */
function within(most: number, a: string, i: number, b: string, j: number): boolean {
  while (i < a.length && a[i] === b[j]) {
    i += 1;
    j += 1;
  }
  const left = Math.max(a.length - i, b.length - j);
  if (left <= most) return true;
  if (most === 0) return false;
  return within(most - 1, a, i + 1, b, j + 1) || within(most - 1, a, i + 1, b, j) || within(most - 1, a, i, b, j + 1);
}

function whyOpen(fitting: Candidate[], unclear: string[]): string {
  if (unclear.length > 0)
    return `What stands beside the name was not understood: ${listed(unclear.map((one) => `“${one}”`))}.`;
  const [only] = fitting as [Candidate];
  if (fitting.length === 1) return only.doubt ? tell(only, [only.doubt]) : 'This is only a part of the last name.';
  const whole = fitting.filter((candidate) => candidate.whole).length;
  if (whole === fitting.length) return `${whole} legislators fit what is written.`;
  return 'This is a last name and a part of another one.';
}

function whyNone(candidates: Candidate[]): string {
  const [first, second] = candidates as [Candidate, ...Candidate[]];
  if (second) return 'Nobody of this last name fits all that is written.';
  return tell(first, first.against);
}

const tell = ({ known: { row } }: Candidate, what: string[]): string =>
  `${row.full.replace(/\.$/, '')} ${listed(what)}.`;
