/** What signers do with their own signature, behind its link. */
import { Invalid, Refused } from '../basics/errors.ts';
import type { World } from '../basics/world.ts';
import type { Tx } from '../db/database.ts';
import type { Display } from '../db/tables.ts';
import { zipOf } from '../districts/districts.ts';
import { record } from '../history/history.ts';
import { isOpen } from '../letters/letters.ts';
import { cancelUpdatesTo } from '../mail/mail.ts';
import { requireSigned, type Signed } from './confirming.ts';
import { isAbroad } from './counting.ts';
import { forgottenAddress, isLongClosed } from './keeping.ts';
import { takeMailsBack } from './mails.ts';
import { change, forgotten, forgottenTyped } from './moving.ts';
import { shownOf, unshown } from './names.ts';
import { type GivenPlace, placeOf } from './places.ts';
import { HIDDEN } from './states.ts';
import type { Fields, Signature } from './store.ts';
import { takeBackUnsubscribing } from './subscribers.ts';

/** The signer, as the history names them: who they are is nobody's business there. */
const signer = { accountId: null, name: 'the signer', admin: false, roles: new Map() };

const ended: ReadonlySet<Signature['state']> = new Set(['withdrawn', 'disowned', 'removed', 'expired']);

/** Takes a name off the letter at its owner's wish. It may sign again while the letter is open. Twice is once. */
export const withdraw = (world: World, token: string): Promise<Signed> =>
  act(world, token, async (tx, { signature }) => {
    if (ended.has(signature.state)) return signature;
    // A name that was hidden stays so, should it be given again.
    const reason = signature.reason === HIDDEN ? HIDDEN : null;
    const after = await change(tx, signature, { state: 'withdrawn', reason, changedAt: world.now(), ...unshown });
    if (after) await takeMailsBack(tx, signature);
    return after;
  });

/**
 * "This was not me": voids the signature, forgets what was typed in somebody's name, and tells the organizers. The same
 * name and address cannot be used for this letter again. Twice is once.
 */
export const disown = (world: World, token: string): Promise<Signed> =>
  act(world, token, async (tx, { signature, letter }) => {
    if (ended.has(signature.state) && signature.state !== 'withdrawn') return signature;
    const to: Fields = { ...forgottenTyped, state: 'disowned', reason: null, changedAt: world.now() };
    const after = await change(tx, signature, to);
    if (!after) return null;
    await takeMailsBack(tx, signature);
    await record(tx, world, signer, {
      campaignId: letter.campaignId,
      subject: 'letter',
      subjectId: letter.id,
      deed: 'disowned a signature',
      detail: { signature: signature.id, was: signature.state },
    });
    return after;
  });

/** Changes how a signature is shown. While names are looked at first, a new choice waits for that look again. */
export const changeDisplay = (world: World, token: string, display: Display): Promise<Signed> =>
  act(world, token, async (tx, { signature, campaign }) => {
    const shown =
      signature.state !== 'confirmed' ||
      signature.reason === HIDDEN ||
      (campaign.moderatesNames && display !== 'anonymous' && !signature.shownAs)
        ? unshown
        : shownOf({ ...signature, display });
    return change(tx, signature, { display, changedAt: world.now(), ...shown });
  });

/** Changes what the signer agreed to beside signing. An address that was kept for that alone is forgotten with it. */
export const changeConsents = (
  world: World,
  token: string,
  { updates, share }: { updates: boolean; share: boolean },
): Promise<Signed> =>
  act(world, token, async (tx, { signature, letter }) => {
    if (updates) await takeBackUnsubscribing(tx, signature, letter);
    const unneeded = !updates && !share && isLongClosed(world, letter);
    const consents = { updates, share, changedAt: world.now() };
    const after = await change(tx, signature, unneeded ? { ...forgottenAddress, ...consents } : consents);
    if (after && !updates && signature.addressKey) await cancelUpdatesTo(tx, signature.addressKey);
    return after;
  });

/**
 * Changes where a signature is counted: by another ZIP code, or by the district its signer chooses among those of the
 * ZIP code. A signature from abroad has no such place. Throws Invalid for what is no ZIP code, and for a district that it
 * does not reach.
 */
export const choosePlace = (world: World, token: string, given: Omit<GivenPlace, 'country'>): Promise<Signed> =>
  act(world, token, async (tx, { signature }) => {
    if (isAbroad(signature)) return signature;
    if (given.zip && zipOf(given.zip) === null)
      throw new Invalid([{ path: 'zip', message: 'A ZIP code has five digits, such as 44691.' }]);
    const place = await placeOf(tx, { ...given, country: signature.country ?? '' });
    return change(tx, signature, { ...place, changedAt: world.now() });
  });

/**
 * Forgets who signed. While the letter is open that withdraws the signature; once it has closed, the row stays as an
 * anonymous one that still counts.
 */
export async function erase(world: World, token: string): Promise<Signed> {
  return act(world, token, async (tx, signed) => {
    const after = await eraseSigned(tx, world, signed);
    if (after) await takeMailsBack(tx, signed.signature);
    return after;
  });
}

/** The same within somebody's transaction. Null when somebody moved the signature meanwhile. */
export function eraseSigned(
  tx: Tx,
  world: Pick<World, 'now'>,
  { signature, letter }: Pick<Signed, 'signature' | 'letter'>,
): Promise<Signature | null> {
  const counted = signature.state === 'confirmed' && !isOpen(letter, world.now());
  const state = counted || ended.has(signature.state) ? signature.state : 'withdrawn';
  return change(tx, signature, { ...forgotten, state, changedAt: world.now() });
}

/** Does something with the signature behind a link. Throws NotFound, and Refused when it changed at the same moment. */
async function act(
  world: World,
  token: string,
  deed: (tx: Tx, signed: Signed) => Promise<Signature | null>,
): Promise<Signed> {
  return world.db.transaction(async (tx) => {
    const signed = await requireSigned(world, tx, token);
    const signature = await deed(tx, signed);
    if (!signature)
      throw new Refused('signature-changed', 'This signature changed at the same moment. Please look at it again.');
    return { ...signed, signature };
  });
}
