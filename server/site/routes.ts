import { Router } from 'express';
import { viewerOf } from '../accounts/session.ts';
import { NotFound } from '../basics/errors.ts';
import type { World } from '../basics/world.ts';
import { listCampaignBills } from '../bills/bills.ts';
import {
  findCampaignById,
  listCampaigns,
  listCoverage,
  listExhibits,
  listPartners,
  listPublishedCampaigns,
  listTimeline,
  requireVisibleCampaign,
} from '../campaigns/campaigns.ts';
import { findAftermath } from '../closing/closing.ts';
import { listSignedFor, listWithdrew, tallyBlockOf, tallyOf } from '../cosigners/cosigners.ts';
import { listBodies, listByKeys } from '../legislators/legislators.ts';
import {
  isOpen,
  type Letter,
  listOfCampaign,
  listPublished,
  listVersions,
  requirePublished,
} from '../letters/letters.ts';
import { listRecent, RECENT } from '../signatures/signatures.ts';
import { signPanel } from '../signing/signing.ts';
import { show } from '../web/render.ts';
import { campaignPage, introducedBy } from './campaignPage.ts';
import { homePage, letterPage, versionPage } from './pages.ts';

/** How many letters the first page shows. */
const ON_HOME = 30;

/** The public pages that join rooms: first page, campaign, letter. */
export function siteRoutes(world: World): Router {
  const routes = Router();
  const { db } = world;
  const withTally = async (letter: Letter) => ({ letter, tally: await tallyOf(db, null, letter, world.now()) });

  routes.get('/', async (_req, res) => {
    const { items } = await listPublished(db, { limit: ON_HOME });
    const campaigns = await listPublishedCampaigns(db);
    const byId = new Map(
      [
        ...campaigns,
        ...(await listCampaigns(
          db,
          items.map((letter) => letter.campaignId),
        )),
      ].map((one) => [one.id, one]),
    );
    const circulating = items.filter((letter) => letter.state === 'circulating');
    const letters = await Promise.all(
      circulating.flatMap((letter) => {
        const campaign = byId.get(letter.campaignId);
        return campaign ? [withTally(letter).then((one) => ({ ...one, campaign }))] : [];
      }),
    );
    show(res, homePage(letters, campaigns), { cache: 'public' });
  });

  routes.get('/campaigns/:slug', async (req, res) => {
    const campaign = await requireVisibleCampaign(db, viewerOf(res), req.params.slug);
    const bills = await listCampaignBills(db, campaign.id);
    const keys = bills.flatMap((bill) => introducedBy(bill).map((sponsor) => sponsor.legislator));
    const page = campaignPage(campaign, {
      letters: await Promise.all((await listOfCampaign(db, campaign.id, { drafts: false })).map(withTally)),
      bills,
      sponsors: new Map((await listByKeys(db, keys)).map((person) => [person.key, person])),
      exhibits: await listExhibits(db, campaign.id),
      coverage: await listCoverage(db, campaign.id),
      timeline: await listTimeline(db, campaign.id),
      partners: await listPartners(db, campaign.id),
    });
    show(res, page, { cache: campaign.publishedAt ? 'public' : 'private' });
  });

  routes.get('/letters/:slug', async (req, res) => {
    // A published letter's page is the same for everybody; a draft is shown to its team alone.
    const letter = await requirePublished(db, viewerOf(res), req.params.slug);
    const viewer = letter.publishedAt ? null : viewerOf(res);
    const campaign = await findCampaignById(db, letter.campaignId);
    if (!campaign) throw new NotFound('letter');
    const tally = await tallyOf(db, viewer, letter, world.now());
    const bodies = new Map((await listBodies(db)).map((body) => [body.key, body.name]));
    const withdrew = await listWithdrew(db, viewer, letter);
    const page = letterPage(letter, {
      campaign,
      versions: await listVersions(db, letter.id),
      signers: await listSignedFor(db, viewer, letter),
      withdrew,
      aftermath: await findAftermath(db, viewer, letter, withdrew),
      tally,
      block: await tallyBlockOf(db, letter, tally),
      recent: letter.showSignatures === 'names' ? await listRecent(db, letter, RECENT) : [],
      bodyNames: letter.openToBodies.map((key) => bodies.get(key) ?? key),
      open: isOpen(letter, world.now()),
      signing: signPanel({ letter, campaign, now: world.now() }),
    });
    show(res, page, { cache: letter.publishedAt ? 'public' : 'private' });
  });

  routes.get('/letters/:slug/versions/:number', async (req, res) => {
    const letter = await requirePublished(db, null, req.params.slug);
    const campaign = await findCampaignById(db, letter.campaignId);
    const version = (await listVersions(db, letter.id)).find((one) => String(one.number) === req.params.number);
    if (!campaign || !version) throw new NotFound('version');
    show(res, versionPage(letter, campaign, version), { cache: 'public' });
  });

  return routes;
}
