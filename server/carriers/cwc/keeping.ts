/** What is kept of deliveries, for how long, and how they stand. */
import type { World } from '../../basics/world.ts';
import type { Settings } from '../../config.ts';
import type { Db } from '../../db/database.ts';
import { type CwcListener, dropOverdue } from './carrying.ts';
import { LIST_GOOD_DAYS } from './offering.ts';
import { CHAMBERS, type Chamber } from './rules.ts';
import * as store from './store.ts';

const DAY_MS = 86_400_000;
const BATCH = 1000;

/** Gives up what has waited too long, and forgets deliveries that ended long ago. */
export async function forgetCwc(world: World, listener: CwcListener, stopping?: AbortSignal): Promise<void> {
  await dropOverdue(world, listener, stopping);
  const before = new Date(world.now().getTime() - world.settings.keepAddressDays * DAY_MS);
  while (!stopping?.aborted && (await world.db.transaction((tx) => store.deleteEnded(tx, before, BATCH))) === BATCH);
}

/** How the service of a chamber stands. */
export interface CwcStanding {
  chamber: Chamber;
  /** Whether it is set up. */
  set: boolean;
  /** When its offices were last listed; null for never. */
  listedAt: Date | null;
  offices: number;
  /** Messages that wait. */
  waiting: number;
  /** Until when nothing is sent, where it rests. */
  restsUntil: Date | null;
  /** What whoever runs the site has to look at, as part of a sentence; '' for nothing. */
  problem: string;
}

/** How both services stand now. */
export const listStandings = (db: Db, settings: Pick<Settings, 'cwc'>, now: Date): Promise<CwcStanding[]> =>
  Promise.all(
    CHAMBERS.map(async (chamber) => {
      const row = await store.findChamber(db, chamber);
      const listedAt = row?.listedAt ?? null;
      const isOld = listedAt !== null && now.getTime() - listedAt.getTime() > LIST_GOOD_DAYS * DAY_MS;
      return {
        chamber,
        set: Boolean(settings.cwc?.[chamber]),
        listedAt,
        offices: await store.countOffices(db, chamber),
        waiting: await store.countWaiting(db, chamber),
        restsUntil: row?.pausedUntil && row.pausedUntil > now ? row.pausedUntil : null,
        problem: row?.problem || (isOld ? `the list of offices is older than ${LIST_GOOD_DAYS} days` : ''),
      };
    }),
  );

/** How many deliveries there are by chamber and state, with what was last wrong. Reads them all: for the command line. */
export const countDeliveries = store.countByState;
