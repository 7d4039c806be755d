import { and, asc, desc, eq, sql } from 'drizzle-orm';
import type { Db } from '../db/database.ts';
import { hotLists } from '../db/hot.ts';
import { type SignatureState, signatures } from '../db/tables.ts';

/** The columns of an export, in its order, and what each is made of. */
const columns = {
  signed_at: signatures.createdAt,
  first_name: signatures.name,
  last_name: signatures.name,
  city: signatures.city,
  state: signatures.homeState,
  zip5: signatures.zip,
  district: signatures.homeDistrict,
  lookup_method: signatures.lookup,
  comment: signatures.comment,
  display_consent: signatures.display,
  status: signatures.state,
  kind: signatures.kind,
  organization: signatures.organization,
  title: signatures.title,
  website: signatures.website,
  country: signatures.country,
  version: signatures.version,
  confirmed_at: signatures.confirmedAt,
  updates_consent: signatures.updates,
  share_consent: signatures.share,
  email: signatures.email,
  street: signatures.address,
};
export type ExportColumn = keyof typeof columns;
export const exportColumns = Object.keys(columns) as ExportColumn[];

export interface Place {
  createdAt: Date;
  id: string;
}

const inState = () =>
  and(eq(signatures.letterId, sql.placeholder('letterId')), eq(signatures.state, sql.placeholder('state')));
const row = sql`(${signatures.createdAt}, ${signatures.id})`;
const place = (name: string) =>
  sql`(${sql.param(sql.placeholder(`${name}At`), signatures.createdAt)}, ${sql.placeholder(`${name}Id`)})`;

const page = hotLists((on) =>
  on
    .select({ ...columns, id: signatures.id })
    .from(signatures)
    .where(and(inState(), sql`${row} > ${place('after')}`, sql`${row} <= ${place('end')}`))
    .orderBy(asc(signatures.createdAt), asc(signatures.id))
    .limit(sql.placeholder('limit')),
);

/** Signatures in a state, oldest first, from the one behind `after` up to `end`: values by column, the id at the end. */
export const listPage = (
  db: Db,
  letterId: string,
  state: SignatureState,
  after: Place,
  end: Place,
  limit: number,
): Promise<unknown[][]> =>
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
