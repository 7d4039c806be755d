import { seatLabel } from '../cosigners/cosigners.ts';
import type { Db } from '../db/database.ts';
import { type Body, type LegislatorRow, listServing, listVacancies, placeInWords } from '../legislators/legislators.ts';
import { groupBy } from '../legislators/lists.ts';
import { seatId } from '../legislators/seats.ts';
import type { SeatAs } from './supports.ts';

export type Bodies = ReadonlyMap<string, Body>;
export type Place = Pick<SeatAs, 'body' | 'state' | 'district' | 'class'>;

const idOf = ({ body, state, district, class: number }: Place): string =>
  seatId({ body, state: state ?? '', district: district ?? '', class: number ?? 0 });

/** Asked of every name under every letter of a campaign, so it makes no text of the seats. */
export const sameSeat = (a: Place, b: Place): boolean =>
  a.body === b.body &&
  (a.state ?? '') === (b.state ?? '') &&
  (a.district ?? '') === (b.district ?? '') &&
  (a.class ?? 0) === (b.class ?? 0);

/** 'Representative of OH-7', 'Senator of OH', 'Council Member of Ward 3'. */
export function seatInWords(seat: SeatAs): string {
  const place = seat.class ? (seat.state ?? '') : placeInWords(seat);
  return place ? `${seat.title} of ${place}` : seat.title;
}

/** 'Sen. Rivera (D-NM)', for a seat of theirs now or then. */
export const labelAs = (who: Pick<LegislatorRow, 'first' | 'last'>, seat: SeatAs, bodies: Bodies): string =>
  seatLabel({ first: who.first, last: who.last, ...seat }, bodies.get(seat.body));

/** Who holds seats that others held before. */
export interface Holders {
  /** Those who hold it now, but for one; `vacant` is false too where nothing is known of the seat. */
  of(seat: Place, but: string): { holders: LegislatorRow[]; vacant: boolean };
}

/** For lists of those who serve where they did. */
export const noHolders: Holders = { of: () => ({ holders: [], vacant: false }) };

export async function listHolders(db: Db, seats: Place[]): Promise<Holders> {
  if (seats.length === 0) return noHolders;
  const bodies = [...new Set(seats.map((seat) => seat.body))];
  const serving = groupBy(await listServing(db, bodies), idOf);
  const vacant = new Set((await listVacancies(db, bodies)).map(seatId));
  return {
    of: (seat, but) => ({
      holders: (serving.get(idOf(seat)) ?? []).filter((member) => member.key !== but),
      vacant: vacant.has(idOf(seat)),
    }),
  };
}
