/** Deeds on a campaign: who may do them, and their place in its history. */
import { Refused } from '../basics/errors.ts';
import { requireSignedIn, type Viewer } from '../basics/viewer.ts';
import type { World } from '../basics/world.ts';
import type { Tx } from '../db/database.ts';
import { record } from '../history/history.ts';
import { requireCampaign } from './questions.ts';
import type { Campaign } from './store.ts';

/** Notes who did what to a campaign. */
export const note = (
  tx: Tx,
  world: Pick<World, 'now' | 'newId'>,
  viewer: Viewer,
  campaignId: string,
  deed: string,
  detail: Record<string, unknown> = {},
): Promise<void> => record(tx, world, viewer, { campaignId, subject: 'campaign', subjectId: campaignId, deed, detail });

/** What a deed on a campaign's facts is given: the campaign, and how its history is told. */
export interface Part {
  campaign: Campaign;
  noted(deed: string, detail: Record<string, unknown>): Promise<void>;
}

/** A whole deed of one of its organizers. Throws as `requireCampaign` does. */
export const asOrganizer = <T>(
  world: World,
  viewer: Viewer | null,
  slug: string,
  deed: (tx: Tx, part: Part) => Promise<T>,
): Promise<T> =>
  world.db.transaction(async (tx) => {
    const campaign = await requireCampaign(tx, viewer, slug, 'organizer');
    const actor = requireSignedIn(viewer);
    return deed(tx, { campaign, noted: (what, detail) => note(tx, world, actor, campaign.id, what, detail) });
  });

/** What a campaign is told when it has all that it may have of something. */
export const tooMany = (most: string): Refused =>
  new Refused('too-many', `A campaign has at most ${most}. Remove one to add another.`);
