/** What the service calls a legislator's office. */
import { HOUSE, type LegislatorRow, SENATE } from '../../legislators/legislators.ts';
import { STATES } from './rules.ts';

type Seated = Pick<LegislatorRow, 'body' | 'state' | 'district' | 'class' | 'serving'>;

/** The House calls American Samoa's office otherwise than the post does. */
const houseState = (state: string) => (state === 'AS' ? 'AQ' : state);

/**
 * 'HOH07', 'HAK00', 'SCA03': the office of a sitting member of Congress, delegates and the resident commissioner among
 * them; null for everybody else.
 */
export function officeCode({ body, state, district, class: ofClass, serving }: Seated): string | null {
  if (!serving || state === null || !STATES.includes(state)) return null;
  if (body === SENATE) return ofClass && ofClass >= 1 && ofClass <= 3 ? `S${state}0${ofClass}` : null;
  if (body !== HOUSE || !/^\d{1,2}$/.test(district ?? '')) return null;
  return `H${houseState(state)}${district?.padStart(2, '0')}`;
}
