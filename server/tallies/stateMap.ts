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

/** How dark a square is, beside the one with the most; the number in it says how many. */
function levelOf(count: number, most: number): number {
  const share = count / Math.max(1, most / 30);
  return count === 0 ? 0 : share <= 1 ? 1 : share <= 3 ? 2 : share <= 9 ? 3 : 4;
}

/** A number that fits a square: 1234 is '1.2K'. */
const compact = new Intl.NumberFormat('en-US', { notation: 'compact', maximumFractionDigits: 1 });

/** A map by state: each square has its code and, unless zero, its number. */
export function stateMap(counts: ReadonlyMap<string, number>, described: Described): string {
  const most = Math.max(0, ...counts.values());
  const drawn = grid.flatMap((row, y) =>
    row.flatMap((code, x) => {
      if (code === '..') return [];
      const count = counts.get(code) ?? 0;
      const level = levelOf(count, most);
      const [left, top, middle] = [x * STEP + 1, y * STEP + 1, x * STEP + STEP / 2];
      const name = `<text class="tile-name" data-level="${level}" x="${middle}" y="${top + (count ? 16 : 24)}" text-anchor="middle" font-size="13">${code}</text>`;
      const number = `<text class="tile-count" data-level="${level}" x="${middle}" y="${top + 32}" text-anchor="middle" font-size="14" font-weight="700">${count < 1000 ? count : compact.format(count)}</text>`;
      return `<rect class="tile" data-level="${level}" x="${left}" y="${top}" width="${TILE}" height="${TILE}" rx="3"/>${name}${count ? number : ''}`;
    }),
  );
  return picture(described, STEP * 11, STEP * grid.length, drawn.join(''));
}
