import { type Response, Router } from 'express';
import { z } from 'zod';
import { viewerOf } from '../accounts/session.ts';
import { NotFound } from '../basics/errors.ts';
import type { World } from '../basics/world.ts';
import { type Letter, requireMine } from '../letters/letters.ts';
import { attempt, line } from '../web/forms.ts';
import { show } from '../web/render.ts';
import {
  checkedPage,
  declinePage,
  type InvitationsState,
  invitationStates,
  invitationsPage,
  invitationsUrl,
} from './invitations.pages.ts';
import {
  checkSheet,
  decline,
  findInvitation,
  type Invited,
  inviteAll,
  listInvitations,
  MOST_TEXT,
} from './invitations.ts';

const listForm = z.object({
  list: z
    .string('Please paste the list.')
    .max(MOST_TEXT, `Please give at most ${MOST_TEXT.toLocaleString('en-US')} characters at once.`)
    .refine((text) => text.trim() !== '', 'Please paste the list.'),
});

/** Inviting organizations to a letter, and what an invited one may answer. */
export function invitationRoutes(world: World): Router {
  const routes = Router();
  const { db } = world;
  const base = '/desk/letters/:slug/invitations';
  const mine = (res: Response, slug: string) => requireMine(db, viewerOf(res), slug, 'organizer');

  async function showList(
    res: Response,
    letter: Letter,
    query: Record<string, unknown>,
    typing?: InvitationsState['typing'],
  ): Promise<void> {
    const state = invitationStates.find((one) => one === line(query['state'])) ?? 'invited';
    const list = await listInvitations(db, letter, state, line(query['after']));
    const told = line(query['invited']);
    const invited = /^\d{1,6}$/.test(told) ? Number(told) : null;
    const page = invitationsPage({ letter, list, state, now: world.now(), invited, ...(typing && { typing }) });
    show(res, page, { status: typing ? 422 : 200 });
  }

  const typedIn = (body: { list?: unknown } | undefined) => (typeof body?.list === 'string' ? body.list : '');

  routes.get(base, async (req, res) => {
    await showList(res, await mine(res, req.params.slug), req.query);
  });

  routes.post(`${base}/check`, async (req, res) => {
    const letter = await mine(res, req.params.slug);
    const read = await attempt(listForm, req.body, async ({ list }) => ({
      list,
      rows: await checkSheet(world, db, letter, list),
    }));
    if (!read.ok) return showList(res, letter, {}, { text: typedIn(req.body), problems: read.problems });
    show(res, checkedPage(letter, read.value.rows, read.value.list));
  });

  routes.post(base, async (req, res) => {
    const letter = await mine(res, req.params.slug);
    const done = await attempt(listForm, req.body, ({ list }) => inviteAll(world, viewerOf(res), letter.slug, list));
    if (!done.ok) return showList(res, letter, {}, { text: typedIn(req.body), problems: done.problems });
    res.redirect(303, `${invitationsUrl(letter)}?invited=${done.value}`);
  });

  const shown = (invited: Invited | null, slug: string): Invited => {
    if (!invited || invited.letter.slug !== slug) throw new NotFound('invitation');
    return invited;
  };

  routes.get('/letters/:slug/invitation', async (req, res) => {
    const token = line(req.query['token']);
    show(res, declinePage(shown(await findInvitation(world, token), req.params.slug), token, world.now()));
  });

  routes.post('/letters/:slug/invitation', async (req, res) => {
    const token = line(req.body?.token);
    shown(await findInvitation(world, token), req.params.slug);
    await decline(world, token);
    res.redirect(303, `/letters/${req.params.slug}/invitation?token=${encodeURIComponent(token)}`);
  });

  return routes;
}
