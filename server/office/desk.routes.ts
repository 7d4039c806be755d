import { type Response, Router } from 'express';
import { viewerOf } from '../accounts/session.ts';
import { Invalid } from '../basics/errors.ts';
import { momentAt } from '../basics/time.ts';
import { requireSignedIn } from '../basics/viewer.ts';
import type { World } from '../basics/world.ts';
import { listWhip, passes } from '../cosigners/cosigners.ts';
import { listBodies, listByKeys } from '../legislators/legislators.ts';
import { type Letter, requireMine } from '../letters/letters.ts';
import { pieceOf } from '../web/api.ts';
import { attempt, line } from '../web/forms.ts';
import { show } from '../web/render.ts';
import { acceptAnswer, listAnswers, refuseAnswer } from './answers.ts';
import { type AnswerRow, type OfficesParts, officesPage, officesUrl } from './desk.pages.ts';
import { linksForm, reasonForm } from './forms.ts';
import { listAsked, listLinks, makeLinks, revokeLink } from './links.ts';

const LINKS_AT_ONCE = 100;

/** Links for offices, and their answers, on the desk. */
export function officeDeskRoutes(world: World): Router {
  const routes = Router();
  const { db } = world;
  const base = '/desk/letters/:slug/offices';

  routes.use(base, (_req, res, next) => {
    requireSignedIn(viewerOf(res));
    next();
  });

  async function showOffices(
    res: Response,
    slug: string,
    query: Record<string, unknown>,
    failed?: OfficesParts['failed'],
  ): Promise<void> {
    const viewer = viewerOf(res);
    const letter = await requireMine(db, viewer, slug, 'organizer');
    const { waiting, settled } = await listAnswers(db, letter.id);
    const page = officesPage({
      ...{ letter, bodies: await listBodies(db), now: world.now(), note: line(query['note']) },
      waiting: await withMembers(waiting),
      settled: await withMembers(settled),
      links: await linksOf(letter, line(query['links']) !== 'ended', line(query['after'])),
      asked: (await listAsked(db, viewer, letter)).length,
      search: await searchOf(res, letter, line(query['q']), line(query['position']), 'q' in query),
      ...(failed && { failed }),
    });
    show(res, page, { status: failed ? 422 : 200 });
  }

  async function withMembers(answers: AnswerRow['answer'][]): Promise<AnswerRow[]> {
    const keys = [...new Set(answers.map((answer) => answer.legislator))];
    const members = new Map((await listByKeys(db, keys)).map((row) => [row.key, row]));
    return answers.flatMap((answer) => {
      const legislator = members.get(answer.legislator);
      return legislator ? [{ answer, legislator }] : [];
    });
  }

  async function linksOf(letter: Letter, works: boolean, after: string): Promise<OfficesParts['links']> {
    const all = await listLinks(world, letter);
    const working = all.filter(({ state }) => state === 'works');
    const rest = all.filter(({ state }) => state !== 'works');
    const counts = { works: working.length, ended: rest.length };
    const { items, next } = pieceOf(works ? working : rest, ({ link }) => link.id, {
      limit: LINKS_AT_ONCE,
      cursor: after || undefined,
    });
    return { items, next, works, counts };
  }

  async function searchOf(res: Response, letter: Letter, q: string, position: string, searched: boolean) {
    if (!searched) return { q, position, found: null };
    const { all } = await listWhip(db, viewerOf(res), letter);
    const serving = all.filter((stand) => stand.serving && letter.openToBodies.includes(stand.body));
    return { q, position, found: serving.filter((stand) => passes(stand, { q, position })) };
  }

  routes.get(base, (req, res) => showOffices(res, req.params.slug, req.query));

  routes.post(`${base}/links`, async (req, res) => {
    const viewer = viewerOf(res);
    const letter = await requireMine(db, viewer, req.params.slug, 'organizer');
    const done = await attempt(linksForm, req.body, ({ who, key, until }) => {
      const moment = momentAt(until, letter.timeZone);
      if (!moment) throw new Invalid([{ path: 'until', message: 'A day and a time, such as 2026-12-06T17:00.' }]);
      return makeLinks(world, viewer, letter.slug, { keys: who === 'asked' ? 'asked' : key, until: moment });
    });
    if (!done.ok) return showOffices(res, letter.slug, req.query, { form: 'links', ...done });
    res.redirect(303, `${officesUrl(letter)}?note=made-${done.value}`);
  });

  routes.post(`${base}/links/:id/revoke`, async (req, res) => {
    await revokeLink(world, viewerOf(res), req.params.slug, req.params.id);
    res.redirect(303, `${officesUrl(req.params)}?note=revoked`);
  });

  routes.post(`${base}/answers/:id/accept`, async (req, res) => {
    const { answer } = await acceptAnswer(world, viewerOf(res), req.params.slug, req.params.id);
    res.redirect(303, `${officesUrl(req.params)}?note=${answer === 'change' ? 'seen' : 'accepted'}`);
  });

  routes.post(`${base}/answers/:id/refuse`, async (req, res) => {
    const { slug, id } = req.params;
    await requireMine(db, viewerOf(res), slug, 'organizer');
    const done = await attempt(reasonForm, req.body, ({ reason }) =>
      refuseAnswer(world, viewerOf(res), slug, id, reason),
    );
    if (!done.ok) return showOffices(res, slug, {}, { form: id, ...done });
    res.redirect(303, `${officesUrl({ slug })}?note=refused`);
  });

  return routes;
}
