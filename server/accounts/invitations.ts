import { Invalid, NotFound, Refused } from '../basics/errors.ts';
import { hashToken } from '../basics/ids.ts';
import { type Role, requireAdmin, requireRole, type Viewer } from '../basics/viewer.ts';
import type { World } from '../basics/world.ts';
import type { Db, Tx } from '../db/database.ts';
import { record } from '../history/history.ts';
import { cancelMails, queueMail } from '../mail/mail.ts';
import { countTry } from '../web/limits.ts';
import { addAccount, asViewer, findAccountByEmail, provePassword } from './accounts.ts';
import { hashPassword } from './passwords.ts';
import * as store from './store.ts';

/** How long an invitation is good for. */
export const INVITATION_DAYS = 7;
const MOST_INVITATIONS = { most: 60, seconds: 60 * 60 };
const MOST_LISTED = 200;

export type Invitation = Pick<store.LinkRow, 'id' | 'campaignId' | 'campaign' | 'role' | 'invitedBy' | 'expiresAt'> & {
  email: string;
};

export interface NewInvitation {
  /** As the form keeps it: tidied, in lower case. */
  email: string;
  /** Null for an admin, who runs the whole site. */
  campaign: { id: string; title: string } | null;
  role: Role | 'admin';
}

/** Who may give a role away: an organizer in the own campaigns, an admin everywhere; only admins make admins. */
export function requireGiver(viewer: Viewer | null, campaignId: string | null, role: Role | 'admin'): Viewer {
  if ((campaignId === null) !== (role === 'admin'))
    throw new Refused('role', 'An admin is for the whole site; every other role is for a campaign.');
  return campaignId === null ? requireAdmin(viewer) : requireRole(viewer, campaignId, 'organizer');
}

/**
 * Queues a mail with a link by which somebody joins, and gives the link, for sites whose mail waits. An earlier one to
 * the same address for the same campaign is void. Throws Invalid for somebody who is on the team, and TooMany.
 */
export async function invite(world: World, viewer: Viewer | null, invitation: NewInvitation): Promise<string> {
  const { email, campaign, role } = invitation;
  const campaignId = campaign?.id ?? null;
  const giver = requireGiver(viewer, campaignId, role);
  // Whoever has the command line needs no limit.
  if (giver.accountId) await countTry(world, 'invite', giver.accountId, MOST_INVITATIONS);
  const token = world.newToken();
  const link = `${world.settings.baseUrl}/invitations/${token}`;
  await world.db.transaction(async (tx) => {
    if (await store.isIn(tx, email, campaignId))
      throw new Invalid([{ path: 'email', message: `${email} is on the team already.` }]);
    const id = world.newId();
    const createdAt = world.now();
    const expiresAt = new Date(createdAt.getTime() + INVITATION_DAYS * 86_400_000);
    await store.clearLinks(tx, email, campaignId, createdAt);
    const made = { role, campaignId, campaign: campaign?.title ?? null, invitedBy: giver.name, createdAt, expiresAt };
    await store.putLink(tx, { id, tokenHash: hashToken(token), email, ...made });
    const data = { invitedBy: giver.name, role, campaign: made.campaign, link, days: INVITATION_DAYS };
    await queueMail(tx, world, {
      kind: 'invitation',
      reason: `invitation:${id}`,
      to: { name: '', address: email },
      data,
    });
    const detail = { email, role };
    await record(tx, world, giver, { campaignId, subject: 'invitation', subjectId: id, deed: 'invited', detail });
  });
  return link;
}

/** The invitation behind a link and whether its address has an account. Throws NotFound when used, void or expired. */
export async function requireInvitation(world: World, token: string): Promise<Invitation & { hasAccount: boolean }> {
  const link = await store.findLink(world.db, hashToken(token), world.now());
  if (!link?.email) throw new NotFound('invitation');
  const { id, email, campaignId, campaign, role, invitedBy, expiresAt } = link;
  const hasAccount = (await findAccountByEmail(world.db, email)) !== null;
  return { id, email, campaignId, campaign, role, invitedBy, expiresAt, hasAccount };
}

/**
 * Joins by an invitation and gives the account's id. Who has no account makes one with a name and a password; who has
 * one proves it with its password. Throws NotFound for a link that is used up, Invalid for a wrong password, TooMany.
 */
export async function acceptInvitation(
  world: World,
  token: string,
  form: { name?: string; password: string },
): Promise<string> {
  const invitation = await requireInvitation(world, token);
  const { email, hasAccount } = invitation;
  if (hasAccount) await provePassword(world, email, form.password, 'password');
  const passwordHash = hasAccount ? '' : await hashPassword(form.password);
  return world.db.transaction(async (tx) => {
    const link = await store.takeLink(tx, hashToken(token), world.now());
    if (!link) throw new NotFound('invitation');
    const admin = link.role === 'admin';
    const found = hasAccount ? await findAccountByEmail(tx, email) : null;
    // An account made or removed since the link was looked at changes what was asked for: start over.
    if (hasAccount && !found) throw new NotFound('invitation');
    const account = found ?? (await addAccount(tx, world, { name: form.name ?? email, email, passwordHash, admin }));
    if (admin) await store.setAccount(tx, account.id, { admin: true });
    const { campaignId } = link;
    if (campaignId && link.role !== 'admin')
      await store.putMember(tx, { accountId: account.id, campaignId, role: link.role });
    const detail = { role: link.role, invitedBy: link.invitedBy };
    const deed = { campaignId, subject: 'account', subjectId: account.id, deed: 'joined', detail };
    await record(tx, world, asViewer(account), deed);
    return account.id;
  });
}

/** Voids an invitation that waits. One that is gone by now is NotFound. */
export async function withdrawInvitation(world: World, viewer: Viewer | null, id: string): Promise<void> {
  await world.db.transaction(async (tx) => {
    const link = await store.findLinkById(tx, id);
    if (!link?.email) throw new NotFound('invitation');
    const giver = requireGiver(viewer, link.campaignId, link.role);
    if (!(await store.removeLink(tx, id))) throw new NotFound('invitation');
    const { campaignId, email } = link;
    const deed = { campaignId, subject: 'invitation', subjectId: id, deed: 'withdrawn', detail: { email } };
    await record(tx, world, giver, deed);
  });
}

/** Invitations that wait, newest first: of a campaign for its organizers; of the site (null) for admins. */
export async function listInvitations(
  db: Db,
  viewer: Viewer | null,
  campaignId: string | null,
  now: Date,
): Promise<Invitation[]> {
  requireGiver(viewer, campaignId, campaignId === null ? 'admin' : 'organizer');
  const links = await store.listLinks(db, campaignId, now, MOST_LISTED);
  return links.flatMap((link) => (link.email ? [{ ...link, email: link.email }] : []));
}

/** The invitations of an address, those too that have ended: for whoever has the address. */
export async function listInvitationsTo(db: Db, email: string): Promise<Invitation[]> {
  return (await store.listLinksTo(db, email)).map(
    ({ id, campaignId, campaign, role, invitedBy, expiresAt }): Invitation => ({
      ...{ id, email, campaignId, campaign, role, invitedBy, expiresAt },
    }),
  );
}

/** Forgets invitations, whose links then lead nowhere, and takes their mails back. */
export async function eraseInvitationsTo(tx: Tx, ids: string[]): Promise<void> {
  for (const id of ids) await store.removeLink(tx, id);
  await cancelMails(
    tx,
    ids.map((id) => `invitation:${id}`),
  );
}
