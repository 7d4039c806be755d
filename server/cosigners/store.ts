import { and, asc, count, eq, inArray, or, sql } from 'drizzle-orm';
import type { Db, Tx } from '../db/database.ts';
import { hot, hotList } from '../db/hot.ts';
import { assignments, cosignerEntries, cosigners } from '../db/tables.ts';

/** Where a legislator stands on a letter now, with the seat as it was then. */
export type Standing = typeof cosigners.$inferSelect;
export type Entry = typeof cosignerEntries.$inferSelect;

/**
 * The standing of one legislator, held for this transaction: whoever records on the same legislator waits here, so
 * what is read next stays true until the end. `blank` is put where there is none yet.
 */
export async function hold(tx: Tx, blank: Standing): Promise<Standing> {
  const [row] = await tx
    .insert(cosigners)
    .values(blank)
    .onConflictDoUpdate({
      target: [cosigners.letterId, cosigners.legislator],
      set: { entryId: sql`${cosigners.entryId}` },
    })
    .returning();
  return row as Standing;
}

export async function put(tx: Tx, standing: Standing): Promise<void> {
  const { letterId, legislator, ...fields } = standing;
  await tx
    .update(cosigners)
    .set(fields)
    .where(and(eq(cosigners.letterId, letterId), eq(cosigners.legislator, legislator)));
}

export async function find(db: Db, letterId: string, key: string): Promise<Standing | null> {
  const [row] = await db
    .select()
    .from(cosigners)
    .where(and(eq(cosigners.letterId, letterId), eq(cosigners.legislator, key)));
  return row ?? null;
}

const ofLetter = eq(cosigners.letterId, sql.placeholder('letterId'));
const allOf = hot((on) => on.select().from(cosigners).where(ofLetter));
export const list = (db: Db, letterId: string): Promise<Standing[]> => allOf(db, { letterId });

const entriesOf = hot((on) =>
  on
    .select({ count: count() })
    .from(cosignerEntries)
    .where(eq(cosignerEntries.letterId, sql.placeholder('letterId'))),
);

/** How many entries a letter has: they are only added to, so where anybody stands changes with their number alone. */
export async function countEntries(db: Db, letterId: string): Promise<number> {
  return (await entriesOf(db, { letterId }))[0]?.count ?? 0;
}

const signedOf = hot((on) =>
  on
    .select()
    .from(cosigners)
    .where(and(ofLetter, eq(cosigners.position, 'signed'))),
);
const withdrewOf = hot((on) =>
  on
    .select()
    .from(cosigners)
    .where(and(ofLetter, eq(cosigners.withdrew, true))),
);

export const listSigned = (db: Db, letterId: string): Promise<Standing[]> => signedOf(db, { letterId });
export const listWithdrew = (db: Db, letterId: string): Promise<Standing[]> => withdrewOf(db, { letterId });

/** Who signed these letters, and who withdrew where the public could see it; each with the seat as it was then. */
export const listNames = hotList((on, letterIds) =>
  on
    .select({
      letterId: cosigners.letterId,
      legislator: cosigners.legislator,
      position: cosigners.position,
      withdrew: cosigners.withdrew,
      version: cosigners.version,
      day: cosigners.day,
      body: cosigners.body,
      state: cosigners.state,
      district: cosigners.district,
      class: cosigners.class,
      title: cosigners.title,
      party: cosigners.party,
      caucus: cosigners.caucus,
    })
    .from(cosigners)
    .where(
      and(inArray(cosigners.letterId, letterIds), or(eq(cosigners.position, 'signed'), eq(cosigners.withdrew, true))),
    ),
);

export const listOf = (db: Db, letterId: string, keys: string[]): Promise<Standing[]> =>
  keys.length === 0
    ? Promise.resolve([])
    : db
        .select()
        .from(cosigners)
        .where(and(eq(cosigners.letterId, letterId), inArray(cosigners.legislator, keys)));

/** Where one legislator stands on all letters. */
export const listOfLegislator = (db: Db, key: string): Promise<Standing[]> =>
  db.select().from(cosigners).where(eq(cosigners.legislator, key));

/** Adds an entry; false when it corrects one that was corrected already. */
export async function addEntry(tx: Tx, entry: Entry): Promise<boolean> {
  return (await tx.insert(cosignerEntries).values(entry).onConflictDoNothing().returning()).length > 0;
}

/** Every entry on one legislator, oldest first. */
export const listEntries = (db: Db, letterId: string, key: string): Promise<Entry[]> =>
  db
    .select()
    .from(cosignerEntries)
    .where(and(eq(cosignerEntries.letterId, letterId), eq(cosignerEntries.legislator, key)))
    .orderBy(asc(cosignerEntries.id));

/** Every entry on these legislators, oldest first. */
export const listEntriesOf = (db: Db, letterId: string, keys: string[]): Promise<Entry[]> =>
  keys.length === 0
    ? Promise.resolve([])
    : db
        .select()
        .from(cosignerEntries)
        .where(and(eq(cosignerEntries.letterId, letterId), inArray(cosignerEntries.legislator, keys)))
        .orderBy(asc(cosignerEntries.id));

// ── assignments ──

export type Assignment = typeof assignments.$inferSelect;

export async function assign(tx: Tx, row: Assignment): Promise<boolean> {
  return (await tx.insert(assignments).values(row).onConflictDoNothing().returning()).length > 0;
}

export async function unassign(tx: Tx, { letterId, legislator, accountId }: Assignment): Promise<boolean> {
  const gone = await tx
    .delete(assignments)
    .where(
      and(
        eq(assignments.letterId, letterId),
        eq(assignments.legislator, legislator),
        eq(assignments.accountId, accountId),
      ),
    )
    .returning();
  return gone.length > 0;
}

const assignmentsOf = hot((on) =>
  on
    .select()
    .from(assignments)
    .where(eq(assignments.letterId, sql.placeholder('letterId'))),
);
export const listAssignments = (db: Db, letterId: string): Promise<Assignment[]> => assignmentsOf(db, { letterId });

/** The letters on which an account follows up with an office. */
export const listAssignedLetters = async (db: Db, accountId: string, key: string): Promise<string[]> =>
  (
    await db
      .select({ letterId: assignments.letterId })
      .from(assignments)
      .where(and(eq(assignments.accountId, accountId), eq(assignments.legislator, key)))
  ).map((row) => row.letterId);

/** The legislators that an account follows up with on a letter. */
export const listAssigned = async (db: Db, letterId: string, accountId: string): Promise<string[]> =>
  (
    await db
      .select({ key: assignments.legislator })
      .from(assignments)
      .where(and(eq(assignments.letterId, letterId), eq(assignments.accountId, accountId)))
  ).map((row) => row.key);
