/**
 * Who is behind one letter or bill and not behind another, and why; whom to ask next; and all who support a campaign.
 * Nothing is kept here: everything is worked out of what other rooms know. This is the room's front door.
 */
import type { Db } from '../db/database.ts';
import { nextAsks, onCommittees, sameStates } from './asks.ts';
import { compare } from './compare.ts';
import { type Asked, passes } from './forms.ts';
import type { GapRow, Scene } from './rows.ts';
import { requireWork, type Work } from './works.ts';

export { type Direction, directions } from './compare.ts';
export { type Asked, askedFrom } from './forms.ts';
export { groups, reasonCodes } from './reasons.ts';
export { type GapRow, type Scene, sceneOf } from './rows.ts';
export { labelThen, listSupporters, type Supporter, type Supporters } from './supporters.ts';
export { supportInWords } from './supports.ts';

export interface GapList {
  /** What the letter is compared with; null for the other lists. */
  work: Work | null;
  /** Those that pass the filter. */
  items: GapRow[];
  /** All there are. */
  all: GapRow[];
}

/**
 * One of the lists about a letter, as the viewer of the scene may see it: staffers everybody with their positions,
 * volunteers the legislators assigned to them. Throws Invalid for a letter or bill that they may not compare with.
 */
export async function listGaps(db: Db, scene: Scene, asked: Asked): Promise<GapList> {
  const { viewer, letter } = scene;
  const work = asked.list === 'compare' ? await requireWork(db, viewer, letter, asked.against, scene) : null;
  const all = work ? await compare(db, scene, work, asked.direction) : await others(db, scene, asked);
  return { work, all, items: all.filter((row) => passes(row, asked.filter)) };
}

function others(db: Db, scene: Scene, { list, committees }: Asked): Promise<GapRow[]> {
  if (list === 'committees') return onCommittees(db, scene, committees);
  return list === 'states' ? sameStates(db, scene) : nextAsks(db, scene, committees);
}
