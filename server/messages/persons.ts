import { canonicalAddress } from '../basics/addresses.ts';
import { keyed } from '../basics/ids.ts';
import type { World } from '../basics/world.ts';

type Part = Pick<World, 'secret'>;

/** A keyed hash of who wrote: of the address as its provider reads it. */
export const personKeyOf = ({ secret }: Part, email: string): string => keyed(secret, canonicalAddress(email));

/** All that a person's messages may be kept by: earlier ones are by the address as it was typed. */
export const personKeysOf = (world: Part, email: string): string[] => [
  ...new Set([personKeyOf(world, email), keyed(world.secret, email)]),
];
