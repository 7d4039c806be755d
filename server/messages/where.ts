/** Where a constituent votes, as far as a ZIP code and what they chose tell. Never a dead end: a question is left at most. */

import type { World } from '../basics/world.ts';
import type { Db } from '../db/database.ts';
import {
  districtsOf,
  findState,
  listStates,
  lookUpZip,
  type Place,
  type State,
  zipOf,
} from '../districts/districts.ts';
import { line } from '../web/forms.ts';
import { openFound } from './found.ts';

/** What a visitor gave: all optional, as typed. */
export interface Asked {
  zip: string;
  state: string;
  district: string;
  /** What the geocoder said of their street address, sealed; it goes before the others while it lasts. */
  found: string;
  /** The token of a writer whose address is proved; '' for everybody else. */
  my: string;
}

/** Nothing given. */
export const nowhere: Asked = { zip: '', state: '', district: '', found: '', my: '' };

/** The place in a form or a query, as `placeInputs` and `boardUrl` put it there. */
export const askedIn = (fields: Record<string, unknown> | undefined): Asked => ({
  zip: line(fields?.['zip']).slice(0, 20),
  state: line(fields?.['state']).slice(0, 2),
  district: line(fields?.['district']).slice(0, 3),
  found: line(fields?.['found']).slice(0, 800),
  my: line(fields?.['my']).slice(0, 200),
});

export interface Where {
  /** The ZIP code in five digits; null when none was given. */
  zip: string | null;
  /**
   * 'one': the district is known. 'several': the ZIP code lies across districts, `choices` has them. 'unknown': the
   * table lacks it; `choices` has the state's districts, or is empty where not even the state is sure. 'nothing': no
   * ZIP code and no state was given. 'malformed': what was given is no ZIP code.
   */
  kind: 'one' | 'several' | 'unknown' | 'nothing' | 'malformed';
  /** The state, whose senators are then certain. */
  state: State | null;
  district: number | null;
  choices: Place[];
  /** How the district is known. */
  method: 'address' | 'zip' | 'chosen' | null;
  /** The districts of the state's own chambers, as the Census names them; known of an address alone. */
  chambers: { upper: string | null; lower: string | null } | null;
}

/** What finding a place needs: the geocoder's answer is opened with the secret, while it lasts. */
export type Finding = Pick<World, 'now' | 'secret'> & { db: Db };

export async function findWhere(world: Finding, asked: Asked): Promise<Where> {
  const zip = asked.zip.trim() === '' ? null : zipOf(asked.zip);
  const nothing = { state: null, district: null, choices: [], method: null, chambers: null };
  const blank: Where = { zip, kind: 'nothing', ...nothing };
  if (asked.zip.trim() !== '' && zip === null) return { ...blank, kind: 'malformed' };

  // Somebody who types another ZIP code afterwards means another place.
  const found = openFound(world, asked.found);
  const home = found && (zip === null || zip === found.zip) ? findState(found.state) : null;
  if (found && home) {
    const { district, upper, lower } = found;
    const chambers = { upper, lower };
    return { ...blank, zip: found.zip, kind: 'one', state: home, district, method: 'address', chambers };
  }

  const chosen = findState(asked.state.trim().toUpperCase());
  if (chosen) return whereChosen(blank, chosen, asked.district);
  if (zip === null) return blank;

  const listed = await lookUpZip(world.db, zip);
  const state = listed.state ? findState(listed.state) : null;
  const [only] = listed.districts;
  if (only && listed.districts.length === 1)
    return { ...blank, kind: 'one', state, district: only.district, method: 'zip' };
  if (listed.districts.length > 1) return { ...blank, kind: 'several', state, choices: listed.districts };
  if (!state) return { ...blank, kind: 'unknown' };
  if (state.houseSeats === 1) return { ...blank, kind: 'one', state, district: 0, method: 'zip' };
  return { ...blank, kind: 'unknown', state, choices: districtsOf(state) };
}

/** A state that was chosen, and perhaps its district; one that the state does not have is asked for again. */
function whereChosen(blank: Where, state: State, district: string): Where {
  const places = districtsOf(state);
  const place = places.length === 1 ? places[0] : places.find((one) => String(one.district) === district.trim());
  if (!place) return { ...blank, kind: 'unknown', state, choices: places };
  return { ...blank, kind: 'one', state, district: place.district, method: 'chosen' };
}

/** 'Ohio’s 7th district', 'Vermont (at large)': as people say it. */
export function districtInWords({ state, district }: Place): string {
  const name = findState(state)?.name ?? state;
  return district === 0 ? `${name} (at large)` : `${name}’s ${ordinal(district)} district`;
}

/** '1st', '22nd', '13th'. */
export function ordinal(n: number): string {
  const teen = n % 100 >= 11 && n % 100 <= 13;
  return `${n}${teen ? 'th' : (['th', 'st', 'nd', 'rd'][n % 10] ?? 'th')}`;
}

/** Every state and territory by name, for a choice. */
export const statesByName = (): State[] => [...listStates()].sort((a, b) => a.name.localeCompare(b.name, 'en'));

/** Where a constituent votes, as the closing line of a message: 'Ohio 44691'; '' when nothing is known. */
export const closingPlace = ({ state, zip }: Pick<Where, 'state' | 'zip'>): string =>
  [state?.name, zip].filter(Boolean).join(' ');
