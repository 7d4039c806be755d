import type { Seat } from './bodies.ts';

type SeatName = Pick<Seat, 'body' | 'state' | 'district' | 'class'>;
type Holder = { body: string; state: string | null; district: string | null; class: number | null };

/** One text for a seat, to compare seats by. */
export const seatId = ({ body, state, district, class: number }: SeatName): string =>
  [body, state, district, number].join('|');

/** The seats that have fewer members than places, once each, in the order of their bodies, states and numbers. */
export function vacanciesIn(seats: Seat[], holders: Holder[]): Seat[] {
  const held = new Map<string, number>();
  for (const { body, state, district, class: number } of holders) {
    const id = seatId({ body, state: state ?? '', district: district ?? '', class: number ?? 0 });
    held.set(id, (held.get(id) ?? 0) + 1);
  }
  return seats.filter((seat) => (held.get(seatId(seat)) ?? 0) < seat.members).sort(bySeat);
}

const bySeat = (a: Seat, b: Seat): number =>
  compare(a.body, b.body) ||
  compare(a.state, b.state) ||
  a.class - b.class ||
  a.district.localeCompare(b.district, 'en', { numeric: true });

const compare = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);
