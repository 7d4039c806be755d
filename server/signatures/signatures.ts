/** The front door: all that other rooms can do with signatures. */

export type { Display, SignatureState, SignerKind } from '../db/tables.ts';
export { affirm, listConfirmed, listSignatures } from './affirming.ts';
export { dropUnconfirmed, sendAgain } from './again.ts';
export { allStates, type ExportColumn, exportColumns, listSignaturesInBatches } from './batches.ts';
export {
  type Confirmed,
  confirm,
  confirmableUntil,
  countConfirmed,
  GRACE_HOURS,
  isConfirmable,
  requireSigned,
  type Signed,
  signAgain,
} from './confirming.ts';
export { countSince, inState, isAbroad, SUBJECT } from './counting.ts';
export { downloadsOf, signaturesUrl, waitsIn } from './desk.pages.ts';
export {
  asHeld,
  eraseHeld,
  eraseInvitations,
  type HeldInvitation,
  type HeldSignature,
  invitationReasonsOf,
  listHeldInvitations,
  listHeldSignatures,
} from './erasing.ts';
export { CONSENT_TEXT, consents, type SignRequest, signForm, signRequest } from './forms.ts';
export { findInvitation, forgetInvited, type Invited } from './invitations.ts';
export { forgetOldSignatures } from './keeping.ts';
export { confirmLink, idOf, ownLink, tokenOf } from './links.ts';
export { listRecent, listShown, type ShownRow } from './listing.ts';
export { findWaits } from './looking.ts';
export { type About, findAbout, mailReasonsOf, reaffirmReason } from './mails.ts';
export { listNamed, type NamedRow } from './named.ts';
export { partsOf, shownOf } from './names.ts';
export { RECENT } from './numbers.pages.ts';
export { changeConsents, changeDisplay, choosePlace, disown, erase, eraseSigned, withdraw } from './own.ts';
export { placesToChoose } from './places.ts';
export { watchOf } from './public.pages.ts';
export { recountSignatures } from './recounting.ts';
export { remind } from './reminding.ts';
export { signerMailReturned } from './returned.ts';
export { sharesAddress } from './sharing.ts';
export { requireSignable, sign, type Visitor } from './signing.ts';
export { heldReasons, removedReasons, stateInWords } from './states.ts';
export type { Signature } from './store.ts';
export { findSubscribers, listSubscribers, resumeUpdates, type Subscriber, stopUpdates } from './subscribers.ts';
export { forgetConditions, workOnRemovals } from './sweeping.ts';
export { maySeeNames, maySeeSignatures, requireNumbers, signaturesIn } from './tally.ts';
export { findPlaceNumbers, findSignedByPlace, type PlaceNumbers } from './trend.ts';
