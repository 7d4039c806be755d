import { type Request, Router } from 'express';
import { viewerOf } from '../accounts/session.ts';
import { NotFound, Refused } from '../basics/errors.ts';
import type { World } from '../basics/world.ts';
import { officePage } from '../carriers/carriers.ts';
import { listByKeys } from '../legislators/legislators.ts';
import { requireMine } from '../letters/letters.ts';
import { offerTo } from '../variants/variants.ts';
import { attempt, line, parse } from '../web/forms.ts';
import { networkOf } from '../web/limits.ts';
import { show } from '../web/render.ts';
import { letFormsLeave } from '../web/security.ts';
import { aboutLetter, requireAbout, requireWriting, type Writing } from './board.ts';
import { confirmPage, forgottenPage } from './confirmPages.ts';
import { countsPage } from './countsPage.ts';
import { sendForm, textForm, wayForm } from './forms.ts';
import { findCounts } from './keeping.ts';
import { noteWay } from './opening.ts';
import { boardUrl } from './pages.ts';
import { confirm, forget, requirePending, send } from './sending.ts';
import { sentPage, textPage } from './textPage.ts';
import { askedIn, findWhere } from './where.ts';
import { receiptsUrl } from './writers.ts';

/** Writing to one of one's legislators, confirming what this server carries. All of it is private to the visitor. */
export function messageRoutes(world: World): Router {
  const routes = Router();

  routes.get('/letters/:slug/write/sent', async (req, res) => {
    const { letter, campaign } = await requireAbout(world.db, viewerOf(res), req.params.slug);
    show(res, sentPage(letter, campaign));
  });

  const writingAt = async (req: Request<{ slug: string; key: string }>, viewer: ReturnType<typeof viewerOf>) =>
    withAsk(await requireWriting(world, viewer, req.params.slug, req.params.key));

  const wordsFor = async (writing: Writing & { ask: 'request' | 'thanks' }) => {
    const about = aboutLetter(world, writing.letter);
    return { writing, about, offered: await offerTo(world.db, writing.letter, writing, about) };
  };

  routes.get('/letters/:slug/write/:key', async (req, res) => {
    const writing = await writingAt(req, viewerOf(res));
    const asked = askedIn(req.query);
    const where = await findWhere(world, asked);
    letFormsLeave(res);
    show(res, textPage({ ...(await wordsFor(writing)), where, typed: null, asked }));
  });

  // The text is shown as it now reads; it is personal and long, so it is neither kept nor put into an address.
  routes.post('/letters/:slug/write/:key', async (req, res) => {
    const writing = await writingAt(req, viewerOf(res));
    const form = parse(textForm, req.body);
    const asked = askedIn(req.body);
    const where = await findWhere(world, asked);
    const failed = form.ok ? undefined : form;
    letFormsLeave(res);
    show(
      res,
      textPage({
        ...(await wordsFor(writing)),
        where,
        typed: form.ok ? form.value : null,
        asked,
        failed,
      }),
      { status: form.ok ? 200 : 422 },
    );
  });

  routes.post('/letters/:slug/write/:key/send', async (req, res) => {
    const { slug, key } = req.params;
    const done = await attempt(sendForm, req.body, (form) => send(world, { slug, key }, form, networkOf(req.ip)));
    if (done.ok) return res.redirect(303, `/letters/${slug}/write/sent`);
    const writing = await writingAt(req, viewerOf(res));
    const asked = askedIn(req.body);
    const where = await findWhere(world, asked);
    const again = parse(textForm, req.body);
    const typed = again.ok ? again.value : null;
    letFormsLeave(res);
    const page = textPage({ ...(await wordsFor(writing)), where, typed, asked, failed: done });
    show(res, page, { status: 422 });
  });

  // The office's own form is opened by way of here, so that "opened" is counted, and nothing more.
  routes.post('/letters/:slug/write/:key/way', async (req, res) => {
    const writing = await writingAt(req, viewerOf(res));
    const form = parse(wayForm, req.body);
    if (!form.ok) throw new NotFound();
    const page = officePage(writing.legislator);
    if (form.value.way === 'form' && !page) throw new NotFound('form');
    await noteWay(world, writing, form.value.way, networkOf(req.ip));
    if (form.value.way === 'form' && page) return res.redirect(303, page.url);
    res.redirect(303, boardUrl(writing.letter, form.value, 'reported'));
  });

  routes.get('/messages/confirm', async (req, res) => {
    const token = line(req.query['token']);
    show(res, confirmPage(token, await requirePending(world, token)));
  });

  routes.post('/messages/confirm', async (req, res) => {
    const token = line(req.body?.token);
    const state = await confirm(world, token);
    const { receipts } = await requirePending(world, token);
    const note = state === 'queued' ? '?note=confirmed' : '';
    if (state !== 'overtaken' && receipts) return res.redirect(303, `${receiptsUrl(receipts)}${note}`);
    res.redirect(303, `/messages/confirm?token=${encodeURIComponent(token)}`);
  });

  routes.post('/messages/forget', async (req, res) => {
    await forget(world, line(req.body?.token));
    res.redirect(303, '/messages/forgotten');
  });

  routes.get('/messages/forgotten', (_req, res) => show(res, forgottenPage()));

  routes.get('/desk/letters/:slug/messages', async (req, res) => {
    const letter = await requireMine(world.db, viewerOf(res), req.params.slug, 'staffer');
    const counts = await findCounts(world.db, letter.id);
    const keys = [...new Set(counts.byLegislator.map(({ legislator }) => legislator))];
    show(res, countsPage(letter, counts, await listByKeys(world.db, keys)));
  });

  return routes;
}

/** Throws Refused once the letter takes no more names and there is nothing to thank for. */
function withAsk(writing: Writing): Writing & { ask: 'request' | 'thanks' } {
  const { ask } = writing;
  if (!ask) throw new Refused('letter-closed', 'This letter is closed: it takes no more names.');
  return { ...writing, ask };
}
