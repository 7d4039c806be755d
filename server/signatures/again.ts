/** What somebody may ask for who has signed and waits for the mail. */
import { addressKeyOf } from '../basics/addresses.ts';
import type { World } from '../basics/world.ts';
import { requirePublished } from '../letters/letters.ts';
import { isConfirmable } from './confirming.ts';
import { findAbout, mailAgain, takeMailsBack } from './mails.ts';
import { change, forgotten } from './moving.ts';
import { nameKeyOf } from './signing.ts';
import * as store from './store.ts';

/** The last mail may still be on its way. */
const REST_MS = 5 * 60_000;

/** Whose signature it is, as they typed it. */
export interface Typed {
  kind: store.Signature['kind'];
  name: string;
  organization: string;
  email: string;
}

/**
 * Sends the mail that asks to confirm once more: where the signature still waits, the last mail is five minutes old and
 * the address has not had its three. Tells nobody whether it did. Throws NotFound for an unknown letter.
 */
export async function sendAgain(world: World, slug: string, typed: Typed): Promise<void> {
  const letter = await requirePublished(world.db, null, slug);
  const about = await findAbout(world.db, letter);
  const addressKey = addressKeyOf(world, typed.email);
  const nameKey = nameKeyOf(world, typed.kind === 'organization' ? typed.organization : typed.name);
  const now = world.now();
  await world.db.transaction(async (tx) => {
    // Locked: of two who ask at once, the second finds a mail that is not five minutes old.
    const rows = await store.holdOfAddress(tx, letter.id, addressKey);
    const signature = rows.find((row) => row.nameKey === nameKey);
    if (!signature || !isConfirmable({ signature, letter }, now)) return;
    if (signature.mailedAt && now.getTime() - signature.mailedAt.getTime() < REST_MS) return;
    await mailAgain(tx, world, 'confirm-signature', { letter, about, signature });
  });
}

/**
 * Forgets a signature whose address was mistyped, so that a stranger is not written to again. Only one that was never
 * confirmed, and only for whoever has its id from having signed; for any other it does nothing.
 */
export async function dropUnconfirmed(world: World, id: string): Promise<void> {
  await world.db.transaction(async (tx) => {
    const signature = await store.find(tx, id);
    const waits = signature?.state === 'pending' || (signature?.state === 'held' && signature.reason !== 'third');
    if (!signature || !waits || signature.confirmedAt !== null) return;
    const dropped = await change(tx, signature, { ...forgotten, state: 'expired', changedAt: world.now() });
    if (dropped) await takeMailsBack(tx, signature);
  });
}
