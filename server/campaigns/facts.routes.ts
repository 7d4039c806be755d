import { type Request, type Response, Router } from 'express';
import { viewerOf } from '../accounts/session.ts';
import { slugOf } from '../basics/text.ts';
import type { World } from '../basics/world.ts';
import { listHistory } from '../history/history.ts';
import { attempt, line, lines, type Parsed, parse, typedIn } from '../web/forms.ts';
import { type Page, setCaching, show } from '../web/render.ts';
import { deleteCoverage, listCoverage, requireCoverage, saveCoverage } from './coverage.ts';
import { deleteExhibit, listExhibits, moveExhibit, requireExhibit, saveExhibit } from './exhibits.ts';
import { tableFile } from './exhibitTable.ts';
import { coverageForm, exhibitForm, happeningForm, partnersForm } from './facts.forms.ts';
import {
  coveragePage,
  exhibitPage,
  exhibitPreviewPage,
  factsPage,
  happeningPage,
  partnersPage,
} from './facts.pages.ts';
import { addPartners, listPartners, removePartners } from './partners.ts';
import { requireCampaign } from './questions.ts';
import type { Campaign } from './store.ts';
import { deleteHappening, listTimeline, requireHappening, saveHappening } from './timeline.ts';

/** Exhibits, coverage, timeline and partners of a campaign on the desk. */
export function factsRoutes(world: World): Router {
  const routes = Router();
  const { db } = world;
  const facts = '/desk/campaigns/:slug/facts';

  const campaignOf = (req: Request, res: Response): Promise<Campaign> =>
    requireCampaign(db, viewerOf(res), String(req.params['slug']), 'organizer');
  const back = (res: Response, { slug }: Campaign, note: string, anchor: string) =>
    res.redirect(303, `/desk/campaigns/${slug}/facts?note=${note}#${anchor}`);
  /** The part of an address that names a thing; null for one that is yet to be. */
  const idIn = (req: Request): string | null => (req.params['id'] === 'new' ? null : String(req.params['id']));

  routes.get(facts, async (req, res) => {
    const campaign = await campaignOf(req, res);
    const all = {
      exhibits: await listExhibits(db, campaign.id),
      coverage: await listCoverage(db, campaign.id),
      timeline: await listTimeline(db, campaign.id),
      partners: await listPartners(db, campaign.id),
    };
    const said = { note: line(req.query['note']), added: line(req.query['added']), known: line(req.query['known']) };
    show(res, factsPage(campaign, all, await listHistory(db, 'campaign', campaign.id, 20), said));
  });

  routes.get(`${facts}/exhibits/:id`, async (req, res) => {
    const campaign = await campaignOf(req, res);
    const id = idIn(req);
    show(res, exhibitPage(campaign, id === null ? null : await requireExhibit(db, campaign.id, id)));
  });

  routes.post(`${facts}/exhibits/:id`, async (req, res) => {
    const campaign = await campaignOf(req, res);
    const id = idIn(req);
    const exhibit = id === null ? null : await requireExhibit(db, campaign.id, id);
    const pressed = line(req.body?.do);
    if (pressed === 'write')
      return show(res, exhibitPage(campaign, exhibit, { problems: [], typed: typedIn(req.body) }));
    const read = parse(exhibitForm, req.body);
    if (!read.ok) return show(res, exhibitPage(campaign, exhibit, read), { status: 422 });
    if (pressed === 'see') return show(res, exhibitPreviewPage(campaign, exhibit, read.value));
    await saveExhibit(world, viewerOf(res), campaign.slug, id, read.value);
    back(res, campaign, 'saved', 'exhibits');
  });

  routes.get(`${facts}/exhibits/:id/table.csv`, async (req, res) => {
    const campaign = await campaignOf(req, res);
    const exhibit = await requireExhibit(db, campaign.id, req.params.id);
    setCaching(res, 'private');
    res
      .attachment(`${slugOf(exhibit.title) || 'exhibit'}.csv`)
      .type('text/csv')
      .send(tableFile(exhibit));
  });

  routes.post(`${facts}/exhibits/:id/move`, async (req, res) => {
    const campaign = await campaignOf(req, res);
    const by = line(req.body?.to) === 'up' ? -1 : 1;
    await moveExhibit(world, viewerOf(res), campaign.slug, req.params.id, by);
    back(res, campaign, 'moved', 'exhibits');
  });

  routes.post(`${facts}/exhibits/:id/delete`, async (req, res) => {
    const campaign = await campaignOf(req, res);
    await deleteExhibit(world, viewerOf(res), campaign.slug, req.params.id);
    back(res, campaign, 'removed', 'exhibits');
  });

  /** Coverage and timeline are written alike: a form for a new one, the same for one that is there, a button to remove it. */
  function writes<T>(
    kind: 'coverage' | 'timeline',
    find: (campaign: Campaign, id: string) => Promise<T>,
    page: (campaign: Campaign, item: T | null, failed?: Extract<Parsed<unknown>, { ok: false }>) => Page,
    save: (req: Request, res: Response, id: string | null) => Promise<Parsed<void>>,
    remove: (req: Request, res: Response, id: string) => Promise<void>,
  ): void {
    routes.get(`${facts}/${kind}/:id`, async (req, res) => {
      const campaign = await campaignOf(req, res);
      const id = idIn(req);
      show(res, page(campaign, id === null ? null : await find(campaign, id)));
    });
    routes.post(`${facts}/${kind}/:id`, async (req, res) => {
      const campaign = await campaignOf(req, res);
      const id = idIn(req);
      const item = id === null ? null : await find(campaign, id);
      const done = await save(req, res, id);
      if (!done.ok) return show(res, page(campaign, item, done), { status: 422 });
      back(res, campaign, 'saved', kind);
    });
    routes.post(`${facts}/${kind}/:id/delete`, async (req, res) => {
      const campaign = await campaignOf(req, res);
      await remove(req, res, String(req.params['id']));
      back(res, campaign, 'removed', kind);
    });
  }

  const slugIn = (req: Request) => String(req.params['slug']);
  writes(
    'coverage',
    (campaign, id) => requireCoverage(db, campaign.id, id),
    coveragePage,
    (req, res, id) =>
      attempt(coverageForm, req.body, (form) => saveCoverage(world, viewerOf(res), slugIn(req), id, form)),
    (req, res, id) => deleteCoverage(world, viewerOf(res), slugIn(req), id),
  );
  writes(
    'timeline',
    (campaign, id) => requireHappening(db, campaign.id, id),
    happeningPage,
    (req, res, id) =>
      attempt(happeningForm, req.body, (form) => saveHappening(world, viewerOf(res), slugIn(req), id, form)),
    (req, res, id) => deleteHappening(world, viewerOf(res), slugIn(req), id),
  );

  routes.get(`${facts}/partners`, async (req, res) => {
    const campaign = await campaignOf(req, res);
    show(res, partnersPage(campaign, await listPartners(db, campaign.id)));
  });

  routes.post(`${facts}/partners`, async (req, res) => {
    const campaign = await campaignOf(req, res);
    const done = await attempt(partnersForm, req.body, (partners) =>
      addPartners(world, viewerOf(res), campaign.slug, partners),
    );
    if (!done.ok) return show(res, partnersPage(campaign, await listPartners(db, campaign.id), done), { status: 422 });
    const { added, known } = done.value;
    res.redirect(303, `/desk/campaigns/${campaign.slug}/facts?note=partners&added=${added}&known=${known}#partners`);
  });

  routes.post(`${facts}/partners/remove`, async (req, res) => {
    const campaign = await campaignOf(req, res);
    const gone = await removePartners(world, viewerOf(res), campaign.slug, lines(req.body?.partner));
    back(res, campaign, gone > 0 ? 'removed' : 'unchanged', 'partners');
  });

  return routes;
}
