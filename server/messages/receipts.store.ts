import { and, asc, eq, isNull, ne } from 'drizzle-orm';
import type { Db, Tx } from '../db/database.ts';
import { messages } from '../db/tables.ts';
import type { MessageRow } from './store.ts';

/** A person's messages about a letter, oldest first. */
export const listOfWriter = (db: Db, letterId: string, personKey: string, limit: number): Promise<MessageRow[]> =>
  db
    .select()
    .from(messages)
    .where(and(eq(messages.personKey, personKey), eq(messages.letterId, letterId), ne(messages.state, 'disowned')))
    .orderBy(asc(messages.id))
    .limit(limit);

/** A message of this person about this letter; null for anybody else's. */
export async function findOfWriter(
  db: Db,
  id: string,
  { letterId, personKey }: { letterId: string; personKey: string },
): Promise<MessageRow | null> {
  const [row] = await db
    .select()
    .from(messages)
    .where(and(eq(messages.id, id), eq(messages.letterId, letterId), eq(messages.personKey, personKey)));
  return row ?? null;
}

/** Keeps what a writer says of an answer if they have said nothing else meanwhile; the row as it is then, or null. */
export async function setAnswered(
  tx: Tx,
  { id, state, answered }: Pick<MessageRow, 'id' | 'state' | 'answered'>,
  to: { answered: 'yes' | 'no'; answeredAt: Date },
): Promise<MessageRow | null> {
  const unchanged = answered === null ? isNull(messages.answered) : eq(messages.answered, answered);
  const [row] = await tx
    .update(messages)
    .set(to)
    .where(and(eq(messages.id, id), eq(messages.state, state), unchanged))
    .returning();
  return row ?? null;
}
