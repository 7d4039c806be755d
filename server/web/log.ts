import type { RequestHandler } from 'express';
import type { World } from '../basics/world.ts';

/**
 * One line per request: method, route, status, milliseconds. The route is its pattern ('/setup/:token'), never the
 * address, which can hold a token or a ZIP code; no visitor's address, no header, no body.
 */
export function logRequests(world: World): RequestHandler {
  let warned = false;
  return (req, res, next) => {
    const started = performance.now();
    if (!warned && !world.settings.trustProxy && req.get('x-forwarded-for')) {
      warned = true;
      world.log.warn('X-Forwarded-For was seen while TRUST_PROXY is off: limits count the proxy as one visitor');
    }
    res.on('close', () => {
      const pattern: unknown = req.route?.path;
      const kept: unknown = res.locals['route'];
      const route = typeof kept === 'string' ? kept : typeof pattern === 'string' ? req.baseUrl + pattern : null;
      const ms = Math.round((performance.now() - started) * 10) / 10;
      world.log.info({ method: req.method, route, status: res.statusCode, ms, whole: res.writableFinished }, 'request');
    });
    next();
  };
}
