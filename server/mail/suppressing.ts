/** Addresses that get no more mail to many: as a keyed hash each, which outlives the address and gives it away to nobody. */
import { addressKeyOf } from '../basics/addresses.ts';
import type { World } from '../basics/world.ts';
import type { Db, Tx } from '../db/database.ts';
import * as store from './suppressing.store.ts';

export type Why = store.Suppression['why'];

export interface ToSuppress {
  addressKey: string;
  /** Null: on the whole site. */
  campaignId: string | null;
  why: Why;
}

/** How the whole site is written where a campaign stands otherwise. */
const SITE = '';

/**
 * Sends an address no more mail to many. Twice is once, and the first reason stays; but a bounce or a complaint counts
 * for more than the person's own wish, which they could take back. True if anything changed.
 */
export async function suppress(
  tx: Tx,
  world: Pick<World, 'now'>,
  { addressKey, campaignId, why }: ToSuppress,
): Promise<boolean> {
  const row = { addressKey, campaignId: campaignId ?? SITE, why, at: world.now() };
  return (await store.add(tx, row)) || (why !== 'unsubscribed' && (await store.worsen(tx, row)));
}

/** Takes back what somebody asked for themselves; what bounced or was complained of stays. True if it was there. */
export const unsuppress = (
  tx: Tx,
  { addressKey, campaignId, why }: { addressKey: string; campaignId: string; why: 'unsubscribed' },
): Promise<boolean> => store.remove(tx, { addressKey, campaignId, why });

/** Which of some addresses get no more mail of a campaign, and why; at most a few thousand at a time. */
export async function listSuppressed(db: Db, addressKeys: string[], campaignId: string): Promise<Map<string, Why>> {
  if (addressKeys.length === 0) return new Map();
  const rows = await store.list(db, addressKeys, { campaignId, site: SITE });
  // What holds for the whole site is told where both hold.
  const own = rows.filter((row) => row.campaignId !== SITE);
  const all = rows.filter((row) => row.campaignId === SITE);
  return new Map([...own, ...all].map(({ addressKey, why }) => [addressKey, why]));
}

export interface HeldSuppression {
  /** Null for the whole site. */
  campaignId: string | null;
  why: Why;
  at: Date;
}

/** What is kept of an address here: for its owner, who has proved that it is theirs. */
export async function listHeldSuppressions(
  world: Pick<World, 'secret'>,
  db: Db,
  email: string,
): Promise<HeldSuppression[]> {
  const rows = await store.listOf(db, addressKeyOf(world, email));
  return rows.map(({ campaignId, why, at }) => ({ campaignId: campaignId || null, why, at }));
}
