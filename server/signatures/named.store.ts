import { and, asc, isNotNull, sql } from 'drizzle-orm';
import type { Db } from '../db/database.ts';
import { hot } from '../db/hot.ts';
import { signatures } from '../db/tables.ts';
import { ofVersion } from './listing.store.ts';

const columns = {
  id: signatures.id,
  shownAs: signatures.shownAs,
  display: signatures.display,
  organization: signatures.organization,
  title: signatures.title,
  homeState: signatures.homeState,
  homeDistrict: signatures.homeDistrict,
  country: signatures.country,
  lastFirst: signatures.lastFirst,
  confirmedAt: signatures.confirmedAt,
};

/** A name shown under a letter, with what a printed list says of it. */
export type NamedRow = Pick<typeof signatures.$inferSelect, keyof typeof columns>;

const organizations = hot((on) =>
  on
    .select(columns)
    .from(signatures)
    .where(
      and(
        ofVersion(),
        isNotNull(signatures.shownAs),
        // In the words of their index.
        sql`${signatures.kind} = 'organization'`,
        sql`${signatures.id} > ${sql.placeholder('id')}`,
      ),
    )
    .orderBy(asc(signatures.id))
    .limit(sql.placeholder('limit')),
);

const people = hot((on) =>
  on
    .select(columns)
    .from(signatures)
    .where(
      and(
        ofVersion(),
        isNotNull(signatures.shownAs),
        sql`${signatures.kind} = 'person'`,
        sql`(${signatures.confirmedAt}, ${signatures.id}) > (${sql.param(sql.placeholder('at'), signatures.confirmedAt)}, ${sql.placeholder('id')})`,
      ),
    )
    .orderBy(asc(signatures.confirmedAt), asc(signatures.id))
    .limit(sql.placeholder('limit')),
);

interface Wanted {
  letterId: string;
  version: number;
  /** The last row of the batch before. */
  after: NamedRow | null;
  limit: number;
}

/** Organizations shown of one version, by id. */
export const listOrganizations = (db: Db, { after, ...wanted }: Wanted): Promise<NamedRow[]> =>
  organizations(db, { ...wanted, id: after?.id ?? '' });

/** People shown of one version, whoever confirmed first before the others. */
export const listPeople = (db: Db, { after, ...wanted }: Wanted): Promise<NamedRow[]> =>
  people(db, { ...wanted, at: after?.confirmedAt ?? new Date(0), id: after?.id ?? '' });
