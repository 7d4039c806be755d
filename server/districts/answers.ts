/** Reads what the Census geocoder answers, and takes nothing from it that is not plain. */
import { z } from 'zod';
import { listStates } from './states.ts';

/** Where an address votes. */
export interface AddressPlace {
  /** The ZIP code that the geocoder knows the address by. */
  zip: string | null;
  /** USPS code. */
  state: string;
  /** The district of the U.S. House; 0 at large. */
  district: number;
  /** The districts of the state's own chambers as the Census calls them; null where it tells of none. */
  upper: string | null;
  lower: string | null;
}

export interface AddressMatch {
  /** The address as the geocoder writes it. */
  address: string;
  place: AddressPlace;
}

/** 'wrong-vintage': it tells of the districts of another Congress, which must not be used. 'broken': of none in a form we know. */
export type ReadAnswer =
  | { kind: 'matches'; matches: AddressMatch[] }
  | { kind: 'wrong-vintage'; told: string }
  | { kind: 'broken'; why: string };

const rowShape = z.record(z.string(), z.unknown());
const answerShape = z.object({
  result: z.object({
    addressMatches: z.array(
      z.object({
        matchedAddress: z.string().max(500),
        addressComponents: z.object({ zip: z.string().nullish() }).nullish(),
        geographies: z.record(z.string(), z.array(rowShape)),
      }),
    ),
  }),
});
type Match = z.infer<typeof answerShape>['result']['addressMatches'][number];
type Row = z.infer<typeof rowShape>;

const MOST_MATCHES = 20;

/** Reads an answer for a Congress. An address in the water, or in no district at all, is left out. */
export function readAnswer(body: unknown, congress: number): ReadAnswer {
  const read = answerShape.safeParse(body);
  if (!read.success) return { kind: 'broken', why: 'the answer has another form' };
  const matches: AddressMatch[] = [];
  for (const match of read.data.result.addressMatches.slice(0, MOST_MATCHES)) {
    const found = readMatch(match, congress);
    if ('kind' in found) return found;
    if (found.place) matches.push({ address: match.matchedAddress, place: found.place });
  }
  return { kind: 'matches', matches };
}

function readMatch(
  match: Match,
  congress: number,
): Exclude<ReadAnswer, { kind: 'matches' }> | { place: AddressPlace | null } {
  // Layers are told by their names: their numbers move from one set of boundaries to the next.
  const layers = Object.entries(match.geographies);
  const congressional = layers.flatMap(([name, rows]) => {
    const number = /^(\d+)(?:st|nd|rd|th) Congressional Districts$/i.exec(name)?.[1];
    return number ? [{ name, congress: Number(number), row: rows[0] }] : [];
  });
  const layer = congressional.find((one) => one.congress === congress);
  if (!layer)
    return {
      kind: 'wrong-vintage',
      told: congressional.map(({ name }) => name).join(', ') || 'no congressional districts',
    };
  const { row } = layer;
  if (!row) return { place: null };
  const session = textOf(row, 'CDSESSN');
  if (session !== null && Number(session) !== congress) return { kind: 'wrong-vintage', told: `session ${session}` };
  const read = readDistrict(row, congress);
  if (read === 'broken') return { kind: 'broken', why: 'a district is written in another form' };
  if (read === null) return { place: null };
  const chamber = (suffix: string) => {
    const [, rows] = layers.find(([name]) => name.endsWith(`State Legislative Districts - ${suffix}`)) ?? [];
    return chamberOf(rows?.[0], read.fips);
  };
  const zip = match.addressComponents?.zip ?? '';
  const place = {
    zip: /^\d{5}$/.test(zip) ? zip : null,
    state: read.state,
    district: read.district,
    upper: chamber('Upper'),
    lower: chamber('Lower'),
  };
  return { place };
}

/** The state and the number of a congressional district; null for an area that belongs to none. */
function readDistrict(row: Row, congress: number): { state: string; fips: string; district: number } | 'broken' | null {
  const geoid = textOf(row, 'GEOID') ?? '';
  const fips = textOf(row, 'STATE') ?? geoid.slice(0, 2);
  if (!/^\d\d(\d\d|ZZ)$/.test(geoid) || !geoid.startsWith(fips) || fips.length !== 2) return 'broken';
  // BASENAME is for people: "Congressional District (at Large)".
  const code = textOf(row, `CD${congress}`) ?? geoid.slice(2);
  if (code !== geoid.slice(2)) return 'broken';
  if (code === 'ZZ') return null;
  const state = listStates().find((one) => one.fips === fips);
  const number = code === '00' || code === '98' ? 0 : Number(code);
  if (!state || (number === 0) !== (state.houseSeats === 1) || number > state.houseSeats) return 'broken';
  return { state: state.code, fips, district: number };
}

const LONGEST_NAME = 80;

/** A district of a state's chamber by the name that the Census gives it; null for what is none, and for another state's. */
function chamberOf(row: Row | undefined, fips: string): string | null {
  if (!row || !(textOf(row, 'GEOID') ?? fips).startsWith(fips)) return null;
  const name = textOf(row, 'BASENAME') ?? textOf(row, 'NAME');
  return name && name.length <= LONGEST_NAME && !/not defined/i.test(name) ? name : null;
}

function textOf(row: Row, name: string): string | null {
  const value = row[name];
  if (typeof value === 'number') return String(value);
  return typeof value === 'string' && value.trim() !== '' ? value.trim() : null;
}
