/** What one can ask about campaigns. */
import { NotFound } from '../basics/errors.ts';
import { type Role, requireRole, roleIn, type Viewer } from '../basics/viewer.ts';
import type { Db } from '../db/database.ts';
import * as store from './store.ts';

type Campaign = store.Campaign;

/** The campaign at a web address, or null; published or not. */
export const findCampaign = (db: Db, slug: string): Promise<Campaign | null> => store.find(db, slug);

/** The campaign, or null; published or not. */
export async function findCampaignById(db: Db, id: string): Promise<Campaign | null> {
  const [campaign] = await store.listByIds(db, [id]);
  return campaign ?? null;
}

/** These campaigns, published or not, newest first. */
export const listCampaigns = (db: Db, ids: string[]): Promise<Campaign[]> =>
  ids.length > 0 ? store.listByIds(db, ids) : Promise.resolve([]);

/** Campaigns that everybody may see, newest first, at most 200. */
export const listPublishedCampaigns = (db: Db): Promise<Campaign[]> => store.listPublished(db);

/** Campaigns in which the viewer has a role: all of them for the admin and for tokens of the whole site. Newest first. */
export async function listMyCampaigns(db: Db, viewer: Viewer): Promise<Campaign[]> {
  return viewer.admin || viewer.everywhere ? store.listAll(db) : listCampaigns(db, [...viewer.roles.keys()]);
}

/** The campaign if the viewer may see it: published, or the viewer has a role in it. Throws NotFound otherwise. */
export async function requireVisibleCampaign(db: Db, viewer: Viewer | null, slug: string): Promise<Campaign> {
  const campaign = await store.find(db, slug);
  if (!campaign || (!campaign.publishedAt && !roleIn(viewer, campaign.id))) throw new NotFound('campaign');
  return campaign;
}

/**
 * The campaign for somebody with at least this role in it. Throws NotFound where the viewer may not know of it, else
 * NotSignedIn or NotAllowed.
 */
export async function requireCampaign(db: Db, viewer: Viewer | null, slug: string, role: Role): Promise<Campaign> {
  const campaign = await requireVisibleCampaign(db, viewer, slug);
  requireRole(viewer, campaign.id, role);
  return campaign;
}
