import { and, asc, eq, isNull, lt, lte, or, sql } from 'drizzle-orm';
import { plus } from '../db/columns.ts';
import type { Db, Tx } from '../db/database.ts';
import { mailDomains } from '../db/tables.ts';

export type DomainRow = typeof mailDomains.$inferSelect;

export const list = (db: Db, limit: number): Promise<DomainRow[]> =>
  db.select().from(mailDomains).orderBy(asc(mailDomains.domain)).limit(limit);

/** One more failure, unless the domain rests anyway; gives what is known of it then, or null. */
export async function addFailure(tx: Tx, domain: string, now: Date, problem: string): Promise<DomainRow | null> {
  const [row] = await tx
    .insert(mailDomains)
    .values({ domain, since: now, sent: 0, failures: 1, pausedUntil: null, problem })
    .onConflictDoUpdate({
      target: mailDomains.domain,
      set: { failures: plus(mailDomains.failures, 1), problem },
      setWhere: sql`${mailDomains.pausedUntil} is null or ${lte(mailDomains.pausedUntil, now)}`,
    })
    .returning();
  return row ?? null;
}

/** Lets a domain rest until a moment, whatever is known of it. */
export async function rest(tx: Tx, row: Pick<DomainRow, 'domain' | 'since' | 'sent' | 'problem'>, until: Date) {
  const { problem, since, sent } = row;
  await tx
    .insert(mailDomains)
    .values({ ...row, failures: 0, pausedUntil: until })
    .onConflictDoUpdate({ target: mailDomains.domain, set: { pausedUntil: until, problem, since, sent } });
}

export async function remove(tx: Tx, domain: string): Promise<boolean> {
  const gone = await tx.delete(mailDomains).where(eq(mailDomains.domain, domain)).returning();
  return gone.length > 0;
}

/** Forgets those that have been in no trouble since a moment. */
export async function removeOld(tx: Tx, before: Date): Promise<void> {
  const over = or(isNull(mailDomains.pausedUntil), lt(mailDomains.pausedUntil, before));
  await tx.delete(mailDomains).where(and(lt(mailDomains.since, before), over));
}
