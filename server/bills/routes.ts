import { type Request, type Response, Router } from 'express';
import { viewerOf } from '../accounts/session.ts';
import { congressOn } from '../basics/congress.ts';
import { dayInWashington } from '../basics/time.ts';
import { mayAs } from '../basics/viewer.ts';
import type { World } from '../basics/world.ts';
import { type Campaign, requireCampaign, requireVisibleCampaign } from '../campaigns/campaigns.ts';
import type { Db } from '../db/database.ts';
import { listHistory } from '../history/history.ts';
import { listByKeys } from '../legislators/legislators.ts';
import { attempt, line, parse, typedIn } from '../web/forms.ts';
import { show } from '../web/render.ts';
import { importForm, readForm, typedForm } from './forms.ts';
import { type BillImport, type BillSource, importBill, isNews } from './importing.ts';
import { addReadBill, addTypedBill, editBill, moveBill, removeBill } from './keeping.ts';
import { type Bill, listCampaignBills, requireBill } from './listing.ts';
import {
  billPage,
  billsPage,
  type CameToBill,
  editBillPage,
  keysIn,
  type LetterWithBills,
  type People,
  publicBillPage,
} from './pages.ts';

/** The letters of a campaign with the bills they name; a room that stands after this one knows them. */
export type LettersOf = (db: Db, campaignId: string) => Promise<LetterWithBills[]>;

/** A campaign's bills: on the desk, and each for everybody. */
export function billRoutes(world: World, lettersOf: LettersOf): Router {
  const routes = Router();
  const { db } = world;
  const base = '/desk/campaigns/:slug/bills';
  const campaignFor = (req: Request<{ slug: string }>, res: Response, role: 'staffer' | 'organizer') =>
    requireCampaign(db, viewerOf(res), req.params.slug, role);

  const peopleOf = async (bills: Bill[], more: string[] = []): Promise<People> => {
    const keys = bills.flatMap((bill) => bill.sponsors.map((one) => one.legislator));
    return new Map((await listByKeys(db, [...new Set([...keys, ...more])])).map((row) => [row.key, row]));
  };

  async function showList(res: Response, campaign: Campaign, came: Parameters<typeof billsPage>[1] = {}, status = 200) {
    const bills = await listCampaignBills(db, campaign.id);
    const state = {
      ...{ campaign, bills, people: await peopleOf(bills) },
      organizes: mayAs(viewerOf(res), campaign.id, 'organizer'),
      keyed: world.settings.congressApiKey !== null,
      congress: congressOn(dayInWashington(world.now())),
    };
    show(res, billsPage(state, came), { status });
  }

  async function showBill(res: Response, campaign: Campaign, id: string, came: CameToBill = {}, status = 200) {
    const bill = await requireBill(db, campaign.id, id);
    const history = await listHistory(db, 'bill', bill.id, 20);
    const state = {
      ...{ campaign, bill, history, people: await peopleOf([bill], keysIn(history)) },
      organizes: mayAs(viewerOf(res), campaign.id, 'organizer'),
      keyed: world.settings.congressApiKey !== null,
      letters: await lettersOf(db, campaign.id),
    };
    show(res, billPage(state, came), { status });
  }

  routes.get(base, async (req, res) => {
    await showList(res, await campaignFor(req, res, 'staffer'), { note: line(req.query['note']) });
  });

  routes.post(base, async (req, res) => {
    const campaign = await campaignFor(req, res, 'organizer');
    const typing = line(typedIn(req.body)['from']) !== 'congress';
    const done = typing
      ? await attempt(typedForm, req.body, (form) => addTypedBill(world, viewerOf(res), campaign.id, form))
      : await attempt(readForm, req.body, ({ number, summary }) =>
          addReadBill(world, viewerOf(res), campaign.id, number, { summary }),
        );
    if (!done.ok) return showList(res, campaign, { failed: done, typing }, 422);
    res.redirect(303, `/desk/campaigns/${campaign.slug}/bills/${done.value.id}?note=added`);
  });

  routes.get(`${base}/:id`, async (req, res) => {
    await showBill(res, await campaignFor(req, res, 'staffer'), req.params.id, { note: line(req.query['note']) });
  });

  routes.get(`${base}/:id/edit`, async (req, res) => {
    const campaign = await campaignFor(req, res, 'organizer');
    show(res, editBillPage(campaign, await requireBill(db, campaign.id, req.params.id)));
  });

  routes.post(`${base}/:id/edit`, async (req, res) => {
    const campaign = await campaignFor(req, res, 'organizer');
    const { id } = req.params;
    const bill = await requireBill(db, campaign.id, id);
    const done = await attempt(typedForm, req.body, (form) => editBill(world, viewerOf(res), campaign.id, id, form));
    if (!done.ok) return show(res, editBillPage(campaign, bill, done), { status: 422 });
    res.redirect(303, `/desk/campaigns/${campaign.slug}/bills/${id}?note=saved`);
  });

  /** Shows what an import found; where it was applied, by sending back to the bill. */
  async function tell(req: Request, res: Response, campaign: Campaign, id: string, report: BillImport) {
    const problems = report.problems.map((message) => ({ path: 'text', message }));
    const typed = typedIn(req.body);
    if (problems.length > 0) return showBill(res, campaign, id, { problems, typed }, 422);
    if (!report.applied) return showBill(res, campaign, id, { looked: report, typed });
    res.redirect(303, `/desk/campaigns/${campaign.slug}/bills/${id}?note=${isNews(report) ? 'read' : 'same'}`);
  }

  routes.post(`${base}/:id/read`, async (req, res) => {
    const campaign = await campaignFor(req, res, 'organizer');
    const source: BillSource = { kind: 'congress' };
    const report = await importBill(world, viewerOf(res), campaign.id, req.params.id, source);
    await tell(req, res, campaign, req.params.id, report);
  });

  routes.post(`${base}/:id/import`, async (req, res) => {
    const campaign = await campaignFor(req, res, 'organizer');
    const { id } = req.params;
    const form = parse(importForm, req.body);
    if (!form.ok) return showBill(res, campaign, id, { problems: form.problems, typed: form.typed }, 422);
    const source: BillSource = { kind: 'text', text: form.value.text };
    const dryRun = form.value.do === 'look';
    const report = await importBill(world, viewerOf(res), campaign.id, id, source, { dryRun });
    await tell(req, res, campaign, id, report);
  });

  routes.post(`${base}/:id/move`, async (req, res) => {
    const campaign = await campaignFor(req, res, 'organizer');
    const direction = line(typedIn(req.body)['direction']) === 'up' ? 'up' : 'down';
    await moveBill(world, viewerOf(res), campaign.id, req.params.id, direction);
    res.redirect(303, `/desk/campaigns/${campaign.slug}/bills?note=moved`);
  });

  routes.post(`${base}/:id/remove`, async (req, res) => {
    const campaign = await campaignFor(req, res, 'organizer');
    const { id } = req.params;
    await removeBill(world, viewerOf(res), campaign.id, id, async (tx) =>
      (await lettersOf(tx, campaign.id)).filter(({ bills }) => bills.includes(id)).map(({ title }) => title),
    );
    res.redirect(303, `/desk/campaigns/${campaign.slug}/bills?note=removed`);
  });

  routes.get('/campaigns/:slug/bills/:id', async (req, res) => {
    const campaign = await requireVisibleCampaign(db, viewerOf(res), req.params.slug);
    const bill = await requireBill(db, campaign.id, req.params.id);
    const page = publicBillPage(campaign, bill, await peopleOf([bill]));
    show(res, page, { cache: campaign.publishedAt ? 'public' : 'private' });
  });

  return routes;
}
