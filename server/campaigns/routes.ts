import { Router } from 'express';
import { viewerOf } from '../accounts/session.ts';
import { NotAllowed } from '../basics/errors.ts';
import { requireSignedIn } from '../basics/viewer.ts';
import type { World } from '../basics/world.ts';
import { attempt } from '../web/forms.ts';
import { show } from '../web/render.ts';
import {
  createCampaign,
  deleteCampaign,
  editCampaign,
  mayCreateCampaign,
  publishCampaign,
  requireCampaign,
} from './campaigns.ts';
import { factsRoutes } from './facts.routes.ts';
import { campaignForm } from './forms.ts';
import { editCampaignPage, newCampaignPage } from './pages.ts';

/** Starting, editing, publishing and deleting campaigns, on the desk. */
export function campaignRoutes(world: World): Router {
  const routes = Router();
  const base = '/desk/campaigns';

  routes.use(base, (_req, res, next) => {
    requireSignedIn(viewerOf(res));
    next();
  });

  routes.use(factsRoutes(world));

  routes.get(`${base}/new`, (_req, res) => {
    if (!mayCreateCampaign(viewerOf(res))) throw new NotAllowed('Only organizers and the admin start campaigns.');
    show(res, newCampaignPage());
  });

  routes.post(`${base}/new`, async (req, res) => {
    const done = await attempt(campaignForm, req.body, (form) => createCampaign(world, viewerOf(res), form));
    if (!done.ok) return show(res, newCampaignPage(done), { status: 422 });
    res.redirect(303, `${base}/${done.value.slug}?note=campaign-created`);
  });

  routes.get(`${base}/:slug/edit`, async (req, res) => {
    show(res, editCampaignPage(await requireCampaign(world.db, viewerOf(res), req.params.slug, 'organizer')));
  });

  routes.post(`${base}/:slug/edit`, async (req, res) => {
    const { slug } = req.params;
    const campaign = await requireCampaign(world.db, viewerOf(res), slug, 'organizer');
    const done = await attempt(campaignForm, req.body, (form) => editCampaign(world, viewerOf(res), slug, form));
    if (!done.ok) return show(res, editCampaignPage(campaign, done), { status: 422 });
    res.redirect(303, `${base}/${slug}?note=campaign-saved`);
  });

  routes.post(`${base}/:slug/publish`, async (req, res) => {
    await publishCampaign(world, viewerOf(res), req.params.slug);
    res.redirect(303, `${base}/${req.params.slug}?note=campaign-published`);
  });

  routes.post(`${base}/:slug/delete`, async (req, res) => {
    await deleteCampaign(world, viewerOf(res), req.params.slug);
    res.redirect(303, '/desk?note=campaign-deleted');
  });

  return routes;
}
