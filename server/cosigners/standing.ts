import type { Position } from '../db/tables.ts';

/** What of an entry decides where a legislator stands. */
export interface Step {
  id: string;
  position: Position | null;
  /** The entry that this one takes the place of. */
  corrects: string | null;
  at: Date;
  day: string;
}

/** An uncorrected entry in its place: a correction stands where the entry stood that it voids, and when. */
export interface Placed<T extends Step> {
  entry: T;
  /** The id and the moment of the first entry in this place. */
  place: string;
  since: Date;
}

/** The entries that count, oldest place first; corrected ones are left out. `entries` come oldest first. */
export function uncorrected<T extends Step>(entries: T[]): Placed<T>[] {
  const places = new Map<string, Placed<T>>();
  const placeOf = new Map<string, string>();
  for (const entry of entries) {
    const place = (entry.corrects && placeOf.get(entry.corrects)) ?? entry.id;
    placeOf.set(entry.id, place);
    places.set(place, { entry, place, since: places.get(place)?.since ?? entry.at });
  }
  return [...places.values()].sort((a, b) => (a.place < b.place ? -1 : 1));
}

/** Whether an entry was corrected, that is, another one names it. */
export const isCorrected = (entries: Step[], id: string): boolean => entries.some((entry) => entry.corrects === id);

export interface Verdict<T extends Step> {
  /** The entry that says where the legislator stands; null while there is none. */
  current: T | null;
  /** True after a signature that the public could see, and that no correction has voided, until signed again. */
  withdrew: boolean;
  /** The day on which a public signature ended, where `withdrew`. */
  withdrewOn: string | null;
  /** The place in which the signature that stands was given: it orders "as received". Empty otherwise. */
  signedPlace: string;
}

/** Where the entries leave a legislator. `publishedAt`: since when the public can see who signed; null for a draft. */
export function verdictOf<T extends Step>(entries: T[], publishedAt: Date | null): Verdict<T> {
  const steps = uncorrected(entries);
  const current = steps.at(-1)?.entry ?? null;
  let signedPlace = '';
  let withdrewOn: string | null = null;
  for (const { entry, place, since } of steps) {
    if (entry.position === 'signed') {
      signedPlace ||= place;
      withdrewOn = null;
    } else {
      if (signedPlace && publishedAt && since >= publishedAt) withdrewOn = entry.day;
      signedPlace = '';
    }
  }
  return { current, withdrew: withdrewOn !== null, withdrewOn, signedPlace };
}
