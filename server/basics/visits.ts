/** Requests that came in on this process, by which work in the background sees whether people wait for it. */
export interface Visits {
  count: number;
}

const visits = new WeakMap<object, Visits>();

/** The count for whoever works on a database. */
export function visitsOf(db: object): Visits {
  const known = visits.get(db) ?? { count: 0 };
  visits.set(db, known);
  return known;
}
