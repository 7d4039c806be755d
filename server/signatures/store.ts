import { and, asc, desc, eq, gt, inArray, isNull, lt, sql } from 'drizzle-orm';
import { plus } from '../db/columns.ts';
import type { Db, Tx } from '../db/database.ts';
import { hot } from '../db/hot.ts';
import { many } from '../db/many.ts';
import { signatures } from '../db/tables.ts';

export type Signature = typeof signatures.$inferSelect;
export type Fields = Partial<Omit<Signature, 'id' | 'letterId'>>;

const addSome = many(signatures, { conflict: 'ignore', returning: { id: signatures.id } });

/** Adds signatures; the ids of those that are new: of equal address, name and letter there is one. */
export async function addMany(tx: Tx, rows: Signature[]): Promise<string[]> {
  return (await addSome(tx, rows)).map(({ id }) => id);
}

const byId = hot((on) =>
  on
    .select()
    .from(signatures)
    .where(eq(signatures.id, sql.placeholder('id'))),
);

export async function find(db: Db, id: string): Promise<Signature | null> {
  const [row] = await byId(db, { id });
  return row ?? null;
}

const ofAddress = hot((on) =>
  on
    .select()
    .from(signatures)
    .where(
      and(
        eq(signatures.addressKey, sql.placeholder('addressKey')),
        eq(signatures.letterId, sql.placeholder('letterId')),
      ),
    ),
);

/** Every signature of a letter given with an address; a handful at most are confirmed. */
export const listOfAddress = (db: Db, letterId: string, addressKey: string): Promise<Signature[]> =>
  ofAddress(db, { letterId, addressKey });

const once = hot((on) =>
  on
    .select()
    .from(signatures)
    .where(
      and(
        eq(signatures.addressKey, sql.placeholder('addressKey')),
        eq(signatures.letterId, sql.placeholder('letterId')),
        eq(signatures.nameKey, sql.placeholder('nameKey')),
      ),
    ),
);

/** The signature of a letter with this address and name, or null. */
export async function findOnce(
  db: Db,
  { addressKey, letterId, nameKey }: Pick<Signature, 'addressKey' | 'letterId' | 'nameKey'>,
): Promise<Signature | null> {
  const [row] = await once(db, { addressKey, letterId, nameKey });
  return row ?? null;
}

/** Sets how many mails a signature has caused, and when the last was. */
export async function setMails(tx: Tx, id: string, mails: number, mailedAt: Date | null): Promise<void> {
  await tx.update(signatures).set({ mails, mailedAt }).where(eq(signatures.id, id));
}

/** Notes one more mail. */
export async function noteMail(tx: Tx, id: string, at: Date): Promise<void> {
  await tx
    .update(signatures)
    .set({ mails: plus(signatures.mails, 1), mailedAt: at })
    .where(eq(signatures.id, id));
}

/** Signatures given with an address, on whatever letter, in the order of their ids, from the one after `after`. */
export const listByAddress = (db: Db, addressKey: string, after: string, limit: number): Promise<Signature[]> =>
  db
    .select()
    .from(signatures)
    .where(and(eq(signatures.addressKey, addressKey), gt(signatures.id, after)))
    .orderBy(asc(signatures.id))
    .limit(limit);

export const listByIds = (db: Db, ids: string[]): Promise<Signature[]> =>
  db.select().from(signatures).where(inArray(signatures.id, ids));

/** Columns that decide where a signature is counted. */
const counted = ['state', 'reason', 'kind', 'version', 'homeState', 'homeDistrict', 'country', 'confirmedDay'] as const;

/** Changes a signature if it is still counted where it was; the row as it is then, or null. */
export async function change(tx: Tx, before: Signature, to: Fields): Promise<Signature | null> {
  const same = counted.map((name) =>
    before[name] === null ? isNull(signatures[name]) : eq(signatures[name], before[name]),
  );
  const [row] = await tx
    .update(signatures)
    .set(to)
    .where(and(eq(signatures.id, before.id), ...same))
    .returning();
  return row ?? null;
}

/** Locks every signature of an address, in the order of the ids, until the transaction ends; gives them. */
export async function holdOfAddress(tx: Tx, letterId: string, addressKey: string): Promise<Signature[]> {
  const rows = (await listOfAddress(tx, letterId, addressKey)).sort((a, b) => (a.id < b.id ? -1 : 1));
  const held: Signature[] = [];
  for (const row of rows) {
    const [now] = await tx
      .update(signatures)
      .set({ mails: sql`${signatures.mails}` })
      .where(eq(signatures.id, row.id))
      .returning();
    if (now) held.push(now);
  }
  return held;
}

/** Signatures of a letter in one state, oldest first, from the one after `after`. */
export const listInState = (
  db: Db,
  letterId: string,
  state: Signature['state'],
  after: Pick<Signature, 'createdAt' | 'id'> | null,
  limit: number,
): Promise<Signature[]> =>
  db
    .select()
    .from(signatures)
    .where(
      and(
        eq(signatures.letterId, letterId),
        eq(signatures.state, state),
        after
          ? sql`(${signatures.createdAt}, ${signatures.id}) > (${sql.param(after.createdAt, signatures.createdAt)}, ${after.id})`
          : undefined,
      ),
    )
    .orderBy(asc(signatures.createdAt), asc(signatures.id))
    .limit(limit);

/** The rows of a letter in groups that are counted alike. For `recount`: it reads all of them. */
export const countByPlace = (db: Db, letterId: string) =>
  db
    .select({
      state: signatures.state,
      reason: signatures.reason,
      kind: signatures.kind,
      version: signatures.version,
      homeState: signatures.homeState,
      homeDistrict: signatures.homeDistrict,
      country: signatures.country,
      confirmedDay: signatures.confirmedDay,
      count: sql<number>`count(*)`.mapWith(Number),
    })
    .from(signatures)
    .where(eq(signatures.letterId, letterId))
    .groupBy(
      signatures.state,
      signatures.reason,
      signatures.kind,
      signatures.version,
      signatures.homeState,
      signatures.homeDistrict,
      signatures.country,
      signatures.confirmedDay,
    );

/** The newest id there is, or '': signatures that come later have greater ones. */
export async function newestId(db: Db): Promise<string> {
  const [row] = await db.select({ id: signatures.id }).from(signatures).orderBy(desc(signatures.id)).limit(1);
  return row?.id ?? '';
}

/** Signatures of all letters after an id, in the order they came, of before a moment. */
export const listArrived = (db: Db, after: string, until: Date, limit: number) =>
  db
    .select({
      id: signatures.id,
      letterId: signatures.letterId,
      createdAt: signatures.createdAt,
      network: signatures.network,
      email: signatures.email,
      homeState: signatures.homeState,
      homeDistrict: signatures.homeDistrict,
    })
    .from(signatures)
    .where(and(gt(signatures.id, after), lt(signatures.createdAt, until)))
    .orderBy(asc(signatures.id))
    .limit(limit);
