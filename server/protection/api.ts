import { z } from 'zod';
import type { World } from '../basics/world.ts';
import { requirePublished } from '../letters/letters.ts';
import { type Call, call } from '../web/api.ts';
import { networkOf } from '../web/limits.ts';
import { MOST_GUESSES, newChallenge } from './challenge.ts';
import { pressure } from './protection.ts';

const answer = z.object({
  required: z.boolean().meta({
    description:
      'Whether to send a solution with the signature now. Without one it is held for an organizer to look at.',
  }),
  expires: z.string().optional().meta({ description: 'Until when the solution must have arrived (ISO 8601).' }),
  guesses: z.number().int().optional().meta({ description: 'The most guesses it takes; half of them on average.' }),
  challenge: z
    .object({ parameters: z.record(z.string(), z.unknown()), signature: z.string() })
    .optional()
    .meta({
      description:
        'A proof of work of Altcha (PBKDF2/SHA-256): find `counter` such that the key derived from the nonce with the ' +
        'counter appended, as four bytes, begins with `keyPrefix`. Send `challenge` as base64 of ' +
        '`{ "challenge": …, "solution": { "counter": 123, "derivedKey": "hex" } }`. Libraries for many languages solve it.',
    }),
});

/** Whether a letter asks for a challenge now, with a fresh one if so. Throws NotFound for a letter that is not public. */
export async function askedOf(world: World, slug: string, ip: string | undefined): Promise<z.infer<typeof answer>> {
  const letter = await requirePublished(world.db, null, slug);
  if (!(await pressure(world, letter, networkOf(ip)))) return { required: false };
  const { expires, challenge } = await newChallenge(world, letter.id);
  const { parameters, signature = '' } = challenge;
  return {
    ...{ required: true, expires: expires.toISOString(), guesses: MOST_GUESSES },
    challenge: { parameters: { ...parameters }, signature },
  };
}

export const protectionCalls: Call[] = [
  call({
    method: 'get',
    path: '/letters/{slug}/challenge',
    summary: 'Whether signing a letter takes a proof of work now, and one to solve.',
    who: 'all',
    params: z.object({ slug: z.string() }),
    answer,
    handle: async ({ world, params, req, res }) => {
      res.set('Cache-Control', 'no-store');
      return askedOf(world, params.slug, req.ip);
    },
  }),
];
