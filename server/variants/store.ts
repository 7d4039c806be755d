import { and, asc, eq, inArray, sql } from 'drizzle-orm';
import type { Db, Tx } from '../db/database.ts';
import { hot, hotList } from '../db/hot.ts';
import { textVariants } from '../db/tables.ts';

export type Variant = typeof textVariants.$inferSelect;

const headColumns = {
  id: textVariants.id,
  letterId: textVariants.letterId,
  ask: textVariants.ask,
  conditions: textVariants.conditions,
};

/** What decides whom a variant is for. */
export type Head = Pick<Variant, keyof typeof headColumns>;

const headsOf = hot((on) =>
  on
    .select(headColumns)
    .from(textVariants)
    .where(eq(textVariants.campaignId, sql.placeholder('campaignId')))
    .orderBy(asc(textVariants.ordinal), asc(textVariants.id)),
);

/** Whom the variants of a campaign are for, in their order; without the texts. */
export const listHeads = (db: Db, campaignId: string): Promise<Head[]> => headsOf(db, { campaignId });

/** The texts of some variants, in no order. */
export const listTexts = hotList((on, ids) =>
  on
    .select({
      id: textVariants.id,
      subject: textVariants.subject,
      text: textVariants.text,
      script: textVariants.script,
    })
    .from(textVariants)
    .where(inArray(textVariants.id, ids)),
);

/** All variants of a campaign in their order. */
export const list = (db: Db, campaignId: string): Promise<Variant[]> =>
  db
    .select()
    .from(textVariants)
    .where(eq(textVariants.campaignId, campaignId))
    .orderBy(asc(textVariants.ordinal), asc(textVariants.id));

export async function add(tx: Tx, row: Variant): Promise<void> {
  await tx.insert(textVariants).values(row);
}

/** Changes a variant of a campaign; null when it is not there any more. */
export async function change(
  tx: Tx,
  { campaignId, id }: Pick<Variant, 'campaignId' | 'id'>,
  to: Partial<Omit<Variant, 'id' | 'campaignId'>>,
): Promise<Variant | null> {
  const [row] = await tx
    .update(textVariants)
    .set(to)
    .where(and(eq(textVariants.campaignId, campaignId), eq(textVariants.id, id)))
    .returning();
  return row ?? null;
}

/** Removes a variant of a campaign; what it was, or null. */
export async function remove(tx: Tx, campaignId: string, id: string): Promise<Variant | null> {
  const [row] = await tx
    .delete(textVariants)
    .where(and(eq(textVariants.campaignId, campaignId), eq(textVariants.id, id)))
    .returning();
  return row ?? null;
}
