import { Router } from 'express';
import { viewerOf } from '../accounts/session.ts';
import { slugOf } from '../basics/text.ts';
import type { World } from '../basics/world.ts';
import { listWhip } from '../cosigners/cosigners.ts';
import { listStates } from '../districts/districts.ts';
import { makeOnce } from '../documents/documents.ts';
import { listByKeys } from '../legislators/legislators.ts';
import { requireMine } from '../letters/letters.ts';
import { findSignedByPlace } from '../signatures/signatures.ts';
import { line } from '../web/forms.ts';
import { setCaching, show } from '../web/render.ts';
import { homeOf } from './home.ts';
import { prepareMeeting } from './meetings.ts';
import { MOST_LISTED, meetingsPage, sheetPage } from './pages.ts';
import { paperOf } from './paper.ts';

/** A sheet for the meeting with one office, to print: for the team's staffers and organizers. */
export function meetingRoutes(world: World): Router {
  const routes = Router();
  const { db } = world;

  routes.get('/desk/letters/:slug/meetings', async (req, res) => {
    const viewer = viewerOf(res);
    const letter = await requireMine(db, viewer, req.params.slug, 'staffer');
    const q = line(req.query['q']).slice(0, 100);
    const state = line(req.query['state']).slice(0, 2);
    const { items, all } = await listWhip(db, viewer, letter, { q, state });
    const found = items.filter(({ body }) => letter.openToBodies.includes(body));
    const keys = found.slice(0, MOST_LISTED).map(({ key }) => key);
    const homes = new Map((await listByKeys(db, keys)).map((member) => [member.key, homeOf(member)]));
    const signed = await findSignedByPlace(db, letter);
    const here = new Set(all.map((stand) => stand.state));
    const page = meetingsPage({
      ...{ letter, q, state, found },
      states: listStates()
        .filter(({ code }) => here.has(code))
        .sort((a, b) => (a.name < b.name ? -1 : 1)),
      signedNear: ({ key }) => {
        const home = homes.get(key);
        return home && letter.openToPublic ? signed(home) : null;
      },
    });
    show(res, page);
  });

  routes.get('/desk/letters/:slug/meetings/:key.pdf', async (req, res) => {
    const { slug, key } = req.params;
    const sheet = await prepareMeeting(world, viewerOf(res), slug, key);
    const team = line(req.query['part']) !== 'office';
    const bytes = await makeOnce(paperOf(sheet, { team, now: world.now() }));
    setCaching(res, 'private');
    res.type('pdf').set('Content-Disposition', `inline; filename="${slug}-${slugOf(sheet.name) || 'meeting'}.pdf"`);
    res.send(bytes);
  });

  routes.get('/desk/letters/:slug/meetings/:key', async (req, res) => {
    const { slug, key } = req.params;
    const sheet = await prepareMeeting(world, viewerOf(res), slug, key);
    show(res, sheetPage(await requireMine(db, viewerOf(res), slug, 'staffer'), key, sheet));
  });

  return routes;
}
