/** Where a street address votes, asked of the U.S. Census Bureau's geocoder. The address is neither kept nor logged. */
import { setTimeout as pause } from 'node:timers/promises';
import type { World } from '../basics/world.ts';
import { countTry } from '../web/limits.ts';
import { type AddressMatch, type AddressPlace, type ReadAnswer, readAnswer } from './answers.ts';
import { noteWrongVintage } from './operating.ts';
import { inTurn } from './pace.ts';
import { type Pinned, pinnedOn } from './vintage.ts';

export type { AddressMatch, AddressPlace } from './answers.ts';

/** An address as people type it: in fields, or in one line. */
export type Address = { street: string; city: string; zip: string } | { line: string };

/**
 * 'several': the address fits several places whose districts differ. 'none': it is not known, as post office boxes and
 * new streets are not. 'unclear': it is no street address. 'unavailable': there was no usable answer in time.
 * 'wrong-vintage': it answers with the districts of another Congress, which must not be used.
 */
export type Geocoded =
  | { outcome: 'one'; place: AddressPlace; congress: number }
  | { outcome: 'several'; matches: AddressMatch[]; congress: number }
  | { outcome: 'none' | 'unclear' | 'unavailable' | 'wrong-vintage' };

export interface GeocoderLimits {
  /** Milliseconds for all of it: waiting for a turn, asking, asking again. */
  patience: number;
  /** Milliseconds before it is asked once more where it is busy. */
  again: number;
  /** The largest answer in bytes; one with twenty matches is a third of it. */
  largest: number;
}

export const usualLimits: GeocoderLimits = { patience: 8000, again: 300, largest: 2 * 1024 * 1024 };

/** Enough for somebody who looks for a household; a program that looks for a town is told to wait. */
const perVisitor = { most: 30, seconds: 3600 };

/** Counts what a visitor wants to be asked. Throws TooMany. */
export const countLookUp = (world: World, visitor: string): Promise<void> =>
  countTry(world, 'address', visitor, perVisitor);

type Asking = Pick<World, 'db' | 'fetch' | 'log' | 'now' | 'settings'>;

/** Asks where an address votes. Never throws: every outcome is a value, within the time that the limits give. */
export async function geocode(world: Asking, address: Address, limits = usualLimits): Promise<Geocoded> {
  const pinned = pinnedOn(world);
  const signal = AbortSignal.timeout(limits.patience);
  const answered = await ask(world, urlOf(world, address, pinned), { ...limits, signal });
  if ('outcome' in answered) {
    if (answered.why) world.log.warn({ why: answered.why }, 'the geocoder gave no usable answer');
    return { outcome: answered.outcome };
  }
  return settle(world, readAnswer(answered.body, pinned.congress), pinned);
}

async function settle(world: Asking, read: ReadAnswer, pinned: Pinned): Promise<Geocoded> {
  if (read.kind === 'broken') {
    world.log.warn({ why: read.why }, 'the geocoder gave no usable answer');
    return { outcome: 'unavailable' };
  }
  if (read.kind === 'wrong-vintage') {
    await noteWrongVintage(world, pinned, read.told);
    return { outcome: 'wrong-vintage' };
  }
  const { congress } = pinned;
  const [first] = read.matches;
  if (!first) return { outcome: 'none' };
  if (read.matches.some(({ place }) => !sameSeat(place, first.place)))
    return { outcome: 'several', matches: distinct(read.matches), congress };
  return { outcome: 'one', place: agreed(read.matches, first.place), congress };
}

const sameSeat = (a: AddressPlace, b: AddressPlace) => a.state === b.state && a.district === b.district;

/** What all the matches agree on. */
function agreed(matches: AddressMatch[], first: AddressPlace): AddressPlace {
  const same = (field: 'zip' | 'upper' | 'lower') =>
    matches.every(({ place }) => place[field] === first[field]) ? first[field] : null;
  return { ...first, zip: same('zip'), upper: same('upper'), lower: same('lower') };
}

/** One of each address and seat: the two sides of a line may have the same address. */
const distinct = (matches: AddressMatch[]) => [
  ...new Map(matches.map((match) => [[match.address, match.place.state, match.place.district].join(), match])).values(),
];

/** The question is a GET, as the geocoder wants it: its address holds the street and is told to nobody else. */
function urlOf({ settings }: Pick<World, 'settings'>, address: Address, { vintage }: Pinned): URL {
  const inOne = 'line' in address;
  const url = new URL(`${settings.geocoderUrl}/geographies/${inOne ? 'onelineaddress' : 'address'}`);
  const fields = inOne ? { address: address.line } : address;
  for (const [name, value] of Object.entries({
    ...fields,
    benchmark: 'Public_AR_Current',
    vintage,
    layers: 'all',
    format: 'json',
  }))
    if (value !== '') url.searchParams.set(name, value);
  return url;
}

type Answered = { body: unknown } | { outcome: 'unclear' | 'unavailable'; why: string };

interface How extends GeocoderLimits {
  signal: AbortSignal;
}

/** One question, and once more where the other side fails by itself. */
async function ask(world: Asking, url: URL, how: How): Promise<Answered> {
  const unavailable = (why: string): Answered => ({ outcome: 'unavailable', why });
  try {
    for (let tries = 1; ; tries += 1) {
      if (!(await inTurn(world.db, how.signal))) return unavailable('too many were asked at once');
      const response = await world.fetch(url, {
        signal: how.signal,
        redirect: 'error',
        headers: { Accept: 'application/json' },
      });
      if (response.status >= 500 && tries === 1) {
        await response.body?.cancel();
        await pause(how.again, undefined, { signal: how.signal });
        continue;
      }
      const text = await collect(response, how.largest);
      if (response.status === 400) return refused(text);
      if (!response.ok) return unavailable(`status ${response.status}`);
      if (text === null) return unavailable('an answer that is too large');
      const body = json(text);
      return body === undefined ? unavailable(text === '' ? 'an empty answer' : 'no JSON') : { body };
    }
  } catch (error) {
    return unavailable(reasonOf(error));
  }
}

/** A 400 is about the address, unless it is about what we set: then the visitor can do nothing about it. */
function refused(text: string | null): Answered {
  const errors = (json(text ?? '') as { errors?: unknown } | undefined)?.errors;
  const said = Array.isArray(errors) ? errors.join(' ') : '';
  return /vintage|benchmark|layer/i.test(said)
    ? { outcome: 'unavailable', why: 'it does not know this vintage' }
    : { outcome: 'unclear', why: '' };
}

/** All of an answer up to the limit; null where there is more. */
async function collect(response: Response, largest: number): Promise<string | null> {
  const parts: Uint8Array[] = [];
  let size = 0;
  for await (const part of response.body ?? []) {
    size += part.byteLength;
    if (size > largest) return null;
    parts.push(part);
  }
  return Buffer.concat(parts).toString('utf8').trim();
}

function json(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** Why there was no answer, in a word that holds nothing of the question. */
function reasonOf(error: unknown): string {
  const { name, cause } = error as Error & { cause?: { code?: unknown } };
  if (name === 'TimeoutError' || name === 'AbortError') return 'no answer in time';
  return typeof cause?.code === 'string' ? cause.code : 'it cannot be reached';
}
