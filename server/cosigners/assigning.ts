import { listTeam, type Member } from '../accounts/team.ts';
import { Invalid, NotFound } from '../basics/errors.ts';
import { requireSignedIn, type Viewer } from '../basics/viewer.ts';
import type { World } from '../basics/world.ts';
import type { Db } from '../db/database.ts';
import { record as noteHistory } from '../history/history.ts';
import { listByKeys } from '../legislators/legislators.ts';
import { type Letter, requireMine } from '../letters/letters.ts';
import * as store from './store.ts';

/** The members of a campaign's team who may be given offices to follow up with, for its organizers. */
export const listVolunteers = async (db: Db, viewer: Viewer | null, letter: Letter): Promise<Member[]> =>
  (await listTeam(db, viewer, letter.campaignId)).filter((member) => member.role === 'volunteer');

/** The accounts that follow up with an office on a letter. */
export const listAssignedTo = async (db: Db, letterId: string, key: string): Promise<string[]> =>
  (await store.listAssignments(db, letterId)).filter((row) => row.legislator === key).map((row) => row.accountId);

/** Gives a volunteer an office to follow up with. Twice is once. Throws Invalid for who is no volunteer of the campaign. */
export async function assign(
  world: World,
  viewer: Viewer | null,
  slug: string,
  key: string,
  accountId: string,
): Promise<void> {
  await world.db.transaction(async (tx) => {
    const letter = await requireMine(tx, viewer, slug, 'organizer');
    if ((await listByKeys(tx, [key])).length === 0) throw new NotFound('legislator');
    if (!(await listVolunteers(tx, viewer, letter)).some((member) => member.accountId === accountId))
      throw new Invalid([{ path: 'account', message: 'This is no volunteer of this campaign.' }]);
    if (await store.assign(tx, { letterId: letter.id, legislator: key, accountId }))
      await note(tx, world, viewer, letter, 'assigned', { legislator: key, accountId });
  });
}

/** Takes an office from a volunteer again. */
export async function unassign(
  world: World,
  viewer: Viewer | null,
  slug: string,
  key: string,
  accountId: string,
): Promise<void> {
  await world.db.transaction(async (tx) => {
    const letter = await requireMine(tx, viewer, slug, 'organizer');
    if (await store.unassign(tx, { letterId: letter.id, legislator: key, accountId }))
      await note(tx, world, viewer, letter, 'unassigned', { legislator: key, accountId });
  });
}

const note = (
  tx: Parameters<typeof noteHistory>[0],
  world: World,
  viewer: Viewer | null,
  { id, campaignId }: Letter,
  deed: string,
  detail: Record<string, unknown>,
) => noteHistory(tx, world, requireSignedIn(viewer), { campaignId, subject: 'position', subjectId: id, deed, detail });
