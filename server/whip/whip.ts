/**
 * The organizer's daily page: who was talked to, by whom, what comes next and when, beside where each legislator
 * stands. This is the room's front door.
 */
export {
  addContact,
  type Contact,
  type ContactForm,
  contactWays,
  type Due,
  finishContact,
  listContacts,
  listDue,
} from './contacts.ts';
export { filterFrom } from './forms.ts';
export {
  addStaffContact,
  listStaffContacts,
  removeStaffContact,
  type StaffContact,
  type StaffForm,
} from './staff.ts';
