/** Congresses by their numbers. */

/** The Congress that sits on a day: a new one begins on January 3 of each odd year. */
export function congressOn(day: string): number {
  const year = Number(day.slice(0, 4)) - (day.slice(5) < '01-03' ? 1 : 0);
  return Math.floor((year - 1789) / 2) + 1;
}

/** The first day of a Congress, and the day on which the next one begins. */
export function daysOf(congress: number): { from: string; to: string } {
  const year = 1787 + 2 * congress;
  return { from: `${year}-01-03`, to: `${year + 2}-01-03` };
}
