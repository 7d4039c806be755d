/** Who represents a street address in Congress: the answer of a program's question. */
import type { World } from '../basics/world.ts';
import { lookUpZip, type Place, type ZipLookup, zipOf } from '../districts/districts.ts';
import { geocode } from '../districts/geocoder.ts';

/** How the districts are known: by the address itself, or only by the ZIP code at its end; null where they are not. */
export type Known = Omit<ZipLookup, 'zip'> & { zip: string | null; method: 'address' | 'zip' | null };

export type ByAddress = Known | 'unclear' | 'unavailable' | 'wrong-vintage';

/**
 * Where an address in one line votes. One that fits several districts has them as candidates; of one that is not known
 * the ZIP code at its end still tells what it can.
 */
export async function lookUpAddress(world: World, line: string): Promise<ByAddress> {
  const answer = await geocode(world, { line });
  if (answer.outcome === 'one') return known(answer.place.zip, [answer.place]);
  if (answer.outcome === 'several')
    return known(
      null,
      answer.matches.map(({ place }) => place),
    );
  if (answer.outcome !== 'none') return answer.outcome;
  const zip = zipOf(/\d{5}(-\d{4})?\s*$/.exec(line)?.[0] ?? '');
  if (!zip) return { zip: null, state: null, districts: [], needsAddress: true, method: null };
  const found = await lookUpZip(world.db, zip);
  return { ...found, method: found.districts.length > 0 ? 'zip' : null };
}

function known(zip: string | null, places: Place[]): Known {
  const districts = [
    ...new Map(places.map(({ state, district }) => [`${state}${district}`, { state, district }])).values(),
  ];
  const [only, another] = new Set(districts.map(({ state }) => state));
  return {
    zip,
    state: another ? null : (only ?? null),
    districts,
    needsAddress: districts.length > 1,
    method: 'address',
  };
}
