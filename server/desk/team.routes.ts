import { type Response, Router } from 'express';
import { inviteForm, roleForm, tokenForm } from '../accounts/forms.ts';
import { invite, listInvitations, withdrawInvitation } from '../accounts/invitations.ts';
import { viewerOf } from '../accounts/session.ts';
import { changeRole, listTeam, removeMember } from '../accounts/team.ts';
import { listTokens, makeToken, revokeToken } from '../accounts/tokens.ts';
import { Invalid } from '../basics/errors.ts';
import { requireSignedIn } from '../basics/viewer.ts';
import type { World } from '../basics/world.ts';
import { requireCampaign } from '../campaigns/campaigns.ts';
import { attempt, line, parse } from '../web/forms.ts';
import { show } from '../web/render.ts';
import { type Came, freshLink, freshToken, teamPage } from './team.pages.ts';

/** A campaign's team: members, invitations, API tokens. For its organizers. */
export function teamRoutes(world: World): Router {
  const routes = Router();
  const base = '/desk/campaigns/:slug/team';

  const requireOwn = (res: Response, slug: string) =>
    requireCampaign(world.db, requireSignedIn(viewerOf(res)), slug, 'organizer');

  async function showTeam(res: Response, slug: string, came: Came, status = 200): Promise<void> {
    const viewer = viewerOf(res);
    const campaign = await requireOwn(res, slug);
    const [members, invitations, tokens] = await Promise.all([
      listTeam(world.db, viewer, campaign.id),
      listInvitations(world.db, viewer, campaign.id, world.now()),
      listTokens(world.db, viewer, campaign.id),
    ]);
    show(res, teamPage({ campaign, viewer, members, invitations, tokens }, came), { status });
  }

  routes.get(base, (req, res) => showTeam(res, req.params.slug, { note: line(req.query['note']) }));

  routes.post(`${base}/invitations`, async (req, res) => {
    const { slug } = req.params;
    const campaign = await requireOwn(res, slug);
    const done = await attempt(inviteForm, req.body, async (form) => ({
      email: form.email,
      link: await invite(world, viewerOf(res), { ...form, campaign }),
    }));
    if (!done.ok) return showTeam(res, slug, { inviteFailed: done }, 422);
    if (world.mailer.ready) return res.redirect(303, `/desk/campaigns/${slug}/team?note=invited`);
    await showTeam(res, slug, { fresh: freshLink(done.value.email, done.value.link) });
  });

  routes.post(`${base}/invitations/:id/withdraw`, async (req, res) => {
    await requireOwn(res, req.params.slug);
    await withdrawInvitation(world, viewerOf(res), req.params.id);
    res.redirect(303, `/desk/campaigns/${req.params.slug}/team?note=withdrawn`);
  });

  routes.post(`${base}/tokens`, async (req, res) => {
    const { slug } = req.params;
    const campaign = await requireOwn(res, slug);
    const form = parse(tokenForm, req.body);
    if (!form.ok) return showTeam(res, slug, { tokenFailed: form }, 422);
    const { tokenName: name, tokenRole: role } = form.value;
    const secret = await makeToken(world, viewerOf(res), { name, role, campaignId: campaign.id });
    await showTeam(res, slug, { fresh: freshToken(name, secret) });
  });

  routes.post(`${base}/tokens/:id/revoke`, async (req, res) => {
    await requireOwn(res, req.params.slug);
    await revokeToken(world, viewerOf(res), req.params.id);
    res.redirect(303, `/desk/campaigns/${req.params.slug}/team?note=revoked`);
  });

  routes.post(`${base}/members/:id`, async (req, res) => {
    const campaign = await requireOwn(res, req.params.slug);
    const form = parse(roleForm, req.body);
    if (!form.ok) throw new Invalid(form.problems);
    await changeRole(world, viewerOf(res), campaign.id, req.params.id, form.value.role);
    res.redirect(303, `/desk/campaigns/${campaign.slug}/team?note=role`);
  });

  routes.post(`${base}/members/:id/remove`, async (req, res) => {
    const viewer = viewerOf(res);
    const campaign = await requireOwn(res, req.params.slug);
    await removeMember(world, viewer, campaign.id, req.params.id);
    const left = viewer?.accountId === req.params.id && !viewer.admin;
    res.redirect(303, left ? '/desk' : `/desk/campaigns/${campaign.slug}/team?note=removed`);
  });

  return routes;
}
