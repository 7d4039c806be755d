/** What a reader's complaint ("this is spam") about an update does. */
import type { World } from '../basics/world.ts';
import type { Db } from '../db/database.ts';
import type { ReportListeners } from '../mail/bounces.ts';
import { move, read } from '../tallies/tallies.ts';
import { readReason } from './mailing.ts';
import { leave } from './unsubscribing.ts';
import { findUpdate } from './writing.ts';

/** Kept apart from what `recount` can count again: of a complaint only its number stays. */
const SUBJECT = 'complaints';

/** Ends the campaign's mail to whoever complained, and counts it for the organizers. */
export const updateComplained =
  (world: Pick<World, 'db' | 'now' | 'settings'>): NonNullable<ReportListeners['complained']['update']> =>
  async (tx, { reason, addressKey }) => {
    const named = readReason(reason);
    const found = named && (await findUpdate(tx, named.updateId));
    if (!found) return false;
    await leave(tx, world, { campaign: found.campaign, addressKey }, 'complained');
    await move(tx, found.letter.id, SUBJECT, [{ dimension: found.update.id, key: '', by: 1 }]);
    return true;
  };

/** How many readers complained of each of a letter's updates, by its id; none where it is missing. */
export async function findComplaints(db: Db, letterId: string): Promise<Map<string, number>> {
  const cells = (await read(db, letterId)).get(SUBJECT) ?? [];
  return new Map(cells.map(({ dimension, count }) => [dimension, count]));
}
