import type { Db, Tx } from '../db/database.ts';
import { findState, listStates, type State, stateOfZip } from './states.ts';
import * as store from './store.ts';
import { parseZipTable } from './zipfile.ts';

export { writeZipTable } from './zipfile.ts';
export { findState, listStates, type State };

export interface Place {
  /** USPS code. */
  state: string;
  /** Number of the district of the U.S. House; 0 at large. */
  district: number;
}

export interface ZipLookup {
  zip: string;
  /** Where the ZIP code may vote: none when the table lacks it, several when it lies across a line. */
  districts: Place[];
  /** The one state of all of them, or what the first digits tell of a ZIP that the table lacks; null where unsure. */
  state: string | null;
  /** True unless exactly one district is left: a street address would tell. */
  needsAddress: boolean;
}

/** Every district of a state; one without a number where it has a single seat. */
export const districtsOf = ({ code, houseSeats }: State): Place[] =>
  houseSeats === 1
    ? [{ state: code, district: 0 }]
    : Array.from({ length: houseSeats }, (_, index) => ({ state: code, district: index + 1 }));

/** The five digits of a ZIP or ZIP+4 code as people write them, or null when it is none. */
export function zipOf(text: string): string | null {
  const found = /^\s*(\d{5})(?:[-\s]?\d{4})?\s*$/.exec(text);
  return found?.[1] ?? null;
}

/** Whether a ZIP code is of the armed forces or an embassy (APO, FPO, DPO): whoever gets mail there votes at home. */
export const isMilitaryZip = (zip: string): boolean => /^(340|09[0-8]|96[2-6])/.test(zip);

/**
 * Where a ZIP code votes, as far as the loaded table and the ZIP prefixes tell. ZIP codes are delivery routes, not
 * areas, so several districts are candidates and never an answer.
 */
export async function lookUpZip(db: Db, zip: string): Promise<ZipLookup> {
  const [found] = await lookUpZips(db, [zip]);
  return found as ZipLookup;
}

/** The same for many ZIP codes, in their order. */
export async function lookUpZips(db: Db, zips: string[]): Promise<ZipLookup[]> {
  const found = await store.listOfZips(db, [...new Set(zips)]);
  return zips.map((zip) => {
    const districts = found.get(zip) ?? [];
    const states = new Set(districts.map((place) => place.state));
    const [only] = states.size === 1 ? states : [];
    const state = districts.length > 0 ? (only ?? null) : stateOfZip(zip);
    return { zip, districts, state, needsAddress: districts.length !== 1 };
  });
}

/** Puts a ZIP table, as `writeZipTable` makes it, in the place of the loaded one. Throws when the text is broken. */
export const replaceZipTable = (tx: Tx, text: string): Promise<void> => store.replaceAll(tx, parseZipTable(text));
