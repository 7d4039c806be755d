import { Router } from 'express';
import { viewerOf } from '../accounts/session.ts';
import { dayInWashington } from '../basics/time.ts';
import { mayAs, requireSignedIn } from '../basics/viewer.ts';
import type { World } from '../basics/world.ts';
import { type Campaign, listMyCampaigns } from '../campaigns/campaigns.ts';
import { deadlineWaits } from '../closing/closing.ts';
import { tallyOf } from '../cosigners/cosigners.ts';
import { isLoaded, loadExample, removeExample } from '../example/example.ts';
import { rosterStatus } from '../legislators/legislators.ts';
import { type Letter, listOfCampaign } from '../letters/letters.ts';
import { findWaits, waitsIn } from '../signatures/signatures.ts';
import { line } from '../web/forms.ts';
import { show } from '../web/render.ts';
import { listDue } from '../whip/whip.ts';
import { deskPage } from './home.pages.ts';

export function deskRoutes(world: World): Router {
  const routes = Router();
  const { db } = world;

  routes.get('/desk', async (req, res) => {
    const viewer = requireSignedIn(viewerOf(res));
    const waitsOf = async (letter: Letter) =>
      letter.openToPublic && mayAs(viewer, letter.campaignId, 'organizer')
        ? waitsIn(letter, await findWaits(db, letter, world.now()))
        : [];
    const lettersOf = async (campaign: Campaign) => {
      const letters = await listOfCampaign(db, campaign.id, { drafts: true });
      const rowOf = async (letter: Letter) => {
        const { cosigners, signatures } = await tallyOf(db, viewer, letter, world.now());
        const numbers = { signed: cosigners?.signed ?? 0, signatures: signatures?.confirmed ?? 0 };
        const due = mayAs(viewer, letter.campaignId, 'organizer')
          ? deadlineWaits(letter, cosigners?.byPosition ?? [], world.now())
          : [];
        return { letter, ...numbers, waits: [...due, ...(await waitsOf(letter))] };
      };
      return { campaign, letters: await Promise.all(letters.map(rowOf)) };
    };
    const campaigns = await Promise.all((await listMyCampaigns(db, viewer)).map(lettersOf));
    const today = dayInWashington(world.now());
    const roster = await rosterStatus(db, today);
    const due = await listDue(db, viewer, today);
    const exampleLoaded = await isLoaded(db);
    show(res, deskPage(viewer, campaigns, roster, { due, today, exampleLoaded, note: line(req.query['note']) }));
  });

  routes.post('/desk/example', async (_req, res) => {
    await loadExample(world, viewerOf(res));
    res.redirect(303, '/desk?note=example-loaded');
  });

  routes.post('/desk/example/remove', async (_req, res) => {
    await removeExample(world, viewerOf(res));
    res.redirect(303, '/desk?note=example-removed');
  });

  return routes;
}
