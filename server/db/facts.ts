import { and, eq } from 'drizzle-orm';
import type { Db, Tx } from './database.ts';
import { siteFacts } from './tables.ts';

/** A fact about this installation, or null. */
export async function findFact(db: Db, name: string): Promise<string | null> {
  const [row] = await db.select().from(siteFacts).where(eq(siteFacts.name, name));
  return row?.value ?? null;
}

/** Sets a fact, over an earlier value. */
export async function setFact(tx: Tx, name: string, value: string): Promise<void> {
  await tx.insert(siteFacts).values({ name, value }).onConflictDoUpdate({ target: siteFacts.name, set: { value } });
}

/** Sets a fact unless it is set, and gives the one that holds: several processes agree on one. */
export async function agreeOnFact(tx: Tx, name: string, value: string): Promise<string> {
  await tx.insert(siteFacts).values({ name, value }).onConflictDoNothing();
  return (await findFact(tx, name)) ?? value;
}

/** Moves a fact on from what it was found to be (null: not set); false when somebody else has moved it meanwhile. */
export async function moveFact(tx: Tx, name: string, from: string | null, value: string): Promise<boolean> {
  const moved =
    from === null
      ? await tx.insert(siteFacts).values({ name, value }).onConflictDoNothing().returning()
      : await tx
          .update(siteFacts)
          .set({ value })
          .where(and(eq(siteFacts.name, name), eq(siteFacts.value, from)))
          .returning();
  return moved.length > 0;
}
