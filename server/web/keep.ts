import type { IncomingMessage, ServerResponse } from 'node:http';
import { gzipSync } from 'node:zlib';
import type { Request, RequestHandler, Response } from 'express';
import type { Settings } from '../config.ts';
import { cookieFor, readCookie } from './security.ts';

/** Short, so that a page is hardly older when a cache in front adds its own second. */
const KEPT_MS = 250;
/** How many times a second deeds can have one page made anew; in a rush of them it then lives out its time. */
const MOST_ANEW = 20;
const MOST_PAGES = 500;

type Headers = Record<string, string | number | string[]>;

/** What is sent: bytes as a text of one character each, which Node sends in one piece with the headers. */
interface Sendable {
  headers: Headers;
  bytes: string;
}

export interface Kept {
  plain: Sendable;
  /** Made when it is first asked for. */
  zipped: Sendable | null;
  etag: string;
  route: string;
  madeAt: number;
  /** How many deeds had been done when its making began. */
  deeds: number;
  /** How many times it was made since a moment that is at most a second ago. */
  anew: { since: number; count: number };
}

/** A page in the making, and who waits for it. */
interface Making {
  deeds: number;
  waiting: ((page: Kept | null) => void)[];
}

/**
 * Keeps public pages as bytes, plain and zipped, for a moment: a page that everybody reads is then made a few times a
 * second, once for all who ask meanwhile, and costs no more than a plain answer. Only what says `Cache-Control: public`
 * is kept, by its path without a query. Whatever this process is asked to change outdates them all, so that nobody
 * reads a page older than their own deed; in a rush of deeds it can be a quarter of a second older.
 */
export function keepPages(settings: Settings): RequestHandler & {
  /** The page that answers a request, if it is kept; for `answer`, also in front of Express. */
  find(req: IncomingMessage): Kept | null;
} {
  const pages = new Map<string, Kept>();
  const makings = new Map<string, Making>();
  const session = cookieFor(settings, 'session').name;
  let deeds = 0;

  function make(url: string, req: Request, res: Response, next: () => void): void {
    const making: Making = { deeds, waiting: [] };
    makings.set(url, making);
    const settle = (page: Kept | null) => {
      if (makings.get(url) === making) makings.delete(url);
      for (const go of making.waiting.splice(0)) go(page);
    };
    const send = res.send.bind(res);
    res.send = (body) => {
      if (!isForAll(res, body)) return send(body);
      const page = keptFrom(res, body, making.deeds, pages.get(url));
      pages.delete(url);
      if (pages.size >= MOST_PAGES) pages.delete(pages.keys().next().value ?? '');
      pages.set(url, page);
      settle(page);
      through(req, res, page);
      return res;
    };
    // What is not a page for all, or breaks off, keeps nobody waiting.
    beforeHeaders(res, () => settle(null));
    res.once('close', () => settle(null));
    next();
  }

  /** What a page is kept by; null for a request that is never answered from here: whoever is signed in may see more. */
  const keyOf = ({ method, url = '', headers }: IncomingMessage): string | null => {
    if (method !== 'GET' && method !== 'HEAD') return null;
    const key = withoutTracking(url);
    return key.includes('?') || headers.authorization || readCookie({ headers }, session) !== null ? null : key;
  };

  const find = (req: IncomingMessage): Kept | null => {
    const kept = pages.get(keyOf(req) ?? '');
    if (!kept || performance.now() - kept.madeAt >= KEPT_MS) return null;
    return kept.deeds === deeds || kept.anew.count >= MOST_ANEW ? kept : null;
  };

  const handle: RequestHandler = (req, res, next) => {
    if (req.method !== 'GET' && req.method !== 'HEAD') {
      beforeHeaders(res, () => {
        if (res.statusCode < 400) deeds += 1;
      });
      return next();
    }
    const kept = find(req);
    if (kept) return through(req, res, kept);
    const url = keyOf(req);
    if (url === null || req.method === 'HEAD') return next();
    const making = makings.get(url);
    if (making?.deeds !== deeds) return make(url, req, res, next);
    making.waiting.push((page) => (page ? through(req, res, page) : next()));
  };
  return Object.assign(handle, { find });
}

const isForAll = (res: Response, body: unknown): body is string =>
  typeof body === 'string' &&
  res.statusCode === 200 &&
  /^public/.test(res.get('Cache-Control') ?? '') &&
  !res.get('Set-Cookie');

function keptFrom(res: Response, body: string, deeds: number, before: Kept | undefined): Kept {
  const { req } = res;
  if (!res.get('Content-Type')) res.type('html');
  const bytes = Buffer.from(body);
  const etag = (res.app.get('etag fn') as (bytes: Buffer) => string)(bytes);
  const headers = { ...(res.getHeaders() as Headers), etag, vary: 'Accept-Encoding' };
  const madeAt = performance.now();
  const again = before && madeAt - before.anew.since < 1000;
  return {
    plain: sendable(bytes, headers),
    zipped: null,
    etag,
    route: typeof req.route?.path === 'string' ? req.baseUrl + req.route.path : '',
    madeAt,
    deeds,
    anew: again ? { ...before.anew, count: before.anew.count + 1 } : { since: madeAt, count: 1 },
  };
}

const sendable = (bytes: Buffer, headers: Headers): Sendable => ({
  headers: { ...headers, 'content-length': bytes.length },
  bytes: bytes.toString('latin1'),
});

const zippedFrom = ({ bytes, headers }: Sendable): Sendable =>
  sendable(gzipSync(Buffer.from(bytes, 'latin1')), { ...headers, 'content-encoding': 'gzip' });

/** Answers in Express, whose log is told the route. */
function through(req: Request, res: Response, page: Kept): void {
  res.locals['route'] = page.route;
  answer(req, res, page);
}

/** Answers with a kept page, or says that it is the one that the browser has. */
export function answer(req: IncomingMessage, res: ServerResponse, page: Kept): void {
  if (knows(req.headers['if-none-match'], page.etag)) {
    const { 'content-length': _, ...headers } = page.plain.headers;
    return void res.writeHead(304, headers).end();
  }
  const { bytes, headers } = takesGzip(String(req.headers['accept-encoding'] ?? ''))
    ? (page.zipped ??= zippedFrom(page.plain))
    : page.plain;
  res.writeHead(200, headers).end(bytes, 'latin1');
}

const knows = (known: string | undefined, etag: string): boolean =>
  known?.split(',').some((one) => one.trim() === etag) ?? false;

const takesGzip = (accepted: string): boolean => /\bgzip\b(?!\s*;\s*q=0(\.0*)?\s*(,|$))/i.test(accepted);

/** What networks and mailings add to a shared link; no page reads it. */
const tracking = /\?(?:(?:utm_\w+|fbclid|gclid|mc_[ce]id)=[^&]*(?:&|$))+$/;
const withoutTracking = (url: string): string => (url.includes('?') ? url.replace(tracking, '') : url);

/** Calls `now` when an answer is about to begin, once. */
function beforeHeaders(res: Response, now: () => void): void {
  const writeHead = res.writeHead;
  res.writeHead = ((...args: Parameters<typeof writeHead>) => {
    res.writeHead = writeHead;
    now();
    return writeHead.apply(res, args);
  }) as typeof writeHead;
}
