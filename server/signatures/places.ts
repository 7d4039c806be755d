import { Invalid } from '../basics/errors.ts';
import type { Db } from '../db/database.ts';
import { districtsOf, findState, lookUpZip, type Place, type ZipLookup, zipOf } from '../districts/districts.ts';
import type { Signature } from './store.ts';

/** Where a signer votes, as they gave it. */
export interface GivenPlace {
  zip: string;
  country: string;
  /** The district they chose, where the ZIP code leaves several. */
  state: string;
  district: string;
}

type KnownPlace = Pick<Signature, 'zip' | 'country' | 'homeState' | 'homeDistrict' | 'lookup'>;

/**
 * Where a signature is counted: by the ZIP code alone where it has one district, else by the district that the signer
 * chose among those it has. Never by guess. Throws Invalid for a district that the ZIP code does not reach.
 */
export async function placeOf(db: Db, given: GivenPlace): Promise<KnownPlace> {
  const zip = homeZipOf(given);
  return placeIn(zip === null ? null : await lookUpZip(db, zip), given);
}

/** The ZIP code that decides where a signature is counted; null without one, and abroad. */
export const homeZipOf = ({ zip, country }: Pick<GivenPlace, 'zip' | 'country'>): string | null =>
  country === '' || country === 'US' ? zipOf(zip) : null;

/** `placeOf`, once the ZIP code has been looked up. */
export function placeIn(found: ZipLookup | null, { zip, country, state, district }: GivenPlace): KnownPlace {
  const nowhere = { homeState: null, homeDistrict: null, lookup: null };
  if (country !== '' && country !== 'US') return { ...nowhere, zip: zip || null, country };
  const known = { zip: found?.zip ?? null, country: null };
  const [only] = found?.districts ?? [];
  if (only && found?.districts.length === 1)
    return { ...known, homeState: only.state, homeDistrict: String(only.district), lookup: 'zip' };
  const chosen = chosenPlace(state, district);
  if (!chosen && district) throw new Invalid([{ path: 'district', message: 'There is no such district.' }]);
  if (!chosen) return { ...known, ...nowhere, homeState: found?.state ?? null };
  const reached =
    !found || found.districts.length === 0
      ? !found?.state || found.state === chosen.state
      : found.districts.some((place) => place.state === chosen.state && place.district === chosen.district);
  if (!reached)
    throw new Invalid([{ path: 'district', message: 'This district is not among those of your ZIP code.' }]);
  return { ...known, homeState: chosen.state, homeDistrict: String(chosen.district), lookup: 'chosen' };
}

/** The districts that a signer may choose from: those of the ZIP code, or of the state where only that is known. */
export async function placesToChoose(db: Db, { zip, country }: Pick<Signature, 'zip' | 'country'>): Promise<Place[]> {
  if (zip === null || (country !== null && country !== 'US')) return [];
  const found = await lookUpZip(db, zip);
  if (found.districts.length > 0) return found.districts.length > 1 ? found.districts : [];
  const state = found.state ? findState(found.state) : null;
  return state ? districtsOf(state) : [];
}

/** A district that exists; null for anything else. */
function chosenPlace(code: string, district: string): Place | null {
  const state = findState(code.toUpperCase());
  if (!state) return null;
  if (state.houseSeats === 1) return { state: state.code, district: 0 };
  const number = Number(district);
  return /^\d+$/.test(district) && number >= 1 && number <= state.houseSeats
    ? { state: state.code, district: number }
    : null;
}
