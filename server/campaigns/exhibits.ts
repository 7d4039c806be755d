/** Exhibits: tables of facts, each row with its source. */
import { NotFound } from '../basics/errors.ts';
import { plural } from '../basics/text.ts';
import type { Viewer } from '../basics/viewer.ts';
import type { World } from '../basics/world.ts';
import type { Db, Tx } from '../db/database.ts';
import * as store from './facts.store.ts';
import { asOrganizer, tooMany } from './noting.ts';

type Exhibit = store.Exhibit;
export type ExhibitForm = Pick<Exhibit, 'title' | 'note' | 'columns' | 'rows'>;

/** The tables of facts in their order. */
export const listExhibits = (db: Db, campaignId: string): Promise<Exhibit[]> => store.listExhibits(db, campaignId);

/** One of a campaign's tables. Throws NotFound. */
export async function requireExhibit(db: Db, campaignId: string, id: string): Promise<Exhibit> {
  const exhibit = (await store.listExhibits(db, campaignId)).find((one) => one.id === id);
  if (!exhibit) throw new NotFound('exhibit');
  return exhibit;
}

/** Adds a table of facts, each row with its source. */
export async function addExhibit(
  tx: Tx,
  world: Pick<World, 'newId'>,
  campaignId: string,
  exhibit: Omit<Exhibit, 'id' | 'campaignId'>,
): Promise<Exhibit> {
  const added = { ...exhibit, id: world.newId(), campaignId };
  await store.addExhibit(tx, added);
  return added;
}

/** Adds a table at the end, or changes the one with this id. Throws NotFound, and Refused('too-many') at the limit. */
export const saveExhibit = (
  world: World,
  viewer: Viewer | null,
  slug: string,
  id: string | null,
  form: ExhibitForm,
): Promise<Exhibit> =>
  asOrganizer(world, viewer, slug, async (tx, { campaign, noted }) => {
    const detail = { title: form.title, rows: form.rows.length };
    if (id !== null) {
      const changed = await store.changeExhibit(tx, { campaignId: campaign.id, id }, form);
      if (!changed) throw new NotFound('exhibit');
      await noted('changed an exhibit', detail);
      return changed;
    }
    const all = await store.listExhibits(tx, campaign.id);
    if (all.length >= store.MOST.exhibits) throw tooMany(plural(store.MOST.exhibits, 'exhibit'));
    const added = await addExhibit(tx, world, campaign.id, { ...form, ordinal: (all.at(-1)?.ordinal ?? -1) + 1 });
    await noted('added an exhibit', detail);
    return added;
  });

/** Moves a table one place up or down; at the end of the list it stays where it is. */
export const moveExhibit = (world: World, viewer: Viewer | null, slug: string, id: string, by: -1 | 1): Promise<void> =>
  asOrganizer(world, viewer, slug, async (tx, { campaign, noted }) => {
    const all = await store.listExhibits(tx, campaign.id);
    const at = all.findIndex((one) => one.id === id);
    const moved = all[at];
    if (!moved) throw new NotFound('exhibit');
    const other = all[at + by];
    if (!other) return;
    const order = all.with(at, other).with(at + by, moved);
    for (const [ordinal, exhibit] of order.entries())
      if (exhibit.ordinal !== ordinal) await store.changeExhibit(tx, exhibit, { ordinal });
    await noted('moved an exhibit', { title: moved.title });
  });

/** Throws NotFound when it is not there any more. */
export const deleteExhibit = (world: World, viewer: Viewer | null, slug: string, id: string): Promise<void> =>
  asOrganizer(world, viewer, slug, async (tx, { campaign, noted }) => {
    const gone = await store.removeExhibit(tx, campaign.id, id);
    if (!gone) throw new NotFound('exhibit');
    await noted('removed an exhibit', { title: gone.title });
  });
