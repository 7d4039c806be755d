/** The texts of a campaign: written, put in order, taken away. What somebody has sent already stays as it was. */
import { NotFound } from '../basics/errors.ts';
import type { Viewer } from '../basics/viewer.ts';
import type { World } from '../basics/world.ts';
import { asOrganizer, tooMany } from '../campaigns/noting.ts';
import type { Db, Tx } from '../db/database.ts';
import * as store from './store.ts';

export type Variant = store.Variant;
export type VariantForm = Omit<Variant, 'id' | 'campaignId' | 'ordinal'>;

/** The most texts of a campaign. */
export const MOST_VARIANTS = 100;

/** A campaign's texts in their order: the first that fits is the one. */
export const listVariants = (db: Db, campaignId: string): Promise<Variant[]> => store.list(db, campaignId);

/** One of a campaign's texts. Throws NotFound. */
export async function requireVariant(db: Db, campaignId: string, id: string): Promise<Variant> {
  const variant = (await store.list(db, campaignId)).find((one) => one.id === id);
  if (!variant) throw new NotFound('text');
  return variant;
}

/** Adds a text at the end of a campaign's. */
export async function addVariant(
  tx: Tx,
  world: Pick<World, 'newId'>,
  campaignId: string,
  form: VariantForm,
): Promise<Variant> {
  const all = await store.list(tx, campaignId);
  if (all.length >= MOST_VARIANTS) throw tooMany(`${MOST_VARIANTS} texts`);
  const added = { ...form, id: world.newId(), campaignId, ordinal: (all.at(-1)?.ordinal ?? -1) + 1 };
  await store.add(tx, added);
  return added;
}

/** Adds a text at the end, or changes the one with this id. Throws NotFound, and Refused('too-many') at the limit. */
export const saveVariant = (
  world: World,
  viewer: Viewer | null,
  slug: string,
  id: string | null,
  form: VariantForm,
): Promise<Variant> =>
  asOrganizer(world, viewer, slug, async (tx, { campaign, noted }) => {
    if (id === null) {
      const added = await addVariant(tx, world, campaign.id, form);
      await noted('added a text', { title: form.name });
      return added;
    }
    const changed = await store.change(tx, { campaignId: campaign.id, id }, form);
    if (!changed) throw new NotFound('text');
    await noted('changed a text', { title: form.name });
    return changed;
  });

/** A copy right behind the text it is made of. Throws NotFound and Refused('too-many'). */
export const copyVariant = (world: World, viewer: Viewer | null, slug: string, id: string): Promise<Variant> =>
  asOrganizer(world, viewer, slug, async (tx, { campaign, noted }) => {
    const all = await store.list(tx, campaign.id);
    const at = all.findIndex((one) => one.id === id);
    const from = all[at];
    if (!from) throw new NotFound('text');
    if (all.length >= MOST_VARIANTS) throw tooMany(`${MOST_VARIANTS} texts`);
    const copy = { ...from, id: world.newId(), name: `${from.name.slice(0, 110)} (copy)` };
    await store.add(tx, copy);
    await inOrder(tx, all.toSpliced(at + 1, 0, copy));
    await noted('added a text', { title: copy.name });
    return copy;
  });

/** Moves a text one place up or down; at the end of the list it stays where it is. Throws NotFound. */
export const moveVariant = (world: World, viewer: Viewer | null, slug: string, id: string, by: -1 | 1): Promise<void> =>
  asOrganizer(world, viewer, slug, async (tx, { campaign, noted }) => {
    const all = await store.list(tx, campaign.id);
    const at = all.findIndex((one) => one.id === id);
    const moved = all[at];
    if (!moved) throw new NotFound('text');
    const other = all[at + by];
    if (!other) return;
    await inOrder(tx, all.with(at, other).with(at + by, moved));
    await noted('moved a text', { title: moved.name });
  });

async function inOrder(tx: Tx, all: Variant[]): Promise<void> {
  for (const [ordinal, variant] of all.entries())
    if (variant.ordinal !== ordinal) await store.change(tx, variant, { ordinal });
}

/** Takes a text away. Throws NotFound when it is not there any more. */
export const removeVariant = (world: World, viewer: Viewer | null, slug: string, id: string): Promise<void> =>
  asOrganizer(world, viewer, slug, async (tx, { campaign, noted }) => {
    const gone = await store.remove(tx, campaign.id, id);
    if (!gone) throw new NotFound('text');
    await noted('removed a text', { title: gone.name });
  });
