import { dayInWords } from '../basics/time.ts';
import { daysOf } from '../bills/bills.ts';
import { listNames } from '../cosigners/cosigners.ts';
import type { Db } from '../db/database.ts';
import { type HeldSeat, listHeldSeats, seatBetween } from '../legislators/legislators.ts';
import type { Work } from './works.ts';

/** A seat with its holder's title, party and caucus. */
export type SeatAs = Pick<HeldSeat, 'body' | 'state' | 'district' | 'class' | 'title' | 'party' | 'caucus'>;

/** That somebody stands, or no longer stands, behind a letter or a bill. */
export interface Support {
  work: Work;
  legislator: string;
  as: 'signer' | 'sponsor' | 'cosponsor';
  /** Of joining, or of the withdrawal where there was one; as far as it is known ('2023'), '' where it is not. */
  day: string;
  /** The seat held then; null where it is not known. */
  seat: SeatAs | null;
  withdrew: boolean;
}

/** Who stands behind these letters and bills, and who withdrew. In the order of the works; within one in no order. */
export async function listSupports(db: Db, works: Work[]): Promise<Support[]> {
  const letters = new Map(works.flatMap((work) => (work.letter ? [[work.letter.id, work]] : [])));
  const names = (await listNames(db, [...letters.keys()])).map((name): Support => {
    const { letterId, legislator, day, withdrew } = name;
    return { work: letters.get(letterId) as Work, legislator, as: 'signer', day, seat: name, withdrew };
  });
  return [...names, ...(await listSponsors(db, works))];
}

/** Sponsors and cosponsors, with the seat from which they joined as their terms tell it. */
async function listSponsors(db: Db, works: Work[]): Promise<Support[]> {
  const all = works.flatMap((work) => {
    const { bill } = work;
    return (bill?.sponsors ?? []).map((sponsor) => ({ work, sponsor, when: daysFor(work, sponsor.day) }));
  });
  const from = all.map(({ when }) => when[0]).reduce((a, b) => (a < b ? a : b), '9999');
  const to = all.map(({ when }) => when[1]).reduce((a, b) => (a > b ? a : b), '');
  const held = await listHeldSeats(db, [...new Set(all.map(({ sponsor }) => sponsor.legislator))], from, to);
  return all.map(({ work, sponsor, when }) => ({
    work,
    legislator: sponsor.legislator,
    as: sponsor.role,
    day: sponsor.withdrawnOn ?? sponsor.day ?? '',
    seat: seatBetween(held.get(sponsor.legislator) ?? [], ...when, work.chamber ?? undefined),
    withdrew: sponsor.withdrawnOn !== null,
  }));
}

/** The days in which somebody joined a bill, as far as it is known: the day, its month or year, the bill's Congress. */
function daysFor({ bill }: Work, day: string | null): [from: string, to: string] {
  const known = day || bill?.introduced || '';
  if (known.length === 10) return [known, known];
  if (known.length === 7) return [`${known}-01`, `${known}-31`];
  if (known) return [`${known}-01-01`, `${known}-12-31`];
  if (!bill?.congress) return ['0000', '0000'];
  const { from, to } = daysOf(bill.congress);
  // On its last day the terms of the next Congress begin.
  return [from, to.replace('01-03', '01-02')];
}

const verbs = {
  signer: { now: 'signed', over: 'signed', left: 'withdrew from' },
  sponsor: { now: 'sponsors', over: 'sponsored', left: 'withdrew as sponsor of' },
  cosponsor: { now: 'cosponsors', over: 'cosponsored', left: 'withdrew as cosponsor of' },
};

/** 'signed', 'cosponsored': what somebody did, before "as Representative of OH-7". */
export const deedOf = (support: Support): string => verbs[support.as].over;

/** 'cosponsors H.R. 5683 (119th Congress)', 'withdrew from “The letter of 2025” on May 3, 2026'. */
export function supportInWords({ work, as, day, withdrew }: Support): string {
  const verb = withdrew ? verbs[as].left : work.over ? verbs[as].over : verbs[as].now;
  return `${verb} ${work.name}${withdrew ? onDay(day) : ''}`;
}

/** ' on May 3, 2026', ' in April 2025'; '' where it is not known. */
export const onDay = (day: string): string => (day ? ` ${day.length === 10 ? 'on' : 'in'} ${dayInWords(day)}` : '');
