/** The front door: news of a letter, by mail to those signers who asked for it. */
export { findNumbers, type Numbers, recountUpdates } from './counting.ts';
export { eraseHeldUpdates, forgetRecipients, type HeldUpdate, listHeldUpdates } from './forgetting.ts';
export { updateJson } from './json.ts';
export { updateMailed } from './mailed.ts';
export { workOnUpdates } from './queueing.ts';
export {
  cancelUpdate,
  pauseUpdate,
  resumeUpdate,
  scheduleUpdate,
  sendUpdate,
  unscheduleUpdate,
} from './sending.ts';
export type { Update } from './store.ts';
export { unsubscribeUrl } from './unsubscribing.ts';
export { standingOf, stateWords } from './words.ts';
export { countRecipients, editUpdate, findUpdate, listUpdates, type UpdateForm, writeUpdate } from './writing.ts';
