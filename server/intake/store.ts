import { and, asc, count, desc, eq, inArray } from 'drizzle-orm';
import type { Db, Tx } from '../db/database.ts';
import { nameLists, nameRows } from '../db/tables.ts';

export type NameList = typeof nameLists.$inferSelect;
export type NameRow = typeof nameRows.$inferSelect;
export type RowState = NameRow['state'];

/** So many rows in one statement: below what both engines take. */
const ROWS_PER_STATEMENT = 200;

export async function add(tx: Tx, list: NameList, rows: NameRow[]): Promise<void> {
  await tx.insert(nameLists).values(list);
  for (let from = 0; from < rows.length; from += ROWS_PER_STATEMENT)
    await tx.insert(nameRows).values(rows.slice(from, from + ROWS_PER_STATEMENT));
}

export async function find(db: Db, letterId: string, id: string): Promise<NameList | null> {
  const [row] = await db
    .select()
    .from(nameLists)
    .where(and(eq(nameLists.id, id), eq(nameLists.letterId, letterId)));
  return row ?? null;
}

/** A letter's lists, newest first. */
export const list = (db: Db, letterId: string, limit: number): Promise<NameList[]> =>
  db.select().from(nameLists).where(eq(nameLists.letterId, letterId)).orderBy(desc(nameLists.id)).limit(limit);

export const listRows = (db: Db, listId: string): Promise<NameRow[]> =>
  db.select().from(nameRows).where(eq(nameRows.listId, listId)).orderBy(asc(nameRows.ordinal));

export async function findRow(db: Db, listId: string, ordinal: number): Promise<NameRow | null> {
  const [row] = await db
    .select()
    .from(nameRows)
    .where(and(eq(nameRows.listId, listId), eq(nameRows.ordinal, ordinal)));
  return row ?? null;
}

/** How many rows of these lists are in each state. */
export const countRows = (db: Db, listIds: string[]): Promise<{ listId: string; state: RowState; count: number }[]> =>
  listIds.length === 0
    ? Promise.resolve([])
    : db
        .select({ listId: nameRows.listId, state: nameRows.state, count: count() })
        .from(nameRows)
        .where(inArray(nameRows.listId, listIds))
        .groupBy(nameRows.listId, nameRows.state);

/** Changes a row that is in one of these states; false when it no longer is. */
export async function change(
  tx: Tx,
  { listId, ordinal }: Pick<NameRow, 'listId' | 'ordinal'>,
  from: RowState[],
  fields: Partial<Pick<NameRow, 'state' | 'legislator' | 'note'>>,
): Promise<boolean> {
  const changed = await tx
    .update(nameRows)
    .set(fields)
    .where(and(eq(nameRows.listId, listId), eq(nameRows.ordinal, ordinal), inArray(nameRows.state, from)))
    .returning();
  return changed.length > 0;
}

/** Changes every row of a list that means this legislator and waits to be recorded. */
export async function settle(
  tx: Tx,
  listId: string,
  key: string,
  fields: Partial<Pick<NameRow, 'state' | 'note'>>,
): Promise<void> {
  await tx
    .update(nameRows)
    .set(fields)
    .where(and(eq(nameRows.listId, listId), eq(nameRows.legislator, key), inArray(nameRows.state, ['sure', 'chosen'])));
}
