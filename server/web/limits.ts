import { isIP } from 'node:net';
import { and, eq, inArray, lt } from 'drizzle-orm';
import { TooMany } from '../basics/errors.ts';
import { keyed } from '../basics/ids.ts';
import type { World } from '../basics/world.ts';
import { plus } from '../db/columns.ts';
import type { Db, Tx } from '../db/database.ts';
import { hotList } from '../db/hot.ts';
import { many } from '../db/many.ts';
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
    await tx.delete(tries).where(and(eq(tries.key, key), lt(tries.until, now)));
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

const FORGOTTEN_AT_ONCE = 1000;

/** Forgets the tries whose time is over: in small transactions, for a rush leaves many. */
export async function forgetOldTries(world: Pick<World, 'db' | 'now'>): Promise<void> {
  let forgotten: number;
  do {
    forgotten = await world.db.transaction(async (tx) => {
      const old = await tx
        .select({ key: tries.key })
        .from(tries)
        .where(lt(tries.until, world.now()))
        .limit(FORGOTTEN_AT_ONCE);
      const keys = old.map(({ key }) => key);
      if (keys.length > 0) await tx.delete(tries).where(inArray(tries.key, keys));
      return keys.length;
    });
  } while (forgotten === FORGOTTEN_AT_ONCE);
}

/** Tries that are counted by a key of the caller's own, such as one that names a window of time. */
export interface Tries {
  key: string;
  count: number;
  /** When the count may be forgotten. */
  until: Date;
}

const writeTries = many(tries, {
  conflict: { on: [tries.key], add: tries.count },
  returning: { key: tries.key, count: tries.count },
});

/**
 * Adds to many counts at once and gives what each came to, by key. No two are for the same key; they are written in the
 * order of their keys, so that two transactions never wait for each other in a circle.
 */
export async function addTries(tx: Tx, added: Tries[]): Promise<Map<string, number>> {
  const rows = [...added].sort((a, b) => (a.key < b.key ? -1 : 1));
  return new Map((await writeTries(tx, rows)).map(({ key, count }) => [key, count]));
}

const byKeys = hotList((on, keys) =>
  on.select({ key: tries.key, count: tries.count }).from(tries).where(inArray(tries.key, keys)),
);

/** The counts by key; a key that was never tried is missing. */
export const findTries = async (db: Db, keys: string[]): Promise<Map<string, number>> =>
  new Map((await byKeys(db, keys)).map(({ key, count }) => [key, count]));

/** Forgets the tries, after a success. */
export async function forgetTries(world: World, what: string, who: string): Promise<void> {
  await world.db.transaction(async (tx) => void (await tx.delete(tries).where(eq(tries.key, keyOf(world, what, who)))));
}

const keyOf = (world: World, what: string, who: string) => `${what}:${keyed(world.secret, who)}`;

/**
 * The part of a visitor's address that one household or server commands: an IPv4 address, or an IPv6 network (/64).
 * Some proxies name a port with it, and a new one each time. '' for what is no address: all of these are one visitor.
 */
export function networkOf(ip = ''): string {
  const bare = ip.replace(/^\[(.*)\](:\d+)?$/, '$1').replace(/^([\d.]+):\d+$/, '$1');
  const plain = bare.replace(/^::ffff:(?=\d+\.)/i, '').replace(/%.*$/, '');
  const family = isIP(plain);
  if (family !== 6) return family === 4 ? plain : '';
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
