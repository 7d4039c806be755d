import { type Response, Router } from 'express';
import { z } from 'zod';
import { viewerOf } from '../accounts/session.ts';
import type { World } from '../basics/world.ts';
import { type Letter, requireMine } from '../letters/letters.ts';
import { attempt, parse } from '../web/forms.ts';
import { show } from '../web/render.ts';
import { conditionNames, conditionsForm } from './conditions.ts';
import { noteField, reasonField } from './desk.forms.ts';
import { progressPart, removalPage, removeUrl, type SweepState, sweepPage } from './removal.pages.ts';
import { listRemovals, preview, requireRemoval, startRemoval, stopRemoval, undoRemoval } from './sweeping.ts';

/** Removing many signatures at once, on the desk. */
export function removalRoutes(world: World): Router {
  const routes = Router();
  const { db } = world;
  const base = '/desk/letters/:slug/signatures/remove';
  const mine = (res: Response, slug: string) => requireMine(db, viewerOf(res), slug, 'organizer');

  async function showSweep(
    res: Response,
    letter: Letter,
    given: unknown,
    failed?: SweepState['failed'],
  ): Promise<void> {
    const asked = parse(conditionsForm(letter.timeZone), given);
    const found = asked.ok
      ? { conditions: asked.value, preview: await preview(db, letter, asked.value, world.now()) }
      : null;
    const removals = await listRemovals(db, letter.id);
    const wrong = failed ?? (asked.ok ? undefined : asked);
    show(res, sweepPage({ letter, found, removals, failed: wrong }), { status: wrong ? 422 : 200 });
  }

  routes.get(base, async (req, res) => {
    const letter = await mine(res, req.params.slug);
    if (conditionNames.some((name) => name in req.query)) return showSweep(res, letter, req.query);
    show(res, sweepPage({ letter, found: null, removals: await listRemovals(db, letter.id) }));
  });

  routes.post(base, async (req, res) => {
    const letter = await mine(res, req.params.slug);
    const form = z
      .object({ reason: reasonField, note: noteField })
      .and(conditionsForm(letter.timeZone).transform((conditions) => ({ conditions })));
    const begun = await attempt(form, req.body, (value) => startRemoval(world, viewerOf(res), letter.slug, value));
    if (!begun.ok) return showSweep(res, letter, req.body, begun);
    res.redirect(303, `${removeUrl(letter)}/${begun.value.id}`);
  });

  routes.get(`${base}/:id`, async (req, res) => {
    const letter = await mine(res, req.params.slug);
    const removal = await requireRemoval(db, letter.id, req.params.id);
    show(res, removalPage(letter, removal, world.settings.keepUnconfirmedDays));
  });

  routes.get(`${base}/:id/progress`, async (req, res) => {
    const letter = await mine(res, req.params.slug);
    show(res, progressPart(letter, await requireRemoval(db, letter.id, req.params.id)));
  });

  for (const [verb, deed] of [
    ['stop', stopRemoval],
    ['put-back', undoRemoval],
  ] as const)
    routes.post(`${base}/:id/${verb}`, async (req, res) => {
      const { slug, id } = req.params as { slug: string; id: string };
      const letter = await mine(res, slug);
      await deed(world, viewerOf(res), slug, id);
      res.redirect(303, `${removeUrl(letter)}/${id}`);
    });

  return routes;
}
