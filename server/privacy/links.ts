/** The link to all that is held of a person: sealed, good for a day, and stored nowhere. */
import { openBytes, sealBytes } from '../basics/sealing.ts';
import type { World } from '../basics/world.ts';

/** How long a link works. */
export const LINK_HOURS = 24;

const HELD = { purpose: 'what is held' };

/** The token for whoever reads the mail of an address. */
export function tokenFor(world: Pick<World, 'secret' | 'newToken' | 'now'>, email: string): string {
  const until = world.now().getTime() + LINK_HOURS * 3_600_000;
  return sealBytes(world, HELD, Buffer.from(JSON.stringify({ email, until })));
}

/** The address that a token is for; null for one that was never made, or is a day old. */
export function emailOf(world: Pick<World, 'secret' | 'now'>, token: string): string | null {
  const plain = token.length > 2000 ? null : openBytes(world, HELD, token);
  if (!plain) return null;
  const { email, until } = JSON.parse(plain.toString()) as { email: string; until: number };
  return world.now().getTime() < until ? email : null;
}

/** What was done, for the page that tells of it. */
export interface Erased {
  withdrawn: number;
  kept: number;
  forgotten: number;
  messages: number;
  onTheirWay: number;
  invitations: number;
  /** Answers for an office, and those among them that count and stay. */
  answers: number;
  evidence: number;
  /** Offices for which a campaign had noted the address. */
  offices: number;
}

const ERASED = { purpose: 'what was erased' };

export const sealErased = (world: Pick<World, 'secret' | 'newToken'>, erased: Erased): string =>
  sealBytes(world, ERASED, Buffer.from(JSON.stringify(erased)));

export function openErased(world: Pick<World, 'secret'>, sealed: string): Erased | null {
  const plain = sealed.length > 2000 ? null : openBytes(world, ERASED, sealed);
  return plain && (JSON.parse(plain.toString()) as Erased);
}
