/** Where signing and writing meet: what else one confirmation sends, to whom. */

import { plural } from '../basics/text.ts';
import type { World } from '../basics/world.ts';
import type { Tx } from '../db/database.ts';
import {
  type Asked,
  type Asking,
  closingPlace,
  type Finding,
  findReach,
  nowhere,
  type Reach,
  writeConfirmed,
} from '../messages/messages.ts';
import { isAbroad, type Signed } from '../signatures/signatures.ts';
import { aboutLetter, addressed, composeMessage, type Offered, offersTo, textsMark } from '../variants/variants.ts';

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

/** What would be said for a signer, and to whom: members of a body who get the same text are one entry. */
export interface Along {
  to: string;
  subject: string;
  text: string;
}

/** The texts of a plan as they would leave, for the signer to read before they agree; and the mark of what they saw. */
export async function listAlong(
  world: Pick<World, 'db' | 'settings'>,
  { letter, signature }: Signed,
  { words, reach }: Plan,
): Promise<{ texts: Along[]; seen: string }> {
  const about = aboutLetter(world, letter);
  const groups = [reach.carried.map((one) => [one]), ...reach.bodies.map(({ members }) => [members])].flat();
  const constituent = { own: words, name: signature.name ?? '', place: closingPlace(reach.board.where) };
  const texts: Along[] = [];
  for (const members of groups) {
    const offered = await offersTo(world.db, letter, members, about);
    const kinds = new Map<string, number[]>();
    for (const [at, { ask }] of members.entries()) {
      const kind = `${ask} ${offered[at]?.variant ?? ''}`;
      kinds.set(kind, [...(kinds.get(kind) ?? []), at]);
    }
    for (const [first, ...others] of kinds.values()) {
      const one = members[first as number] as Asking;
      const { subject, text } = composeMessage(offered[first as number] as Offered, about, one, constituent);
      const more = others.length > 0 ? `, and alike to ${plural(others.length, 'other member')}` : '';
      texts.push({ to: `${addressed(one.legislator)}${more}`, subject, text });
    }
  }
  return { texts, seen: await textsMark(world.db, letter, about) };
}

/** Sends what the signer wrote, in the transaction that confirms their signature: to their own, and to whom they picked. */
export const writeAlong =
  (world: Pick<World, 'now' | 'newId' | 'secret' | 'settings'>, picked: string[], seen: string) =>
  async (tx: Tx, signed: Signed): Promise<void> => {
    const { name, email, words } = signed.signature;
    if (words === null || name === null || email === null) return;
    await writeConfirmed(tx, world, signed, { name, email, words, asked: askedOf(signed), seen }, picked);
  };
