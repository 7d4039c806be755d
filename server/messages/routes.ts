import { Router } from 'express';
import { viewerOf } from '../accounts/session.ts';
import type { World } from '../basics/world.ts';
import { line } from '../web/forms.ts';
import { show } from '../web/render.ts';
import { requireAbout } from './board.ts';
import { confirm, forget, requirePending } from './confirming.ts';
import { confirmPage, forgottenPage } from './confirmPages.ts';
import { textRoutes } from './text.routes.ts';
import { sentPage } from './textPage.ts';
import { receiptsUrl } from './writers.ts';

/** Writing to one of one's legislators, confirming what this server carries. All of it is private to the visitor. */
export function messageRoutes(world: World): Router {
  const routes = Router();

  routes.get('/letters/:slug/write/sent', async (req, res) => {
    const { letter, campaign } = await requireAbout(world.db, viewerOf(res), req.params.slug);
    show(res, sentPage(letter, campaign));
  });

  routes.use(textRoutes(world));

  routes.get('/messages/confirm', async (req, res) => {
    const token = line(req.query['token']);
    show(res, confirmPage(token, await requirePending(world, token)));
  });

  routes.post('/messages/confirm', async (req, res) => {
    const token = line(req.body?.token);
    const state = await confirm(world, token);
    const { receipts } = await requirePending(world, token);
    const note = state === 'queued' ? '?note=confirmed' : '';
    if (state !== 'overtaken' && state !== 'closed' && receipts)
      return res.redirect(303, `${receiptsUrl(receipts)}${note}`);
    res.redirect(303, `/messages/confirm?token=${encodeURIComponent(token)}`);
  });

  routes.post('/messages/forget', async (req, res) => {
    await forget(world, line(req.body?.token));
    res.redirect(303, '/messages/forgotten');
  });

  routes.get('/messages/forgotten', (_req, res) => show(res, forgottenPage()));

  return routes;
}
