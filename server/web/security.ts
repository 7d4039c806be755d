import type { CookieOptions, NextFunction, Request, RequestHandler, Response } from 'express';
import helmet from 'helmet';
import { NotAllowed } from '../basics/errors.ts';
import type { Settings } from '../config.ts';

/** Headers of every answer: a strict content policy, no frames, no sniffing. `https` pins the site to TLS. */
export function securityHeaders(settings: Settings): RequestHandler {
  const https = settings.baseUrl.startsWith('https:');
  return helmet({
    contentSecurityPolicy: {
      useDefaults: false,
      directives: {
        defaultSrc: ["'none'"],
        scriptSrc: ["'self'"],
        styleSrc: ["'self'"],
        imgSrc: ["'self'", 'data:'],
        fontSrc: ["'self'"],
        connectSrc: ["'self'"],
        formAction: ["'self'"],
        frameAncestors: ["'none'"],
        baseUri: ["'none'"],
        ...(https ? { upgradeInsecureRequests: [] } : {}),
      },
    },
    strictTransportSecurity: https ? { maxAge: 31_536_000 } : false,
    referrerPolicy: { policy: 'strict-origin-when-cross-origin' },
  });
}

/** The same headers as plain values, for an answer that does not come through Express. */
export function headersOf(settings: Settings): Record<string, string> {
  const headers: Record<string, string> = {};
  const setHeader = (name: string, value: string) => void (headers[name] = value);
  const res = { setHeader, removeHeader: () => {} } as unknown as Response;
  void securityHeaders(settings)({} as Request, res, () => {});
  return headers;
}

/**
 * Lets the forms of one page end at another site: browsers hold a form's redirect to the policy of the page it is on.
 * For the page whose POST is answered with a redirect to a legislator's office; to be called before it is shown.
 */
export function letFormsLeave(res: Response): void {
  const policy = String(res.get('Content-Security-Policy') ?? '');
  res.set('Content-Security-Policy', policy.replace("form-action 'self'", "form-action 'self' https: http:"));
}

const safe = new Set(['GET', 'HEAD', 'OPTIONS']);

/**
 * The way out of a mailing list: a mail program posts there from its own pages (RFC 8058). The secret in the address is
 * all that such a request acts by; it takes nothing from a cookie.
 */
const fromAnywhere = /^\/unsubscribe\/[\w-]{1,200}$/;

/**
 * Refuses an unsafe request that a browser sent from another site. Browsers say where a request comes from
 * (`Sec-Fetch-Site`, or `Origin` where that is missing); a program that says neither carries no cookie of a visitor.
 */
export function sameOriginOnly(req: Request, _res: Response, next: NextFunction): void {
  const exempt = safe.has(req.method) || (req.method === 'POST' && fromAnywhere.test(req.path));
  if (exempt || isSameOrigin(req.get('sec-fetch-site'), req.get('origin'), req.get('host'))) return next();
  throw new NotAllowed('This request came from another site. Please open the page here and try again.');
}

/** The rule behind `sameOriginOnly`, on plain header values. */
export function isSameOrigin(site: string | undefined, origin: string | undefined, host: string | undefined): boolean {
  if (site !== undefined) return site === 'same-origin' || site === 'none';
  if (origin === undefined) return true;
  return URL.canParse(origin) && new URL(origin).host === host;
}

/** A cookie's name and options: over TLS bound to this host alone. */
export function cookieFor(settings: Settings, name: string): { name: string; options: CookieOptions } {
  const secure = settings.baseUrl.startsWith('https:');
  return { name: secure ? `__Host-${name}` : name, options: { httpOnly: true, sameSite: 'lax', path: '/', secure } };
}

/** One cookie of a request as it was sent, or null. Our own values hold nothing that would need decoding. */
export function readCookie(req: Pick<Request, 'headers'>, name: string): string | null {
  for (const pair of (req.headers.cookie ?? '').split(';')) {
    const at = pair.indexOf('=');
    if (at > 0 && pair.slice(0, at).trim() === name) return pair.slice(at + 1).trim();
  }
  return null;
}
