import { type Response, Router } from 'express';
import { z } from 'zod';
import { viewerOf } from '../accounts/session.ts';
import { Invalid, NotFound } from '../basics/errors.ts';
import { mayAs, requireSignedIn } from '../basics/viewer.ts';
import type { World } from '../basics/world.ts';
import { type Campaign, findCampaignById, requireCampaign } from '../campaigns/campaigns.ts';
import { listHistory } from '../history/history.ts';
import { listBodies } from '../legislators/legislators.ts';
import { lineField, textField } from '../web/fields.ts';
import { attempt, line } from '../web/forms.ts';
import { show } from '../web/render.ts';
import { changeLetter, moveLetter, setMessages } from './changing.ts';
import { copyAsNew, deleteDraft } from './drafting.ts';
import { editorRoutes } from './editor.routes.ts';
import { labelsOf } from './naming.ts';
import { campaignPage, type OverviewState, overviewPage, textsPage } from './pages.ts';
import { listOfCampaign, listVersions, requireMine } from './questions.ts';
import { deadlineAt, knownDay, mergeable, reasonField, stateField } from './shape.ts';
import { noSigners } from './signers.ts';
import type { Letter } from './store.ts';
import { TOPICS } from './topics.ts';
import { versionRoutes } from './versions.routes.ts';

const textsForm = z.object({
  messageSubject: mergeable(lineField({ most: 200, needed: 'What should the subject be?' })),
  messageRequest: mergeable(textField({ most: 5000, needed: 'What should they ask for?' })),
  messageThanks: mergeable(textField({ most: 5000, needed: 'How should they say thanks?' })),
  topic: z.enum(['', ...TOPICS], 'Choose a topic of the list.').optional(),
  stance: z.enum(['', 'pro', 'con'], 'Choose one of the three.').optional(),
});

/** A move, from fields that carry its name: 'withdrawn.reason'. */
const moveForm = z
  .object({
    state: stateField,
    'closed.reason': reasonField.optional(),
    'sent.reason': reasonField.optional(),
    'circulating.reason': reasonField.optional(),
    'withdrawn.reason': reasonField.optional(),
    'sent.sentDay': z.union([z.literal(''), knownDay], 'A day such as 2026-05-04.').optional(),
    'circulating.deadline': z.string().optional(),
  })
  .transform(({ state, ...typed }) => ({
    state,
    reason: state === 'draft' ? '' : (typed[`${state}.reason`] ?? ''),
    sentDay: typed['sent.sentDay'] || undefined,
    deadline: typed['circulating.deadline'] ?? '',
  }));

/** Campaigns and letters on the desk. */
export function letterRoutes(world: World, signersDesk = noSigners): Router {
  const routes = Router();
  const { db } = world;

  routes.use(['/desk/campaigns', '/desk/letters'], (_req, res, next) => {
    requireSignedIn(viewerOf(res));
    next();
  });
  routes.use(editorRoutes(world));
  routes.use(versionRoutes(world, signersDesk));

  routes.get('/desk/campaigns/:slug', async (req, res) => {
    const viewer = viewerOf(res);
    const campaign = await requireCampaign(db, viewer, req.params.slug, 'volunteer');
    const letters = await listOfCampaign(db, campaign.id, { drafts: mayAs(viewer, campaign.id, 'staffer') });
    show(res, campaignPage(campaign, letters, { viewer, now: world.now(), note: line(req.query['note']) }));
  });

  const campaignOf = async (letter: Letter): Promise<Campaign> => {
    const campaign = await findCampaignById(db, letter.campaignId);
    if (!campaign) throw new NotFound('campaign');
    return campaign;
  };

  async function showOverview(
    res: Response,
    slug: string,
    more: Pick<OverviewState, 'note' | 'failed'>,
  ): Promise<void> {
    const viewer = viewerOf(res);
    const letter = await requireMine(db, viewer, slug, 'staffer');
    const bodies = await listBodies(db);
    const state: OverviewState = {
      letter,
      campaign: await campaignOf(letter),
      versions: await listVersions(db, letter.id),
      history: await listHistory(db, 'letter', letter.id),
      bodies: letter.openToBodies.map((key) => bodies.find((body) => body.key === key)?.name ?? key),
      leads: await labelsOf(db, letter.leads),
      signers: await signersDesk.find(letter),
      waiting: await signersDesk.listWaiting(letter, viewer),
      reasons: signersDesk.reasons,
      viewer,
      now: world.now(),
      ...more,
    };
    show(res, overviewPage(state), { status: more.failed ? 422 : 200 });
  }

  routes.get('/desk/letters/:slug', (req, res) =>
    showOverview(res, req.params.slug, { note: line(req.query['note']) }),
  );

  routes.post('/desk/letters/:slug/state', async (req, res) => {
    const { slug } = req.params;
    const viewer = viewerOf(res);
    const letter = await requireMine(db, viewer, slug, 'organizer');
    const done = await attempt(moveForm, req.body, async ({ state, reason, sentDay, deadline }) => {
      // To open a letter again is to give it a new deadline; the two are one change.
      if (letter.state !== 'closed' || state !== 'circulating')
        return moveLetter(world, viewer, slug, state, { reason, sentDay });
      const moment = deadlineAt(deadline, letter.timeZone);
      if (!moment) throw new Invalid([{ path: 'deadline', message: 'A day and a time for the new deadline.' }]);
      return changeLetter(world, viewer, slug, { deadline: moment, state }, reason);
    });
    if (done.ok) {
      const note = letter.state === 'draft' && done.value.state === 'circulating' ? 'published' : done.value.state;
      return res.redirect(303, `/desk/letters/${slug}?note=${note}`);
    }
    const to = line(req.body?.state);
    const problems = done.problems.map(({ path, message }) => ({
      path: path.includes('.') ? path : `${to}.${path}`,
      message,
    }));
    await showOverview(res, slug, { failed: { to, problems, typed: done.typed } });
  });

  routes.post('/desk/letters/:slug/copy', async (req, res) => {
    const letter = await copyAsNew(world, viewerOf(res), req.params.slug);
    res.redirect(303, `/desk/letters/${letter.slug}?note=copied`);
  });

  routes.post('/desk/letters/:slug/delete', async (req, res) => {
    const letter = await deleteDraft(world, viewerOf(res), req.params.slug);
    res.redirect(303, `/desk/campaigns/${(await campaignOf(letter)).slug}?note=deleted`);
  });

  routes.get('/desk/letters/:slug/texts', async (req, res) => {
    const letter = await requireMine(db, viewerOf(res), req.params.slug, 'organizer');
    show(res, textsPage(letter, await campaignOf(letter)));
  });

  routes.post('/desk/letters/:slug/texts', async (req, res) => {
    const viewer = viewerOf(res);
    const letter = await requireMine(db, viewer, req.params.slug, 'organizer');
    const done = await attempt(textsForm, req.body, (texts) => setMessages(world, viewer, letter.slug, texts));
    if (!done.ok) return show(res, textsPage(letter, await campaignOf(letter), done), { status: 422 });
    res.redirect(303, `/desk/letters/${letter.slug}?note=saved`);
  });

  return routes;
}
