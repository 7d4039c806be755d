import { and, asc, eq, inArray, isNull, lt } from 'drizzle-orm';
import type { Db, Tx } from '../db/database.ts';
import { many } from '../db/many.ts';
import { protectionRules, usedChallenges } from '../db/tables.ts';

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
