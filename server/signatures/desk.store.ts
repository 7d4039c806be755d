/** Queries of the desk: lists by state, names to be looked at, and rows that are held while many are changed. */
import { and, asc, desc, eq, gte, lt, lte, type SQL, sql } from 'drizzle-orm';
import { bytewise } from '../db/columns.ts';
import type { Db, Tx } from '../db/database.ts';
import { hot } from '../db/hot.ts';
import { signatures, unseen } from '../db/tables.ts';
import type { Signature } from './store.ts';

/** Where a page of a list ends: the last row on it. */
export type Place = Pick<Signature, 'createdAt' | 'id'>;
export type Direction = 'oldest first' | 'newest first';

const beyond = ({ createdAt, id }: Place, direction: Direction): SQL => {
  const place = sql`(${sql.param(createdAt, signatures.createdAt)}, ${id})`;
  const row = sql`(${signatures.createdAt}, ${signatures.id})`;
  return direction === 'oldest first' ? sql`${row} > ${place}` : sql`${row} < ${place}`;
};

/** Signatures of a letter in one state, or those whose name nobody has looked at, from the one after `after`. */
export function listFor(
  db: Db,
  letterId: string,
  which: Signature['state'] | 'names',
  { direction, after, limit }: { direction: Direction; after: Place | null; limit: number },
): Promise<Signature[]> {
  const order = direction === 'oldest first' ? asc : desc;
  return db
    .select()
    .from(signatures)
    .where(
      and(
        eq(signatures.letterId, letterId),
        which === 'names' ? unseen(signatures) : eq(signatures.state, which),
        after ? beyond(after, direction) : undefined,
      ),
    )
    .orderBy(order(signatures.createdAt), order(signatures.id))
    .limit(limit);
}

/** What decides whether an organization can be approved quickly, of those that have waited longest. */
export const listWaiting = (db: Db, letterId: string, limit: number) =>
  db
    .select({
      id: signatures.id,
      addressKey: signatures.addressKey,
      email: signatures.email,
      website: signatures.website,
    })
    .from(signatures)
    .where(and(eq(signatures.letterId, letterId), eq(signatures.state, 'waiting')))
    .orderBy(asc(signatures.createdAt), asc(signatures.id))
    .limit(limit);

/** How many names wait to be looked at, counted up to `most`. */
export async function countUnseen(db: Db, letterId: string, most: number): Promise<number> {
  const rows = await db
    .select({ id: signatures.id })
    .from(signatures)
    .where(and(eq(signatures.letterId, letterId), unseen(signatures)))
    .limit(most);
  return rows.length;
}

/** When each of a letter's newest disowned signatures was disowned; at most `most` are looked at. */
export async function listDisownedTimes(db: Db, letterId: string, most: number): Promise<Date[]> {
  const rows = await db
    .select({ changedAt: signatures.changedAt })
    .from(signatures)
    .where(and(eq(signatures.letterId, letterId), eq(signatures.state, 'disowned')))
    .orderBy(desc(signatures.createdAt), desc(signatures.id))
    .limit(most);
  return rows.map(({ changedAt }) => changedAt);
}

/** The last of all characters: what begins with a prefix sorts before the prefix with this behind it. */
const LAST = '\u{10ffff}';

/** Signatures shown in full whose folded name begins like this, first or last name first, of one version. */
export async function listByName(
  db: Db,
  letterId: string,
  version: number,
  prefix: string,
  limit: number,
): Promise<Signature[]> {
  const found = [signatures.firstLast, signatures.lastFirst].map((column) =>
    db
      .select()
      .from(signatures)
      .where(
        and(
          eq(signatures.letterId, letterId),
          eq(signatures.version, version),
          sql`${column} is not null`,
          sql`${bytewise(column)} >= ${prefix}`,
          sql`${bytewise(column)} < ${prefix + LAST}`,
        ),
      )
      .orderBy(sql`${bytewise(column)}`, asc(signatures.id))
      .limit(limit),
  );
  return (await Promise.all(found)).flat();
}

const heldRow = hot((on) =>
  on
    .update(signatures)
    .set({ mails: sql`${signatures.mails}` })
    .where(and(eq(signatures.id, sql.placeholder('id')), eq(signatures.letterId, sql.placeholder('letterId'))))
    .returning(),
);

/** Locks signatures of a letter until the transaction ends, one after the other in the order of their ids; gives them. */
export async function holdMany(tx: Tx, letterId: string, ids: string[]): Promise<Signature[]> {
  const held: Signature[] = [];
  for (const id of [...new Set(ids)].sort()) held.push(...(await heldRow(tx, { id, letterId })));
  return held;
}

/** What the conditions of a bulk removal are held against. */
const looked = {
  id: signatures.id,
  createdAt: signatures.createdAt,
  state: signatures.state,
  network: signatures.network,
  email: signatures.email,
  name: signatures.name,
  organization: signatures.organization,
  kind: signatures.kind,
  homeState: signatures.homeState,
  homeDistrict: signatures.homeDistrict,
  country: signatures.country,
  removalId: signatures.removalId,
};
export type Looked = Pick<Signature, keyof typeof looked>;

/**
 * The signatures of a letter in one state given from one moment on until before another, and not after `last`, oldest
 * first, piece by piece. One bound at each end: with two, SQLite may walk from the wider one.
 */
export const listLooked = (
  db: Db,
  letterId: string,
  state: Signature['state'],
  { from, until, last }: { from: Date | null; until: Date | null; last: Date },
  after: Place | null,
  limit: number,
): Promise<Looked[]> =>
  db
    .select(looked)
    .from(signatures)
    .where(
      and(
        eq(signatures.letterId, letterId),
        eq(signatures.state, state),
        after ? beyond(after, 'oldest first') : from ? gte(signatures.createdAt, from) : undefined,
        until && until <= last ? lt(signatures.createdAt, until) : lte(signatures.createdAt, last),
      ),
    )
    .orderBy(asc(signatures.createdAt), asc(signatures.id))
    .limit(limit);
