/** What the kept numbers add up to, and how much of that is shown. */
import type { Counts } from './shape.ts';
import type { Cell } from './tallies.ts';

/**
 * The sums by key of one dimension, sorted by key. What is kept by version has a dimension for each ('state@2'); those
 * from `from` and up to `to` are added up.
 */
export function sumByKey(cells: readonly Cell[], dimension: string, from = 0, to = Number.POSITIVE_INFINITY): Counts {
  const sums = new Map<string, number>();
  let read = '';
  let counts = false;
  for (const cell of cells) {
    // Hundreds of cells are of one dimension, and follow each other.
    if (cell.dimension !== read) {
      read = cell.dimension;
      const [name, version = '0'] = read.split('@');
      counts = name === dimension && Number(version) >= from && Number(version) <= to;
    }
    if (!counts) continue;
    sums.set(cell.key, (sums.get(cell.key) ?? 0) + cell.count);
  }
  return [...sums]
    .map(([key, count]) => ({ key, count }))
    .filter(({ count }) => count !== 0)
    .sort((a, b) => (a.key < b.key ? -1 : 1));
}

export const totalOf = (counts: { count: number }[]): number => counts.reduce((sum, { count }) => sum + count, 0);

/** Where only totals are shown, a breakdown appears once every part of it has so many. */
const SMALLEST_SHOWN = 10;

/** A breakdown as it may be shown: whole, or only where no part of it is so small that it would tell of people. */
export const breakdownOf = (counts: Counts, whole: boolean): Counts | null =>
  whole || counts.every(({ count }) => count >= SMALLEST_SHOWN) ? counts : null;
