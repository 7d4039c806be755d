/** A constituent writes to an own legislator about a letter. */
export { aboutLetter, type Board, requireWriting, type Writing, writeBoard } from './board.ts';
export { addressed, composeMessage, offerFor, wholeText } from './compose.ts';
export { findReach, type Reach, type Writer, writeConfirmed } from './confirmed.ts';
export { messageCarried, messageMailed } from './ended.ts';
export { eraseMessages, type HeldMessage, listHeldMessages, mailReasonsOf } from './erasing.ts';
export type { SendForm } from './forms.ts';
export {
  findCounts,
  forgetOld,
  KEEP_DAYS,
  type ListedMessage,
  listMessagesInBatches,
  recountMessages,
} from './keeping.ts';
export { noteWay } from './opening.ts';
export { boardUrl, writeUrl } from './pages.ts';
export {
  CONFIRM_DAYS,
  type Confirmable,
  confirm,
  forget,
  type Pending,
  requirePending,
  send,
} from './sending.ts';
export { type Asked, districtInWords, type Finding, nowhere } from './where.ts';
export { addWriter, findWriter, findWriterToken, receiptsUrl } from './writers.ts';
