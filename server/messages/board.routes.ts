import { type Request, type Response, Router } from 'express';
import { viewerOf } from '../accounts/session.ts';
import type { World } from '../basics/world.ts';
import { line, parse } from '../web/forms.ts';
import { networkOf } from '../web/limits.ts';
import { show } from '../web/render.ts';
import type { Came } from './addressPart.ts';
import { requireAbout, writeBoard } from './board.ts';
import { boardPage } from './boardPage.ts';
import { addressForm, findByAddress } from './byAddress.ts';
import { boardUrl, writeUrl } from './pages.ts';
import { type Asked, askedIn } from './where.ts';

/** Finding one's legislators, by ZIP code, by street address, by choice. To be mounted before the writing itself. */
export function boardRoutes(world: World): Router {
  const routes = Router();

  async function showBoard(
    req: Request<{ slug: string }>,
    res: Response,
    asked: Asked,
    came: Came | null,
  ): Promise<void> {
    const { letter, campaign } = await requireAbout(world.db, viewerOf(res), req.params.slug);
    const board = await writeBoard(world, letter, asked);
    const other = line(req.query['other']) === 'yes';
    const note = line(req.query['note']);
    const status = board.where.kind === 'malformed' ? 422 : statusOf(came);
    show(res, boardPage({ letter, campaign, asked, other, board, note, came }), { status });
  }

  routes.get('/letters/:slug/write', (req, res) => showBoard(req, res, askedIn(req.query), null));

  // The street is read from the body and told to the geocoder; it is in no address of ours and in no log.
  routes.post('/letters/:slug/write/address', async (req, res) => {
    await requireAbout(world.db, viewerOf(res), req.params.slug);
    const form = parse(addressForm, req.body);
    const asked = { ...askedIn(req.body), found: '' };
    if (!form.ok) {
      const { problems, typed } = form;
      return showBoard(req, res, asked, { outcome: 'invalid', problems, typed });
    }
    const came = await findByAddress(world, form.value, networkOf(req.ip));
    if (came.outcome !== 'one') return showBoard(req, res, asked, { ...came, typed: form.value });
    const { zip, found } = came;
    res.redirect(303, boardUrl(req.params, { ...asked, zip, state: '', district: '', found }));
  });

  routes.get('/letters/:slug/write/member', async (req, res) => {
    const member = line(req.query['member']);
    const asked = askedIn(req.query);
    res.redirect(303, member ? writeUrl(req.params, member, asked) : boardUrl(req.params, asked));
  });

  return routes;
}

function statusOf(came: Came | null): number {
  if (came?.outcome === 'invalid' || came?.outcome === 'unclear') return 422;
  return came?.outcome === 'too-many' ? 429 : 200;
}
