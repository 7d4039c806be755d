import { eq, lt } from 'drizzle-orm';
import { TooMany } from '../basics/errors.ts';
import { keyed } from '../basics/ids.ts';
import type { World } from '../basics/world.ts';
import { plus } from '../db/columns.ts';
import { tries } from '../db/tables.ts';

/** So many tries in so many seconds. */
export interface Limit {
  most: number;
  seconds: number;
}

/**
 * Counts a try of something by somebody and throws TooMany past the limit. The count is kept in the database, so
 * several processes share it and a restart does not forget it. Who is kept as a keyed hash only.
 */
export async function countTry(world: World, what: string, who: string, limit: Limit): Promise<void> {
  const now = world.now();
  const key = keyOf(world, what, who);
  const wait = await world.db.transaction(async (tx) => {
    await tx.delete(tries).where(lt(tries.until, now));
    const until = new Date(now.getTime() + limit.seconds * 1000);
    const [row] = await tx
      .insert(tries)
      .values({ key, count: 1, until })
      .onConflictDoUpdate({ target: tries.key, set: { count: plus(tries.count, 1) } })
      .returning();
    return row && row.count > limit.most ? (row.until.getTime() - now.getTime()) / 1000 : 0;
  });
  if (wait > 0) throw new TooMany(wait);
}

/** Forgets the tries whose time is over; every try does so too, but a quiet site has none. */
export async function forgetOldTries(world: Pick<World, 'db' | 'now'>): Promise<void> {
  await world.db.transaction(async (tx) => void (await tx.delete(tries).where(lt(tries.until, world.now()))));
}

/** Forgets the tries, after a success. */
export async function forgetTries(world: World, what: string, who: string): Promise<void> {
  await world.db.transaction(async (tx) => void (await tx.delete(tries).where(eq(tries.key, keyOf(world, what, who)))));
}

const keyOf = (world: World, what: string, who: string) => `${what}:${keyed(world.secret, who)}`;

/** The part of a visitor's address that one household or server commands: an IPv4 address, or an IPv6 network (/64). */
export function networkOf(ip = ''): string {
  const plain = ip.replace(/^::ffff:(?=\d+\.)/i, '').replace(/%.*$/, '');
  if (!plain.includes(':')) return plain;
  const [head = '', tail] = plain.split('::');
  const start = head.split(':').filter(Boolean);
  const end = tail?.split(':').filter(Boolean) ?? [];
  const all =
    tail === undefined ? start : [...start, ...Array(Math.max(0, 8 - start.length - end.length)).fill('0'), ...end];
  return `${all
    .slice(0, 4)
    .map((group) => Number.parseInt(group, 16).toString(16))
    .join(':')}::/64`;
}
