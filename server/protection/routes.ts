import { type Response, Router } from 'express';
import { viewerOf } from '../accounts/session.ts';
import { Invalid } from '../basics/errors.ts';
import { requireSignedIn } from '../basics/viewer.ts';
import type { World } from '../basics/world.ts';
import { findCampaignById, requireCampaign } from '../campaigns/campaigns.ts';
import { requireMine } from '../letters/letters.ts';
import { attempt, line, parse } from '../web/forms.ts';
import { show } from '../web/render.ts';
import { askedOf } from './api.ts';
import { ruleForm, spikeForm } from './forms.ts';
import { type Failed, type Guarded, rulesPage, spikesPage } from './pages.ts';
import { isAsking } from './protection.ts';
import { addRule, listRules, removeRule } from './rules.ts';
import { listSpikes, seeSpike } from './spikes.ts';

/** What a sign form asks for before it is sent; the lists that an admin and organizers keep; a letter's rushes. */
export function protectionRoutes(world: World): Router {
  const routes = Router();

  routes.get('/letters/:slug/challenge', async (req, res) => {
    res.set('Cache-Control', 'no-store').json(await askedOf(world, req.params.slug, req.ip));
  });

  /** The lists under one address; `find` says whose they are, and throws where the viewer may not know. */
  function lists(
    path: string,
    find: (res: Response, slug: string) => Promise<Guarded & { campaignId: string | null }>,
  ): void {
    async function showRules(res: Response, slug: string, came: { note?: string; failed?: Failed }, status = 200) {
      const guarded = await find(res, slug);
      const rules = await listRules(world, viewerOf(res), guarded.campaignId);
      show(res, rulesPage(guarded, rules, came), { status });
    }
    const slugIn = (params: Record<string, string | string[] | undefined>) => String(params['slug'] ?? '');

    routes.get(path, (req, res) => showRules(res, slugIn(req.params), { note: line(req.query['note']) }));

    routes.post(path, async (req, res) => {
      const { base, campaignId } = await find(res, slugIn(req.params));
      const done = await attempt(ruleForm, req.body, (form) => addRule(world, viewerOf(res), campaignId, form));
      if (!done.ok) return showRules(res, slugIn(req.params), { failed: done }, 422);
      res.redirect(303, `${base}?note=added`);
    });

    routes.post(`${path}/:id/remove`, async (req, res) => {
      const { base, campaignId } = await find(res, slugIn(req.params));
      await removeRule(world, viewerOf(res), campaignId, String(req.params['id']));
      res.redirect(303, `${base}?note=removed`);
    });
  }

  lists('/desk/site/protection', async () => ({
    ...{ base: '/desk/site/protection', back: { title: 'Site', url: '/desk/site' } },
    ...{ campaign: null, campaignId: null },
  }));

  lists('/desk/campaigns/:slug/protection', async (res, slug) => {
    const campaign = await requireCampaign(world.db, requireSignedIn(viewerOf(res)), slug, 'organizer');
    const url = `/desk/campaigns/${slug}`;
    return { base: `${url}/protection`, back: { title: campaign.title, url }, campaign, campaignId: campaign.id };
  });

  const ofLetter = '/desk/letters/:slug/protection';

  routes.get(ofLetter, async (req, res) => {
    const viewer = requireSignedIn(viewerOf(res));
    const letter = await requireMine(world.db, viewer, req.params.slug, 'organizer');
    const [spikes, asking, campaign] = await Promise.all([
      listSpikes(world, viewer, letter),
      isAsking(world, letter.id),
      findCampaignById(world.db, letter.campaignId),
    ]);
    const shown = { spikes, asking, protects: world.settings.signingProtection };
    show(res, spikesPage(letter, campaign ?? { title: '', slug: '' }, shown, line(req.query['note'])));
  });

  routes.post(`${ofLetter}/seen`, async (req, res) => {
    const viewer = requireSignedIn(viewerOf(res));
    const letter = await requireMine(world.db, viewer, req.params.slug, 'organizer');
    const form = parse(spikeForm, req.body);
    if (!form.ok) throw new Invalid(form.problems);
    await seeSpike(world, viewer, letter, form.value);
    res.redirect(303, `/desk/letters/${letter.slug}/protection?note=seen`);
  });

  return routes;
}
