import { type Response, Router } from 'express';
import { viewerOf } from '../accounts/session.ts';
import { Invalid, NotFound } from '../basics/errors.ts';
import { mayAs } from '../basics/viewer.ts';
import type { World } from '../basics/world.ts';
import {
  assign,
  assignMany,
  currentSignersLine,
  type Outcome,
  recordMany,
  signersLineAmong,
  unassign,
} from '../cosigners/cosigners.ts';
import { listBodies, listCommittees } from '../legislators/legislators.ts';
import { type Letter, requireMine } from '../letters/letters.ts';
import { attempt, line, parse, type Typed, typedIn } from '../web/forms.ts';
import { show } from '../web/render.ts';
import { finish } from './contacts.ts';
import { filterFrom, queryOf, viewFrom } from './filter.ts';
import { assignForm, bulkAssignForm, bulkContactForm, bulkForm, doneForm } from './forms.ts';
import { memberUrl, whipUrl } from './links.ts';
import { type WhipState, whipPage } from './list.pages.ts';
import { listLastNotes, listWhipRows } from './listing.ts';
import { printPage } from './print.pages.ts';
import { contactMany } from './recording.ts';

/** The whip list on the desk: the list itself, its print, and what is done for many at once. */
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
    const view = viewFrom(query);
    const list = await listWhipRows(db, viewer, letter, filter, world.now(), view);
    const page = whipPage({
      ...{ letter, viewer, filter, view, list },
      bodies: await listBodies(db),
      committees: await listCommittees(db),
      // A volunteer's list is not whole.
      line: mayAs(viewer, letter.campaignId, 'staffer')
        ? await signersLineAmong(db, letter, list.stands)
        : await currentSignersLine(db, letter),
      note: line(query['note']),
      ...more,
    });
    show(res, page, { status: more.failed ? 422 : 200 });
  }

  routes.get('/desk/letters/:slug/whip', async (req, res) => {
    await showWhip(res, await mine(res, req.params.slug), req.query);
  });

  routes.get('/desk/letters/:slug/whip/print', async (req, res) => {
    const letter = await mine(res, req.params.slug);
    const filter = filterFrom(req.query);
    const view = viewFrom(req.query);
    const list = await listWhipRows(db, viewerOf(res), letter, filter, world.now(), view);
    const page = printPage({
      ...{ letter, list, filter, view },
      bodies: await listBodies(db),
      committees: await listCommittees(db),
      lastNotes: await listLastNotes(db, letter.id, list),
    });
    show(res, page);
  });

  /** Reads the form of a bulk deed and does it for whoever is ticked. */
  async function doForMany(res: Response, letter: Letter, deed: string, typed: Typed) {
    const viewer = viewerOf(res);
    const none: Outcome[] = [];
    if (deed === 'contact')
      return attempt(bulkContactForm, typed, async ({ keys, contact }) => ({
        note: 'logged',
        outcomes: await contactMany(world, viewer, letter.slug, keys, contact),
      }));
    if (deed === 'assign')
      return attempt(bulkAssignForm, typed, async ({ keys, account }) => {
        await assignMany(world, viewer, letter.slug, keys, account);
        return { note: 'given', outcomes: none };
      });
    return attempt(bulkForm, typed, async ({ keys, ...recording }) => ({
      note: 'bulk',
      outcomes: await recordMany(world, viewer, letter.slug, keys, recording),
    }));
  }

  routes.post('/desk/letters/:slug/whip', async (req, res) => {
    const letter = await mine(res, req.params.slug);
    const typed = typedIn(req.body);
    const filter = filterFrom(req.query);
    const deed = line(typed['deed']) || 'position';
    if (line(typed['all']) === 'yes' && !(deed === 'position' && line(typed['position']) === 'signed')) {
      const { items } = await listWhipRows(db, viewerOf(res), letter, filter, world.now());
      typed['keys'] = items.map(({ stand }) => stand.key);
    }
    const form = await doForMany(res, letter, deed, typed);
    if (!form.ok) return showWhip(res, letter, req.query, { failed: form });
    const { note, outcomes } = form.value;
    if (outcomes.some(({ outcome }) => outcome === 'refused'))
      return showWhip(res, letter, req.query, { outcomes: { what: deed, each: outcomes } });
    const query = queryOf(filter, viewFrom(req.query));
    res.redirect(303, `${whipUrl(letter)}${query}${query ? '&' : '?'}note=${note}`);
  });

  routes.post('/desk/letters/:slug/whip/:key/done', async (req, res) => {
    const { slug, key } = req.params;
    const form = parse(doneForm, req.body);
    if (!form.ok) throw new NotFound('follow-up');
    await finish(world, viewerOf(res), slug, key, form.value.contact);
    const back =
      { list: whipUrl({ slug }), desk: '/desk' }[line(typedIn(req.body)['from'])] ?? memberUrl({ slug }, key);
    res.redirect(303, `${back}?note=done`);
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
      res.redirect(303, `${memberUrl({ slug }, key)}?note=${verb}ed`);
    });

  return routes;
}
