/**
 * The last miles of a letter: its deadline and who is reminded of it, sending, to whom it was delivered, what they
 * answered, and errata. This is the room's front door.
 */
export { type Aftermath, findAftermath } from './aftermath.ts';
export { type DeadlineMove, extendDeadline, listDeadlineMoves } from './deadlines.ts';
export {
  addDeliveries,
  type DeliveryForm,
  deliveredInWords,
  listDeliveries,
  markSent,
  removeDelivery,
  wasSent,
  ways,
} from './deliveries.ts';
export { type Erratum, errataOf, nameInFull, sentAt } from './errata.ts';
export { webAddress } from './pages.ts';
export { deadlineWaits, listReminders, listRemindersTo, type Reminder, remindOffices } from './reminding.ts';
export { addReply, listReplies, type ReplyForm, removeReply } from './replies.ts';
export type { Delivery, Reply } from './store.ts';
