import { NotFound, Refused } from '../basics/errors.ts';
import { type Role, requireRole, type Viewer } from '../basics/viewer.ts';
import type { World } from '../basics/world.ts';
import type { Db, Tx } from '../db/database.ts';
import { record } from '../history/history.ts';
import * as store from './store.ts';

const MOST_MEMBERS = 500;

export type Member = Awaited<ReturnType<typeof store.listMembers>>[number];

/** A campaign's team, for its organizers: by name, at most 500. */
export async function listTeam(db: Db, viewer: Viewer | null, campaignId: string): Promise<Member[]> {
  requireRole(viewer, campaignId, 'organizer');
  return store.listMembers(db, campaignId, MOST_MEMBERS);
}

/** Changes a member's role. Throws Refused('last-organizer') when nobody would be left to organize. */
export async function changeRole(
  world: World,
  viewer: Viewer | null,
  campaignId: string,
  accountId: string,
  role: Role,
): Promise<void> {
  const organizer = requireRole(viewer, campaignId, 'organizer');
  await world.db.transaction(async (tx) => {
    if (role !== 'organizer') await requireAnother(tx, organizer, campaignId, accountId);
    if (!(await store.setRole(tx, campaignId, accountId, role))) throw new NotFound('member');
    const deed = { campaignId, subject: 'account', subjectId: accountId, deed: 'changed the role', detail: { role } };
    await record(tx, world, organizer, deed);
  });
}

/** Takes somebody off a team. Throws Refused('last-organizer') when nobody would be left to organize. */
export async function removeMember(
  world: World,
  viewer: Viewer | null,
  campaignId: string,
  accountId: string,
): Promise<void> {
  const organizer = requireRole(viewer, campaignId, 'organizer');
  await world.db.transaction(async (tx) => {
    await requireAnother(tx, organizer, campaignId, accountId);
    if (!(await store.removeMember(tx, campaignId, accountId))) throw new NotFound('member');
    const deed = { campaignId, subject: 'account', subjectId: accountId, deed: 'removed from the team' };
    await record(tx, world, organizer, deed);
  });
}

/** Throws unless somebody else organizes the campaign too. An admin may leave it without: the admin still can. */
async function requireAnother(tx: Tx, viewer: Viewer, campaignId: string, accountId: string): Promise<void> {
  const organizers = await store.holdOrganizers(tx, campaignId);
  if (!viewer.admin && organizers.length === 1 && organizers[0] === accountId)
    throw new Refused('last-organizer', 'A campaign needs an organizer: make somebody else one first.');
}
