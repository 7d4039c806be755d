import { type Response, Router } from 'express';
import { viewerOf } from '../accounts/session.ts';
import { NotFound } from '../basics/errors.ts';
import type { Viewer } from '../basics/viewer.ts';
import type { World } from '../basics/world.ts';
import { findCampaignById } from '../campaigns/campaigns.ts';
import { errataOf } from '../closing/closing.ts';
import { listSignedFor, tallyOf } from '../cosigners/cosigners.ts';
import { listBodies } from '../legislators/legislators.ts';
import { setCaching, show } from '../web/render.ts';
import { atomOf } from './atom.ts';
import { findTold, listChanges, requireOnRecord } from './changes.ts';
import { recordPage } from './pages.ts';

/** A letter's record and its feed, for whoever wants to cite or follow it. */
export function changeRoutes(world: World): Router {
  const routes = Router();
  const { db } = world;

  /** The letter, as whom it is read, and how its answers are kept: by everybody alike unless it is private. */
  async function require(res: Response, slug: string) {
    const { letter, viewer } = await requireOnRecord(db, viewerOf(res), slug);
    const campaign = await findCampaignById(db, letter.campaignId);
    if (!campaign) throw new NotFound('record');
    return { letter, viewer, campaign, cache: cacheFor(viewer) };
  }

  routes.get('/letters/:slug/record', async (req, res) => {
    const { letter, viewer, campaign, cache } = await require(res, req.params.slug);
    const page = recordPage({
      ...{ letter, campaign },
      signers: await listSignedFor(db, viewer, letter),
      told: await findTold(db, viewer, letter),
      errata: await errataOf(db, viewer, letter),
      tally: await tallyOf(db, viewer, letter, world.now()),
      bodies: new Map((await listBodies(db)).map((body) => [body.key, body.name])),
      baseUrl: world.settings.baseUrl,
      now: world.now(),
    });
    show(res, page, { cache });
  });

  routes.get('/letters/:slug/changes.atom', async (req, res) => {
    const { letter, viewer, campaign, cache } = await require(res, req.params.slug);
    const changes = await listChanges(db, viewer, letter, world.now());
    setCaching(res, cache);
    // No day of its own: a correction takes the newest entry away again, and only the ETag tells of that.
    res.set('Content-Type', 'application/atom+xml; charset=utf-8');
    res.send(atomOf({ letter, changes, sponsor: campaign.sponsor, baseUrl: world.settings.baseUrl }));
  });

  return routes;
}

const cacheFor = (viewer: Viewer | null) => (viewer ? ('private' as const) : ('public' as const));
