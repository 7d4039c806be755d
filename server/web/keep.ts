import { gzipSync } from 'node:zlib';
import type { RequestHandler } from 'express';

interface Kept {
  plain: Buffer;
  /** Made when it is first asked for. */
  zipped: Buffer | null;
  headers: Record<string, string | number | string[]>;
  etag: string;
  route: string;
  until: number;
}

/**
 * Keeps public pages as bytes, plain and zipped, for a moment: a page that everybody reads is then made once a second
 * and costs no more than a plain answer. Only what says `Cache-Control: public` is kept, by its path without a query.
 * Whatever this process is asked to change drops them all, so that nobody reads a page older than their own deed.
 */
export function keepPages(ms = 1000, most = 500): RequestHandler {
  const pages = new Map<string, Kept>();
  return (req, res, next) => {
    if (req.method !== 'GET' && req.method !== 'HEAD') {
      res.on('finish', () => pages.clear());
      return next();
    }
    // Whoever is signed in may see more at the same address, and is never answered from here.
    const stranger = !req.headers.cookie && !req.headers.authorization;
    if (req.method === 'HEAD' || req.url !== req.path || !stranger) return next();
    // Said now: within a router that is mounted somewhere, such as the API, the address lacks its beginning.
    const { url } = req;
    const kept = pages.get(url);
    if (kept && kept.until > performance.now()) {
      res.locals['route'] = kept.route;
      if (req.headers['if-none-match'] === kept.etag) return void res.writeHead(304, kept.headers).end();
      const zip = req.acceptsEncodings('gzip', 'identity') === 'gzip';
      const bytes = zip ? (kept.zipped ??= gzipSync(kept.plain)) : kept.plain;
      const length = { 'Content-Length': bytes.length };
      return void res
        .writeHead(200, { ...kept.headers, ...length, ...(zip && { 'Content-Encoding': 'gzip' }) })
        .end(bytes);
    }
    const send = res.send.bind(res);
    res.send = (body) => {
      const answer = send(body);
      if (typeof body === 'string' && res.statusCode === 200 && /^public/.test(res.get('Cache-Control') ?? '')) {
        if (pages.size >= most) pages.delete(pages.keys().next().value ?? '');
        const { 'content-length': _, ...headers } = res.getHeaders() as Kept['headers'];
        const etag = res.get('ETag') ?? '';
        const route = typeof req.route?.path === 'string' ? req.baseUrl + req.route.path : '';
        pages.set(url, {
          ...{ plain: Buffer.from(body), zipped: null, etag, route, until: performance.now() + ms },
          // By its age a cache in front knows that it must not keep the page for a further second.
          headers: { ...headers, vary: 'Accept-Encoding', age: '1' },
        });
      }
      return answer;
    };
    next();
  };
}
