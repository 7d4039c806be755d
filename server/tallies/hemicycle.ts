import { type Described, picture, short } from './svg.ts';

/** Filled, outlined, or dashed: told apart without colour. */
export type Seat = 'signed' | 'open' | 'vacant';

const WIDTH = 400;
const INNER = 0.36;

/** Small bodies sit in a single arc, large ones in up to twelve. */
const rowsFor = (seats: number): number => Math.max(1, Math.min(12, Math.round(Math.sqrt(seats / 3))));

/** How many seats each row has: as its length allows, the largest remainders first. */
function seatsPerRow(seats: number, radii: number[]): number[] {
  const length = radii.reduce((sum, radius) => sum + radius, 0);
  const exact = radii.map((radius) => (seats * radius) / length);
  const rows = exact.map(Math.floor);
  const left = seats - rows.reduce((sum, n) => sum + n, 0);
  const byRemainder = exact.map((n, row) => ({ row, remainder: n % 1 })).sort((a, b) => b.remainder - a.remainder);
  for (const { row } of byRemainder.slice(0, left)) rows[row] = (rows[row] ?? 0) + 1;
  return rows;
}

/** Where the seats are, from left to right, as the attributes of a circle; reckoned once for each size of body. */
function places(seats: number): string[] {
  let known = reckoned.get(seats);
  if (!known) reckoned.set(seats, (known = reckon(seats)));
  return known;
}

const reckoned = new Map<number, string[]>();

function reckon(seats: number): string[] {
  const rows = rowsFor(seats);
  const radii = Array.from({ length: rows }, (_, row) => (rows === 1 ? 0.8 : INNER + ((1 - INNER) * row) / (rows - 1)));
  const scale = WIDTH / 2 / 1.09;
  const perRow = seatsPerRow(seats, radii);
  const tightest = Math.min(
    rows === 1 ? Number.POSITIVE_INFINITY : (1 - INNER) / (rows - 1),
    ...perRow.map((n, row) => (n < 2 ? Number.POSITIVE_INFINITY : (Math.PI * (radii[row] ?? 1)) / (n - 1))),
  );
  const radius = Math.min(0.08, tightest * 0.4) * scale;
  return perRow
    .flatMap((n, row) =>
      Array.from({ length: n }, (_, seat) => ({ at: radii[row] ?? 1, angle: n === 1 ? 0.5 : seat / (n - 1) })),
    )
    .sort((a, b) => a.angle - b.angle || a.at - b.at)
    .map(({ at, angle }) => {
      const x = WIDTH / 2 - Math.cos(angle * Math.PI) * at * scale;
      const y = WIDTH / 2 - Math.sin(angle * Math.PI) * at * scale;
      return `cx="${short(x)}" cy="${short(y)}" r="${short(radius)}"`;
    });
}

/** A chamber as a half-circle of seats, from left to right in the order given. */
export function hemicycle(seats: Seat[], described: Described): string {
  const drawn = places(seats.length)
    .map((place, seat) => {
      const kind = seats[seat] === 'open' ? 'seat' : `seat ${seats[seat]}`;
      return `<circle class="${kind}" ${place}/>`;
    })
    .join('');
  return picture(described, WIDTH, WIDTH / 2 + 18, drawn);
}
