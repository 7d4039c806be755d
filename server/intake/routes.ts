import { type Response, Router } from 'express';
import { viewerOf } from '../accounts/session.ts';
import { NotFound } from '../basics/errors.ts';
import type { World } from '../basics/world.ts';
import type { Outcome } from '../cosigners/cosigners.ts';
import { listBodies } from '../legislators/legislators.ts';
import { type Letter, requireMine, setQuillRef } from '../letters/letters.ts';
import { attempt, line, parse, typedIn } from '../web/forms.ts';
import { show } from '../web/render.ts';
import { bringNames } from './bringing.ts';
import { type Decision, decideRows } from './deciding.ts';
import { asideForm, namesForm, quillNamesForm, quillRefForm, rowForm } from './forms.ts';
import { listPage, rowPage } from './list.pages.ts';
import { findList, listLists, searchMembers } from './looking.ts';
import { type Failed, listUrl, namesPage, namesUrl, QUILL_SOURCE } from './pages.ts';
import { recordNames } from './recording.ts';

/** Names that offices send, on the desk. */
export function intakeRoutes(world: World): Router {
  const routes = Router();
  const { db } = world;
  const mine = (res: Response, slug: string) => requireMine(db, viewerOf(res), slug, 'organizer');

  async function showNames(res: Response, letter: Letter, note: string, failed?: Failed): Promise<void> {
    const lists = await listLists(db, letter);
    const state = { letter, viewer: viewerOf(res), lists, now: world.now(), note };
    show(res, namesPage({ ...state, ...(failed && { failed }) }), { status: failed ? 422 : 200 });
  }

  async function showList(
    res: Response,
    letter: Letter,
    id: string,
    more: { note?: string; outcomes?: Outcome[]; failed?: Failed } = {},
  ): Promise<void> {
    const view = await findList(db, viewerOf(res), letter.slug, id);
    const bodies = await listBodies(db);
    const page = listPage({ letter, view, bodies, now: world.now(), note: more.note ?? '', ...more });
    show(res, page, { status: more.failed ? 422 : 200 });
  }

  async function showRow(
    res: Response,
    letter: Letter,
    ids: { list: string; row: string },
    q: string,
    failed?: Failed,
  ) {
    const view = await findList(db, viewerOf(res), letter.slug, ids.list);
    const row = view.rows.find(({ ordinal }) => String(ordinal) === ids.row);
    if (!row) throw new NotFound('row');
    const found = q ? await searchMembers(db, viewerOf(res), letter, q) : [];
    const page = rowPage({ letter, view, row, bodies: await listBodies(db), q, found, failed });
    show(res, page, { status: failed ? 422 : 200 });
  }

  routes.get('/desk/letters/:slug/names', async (req, res) => {
    const letter = await requireMine(db, viewerOf(res), req.params.slug, 'staffer');
    await showNames(res, letter, line(req.query['note']));
  });

  routes.post('/desk/letters/:slug/names', async (req, res) => {
    const letter = await mine(res, req.params.slug);
    const form = await attempt(namesForm, req.body, (brought) =>
      bringNames(world, viewerOf(res), letter.slug, brought),
    );
    if (!form.ok) return showNames(res, letter, '', form);
    res.redirect(303, listUrl(letter, form.value));
  });

  routes.post('/desk/letters/:slug/names/quill-reference', async (req, res) => {
    const letter = await mine(res, req.params.slug);
    const form = await attempt(quillRefForm, req.body, ({ quillRef }) =>
      setQuillRef(world, viewerOf(res), letter.slug, quillRef),
    );
    if (!form.ok) return showNames(res, letter, '', form);
    res.redirect(303, `${namesUrl(letter)}?note=quill`);
  });

  routes.post('/desk/letters/:slug/names/quill', async (req, res) => {
    const letter = await mine(res, req.params.slug);
    const form = await attempt(quillNamesForm, req.body, ({ quillNames }) =>
      bringNames(world, viewerOf(res), letter.slug, {
        names: quillNames,
        position: 'signed',
        source: QUILL_SOURCE,
        purpose: 'quill',
      }),
    );
    if (!form.ok) {
      const problems = form.problems.map((one) => (one.path === 'names' ? { ...one, path: 'quillNames' } : one));
      return showNames(res, letter, '', { ...form, problems });
    }
    res.redirect(303, listUrl(letter, form.value));
  });

  routes.get('/desk/letters/:slug/names/:list', async (req, res) => {
    const letter = await mine(res, req.params.slug);
    await showList(res, letter, req.params.list, { note: line(req.query['note']) });
  });

  routes.post('/desk/letters/:slug/names/:list/record', async (req, res) => {
    const letter = await mine(res, req.params.slug);
    const outcomes = await recordNames(world, viewerOf(res), letter.slug, req.params.list);
    if (outcomes.length === 0) return res.redirect(303, `${listUrl(letter, req.params.list)}?note=nothing`);
    await showList(res, letter, req.params.list, { outcomes });
  });

  routes.post('/desk/letters/:slug/names/:list/choose', async (req, res) => {
    const letter = await mine(res, req.params.slug);
    const decisions = Object.entries(typedIn(req.body)).flatMap(([field, value]): Decision[] => {
      const ordinal = Number(/^row-(\d{1,5})$/.exec(field)?.[1]);
      const chosen = line(value);
      if (!ordinal || !chosen) return [];
      return [chosen === 'none' ? { ordinal, none: true } : { ordinal, means: chosen }];
    });
    await decideRows(world, viewerOf(res), letter.slug, req.params.list, decisions);
    res.redirect(303, `${listUrl(letter, req.params.list)}?note=chosen`);
  });

  routes.post('/desk/letters/:slug/names/:list/aside', async (req, res) => {
    const letter = await mine(res, req.params.slug);
    const form = await attempt(asideForm, req.body, ({ rows, reason }) =>
      decideRows(
        world,
        viewerOf(res),
        letter.slug,
        req.params.list,
        rows.map((ordinal) => ({ ordinal, aside: reason })),
      ),
    );
    if (!form.ok) return showList(res, letter, req.params.list, { failed: form });
    res.redirect(303, `${listUrl(letter, req.params.list)}?note=aside`);
  });

  routes.get('/desk/letters/:slug/names/:list/rows/:row', async (req, res) => {
    const letter = await mine(res, req.params.slug);
    await showRow(res, letter, req.params, line(req.query['q']).slice(0, 100));
  });

  routes.post('/desk/letters/:slug/names/:list/rows/:row', async (req, res) => {
    const letter = await mine(res, req.params.slug);
    const { list, row } = req.params;
    const ordinal = ordinalOf(row);
    const form = parse(rowForm, req.body);
    if (!form.ok) return showRow(res, letter, req.params, '', { ...form, problems: [noChoice] });
    const decision = 'means' in form.value ? { means: form.value.means } : { aside: form.value.reason };
    await decideRows(world, viewerOf(res), letter.slug, list, [{ ordinal, ...decision }]);
    res.redirect(303, `${listUrl(letter, list)}?note=${'means' in form.value ? 'chosen' : 'aside'}`);
  });

  routes.post('/desk/letters/:slug/names/:list/rows/:row/again', async (req, res) => {
    const letter = await mine(res, req.params.slug);
    const ordinal = ordinalOf(req.params.row);
    await decideRows(world, viewerOf(res), letter.slug, req.params.list, [{ ordinal, again: true }]);
    res.redirect(303, `${listUrl(letter, req.params.list)}?note=again`);
  });

  return routes;
}

/** A row's number in an address. Throws NotFound for what is none. */
function ordinalOf(row: string): number {
  if (!/^\d{1,5}$/.test(row)) throw new NotFound('row');
  return Number(row);
}

const noChoice = { path: 'means', message: 'Please choose a legislator, or say why the row is set aside.' };
