import type { Db } from '../db/database.ts';
import { findState } from '../districts/districts.ts';
import { type Body, HOUSE, houseTitle } from './bodies.ts';
import { groupBy } from './lists.ts';
import * as store from './store.ts';

/** A seat as somebody held it for a while, with the party and caucus of that while. */
export interface HeldSeat {
  body: string;
  state: string | null;
  district: string | null;
  class: number | null;
  title: string;
  party: string;
  caucus: string;
  start: string;
  end: string | null;
}

/**
 * The seats that these people held at some time between two days, the latest first: a term in which somebody switched
 * parties comes in pieces. Who held none is left out.
 */
export async function listHeldSeats(
  db: Db,
  keys: string[],
  from: string,
  to: string,
): Promise<Map<string, HeldSeat[]>> {
  if (keys.length === 0) return new Map();
  const bodies = new Map((await store.listBodies(db)).map((body) => [body.key, body]));
  const switches = groupBy(await store.listAffiliationsOf(db, keys), (row) => row.legislator);
  const terms = groupBy(await store.listTermsBetween(db, keys, from, to), (row) => row.legislator);
  return new Map(
    [...terms].map(([key, own]) => [
      key,
      own
        .flatMap((term) => piecesOf(term, switches.get(key) ?? [], bodies.get(term.body)))
        .filter((seat) => touches(seat, from, to))
        .sort((a, b) => (a.start < b.start ? 1 : -1)),
    ]),
  );
}

/** The seat held last between two days, in a body where one is named; null where none was. */
export const seatBetween = (seats: HeldSeat[], from: string, to: string, body?: string): HeldSeat | null =>
  seats.find((seat) => touches(seat, from, to) && (!body || seat.body === body)) ?? null;

const touches = ({ start, end }: HeldSeat, from: string, to: string): boolean =>
  start <= to && (end === null || end >= from);

function piecesOf(term: store.TermRow, switches: store.AffiliationRow[], body: Body | undefined): HeldSeat[] {
  const { state, district, class: number, start, end, party, caucus } = term;
  const title = term.body === HOUSE ? houseTitle(state ? findState(state) : null).title : (body?.memberTitle ?? '');
  const whole: HeldSeat = { body: term.body, state, district, class: number, title, party, caucus, start, end };
  const within = switches
    .filter((one) => (end === null || one.start < end) && (one.end === null || one.end > start))
    .map((one) => ({
      ...whole,
      party: one.party,
      caucus: one.caucus,
      start: one.start > start ? one.start : start,
      end: end === null || (one.end !== null && one.end < end) ? one.end : end,
    }));
  return within.length > 0 ? within : [whole];
}
