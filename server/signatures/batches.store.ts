import { and, asc, desc, eq, sql } from 'drizzle-orm';
import type { Db } from '../db/database.ts';
import { hot } from '../db/hot.ts';
import { type SignatureState, signatures } from '../db/tables.ts';

const columns = {
  id: signatures.id,
  createdAt: signatures.createdAt,
  name: signatures.name,
  city: signatures.city,
  homeState: signatures.homeState,
  zip: signatures.zip,
  homeDistrict: signatures.homeDistrict,
  lookup: signatures.lookup,
  comment: signatures.comment,
  display: signatures.display,
  state: signatures.state,
  kind: signatures.kind,
  organization: signatures.organization,
  title: signatures.title,
  website: signatures.website,
  country: signatures.country,
  version: signatures.version,
  confirmedAt: signatures.confirmedAt,
  updates: signatures.updates,
  share: signatures.share,
  email: signatures.email,
  address: signatures.address,
};

export type ListedSignature = Pick<typeof signatures.$inferSelect, keyof typeof columns>;
type Place = Pick<ListedSignature, 'createdAt' | 'id'>;

const inState = () =>
  and(eq(signatures.letterId, sql.placeholder('letterId')), eq(signatures.state, sql.placeholder('state')));
const row = sql`(${signatures.createdAt}, ${signatures.id})`;
const place = (name: string) =>
  sql`(${sql.param(sql.placeholder(`${name}At`), signatures.createdAt)}, ${sql.placeholder(`${name}Id`)})`;

const page = hot((on) =>
  on
    .select(columns)
    .from(signatures)
    .where(and(inState(), sql`${row} > ${place('after')}`, sql`${row} <= ${place('end')}`))
    .orderBy(asc(signatures.createdAt), asc(signatures.id))
    .limit(sql.placeholder('limit')),
);

/** Signatures in a state, oldest first, from the one behind `after` up to `end`. */
export const listPage = (
  db: Db,
  letterId: string,
  state: SignatureState,
  after: Place,
  end: Place,
  limit: number,
): Promise<ListedSignature[]> =>
  page(db, {
    ...{ letterId, state, limit },
    ...{ afterAt: after.createdAt, afterId: after.id, endAt: end.createdAt, endId: end.id },
  });

/** The newest signature in a state, or null. */
export async function findNewest(db: Db, letterId: string, state: SignatureState): Promise<Place | null> {
  const [newest] = await db
    .select({ createdAt: signatures.createdAt, id: signatures.id })
    .from(signatures)
    .where(and(eq(signatures.letterId, letterId), eq(signatures.state, state)))
    .orderBy(desc(signatures.createdAt), desc(signatures.id))
    .limit(1);
  return newest ?? null;
}
