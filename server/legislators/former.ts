import type { Db, Tx } from '../db/database.ts';
import { findState } from '../districts/districts.ts';
import { congressBodies, HOUSE, houseTitle } from './bodies.ts';
import { listHeldSeats, seatBetween } from './careers.ts';
import * as formerStore from './former.store.ts';
import { caucusOf } from './load/roster.ts';
import { searchTextOf, sortNameOf } from './names.ts';
import type { LegislatorRow } from './store.ts';

/** Somebody of Congress as another source than a roster tells of them: the cosponsor of a bill, say. */
export interface FormerMember {
  /** The Bioguide ID. */
  key: string;
  first: string;
  last: string;
  full: string;
  body: string;
  /** USPS code. */
  state: string;
  /** '0' at large; null for a senator. */
  district: string | null;
  party: string;
  /** Whom they count with, where the source says so. */
  caucus?: string | null;
}

/**
 * Adds a member of Congress whom no roster has told of, as somebody who does not serve; false where the key is known,
 * and then nothing is changed. The first roster that knows the person completes the record.
 */
export async function addFormer(tx: Tx, person: FormerMember): Promise<boolean> {
  const { key, first, last, full, body, state, district, party, caucus = null } = person;
  const house = houseTitle(findState(state));
  const own = congressBodies.find((known) => known.key === body);
  if (!own) throw new Error(`${body} is no chamber of Congress.`);
  await formerStore.addBodyIfNew(tx, own);
  return formerStore.addIfNew(tx, {
    ...{ key, first, last, full, suffix: null, body, state, district, class: null, party },
    sortName: sortNameOf(last, first),
    searchText: searchTextOf([first, last, full]),
    title: body === HOUSE ? house.title : own.memberTitle,
    caucus: caucusOf(party, caucus),
    voting: body !== HOUSE || house.voting,
    serving: false,
    // Not known: an empty first day is older than any that a roster gives.
    ...{ since: '', termStart: '', termEnd: null, leftOn: null },
    ...{ phone: null, website: null, contactForm: null, email: null },
    // No record has this one, so that a roster's is always taken for a newer.
    checksum: '',
  });
}

/**
 * Everybody who sat in a chamber at some time between two days, each with the seat and party of that time: a
 * representative of then may be a senator now.
 */
export async function listSatIn(db: Db, body: string, from: string, to: string): Promise<LegislatorRow[]> {
  const rows = await formerStore.listOfBody(db, body, from, to);
  const seats = await listHeldSeats(
    db,
    rows.map((row) => row.key),
    from,
    to,
  );
  return rows.map((row) => {
    const seat = seatBetween(seats.get(row.key) ?? [], from, to, body);
    if (!seat) return row;
    const { state, district, class: number, title, party, caucus } = seat;
    return { ...row, body, state, district, class: number, title, party, caucus };
  });
}
