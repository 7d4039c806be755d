import { listed } from '../basics/text.ts';
import type { Stand } from '../cosigners/cosigners.ts';
import { type LegislatorRow, placeInWords } from '../legislators/legislators.ts';
import type { Letter } from '../letters/letters.ts';
import { type Bodies, type Place, sameSeat, seatInWords } from './seats.ts';
import { deedOf, onDay, type SeatAs, type Support, supportInWords } from './supports.ts';

/** Why somebody is on a list: a code for programs, and the words. */
export const reasonCodes = [
  ...['signed', 'sponsor', 'cosponsor', 'withdrew-there', 'not-there'],
  ...['moved-chamber', 'moved-seat', 'switched-party', 'switched-caucus', 'seat-refilled', 'seat-vacant'],
  ...['never-asked', 'asked', 'leaning', 'committed', 'declined', 'withdrew', 'to-reconfirm', 'left', 'not-open'],
  ...['signed-here', 'may-join', 'other-chamber', 'congress-over', 'joined-later'],
  ...['lead', 'lead-state', 'committee'],
] as const;
export type ReasonCode = (typeof reasonCodes)[number];
export interface Reason {
  code: ReasonCode;
  words: string;
}

/** What can be done about somebody who is on a list; the order is that of the lists. */
export const groups = [
  ...['never-asked', 'asked', 'to-reconfirm', 'said-no', 'not-open', 'left', 'signed'],
  ...['may-join', 'cannot-join', 'not-there'],
] as const;
export type Group = (typeof groups)[number];

export const because = (code: ReasonCode, words: string): Reason => ({ code, words });

/** 'signed “The letter of 2025” as Representative of OH-7': the seat is named where they have another one now. */
export function pastReason(support: Support, legislator: LegislatorRow): Reason {
  const { code, words } = supportReason(support);
  const { seat } = support;
  return because(code, seat && !sameSeat(seat, legislator) ? `${words} as ${seatInWords(seat)}` : words);
}

/** 'cosponsors H.R. 5683 (119th Congress)'. */
export const supportReason = (support: Support): Reason =>
  because(
    support.withdrew ? 'withdrew-there' : support.as === 'signer' ? 'signed' : support.as,
    supportInWords(support),
  );

/** What is different about somebody since they signed or joined: the seat, the party, the caucus. */
export function changesSince(support: Support, then: SeatAs, legislator: LegislatorRow): Reason[] {
  const { serving } = legislator;
  const now = serving ? 'now' : 'later';
  const reasons: Reason[] = [];
  if (then.body !== legislator.body)
    reasons.push(
      because('moved-chamber', `${deedOf(support)} as ${seatInWords(then)}; ${now} ${seatInWords(legislator)}`),
    );
  else if (!sameSeat(then, legislator))
    reasons.push(
      because('moved-seat', `${deedOf(support)} for ${placeInWords(then)}; ${now} for ${placeInWords(legislator)}`),
    );
  const differs = (a: string, b: string) => a !== '' && b !== '' && a !== b;
  if (differs(then.party, legislator.party))
    reasons.push(because('switched-party', `${then.party} then, ${legislator.party} ${now}`));
  else if (differs(then.caucus, legislator.caucus))
    reasons.push(
      because('switched-caucus', `in the ${then.caucus} caucus then, in the ${legislator.caucus} one ${now}`),
    );
  return reasons;
}

/** Who has a seat now that somebody else held. */
export function seatReason(seat: Place, holders: string[], vacant: boolean): Reason[] {
  const place = placeInWords(seat);
  if (holders.length > 0) return [because('seat-refilled', `the seat ${place} is now held by ${listed(holders)}`)];
  return vacant ? [because('seat-vacant', `the seat ${place} is vacant`)] : [];
}

/** Where somebody stands who is not among the signers, or is. */
export function statusOf(
  letter: Letter,
  { serving, leftOn, body }: LegislatorRow,
  stand: Stand | null,
  bodies: Bodies,
): { group: Group; reason: Reason } {
  const is = (group: Group, code: ReasonCode, words: string) => ({ group, reason: because(code, words) });
  const position = stand?.position ?? null;
  const day = onDay(stand?.day ?? '');
  if (position === 'signed' && !stand?.toReconfirm) return is('signed', 'signed-here', `signed this letter${day}`);
  if (!serving) return is('left', 'left', leftOn ? `left office${onDay(leftOn)}` : 'is not in office any more');
  if (position === 'signed')
    return is('to-reconfirm', 'to-reconfirm', `signed an older text of this letter${day}: to reconfirm`);
  if (position === 'withdrawn') return is('said-no', 'withdrew', `withdrew from this letter${day}`);
  if (position === 'declined') return is('said-no', 'declined', `declined${day}`);
  if (!letter.openToBodies.includes(body))
    return is('not-open', 'not-open', `this letter is not open to the ${bodies.get(body)?.name ?? body}`);
  if (position === 'committed') return is('asked', 'committed', `committed${day}, has not signed yet`);
  if (position === 'leaning') return is('asked', 'leaning', `leans yes, as told${day}`);
  if (position === 'asked') return is('asked', 'asked', `was asked${day}`);
  return is('never-asked', 'never-asked', 'was never asked');
}
