import type { Position } from '../cosigners/cosigners.ts';
import type { ContactWay } from '../db/tables.ts';

export const positionInWords: Record<Position | 'none', string> = {
  asked: 'Asked',
  leaning: 'Leaning yes',
  committed: 'Committed',
  signed: 'Signed',
  declined: 'Declined',
  withdrawn: 'Withdrawn',
  none: 'Not contacted',
};

export const wayInWords: Record<ContactWay, string> = {
  phone: 'Phone',
  'e-mail': 'E-mail',
  meeting: 'Meeting',
  other: 'Other',
};

const months = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];

/** 'Nov 3', or 'Nov 3, 2025' outside this year: short, for lists. `today` is a day. */
export function dayInShort(day: string, today: string): string {
  const [year, month, date] = day.split('-');
  const words = `${months[Number(month) - 1]} ${Number(date)}`;
  return year === today.slice(0, 4) ? words : `${words}, ${year}`;
}

/** What is said once after a deed, by the `note` of the address. */
export const notes: Record<string, string> = {
  recorded: 'Recorded.',
  unchanged: 'It was recorded just so before; nothing has changed.',
  corrected: 'Corrected. The history keeps both entries.',
  assigned: 'Assigned.',
  unassigned: 'No longer assigned.',
  bulk: 'Recorded for everybody who was ticked.',
  logged: 'The contact is logged for everybody who was ticked.',
  given: 'Assigned, everybody who was ticked.',
  done: 'Done. The log keeps it.',
  staff: 'Kept.',
  'no-staff': 'Taken off the list.',
};
