import { type Response, Router } from 'express';
import { z } from 'zod';
import { listAccounts, removeAccount } from '../accounts/accounts.ts';
import { siteInviteForm, siteTokenForm } from '../accounts/forms.ts';
import { invite, listInvitations, withdrawInvitation } from '../accounts/invitations.ts';
import { viewerOf } from '../accounts/session.ts';
import { listTokens, makeToken, revokeToken } from '../accounts/tokens.ts';
import { requireAdmin } from '../basics/viewer.ts';
import type { World } from '../basics/world.ts';
import { geocoderStatus } from '../districts/operating.ts';
import { findOwnTable } from '../districts/ziptable.ts';
import { listOutbox } from '../mail/mail.ts';
import { listDomains, setDomains } from '../office/office.ts';
import { attempt, line, parse } from '../web/forms.ts';
import { show } from '../web/render.ts';
import { readOutbox } from './outbox.ts';
import { type SiteCame, siteAdminPage } from './site-admin.pages.ts';
import { freshLink, freshToken } from './team.pages.ts';

/** Domains with blanks or commas between them, as people type them. */
const domainsForm = z.object({
  body: z.string().min(1).max(200),
  domains: z
    .string()
    .max(5000, 'Please keep this to 5,000 characters.')
    .transform((typed) => typed.split(/[\s,;]+/).filter((domain) => domain !== '')),
});

/** The site as a whole: accounts, admins, tokens with the admin role, the outbox. For admins. */
export function siteAdminRoutes(world: World): Router {
  const routes = Router();
  const base = '/desk/site';

  async function showSite(res: Response, came: SiteCame, status = 200): Promise<void> {
    const viewer = requireAdmin(viewerOf(res));
    const [accounts, invitations, tokens, rows, domains, geocoder, ownTable] = await Promise.all([
      listAccounts(world.db, viewer),
      listInvitations(world.db, viewer, null, world.now()),
      listTokens(world.db, viewer, null),
      listOutbox(world.db),
      listDomains(world.db, viewer),
      geocoderStatus(world),
      findOwnTable(world.db),
    ]);
    const outbox = await readOutbox(world, viewer, rows);
    const mailReady = world.mailer.ready;
    const lookups = { ...geocoder, ownTable };
    const shown = { viewer, accounts, invitations, tokens, mailReady, outbox, domains, lookups };
    show(res, siteAdminPage(shown, came), { status });
  }

  routes.get(base, (req, res) => showSite(res, { note: line(req.query['note']) }));

  routes.post(`${base}/invitations`, async (req, res) => {
    const viewer = requireAdmin(viewerOf(res));
    const done = await attempt(siteInviteForm, req.body, async ({ email }) => ({
      email,
      link: await invite(world, viewer, { email, campaign: null, role: 'admin' }),
    }));
    if (!done.ok) return showSite(res, { inviteFailed: done }, 422);
    if (world.mailer.ready) return res.redirect(303, `${base}?note=invited`);
    await showSite(res, { fresh: freshLink(done.value.email, done.value.link) });
  });

  routes.post(`${base}/invitations/:id/withdraw`, async (req, res) => {
    await withdrawInvitation(world, requireAdmin(viewerOf(res)), req.params.id);
    res.redirect(303, `${base}?note=withdrawn`);
  });

  routes.post(`${base}/tokens`, async (req, res) => {
    const viewer = requireAdmin(viewerOf(res));
    const form = parse(siteTokenForm, req.body);
    if (!form.ok) return showSite(res, { tokenFailed: form }, 422);
    const name = form.value.tokenName;
    const secret = await makeToken(world, viewer, { name, campaignId: null, role: 'admin' });
    await showSite(res, { fresh: freshToken(name, secret) });
  });

  routes.post(`${base}/tokens/:id/revoke`, async (req, res) => {
    await revokeToken(world, requireAdmin(viewerOf(res)), req.params.id);
    res.redirect(303, `${base}?note=revoked`);
  });

  routes.post(`${base}/domains`, async (req, res) => {
    const viewer = requireAdmin(viewerOf(res));
    const done = await attempt(domainsForm, req.body, ({ body, domains }) => setDomains(world, viewer, body, domains));
    if (!done.ok) return showSite(res, { domainsFailed: { ...done, body: line(req.body?.body) } }, 422);
    res.redirect(303, `${base}?note=domains`);
  });

  routes.post(`${base}/accounts/:id/remove`, async (req, res) => {
    await removeAccount(world, viewerOf(res), req.params.id);
    res.redirect(303, `${base}?note=removed`);
  });

  return routes;
}
