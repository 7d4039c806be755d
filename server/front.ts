/**
 * In front of Express: a signature that comes from the letter page's form is taken here, by the same functions as behind
 * its route, for in a rush Express alone costs as much as all the rest. Whatever is not plainly such a form, or does not
 * end with a signature on the disk, goes to Express from its start, which does it all and says what is wrong.
 */
import type { IncomingMessage, RequestListener, ServerResponse } from 'node:http';
import type { World } from './basics/world.ts';
import { type Acted, actSign } from './signing/signing.ts';
import { requestLog } from './web/log.ts';
import { headersOf, isSameOrigin } from './web/security.ts';

const ROUTE = '/letters/:slug/signatures';
/** A signature with the longest texts is smaller. */
const MOST_BYTES = 16_384;
const MOST_FIELDS = 100;

/** What stands behind. */
interface Behind {
  app: RequestListener;
  /** Whether Express takes the word of a proxy at this address, so many hops away. */
  trusts: (address: string, hop: number) => boolean;
}

export function signaturesFirst(world: World, { app, trusts }: Behind): RequestListener {
  const headers = headersOf(world.settings);
  const log = requestLog(world);

  async function take(req: IncomingMessage, res: ServerResponse, slug: string, body: Buffer, started: number) {
    const form = plainForm(body);
    const acted = form && (await actSign(world, slug, form, addressOf(req, trusts)).catch(() => null));
    if (acted?.kind !== 'done') return startAgain(req, res, body);
    log(req, res, started, () => ROUTE);
    answer(res, acted);
    req.resume();
  }

  function answer(res: ServerResponse, { location, cookie }: Acted & { kind: 'done' }): void {
    const words = `See Other. Redirecting to ${location}`;
    const own = {
      'Set-Cookie': cookie,
      Location: location,
      Vary: 'Accept',
      'Content-Type': 'text/plain; charset=utf-8',
    };
    res.writeHead(303, { ...headers, ...own, 'Content-Length': words.length }).end(words, 'latin1');
  }

  function startAgain(req: IncomingMessage, res: ServerResponse, body: Buffer): void {
    req.unshift(body);
    // The stream is paused; whoever listens to it next is to be told the body.
    req.on('newListener', (event) => {
      if (event === 'data') req.resume();
    });
    app(req, res);
  }

  return (req, res) => {
    const slug = slugOf(req);
    if (slug === null) return app(req, res);
    const started = performance.now();
    readWhole(req, (body) => void take(req, res, slug, body, started));
  };
}

/** The letter that a request plainly wants to sign; null for everything else. */
function slugOf({ method, url, headers }: IncomingMessage): string | null {
  if (method !== 'POST') return null;
  const [, slug = null] = /^\/letters\/([a-z0-9-]+)\/signatures$/.exec(url ?? '') ?? [];
  const length = Number(headers['content-length'] ?? 0);
  const plain =
    headers['content-type'] === 'application/x-www-form-urlencoded' &&
    headers['content-encoding'] === undefined &&
    length > 0 &&
    length <= MOST_BYTES &&
    isSameOrigin(headers['sec-fetch-site'] as string | undefined, headers.origin, headers.host);
  return plain ? slug : null;
}

/** Reads a body of announced length, and leaves its stream paused before the end. */
function readWhole(req: IncomingMessage, done: (body: Buffer) => void): void {
  const length = Number(req.headers['content-length']);
  const pieces: Buffer[] = [];
  let read = 0;
  const add = (piece: Buffer) => {
    pieces.push(piece);
    read += piece.length;
    if (read < length) return;
    req.off('data', add).pause();
    done(Buffer.concat(pieces));
  };
  req.on('data', add);
}

/**
 * The fields of a form as browsers write one, each given once. Null for anything else: how that is to be read is for
 * Express to say, and it must be read in one way only.
 */
export function plainForm(body: Buffer): Record<string, string> | null {
  const parts = body.toString('latin1').split('&');
  if (parts.length > MOST_FIELDS) return null;
  const form: Record<string, string> = {};
  for (const part of parts) {
    const [, name, value = ''] = /^([a-zA-Z]\w*)=([!-<>-~]*)$/.exec(part) ?? [];
    if (name === undefined || Object.hasOwn(form, name)) return null;
    try {
      form[name] = decodeURIComponent(value.replaceAll('+', ' '));
    } catch {
      return null;
    }
  }
  return form;
}

/** The visitor's address, as Express tells it: behind proxies that are trusted, the one they name. */
function addressOf({ socket, headers }: IncomingMessage, trusts: Behind['trusts']): string | undefined {
  const named = String(headers['x-forwarded-for'] ?? '').split(',');
  const hops = named.map((one) => one.replace(/^ +| +$/g, '')).filter(Boolean);
  const addresses = [socket.remoteAddress ?? '', ...hops.reverse()];
  return addresses.find((address, hop) => !trusts(address, hop)) ?? addresses.at(-1);
}
