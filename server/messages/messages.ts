/** A constituent writes to an own legislator about a letter. */
export { aboutLetter, type Board, requireWriting, type Writing, writeBoard } from './board.ts';
export { composeMessage } from './compose.ts';
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
export {
  CONFIRM_DAYS,
  type Confirmable,
  confirm,
  forget,
  messageMailed,
  type Pending,
  requirePending,
  send,
} from './sending.ts';
export { waysTo } from './ways.ts';
