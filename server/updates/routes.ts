import { type Response, Router } from 'express';
import { requireOwnAccount } from '../accounts/accounts.ts';
import { viewerOf } from '../accounts/session.ts';
import { Invalid } from '../basics/errors.ts';
import type { World } from '../basics/world.ts';
import { deadlineAt } from '../letters/letters.ts';
import { attempt, line, parse, typedIn } from '../web/forms.ts';
import { show } from '../web/render.ts';
import { findComplaints } from './complaining.ts';
import { findNumbers } from './counting.ts';
import { scheduleForm, updateForm } from './forms.ts';
import { editPage, listPage, livePage, sendPage, type UpdateState, updatePage } from './pages.ts';
import { previewOf } from './preview.ts';
import { isState, recipientsPage } from './recipients.pages.ts';
import {
  cancelUpdate,
  pauseUpdate,
  resumeUpdate,
  scheduleUpdate,
  sendUpdate,
  unscheduleUpdate,
  type Which,
} from './sending.ts';
import { testUpdate } from './testing.ts';
import { countRecipients, editUpdate, listUpdates, requireOwnLetter, requireUpdate, writeUpdate } from './writing.ts';

/** News for signers, on the desk. */
export function updateRoutes(world: World): Router {
  const routes = Router();
  const { db } = world;
  const base = '/desk/letters/:slug/updates';

  /** All that a page of one update tells. */
  async function stateOf(res: Response, { slug, id }: Which, more: Partial<UpdateState> = {}): Promise<UpdateState> {
    const viewer = viewerOf(res);
    const found = await requireUpdate(db, viewer, slug, id);
    return {
      ...found,
      numbers: await findNumbers(db, found.update),
      complaints: (await findComplaints(db, found.letter.id)).get(id) ?? 0,
      preview: await previewOf(world, found, found.update, viewer?.name ?? ''),
      own: viewer?.accountId ? (await requireOwnAccount(db, viewer)).email : '',
      mailerReady: world.mailer.ready,
      now: world.now(),
      note: '',
      ...more,
    };
  }

  /** Writing, first or again: saves what was typed, or shows it as it would arrive. */
  async function write(res: Response, body: unknown, { slug, id }: { slug: string; id: string | null }): Promise<void> {
    const viewer = viewerOf(res);
    const about = await requireOwnLetter(db, viewer, slug);
    const update = id === null ? null : (await requireUpdate(db, viewer, slug, id)).update;
    const typed = typedIn(body);
    if (line(typed['do']) === 'preview') {
      const read = parse(updateForm, body);
      const preview = read.ok ? await previewOf(world, about, read.value, viewer?.name ?? '') : null;
      const failed = { typed, problems: read.ok ? [] : read.problems };
      return show(res, editPage(about, update, { failed, preview }), { status: read.ok ? 200 : 422 });
    }
    const done = await attempt(updateForm, body, (form) =>
      id === null ? writeUpdate(world, viewer, slug, form) : editUpdate(world, viewer, { slug, id }, form),
    );
    if (!done.ok) return show(res, editPage(about, update, { failed: done }), { status: 422 });
    res.redirect(303, `/desk/letters/${slug}/updates/${done.value.id}?note=saved`);
  }

  routes.get(base, async (req, res) => {
    const about = await requireOwnLetter(db, viewerOf(res), req.params.slug);
    const rows = [];
    for (const update of await listUpdates(db, about.letter))
      rows.push({ update, numbers: await findNumbers(db, update) });
    show(res, listPage(about, rows));
  });

  routes.get(`${base}/new`, async (req, res) => {
    show(res, editPage(await requireOwnLetter(db, viewerOf(res), req.params.slug), null));
  });

  routes.post(`${base}/new`, (req, res) => write(res, req.body, { slug: req.params.slug, id: null }));

  routes.get(`${base}/:id`, async (req, res) => {
    show(res, updatePage(await stateOf(res, req.params, { note: line(req.query['note']) })));
  });

  routes.get(`${base}/:id/edit`, async (req, res) => {
    const { slug, id } = req.params;
    const found = await requireUpdate(db, viewerOf(res), slug, id);
    if (found.update.state !== 'draft') return res.redirect(303, `/desk/letters/${slug}/updates/${id}`);
    show(res, editPage(found, found.update));
  });

  routes.post(`${base}/:id/edit`, (req, res) => write(res, req.body, req.params));

  // The mail as a mail program shows it, with its own style: kept apart from this site as a page of somebody else's.
  routes.get(`${base}/:id/mail.html`, async (req, res) => {
    const { preview } = await stateOf(res, req.params);
    res.set('Content-Security-Policy', "sandbox; default-src 'none'; style-src 'unsafe-inline'");
    res.set('Cache-Control', 'private, no-store');
    res.type('html').send(preview.page);
  });

  routes.get(`${base}/:id/progress`, async (req, res) => {
    show(res, livePage(await stateOf(res, req.params)));
  });

  routes.get(`${base}/:id/recipients`, async (req, res) => {
    const found = await requireUpdate(db, viewerOf(res), req.params.slug, req.params.id);
    const asked = line(req.query['state']);
    const page = { state: isState(asked) ? asked : ('failed' as const), after: line(req.query['after']) };
    show(res, await recipientsPage(world, found, page));
  });

  routes.get(`${base}/:id/send`, async (req, res) => {
    const state = await stateOf(res, req.params);
    const page = updatePage(state);
    if (!page.sendable) return res.redirect(303, page.urls.here);
    show(res, sendPage(state));
  });

  const back = (res: Response, { slug, id }: Which, note = '') =>
    res.redirect(303, `/desk/letters/${slug}/updates/${id}${note && `?note=${note}`}`);

  routes.post(`${base}/:id/send`, async (req, res) => {
    await sendUpdate(world, viewerOf(res), req.params, new Date(line(req.body?.seen)));
    back(res, req.params, 'sent');
  });

  routes.post(`${base}/:id/schedule`, async (req, res) => {
    const { letter } = await requireUpdate(db, viewerOf(res), req.params.slug, req.params.id);
    const done = await attempt(scheduleForm, req.body, async ({ sendAt }) => {
      const moment = deadlineAt(sendAt, letter.timeZone);
      if (!moment || moment <= world.now())
        throw new Invalid([{ path: 'sendAt', message: 'Please choose a day and a time that are still to come.' }]);
      await scheduleUpdate(world, viewerOf(res), req.params, moment);
    });
    if (done.ok) return back(res, req.params, 'scheduled');
    show(res, updatePage(await stateOf(res, req.params, { failed: done })), { status: 422 });
  });

  routes.post(`${base}/:id/test`, async (req, res) => {
    await testUpdate(world, viewerOf(res), req.params);
    back(res, req.params, 'tested');
  });

  for (const [verb, deed, note] of [
    ['count', countRecipients, ''],
    ['draft', unscheduleUpdate, 'draft'],
    ['pause', pauseUpdate, 'paused'],
    ['resume', resumeUpdate, 'resumed'],
    ['cancel', cancelUpdate, 'cancelled'],
  ] as const)
    routes.post(`${base}/:id/${verb}`, async (req, res) => {
      const which = req.params as unknown as Which;
      await deed(world, viewerOf(res), which);
      back(res, which, note);
    });

  return routes;
}
