/** Which of the Census's sets of boundaries has the districts of the Congress that sits. */
import { congressOn, daysOf } from '../basics/congress.ts';
import { dayInWashington } from '../basics/time.ts';
import type { World } from '../basics/world.ts';

/** The newest set of all. From the summer before an election it has the districts of the next Congress. */
const NEWEST = 'Current_Current';

export interface Pinned {
  /** The Congress whose districts are wanted. */
  congress: number;
  /** The set of boundaries that is asked for. */
  vintage: string;
}

/** What to ask the geocoder for today. */
export function pinnedOn({ now, settings }: Pick<World, 'now' | 'settings'>): Pinned {
  const day = dayInWashington(now());
  const congress = congressOn(day);
  return { congress, vintage: settings.censusVintage ?? vintageOn(day) };
}

/** The set that has the sitting Congress's districts: in its second summer the newest moves on, and an older one stays. */
function vintageOn(day: string): string {
  const first = Number(daysOf(congressOn(day)).from.slice(0, 4));
  return day < `${first + 1}-07-01` ? NEWEST : `ACS${first}_Current`;
}
