/** A constituent writes to an own legislator about a letter. */

export { askWriters } from './asking.ts';
export { type Board, requireWriting, type Writing, writeBoard } from './board.ts';
export { type Asking, findReach, type Reach, type Writer, writeConfirmed } from './confirmed.ts';
export { type Confirmable, confirm, forget, type Pending, requirePending } from './confirming.ts';
export { messageCarried, messageMailed } from './ended.ts';
export {
  eraseMessages,
  eraseWriters,
  type HeldMessage,
  listHeldMessages,
  listHeldWriters,
  mailReasonsOf,
  writerReasonOf,
} from './erasing.ts';
export type { SendForm } from './forms.ts';
export {
  forgetOld,
  KEEP_DAYS,
  type ListedMessage,
  listMessagesInBatches,
  recountMessages,
} from './keeping.ts';
export { findCounts } from './numbers.ts';
export { noteWay } from './opening.ts';
export { boardUrl, writeUrl } from './pages.ts';
export { listQuotes, type Quote } from './quotes.ts';
export { findReceiptsOf } from './receipts.ts';
export { CONFIRM_DAYS, send } from './sending.ts';
export { stateWords as deliveryWords, wayWords } from './wayWords.ts';
export { type Asked, closingPlace, districtInWords, type Finding, nowhere } from './where.ts';
export { addWriter, findWriter, findWriterToken, receiptsUrl } from './writers.ts';
