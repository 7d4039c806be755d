/** Proof of work without third parties: a challenge costs the visitor's machine a second, and us next to nothing. */
import { createHash } from 'node:crypto';
import { type Challenge, createChallenge, verifySolution } from 'altcha-lib';
import { deriveKey } from 'altcha-lib/algorithms/pbkdf2';
import { z } from 'zod';
import { keyed } from '../basics/ids.ts';
import type { World } from '../basics/world.ts';

export type { Challenge };

/** How long a challenge may take: a slow phone, and a form that is filled in at leisure. */
export const CHALLENGE_SECONDS = 600;

/** Rounds of PBKDF2 for each guess. */
const COST = 2000;
/** The most guesses; the mean is half of it. About a second on a phone, half of that on a desk. */
export const MOST_GUESSES = 4000;

const secretsOf = ({ secret }: Pick<World, 'secret'>) => ({
  hmacSignatureSecret: keyed(secret, 'challenge'),
  hmacKeySignatureSecret: keyed(secret, 'challenge key'),
});

/** A challenge for signing one letter. It is signed, so that nothing about it has to be kept. */
export async function newChallenge(
  world: Pick<World, 'now' | 'newToken' | 'secret'>,
  letterId: string,
): Promise<{ expires: Date; challenge: Challenge }> {
  const until = world.now().getTime() + CHALLENGE_SECONDS * 1000;
  const counter = createHash('sha256').update(world.newToken()).digest().readUInt32BE() % MOST_GUESSES;
  const challenge = await createChallenge({
    algorithm: 'PBKDF2/SHA-256',
    ...{ cost: COST, counter, deriveKey, data: { letter: letterId, until } },
    ...secretsOf(world),
  });
  return { expires: new Date(until), challenge };
}

/** A solution as it is sent: base64 of this as JSON, as Altcha's own programs make it. */
const payload = z.object({
  challenge: z.object({
    parameters: z.looseObject({
      nonce: z.string().max(64),
      data: z.object({ letter: z.string(), until: z.number() }),
    }),
    signature: z.string().max(128),
  }),
  solution: z.object({ counter: z.number(), derivedKey: z.string().max(128) }),
});

/** Longer ones are none of ours. */
const LONGEST = 4000;

/** The key of a challenge that was rightly solved for this letter and has not expired; null for anything else. */
export async function checkSolution(
  world: Pick<World, 'now' | 'secret'>,
  letterId: string,
  solved: string,
): Promise<{ key: string; until: Date } | null> {
  const read = solved.length > LONGEST ? null : payload.safeParse(jsonIn(solved));
  if (!read?.success) return null;
  const { challenge, solution } = read.data;
  const { letter, until } = challenge.parameters.data;
  if (letter !== letterId || until <= world.now().getTime()) return null;
  const { verified } = await verifySolution({
    challenge: challenge as unknown as Challenge,
    ...{ solution, deriveKey },
    ...secretsOf(world),
  });
  return verified ? { key: challenge.parameters.nonce, until: new Date(until) } : null;
}

function jsonIn(base64: string): unknown {
  try {
    return JSON.parse(Buffer.from(base64, 'base64').toString('utf8'));
  } catch {
    return null;
  }
}
