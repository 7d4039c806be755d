import { type Response, Router } from 'express';
import { viewerOf } from '../accounts/session.ts';
import { NotFound } from '../basics/errors.ts';
import { requireSignedIn } from '../basics/viewer.ts';
import type { World } from '../basics/world.ts';
import { type Campaign, findCampaignById, requireCampaign, requireVisibleCampaign } from '../campaigns/campaigns.ts';
import { type Letter, requireMine, requirePublished, setDearColleague } from '../letters/letters.ts';
import { attempt, line, type Parsed } from '../web/forms.ts';
import { setCaching, show } from '../web/render.ts';
import { defaultWords } from './colleague.ts';
import {
  briefFileName,
  briefOf,
  type Format,
  fileNameOf,
  formats,
  kinds,
  listMarked,
  make,
  markNational,
  paperOf,
} from './documents.ts';
import { factsOf } from './facts.ts';
import { colleagueForm, nationalForm } from './forms.ts';
import type { Paper } from './model.ts';
import { documentsPage } from './pages.ts';

const contentTypes: Record<Format, string> = {
  pdf: 'application/pdf',
  docx: 'application/vnd.openxmlformats-officedocument.wordprocessingml.document',
  txt: 'text/plain; charset=utf-8',
};

/** Documents for everybody and on the desk. */
export function documentRoutes(world: World): Router {
  const routes = Router();
  const { db } = world;

  async function send(res: Response, paper: Paper, format: Format, name: string, cache: 'public' | 'private') {
    const { bytes, etag } = await make(paper, format);
    setCaching(res, cache);
    // A browser shows what it can, and keeps the rest.
    const how = format === 'docx' ? 'attachment' : 'inline';
    res.set({
      ETag: etag,
      'Content-Type': contentTypes[format],
      'Content-Disposition': `${how}; filename="${name}"`,
    });
    res.send(bytes);
  }

  for (const format of formats) {
    routes.get(`/letters/:slug/letter.${format}`, async (req, res) => {
      // As the letter's page: the same for everybody once published, a draft for its team alone.
      const letter = await requirePublished(db, viewerOf(res), req.params.slug);
      const viewer = letter.publishedAt ? null : viewerOf(res);
      const paper = await paperOf(world, viewer, letter, 'letter', { blank: line(req.query['blank']) === 'yes' });
      const name = fileNameOf(letter, 'letter', format, world.now());
      await send(res, paper, format, name, letter.publishedAt ? 'public' : 'private');
    });

    routes.get(`/campaigns/:slug/brief.${format}`, async (req, res) => {
      const campaign = await requireVisibleCampaign(db, viewerOf(res), req.params.slug);
      const cache = campaign.publishedAt ? 'public' : 'private';
      await send(res, await briefOf(world, campaign), format, briefFileName(campaign, format), cache);
    });

    routes.get(`/desk/campaigns/:slug/brief.${format}`, async (req, res) => {
      requireSignedIn(viewerOf(res));
      const campaign = await requireCampaign(db, viewerOf(res), req.params.slug, 'staffer');
      await send(res, await briefOf(world, campaign), format, briefFileName(campaign, format), 'private');
    });

    for (const kind of kinds)
      routes.get(`/desk/letters/:slug/documents/${kind}.${format}`, async (req, res) => {
        const viewer = requireSignedIn(viewerOf(res));
        const letter = await requireMine(db, viewer, req.params.slug, 'staffer');
        const paper = await paperOf(world, viewer, letter, kind, { blank: line(req.query['blank']) === 'yes' });
        await send(res, paper, format, fileNameOf(letter, kind, format, world.now()), 'private');
      });
  }

  async function showDocuments(res: Response, letter: Letter, note: string, failed?: Parsed<unknown> & { ok: false }) {
    const campaign: Campaign | null = await findCampaignById(db, letter.campaignId);
    if (!campaign) throw new NotFound('letter');
    const viewer = viewerOf(res);
    const page = documentsPage(letter, {
      campaign,
      viewer,
      standard: defaultWords(await factsOf(world, viewer, letter)),
      organizations: await listMarked(db, letter),
      note,
      ...(failed && { failed }),
    });
    show(res, page, { status: failed ? 422 : 200 });
  }

  const base = '/desk/letters/:slug/documents';

  routes.get(base, async (req, res) => {
    const letter = await requireMine(db, requireSignedIn(viewerOf(res)), req.params.slug, 'staffer');
    await showDocuments(res, letter, line(req.query['note']));
  });

  routes.post(`${base}/dear-colleague`, async (req, res) => {
    const { slug } = req.params;
    const letter = await requireMine(db, viewerOf(res), slug, 'organizer');
    const done = await attempt(colleagueForm, req.body, ({ dearColleague }) =>
      setDearColleague(world, viewerOf(res), slug, dearColleague),
    );
    if (!done.ok) return showDocuments(res, letter, '', done);
    res.redirect(303, `/desk/letters/${slug}/documents?note=colleague`);
  });

  routes.post(`${base}/national`, async (req, res) => {
    const { slug } = req.params;
    const letter = await requireMine(db, viewerOf(res), slug, 'organizer');
    const done = await attempt(nationalForm, req.body, ({ national }) =>
      markNational(world, viewerOf(res), slug, national),
    );
    if (!done.ok) return showDocuments(res, letter, '', done);
    res.redirect(303, `/desk/letters/${slug}/documents?note=national`);
  });

  return routes;
}
