import type { IncomingMessage, ServerResponse } from 'node:http';
import type { RequestHandler } from 'express';
import type { World } from '../basics/world.ts';

/**
 * One line per request: method, route, status, milliseconds. The route is its pattern ('/setup/:token'), never the
 * address, which can hold a token or a ZIP code; no visitor's address, no header, no body.
 */
export function requestLog(world: World) {
  let warned = false;
  return (req: IncomingMessage, res: ServerResponse, started: number, routeOf: () => string | null): void => {
    if (!warned && !world.settings.trustProxy && req.headers['x-forwarded-for']) {
      warned = true;
      world.log.warn('X-Forwarded-For was seen while TRUST_PROXY is off: limits count the proxy as one visitor');
    }
    res.on('close', () => {
      const ms = Math.round((performance.now() - started) * 10) / 10;
      const { statusCode: status, writableFinished: whole } = res;
      world.log.info({ method: req.method, route: routeOf(), status, ms, whole }, 'request');
    });
  };
}

/** The same for what comes through Express. */
export function logRequests(world: World): RequestHandler {
  const log = requestLog(world);
  return (req, res, next) => {
    log(req, res, performance.now(), () => {
      const pattern: unknown = req.route?.path;
      const kept: unknown = res.locals['route'];
      return typeof kept === 'string' ? kept : typeof pattern === 'string' ? req.baseUrl + pattern : null;
    });
    next();
  };
}
