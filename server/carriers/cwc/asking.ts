/** One request to a chamber's service: bounded in time and size, and its key in no error. */
import type { World } from '../../basics/world.ts';
import type { CwcEndpoint } from './settings.ts';

export interface Limits {
  /** Milliseconds that one answer may take. */
  patience: number;
  /** Milliseconds between the beginnings of two requests to a chamber. */
  apart: number;
}

/** Agents report a ceiling of 5 to 10 messages a second. */
export const usualLimits: Limits = { patience: 20_000, apart: 200 };

/** The most bytes of an answer that are read; a list of all offices is a tenth of it. */
const LARGEST = 256 * 1024;

export interface Answered {
  /** Null where no whole answer came. */
  status: number | null;
  /** The answer; '' where none came. It may repeat what a message says: for no log. */
  body: string;
  /** A page for people, which no service gives: a proxy's, or one that tells of maintenance. */
  page: boolean;
  /** Seconds to wait, where the answer says so. */
  retryAfter: number | null;
  /** What went wrong on the way, such as ECONNREFUSED; null where an answer came. */
  code: string | null;
}

/** Asks the service of a chamber: `path` is 'message', 'validate' or 'offices'. Redirects are not followed. Never throws. */
export async function askService(
  world: Pick<World, 'fetch'>,
  { url, key }: CwcEndpoint,
  path: string,
  { xml, patience }: { xml?: string; patience: number },
): Promise<Answered> {
  const none = { status: null, body: '', page: false, retryAfter: null };
  try {
    const response = await world.fetch(`${url}/${path}?apikey=${encodeURIComponent(key)}`, {
      signal: AbortSignal.timeout(patience),
      redirect: 'manual',
      headers: { Accept: 'application/json, application/xml', ...(xml && { 'Content-Type': 'application/xml' }) },
      ...(xml !== undefined && { method: 'POST', body: xml }),
    });
    const body = await textOf(response);
    if (body === null) return { ...none, code: 'TOO_LARGE' };
    const seconds = Number(response.headers.get('retry-after') ?? Number.NaN);
    return {
      status: response.status,
      body,
      page: /^\s*<(!doctype html|html)\b/i.test(body),
      retryAfter: Number.isFinite(seconds) && seconds >= 0 ? seconds : null,
      code: null,
    };
  } catch (error) {
    // The error itself may name the whole address, the key among it.
    const { name, cause } = error as Error & { cause?: { code?: unknown } };
    return { ...none, code: name === 'TimeoutError' ? 'TIMEOUT' : String(cause?.code ?? 'NO_ANSWER') };
  }
}

/** The body as text, or null where it is too large. */
async function textOf(response: Response): Promise<string | null> {
  const parts: Uint8Array[] = [];
  let size = 0;
  for await (const part of response.body ?? []) {
    size += part.byteLength;
    if (size > LARGEST) return null;
    parts.push(part);
  }
  return Buffer.concat(parts).toString('utf8');
}
