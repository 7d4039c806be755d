/** Where a legislator's constituents live, as far as signers are counted there. */
import { placeOf } from '../cosigners/cosigners.ts';
import { findState } from '../districts/districts.ts';
import { HOUSE, type LegislatorRow, SENATE } from '../legislators/legislators.ts';

export interface Home {
  /** USPS code, and the name. */
  state: string;
  stateName: string;
  /** The number of a district of Congress; null where the whole state elects them, or its own districts are meant. */
  district: string | null;
  /** 'OH-07', 'Ohio'. */
  name: string;
  /** Whether that is all of their constituents, and nobody else's. */
  whole: boolean;
}

/** Null outside the states and territories. */
export function homeOf(member: LegislatorRow): Home | null {
  const state = member.state === null ? null : findState(member.state);
  if (!state) return null;
  const about = { state: state.code, stateName: state.name };
  const congress = member.body === HOUSE || member.body === SENATE;
  // A district at large, and a delegate's, is the whole of its state or territory.
  if (member.body !== HOUSE || !member.district || member.district === '0' || state.houseSeats <= 1)
    return { ...about, district: null, name: state.name, whole: congress || !member.district };
  return { ...about, district: member.district, name: placeOf(member), whole: true };
}
