/** What the one who runs the site should know of looking up addresses. */
import { congressOn, daysOf } from '../basics/congress.ts';
import { dayInWashington, dayInWords } from '../basics/time.ts';
import type { World } from '../basics/world.ts';
import type { Db } from '../db/database.ts';
import { findFact, setFact } from '../db/facts.ts';
import { type Pinned, pinnedOn } from './vintage.ts';

const FACT = 'geocoder answered for another Congress';
/** An answer of the wrong Congress is told of for so long, unless another vintage is set meanwhile. */
const TOLD_MS = 24 * 3_600_000;
/** Not each of a crowd writes it down. */
const NOT_SOONER_MS = 60_000;
/** The next Congress is spoken of so many days before it begins. */
const SOON_DAYS = 60;

/** Warns the operator that the geocoder tells of the districts of another Congress. */
export async function noteWrongVintage(
  world: Pick<World, 'db' | 'log' | 'now'>,
  { congress, vintage }: Pinned,
  told: string,
): Promise<void> {
  world.log.warn({ vintage, wanted: congress, told }, 'the geocoder answered with the districts of another Congress');
  const noted = await wrongVintage(world.db);
  if (noted?.vintage === vintage && world.now().getTime() - noted.at < NOT_SOONER_MS) return;
  const value = JSON.stringify({ at: world.now().getTime(), vintage, told: told.slice(0, 200) });
  await world.db.transaction((tx) => setFact(tx, FACT, value));
}

async function wrongVintage(db: Db): Promise<{ at: number; vintage: string; told: string } | null> {
  const fact = await findFact(db, FACT);
  return fact === null ? null : JSON.parse(fact);
}

/** How addresses are looked up, in a line for the operator, and what is to be done about it; '' for nothing. */
export async function geocoderStatus(
  world: Pick<World, 'now' | 'settings'> & { db: Db },
): Promise<{ words: string; alarm: string }> {
  const { congress, vintage } = pinnedOn(world);
  const words = `Street addresses are looked up at ${new URL(world.settings.geocoderUrl).hostname} in the districts of Congress ${congress} (${vintage}).`;
  const noted = await wrongVintage(world.db);
  if (noted && noted.vintage === vintage && world.now().getTime() - noted.at < TOLD_MS)
    return {
      words,
      alarm: `It answered with ${noted.told} instead. These answers are not used: people choose their district from a list. ${world.settings.censusVintage ? 'Set CENSUS_VINTAGE to a set of boundaries of the sitting Congress, or leave it empty.' : 'Set CENSUS_VINTAGE to a set of boundaries of the sitting Congress.'}`,
    };
  return { words, alarm: nextCongress(world, congress) };
}

/** A vintage that was set by hand has to be set anew when a Congress begins. */
function nextCongress({ now, settings }: Pick<World, 'now' | 'settings'>, congress: number): string {
  const soon = dayInWashington(new Date(now().getTime() + SOON_DAYS * 86_400_000));
  if (settings.censusVintage === null || congressOn(soon) === congress) return '';
  return `Congress ${congress + 1} begins on ${dayInWords(daysOf(congress).to)}: CENSUS_VINTAGE is set by hand, and its districts may not be the new ones.`;
}
