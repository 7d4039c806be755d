/** Timeline: what happened and when, each with its source. */
import { NotFound } from '../basics/errors.ts';
import { plural } from '../basics/text.ts';
import type { Viewer } from '../basics/viewer.ts';
import type { World } from '../basics/world.ts';
import type { Db, Tx } from '../db/database.ts';
import * as store from './facts.store.ts';
import { asOrganizer, tooMany } from './noting.ts';

type Happening = store.Happening;
export type HappeningForm = Omit<Happening, 'id' | 'campaignId'>;

/** What happened, oldest first. */
export const listTimeline = (db: Db, campaignId: string): Promise<Happening[]> => store.listTimeline(db, campaignId);

/** One entry of a campaign's timeline. Throws NotFound. */
export async function requireHappening(db: Db, campaignId: string, id: string): Promise<Happening> {
  const happening = (await store.listTimeline(db, campaignId)).find((one) => one.id === id);
  if (!happening) throw new NotFound('entry');
  return happening;
}

/** Adds an entry to the timeline. */
export const addHappening = (
  tx: Tx,
  world: Pick<World, 'newId'>,
  campaignId: string,
  happening: HappeningForm,
): Promise<void> => store.addHappening(tx, { ...happening, id: world.newId(), campaignId });

/** Adds an entry, or changes the one with this id. Throws NotFound, and Refused('too-many') at the limit. */
export const saveHappening = (
  world: World,
  viewer: Viewer | null,
  slug: string,
  id: string | null,
  form: HappeningForm,
): Promise<void> =>
  asOrganizer(world, viewer, slug, async (tx, { campaign, noted }) => {
    const detail = { title: form.text.slice(0, 100), day: form.day };
    if (id !== null) {
      if (!(await store.changeHappening(tx, { ...form, id, campaignId: campaign.id }))) throw new NotFound('entry');
      return noted('changed the timeline', detail);
    }
    if ((await store.countOf(tx, 'timeline', campaign.id)) >= store.MOST.timeline)
      throw tooMany(`${plural(store.MOST.timeline, 'entry', 'entries')} in its timeline`);
    await addHappening(tx, world, campaign.id, form);
    return noted('added to the timeline', detail);
  });

/** Throws NotFound when it is not there any more. */
export const deleteHappening = (world: World, viewer: Viewer | null, slug: string, id: string): Promise<void> =>
  asOrganizer(world, viewer, slug, async (tx, { campaign, noted }) => {
    const gone = await store.removeHappening(tx, campaign.id, id);
    if (!gone) throw new NotFound('entry');
    await noted('removed from the timeline', { title: gone.text.slice(0, 100), day: gone.day });
  });
