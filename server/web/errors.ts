import { randomUUID } from 'node:crypto';
import { STATUS_CODES } from 'node:http';
import type { ErrorRequestHandler, Request, RequestHandler, Response } from 'express';
import { Invalid, NotAllowed, NotFound, NotSignedIn, Refused, TooMany } from '../basics/errors.ts';
import type { World } from '../basics/world.ts';
import { show } from './render.ts';

/** One table: what an error means over HTTP. */
interface Meaning {
  status: number;
  heading: string;
  detail: string;
  type?: string;
}

function meaningOf(error: unknown): Meaning | null {
  if (error instanceof NotFound) return { status: 404, heading: 'Not found', detail: error.message };
  if (error instanceof NotSignedIn) return { status: 401, heading: 'Please sign in', detail: error.message };
  if (error instanceof NotAllowed) return { status: 403, heading: 'Not allowed', detail: error.message };
  if (error instanceof Refused)
    return { status: 409, heading: 'Not possible now', detail: error.message, type: `urn:undersigned:${error.reason}` };
  if (error instanceof TooMany) return { status: 429, heading: 'One moment', detail: error.message };
  if (error instanceof Invalid)
    return {
      status: 400,
      heading: 'Something is not right',
      detail: 'The request has problems.',
      type: 'urn:undersigned:invalid',
    };
  // PostgreSQL takes no NUL character in a text; nobody types one, and nothing is called by one.
  const { code, cause } = (error ?? {}) as { code?: unknown; cause?: { code?: unknown } | null };
  if ([code, cause?.code].some((told) => told === '22021' || told === '22P05'))
    return {
      status: 400,
      heading: 'Something is not right',
      detail: 'The request holds a character that no text has.',
    };
  // What Express and its body readers refuse: a malformed body, one that is too large, a broken address.
  const { status, expose } = error as { status?: number; expose?: boolean };
  if (status === 413) return { status, heading: 'Too large', detail: 'What was sent is larger than this page takes.' };
  if (status && status >= 400 && status < 500 && expose !== false)
    return { status, heading: 'Something is not right', detail: 'The request could not be read.' };
  return null;
}

/** Whether the caller wants JSON: the API, or a program that asks for it. */
const wantsJson = (req: Request) => req.path.startsWith('/api/') || req.accepts(['html', 'json']) === 'json';

/** Sends RFC 9457 problem details. */
export function sendProblem(res: Response, meaning: Omit<Meaning, 'heading'>, more: object = {}): void {
  const { status, detail, type = 'about:blank' } = meaning;
  res.status(status).set('Cache-Control', 'no-store').type('application/problem+json');
  res.send(JSON.stringify({ type, title: STATUS_CODES[status] ?? 'Error', status, detail, ...more }));
}

/** What no route answered. */
export const notFound: RequestHandler = () => {
  throw new NotFound();
};

/** Errors become pages, or problem+json, here and nowhere else. */
export function errorPages(world: World): ErrorRequestHandler {
  return (error: unknown, req, res, next) => {
    if (res.headersSent) return next(error);
    let meaning = meaningOf(error);
    const more: Record<string, unknown> = {};
    if (!meaning) {
      const number = randomUUID().slice(0, 8);
      world.log.error({ number, error: loggable(error) }, 'a request failed');
      meaning = {
        status: 500,
        heading: 'Something went wrong here',
        detail: `This is our fault, not yours. It was noted under number ${number}.`,
      };
      more['number'] = number;
    }
    if (error instanceof Invalid) more['errors'] = error.problems;
    if (error instanceof TooMany) res.set('Retry-After', String(Math.ceil(error.seconds)));
    if (wantsJson(req)) {
      if (meaning.status === 401) res.set('WWW-Authenticate', 'Bearer');
      return sendProblem(res, meaning, more);
    }
    if (error instanceof NotSignedIn && req.method === 'GET')
      return res.set('Cache-Control', 'no-store').redirect(303, `/sign-in?next=${encodeURIComponent(req.originalUrl)}`);
    const problems = error instanceof Invalid ? error.problems : [];
    show(res, { view: 'errors/error', title: meaning.heading, ...meaning, problems }, { status: meaning.status });
  };
}

/** An error without the values of the statement that failed: they are names and addresses. */
export function loggable(error: unknown): object {
  if (!(error instanceof Error)) return { message: String(error) };
  const cause = error.cause instanceof Error ? error.cause : null;
  const told = 'query' in error && cause ? cause : error;
  return {
    name: told.name,
    code: (told as { code?: unknown }).code,
    message: told.message,
    stack: told.stack?.split('\n').slice(1, 8),
  };
}
