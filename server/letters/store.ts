import { and, asc, desc, eq, inArray, isNotNull, isNull, lt, lte, or, type SQL, sql } from 'drizzle-orm';
import { plus } from '../db/columns.ts';
import type { Db, Tx } from '../db/database.ts';
import { hot } from '../db/hot.ts';
import { type LetterState, letters, letterVersions } from '../db/tables.ts';

export type Letter = typeof letters.$inferSelect;
export type LetterVersion = typeof letterVersions.$inferSelect;

/** Whose letters a list holds: the published ones, and the drafts of these campaigns ('all' for the admin). */
export type DraftsOf = 'all' | string[];

const bySlug = hot((on) =>
  on
    .select()
    .from(letters)
    .where(eq(letters.slug, sql.placeholder('slug'))),
);

export async function find(db: Db, slug: string): Promise<Letter | null> {
  const [row] = await bySlug(db, { slug });
  return row ?? null;
}

const byId = hot((on) =>
  on
    .select()
    .from(letters)
    .where(eq(letters.id, sql.placeholder('id'))),
);

export async function findById(db: Db, id: string): Promise<Letter | null> {
  const [row] = await byId(db, { id });
  return row ?? null;
}

const visible = (draftsOf: DraftsOf): SQL | undefined => {
  if (draftsOf === 'all') return undefined;
  const published = isNotNull(letters.publishedAt);
  return draftsOf.length > 0 ? or(published, inArray(letters.campaignId, draftsOf)) : published;
};

/** Newest first, from the one after `cursor`. */
export const list = (db: Db, draftsOf: DraftsOf, limit: number, cursor: string | null): Promise<Letter[]> =>
  db
    .select()
    .from(letters)
    .where(and(visible(draftsOf), cursor ? lt(letters.id, cursor) : undefined))
    .orderBy(desc(letters.id))
    .limit(limit);

export const count = (db: Db, draftsOf: DraftsOf): Promise<number> => db.$count(letters, visible(draftsOf));

/** All there are: for the rare deed that concerns each of them. */
export const listAll = (db: Db): Promise<Letter[]> => db.select().from(letters);

/** How long each published letter has been open or closed, without its text. */
export const listAges = (db: Db) =>
  db
    .select({ id: letters.id, state: letters.state, closedAt: letters.closedAt })
    .from(letters)
    .where(isNotNull(letters.publishedAt))
    .orderBy(asc(letters.id));

/** A campaign's letters, newest first. */
export const listOfCampaign = (db: Db, campaignId: string): Promise<Letter[]> =>
  db.select().from(letters).where(eq(letters.campaignId, campaignId)).orderBy(desc(letters.id)).limit(500);

/** False when the slug is taken. */
export async function add(tx: Tx, letter: Letter): Promise<boolean> {
  return (await tx.insert(letters).values(letter).onConflictDoNothing().returning()).length > 0;
}

/** Changes a letter that is still in this state; null when it no longer is. */
export async function change(
  tx: Tx,
  id: string,
  state: LetterState,
  fields: Partial<Omit<Letter, 'id' | 'campaignId' | 'version'>>,
): Promise<Letter | null> {
  const [row] = await tx
    .update(letters)
    .set(fields)
    .where(and(eq(letters.id, id), eq(letters.state, state)))
    .returning();
  return row ?? null;
}

/** A letter as it is now, held for this transaction: whoever holds or changes it meanwhile waits. */
export async function hold(tx: Tx, id: string): Promise<Letter> {
  const [row] = await tx.update(letters).set({ id }).where(eq(letters.id, id)).returning();
  return row as Letter;
}

/** Counts the version up on a letter that is still in this state and at this version; null when it no longer is. */
export async function nextVersion(
  tx: Tx,
  { id, state, version }: Letter,
  fields: Partial<Letter>,
): Promise<Letter | null> {
  const [row] = await tx
    .update(letters)
    .set({ ...fields, version: plus(letters.version, 1) })
    .where(and(eq(letters.id, id), eq(letters.state, state), eq(letters.version, version)))
    .returning();
  return row ?? null;
}

export async function addVersion(tx: Tx, version: LetterVersion): Promise<void> {
  await tx.insert(letterVersions).values(version);
}

const versionsOf = hot((on) =>
  on
    .select()
    .from(letterVersions)
    .where(eq(letterVersions.letterId, sql.placeholder('letterId')))
    .orderBy(asc(letterVersions.number)),
);

const substantiveOf = hot((on) =>
  on
    .select({ number: letterVersions.number })
    .from(letterVersions)
    .where(and(eq(letterVersions.letterId, sql.placeholder('letterId')), eq(letterVersions.substantive, true)))
    .orderBy(desc(letterVersions.number))
    .limit(1),
);

/** The newest version that changed the substance; 0 before publishing. */
export async function lastSubstantive(db: Db, letterId: string): Promise<number> {
  const [version] = await substantiveOf(db, { letterId });
  return version?.number ?? 0;
}

/** Oldest first. */
export const listVersions = (db: Db, letterId: string): Promise<LetterVersion[]> => versionsOf(db, { letterId });

/** Deletes a letter that was never published. */
export async function removeDraft(tx: Tx, id: string): Promise<boolean> {
  const gone = await tx
    .delete(letters)
    .where(and(eq(letters.id, id), isNull(letters.publishedAt)))
    .returning();
  return gone.length > 0;
}

/** Closes every circulating letter whose deadline has come, and gives them. */
export const closeDue = (tx: Tx, now: Date): Promise<Letter[]> =>
  tx
    .update(letters)
    .set({ state: 'closed', closedAt: sql`${letters.deadline}` })
    .where(and(eq(letters.state, 'circulating'), lte(letters.deadline, now)))
    .returning();
