import { addMember } from '../accounts/accounts.ts';
import { Invalid, NotAllowed, NotFound, Refused } from '../basics/errors.ts';
import { listed, slugOf } from '../basics/text.ts';
import { type Role, requireRole, requireSignedIn, roleIn, type Viewer } from '../basics/viewer.ts';
import type { World } from '../basics/world.ts';
import type { Db, Tx } from '../db/database.ts';
import { record } from '../history/history.ts';
import type { Imprint } from '../web/render.ts';
import * as store from './store.ts';

export type { Campaign, Coverage, Exhibit } from './store.ts';

type Campaign = store.Campaign;

/** What an organizer writes about a campaign; tidied and measured by its shape in `forms.ts` or `api.ts`. */
export interface CampaignForm {
  title: string;
  /** The part of the web address; made of the title when missing. */
  slug?: string | undefined;
  /** Markdown. */
  summary: string;
  sponsor: string;
  sponsorAddress: string;
  /** An e-mail address. */
  sponsorContact: string;
  /** What the campaign asks for, Markdown. */
  ask?: string;
  /** Markdown, shown on the campaign's privacy page. */
  privacy: string;
  /** Whether an organizer looks at a signer's name before it is shown. */
  moderatesNames: boolean;
}

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

/** What a campaign still lacks before it may be public, in words; empty when nothing. */
export const missingOf = (campaign: Pick<Campaign, 'sponsor' | 'sponsorAddress' | 'sponsorContact'>): string[] =>
  [
    !campaign.sponsor && 'the sponsor’s name',
    !campaign.sponsorAddress && 'the sponsor’s postal address',
    !campaign.sponsorContact && 'a contact e-mail address',
  ].filter((words) => words !== false);

/** Who answers for a campaign's public pages. */
export const imprintOf = (campaign: Campaign): Imprint => ({
  sponsor: campaign.sponsor,
  address: campaign.sponsorAddress,
  contact: campaign.sponsorContact,
  privacyUrl: `/campaigns/${campaign.slug}/privacy`,
});

/** Whether the viewer may start a campaign: the admin, an organizer everywhere, or an account that is one somewhere. */
export const mayCreateCampaign = (viewer: Viewer | null): boolean =>
  Boolean(
    viewer?.admin ||
      viewer?.everywhere === 'organizer' ||
      (viewer?.accountId && [...viewer.roles.values()].includes('organizer')),
  );

/** Starts a campaign; nobody but its team sees it yet. The creator becomes its organizer. Throws Invalid for a taken slug. */
export async function createCampaign(world: World, viewer: Viewer | null, form: CampaignForm): Promise<Campaign> {
  const creator = requireSignedIn(viewer);
  if (!mayCreateCampaign(creator))
    throw new NotAllowed('Only the admin and people who organize a campaign may start another one.');
  return world.db.transaction((tx) => addCampaign(tx, world, creator, form));
}

/** Starts a campaign within somebody's transaction; `example` marks it as the example. Throws Invalid for a taken slug. */
export async function addCampaign(
  tx: Tx,
  world: Pick<World, 'now' | 'newId'>,
  viewer: Viewer,
  { slug, ...form }: CampaignForm,
  example = false,
): Promise<Campaign> {
  const campaign = {
    ...{ ask: '', ...form },
    ...{ id: world.newId(), example, publishedAt: null, createdAt: world.now() },
  };
  const base = slug ?? (slugOf(form.title) || 'campaign');
  const tries = slug ? [slug] : [base, ...Array.from({ length: 30 }, (_, n) => `${base}-${n + 2}`), campaign.id];
  for (const candidate of tries) {
    if (candidate === 'new' || !(await store.add(tx, { ...campaign, slug: candidate }))) continue;
    if (viewer.accountId) await addMember(tx, viewer.accountId, campaign.id, 'organizer');
    await note(tx, world, viewer, campaign.id, 'created', { title: form.title });
    return { ...campaign, slug: candidate };
  }
  throw new Invalid([{ path: 'slug', message: 'Another campaign has this address already.' }]);
}

/**
 * Changes what a campaign says. Throws Refused('campaign-incomplete') when a published one would no longer name its
 * sponsor, postal address and contact.
 */
export async function editCampaign(
  world: World,
  viewer: Viewer | null,
  slug: string,
  { slug: _, ...form }: CampaignForm,
): Promise<Campaign> {
  return world.db.transaction(async (tx) => {
    const campaign = await requireCampaign(tx, viewer, slug, 'organizer');
    const edited = await store.edit(tx, campaign.id, form, missingOf(form).length > 0);
    if (!edited) throw incomplete(form);
    await note(tx, world, requireSignedIn(viewer), campaign.id, 'edited', { title: form.title });
    return edited;
  });
}

/** Makes a campaign public. Throws Refused('campaign-incomplete') while it does not name its sponsor. Twice is once. */
export async function publishCampaign(world: World, viewer: Viewer | null, slug: string): Promise<Campaign> {
  return world.db.transaction(async (tx) => {
    const campaign = await requireCampaign(tx, viewer, slug, 'organizer');
    return makePublic(tx, world, requireSignedIn(viewer), campaign);
  });
}

/** Makes a campaign public within somebody's transaction: a letter that is published brings its campaign along. */
export async function makePublic(
  tx: Tx,
  world: Pick<World, 'now' | 'newId'>,
  viewer: Viewer,
  campaign: Campaign,
): Promise<Campaign> {
  if (campaign.publishedAt) return campaign;
  const published = await store.publish(tx, campaign.id, world.now());
  const now = published ?? (await findCampaignById(tx, campaign.id));
  if (!now) throw new NotFound('campaign');
  if (published) await note(tx, world, viewer, campaign.id, 'published');
  else if (!now.publishedAt) throw incomplete(now);
  return now;
}

/** Deletes a campaign that was never public, with its drafts. Throws Refused('campaign-published') otherwise. */
export async function deleteCampaign(world: World, viewer: Viewer | null, slug: string): Promise<void> {
  await world.db.transaction(async (tx) => {
    const campaign = await requireCampaign(tx, viewer, slug, 'organizer');
    if (!(await store.remove(tx, campaign.id, true)))
      throw new Refused('campaign-published', 'A published campaign cannot be deleted.');
    await note(tx, world, requireSignedIn(viewer), campaign.id, 'deleted', { title: campaign.title });
  });
}

/** Removes a campaign whole, published or not: for the example. What hangs on it goes with it. */
export async function removeCampaign(tx: Tx, campaignId: string): Promise<void> {
  await store.remove(tx, campaignId, false);
}

/** Adds a table of facts, each row with its source. */
export async function addExhibit(
  tx: Tx,
  world: Pick<World, 'newId'>,
  campaignId: string,
  exhibit: Omit<store.Exhibit, 'id' | 'campaignId'>,
): Promise<void> {
  await store.addExhibit(tx, { ...exhibit, id: world.newId(), campaignId });
}

/** The tables of facts in their order. */
export const listExhibits = (db: Db, campaignId: string): Promise<store.Exhibit[]> =>
  store.listExhibits(db, campaignId);

/** Adds what the press wrote. */
export async function addCoverage(
  tx: Tx,
  world: Pick<World, 'newId'>,
  campaignId: string,
  { url = null, ...item }: Omit<store.Coverage, 'id' | 'campaignId' | 'url'> & { url?: string | null },
): Promise<void> {
  await store.addCoverage(tx, { ...item, url, id: world.newId(), campaignId });
}

/** What the press wrote, newest first. */
export const listCoverage = (db: Db, campaignId: string): Promise<store.Coverage[]> =>
  store.listCoverage(db, campaignId);

const incomplete = (campaign: Parameters<typeof missingOf>[0]) =>
  new Refused(
    'campaign-incomplete',
    `Every public page says who is behind it. This campaign still lacks ${listed(missingOf(campaign))}.`,
  );

const note = (
  tx: Tx,
  world: Pick<World, 'now' | 'newId'>,
  viewer: Viewer,
  campaignId: string,
  deed: string,
  detail: Record<string, unknown> = {},
) => record(tx, world, viewer, { campaignId, subject: 'campaign', subjectId: campaignId, deed, detail });
