import { type Described, picture } from './svg.ts';

/** A square for every state, the District and the territories, about where they lie: all count alike. */
const grid = [
  'AK .. .. .. .. .. .. .. .. .. ME',
  '.. .. .. .. .. .. .. .. .. VT NH',
  'WA ID MT ND MN IL WI MI NY RI MA',
  'OR NV WY SD IA IN OH PA NJ CT ..',
  'CA UT CO NE MO KY WV VA MD DE ..',
  '.. AZ NM KS AR TN NC SC DC .. ..',
  '.. .. .. OK LA MS AL GA .. .. ..',
  'HI .. .. TX .. .. .. .. FL .. ..',
  'GU MP AS .. .. .. .. .. .. PR VI',
].map((row) => row.split(' '));

/** The USPS codes that have a square. */
export const mapped: ReadonlySet<string> = new Set(grid.flat().filter((code) => code !== '..'));

const TILE = 38;
const STEP = 40;

/** How dark a square is; the number in it says how many. */
const levelOf = (count: number): number => (count === 0 ? 0 : count === 1 ? 1 : count <= 3 ? 2 : count <= 9 ? 3 : 4);

/** A map by state: each square has its code and, unless zero, its number. */
export function stateMap(counts: ReadonlyMap<string, number>, described: Described): string {
  const drawn = grid.flatMap((row, y) =>
    row.flatMap((code, x) => {
      if (code === '..') return [];
      const count = counts.get(code) ?? 0;
      const level = levelOf(count);
      const [left, top, middle] = [x * STEP + 1, y * STEP + 1, x * STEP + STEP / 2];
      const name = `<text class="tile-name" data-level="${level}" x="${middle}" y="${top + (count ? 16 : 24)}" text-anchor="middle" font-size="13">${code}</text>`;
      const number = `<text class="tile-count" data-level="${level}" x="${middle}" y="${top + 32}" text-anchor="middle" font-size="14" font-weight="700">${count}</text>`;
      return `<rect class="tile" data-level="${level}" x="${left}" y="${top}" width="${TILE}" height="${TILE}" rx="3"/>${name}${count ? number : ''}`;
    }),
  );
  return picture(described, STEP * 11, STEP * grid.length, drawn.join(''));
}
