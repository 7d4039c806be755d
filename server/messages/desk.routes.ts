import { Router } from 'express';
import { viewerOf } from '../accounts/session.ts';
import type { World } from '../basics/world.ts';
import { listBodies, listByKeys } from '../legislators/legislators.ts';
import { requireMine } from '../letters/letters.ts';
import { line } from '../web/forms.ts';
import { show } from '../web/render.ts';
import { countsPage } from './countsPage.ts';
import type { Wanted } from './countsTable.ts';
import { findCounts, findWaiting } from './numbers.ts';

const sorts = ['messages', 'failed', 'name'] as const;

/** What was asked of the table; anything else is the first page, the most messages first. */
const wantedIn = (query: Record<string, unknown>): Wanted => ({
  q: line(query['q']).slice(0, 100),
  body: line(query['body']).slice(0, 100),
  state: line(query['state']).slice(0, 2),
  sort: sorts.find((sort) => sort === query['sort']) ?? 'messages',
  page: Math.max(1, Math.min(1000, Math.floor(Number(line(query['page'])) || 1))),
});

/** The messages of a letter for those who run it: numbers alone. */
export function deskMessageRoutes(world: World): Router {
  const routes = Router();

  routes.get('/desk/letters/:slug/messages', async (req, res) => {
    const viewer = viewerOf(res);
    const letter = await requireMine(world.db, viewer, req.params.slug, 'staffer');
    const counts = await findCounts(world.db, letter.id);
    const keys = [...new Set(counts.byLegislator.map(({ legislator }) => legislator))];
    const page = countsPage({
      letter,
      counts,
      waiting: await findWaiting(world, letter.id),
      legislators: await listByKeys(world.db, keys),
      bodyNames: new Map((await listBodies(world.db)).map(({ key, name }) => [key, name])),
      wanted: wantedIn(req.query),
      mailReady: world.mailer.ready,
      admin: viewer?.admin ?? false,
    });
    show(res, page);
  });

  return routes;
}
