import { and, desc, eq, inArray, isNotNull, isNull, ne } from 'drizzle-orm';
import type { Db, Tx } from '../db/database.ts';
import { hotList } from '../db/hot.ts';
import { campaigns } from '../db/tables.ts';

export type Campaign = typeof campaigns.$inferSelect;

/** The most campaigns a list shows. */
const MOST = 200;

export async function find(db: Db, slug: string): Promise<Campaign | null> {
  const [row] = await db.select().from(campaigns).where(eq(campaigns.slug, slug));
  return row ?? null;
}

export const listByIds = hotList<Campaign>((on, ids) =>
  on.select().from(campaigns).where(inArray(campaigns.id, ids)).orderBy(desc(campaigns.id)),
);

export const listPublished = (db: Db): Promise<Campaign[]> =>
  db.select().from(campaigns).where(isNotNull(campaigns.publishedAt)).orderBy(desc(campaigns.id)).limit(MOST);

export const listAll = (db: Db): Promise<Campaign[]> =>
  db.select().from(campaigns).orderBy(desc(campaigns.id)).limit(MOST);

/** False when the slug is taken. */
export async function add(tx: Tx, campaign: Campaign): Promise<boolean> {
  return (await tx.insert(campaigns).values(campaign).onConflictDoNothing().returning()).length > 0;
}

const named = [ne(campaigns.sponsor, ''), ne(campaigns.sponsorAddress, ''), ne(campaigns.sponsorContact, '')];

/** Changes what people wrote; with `draftsOnly` nothing where the campaign is public meanwhile. */
export async function edit(
  tx: Tx,
  id: string,
  fields: Partial<Omit<Campaign, 'id' | 'slug' | 'publishedAt' | 'createdAt'>>,
  draftsOnly: boolean,
): Promise<Campaign | null> {
  const where = draftsOnly ? and(eq(campaigns.id, id), isNull(campaigns.publishedAt)) : eq(campaigns.id, id);
  const [row] = await tx.update(campaigns).set(fields).where(where).returning();
  return row ?? null;
}

/** Makes it public, unless it is already or does not name its sponsor. */
export async function publish(tx: Tx, id: string, at: Date): Promise<Campaign | null> {
  const [row] = await tx
    .update(campaigns)
    .set({ publishedAt: at })
    .where(and(eq(campaigns.id, id), isNull(campaigns.publishedAt), ...named))
    .returning();
  return row ?? null;
}

/** Takes the campaign and all that hangs on it away. */
export async function remove(tx: Tx, id: string, draftsOnly: boolean): Promise<boolean> {
  const where = draftsOnly ? and(eq(campaigns.id, id), isNull(campaigns.publishedAt)) : eq(campaigns.id, id);
  return (await tx.delete(campaigns).where(where).returning()).length > 0;
}
