/** Finding where somebody votes by their street address, which goes to the Census Bureau and is not kept. */
import { z } from 'zod';
import { TooMany } from '../basics/errors.ts';
import type { World } from '../basics/world.ts';
import { zipOf } from '../districts/districts.ts';
import { type AddressPlace, countLookUp, geocode } from '../districts/geocoder.ts';
import { lineField } from '../web/fields.ts';
import { sealFound } from './found.ts';

export const addressForm = z.object({
  street: lineField({ most: 100, needed: 'Please type house number and street, such as 12 Elm St.' }),
  city: lineField({ most: 60 }).default(''),
  zip: lineField({ most: 20, needed: 'Please type the ZIP code of this address.' }).refine(
    (zip) => zipOf(zip) !== null,
    'A ZIP code has five digits, such as 44691.',
  ),
});
export type AddressForm = z.infer<typeof addressForm>;

/** 'several': the address fits several places; each is told with what is to be carried on. The rest as the geocoder's. */
export type ByAddress =
  | { outcome: 'one'; zip: string; found: string }
  | { outcome: 'several'; choices: { address: string; place: AddressPlace; zip: string; found: string }[] }
  | { outcome: 'none' | 'unclear' | 'unavailable' | 'wrong-vintage' | 'too-many' };

/** Asks where an address votes, on behalf of a visitor. Every outcome is a value. */
export async function findByAddress(
  world: World,
  { street, city, zip }: AddressForm,
  visitor: string,
): Promise<ByAddress> {
  try {
    await countLookUp(world, visitor);
  } catch (error) {
    if (error instanceof TooMany) return { outcome: 'too-many' };
    throw error;
  }
  const typed = zipOf(zip) ?? '';
  const answer = await geocode(world, { street, city, zip: typed });
  if (answer.outcome !== 'one' && answer.outcome !== 'several') return answer;
  const carry = (place: AddressPlace) => {
    const { congress } = answer;
    // A ZIP code that was mistyped is set right, for it goes under the message.
    const home = place.zip ?? typed;
    return { zip: home, found: sealFound(world, { ...place, zip: home, congress }) };
  };
  if (answer.outcome === 'one') return { outcome: 'one', ...carry(answer.place) };
  return {
    outcome: 'several',
    choices: answer.matches.map(({ address, place }) => ({ address, place, ...carry(place) })),
  };
}
