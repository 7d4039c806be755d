import { NotAllowed } from '../basics/errors.ts';
import { mayAs, roleIn, type Viewer } from '../basics/viewer.ts';
import type { Db } from '../db/database.ts';
import type { Letter } from '../letters/letters.ts';
import * as store from './store.ts';

/** What a viewer may know of positions other than `signed`. */
export interface Sight {
  /** Null: of every legislator; else of these. */
  only: ReadonlySet<string> | null;
  /** Whether whip notes are shown. */
  notes: boolean;
}

/**
 * What the viewer sees of a letter's whip list: organizers all, staffers positions without notes, volunteers the
 * legislators assigned to them. Throws NotAllowed for anybody else.
 */
export async function sightOf(db: Db, viewer: Viewer | null, letter: Letter): Promise<Sight> {
  const role = roleIn(viewer, letter.campaignId);
  if (role === 'organizer') return { only: null, notes: true };
  if (role === 'staffer') return { only: null, notes: false };
  if (role !== 'volunteer') throw new NotAllowed('This needs a role in this campaign.');
  const assigned = viewer?.accountId ? await store.listAssigned(db, letter.id, viewer.accountId) : [];
  return { only: new Set(assigned), notes: true };
}

/** Whether the viewer may see who signed: everybody where names are shown, else whoever has a role in the campaign. */
export const maySeeNames = (viewer: Viewer | null, letter: Letter): boolean =>
  letter.showCosigners === 'names' || mayAs(viewer, letter.campaignId, 'volunteer');

/**
 * Throws NotAllowed unless the viewer may record positions on this legislator: organizers on all, volunteers on those
 * assigned to them. Gives what a volunteer's entry must not touch.
 */
export async function requireMayRecord(
  db: Db,
  viewer: Viewer,
  letter: Letter,
  key: string,
): Promise<'organizer' | 'volunteer'> {
  const role = roleIn(viewer, letter.campaignId);
  if (role === 'organizer') return role;
  if (role === 'volunteer') {
    if (viewer.accountId && (await store.listAssigned(db, letter.id, viewer.accountId)).includes(key)) return role;
    throw new NotAllowed('You can record contacts with the legislators assigned to you.');
  }
  throw new NotAllowed('This needs the role of organizer in this campaign.');
}
