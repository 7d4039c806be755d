/** How much signing is usual, counted by fixed windows of time in the database, so that all processes share it. */
import { keyed } from '../basics/ids.ts';
import type { World } from '../basics/world.ts';
import type { Limit, Tries } from '../web/limits.ts';

/**
 * From one network. A school or an office behind one address signs with some patience; a program that makes up names
 * gets nowhere. Past these a visitor is asked to wait.
 */
export const networkLimits = [
  { most: 20, seconds: 600 },
  { most: 60, seconds: 3600 },
] as const satisfies Limit[];

/**
 * For one letter in a minute: two a second is a rush, whether of people or of a program. It turns nobody away, but each
 * form then takes a visitor's machine a second of work.
 */
export const letterPressure: Limit = { most: 120, seconds: 60 };

/** The same for one mail domain and letter: more than an office that signs together, unless it is a large provider's. */
export const domainPressure: Limit = { most: 20, seconds: 600 };

/**
 * A visitor is asked for a challenge a little before one is demanded: whoever opened the form in time and sends it a
 * moment later has then solved one.
 */
export const ASK_FROM = 0.8;

/** Of which window a moment is, and when that ends. */
function windowOf(now: Date, seconds: number, back = 0): { number: number; ends: Date } {
  const number = Math.floor(now.getTime() / 1000 / seconds) - back;
  return { number, ends: new Date((number + 1) * seconds * 1000) };
}

/** What is counted: who or what, in windows of how long, and how long a count matters after its window. */
export interface Counted {
  name: string;
  seconds: number;
  keep: number;
}

/** Keys of the counts. Networks sort before the rest, in which order all processes write them. */
export const networkCount = (world: Pick<World, 'secret'>, network: string, { seconds }: Limit): Counted => ({
  name: `sign:by:${keyed(world.secret, `network:${network}`)}:${seconds}`,
  ...{ seconds, keep: 0 },
});

export const letterCount = (letterId: string): Counted => ({
  name: `sign:for:${letterId}`,
  ...{ seconds: letterPressure.seconds, keep: letterPressure.seconds },
});

export const domainCount = (world: Pick<World, 'secret'>, letterId: string, domain: string): Counted => ({
  name: `sign:for:${letterId}:${keyed(world.secret, `domain:${domain}`)}`,
  ...{ seconds: domainPressure.seconds, keep: domainPressure.seconds },
});

/** How often a domain came near its limit: a visitor's domain is not known before the form is sent, so all are asked. */
export const askingCount = (letterId: string): Counted => ({
  name: `sign:then:${letterId}`,
  ...{ seconds: domainPressure.seconds, keep: domainPressure.seconds },
});

/** The key of a count in the window of a moment, or in one so many before. */
export const keyAt = (counted: Counted, now: Date, back = 0): string =>
  `${counted.name}:${windowOf(now, counted.seconds, back).number}`;

/** How long until the window ends, in seconds. */
export const restOf = (seconds: number, now: Date): number =>
  Math.ceil((windowOf(now, seconds).ends.getTime() - now.getTime()) / 1000);

/** Counts added up by key, as the database takes them. */
export function addedUp(counts: Counted[], now: Date): Tries[] {
  const added = new Map<string, Tries>();
  for (const counted of counts) {
    const key = keyAt(counted, now);
    const until = new Date(windowOf(now, counted.seconds).ends.getTime() + counted.keep * 1000);
    added.set(key, { key, until, count: (added.get(key)?.count ?? 0) + 1 });
  }
  return [...added.values()];
}
