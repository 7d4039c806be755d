/** Meetings with offices: whom to meet, and a sheet to bring along. */
import type { Viewer } from '../basics/viewer.ts';
import type { World } from '../basics/world.ts';
import { gather } from './gathering.ts';
import { type Sheet, sheetOf } from './sheet.ts';

export type { Sheet };

/** The sheet for a meeting with one office about a letter. Throws NotFound and NotAllowed as `gather` does. */
export const prepareMeeting = async (
  world: Pick<World, 'db' | 'now' | 'settings'>,
  viewer: Viewer | null,
  slug: string,
  key: string,
): Promise<Sheet> => sheetOf(await gather(world, viewer, slug, key), world.settings.baseUrl);
