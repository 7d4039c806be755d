/** Writing an update, and asking who would get it. */
import { NotFound, Refused } from '../basics/errors.ts';
import { requireSignedIn, type Viewer } from '../basics/viewer.ts';
import type { World } from '../basics/world.ts';
import { type Campaign, findCampaignById } from '../campaigns/campaigns.ts';
import type { Db, Tx } from '../db/database.ts';
import { record } from '../history/history.ts';
import { findLetterById, type Letter, requireMine } from '../letters/letters.ts';
import * as store from './store.ts';

export interface UpdateForm {
  subject: string;
  /** Markdown. */
  text: string;
  /** USPS codes of the states whose signers get it; none for all. */
  states: string[];
}

/** A letter and who answers for it. */
export interface About {
  letter: Letter;
  campaign: Campaign;
}

/** The letter of an organizer. Throws NotFound, also for a draft, which has no signers yet. */
export async function requireOwnLetter(db: Db, viewer: Viewer | null, slug: string): Promise<About> {
  const letter = await requireMine(db, viewer, slug, 'organizer');
  const campaign = await findCampaignById(db, letter.campaignId);
  if (!campaign || !letter.publishedAt) throw new NotFound('letter');
  return { letter, campaign };
}

/** An update of an organizer's letter. Throws NotFound, NotSignedIn and NotAllowed. */
export async function requireUpdate(
  db: Db,
  viewer: Viewer | null,
  slug: string,
  id: string,
): Promise<About & { update: store.Update }> {
  const about = await requireOwnLetter(db, viewer, slug);
  const update = await store.find(db, id);
  if (update?.letterId !== about.letter.id) throw new NotFound('update');
  return { ...about, update };
}

/** The same by the update alone, for the command line. */
export async function findUpdate(db: Db, id: string): Promise<(About & { update: store.Update }) | null> {
  const update = await store.find(db, id);
  const letter = update && (await findLetterById(db, update.letterId));
  const campaign = letter && (await findCampaignById(db, letter.campaignId));
  return campaign ? { update, letter, campaign } : null;
}

/** A letter has so many at most on its page. */
export const MOST_UPDATES = 200;

/** The updates of a letter, newest first. */
export const listUpdates = (db: Db, { id }: Letter): Promise<store.Update[]> =>
  store.listOfLetter(db, id, MOST_UPDATES);

/** Notes what was done to an update, in the history of its letter. */
export const note = (
  tx: Tx,
  world: Pick<World, 'now' | 'newId'>,
  viewer: Viewer,
  { letter, update }: { letter: Letter; update: store.Update },
  deed: string,
  detail: Record<string, unknown> = {},
): Promise<void> =>
  record(tx, world, viewer, {
    campaignId: letter.campaignId,
    subject: 'letter',
    subjectId: letter.id,
    deed,
    detail: { update: update.id, subject: update.subject, ...detail },
  });

const begin = new Date(0);

/** Writes a draft, which nobody gets before it is sent. */
export async function writeUpdate(
  world: World,
  viewer: Viewer | null,
  slug: string,
  form: UpdateForm,
): Promise<store.Update> {
  return world.db.transaction(async (tx) => {
    const { letter } = await requireOwnLetter(tx, viewer, slug);
    const actor = requireSignedIn(viewer);
    const now = world.now();
    const update: store.Update = {
      ...{ id: world.newId(), letterId: letter.id, ...form, state: 'draft', sendAt: null },
      ...{ listing: 'none', afterAt: begin, afterId: '', listedAt: null, byState: {} },
      ...{ bodyId: null, since: { ended: 0, failed: 0 }, pausedFor: '' },
      ...{ by: actor.name, createdAt: now, changedAt: now, endedAt: null },
    };
    await store.add(tx, update);
    await note(tx, world, actor, { letter, update }, 'wrote an update');
    return update;
  });
}

const sameStates = (a: string[], b: string[]) => [...a].sort().join() === [...b].sort().join();

/**
 * Changes a draft. For other readers, whoever was counted is counted anew. Throws NotFound, and Refused ('update-fixed')
 * once it is no draft any more.
 */
export async function editUpdate(
  world: World,
  viewer: Viewer | null,
  { slug, id }: { slug: string; id: string },
  form: UpdateForm,
): Promise<store.Update> {
  return world.db.transaction(async (tx) => {
    const { update } = await requireUpdate(tx, viewer, slug, id);
    const again = update.listing !== 'none' && !sameStates(update.states, form.states);
    const to = { ...form, changedAt: world.now(), ...(again && fromTheStart('clearing')) };
    const after = await store.change(tx, id, ['draft'], to);
    if (!after) throw new Refused('update-fixed', 'This update is on its way: its text cannot be changed any more.');
    return after;
  });
}

/** What has an update's recipients listed from the first signer on. */
export const fromTheStart = (listing: 'clearing' | 'running') =>
  ({ listing, afterAt: begin, afterId: '', ...(listing === 'clearing' && { byState: {}, listedAt: null }) }) as const;

/**
 * Has those counted who would get a draft: each of them is listed, little by little, and nothing is sent. Counted
 * before, they are counted anew. Throws NotFound, and Refused ('update-fixed').
 */
export async function countRecipients(
  world: World,
  viewer: Viewer | null,
  { slug, id }: { slug: string; id: string },
): Promise<void> {
  await world.db.transaction(async (tx) => {
    await requireUpdate(tx, viewer, slug, id);
    if (!(await store.change(tx, id, ['draft'], fromTheStart('clearing'))))
      throw new Refused('update-fixed', 'This update is on its way: its recipients are listed already.');
  });
}
