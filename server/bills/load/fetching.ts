import { setTimeout as pause } from 'node:timers/promises';
import type { World } from '../../basics/world.ts';
import { BadAnswer } from './answer.ts';

export interface Limits {
  /** Milliseconds that one answer may take, and all of a bill's answers together. */
  patience: number;
  whole: number;
  /** Milliseconds to wait before each new try, where the other side is busy. */
  pauses: number[];
  /** The largest answer, in bytes. The cosponsors of a bill that everybody is on are a tenth of it. */
  largest: number;
}

export const usualLimits: Limits = {
  patience: 15_000,
  whole: 40_000,
  pauses: [500, 1500],
  largest: 4 * 1024 * 1024,
};

/** The longest that is waited because an answer asks for it. */
const LONGEST_WAIT_MS = 5000;
const MOST_REDIRECTS = 3;

/** Asks for texts, one after the other, within the limits of the whole. */
export type Get = (address: URL) => Promise<string>;

/**
 * A way to get texts from the web: with time-outs, a largest size, a few tries where the other side is busy. A key
 * is sent as a header, and to its own origin alone: a redirect to another one is then not followed. Throws BadAnswer
 * that names the address without what follows its question mark.
 */
export function getter(world: Pick<World, 'fetch'>, key: string | null, limits: Limits): Get {
  const whole = AbortSignal.timeout(limits.whole);
  return async (address) => {
    const { origin, pathname } = address;
    const name = `${origin}${pathname}`;
    try {
      return await ask(world, address, name, { key, limits, whole });
    } catch (error) {
      if (error instanceof BadAnswer) throw error;
      throw new BadAnswer(`${name} ${reasonOf(error)}`);
    }
  };
}

interface How {
  key: string | null;
  limits: Limits;
  whole: AbortSignal;
}

async function ask(world: Pick<World, 'fetch'>, address: URL, name: string, how: How): Promise<string> {
  let at = address;
  let redirects = 0;
  for (let tries = 0; ; ) {
    const response = await world.fetch(at, {
      signal: AbortSignal.any([how.whole, AbortSignal.timeout(how.limits.patience)]),
      redirect: 'manual',
      headers: { Accept: 'application/json, text/csv', ...(how.key ? { 'X-Api-Key': how.key } : {}) },
    });
    const { status } = response;
    if (response.ok) return collect(response.body ?? [], name, how.limits.largest);
    await response.body?.cancel();
    const location = response.headers.get('location');
    if (status >= 300 && status < 400 && location) {
      const next = new URL(location, at);
      if (how.key && next.origin !== address.origin)
        throw new BadAnswer(`${name} points to ${next.host}, where the key is not sent; nothing was read.`);
      if (!/^https?:$/.test(next.protocol) || (redirects += 1) > MOST_REDIRECTS)
        throw new BadAnswer(`${name} points elsewhere again and again.`);
      at = next;
      continue;
    }
    const wait = waitFor(response, how.limits.pauses[tries]);
    if (wait === null) throw new BadAnswer(`${name} ${refusalOf(status, how.key !== null)}`);
    tries += 1;
    await pause(wait);
  }
}

/** How long to wait before the next try; null where there is to be none. */
function waitFor(response: Response, usual: number | undefined): number | null {
  if (usual === undefined || (response.status !== 429 && response.status < 500)) return null;
  const seconds = Number(response.headers.get('retry-after') ?? 0);
  const wait = Number.isFinite(seconds) ? Math.max(usual, seconds * 1000) : usual;
  return wait <= LONGEST_WAIT_MS ? wait : null;
}

function refusalOf(status: number, keyed: boolean): string {
  if (status === 404) return 'does not exist: check the number and the Congress.';
  if (status === 401 || status === 403)
    return keyed
      ? `refused the key (${status}): check CONGRESS_API_KEY.`
      : `asks for a key (${status}): set CONGRESS_API_KEY, or bring in a file.`;
  if (status === 429) return 'asks to wait (429): there were too many requests. Try again in an hour.';
  return `answered ${status}; try again later.`;
}

/** All of a text that comes in parts, up to the limit and no further. Throws BadAnswer where there is more. */
export async function collect(
  parts: AsyncIterable<Uint8Array> | Uint8Array[],
  name: string,
  largest: number,
): Promise<string> {
  const kept: Uint8Array[] = [];
  let size = 0;
  for await (const part of parts) {
    size += part.byteLength;
    if (size > largest)
      throw new BadAnswer(`${name} is larger than ${Math.floor(largest / 1024)} kB, the most that is read.`);
    kept.push(part);
  }
  return decode(Buffer.concat(kept), name);
}

function decode(bytes: Uint8Array, name: string): string {
  if (bytes.length === 0) throw new BadAnswer(`${name} is empty.`);
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    throw new BadAnswer(`${name} is not text in UTF-8.`);
  }
}

function reasonOf(error: unknown): string {
  const { name, message, cause } = error as Error & { cause?: { code?: string; message?: string } };
  if (name === 'TimeoutError') return 'did not answer in time; try again later.';
  // "terminated" is what fetch calls an answer that ends before its announced length.
  if (message === 'terminated') return 'broke off before its end; try again.';
  return `cannot be fetched: ${cause?.code ?? cause?.message ?? message}.`;
}
