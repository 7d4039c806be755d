/** What is held of a person, on whatever letter, and forgetting it when they ask. Whoever calls has proved the address. */
import { addressKeyOf } from '../basics/addresses.ts';
import type { World } from '../basics/world.ts';
import type { Db, Tx } from '../db/database.ts';
import { findLetterById } from '../letters/letters.ts';
import { cancelMails, cancelUpdatesTo } from '../mail/mail.ts';
import * as invitations from './invitations.store.ts';
import { mailReasonsOf } from './mails.ts';
import { eraseSigned } from './own.ts';
import * as store from './store.ts';

/** A signature without its keyed hashes; why it is held is nobody's to learn who would get around it. */
export type HeldSignature = Omit<store.Signature, 'addressKey' | 'nameKey'>;

/** The signatures of whoever has an address, a few at a time. */
export async function* listHeldSignatures(
  world: Pick<World, 'secret'>,
  db: Db,
  email: string,
): AsyncGenerator<store.Signature[]> {
  const addressKey = addressKeyOf(world, email);
  for (let after = ''; ; ) {
    const rows = await store.listByAddress(db, addressKey, after, 100);
    if (rows.length > 0) yield rows;
    const last = rows.at(-1);
    if (!last || rows.length < 100) return;
    after = last.id;
  }
}

/** What its signer may read of a signature: all of it but the keyed hashes. */
export const asHeld = ({ addressKey: _, nameKey: __, ...row }: store.Signature): HeldSignature => ({
  ...row,
  // Which check spoke would tell others how to get around it.
  reason: row.state === 'held' && row.reason !== 'third' ? null : row.reason,
  removedFrom: null,
});

/**
 * Forgets a signature by `eraseSigned`, and takes back the mails to its address, whose every signature goes. 'withdrawn': it counted or could have; 'kept': it
 * counts on, without a name; 'forgotten': it had ended before. Null when somebody moved it meanwhile: look again.
 */
export async function eraseHeld(
  tx: Tx,
  world: Pick<World, 'now'>,
  id: string,
): Promise<'withdrawn' | 'kept' | 'forgotten' | null> {
  const signature = await store.find(tx, id);
  const letter = signature && (await findLetterById(tx, signature.letterId));
  if (!signature?.addressKey || !letter) return 'forgotten';
  const after = await eraseSigned(tx, world, { signature, letter });
  if (!after) return null;
  await cancelMails(tx, mailReasonsOf(signature, letter));
  await cancelUpdatesTo(tx, signature.addressKey);
  if (after.state === 'confirmed') return 'kept';
  return after.state === signature.state ? 'forgotten' : 'withdrawn';
}

export type HeldInvitation = Omit<invitations.Invitation, 'addressKey'>;

/** What organizations were invited to sign by way of an address. */
export async function listHeldInvitations(
  world: Pick<World, 'secret'>,
  db: Db,
  email: string,
): Promise<HeldInvitation[]> {
  const rows = await invitations.listByAddress(db, addressKeyOf(world, email));
  return rows.map(({ addressKey: _, ...row }) => row);
}

/** The reasons of the mails that invited whoever has an address. */
export const invitationReasonsOf = (
  world: Pick<World, 'secret'>,
  email: string,
  rows: Pick<HeldInvitation, 'letterId'>[],
): string[] => rows.map(({ letterId }) => `organization-invitation:${letterId}:${addressKeyOf(world, email)}`);

/** Forgets who was invited. A keyed hash stays, so that the same address is not invited to that letter again. */
export async function eraseInvitations(tx: Tx, rows: Pick<HeldInvitation, 'id' | 'state'>[]): Promise<void> {
  for (const { id, state } of rows)
    await invitations.change(tx, id, state, { state: state === 'invited' ? 'declined' : state, name: '', email: null });
}
