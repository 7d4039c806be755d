import { Router } from 'express';
import type { World } from '../basics/world.ts';
import { attempt, line, parse, typedIn } from '../web/forms.ts';
import { show } from '../web/render.ts';
import { changePassword, rename, requireOwnAccount, requireSetup, setUp, signIn } from './accounts.ts';
import { joinForm, nameForm, passwordForm, rejoinForm, setUpForm, signInForm } from './forms.ts';
import { acceptInvitation, requireInvitation } from './invitations.ts';
import { ownPath } from './next.ts';
import { accountPage, invitationPage, setUpPage, signInPage } from './pages.ts';
import { endSession, startSession, viewerOf } from './session.ts';
import { closeEverySession, countSessions } from './sessions.ts';

/** Setting up, signing in and out, invitations, the own account. */
export function accountRoutes(world: World): Router {
  const routes = Router();

  routes.get('/setup/:token', async (req, res) => {
    await requireSetup(world, req.params.token);
    show(res, setUpPage(req.params.token));
  });

  routes.post('/setup/:token', async (req, res) => {
    const { token } = req.params;
    await requireSetup(world, token);
    const done = await attempt(setUpForm, req.body, (form) => setUp(world, token, form));
    if (!done.ok) return show(res, setUpPage(token, done), { status: 422 });
    await startSession(world, res, done.value);
    res.redirect(303, '/desk?note=welcome');
  });

  routes.get('/sign-in', (req, res) => {
    const next = ownPath(line(req.query['next']));
    if (viewerOf(res)) return res.redirect(303, next);
    show(res, signInPage({ next, note: line(req.query['note']) }));
  });

  routes.post('/sign-in', async (req, res) => {
    const next = ownPath(line(req.body?.next));
    const form = parse(signInForm, req.body);
    if (!form.ok) return show(res, signInPage({ next, failed: form }), { status: 422 });
    const accountId = await signIn(world, form.value, req.ip);
    if (!accountId) {
      const problems = [{ path: 'password', message: 'The address and the password do not belong together.' }];
      return show(res, signInPage({ next, failed: { problems, typed: typedIn(req.body) } }), { status: 422 });
    }
    await startSession(world, res, accountId);
    res.redirect(303, next);
  });

  routes.post('/sign-out', async (_req, res) => {
    await endSession(world, res);
    res.redirect(303, '/sign-in?note=signed-out');
  });

  routes.get('/invitations/:token', async (req, res) => {
    show(res, invitationPage(req.params.token, await requireInvitation(world, req.params.token)));
  });

  routes.post('/invitations/:token', async (req, res) => {
    const { token } = req.params;
    const invitation = await requireInvitation(world, token);
    const shape = invitation.hasAccount ? rejoinForm : joinForm;
    const done = await attempt<{ name?: string; password: string }, string>(shape, req.body, (form) =>
      acceptInvitation(world, token, form),
    );
    if (!done.ok) return show(res, invitationPage(token, invitation, done), { status: 422 });
    await startSession(world, res, done.value);
    res.redirect(303, '/desk?note=joined');
  });

  routes.get('/desk/account', async (req, res) => {
    const account = await requireOwnAccount(world.db, viewerOf(res));
    show(res, accountPage(account, await countSessions(world, account.id), { note: line(req.query['note']) }));
  });

  routes.post('/desk/account/name', async (req, res) => {
    const account = await requireOwnAccount(world.db, viewerOf(res));
    const form = parse(nameForm, req.body);
    if (!form.ok) {
      const page = accountPage(account, await countSessions(world, account.id), { form: 'name', failed: form });
      return show(res, page, { status: 422 });
    }
    await rename(world, viewerOf(res), form.value);
    res.redirect(303, '/desk/account?note=name');
  });

  routes.post('/desk/account/password', async (req, res) => {
    const account = await requireOwnAccount(world.db, viewerOf(res));
    const done = await attempt(passwordForm, req.body, (form) => changePassword(world, viewerOf(res), form));
    if (!done.ok) {
      const page = accountPage(account, await countSessions(world, account.id), { form: 'password', failed: done });
      return show(res, page, { status: 422 });
    }
    await startSession(world, res, account.id);
    res.redirect(303, '/desk/account?note=password');
  });

  routes.post('/desk/account/sign-out-everywhere', async (_req, res) => {
    const account = await requireOwnAccount(world.db, viewerOf(res));
    await closeEverySession(world, account.id);
    await endSession(world, res);
    res.redirect(303, '/sign-in?note=everywhere');
  });

  return routes;
}
