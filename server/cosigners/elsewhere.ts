import { roleIn, type Viewer } from '../basics/viewer.ts';
import type { Db } from '../db/database.ts';
import type { Position } from '../db/tables.ts';
import type { Letter } from '../letters/letters.ts';
import { maySeeNames } from './rights.ts';
import * as store from './store.ts';

/** Where a legislator stood on a letter, as much of it as the viewer may know. */
export interface StandElsewhere {
  letter: Letter;
  position: Position;
  day: string;
}

/**
 * Where a legislator stands on these letters, in their order, left out where nothing is known: organizers and staffers
 * see every position, a volunteer those of offices assigned to them on that letter and else what is shown of signers.
 */
export async function listElsewhere(
  db: Db,
  viewer: Viewer | null,
  letters: Letter[],
  key: string,
): Promise<StandElsewhere[]> {
  const rows = new Map((await store.listOfLegislator(db, key)).map((row) => [row.letterId, row]));
  const assigned = new Set(viewer?.accountId ? await store.listAssignedLetters(db, viewer.accountId, key) : []);
  return letters.flatMap((letter) => {
    const row = rows.get(letter.id);
    if (!row?.position) return [];
    const role = roleIn(viewer, letter.campaignId);
    const whole = role === 'organizer' || role === 'staffer' || (role === 'volunteer' && assigned.has(letter.id));
    const shown = letter.publishedAt !== null && maySeeNames(viewer, letter);
    const position = whole ? row.position : !shown ? null : publicly(row);
    return position ? [{ letter, position, day: row.day }] : [];
  });
}

const publicly = ({ position, withdrew }: store.Standing): Position | null =>
  position === 'signed' ? 'signed' : withdrew ? 'withdrawn' : null;
