import { type Response, Router } from 'express';
import { viewerOf } from '../accounts/session.ts';
import { Invalid, NotFound, type Problem } from '../basics/errors.ts';
import { mayAs } from '../basics/viewer.ts';
import type { World } from '../basics/world.ts';
import {
  assign,
  currentSignersLine,
  findStand,
  isCorrected,
  listAssignedTo,
  listEntries,
  listVolunteers,
  listWhip,
  record,
  recordMany,
  unassign,
} from '../cosigners/cosigners.ts';
import { listBodies } from '../legislators/legislators.ts';
import { type Letter, requireMine } from '../letters/letters.ts';
import { attempt, line, parse, type Typed, typedIn } from '../web/forms.ts';
import { show } from '../web/render.ts';
import { assignForm, bulkForm, entryForm, filterFrom } from './forms.ts';
import { queryOf, standPage, type WhipState, whipPage } from './pages.ts';

/** The whip list on the desk. */
export function whipRoutes(world: World): Router {
  const routes = Router();
  const { db } = world;
  const mine = (res: Response, slug: string) => requireMine(db, viewerOf(res), slug, 'volunteer');

  async function showWhip(
    res: Response,
    letter: Letter,
    query: Record<string, unknown>,
    more: Partial<Pick<WhipState, 'failed' | 'outcomes'>> = {},
  ): Promise<void> {
    const viewer = viewerOf(res);
    const filter = filterFrom(query);
    const page = whipPage({
      letter,
      viewer,
      filter,
      list: await listWhip(db, viewer, letter, filter),
      bodies: await listBodies(db),
      line: await currentSignersLine(db, letter),
      now: world.now(),
      note: line(query['note']),
      ...more,
    });
    show(res, page, { status: more.failed ? 422 : 200 });
  }

  async function showStand(
    res: Response,
    letter: Letter,
    key: string,
    { correct, note, failed }: { correct: string; note: string; failed?: { problems: Problem[]; typed: Typed } },
  ): Promise<void> {
    const viewer = viewerOf(res);
    const stand = await findStand(db, viewer, letter, key);
    if (!stand) throw new NotFound('legislator');
    const entries = await listEntries(db, viewer, letter, key);
    const page = standPage({
      letter,
      viewer,
      stand,
      entries,
      body: (await listBodies(db)).find((body) => body.key === stand.body),
      correcting: entries.find((entry) => entry.id === correct && !isCorrected(entries, correct)) ?? null,
      team: mayAs(viewer, letter.campaignId, 'organizer') ? await teamOf(res, letter, key) : null,
      now: world.now(),
      note,
      ...(failed && { failed }),
    });
    show(res, page, { status: failed ? 422 : 200 });
  }

  async function teamOf(res: Response, letter: Letter, key: string) {
    const volunteers = await listVolunteers(db, viewerOf(res), letter);
    const assigned = new Set(await listAssignedTo(db, letter.id, key));
    return {
      assigned: volunteers.filter((member) => assigned.has(member.accountId)),
      others: volunteers.filter((member) => !assigned.has(member.accountId)),
    };
  }

  routes.get('/desk/letters/:slug/whip', async (req, res) => {
    await showWhip(res, await mine(res, req.params.slug), req.query);
  });

  routes.post('/desk/letters/:slug/whip', async (req, res) => {
    const letter = await mine(res, req.params.slug);
    const typed = typedIn(req.body);
    const filter = filterFrom(req.query);
    if (line(typed['all']) === 'yes' && line(typed['position']) !== 'signed')
      typed['keys'] = (await listWhip(db, viewerOf(res), letter, filter)).items.map((stand) => stand.key);
    const form = parse(bulkForm, typed);
    if (!form.ok) return showWhip(res, letter, req.query, { failed: form });
    const { keys, ...recording } = form.value;
    const outcomes = await recordMany(world, viewerOf(res), letter.slug, keys, recording);
    if (outcomes.some(({ outcome }) => outcome === 'refused')) return showWhip(res, letter, req.query, { outcomes });
    const query = queryOf(filter);
    res.redirect(303, `/desk/letters/${letter.slug}/whip${query}${query ? '&' : '?'}note=bulk`);
  });

  routes.get('/desk/letters/:slug/whip/:key', async (req, res) => {
    const letter = await mine(res, req.params.slug);
    await showStand(res, letter, req.params.key, {
      correct: line(req.query['correct']),
      note: line(req.query['note']),
    });
  });

  routes.post('/desk/letters/:slug/whip/:key', async (req, res) => {
    const letter = await mine(res, req.params.slug);
    const { key } = req.params;
    const form = await attempt(entryForm, req.body, ({ corrects, ...recording }) =>
      record(world, viewerOf(res), letter.slug, key, { ...recording, corrects: corrects || undefined }),
    );
    if (!form.ok) {
      const correct = line(form.typed['corrects']);
      return showStand(res, letter, key, { correct, note: '', failed: form });
    }
    const corrected = line(typedIn(req.body)['corrects']) !== '';
    const note = !form.value.changed ? 'unchanged' : corrected ? 'corrected' : 'recorded';
    res.redirect(303, `/desk/letters/${letter.slug}/whip/${encodeURIComponent(key)}?note=${note}`);
  });

  for (const [verb, deed] of [
    ['assign', assign],
    ['unassign', unassign],
  ] as const)
    routes.post(`/desk/letters/:slug/whip/:key/${verb}`, async (req, res) => {
      const form = parse(assignForm, req.body);
      if (!form.ok) throw new Invalid(form.problems);
      const { slug, key } = req.params as { slug: string; key: string };
      await deed(world, viewerOf(res), slug, key, form.value.account);
      res.redirect(303, `/desk/letters/${slug}/whip/${encodeURIComponent(key)}?note=${verb}ed`);
    });

  return routes;
}
