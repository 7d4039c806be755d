/** How many signed in one place, and week by week: from the kept numbers alone. */
import type { Db } from '../db/database.ts';
import { type Letter, lastSubstantive } from '../letters/letters.ts';
import type { Counts } from '../tallies/shape.ts';
import { sumByKey, totalOf } from '../tallies/sums.ts';
import { read, readAside } from '../tallies/tallies.ts';
import { districtKey, SUBJECT } from './counting.ts';

export interface PlaceNumbers {
  /** Confirmed signatures of the text as it stands, in the place and everywhere. */
  signed: number;
  total: number;
  /** The same of the place by the Monday of the week; null where the weeks were never counted (`recount` does). */
  weeks: Counts | null;
}

/** The numbers of a state, or of one congressional district in it. */
export async function findPlaceNumbers(
  db: Db,
  letter: Pick<Letter, 'id' | 'version'>,
  { state, district }: { state: string; district: string | null },
): Promise<PlaceNumbers> {
  const cells = (await read(db, letter.id)).get(SUBJECT) ?? [];
  const since = await lastSubstantive(db, letter.id);
  const key = district === null ? state : districtKey(state, district);
  const inPlaces = sumByKey(cells, district === null ? 'state' : 'district', since);
  const signed = inPlaces.find((cell) => cell.key === key)?.count ?? 0;
  const versions = Array.from({ length: letter.version - since + 1 }, (_, n) => since + n);
  const weekly = await readAside(
    db,
    letter.id,
    versions.map((version) => `${key}@${version}`),
  );
  const weeks = sumByKey(weekly, key, since);
  return { signed, total: totalOf(sumByKey(cells, 'kind', since)), weeks: totalOf(weeks) === signed ? weeks : null };
}

/** How many signed in any state or district, read once for a list of places. */
export async function findSignedByPlace(
  db: Db,
  letter: Pick<Letter, 'id'>,
): Promise<(place: { state: string; district: string | null }) => number> {
  const cells = (await read(db, letter.id)).get(SUBJECT) ?? [];
  const since = await lastSubstantive(db, letter.id);
  const places = [...sumByKey(cells, 'state', since), ...sumByKey(cells, 'district', since)];
  const counts = new Map(places.map(({ key, count }) => [key, count]));
  return ({ state, district }) => counts.get(district === null ? state : districtKey(state, district)) ?? 0;
}
