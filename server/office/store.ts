/** Every query on the links that offices are given, on what they answered, and on the mail domains of bodies. */
import { and, asc, desc, eq, inArray, isNull, ne, or, sql } from 'drizzle-orm';
import { plus } from '../db/columns.ts';
import type { Db, Tx } from '../db/database.ts';
import { hot } from '../db/hot.ts';
import { officeAnswers, officeDomains, officeLinks } from '../db/tables.ts';

export type OfficeLink = typeof officeLinks.$inferSelect;
export type OfficeAnswer = typeof officeAnswers.$inferSelect;

// ── links ──

/**
 * Puts links, and gives those that there are then: where an office has one to the same text that nobody revoked, that
 * one stays, and works at least as long. No two rows are for the same office.
 */
export const putLinks = (tx: Tx, rows: OfficeLink[]): Promise<OfficeLink[]> =>
  tx
    .insert(officeLinks)
    .values(rows)
    .onConflictDoUpdate({
      target: [officeLinks.letterId, officeLinks.legislator, officeLinks.version],
      targetWhere: sql`${officeLinks.revokedAt} is null`,
      set: {
        expiresAt: sql`case when excluded.expires_at > ${officeLinks.expiresAt} then excluded.expires_at else ${officeLinks.expiresAt} end`,
      },
    })
    .returning();

const linkById = hot((on) =>
  on
    .select()
    .from(officeLinks)
    .where(eq(officeLinks.id, sql.placeholder('id'))),
);

export async function findLink(db: Db, id: string): Promise<OfficeLink | null> {
  const [row] = await linkById(db, { id });
  return row ?? null;
}

/** The newest links of a letter, at most so many. */
export const listLinks = (db: Db, letterId: string, limit: number): Promise<OfficeLink[]> =>
  db.select().from(officeLinks).where(eq(officeLinks.letterId, letterId)).orderBy(desc(officeLinks.id)).limit(limit);

/** Revokes a link of a letter; null when it was, or is none of the letter's. */
export async function revoke(
  tx: Tx,
  letterId: string,
  id: string,
  { by, at }: { by: string; at: Date },
): Promise<OfficeLink | null> {
  const [row] = await tx
    .update(officeLinks)
    .set({ revokedAt: at, revokedBy: by })
    .where(and(eq(officeLinks.id, id), eq(officeLinks.letterId, letterId), isNull(officeLinks.revokedAt)))
    .returning();
  return row ?? null;
}

// ── answers ──

export async function findAnswer(db: Db, id: string): Promise<OfficeAnswer | null> {
  const [row] = await db.select().from(officeAnswers).where(eq(officeAnswers.id, id));
  return row ?? null;
}

const ofOffice = (letterId: string, legislator: string) =>
  and(eq(officeAnswers.letterId, letterId), eq(officeAnswers.legislator, legislator));

/** The answer of an office that waits; there is one at most. */
export async function findOpen(db: Db, letterId: string, legislator: string): Promise<OfficeAnswer | null> {
  const [row] = await db
    .select()
    .from(officeAnswers)
    .where(and(ofOffice(letterId, legislator), eq(officeAnswers.state, 'open')));
  return row ?? null;
}

/** Adds an open answer; false while the office has another one that is open. */
export async function addAnswer(tx: Tx, answer: OfficeAnswer): Promise<boolean> {
  return (await tx.insert(officeAnswers).values(answer).onConflictDoNothing().returning()).length > 0;
}

/** Changes an answer that is still in this state; null when it no longer is. */
export async function change(
  tx: Tx,
  id: string,
  state: OfficeAnswer['state'],
  fields: Partial<OfficeAnswer>,
): Promise<OfficeAnswer | null> {
  const [row] = await tx
    .update(officeAnswers)
    .set(fields)
    .where(and(eq(officeAnswers.id, id), eq(officeAnswers.state, state)))
    .returning();
  return row ?? null;
}

/** Counts one more mail for an open answer that had fewer than so many; null when it has had them. */
export async function countMail(tx: Tx, id: string, most: number): Promise<OfficeAnswer | null> {
  const [row] = await tx
    .update(officeAnswers)
    .set({ mails: plus(officeAnswers.mails, 1) })
    .where(and(eq(officeAnswers.id, id), eq(officeAnswers.state, 'open'), sql`${officeAnswers.mails} < ${most}`))
    .returning();
  return row ?? null;
}

/** Answers that an organizer is to look at: those that are not confirmed, and changes that were asked for. */
const waits = or(
  eq(officeAnswers.state, 'open'),
  and(eq(officeAnswers.state, 'confirmed'), eq(officeAnswers.answer, 'change')),
);

export const countWaiting = (db: Db, letterId: string): Promise<number> =>
  db.$count(officeAnswers, and(eq(officeAnswers.letterId, letterId), waits));

/** Oldest first. */
export const listWaiting = (db: Db, letterId: string, limit: number): Promise<OfficeAnswer[]> =>
  db
    .select()
    .from(officeAnswers)
    .where(and(eq(officeAnswers.letterId, letterId), waits))
    .orderBy(asc(officeAnswers.id))
    .limit(limit);

/** Those that nobody need look at any more, newest first. */
export const listSettled = (db: Db, letterId: string, limit: number): Promise<OfficeAnswer[]> =>
  db
    .select()
    .from(officeAnswers)
    .where(
      and(
        eq(officeAnswers.letterId, letterId),
        ne(officeAnswers.state, 'open'),
        or(ne(officeAnswers.state, 'confirmed'), ne(officeAnswers.answer, 'change')),
      ),
    )
    .orderBy(desc(officeAnswers.id))
    .limit(limit);

// ── forgetting ──

/** What an answer holds of whoever gave it, emptied; one that waited waits no more, for nobody could vouch for it. */
const forgotten = {
  ...{ staffName: '', staffTitle: '', staffEmail: '', addressKey: '', comment: '' },
  state: sql<
    OfficeAnswer['state']
  >`case when ${officeAnswers.state} = 'open' then 'replaced' else ${officeAnswers.state} end`,
};
/** What stands under a letter, or against it, has to be shown to be true: its evidence stays. */
const counts = ['confirmed', 'accepted'] as const;
const uncounted = ['open', 'refused', 'replaced'] as const;

/** Forgets who gave the answers of a letter that do not count; gives how many. */
export const forgetUncounted = async (tx: Tx, letterId: string): Promise<number> =>
  (
    await tx
      .update(officeAnswers)
      .set(forgotten)
      .where(
        and(
          eq(officeAnswers.letterId, letterId),
          inArray(officeAnswers.state, [...uncounted]),
          ne(officeAnswers.addressKey, ''),
        ),
      )
      .returning({ id: officeAnswers.id })
  ).length;

export const listByAddress = (db: Db, addressKey: string, limit: number): Promise<OfficeAnswer[]> =>
  db
    .select()
    .from(officeAnswers)
    .where(eq(officeAnswers.addressKey, addressKey))
    .orderBy(asc(officeAnswers.id))
    .limit(limit);

/** Whether an answer counts, so that its evidence is kept. */
export const isEvidence = ({ state }: Pick<OfficeAnswer, 'state'>): boolean => counts.some((one) => one === state);

/** Forgets who gave the answers from an address that do not count; open ones end. Gives them as they were. */
export async function forgetByAddress(tx: Tx, addressKey: string): Promise<string[]> {
  const ended = await tx
    .update(officeAnswers)
    .set(forgotten)
    .where(and(eq(officeAnswers.addressKey, addressKey), inArray(officeAnswers.state, [...uncounted])))
    .returning({ id: officeAnswers.id });
  return ended.map(({ id }) => id);
}

// ── domains ──

const domainsOf = hot((on) =>
  on
    .select()
    .from(officeDomains)
    .where(eq(officeDomains.body, sql.placeholder('body'))),
);

export const listDomains = async (db: Db, body: string): Promise<string[]> =>
  (await domainsOf(db, { body })).map(({ domain }) => domain);

export const listAllDomains = (db: Db) => db.select().from(officeDomains).orderBy(asc(officeDomains.domain));

/** Sets the domains of a body: these and no others. */
export async function setDomains(tx: Tx, body: string, domains: string[]): Promise<void> {
  await tx.delete(officeDomains).where(eq(officeDomains.body, body));
  if (domains.length > 0) await tx.insert(officeDomains).values(domains.map((domain) => ({ body, domain })));
}
