/** Communicating with Congress: messages that the chambers' own service takes to a member's office. */
export { type CwcEnded, type CwcListener, carryDue } from './carrying.ts';
export { type Check, checkService, sampleFor } from './checking.ts';
export { type CwcStanding, countDeliveries, forgetCwc, listStandings } from './keeping.ts';
export { type Reading, readOffices, readOfficesDue } from './listing.ts';
export { type CwcFields, cwcOpen, cwcProblems } from './offering.ts';
export { officeCode } from './office.ts';
export { cancelCwc, type NewDelivery, queueCwc } from './queue.ts';
export { type Chamber, PREFIXES, STATES } from './rules.ts';
export { validateCwc } from './validating.ts';
