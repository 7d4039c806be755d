import { type Request, type Response, Router } from 'express';
import { viewerOf } from '../accounts/session.ts';
import { NotFound } from '../basics/errors.ts';
import type { World } from '../basics/world.ts';
import { findCampaignById } from '../campaigns/campaigns.ts';
import { isOpen, requirePublished } from '../letters/letters.ts';
import { show } from '../web/render.ts';
import { listRecent, listShown } from './listing.ts';
import { RECENT } from './numbers.pages.ts';
import { listPage, livePage } from './public.pages.ts';
import { maySeeNames, requireNumbers } from './tally.ts';

/** Names on a page of the list. */
const ON_PAGE = 100;

/** Who signed, for the public: the list of names, and the part of the letter's page that keeps itself up to date. */
export function publicSignatureRoutes(world: World): Router {
  const routes = Router();
  const { db } = world;

  /** A letter with its numbers: the same for everybody, unless it keeps its signatures private. */
  async function requireWatched(req: Request, res: Response) {
    const letter = await requirePublished(db, null, String(req.params['slug']));
    const viewer = letter.showSignatures === 'private' ? viewerOf(res) : null;
    const numbers = await requireNumbers(db, viewer, letter);
    const cache = viewer ? ('private' as const) : ('public' as const);
    return { letter, viewer, numbers, cache };
  }

  routes.get('/letters/:slug/signatures', async (req, res) => {
    const { letter, viewer, numbers, cache } = await requireWatched(req, res);
    const campaign = await findCampaignById(db, letter.campaignId);
    if (!campaign) throw new NotFound('letter');
    const asked = (field: string) => String(req.query[field] ?? '').trim();
    const [q, after] = [asked('q').slice(0, 100), asked('after')];
    const names = maySeeNames(viewer, letter)
      ? await listShown(db, letter, { limit: ON_PAGE, cursor: after || null, q })
      : null;
    show(res, listPage(letter, { campaign, numbers, names, q, first: !after }), { cache });
  });

  routes.get('/letters/:slug/live', async (req, res) => {
    const { letter, viewer, numbers, cache } = await requireWatched(req, res);
    const recent = maySeeNames(viewer, letter) ? await listRecent(db, letter, RECENT) : [];
    show(res, livePage(numbers, recent, isOpen(letter, world.now())), { cache });
  });

  return routes;
}
