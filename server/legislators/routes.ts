import { Router } from 'express';
import { NotFound } from '../basics/errors.ts';
import type { World } from '../basics/world.ts';
import { lookUpZip, zipOf } from '../districts/districts.ts';
import { line } from '../web/forms.ts';
import { show } from '../web/render.ts';
import { findLegislator, listBodies, listCommittees, listLegislators, representing } from './legislators.ts';
import { type Asked, filterOf, legislatorPage, listPage } from './pages.ts';

const PER_PAGE = 50;

const askedIn = (query: Record<string, unknown>): Asked => {
  const field = (name: string) => line(query[name]).slice(0, 100);
  return {
    q: field('q'),
    body: field('body'),
    state: field('state'),
    party: field('party'),
    committee: field('committee'),
    former: field('former'),
    zip: field('zip'),
    cursor: line(query['cursor']).slice(0, 500),
  };
};

/** Searching legislators, and a page for each. */
export function legislatorRoutes(world: World): Router {
  const routes = Router();
  const { db } = world;

  const foundBy = async (typed: string) => {
    if (typed === '') return null;
    const zip = zipOf(typed);
    const lookup = zip ? await lookUpZip(db, zip) : null;
    return { lookup, representation: await representing(db, lookup ?? { districts: [], state: null }) };
  };

  routes.get('/legislators', async (req, res) => {
    const asked = askedIn(req.query);
    const page = await listLegislators(db, filterOf(asked), { limit: PER_PAGE, cursor: asked.cursor || undefined });
    const found = await foundBy(asked.zip);
    const [bodies, committees] = [await listBodies(db), await listCommittees(db)];
    const status = found && !found.lookup ? 422 : 200;
    show(res, listPage({ asked, page, bodies, committees, found }), { cache: 'public', status });
  });

  // The key of a state's legislator has a slash in it, and people paste it as it is.
  routes.get('/legislators/*key', async (req, res) => {
    const legislator = await findLegislator(db, req.params.key.join('/'));
    if (!legislator) throw new NotFound('legislator');
    show(res, legislatorPage(legislator), { cache: 'public' });
  });

  return routes;
}
