/** Queries on who gets an update: always of one update, by a state or by addresses, as the indexes have it. */
import { and, asc, count, eq, gt, inArray } from 'drizzle-orm';
import { plus } from '../db/columns.ts';
import type { Db, Tx } from '../db/database.ts';
import { many } from '../db/many.ts';
import { type RecipientState, updateRecipients as recipients, updates } from '../db/tables.ts';

export type Recipient = typeof recipients.$inferSelect;

/** Lists recipients, and gives the addresses of those that are new: each is in an update once. */
export const addMany: (tx: Tx, rows: Recipient[]) => Promise<Pick<Recipient, 'addressKey' | 'state'>[]> = many(
  recipients,
  { conflict: 'ignore', returning: { addressKey: recipients.addressKey, state: recipients.state } },
);

const inState = (updateId: string, states: RecipientState[]) =>
  and(eq(recipients.updateId, updateId), inArray(recipients.state, states));

/** Of one state in the order of their keys, from the one after `after`. */
export const list = (
  db: Db,
  updateId: string,
  state: RecipientState,
  { after = '', limit }: { after?: string; limit: number },
): Promise<Recipient[]> =>
  db
    .select()
    .from(recipients)
    .where(
      and(
        eq(recipients.updateId, updateId),
        eq(recipients.state, state),
        after ? gt(recipients.addressKey, after) : undefined,
      ),
    )
    .orderBy(asc(recipients.addressKey))
    .limit(limit);

/** Those of some addresses that are in one of these states. */
export const listByKeys = (
  db: Db,
  updateId: string,
  addressKeys: string[],
  states: RecipientState[],
): Promise<Recipient[]> =>
  db
    .select()
    .from(recipients)
    .where(and(inState(updateId, states), inArray(recipients.addressKey, addressKeys)));

/** Moves those of some addresses from one state to another; gives, of each that was moved, where it came from. */
export async function move(
  tx: Tx,
  updateId: string,
  addressKeys: string[],
  from: RecipientState,
  to: { state: RecipientState; problem: string | null; at: Date },
): Promise<string[]> {
  if (addressKeys.length === 0) return [];
  const moved = await tx
    .update(recipients)
    .set(to)
    .where(and(inState(updateId, [from]), inArray(recipients.addressKey, addressKeys)))
    .returning({ addressKey: recipients.addressKey });
  return moved.map(({ addressKey }) => addressKey);
}

/** Lists those again whose mail was taken back. */
export async function relist(tx: Tx, updateId: string, addressKeys: string[], at: Date): Promise<number> {
  if (addressKeys.length === 0) return 0;
  const moved = await tx
    .update(recipients)
    .set({ state: 'listed', problem: null, at, round: plus(recipients.round, 1) })
    .where(and(inState(updateId, ['queued']), inArray(recipients.addressKey, addressKeys)))
    .returning({ addressKey: recipients.addressKey });
  return moved.length;
}

/** An address in the updates of some letters, oldest first. */
export const listOfAddress = (db: Db, letterIds: string[], addressKey: string) =>
  db
    .select({ recipient: recipients, letterId: updates.letterId, subject: updates.subject })
    .from(updates)
    .innerJoin(recipients, and(eq(recipients.updateId, updates.id), eq(recipients.addressKey, addressKey)))
    .where(inArray(updates.letterId, letterIds))
    .orderBy(asc(updates.id));

/** Gives a recipient another key, which is no address's. */
export async function rename(tx: Tx, { updateId, addressKey }: Recipient, key: string): Promise<void> {
  await tx
    .update(recipients)
    .set({ addressKey: key })
    .where(and(eq(recipients.updateId, updateId), eq(recipients.addressKey, addressKey)));
}

/** Takes recipients off the list, at most so many; gives the state of each. */
export async function clear(tx: Tx, updateId: string, limit: number): Promise<RecipientState[]> {
  const rows = await tx
    .select({ addressKey: recipients.addressKey, state: recipients.state })
    .from(recipients)
    .where(eq(recipients.updateId, updateId))
    .limit(limit);
  const keys = rows.map(({ addressKey }) => addressKey);
  if (keys.length > 0)
    await tx.delete(recipients).where(and(eq(recipients.updateId, updateId), inArray(recipients.addressKey, keys)));
  return rows.map(({ state }) => state);
}

/** How many of a letter's recipients are in each state, by update. For `recount`: it reads all of them. */
export const countByState = (db: Db, letterId: string) =>
  db
    .select({ updateId: recipients.updateId, state: recipients.state, count: count() })
    .from(recipients)
    .innerJoin(updates, eq(updates.id, recipients.updateId))
    .where(eq(updates.letterId, letterId))
    .groupBy(recipients.updateId, recipients.state);
