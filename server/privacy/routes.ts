import { Router } from 'express';
import { viewerOf } from '../accounts/session.ts';
import type { World } from '../basics/world.ts';
import { requireVisibleCampaign } from '../campaigns/campaigns.ts';
import { show } from '../web/render.ts';
import { campaignPrivacyPage, sitePrivacyPage } from './pages.ts';

/** What this site and each campaign keep about people. */
export function privacyRoutes(world: World): Router {
  const routes = Router();

  routes.get('/privacy', (_req, res) => show(res, sitePrivacyPage(), { cache: 'public' }));

  routes.get('/campaigns/:slug/privacy', async (req, res) => {
    const campaign = await requireVisibleCampaign(world.db, viewerOf(res), req.params.slug);
    show(res, campaignPrivacyPage(campaign), { cache: campaign.publishedAt ? 'public' : 'private' });
  });

  return routes;
}
