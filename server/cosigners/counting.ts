import type { Cell, Change } from '../tallies/tallies.ts';
import type { Standing } from './store.ts';

export const SUBJECT = 'cosigners';

/** What a standing adds to the kept numbers. Signatures are counted by version: an older one may be to reconfirm. */
export function cellsOf(standing: Standing): Cell[] {
  if (standing.position === null) return [];
  const position = { dimension: 'position', key: standing.position, count: 1 };
  if (standing.position !== 'signed') return [position];
  const { version, body, party, caucus, state } = standing;
  const cell = (dimension: string, key: string | null) => ({
    dimension: `${dimension}@${version}`,
    key: key || 'unknown',
    count: 1,
  });
  return [
    position,
    cell('signed', 'all'),
    cell('body', body),
    cell('party', party),
    cell('caucus', caucus),
    cell('state', state),
    cell('seats', `${body} ${caucus || 'unknown'}`),
  ];
}

/** What changes in the kept numbers when a standing takes the place of another. */
export const changesBetween = (before: Standing, after: Standing): Change[] => [
  ...cellsOf(before).map(({ dimension, key }) => ({ dimension, key, by: -1 })),
  ...cellsOf(after).map(({ dimension, key }) => ({ dimension, key, by: 1 })),
];

/** Sums of kept numbers by key, sorted by it: of one dimension, for versions from `from` and up to `to`. */
export function sumByKey(cells: readonly Cell[], dimension: string, from: number, to = Number.POSITIVE_INFINITY) {
  const sums = new Map<string, number>();
  let read = '';
  let counts = false;
  for (const cell of cells) {
    // Hundreds of cells are of one dimension, and follow each other.
    if (cell.dimension !== read) {
      read = cell.dimension;
      const [name, version] = read.split('@');
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
