/** Whom a text is for, in plain words. */
import { listed } from '../basics/text.ts';
import type { VariantConditions } from '../db/tables.ts';
import { findState } from '../districts/districts.ts';
import { type LegislatorRow, placeInWords } from '../legislators/legislators.ts';

/** The names of what conditions hold as keys. */
export interface Named {
  bodies: ReadonlyMap<string, string>;
  committees: ReadonlyMap<string, string>;
  legislators: ReadonlyMap<string, string>;
}

const standings = {
  signed: 'have signed',
  withdrew: 'signed and withdrew',
  'not signed': 'have not signed',
} as const;

export const standingChoices = [
  { value: 'not signed', label: 'They have not signed' },
  { value: 'withdrew', label: 'They signed and withdrew' },
  { value: 'signed', label: 'They have signed' },
] as const;

/** So many are named before the rest is a number. */
const MOST_NAMED = 4;

const either = (values: string[]): string => {
  const named = values.length > MOST_NAMED ? values.slice(0, MOST_NAMED - 1) : values;
  const more = values.length - named.length;
  const all = more > 0 ? [...named, `${more} more`] : named;
  return all.length < 2 ? (all[0] ?? '') : `${all.slice(0, -1).join(', ')} or ${all.at(-1)}`;
};

/** 'Legislators who sit in the U.S. Senate, are Republican and represent Ohio or Texas'; 'Everybody'. */
export function forWhom(conditions: VariantConditions, named: Named): string {
  const { standing, party, body, state, committee, legislator } = conditions;
  const name = (known: ReadonlyMap<string, string>) => (key: string) => known.get(key) ?? key;
  const says = [
    body && `sit in the ${either(body.map(name(named.bodies)))}`,
    party && `are, or count with, ${either(party)}`,
    state && `represent ${either(state.map((code) => findState(code)?.name ?? code))}`,
    committee && `sit on the ${either(committee.map(name(named.committees)))}`,
    standing && either(standing.map((one) => standings[one])),
  ].filter((part) => part !== undefined);
  const only = legislator && either(legislator.map(name(named.legislators)));
  if (only) return says.length > 0 ? `${only}, if they ${listed(says)}` : only;
  return says.length > 0 ? `Legislators who ${listed(says)}` : 'Everybody';
}

/** 'Representative Ana Rivera, OH-7'. */
export const seated = (row: LegislatorRow): string => {
  const place = placeInWords(row);
  return `${[row.title, row.full].filter(Boolean).join(' ')}${place ? `, ${place}` : ''}`;
};
