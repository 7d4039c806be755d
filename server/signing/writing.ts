/** Where signing and writing meet: what else one confirmation sends, to whom. */
import type { World } from '../basics/world.ts';
import type { Tx } from '../db/database.ts';
import { type Asked, type Finding, findReach, nowhere, type Reach, writeConfirmed } from '../messages/messages.ts';
import { isAbroad, type Signed } from '../signatures/signatures.ts';

/** Where a signer votes, as finding their legislators asks for it. */
export const askedOf = ({ signature }: Pick<Signed, 'signature'>): Asked =>
  isAbroad(signature)
    ? nowhere
    : {
        ...nowhere,
        zip: signature.zip ?? '',
        // A district that was chosen says more than the ZIP code; else the ZIP code speaks for itself.
        state: signature.homeDistrict === null ? '' : (signature.homeState ?? ''),
        district: signature.homeDistrict ?? '',
      };

/** What a signer wants to say to their own legislators, and who these are; null for one who only signs. */
export interface Plan {
  words: string;
  reach: Reach;
}

export async function findPlan(world: Finding, signed: Signed): Promise<Plan | null> {
  const { words } = signed.signature;
  if (words === null) return null;
  return { words, reach: await findReach(world, signed, askedOf(signed)) };
}

/** Sends what the signer wrote, in the transaction that confirms their signature: to their own, and to whom they picked. */
export const writeAlong =
  (world: Pick<World, 'now' | 'newId' | 'secret' | 'settings'>, picked: string[]) =>
  async (tx: Tx, signed: Signed): Promise<void> => {
    const { name, email, words } = signed.signature;
    if (words === null || name === null || email === null) return;
    await writeConfirmed(tx, world, signed, { name, email, words, asked: askedOf(signed) }, picked);
  };
