import { and, asc, desc, eq, gt, inArray, isNull, lte, ne, sql } from 'drizzle-orm';
import type { Role } from '../basics/viewer.ts';
import type { Db, Tx } from '../db/database.ts';
import { hot } from '../db/hot.ts';
import { accountLinks, accounts, apiTokens, memberships, sessions } from '../db/tables.ts';

export type AccountRow = typeof accounts.$inferSelect;
export type LinkRow = typeof accountLinks.$inferSelect;
export type TokenRow = typeof apiTokens.$inferSelect;
export type SessionRow = typeof sessions.$inferSelect;

/** The id of the one set-up link. */
export const SETUP = 'setup';

// ── accounts ───────────────────────────────────────────────────────────────────────────────────────────────────
export const countAccounts = (db: Db): Promise<number> => db.$count(accounts);

/** Adds an account; false when the address has one. */
export async function addAccount(tx: Tx, row: AccountRow): Promise<boolean> {
  const added = await tx.insert(accounts).values(row).onConflictDoNothing().returning({ id: accounts.id });
  return added.length > 0;
}

export async function findAccount(db: Db, id: string): Promise<AccountRow | null> {
  const [row] = await db.select().from(accounts).where(eq(accounts.id, id));
  return row ?? null;
}

export async function findAccountByEmail(db: Db, email: string): Promise<AccountRow | null> {
  const [row] = await db.select().from(accounts).where(eq(accounts.email, email));
  return row ?? null;
}

export const listAccounts = (db: Db, limit: number): Promise<AccountRow[]> =>
  db.select().from(accounts).orderBy(asc(accounts.name), asc(accounts.id)).limit(limit);

/** Whether an address is on a campaign's team, or for null whether it is an admin's. */
export async function isIn(db: Db, email: string, campaignId: string | null): Promise<boolean> {
  const account = await findAccountByEmail(db, email);
  if (!account || campaignId === null) return account?.admin ?? false;
  return (await db.$count(memberships, member(campaignId, account.id))) > 0;
}

/** Changes an account; false when there is none. */
export async function setAccount(tx: Tx, id: string, change: Partial<Omit<AccountRow, 'id'>>): Promise<boolean> {
  const changed = await tx.update(accounts).set(change).where(eq(accounts.id, id)).returning({ id: accounts.id });
  return changed.length > 0;
}

/** The admins, whose rows are held until the deed is over. */
export async function holdAdmins(tx: Tx): Promise<string[]> {
  const rows = await tx
    .update(accounts)
    .set({ admin: true })
    .where(eq(accounts.admin, true))
    .returning({ id: accounts.id });
  return rows.map((row) => row.id);
}

export async function removeAccount(tx: Tx, id: string): Promise<AccountRow | null> {
  const [row] = await tx.delete(accounts).where(eq(accounts.id, id)).returning();
  return row ?? null;
}

// ── links ──────────────────────────────────────────────────────────────────────────────────────────────────────
/** Adds a link, or puts it in the place of the one with the same id. */
export async function putLink(tx: Tx, row: LinkRow): Promise<void> {
  await tx.insert(accountLinks).values(row).onConflictDoUpdate({ target: accountLinks.id, set: row });
}

export async function findLink(db: Db, tokenHash: string, now: Date): Promise<LinkRow | null> {
  const [row] = await db
    .select()
    .from(accountLinks)
    .where(and(eq(accountLinks.tokenHash, tokenHash), gt(accountLinks.expiresAt, now)));
  return row ?? null;
}

/** Uses a link up; null when somebody else did, or it has expired. */
export async function takeLink(tx: Tx, tokenHash: string, now: Date): Promise<LinkRow | null> {
  const [row] = await tx
    .delete(accountLinks)
    .where(and(eq(accountLinks.tokenHash, tokenHash), gt(accountLinks.expiresAt, now)))
    .returning();
  return row ?? null;
}

export async function removeLink(tx: Tx, id: string): Promise<LinkRow | null> {
  const [row] = await tx.delete(accountLinks).where(eq(accountLinks.id, id)).returning();
  return row ?? null;
}

/** Voids what an address was sent before for the same campaign, and every link that has expired. */
export async function clearLinks(tx: Tx, email: string, campaignId: string | null, now: Date): Promise<void> {
  await tx.delete(accountLinks).where(lte(accountLinks.expiresAt, now));
  await tx.delete(accountLinks).where(and(eq(accountLinks.email, email), ofCampaign(campaignId)));
}

const ofCampaign = (campaignId: string | null) =>
  campaignId === null ? isNull(accountLinks.campaignId) : eq(accountLinks.campaignId, campaignId);

export async function findLinkById(db: Db, id: string): Promise<LinkRow | null> {
  const [row] = await db.select().from(accountLinks).where(eq(accountLinks.id, id));
  return row ?? null;
}

/** Invitations of an address, those too that have ended. */
export const listLinksTo = (db: Db, email: string): Promise<LinkRow[]> =>
  db.select().from(accountLinks).where(eq(accountLinks.email, email)).orderBy(desc(accountLinks.id)).limit(500);

/** Invitations that wait, newest first. */
export const listLinks = (db: Db, campaignId: string | null, now: Date, limit: number): Promise<LinkRow[]> =>
  db
    .select()
    .from(accountLinks)
    .where(and(ofCampaign(campaignId), ne(accountLinks.id, SETUP), gt(accountLinks.expiresAt, now)))
    .orderBy(desc(accountLinks.id))
    .limit(limit);

// ── memberships ────────────────────────────────────────────────────────────────────────────────────────────────
export async function putMember(tx: Tx, row: typeof memberships.$inferInsert): Promise<void> {
  await tx
    .insert(memberships)
    .values(row)
    .onConflictDoUpdate({ target: [memberships.accountId, memberships.campaignId], set: { role: row.role } });
}

const member = (campaignId: string, accountId: string) =>
  and(eq(memberships.campaignId, campaignId), eq(memberships.accountId, accountId));

export async function setRole(tx: Tx, campaignId: string, accountId: string, role: Role): Promise<boolean> {
  const changed = await tx.update(memberships).set({ role }).where(member(campaignId, accountId)).returning();
  return changed.length > 0;
}

export async function removeMember(tx: Tx, campaignId: string, accountId: string): Promise<boolean> {
  const removed = await tx.delete(memberships).where(member(campaignId, accountId)).returning();
  return removed.length > 0;
}

/** A campaign's organizers, whose rows are held until the deed is over: two who remove each other take turns. */
export async function holdOrganizers(tx: Tx, campaignId: string): Promise<string[]> {
  const rows = await tx
    .update(memberships)
    .set({ role: 'organizer' })
    .where(and(eq(memberships.campaignId, campaignId), eq(memberships.role, 'organizer')))
    .returning({ accountId: memberships.accountId });
  return rows.map((row) => row.accountId);
}

const membersOf = hot((on) =>
  on
    .select({ accountId: accounts.id, name: accounts.name, email: accounts.email, role: memberships.role })
    .from(memberships)
    .innerJoin(accounts, eq(accounts.id, memberships.accountId))
    .where(eq(memberships.campaignId, sql.placeholder('campaignId')))
    .orderBy(asc(accounts.name), asc(accounts.id))
    .limit(sql.placeholder('limit')),
);

export const listMembers = (db: Db, campaignId: string, limit: number) => membersOf(db, { campaignId, limit });

// ── sessions ───────────────────────────────────────────────────────────────────────────────────────────────────
/** Adds a session, and forgets those that have expired. */
export async function addSession(tx: Tx, row: SessionRow): Promise<void> {
  await tx.delete(sessions).where(lte(sessions.expiresAt, row.createdAt));
  await tx.insert(sessions).values(row);
}

const sessionOf = hot((on) =>
  on
    .select({
      accountId: accounts.id,
      name: accounts.name,
      admin: accounts.admin,
      campaignId: memberships.campaignId,
      role: memberships.role,
    })
    .from(sessions)
    .innerJoin(accounts, eq(accounts.id, sessions.accountId))
    .leftJoin(memberships, eq(memberships.accountId, accounts.id))
    .where(
      and(
        eq(sessions.tokenHash, sql.placeholder('tokenHash')),
        gt(sessions.expiresAt, sql.param(sql.placeholder('now'), sessions.expiresAt)),
      ),
    ),
);

/** Whose session it is, with a row per role; none when it has ended. */
export const findSession = (db: Db, tokenHash: string, now: Date) => sessionOf(db, { tokenHash, now });

export async function removeSession(tx: Tx, tokenHash: string): Promise<void> {
  await tx.delete(sessions).where(eq(sessions.tokenHash, tokenHash));
}

/** Ends every session of an account. */
export async function removeSessions(tx: Tx, accountId: string): Promise<void> {
  await tx.delete(sessions).where(eq(sessions.accountId, accountId));
}

export const countSessions = (db: Db, accountId: string, now: Date): Promise<number> =>
  db.$count(sessions, and(eq(sessions.accountId, accountId), gt(sessions.expiresAt, now)));

// ── API tokens ─────────────────────────────────────────────────────────────────────────────────────────────────
export async function addToken(tx: Tx, row: TokenRow): Promise<void> {
  await tx.insert(apiTokens).values(row);
}

export async function findToken(db: Db, tokenHash: string): Promise<TokenRow | null> {
  const [row] = await db
    .select()
    .from(apiTokens)
    .where(and(eq(apiTokens.tokenHash, tokenHash), isNull(apiTokens.revokedAt)));
  return row ?? null;
}

export async function findTokenById(db: Db, id: string): Promise<TokenRow | null> {
  const [row] = await db.select().from(apiTokens).where(eq(apiTokens.id, id));
  return row ?? null;
}

/** Revokes a token; false when it was before. */
export async function revokeToken(tx: Tx, id: string, now: Date): Promise<boolean> {
  const revoked = await tx
    .update(apiTokens)
    .set({ revokedAt: now })
    .where(and(eq(apiTokens.id, id), isNull(apiTokens.revokedAt)))
    .returning({ id: apiTokens.id });
  return revoked.length > 0;
}

/** Tokens in use, newest first. */
export const listTokens = (db: Db, campaignId: string | null, limit: number): Promise<TokenRow[]> =>
  db
    .select()
    .from(apiTokens)
    .where(
      and(
        campaignId === null ? isNull(apiTokens.campaignId) : eq(apiTokens.campaignId, campaignId),
        isNull(apiTokens.revokedAt),
      ),
    )
    .orderBy(desc(apiTokens.id))
    .limit(limit);

/** The campaigns of each account, for the list of all. */
export const listRoles = (db: Db, accountIds: string[]) =>
  db.select().from(memberships).where(inArray(memberships.accountId, accountIds));
