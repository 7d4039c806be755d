import { and, asc, count, eq, gt, inArray, isNull, lt, lte, ne, notInArray, sql } from 'drizzle-orm';
import type { Db, Tx } from '../db/database.ts';
import { type Ask, messages } from '../db/tables.ts';

export type MessageRow = typeof messages.$inferSelect;

/** What a message does not have when it begins. */
export const unsaid = {
  ...{
    details: null,
    parts: null,
    similarity: null,
    quote: null,
    outcome: null,
    problem: null,
    answered: null,
    answeredAt: null,
    day: null,
  },
} as const;

/** Adds a message; false when this person has one already for the letter, the legislator and the ask. */
export async function add(tx: Tx, row: MessageRow): Promise<boolean> {
  const added = await tx.insert(messages).values(row).onConflictDoNothing().returning({ id: messages.id });
  return added.length > 0;
}

export async function findOfPerson(
  db: Db,
  { letterId, legislator, ask, personKey }: { letterId: string; legislator: string; ask: Ask; personKey: string },
): Promise<MessageRow | null> {
  const [row] = await db
    .select()
    .from(messages)
    .where(
      and(
        eq(messages.letterId, letterId),
        eq(messages.legislator, legislator),
        eq(messages.ask, ask),
        eq(messages.personKey, personKey),
      ),
    );
  return row ?? null;
}

/** Messages of a person, whichever of these keys they have; oldest first, from the one after `after`. */
export const listOfPerson = (db: Db, personKeys: string[], after: string, limit: number): Promise<MessageRow[]> =>
  db
    .select()
    .from(messages)
    .where(and(inArray(messages.personKey, personKeys), gt(messages.id, after)))
    .orderBy(asc(messages.id))
    .limit(limit);

/** Deletes a message that is still in this state. */
export async function remove(tx: Tx, id: string, state: MessageRow['state']): Promise<boolean> {
  const gone = await tx
    .delete(messages)
    .where(and(eq(messages.id, id), eq(messages.state, state)))
    .returning({ id: messages.id });
  return gone.length > 0;
}

export async function findByToken(db: Db, tokenHash: string): Promise<MessageRow | null> {
  const [row] = await db.select().from(messages).where(eq(messages.tokenHash, tokenHash));
  return row ?? null;
}

/** Changes a message if it is still in this state; the row as it is then, or null. */
export async function change(
  tx: Tx,
  id: string,
  from: MessageRow['state'],
  to: Partial<Omit<MessageRow, 'id'>>,
): Promise<MessageRow | null> {
  const [row] = await tx
    .update(messages)
    .set(to)
    .where(and(eq(messages.id, id), eq(messages.state, from)))
    .returning();
  return row ?? null;
}

/** Changes a message if what it tells is still what it told; the row as it is then, or null. */
export async function replace(
  tx: Tx,
  { id, state, way, answered }: MessageRow,
  to: Partial<Omit<MessageRow, 'id'>>,
): Promise<MessageRow | null> {
  const same = and(eq(messages.state, state), eq(messages.way, way));
  const unanswered = answered === null ? isNull(messages.answered) : eq(messages.answered, answered);
  const [row] = await tx
    .update(messages)
    .set(to)
    .where(and(eq(messages.id, id), same, unanswered))
    .returning();
  return row ?? null;
}

/** Puts another text in the place of one that waits for its confirmation; false if another request was first. */
export async function rewrite(
  tx: Tx,
  row: MessageRow,
  to: Partial<Omit<MessageRow, 'id' | 'state'>>,
): Promise<boolean> {
  const changed = await tx
    .update(messages)
    .set(to)
    .where(and(eq(messages.id, row.id), eq(messages.state, 'confirming'), eq(messages.mailsSent, row.mailsSent)))
    .returning({ id: messages.id });
  return changed.length > 0;
}

/** Deletes what nobody confirmed before a moment; the number of rows. */
export async function deleteUnconfirmed(tx: Tx, before: Date): Promise<number> {
  const gone = await tx
    .delete(messages)
    .where(and(inArray(messages.state, ['confirming', 'disowned']), lt(messages.changedAt, before)))
    .returning({ id: messages.id });
  return gone.length;
}

/** Those that still hold a person or a text: as the index of them has it. */
const holding = sql`(${messages.email} is not null or ${messages.text} is not null)`;

/**
 * Forgets who wrote and what, of at most so many messages that ended before a moment; the number of rows. The states are
 * said the other way round, so that the index of what still holds a person is taken and not that of every message.
 */
export async function forgetPeople(tx: Tx, before: Date, limit: number): Promise<number> {
  const old = await tx
    .select({ id: messages.id })
    .from(messages)
    .where(
      and(holding, lt(messages.changedAt, before), notInArray(messages.state, ['confirming', 'disowned', 'queued'])),
    )
    .limit(limit);
  const ids = old.map(({ id }) => id);
  const person = { name: null, email: null, zip: null, details: null, tokenHash: null };
  if (ids.length > 0)
    await tx
      .update(messages)
      .set({ ...person, subject: null, text: null, parts: null })
      .where(inArray(messages.id, ids));
  return ids.length;
}

/** The newest message of a letter, to know where a list that is read in pieces ends. */
export async function newestId(db: Db, letterId: string): Promise<string | null> {
  const [row] = await db
    .select({ id: sql<string | null>`max(${messages.id})` })
    .from(messages)
    .where(eq(messages.letterId, letterId));
  return row?.id ?? null;
}

/** Messages of a letter between two ids, but for those that nobody confirmed. */
export const listBetween = (db: Db, letterId: string, after: string, until: string, limit: number) =>
  db
    .select()
    .from(messages)
    .where(
      and(
        eq(messages.letterId, letterId),
        gt(messages.id, after),
        lte(messages.id, until),
        ne(messages.state, 'confirming'),
        ne(messages.state, 'disowned'),
      ),
    )
    .orderBy(asc(messages.id))
    .limit(limit);

/** How many messages of a letter there are of each kind that is counted apart. */
export const countByKind = (db: Db, letterId: string) => {
  const { state, legislator, way, homeState, edited, similarity, problem, answered, day } = messages;
  return db
    .select({ state, legislator, way, homeState, edited, similarity, problem, answered, day, count: count() })
    .from(messages)
    .where(eq(messages.letterId, letterId))
    .groupBy(state, legislator, way, homeState, edited, similarity, problem, answered, day);
};
