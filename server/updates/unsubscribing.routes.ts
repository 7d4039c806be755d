import { type Response, Router } from 'express';
import { NotFound } from '../basics/errors.ts';
import type { World } from '../basics/world.ts';
import { line, typedIn } from '../web/forms.ts';
import { show } from '../web/render.ts';
import { unknownListPage, unsubscribePage } from './unsubscribing.pages.ts';
import { type Place, requirePlace, subscribeAgain, unsubscribe } from './unsubscribing.ts';

/**
 * The way out of a mailing list. Mail scanners open links, so GET changes nothing; a mail program posts one field, as a
 * form of either kind, from wherever its reader is and without a cookie, and wants its answer at once (RFC 8058).
 */
export function unsubscribeRoutes(world: World): Router {
  const routes = Router();
  const address = '/unsubscribe/:token';

  const answer = async (res: Response, token: string, place: Promise<Place & { back?: number }>) => {
    try {
      show(res, unsubscribePage(token, await place));
    } catch (error) {
      if (!(error instanceof NotFound)) throw error;
      show(res, unknownListPage(), { status: 404 });
    }
  };

  routes.get(address, (req, res) => answer(res, req.params.token, requirePlace(world, world.db, req.params.token)));

  routes.post(address, (req, res) => {
    const { token } = req.params;
    // Whatever else is posted here leaves the list: a form of several parts is not even read.
    const back = line(typedIn(req.body)['keep']) === 'yes';
    return answer(res, token, (back ? subscribeAgain : unsubscribe)(world, token));
  });

  return routes;
}
