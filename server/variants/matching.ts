/** Which text is for whom: the first variant that fits, in the organizers' order; else the letter's own. */
import type { Db } from '../db/database.ts';
import type { Ask, VariantConditions } from '../db/tables.ts';
import { type LegislatorRow, listOnCommittees } from '../legislators/legislators.ts';
import type { Standing } from './standing.ts';
import type { Head } from './store.ts';

/** Somebody to whom a text is said. */
export interface Addressed {
  legislator: Pick<LegislatorRow, 'key' | 'body' | 'state' | 'party' | 'caucus'>;
  standing: Standing;
  ask: Ask;
}

type Fits = (one: Addressed) => boolean;

/** A variant, and whether it fits somebody. */
export interface Rule {
  id: string;
  fits: Fits;
  /** The same whatever the ask and the standing are: whom it could ever be for. */
  names: (legislator: Addressed['legislator']) => boolean;
}

/** The variants of a letter's campaign that may apply to the letter, in order, ready to be asked. */
export async function rulesFor(db: Db, letterId: string, heads: Head[]): Promise<Rule[]> {
  const mine = heads.filter((head) => head.letterId === null || head.letterId === letterId);
  const committees = [...new Set(mine.flatMap(({ conditions }) => conditions.committee ?? []))];
  const sitting = committees.length > 0 ? await listOnCommittees(db, committees) : new Map();
  return mine.map((head) => ruleOf(head, sitting));
}

function ruleOf({ id, ask, conditions }: Head, sitting: ReadonlyMap<string, ReadonlySet<string>>): Rule {
  const tests = testsOf(conditions, sitting);
  const names: Rule['names'] = (legislator) => tests.every((test) => test(legislator));
  const standings = conditions.standing && new Set<string>(conditions.standing);
  return {
    id,
    names,
    fits: ({ legislator, standing, ask: said }) =>
      said === ask && (!standings || standings.has(publicStanding(standing))) && names(legislator),
  };
}

/** Of a letter that does not name its signers nothing is known, and a text must not tell. */
const publicStanding = (standing: Standing) => (standing === 'hidden' ? 'not signed' : standing);

function testsOf(conditions: VariantConditions, sitting: ReadonlyMap<string, ReadonlySet<string>>): Rule['names'][] {
  const { party, body, state, committee, legislator: keys } = conditions;
  const tests: Rule['names'][] = [];
  const among = (values: string[] | undefined, test: (known: Set<string>) => Rule['names']) => {
    if (values) tests.push(test(new Set(values)));
  };
  among(body, (known) => (one) => known.has(one.body));
  among(party, (known) => (one) => known.has(one.party) || known.has(one.caucus));
  among(state, (known) => (one) => one.state !== null && known.has(one.state));
  among(keys, (known) => (one) => known.has(one.key));
  if (committee) {
    const members = committee.flatMap((key) => sitting.get(key) ?? []);
    tests.push((one) => members.some((seats) => seats.has(one.key)));
  }
  return tests;
}

/** The first rule that fits; null where the letter's own text is the one. */
export const firstFit = (rules: Rule[], one: Addressed): Rule | null => rules.find((rule) => rule.fits(one)) ?? null;
