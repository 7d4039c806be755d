import { addMember } from '../accounts/accounts.ts';
import { Invalid, NotAllowed, NotFound, Refused } from '../basics/errors.ts';
import { listed, slugOf } from '../basics/text.ts';
import { requireSignedIn, type Viewer } from '../basics/viewer.ts';
import type { World } from '../basics/world.ts';
import type { Tx } from '../db/database.ts';
import type { Imprint } from '../web/render.ts';
import { note } from './noting.ts';
import { findCampaignById, requireCampaign } from './questions.ts';
import * as store from './store.ts';

export { addCoverage, listCoverage, stanceInWords } from './coverage.ts';
export { addExhibit, listExhibits } from './exhibits.ts';
export type { Coverage, Exhibit, Happening, Partner } from './facts.store.ts';
export { addPartner, listPartners } from './partners.ts';
export * from './questions.ts';
export type { Campaign } from './store.ts';
export { addHappening, listTimeline } from './timeline.ts';

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
  ask?: string | undefined;
  /** Markdown, shown on the campaign's privacy page. */
  privacy: string;
  /** Whether an organizer looks at a signer's name before it is shown. */
  moderatesNames: boolean;
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
    ...form,
    ask: form.ask ?? '',
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
  { slug: _, ask, ...form }: CampaignForm,
): Promise<Campaign> {
  return world.db.transaction(async (tx) => {
    const campaign = await requireCampaign(tx, viewer, slug, 'organizer');
    const edited = await store.edit(
      tx,
      campaign.id,
      { ...form, ...(ask !== undefined && { ask }) },
      missingOf(form).length > 0,
    );
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

const incomplete = (campaign: Parameters<typeof missingOf>[0]) =>
  new Refused(
    'campaign-incomplete',
    `Every public page says who is behind it. This campaign still lacks ${listed(missingOf(campaign))}.`,
  );
