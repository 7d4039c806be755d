import type { Counts } from '../tallies/shape.ts';
import { dayInShort } from '../whip/whip.ts';

/** As many as a table on paper has columns. */
const WEEKS = 8;
const DAY_MS = 86_400_000;

/** The last weeks of a count by week, this one at the end; a week without any counts zero. `today` is a day. */
export function weekly(weeks: Counts, today: string): { head: string[]; row: string[] } {
  const counts = new Map(weeks.map(({ key, count }) => [key, count]));
  const now = Date.parse(`${today}T00:00:00Z`);
  const monday = now - ((new Date(now).getUTCDay() + 6) % 7) * DAY_MS;
  const last = Array.from({ length: WEEKS }, (_, n) =>
    new Date(monday - (WEEKS - 1 - n) * 7 * DAY_MS).toISOString().slice(0, 10),
  );
  return {
    head: last.map((week) => dayInShort(week, today)),
    row: last.map((week) => (counts.get(week) ?? 0).toLocaleString('en-US')),
  };
}
