import type { Request, RequestHandler, Response } from 'express';
import { NotSignedIn } from '../basics/errors.ts';
import type { Viewer } from '../basics/viewer.ts';
import type { World } from '../basics/world.ts';
import { cookieFor, readCookie } from '../web/security.ts';
import { closeSession, findSessionViewer, findTokenViewer, openSession, SESSION_DAYS } from './sessions.ts';

/**
 * Finds out who is asking: the session's cookie, or on the API a bearer token, which then counts alone. A token that
 * is not valid is an error, so that a program with a revoked one learns of it instead of seeing less.
 */
export const identify =
  (world: World): RequestHandler =>
  async (req, res, next) => {
    const bearer = req.path.startsWith('/api/') ? bearerOf(req) : null;
    if (bearer !== null) {
      res.locals['viewer'] = await findTokenViewer(world.db, bearer);
      if (!res.locals['viewer']) throw new NotSignedIn('This token is unknown or was revoked.');
    } else {
      const token = sessionToken(world, req);
      res.locals['viewer'] = token ? await findSessionViewer(world.db, token, world.now()) : null;
    }
    next();
  };

/** Who is asking, or null for a stranger. */
export const viewerOf = (res: Response): Viewer | null => (res.locals['viewer'] as Viewer | null | undefined) ?? null;

/** Signs an account in: a new session with a new secret, in a cookie. What the browser held before ends. */
export async function startSession(world: World, res: Response, accountId: string): Promise<void> {
  const token = await openSession(world, accountId, sessionToken(world, res.req));
  const { name, options } = cookieFor(world.settings, 'session');
  res.cookie(name, token, { ...options, maxAge: SESSION_DAYS * 86_400_000 });
}

/** Signs out: the session ends here and in the browser. */
export async function endSession(world: World, res: Response): Promise<void> {
  const token = sessionToken(world, res.req);
  if (token) await closeSession(world, token);
  const { name, options } = cookieFor(world.settings, 'session');
  res.clearCookie(name, options);
}

const sessionToken = (world: World, req: Request) => readCookie(req, cookieFor(world.settings, 'session').name);

/** The token of `Authorization: Bearer …`, '' when it is malformed; null without one, or for another kind of header. */
function bearerOf(req: Request): string | null {
  const header = req.get('authorization') ?? '';
  return /^Bearer\b/i.test(header) ? (/^Bearer +(\S+) *$/i.exec(header)?.[1] ?? '') : null;
}
