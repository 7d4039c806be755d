/** Proving that an address is one's own: what the button behind the link in a mail does. */
import { NotFound, Refused } from '../basics/errors.ts';
import { dayIn } from '../basics/time.ts';
import type { World } from '../basics/world.ts';
import { type Campaign, findCampaignById } from '../campaigns/campaigns.ts';
import type { Db, Tx } from '../db/database.ts';
import { findLetterById, isOpen, type Letter, lastSubstantive } from '../letters/letters.ts';
import { read } from '../tallies/tallies.ts';
import { countSince, SUBJECT } from './counting.ts';
import { noteSigned } from './invitations.store.ts';
import { idOf } from './links.ts';
import { change } from './moving.ts';
import { shownOf, unshown } from './names.ts';
import { HIDDEN } from './states.ts';
import * as store from './store.ts';
import { takeBackUnsubscribing } from './subscribers.ts';

/** What was signed in time may be confirmed for so long after the letter closed. */
export const GRACE_HOURS = 48;
/** So many people may share an address; who comes after them waits for an organizer. */
const MOST_OF_ADDRESS = 2;

/** A signature with the letter it is under. */
export interface Signed {
  signature: store.Signature;
  letter: Letter;
  campaign: Campaign;
}

/** The signature that a link opens. Throws NotFound for a link that was never made, or whose signature was forgotten. */
export async function requireSigned(world: Pick<World, 'secret'>, db: Db, token: string): Promise<Signed> {
  const id = idOf(world, token);
  const signature = id === null ? null : await store.find(db, id);
  // The address goes first, once the letter has long been closed; whoever has the link may still see and erase the rest.
  const letter = signature?.name ? await findLetterById(db, signature.letterId) : null;
  const campaign = letter && (await findCampaignById(db, letter.campaignId));
  if (!signature || !letter || !campaign) throw new NotFound('signature');
  return { signature, letter, campaign };
}

/** Until when a signature given in time can still be confirmed; null while its letter has no end. */
export function confirmableUntil({ letter }: Pick<Signed, 'letter'>): Date | null {
  const end = letter.closedAt ?? letter.deadline;
  return end && new Date(end.getTime() + GRACE_HOURS * 3_600_000);
}

/** Whether a pending signature may be confirmed now: its letter is open, or closed so lately that it was given in time. */
export function isConfirmable({ signature, letter }: Pick<Signed, 'signature' | 'letter'>, now: Date): boolean {
  if (signature.state !== 'pending') return false;
  if (isOpen(letter, now)) return true;
  const end = letter.closedAt ?? letter.deadline;
  const until = confirmableUntil({ letter });
  const took = letter.state === 'circulating' || letter.state === 'closed';
  return took && end !== null && until !== null && signature.createdAt <= end && now <= until;
}

/** 'late': the letter had closed. 'done': it was confirmed before, or is in a state that a link does not change. */
export interface Confirmed {
  kind: 'confirmed' | 'waiting' | 'held' | 'late' | 'done';
  signed: Signed;
}

/**
 * Confirms a signature: whoever has the link has the mailbox. Twice is once. A person's counts at once, an
 * organization's waits for an organizer, and a third name with one address is held. `also` does what else the same
 * button was pressed for, in the same transaction. Throws NotFound.
 */
export async function confirm(
  world: World,
  token: string,
  also: (tx: Tx, signed: Signed) => Promise<void> = async () => {},
): Promise<Confirmed> {
  return world.db.transaction(async (tx) => {
    const before = await requireSigned(world, tx, token);
    if (before.signature.state !== 'pending') return { kind: 'done', signed: before };
    if (!isConfirmable(before, world.now())) return { kind: 'late', signed: before };
    const after = await confirmed(tx, world, before);
    if (!after) return { kind: 'done', signed: await requireSigned(world, tx, token) };
    const signed = { ...before, signature: after };
    if (after.updates) await takeBackUnsubscribing(tx, after, before.letter);
    if (after.state !== 'held') await also(tx, signed);
    return { kind: after.state === 'confirmed' || after.state === 'held' ? after.state : 'waiting', signed };
  });
}

async function confirmed(tx: Tx, world: World, { signature, letter, campaign }: Signed) {
  const changedAt = world.now();
  // Those of one address are confirmed one after the other, or two at once would both be the second.
  const others = await store.holdOfAddress(tx, letter.id, signature.addressKey ?? '');
  const already = others.filter(({ state }) => state === 'confirmed' || state === 'waiting').length;
  if (already >= MOST_OF_ADDRESS)
    return change(tx, signature, { state: 'held', reason: 'third', changedAt, confirmedAt: changedAt });
  if (signature.kind === 'organization') return wait(tx, world, signature);
  return count(tx, world, signature, { letter, campaign });
}

/**
 * Gives a withdrawn signature anew, for the text as it is now: its signer has the link, so no mail need be waited for.
 * Throws NotFound, and Refused('letter-closed').
 */
export async function signAgain(world: World, token: string): Promise<Signed> {
  return world.db.transaction(async (tx) => {
    const before = await requireSigned(world, tx, token);
    if (before.signature.state !== 'withdrawn') return before;
    const now = world.now();
    if (!isOpen(before.letter, now))
      throw new Refused('letter-closed', 'This letter is closed: it takes no more names.');
    // The network is that of the first time, and is kept no longer for it.
    const fresh = { network: null, createdAt: now, changedAt: now };
    const given = { state: 'pending' as const, version: before.letter.version, ...fresh };
    const pending = await change(tx, before.signature, given);
    const after = pending && (await confirmed(tx, world, { ...before, signature: pending }));
    return after ? { ...before, signature: after } : requireSigned(world, tx, token);
  });
}

/** When its signer confirmed it: before an organizer looked at it, if one had to. */
const confirmedAt = ({ state, confirmedAt: before }: store.Signature, now: Date): Date =>
  state === 'waiting' || state === 'held' ? (before ?? now) : now;

/** Lets a confirmed organization wait for an organizer; who was invited has followed the invitation. */
export async function wait(tx: Tx, world: Pick<World, 'now'>, signature: store.Signature) {
  if (signature.addressKey) await noteSigned(tx, signature.letterId, signature.addressKey);
  const now = world.now();
  return change(tx, signature, {
    state: 'waiting',
    reason: null,
    changedAt: now,
    confirmedAt: confirmedAt(signature, now),
  });
}

/** Counts a signature from now on, and shows it as its signer chose unless the campaign hid it or looks at names first. */
export const count = (
  tx: Tx,
  world: Pick<World, 'now'>,
  signature: store.Signature,
  { letter, campaign }: { letter: Letter; campaign: Campaign },
): Promise<store.Signature | null> =>
  change(tx, signature, {
    state: 'confirmed',
    reason: signature.reason === HIDDEN ? HIDDEN : null,
    changedAt: world.now(),
    confirmedAt: confirmedAt(signature, world.now()),
    confirmedDay: dayIn(world.now(), letter.timeZone),
    ...(campaign.moderatesNames || signature.reason === HIDDEN ? unshown : shownOf(signature)),
  });

/** How many signatures a letter's text has as it stands, as its page says: a signer's number. */
export async function countConfirmed(db: Db, letterId: string): Promise<number> {
  const cells = (await read(db, letterId)).get(SUBJECT) ?? [];
  return countSince(cells, await lastSubstantive(db, letterId));
}
