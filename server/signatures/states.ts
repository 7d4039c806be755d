/** The words for why a signature is held or was removed, and what each state means to people. */
import type { SignatureState } from '../db/tables.ts';

/** Why a signature is held until an organizer has looked at it. */
export const heldReasons = {
  trap: 'filled in a field that people do not see',
  blocked: 'is on the block list',
  disposable: 'uses an address of a throw-away mail service',
  'no-challenge': 'came in a rush without solving the challenge',
  third: 'is the third name with the same address',
} as const;
export type HeldReason = keyof typeof heldReasons;

/** Why an organizer removed a signature; shown to the public with their numbers. */
export const removedReasons = {
  fake: 'not given by the person named',
  duplicate: 'a second one of the same person',
  abusive: 'abusive or not a name',
  asked: 'at the signer’s request',
  ineligible: 'of somebody the letter is not open to',
  other: 'for another reason',
} as const;
export type RemovedReason = keyof typeof removedReasons;

/** The reason on a confirmed signature whose name an organizer chose not to show. */
export const HIDDEN = 'hidden';

/** What a state means, as a signer or an organizer reads it. */
export const stateInWords: Record<SignatureState, string> = {
  pending: 'waits to be confirmed',
  held: 'held for a look',
  waiting: 'waits for approval',
  confirmed: 'confirmed and counted',
  withdrawn: 'withdrawn',
  disowned: 'not given by the person named',
  removed: 'removed by the campaign',
  expired: 'never confirmed',
};
