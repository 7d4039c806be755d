/**
 * Who is behind one letter or bill and not behind another, and why; whom to ask next; and all who support a campaign.
 * Nothing is kept here: everything is worked out of what other rooms know. This is the room's front door.
 */
import type { Viewer } from '../basics/viewer.ts';
import type { Db } from '../db/database.ts';
import type { Letter } from '../letters/letters.ts';
import { nextAsks, onCommittees, sameStates } from './asks.ts';
import { compare } from './compare.ts';
import { type Asked, passes } from './forms.ts';
import { type GapRow, type Scene, sceneOf } from './rows.ts';
import { requireWork, type Work } from './works.ts';

export { type Direction, directions } from './compare.ts';
export { type Asked, askedFrom } from './forms.ts';
export { groups, reasonCodes } from './reasons.ts';
export type { GapRow } from './rows.ts';
export { listSupporters, type Supporter, type Supporters } from './supporters.ts';
export { supportInWords } from './supports.ts';

export interface GapList {
  /** What the letter is compared with; null for the other lists. */
  work: Work | null;
  /** Those that pass the filter. */
  items: GapRow[];
  /** All there are. */
  all: GapRow[];
  scene: Scene;
}

/**
 * One of the lists about a letter, as the viewer may see it: staffers everybody with their positions, volunteers the
 * legislators assigned to them. Throws NotAllowed for strangers, and Invalid for a letter or bill that the viewer may
 * not compare with. `today` is the day in Washington.
 */
export async function listGaps(
  db: Db,
  viewer: Viewer | null,
  letter: Letter,
  asked: Asked,
  today: string,
): Promise<GapList> {
  const scene = await sceneOf(db, viewer, letter, today);
  const work = asked.list === 'compare' ? await requireWork(db, viewer, letter, asked.against, today) : null;
  const all = work ? await compare(db, scene, work, asked.direction) : await others(db, scene, asked);
  return { work, all, items: all.filter((row) => passes(row, asked.filter)), scene };
}

function others(db: Db, scene: Scene, { list, committees }: Asked): Promise<GapRow[]> {
  if (list === 'committees') return onCommittees(db, scene, committees);
  return list === 'states' ? sameStates(db, scene) : nextAsks(db, scene, committees);
}
