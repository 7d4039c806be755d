import { and, count, eq, isNull, sql } from 'drizzle-orm';
import type { Db, Tx } from '../db/database.ts';
import { many } from '../db/many.ts';
import { affirmationRounds, affirmations } from '../db/tables.ts';

export type Round = typeof affirmationRounds.$inferSelect;
export type Affirmation = typeof affirmations.$inferSelect;

export async function findRound(db: Db, letterId: string, version: number): Promise<Round | null> {
  const [row] = await db
    .select()
    .from(affirmationRounds)
    .where(and(eq(affirmationRounds.letterId, letterId), eq(affirmationRounds.version, version)));
  return row ?? null;
}

export const listRunning = (db: Db): Promise<Round[]> =>
  db.select().from(affirmationRounds).where(eq(affirmationRounds.state, 'running'));

/** Starts a round, or starts one that is done once more; false while it is running. */
export async function start(tx: Tx, round: Round): Promise<boolean> {
  const { afterAt, afterId, by, createdAt } = round;
  const started = await tx
    .insert(affirmationRounds)
    .values(round)
    .onConflictDoUpdate({
      target: [affirmationRounds.letterId, affirmationRounds.version],
      set: { state: 'running', afterAt, afterId, by, createdAt },
      setWhere: eq(affirmationRounds.state, 'done'),
    })
    .returning();
  return started.length > 0;
}

/** Moves a running round on from where it was found; false when somebody else has moved it meanwhile. */
export async function moveOn(
  tx: Tx,
  { letterId, version, afterAt, afterId }: Round,
  to: Partial<Pick<Round, 'state' | 'afterAt' | 'afterId'>>,
): Promise<boolean> {
  const moved = await tx
    .update(affirmationRounds)
    .set(to)
    .where(
      and(
        eq(affirmationRounds.letterId, letterId),
        eq(affirmationRounds.version, version),
        eq(affirmationRounds.state, 'running'),
        eq(affirmationRounds.afterAt, afterAt),
        eq(affirmationRounds.afterId, afterId),
      ),
    )
    .returning();
  return moved.length > 0;
}

/** Notes who is asked, and gives the signatures of those who were not before. */
export const addAsked: (tx: Tx, rows: Affirmation[]) => Promise<{ signatureId: string }[]> = many(affirmations, {
  conflict: 'ignore',
  returning: { signatureId: affirmations.signatureId },
});

/** Notes that a signer re-affirmed, asked or not; false when that was noted before. */
export async function noteAffirmed(tx: Tx, row: Affirmation): Promise<boolean> {
  const noted = await tx
    .insert(affirmations)
    .values(row)
    .onConflictDoUpdate({
      target: [affirmations.signatureId, affirmations.version],
      set: { affirmedAt: row.affirmedAt },
      setWhere: isNull(affirmations.affirmedAt),
    })
    .returning();
  return noted.length > 0;
}

/** How many were asked and how many re-affirmed, by version. For `recount`: it reads all of a letter's. */
export const countByVersion = (db: Db, letterId: string) =>
  db
    .select({
      version: affirmations.version,
      asked: count(affirmations.askedAt),
      affirmed: sql<number>`count(${affirmations.affirmedAt})`.mapWith(Number),
    })
    .from(affirmations)
    .where(eq(affirmations.letterId, letterId))
    .groupBy(affirmations.version);
