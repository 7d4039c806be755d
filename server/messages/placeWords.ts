/** What the board says of a place: where it is, how that is known, and who speaks for it. */
import { isMilitaryZip, type State } from '../districts/districts.ts';
import type { Board } from './board.ts';
import { districtInWords, type Where } from './where.ts';

export function placeLine(where: Where): string {
  const zip = where.zip ? `ZIP code ${where.zip}` : '';
  if (where.kind === 'one' && where.state)
    return [zip, districtInWords({ state: where.state.code, district: where.district ?? 0 })]
      .filter(Boolean)
      .join(': ');
  if (where.kind === 'several') return `${zip} lies in several districts`;
  return [zip, where.state?.name ?? ''].filter(Boolean).join(': ');
}

/** How the district is known; '' where it is not. */
export const howWords = ({ method }: Pick<Where, 'method'>): string =>
  method === null
    ? ''
    : {
        address: 'Found by your street address with the U.S. Census Bureau. The address was not kept.',
        zip: 'Found by your ZIP code.',
        chosen: 'As you chose it.',
      }[method];

/** Why a ZIP code does not even tell the state. */
export const lostWords = (zip: string | null): string =>
  zip && isMilitaryZip(zip)
    ? 'This is a post office of the armed forces or of an embassy. You vote where your home in the States is: choose that state, or type the street address of your home.'
    : 'This ZIP code is not in our table: it may be new, a post office box or a single building. That is no obstacle.';

/** What a place that is no state sends to Congress; '' for a state. */
export function seatWords({ kind, code, name }: State): string {
  if (kind === 'state') return '';
  const who = code === 'PR' ? 'a resident commissioner' : 'a delegate';
  const place = kind === 'district' ? `The ${name}` : name;
  return `${place} sends ${who} to the House, who speaks there and sits on its committees and has no vote on the floor, and nobody to the Senate.`;
}

/** Said where nobody is left to write to and nothing to choose; '' else. */
export function nobodyWords({ own, vacancies, choices, bodies }: Board): string {
  if (own.length + vacancies.length + choices.length + bodies.length > 0) return '';
  return 'Nobody who represents you sits in a body that this letter is open to.';
}
