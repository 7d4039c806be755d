import type { bodies } from '../db/tables.ts';
import { findState, listStates, type State } from '../districts/districts.ts';

export type Body = typeof bodies.$inferSelect;

export const SENATE = 'us-senate';
export const HOUSE = 'us-house';

/** The two chambers of Congress. */
export const congressBodies: Body[] = [
  { key: SENATE, name: 'U.S. Senate', memberTitle: 'Senator', memberShort: 'Sen.', state: null, kind: 'senate' },
  {
    key: HOUSE,
    name: 'U.S. House of Representatives',
    memberTitle: 'Representative',
    memberShort: 'Rep.',
    state: null,
    kind: 'house',
  },
];

/** What a member of the U.S. House from there is called, and whether the member votes on the floor. */
export function houseTitle(state: State | null): { title: string; voting: boolean } {
  if (state?.kind === 'state') return { title: 'Representative', voting: true };
  return { title: state?.code === 'PR' ? 'Resident Commissioner' : 'Delegate', voting: false };
}

export interface Seat {
  body: string;
  state: string;
  /** '' in a body without districts. */
  district: string;
  /** 0 in a body without classes. */
  class: number;
  /** Members elected from this seat. */
  members: number;
  voting: boolean;
}

/** All seats of Congress: 100 in the Senate, 441 in the House, 6 of them without a vote. */
export function congressSeats(): Seat[] {
  return listStates().flatMap((state) => [
    ...state.senateClasses.map((number) => ({
      body: SENATE,
      state: state.code,
      district: '',
      class: number,
      members: 1,
      voting: true,
    })),
    ...districtsOf(state).map((district) => ({
      body: HOUSE,
      state: state.code,
      district,
      class: 0,
      members: 1,
      voting: houseTitle(state).voting,
    })),
  ]);
}

/** The districts of the U.S. House in a state: '1' to '15', or '0' where there is one seat. */
export const districtsOf = (state: State): string[] =>
  state.houseSeats === 1 ? ['0'] : Array.from({ length: state.houseSeats }, (_, index) => String(index + 1));

/** What lower chambers are called where not "House of Representatives", and what their members are called. */
const lowerChambers: Record<string, [name: string, title: string, short: string]> = {
  CA: ['State Assembly', 'Assembly Member', 'Asm.'],
  NV: ['Assembly', 'Assembly Member', 'Asm.'],
  NY: ['State Assembly', 'Assembly Member', 'Asm.'],
  WI: ['State Assembly', 'Assembly Member', 'Asm.'],
  NJ: ['General Assembly', 'Assembly Member', 'Asm.'],
  MD: ['House of Delegates', 'Delegate', 'Del.'],
  VA: ['House of Delegates', 'Delegate', 'Del.'],
  WV: ['House of Delegates', 'Delegate', 'Del.'],
};

/** A chamber of a state's legislature; null for a state there is none of. */
export function stateChamber(code: string, kind: 'upper' | 'lower' | 'legislature'): Body | null {
  const state = findState(code);
  if (!state) return null;
  const common = { state: code, kind };
  const prefix = code.toLowerCase();
  if (kind === 'upper')
    return {
      ...common,
      key: `${prefix}-senate`,
      name: `${state.name} Senate`,
      memberTitle: 'Senator',
      memberShort: 'Sen.',
    };
  if (kind === 'lower') {
    const [name, memberTitle, memberShort] = lowerChambers[code] ?? [
      'House of Representatives',
      'Representative',
      'Rep.',
    ];
    return { ...common, key: `${prefix}-house`, name: `${state.name} ${name}`, memberTitle, memberShort };
  }
  if (code === 'DC')
    return {
      ...common,
      key: 'dc-legislature',
      name: 'Council of the District of Columbia',
      memberTitle: 'Council Member',
      memberShort: 'Council Member',
    };
  return {
    ...common,
    key: `${prefix}-legislature`,
    name: `${state.name} Legislature`,
    memberTitle: 'Senator',
    memberShort: 'Sen.',
  };
}
