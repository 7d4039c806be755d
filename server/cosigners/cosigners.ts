/**
 * Legislators and a letter: where each stands, since when and from which source. Entries are only added; a change and
 * a correction are told apart. This is the room's front door.
 */
export type { Position } from '../db/tables.ts';
export {
  type Assignment,
  assign,
  assignMany,
  listAssignable,
  listAssignments,
  unassign,
} from './assigning.ts';
export { listChambers, tallyBlockOf } from './chambers.ts';
export { listElsewhere, type StandElsewhere } from './elsewhere.ts';
export { positions } from './forms.ts';
export { partyLetter, placeOf, seatLabel, seatOf, shortTitle } from './labels.ts';
export {
  currentSignersLine,
  findStand,
  listEntries,
  listSigned,
  listSignedFor,
  listWhip,
  listWithdrew,
  passes,
  passing,
  positionsOf,
  type Stand,
  signersLineAmong,
  type WhipFilter,
  type WhipList,
  type Withdrawal,
} from './listing.ts';
export { listNames, type NameUnder } from './names.ts';
export {
  forMany,
  holdStanding,
  type Outcome,
  type Recorded,
  type Recording,
  record,
  recordEntry,
  recordMany,
  recordOn,
} from './recording.ts';
export { maySeeNames, requireMayRecord, type Sight, sightOf } from './rights.ts';
export { isCorrected, verdictOf } from './standing.ts';
export { listSteps, type SigningStep, type StepKind } from './steps.ts';
export { type Entry, find as findStanding, type Standing } from './store.ts';
export { recount, signedSeats, tallyOf } from './tally.ts';
