import { grouped } from '../basics/text.ts';
import { dayInWords } from '../basics/time.ts';
import type { Counts } from './shape.ts';
import { type Described, picture, short } from './svg.ts';

const [WIDTH, HEIGHT, FOOT, HEAD] = [440, 150, 22, 18];

const DAY_MS = 86_400_000;
const dayAt = (ms: number) => new Date(ms).toISOString().slice(0, 10);

/**
 * The last days of a count by day ('2026-11-22'), every one in its place: a day without any counts zero. Nothing where
 * no day is known.
 */
export function lastDays(byDay: Counts, most: number): Counts {
  const known = byDay.filter(({ key }) => /^\d{4}-\d\d-\d\d$/.test(key));
  const [first, last] = [known[0], known.at(-1)];
  if (!first || !last) return [];
  const counts = new Map(known.map(({ key, count }) => [key, count]));
  const end = Date.parse(last.key);
  const days = Math.min(most, Math.round((end - Date.parse(first.key)) / DAY_MS) + 1);
  return Array.from({ length: days }, (_, n) => {
    const key = dayAt(end - (days - 1 - n) * DAY_MS);
    return { key, count: counts.get(key) ?? 0 };
  });
}

/** A bar for each day, the highest with its number. */
export function dayChart(days: Counts, described: Described): string {
  const most = Math.max(1, ...days.map(({ count }) => count));
  const step = Math.min(40, WIDTH / days.length);
  const left = (WIDTH - step * days.length) / 2;
  const floor = HEIGHT - FOOT;
  const heightOf = (count: number) => (count === 0 ? 0 : Math.max(1, ((floor - HEAD) * count) / most));
  const bars = days.map(({ count }, n) => {
    const height = heightOf(count);
    return `<rect class="bar" x="${short(left + n * step + step * 0.1)}" y="${short(floor - height)}" width="${short(step * 0.8)}" height="${short(height)}"/>`;
  });
  const highest = days.findIndex(({ count }) => count === most);
  const text = (x: number, y: number, anchor: string, words: string) =>
    `<text class="bar-text" x="${short(x)}" y="${short(y)}" text-anchor="${anchor}" font-size="13">${words}</text>`;
  const middle = left + (highest + 0.5) * step;
  const anchorAt = (x: number) => (x < 40 ? 'start' : x > WIDTH - 40 ? 'end' : 'middle');
  const [first, last] = [days[0], days.at(-1)];
  const dates =
    days.length === 1 && first
      ? text(WIDTH / 2, HEIGHT - 5, 'middle', dayInWords(first.key))
      : text(0, HEIGHT - 5, 'start', dayInWords(first?.key ?? '')) +
        text(WIDTH, HEIGHT - 5, 'end', dayInWords(last?.key ?? ''));
  return picture(
    described,
    WIDTH,
    HEIGHT,
    `${bars.join('')}<path class="bar-line" d="M0 ${floor}H${WIDTH}"/>${
      highest < 0 ? '' : text(middle, floor - heightOf(most) - 5, anchorAt(middle), grouped(most))
    }${dates}`,
  );
}
