import { Router } from 'express';
import { viewerOf } from '../accounts/session.ts';
import { requireAdmin } from '../basics/viewer.ts';
import type { World } from '../basics/world.ts';
import { listStandings } from '../carriers/cwc/cwc.ts';
import { listBounces } from '../mail/bounces.ts';
import { countMailsUpTo, listRests, listStuck, listUnsure, tryAgain } from '../mail/status.ts';
import { line } from '../web/forms.ts';
import { show } from '../web/render.ts';
import { mailPage } from './mail.pages.ts';

/** Counts end here, so that the page is as quick among millions of mails. */
const MOST_COUNTED = 10_000;
const MOST_LISTED = 20;

/** How mail stands, for admins: what waits and why, what rests, what came back. */
export function mailRoutes(world: World): Router {
  const routes = Router();
  const base = '/desk/site/mail';

  routes.get(base, async (req, res) => {
    requireAdmin(viewerOf(res));
    const { db } = world;
    const now = world.now();
    const [counts, rests, stuck, unsure, bounces, congress] = await Promise.all([
      countMailsUpTo(db, MOST_COUNTED),
      listRests(db, now),
      listStuck(db, now, MOST_LISTED),
      listUnsure(db, MOST_LISTED),
      listBounces(db, MOST_LISTED),
      listStandings(db, world.settings, now),
    ]);
    const shown = { counts, most: MOST_COUNTED, rests, stuck, unsure, bounces, congress, now };
    show(res, mailPage({ ready: world.mailer.ready, ...shown, note: line(req.query['note']) }));
  });

  routes.post(`${base}/again`, async (req, res) => {
    requireAdmin(viewerOf(res));
    await tryAgain(world, line(req.body?.domain) || null);
    res.redirect(303, `${base}?note=again`);
  });

  return routes;
}
