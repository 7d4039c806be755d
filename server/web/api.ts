import express, { type Request, type Response, Router } from 'express';
import { z } from 'zod';
import { createDocument, type ZodOpenApiPathsObject } from 'zod-openapi';
import { Invalid, NotSignedIn } from '../basics/errors.ts';
import type { Viewer } from '../basics/viewer.ts';
import type { World } from '../basics/world.ts';
import { sendProblem } from './errors.ts';
import { problemsOf } from './forms.ts';
import { setCaching } from './render.ts';

type Method = 'get' | 'post' | 'put' | 'patch' | 'delete';
type Shape = z.ZodRawShape;

export interface Asked<P extends Shape, Q extends Shape, B> {
  world: World;
  viewer: Viewer | null;
  params: z.infer<z.ZodObject<P>>;
  query: z.infer<z.ZodObject<Q>>;
  body: B;
  req: Request;
  res: Response;
}

/** One JSON call with its shapes; the routes and the OpenAPI document are both made from it. */
export interface Call<P extends Shape = Shape, Q extends Shape = Shape, B = unknown, A = unknown> {
  method: Method;
  /** Below /api/v1: '/letters/{slug}'. */
  path: string;
  summary: string;
  /** Who may call it: 'all', or who must have signed in, in words. */
  who: string;
  params?: z.ZodObject<P>;
  query?: z.ZodObject<Q>;
  body?: z.ZodType<B>;
  /** A body that is no JSON, in its place: of which types, and of at most how many bytes. `handle` is given a Buffer. */
  raw?: { types: [string, ...string[]]; most: number };
  /**
   * The status of success (200 unless said), and the shape of the answer; without one `handle` answers by itself, as it
   * may where there is no answer to give.
   */
  status?: number;
  answer?: z.ZodType<A>;
  /** Says of a call that answers by itself what it sends: 'text/csv'. */
  sends?: string;
  handle(asked: Asked<P, Q, B>): Promise<A | undefined>;
}

/** Declares a call; it only fixes the types. */
export const call = <P extends Shape, Q extends Shape, B, A>(declared: Call<P, Q, B, A>): Call =>
  declared as unknown as Call;

/** A list's answer: `{ items, total, next }`; `total` is null where no kept number answers the filter. */
export const listOf = <T extends z.ZodType>(item: T) =>
  z.object({
    items: z.array(item),
    total: z
      .number()
      .int()
      .nullable()
      .meta({ description: 'How many there are in all; null where no kept number answers the filter.' }),
    next: z.string().nullable().meta({ description: 'Pass as `cursor` for the next page; null on the last.' }),
  });

/** The query fields of every list. */
export const paging = {
  limit: z.coerce.number('a whole number').int().min(1, 'at least 1').max(500, 'at most 500').default(50),
  cursor: z.string().max(500).optional(),
};

/**
 * A piece of a list that is whole in memory; its cursor is the name of its last item. `names` are those of all there
 * ever was to list, in order: an item that left a narrowed list meanwhile still marks its place. Throws Invalid for a
 * cursor that is none of them.
 */
export function pieceOf<T>(
  items: T[],
  nameOf: (item: T) => string,
  { limit, cursor }: { limit: number; cursor?: string | undefined },
  names: string[] = items.map(nameOf),
): { items: T[]; total: number; next: string | null } {
  const places = new Map(names.map((name, place) => [name, place]));
  const from = cursor ? places.get(cursor) : -1;
  if (from === undefined) throw new Invalid([{ path: 'cursor', message: 'is not a cursor that this list gave' }]);
  const rest = items.filter((item) => (places.get(nameOf(item)) ?? 0) > from);
  const piece = rest.slice(0, limit);
  const last = rest.length > limit ? piece.at(-1) : undefined;
  return { items: piece, total: items.length, next: last === undefined ? null : nameOf(last) };
}

export const problemShape = z
  .object({
    type: z.string(),
    title: z.string(),
    status: z.number().int(),
    detail: z.string(),
    errors: z.array(z.object({ path: z.string(), message: z.string() })).optional(),
  })
  .meta({ id: 'Problem', description: 'RFC 9457 problem details' });

function read<T>(shape: z.ZodType<T> | undefined, value: unknown): T {
  if (!shape) return {} as T;
  const parsed = shape.safeParse(value ?? {});
  if (!parsed.success) throw new Invalid(problemsOf(parsed.error));
  return parsed.data;
}

/** The routes of the calls, to be mounted at /api/v1. */
export function apiRoutes(world: World, calls: Call[]): Router {
  const routes = Router();
  for (const declared of calls) {
    const { raw } = declared;
    const readers = raw ? [express.raw({ type: raw.types, limit: raw.most })] : [];
    routes[declared.method](declared.path.replace(/\{(\w+)\}/g, ':$1'), ...readers, async (req, res) => {
      const viewer = (res.locals['viewer'] as Viewer | null | undefined) ?? null;
      // For the log: an error is handled outside this router, where the route has lost its beginning.
      res.locals['route'] = req.baseUrl + declared.path;
      // Who may not ask at all is told so before what was wrong with the question.
      if (declared.who !== 'all' && !viewer) throw new NotSignedIn();
      // Programs that send no body say that it is 0 long.
      if (declared.body && req.is('json') === false && req.get('content-length') !== '0')
        return sendProblem(res, {
          status: 415,
          detail: 'Expected JSON: send it with "Content-Type: application/json".',
        });
      if (raw && !Buffer.isBuffer(req.body))
        return sendProblem(res, { status: 415, detail: `Expected a body with "Content-Type: ${raw.types[0]}".` });
      // An unknown query field is ignored, as a page's is; an unknown body field is refused where the shape is strict.
      const params = read(declared.params, req.params);
      const query = read(declared.query, req.query);
      const body: unknown = raw ? req.body : read(declared.body, req.body);
      setCaching(res, viewer || declared.method !== 'get' ? 'private' : 'public');
      const answer = await declared.handle({ world, viewer, params, query, body, req, res });
      if (!declared.answer || res.headersSent) return;
      res.status(declared.status ?? 200).json(answer);
    });
  }
  const document = openApi(calls);
  const lasting = (res: Response) => res.set('Cache-Control', 'public, max-age=60');
  routes.get('/', (_req, res) => void lasting(res).json({ openapi: '/api/v1/openapi.json' }));
  routes.get('/openapi.json', (_req, res) => void lasting(res).json(document));
  return routes;
}

/** 'get' and '/letters/{slug}/whip' become 'getLettersSlugWhip': what a program made from the document calls it. */
const operationId = (method: string, path: string) =>
  method + path.replace(/[^a-z]+([a-z]|$)/gi, (_, letter: string) => letter.toUpperCase());

/** What lies beside the calls. */
function plainPath(path: string, summary: string, statuses: Record<number, string>, servers?: { url: string }[]) {
  const content = { 'application/json': { schema: { type: 'object' as const } } };
  const responses = Object.fromEntries(
    Object.entries(statuses).map(([status, description]) => [status, { description, content }]),
  );
  return { ...(servers && { servers }), get: { operationId: operationId('get', path), summary, responses } };
}
const atRoot = [{ url: '/' }];

/** The OpenAPI document of the calls. */
export function openApi(calls: Call[]): object {
  const paths: Record<string, Record<string, unknown>> = {
    '/healthz': plainPath('/healthz', 'Whether the program is alive', { 200: 'It is' }, atRoot),
    '/readyz': plainPath(
      '/readyz',
      'Whether it can do its work',
      { 200: 'It can', 503: 'The database cannot' },
      atRoot,
    ),
    '/openapi.json': plainPath('/openapi.json', 'This document', { 200: 'This document' }),
  };
  for (const declared of calls) {
    const { method, path, summary, who, params, query, body, raw, answer } = declared;
    const problem = { content: { 'application/problem+json': { schema: problemShape } } };
    const success = answer
      ? { description: summary, content: { 'application/json': { schema: answer } } }
      : {
          description: summary,
          content: { [declared.sends ?? 'text/plain']: { schema: { type: 'string' as const } } },
        };
    paths[path] ??= {};
    paths[path][method] = {
      operationId: operationId(method, path),
      summary,
      description: who === 'all' ? 'Open to all.' : `Who may: ${who}.`,
      security: who === 'all' ? [{}, { bearer: [] }] : [{ bearer: [] }],
      requestParams: { ...(params ? { path: params } : {}), ...(query ? { query } : {}) },
      ...(body ? { requestBody: { required: true, content: { 'application/json': { schema: body } } } } : {}),
      ...(raw
        ? { requestBody: { required: true, content: Object.fromEntries(raw.types.map((type) => [type, {}])) } }
        : {}),
      responses: {
        [declared.status ?? 200]: success,
        '4XX': { description: 'What was wrong, in words and by field', ...problem },
      },
    };
  }
  return createDocument({
    openapi: '3.1.0',
    info: {
      title: 'Undersigned',
      version: '1',
      description: 'Letters, who signed them, and the way to one’s legislators.',
    },
    servers: [{ url: '/api/v1' }],
    components: { securitySchemes: { bearer: { type: 'http', scheme: 'bearer' } } },
    paths: paths as ZodOpenApiPathsObject,
  });
}
