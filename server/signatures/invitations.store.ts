/** Queries on invitations of organizations. */
import { and, asc, eq, gt, inArray, isNotNull, sql } from 'drizzle-orm';
import type { Db, Tx } from '../db/database.ts';
import { many } from '../db/many.ts';
import { organizationInvitations as invitations, signatures } from '../db/tables.ts';

export type Invitation = typeof invitations.$inferSelect;

const addSome = many(invitations, { conflict: 'ignore', returning: { id: invitations.id } });

/** Adds invitations; the ids of those that are new: an address is invited to a letter once. */
export async function addMany(tx: Tx, rows: Invitation[]): Promise<Set<string>> {
  return new Set((await addSome(tx, rows)).map(({ id }) => id));
}

export async function find(db: Db, id: string): Promise<Invitation | null> {
  const [row] = await db.select().from(invitations).where(eq(invitations.id, id));
  return row ?? null;
}

/** Invitations of an address, to whatever letter; a coalition sends a few at most. */
export const listByAddress = (db: Db, addressKey: string): Promise<Invitation[]> =>
  db.select().from(invitations).where(eq(invitations.addressKey, addressKey)).orderBy(asc(invitations.id)).limit(500);

/** Changes one that is still in this state; null when it is not. */
export async function change(
  tx: Tx,
  id: string,
  from: Invitation['state'],
  to: Partial<Pick<Invitation, 'state' | 'name' | 'email'>>,
): Promise<Invitation | null> {
  const [row] = await tx
    .update(invitations)
    .set(to)
    .where(and(eq(invitations.id, id), eq(invitations.state, from)))
    .returning();
  return row ?? null;
}

/** Marks the invitation of an address as followed, if there is one. */
export async function noteSigned(tx: Tx, letterId: string, addressKey: string): Promise<void> {
  await tx
    .update(invitations)
    .set({ state: 'signed' })
    .where(
      and(eq(invitations.letterId, letterId), eq(invitations.addressKey, addressKey), eq(invitations.state, 'invited')),
    );
}

/** Invitations of a letter in one state, in the order they were made. */
export const listInState = (
  db: Db,
  letterId: string,
  state: Invitation['state'],
  after: string,
  limit: number,
): Promise<Invitation[]> =>
  db
    .select()
    .from(invitations)
    .where(and(eq(invitations.letterId, letterId), eq(invitations.state, state), gt(invitations.id, after)))
    .orderBy(asc(invitations.id))
    .limit(limit);

/** How many there are in each state. A letter has a few thousand at most. */
export const countByState = (db: Db, letterId: string): Promise<{ state: Invitation['state']; count: number }[]> =>
  db
    .select({ state: invitations.state, count: sql<number>`count(*)`.mapWith(Number) })
    .from(invitations)
    .where(eq(invitations.letterId, letterId))
    .groupBy(invitations.state);

/** So many values fit into one statement on both engines, with room to spare. */
const LONGEST = 1000;

async function inPieces<R>(keys: string[], ask: (some: string[]) => Promise<R[]>): Promise<R[]> {
  const found: R[] = [];
  for (let at = 0; at < keys.length; at += LONGEST) found.push(...(await ask(keys.slice(at, at + LONGEST))));
  return found;
}

/** Which of these addresses were invited to a letter, and what became of it. */
export async function listInvitedKeys(
  db: Db,
  letterId: string,
  keys: string[],
): Promise<Map<string, Invitation['state']>> {
  const rows = await inPieces(keys, (some) =>
    db
      .select({ addressKey: invitations.addressKey, state: invitations.state })
      .from(invitations)
      .where(and(eq(invitations.letterId, letterId), inArray(invitations.addressKey, some))),
  );
  return new Map(rows.map(({ addressKey, state }) => [addressKey, state]));
}

/** Which of these addresses an organization has signed a letter with, or waits to. */
export async function listSignedKeys(db: Db, letterId: string, keys: string[]): Promise<Set<string>> {
  const rows = await inPieces(keys, (some) =>
    db
      .select({ addressKey: signatures.addressKey })
      .from(signatures)
      .where(
        and(
          inArray(signatures.addressKey, some),
          eq(signatures.letterId, letterId),
          eq(signatures.kind, 'organization'),
          inArray(signatures.state, ['waiting', 'confirmed']),
        ),
      ),
  );
  return new Set(rows.flatMap(({ addressKey }) => addressKey ?? []));
}

/** Addresses that asked not to be invited again, by any of these letters. */
export async function listDeclinedKeys(db: Db, letterIds: string[]): Promise<Set<string>> {
  const rows = await inPieces(letterIds, (some) =>
    db
      .select({ addressKey: invitations.addressKey })
      .from(invitations)
      .where(and(inArray(invitations.letterId, some), eq(invitations.state, 'declined'))),
  );
  return new Set(rows.map(({ addressKey }) => addressKey));
}

/** Forgets whom the invitations to a letter were for, but not that they were made. */
export async function forgetPeople(tx: Tx, letterId: string): Promise<void> {
  await tx
    .update(invitations)
    .set({ name: '', email: null })
    .where(and(eq(invitations.letterId, letterId), isNotNull(invitations.email)));
}
