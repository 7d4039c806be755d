/** What signatures add to the kept numbers of their letter, and what the numbers say. */
import type { SignatureState } from '../db/tables.ts';
import { sumByKey, totalOf } from '../tallies/sums.ts';
import type { Cell, Change } from '../tallies/tallies.ts';
import type { Signature } from './store.ts';

export const SUBJECT = 'signatures';

/** What of a signature decides where it is counted. */
export type Counted = Pick<
  Signature,
  'state' | 'reason' | 'kind' | 'version' | 'homeState' | 'homeDistrict' | 'country' | 'confirmedDay'
>;

export const isAbroad = ({ country }: Pick<Signature, 'country'>): boolean => country !== null && country !== 'US';

/** The kept numbers that a signature is in. Confirmed ones are counted by version: a new text may ask them again. */
function placesOf(signature: Counted): { dimension: string; key: string }[] {
  const { state, reason, kind, version, homeState, homeDistrict, confirmedDay } = signature;
  const places = [{ dimension: 'status', key: state as string }];
  if (state === 'removed') places.push({ dimension: 'removed', key: reason ?? 'other' });
  if (state !== 'confirmed') return places;
  const place = isAbroad(signature) ? 'abroad' : 'unknown';
  const district = homeState && homeDistrict !== null ? districtKey(homeState, homeDistrict) : null;
  return [
    ...places,
    { dimension: `kind@${version}`, key: kind },
    { dimension: `state@${version}`, key: homeState ?? place },
    { dimension: `district@${version}`, key: district ?? place },
    { dimension: `day@${version}`, key: confirmedDay ?? 'unknown' },
  ];
}

export const changesOf = (signature: Counted, by: number): Change[] =>
  placesOf(signature).map((place) => ({ ...place, by }));

/** 'OH-7': a district as it is counted. */
export const districtKey = (state: string, district: string): string => `${state}-${district}`;

/** The Monday of a day's week. */
export function weekOf(day: string): string {
  const at = new Date(`${day}T00:00:00Z`);
  return new Date(at.getTime() - ((at.getUTCDay() + 6) % 7) * 86_400_000).toISOString().slice(0, 10);
}

/** The numbers by week that a signature is in, kept aside: of its state ('OH@1') and of its district ('OH-7@1'). */
function weeksIn({
  state,
  version,
  homeState,
  homeDistrict,
  confirmedDay,
}: Counted): { dimension: string; key: string }[] {
  if (state !== 'confirmed' || !homeState) return [];
  const key = confirmedDay ? weekOf(confirmedDay) : 'unknown';
  const places = [homeState, ...(homeDistrict === null ? [] : [districtKey(homeState, homeDistrict)])];
  return places.map((place) => ({ dimension: `${place}@${version}`, key }));
}

export const weeksOf = (signature: Counted, by: number): Change[] =>
  weeksIn(signature).map((place) => ({ ...place, by }));

export const weekCellsOf = (groups: (Counted & { count: number })[]): Cell[] =>
  groups.flatMap(({ count, ...signature }) => weeksIn(signature).map((place) => ({ ...place, count })));

/** The kept numbers as groups of rows have them. */
export const cellsOf = (groups: (Counted & { count: number })[]): Cell[] =>
  groups.flatMap(({ count, ...signature }) => placesOf(signature).map((place) => ({ ...place, count })));

/** How many confirmed signatures were given to a version or a later one. */
export const countSince = (cells: readonly Cell[], version: number): number =>
  totalOf(sumByKey(cells, 'kind', version));

/** How many signatures are in a state. */
export const inState = (cells: readonly Cell[], state: SignatureState): number =>
  cells.find((cell) => cell.dimension === 'status' && cell.key === state)?.count ?? 0;
