import { type Response, Router } from 'express';
import { viewerOf } from '../accounts/session.ts';
import { Invalid, type Problem } from '../basics/errors.ts';
import { dayInWashington } from '../basics/time.ts';
import type { World } from '../basics/world.ts';
import { requireCampaign } from '../campaigns/campaigns.ts';
import { requireMine } from '../letters/letters.ts';
import { show } from '../web/render.ts';
import { listChoices } from './committees.ts';
import { askedFrom } from './forms.ts';
import { type GapList, listGaps, listSupporters, sceneOf } from './gaps.ts';
import { gapsPage } from './list.pages.ts';
import { supportersPage } from './supporters.pages.ts';

/** Gap lists of a letter, and the supporters of a campaign, on the desk. */
export function gapRoutes(world: World): Router {
  const routes = Router();
  const { db } = world;

  async function showGaps(res: Response, slug: string, query: Record<string, unknown>): Promise<void> {
    const viewer = viewerOf(res);
    const letter = await requireMine(db, viewer, slug, 'volunteer');
    const scene = await sceneOf(db, viewer, letter, dayInWashington(world.now()));
    const asked = askedFrom(query);
    let list: GapList | null = null;
    let problems: Problem[] = [];
    try {
      list = await listGaps(db, scene, asked);
    } catch (error) {
      if (!(error instanceof Invalid)) throw error;
      problems = error.problems;
    }
    const page = gapsPage({
      ...{ scene, asked, list, problems },
      committees: await listChoices(db, letter),
      now: world.now(),
    });
    show(res, page, { status: list ? 200 : 422 });
  }

  routes.get('/desk/letters/:slug/gaps', (req, res) => showGaps(res, req.params.slug, req.query));

  routes.get('/desk/campaigns/:slug/supporters', async (req, res) => {
    const viewer = viewerOf(res);
    const campaign = await requireCampaign(db, viewer, req.params.slug, 'staffer');
    show(res, supportersPage(campaign, await listSupporters(db, viewer, campaign, dayInWashington(world.now()))));
  });

  return routes;
}
