import { canonicalAddress } from '../basics/addresses.ts';
import { keyed } from '../basics/ids.ts';
import type { World } from '../basics/world.ts';
import type { MessageRow } from './store.ts';

type Part = Pick<World, 'secret'>;

/** A keyed hash of who wrote: of the address as its provider reads it. */
export const personKeyOf = ({ secret }: Part, email: string): string => keyed(secret, canonicalAddress(email));

/** All that a person's messages may be kept by: earlier ones are by the address as it was typed. */
export const personKeysOf = (world: Part, email: string): string[] => [
  ...new Set([personKeyOf(world, email), keyed(world.secret, email)]),
];

/**
 * What stays of who wrote a message that went out, once they had themselves erased: the same person cannot write it
 * again, and no two messages share one, so that nothing tells which are of one person.
 */
export const erasedKeyOf = (
  { secret }: Part,
  personKey: string,
  { letterId, legislator, ask }: Pick<MessageRow, 'letterId' | 'legislator' | 'ask'>,
): string => keyed(secret, ['erased', personKey, letterId, legislator, ask].join(' '));
