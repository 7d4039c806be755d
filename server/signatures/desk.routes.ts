import { type Response, Router } from 'express';
import { viewerOf } from '../accounts/session.ts';
import type { World } from '../basics/world.ts';
import { type Letter, requireMine } from '../letters/letters.ts';
import { line, parse } from '../web/forms.ts';
import { show } from '../web/render.ts';
import { type ReviewForm, reviewForm } from './desk.forms.ts';
import { type Outcome, placeIn, type SignaturesState, signaturesPage, signaturesUrl } from './desk.pages.ts';
import { lookAt, type Tab, tabs } from './looking.ts';
import { countReturned } from './returned.ts';
import { approve, approveQuick, type Done, hideNames, putBack, release, remove, showNames } from './reviewing.ts';

/** A letter's signatures on the desk. */
export function signatureDeskRoutes(world: World): Router {
  const routes = Router();
  const base = '/desk/letters/:slug/signatures';
  const mine = (res: Response, slug: string) => requireMine(world.db, viewerOf(res), slug, 'staffer');

  async function showList(
    res: Response,
    letter: Letter,
    query: Record<string, unknown>,
    { q = '', failed }: { q?: string; failed?: SignaturesState['failed'] } = {},
  ): Promise<void> {
    const at = line(query['after']);
    const asked = { tab: tabIn(query), after: placeIn(at), q, addresses: line(query['addresses']) === 'yes' };
    const look = await lookAt(world, viewerOf(res), letter, asked);
    const returned = await countReturned(world.db, letter.id);
    const page = signaturesPage({ letter, look, at, returned, outcome: outcomeIn(query), ...(failed && { failed }) });
    show(res, page, { status: failed ? 422 : 200 });
  }

  routes.get(base, async (req, res) => {
    await showList(res, await mine(res, req.params.slug), req.query);
  });

  // A name or an address that is searched for belongs into no address bar and no log.
  routes.post(`${base}/search`, async (req, res) => {
    const letter = await mine(res, req.params.slug);
    await showList(res, letter, { state: 'confirmed' }, { q: line(req.body?.q).slice(0, 254) });
  });

  routes.post(base, async (req, res) => {
    const letter = await requireMine(world.db, viewerOf(res), req.params.slug, 'organizer');
    const form = parse(reviewForm, req.body);
    if (!form.ok) return showList(res, letter, req.query, { failed: form });
    const done = await act(world, viewerOf(res), letter.slug, form.value);
    res.redirect(303, backTo(letter, req.query, form.value.deed, done));
  });

  routes.post(`${base}/approve-quick`, async (req, res) => {
    const letter = await mine(res, req.params.slug);
    const done = await approveQuick(world, viewerOf(res), letter.slug);
    res.redirect(303, backTo(letter, { state: 'waiting' }, 'approve', done));
  });

  return routes;
}

const deeds = { release, approve, show: showNames, hide: hideNames, 'put-back': putBack };

function act(world: World, viewer: ReturnType<typeof viewerOf>, slug: string, form: ReviewForm): Promise<Done> {
  if (form.deed === 'remove') return remove(world, viewer, slug, form.ids, form);
  return deeds[form.deed](world, viewer, slug, form.ids);
}

const tabIn = (query: Record<string, unknown>): Tab | null => tabs.find((tab) => tab === line(query['state'])) ?? null;

const numberIn = (value: unknown) => (/^\d{1,9}$/.test(line(value)) ? Number(line(value)) : 0);

function outcomeIn(query: Record<string, unknown>): Outcome | null {
  const deed = line(query['note']);
  const { done, left, unmailed } = query;
  return deed ? { deed, done: numberIn(done), left: numberIn(left), unmailed: numberIn(unmailed) } : null;
}

/** The list that a deed was done in, with a note of what it did. */
function backTo(letter: Letter, query: Record<string, unknown>, deed: string, { done, left, unmailed = 0 }: Done) {
  const tab = tabIn(query);
  const after = placeIn(line(query['after'])) ? line(query['after']) : '';
  const told = { note: deed, done: String(done), left: String(left), unmailed: String(unmailed) };
  const where = { ...(tab && { state: tab }), ...(after && { after }) };
  return `${signaturesUrl(letter)}?${new URLSearchParams({ ...where, ...told })}`;
}
