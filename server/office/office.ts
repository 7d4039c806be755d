/**
 * An office answers by itself: a secret link per office, letter and version, the answer, its confirmation by mail or by
 * an organizer, and what it is recorded as. This is the room's front door.
 */
export {
  acceptAnswer,
  CONFIRM_HOURS,
  confirmAnswer,
  type OfficeAnswer,
  refuseAnswer,
  waitingAnswers,
} from './answers.ts';
export { type BodyDomains, domainsOf, listDomains, setDomains } from './domains.ts';
export {
  answerReasonsOf,
  eraseHeldAnswers,
  forgetOffices,
  type HeldAnswer,
  KEPT_DAYS,
  listHeldAnswers,
} from './forgetting.ts';
export { makeLinks, officeLinkFor, revokeLink } from './links.ts';
