/** Coverage: what the press wrote, for and against. */
import { NotFound } from '../basics/errors.ts';
import { grouped } from '../basics/text.ts';
import type { Viewer } from '../basics/viewer.ts';
import type { World } from '../basics/world.ts';
import type { Db, Tx } from '../db/database.ts';
import * as store from './facts.store.ts';
import { asOrganizer, tooMany } from './noting.ts';

type Coverage = store.Coverage;
export type CoverageForm = Omit<Coverage, 'id' | 'campaignId'>;

/** Where what was written stands to the campaign. */
export const stanceInWords: Record<Coverage['stance'], string> = {
  supportive: 'Supportive',
  critical: 'Critical',
  neutral: 'Neutral',
};

/** What the press wrote, newest first. */
export const listCoverage = (db: Db, campaignId: string): Promise<Coverage[]> => store.listCoverage(db, campaignId);

/** One piece of a campaign's coverage. Throws NotFound. */
export async function requireCoverage(db: Db, campaignId: string, id: string): Promise<Coverage> {
  const item = (await store.listCoverage(db, campaignId)).find((one) => one.id === id);
  if (!item) throw new NotFound('coverage');
  return item;
}

/** Adds what the press wrote. */
export async function addCoverage(
  tx: Tx,
  world: Pick<World, 'newId'>,
  campaignId: string,
  { url = null, ...item }: Omit<CoverageForm, 'url'> & { url?: string | null },
): Promise<void> {
  await store.addCoverage(tx, { ...item, url, id: world.newId(), campaignId });
}

/** Adds a piece, or changes the one with this id. Throws NotFound, and Refused('too-many') at the limit. */
export const saveCoverage = (
  world: World,
  viewer: Viewer | null,
  slug: string,
  id: string | null,
  form: CoverageForm,
): Promise<void> =>
  asOrganizer(world, viewer, slug, async (tx, { campaign, noted }) => {
    const detail = { title: form.outlet, day: form.day };
    if (id !== null) {
      if (!(await store.changeCoverage(tx, { ...form, id, campaignId: campaign.id }))) throw new NotFound('coverage');
      return noted('changed coverage', detail);
    }
    if ((await store.countOf(tx, 'coverage', campaign.id)) >= store.MOST.coverage)
      throw tooMany(`${grouped(store.MOST.coverage)} pieces of coverage`);
    await addCoverage(tx, world, campaign.id, form);
    return noted('added coverage', detail);
  });

/** Throws NotFound when it is not there any more. */
export const deleteCoverage = (world: World, viewer: Viewer | null, slug: string, id: string): Promise<void> =>
  asOrganizer(world, viewer, slug, async (tx, { campaign, noted }) => {
    const gone = await store.removeCoverage(tx, campaign.id, id);
    if (!gone) throw new NotFound('coverage');
    await noted('removed coverage', { title: gone.outlet, day: gone.day });
  });
