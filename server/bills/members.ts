import { congressOn, daysOf } from '../basics/congress.ts';
import type { Db } from '../db/database.ts';
import { findState } from '../districts/districts.ts';
import { type FormerMember, listSatIn } from '../legislators/former.ts';
import { HOUSE, type LegislatorRow, listBodies, listByKeys, placeInWords, SENATE } from '../legislators/legislators.ts';
import { matchNames, type WrittenName } from '../legislators/matching.ts';
import { BadAnswer, type BillAnswer, type Cosponsor, type NamedMember } from './load/answer.ts';
import type { BillNumber } from './numbers.ts';

/** Whom a source means. */
export interface Recognized {
  /** Keys of who introduced the bill. */
  sponsors: string[];
  cosponsors: [key: string, cosponsor: Cosponsor][];
  /** Of them, those whom nobody here has told of. */
  former: FormerMember[];
  /** How they and those who are known already are called, with the seat. */
  names: Map<string, string>;
}

/**
 * Finds out whom a source means: by Bioguide ID, or by a name that fits exactly one member who sat in the bill's chamber
 * in its Congress. `known` are the keys of those who stand behind it as it is known. Throws BadAnswer that names each row that is not sure, with whom it may mean.
 */
export async function recognize(
  db: Db,
  number: Required<BillNumber>,
  read: BillAnswer,
  { today, known: before }: { today: string; known: string[] },
): Promise<Recognized> {
  const body = number.type.startsWith('s') ? SENATE : HOUSE;
  const sponsors = read.bill?.sponsors ?? [];
  const cosponsors = read.cosponsors ?? [];
  const all = [...sponsors, ...cosponsors];
  const problems: string[] = [];
  const byName = await matchAll(db, number, body, all, today, problems);
  const keyOf = (member: NamedMember) => member.key ?? byName.get(member) ?? '';
  const rows = await listByKeys(db, [...new Set([...all.map(keyOf), ...before])]);
  const known = new Map(rows.map((row) => [row.key, row]));
  const former = new Map<string, FormerMember>();
  for (const member of all) {
    if (member.key === null || known.has(member.key)) continue;
    const { key, first, last, full, state, district, party, caucus } = member;
    if (!last || !findState(state) || !party)
      problems.push(
        `${member.place}: nobody here has the Bioguide ID ${key}, and the source lacks the name, party or state to add ${full || 'the member'} with.`,
      );
    else
      former.set(key, {
        ...{ key, first, last, full, body, state, party, caucus },
        district: body === SENATE ? null : (district ?? '0'),
      });
  }
  const keys = cosponsors.map((one) => [keyOf(one), one] as [string, Cosponsor]);
  const seen = new Map<string, string>();
  for (const [key, { place, full }] of keys) {
    const earlier = seen.get(key);
    if (key && earlier) problems.push(`${place}: ${full} is the same member as ${earlier}.`);
    seen.set(key, place);
  }
  if (problems.length > 0) throw new BadAnswer(...problems);
  const names = new Map([...known.values()].map((row) => [row.key, nameOf(row)]));
  for (const person of former.values()) names.set(person.key, nameOf({ ...person, class: null }));
  return { sponsors: sponsors.map(keyOf), cosponsors: keys, former: [...former.values()], names };
}

/** The keys of those who have none in the source. */
async function matchAll(
  db: Db,
  { congress }: Required<BillNumber>,
  body: string,
  all: NamedMember[],
  today: string,
  problems: string[],
): Promise<Map<NamedMember, string>> {
  const asked = all.filter((member) => member.key === null);
  if (asked.length === 0) return new Map();
  const { from, to } = daysOf(congress);
  const members = await listSatIn(db, body, from, to);
  const bodies = (await listBodies(db)).filter(({ key }) => key === body);
  const byKey = new Map(members.map((row) => [row.key, row]));
  const written = asked.map(
    ({ full, state, party, district }): WrittenName => ({
      text: full,
      body,
      ...(state && { state }),
      ...(party && { party }),
      ...(district !== null && { district }),
    }),
  );
  const keys = new Map<NamedMember, string>();
  for (const [n, match] of matchNames(members, written, bodies).entries()) {
    const member = asked[n] as NamedMember;
    const lacking = match.kind === 'sure' ? lackingIn(member, congress < congressOn(today)) : '';
    if (lacking) problems.push(`${member.place}, ${member.full}: ${lacking}`);
    else if (match.kind === 'sure') keys.set(member, match.key);
    else {
      const candidates =
        match.kind === 'asked'
          ? match.candidates.map((key) => `${nameOf(byKey.get(key) as LegislatorRow)} ${key}`).join(', ')
          : '';
      problems.push(
        `${member.place}, ${member.full}: ${match.why}${candidates && ` It may be ${candidates}.`} Add the Bioguide ID in a column “bioguide”.`,
      );
    }
  }
  return keys;
}

/**
 * What a name still lacks to be sure of, although one member here fits it: of a Congress, and of an earlier one above
 * all, there may be members whom no roster here tells of.
 */
function lackingIn({ first, state }: NamedMember, earlier: boolean): string {
  if (earlier && !(first && state))
    return 'this is a bill of an earlier Congress, not all of whose members are known here; add first name and state, or the Bioguide ID.';
  return first || state ? '' : 'a last name alone is not enough; add the first name or the state.';
}

/** 'Ben Okafor (OH-7)'. */
export const nameOf = (row: Pick<LegislatorRow, 'full' | 'body' | 'state' | 'district' | 'class'>): string =>
  `${row.full} (${row.body === SENATE ? row.state : placeInWords(row)})`;
