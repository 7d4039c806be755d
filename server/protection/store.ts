import { and, asc, desc, eq, inArray, isNull, lt } from 'drizzle-orm';
import type { Db, Tx } from '../db/database.ts';
import { many } from '../db/many.ts';
import { protectionRules, spikes, usedChallenges } from '../db/tables.ts';

export type Spike = typeof spikes.$inferSelect;
export type Rule = typeof protectionRules.$inferSelect;

const ofCampaign = (campaignId: string | null) =>
  campaignId === null ? isNull(protectionRules.campaignId) : eq(protectionRules.campaignId, campaignId);

/** A campaign's rules, or the site's own, oldest first, at most `limit`. */
export const listRules = (db: Db, campaignId: string | null, limit: number): Promise<Rule[]> =>
  db.select().from(protectionRules).where(ofCampaign(campaignId)).orderBy(asc(protectionRules.id)).limit(limit);

export const addRule = async (tx: Tx, rule: Rule): Promise<void> =>
  void (await tx.insert(protectionRules).values(rule));

/** The rule that was removed, or null. */
export async function removeRule(tx: Tx, campaignId: string | null, id: string): Promise<Rule | null> {
  const [removed] = await tx
    .delete(protectionRules)
    .where(and(eq(protectionRules.id, id), ofCampaign(campaignId)))
    .returning();
  return removed ?? null;
}

/** Marks challenges as used, and gives the keys of those that were not used before. */
export const useChallenges: (tx: Tx, rows: (typeof usedChallenges.$inferInsert)[]) => Promise<{ key: string }[]> = many(
  usedChallenges,
  { conflict: 'ignore', returning: { key: usedChallenges.key } },
);

/** Forgets challenges that have expired, at most so many at once; gives how many. */
export async function forgetChallenges(tx: Tx, now: Date, limit: number): Promise<number> {
  const old = await tx
    .select({ key: usedChallenges.key })
    .from(usedChallenges)
    .where(lt(usedChallenges.until, now))
    .limit(limit);
  const keys = old.map(({ key }) => key);
  if (keys.length > 0) await tx.delete(usedChallenges).where(inArray(usedChallenges.key, keys));
  return keys.length;
}

/** Notes what stands out, or how far it has come; who has looked at it stays noted. */
export async function putSpike(tx: Tx, spike: Spike): Promise<void> {
  await tx
    .insert(spikes)
    .values(spike)
    .onConflictDoUpdate({
      target: [spikes.letterId, spikes.kind, spikes.key, spikes.hour],
      set: { count: spike.count },
    });
}

/** Newest hour first, and in it the largest. */
export const listSpikes = (db: Db, letterId: string, limit: number): Promise<Spike[]> =>
  db
    .select()
    .from(spikes)
    .where(eq(spikes.letterId, letterId))
    .orderBy(desc(spikes.hour), desc(spikes.count), asc(spikes.kind), asc(spikes.key))
    .limit(limit);

export async function seeSpike(tx: Tx, { letterId, kind, key, hour, seenBy }: Omit<Spike, 'count'>): Promise<void> {
  await tx
    .update(spikes)
    .set({ seenBy })
    .where(and(eq(spikes.letterId, letterId), eq(spikes.kind, kind), eq(spikes.key, key), eq(spikes.hour, hour)));
}

/** Forgets the spikes of hours before this one (ISO 8601). */
export const forgetSpikes = async (tx: Tx, hour: string): Promise<void> =>
  void (await tx.delete(spikes).where(lt(spikes.hour, hour)));
