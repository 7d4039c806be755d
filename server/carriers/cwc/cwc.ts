/** Communicating with Congress: messages that the chambers' own service takes to a member's office. */
export { type CwcEnded, type CwcListener, carryDue } from './carrying.ts';
export { type CwcStanding, countDeliveries, forgetCwc, listStandings } from './keeping.ts';
export { type Reading, readOffices, readOfficesDue } from './listing.ts';
export { type CwcFields, cwcOpen, cwcProblems } from './offering.ts';
export { officeCode } from './office.ts';
export { cancelCwc, cwcTexts, type NewDelivery, queueCwc } from './queue.ts';
export { PREFIXES, STATES } from './rules.ts';
