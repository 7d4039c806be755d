/**
 * The organizer's daily page: who was talked to, by whom, what comes next and when, beside where each legislator
 * stands. This is the room's front door.
 */
export {
  addContact,
  type Contact,
  type ContactForm,
  type Due,
  finishContact,
  listContacts,
  listDue,
} from './contacts.ts';
export { eraseHeldStaff, listHeldStaff } from './erasing.ts';
export { filterFrom, type WhipQuery } from './filter.ts';
export { contactWays } from './forms.ts';
export { listWhipRows, type WhipRow, type WhipRows } from './listing.ts';
export {
  addStaffContact,
  listStaffContacts,
  listStaffFor,
  listStaffSeen,
  removeStaffContact,
  type StaffContact,
  type StaffForm,
} from './staff.ts';
export { dayInShort, positionInWords, wayInWords } from './words.ts';
