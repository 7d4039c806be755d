import { listTeam, type Member } from '../accounts/team.ts';
import { Invalid, NotFound } from '../basics/errors.ts';
import { requireSignedIn, type Viewer } from '../basics/viewer.ts';
import type { World } from '../basics/world.ts';
import type { Db } from '../db/database.ts';
import { record as noteHistory } from '../history/history.ts';
import { listByKeys } from '../legislators/legislators.ts';
import { type Letter, requireMine } from '../letters/letters.ts';
import * as store from './store.ts';

export type { Assignment } from './store.ts';

/** The members of a campaign's team who may follow up with offices, for its organizers: themselves and the volunteers. */
export const listAssignable = async (db: Db, viewer: Viewer | null, letter: Letter): Promise<Member[]> =>
  (await listTeam(db, viewer, letter.campaignId)).filter((member) => member.role !== 'staffer');

/** Which account follows up with which office on a letter. Asks for no rights. */
export const listAssignments = (db: Db, letterId: string): Promise<store.Assignment[]> =>
  store.listAssignments(db, letterId);

/**
 * Gives offices to somebody to follow up with; says how many are new to them. Throws Invalid for an account that does
 * not record in this campaign.
 */
export async function assignMany(
  world: World,
  viewer: Viewer | null,
  slug: string,
  keys: string[],
  accountId: string,
): Promise<number> {
  return world.db.transaction(async (tx) => {
    const letter = await requireMine(tx, viewer, slug, 'organizer');
    const known = await listByKeys(tx, [...new Set(keys)]);
    if (known.length === 0) throw new NotFound('legislator');
    if (!(await listAssignable(tx, viewer, letter)).some((member) => member.accountId === accountId))
      throw new Invalid([{ path: 'account', message: 'Please choose a volunteer or an organizer of this campaign.' }]);
    let given = 0;
    for (const { key } of known)
      if (await store.assign(tx, { letterId: letter.id, legislator: key, accountId })) {
        await note(tx, world, viewer, letter, 'assigned', { legislator: key, accountId });
        given += 1;
      }
    return given;
  });
}

/** Gives somebody one office to follow up with. Twice is once. */
export const assign = async (
  world: World,
  viewer: Viewer | null,
  slug: string,
  key: string,
  accountId: string,
): Promise<void> => void (await assignMany(world, viewer, slug, [key], accountId));

/** Takes an office from somebody again. */
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
