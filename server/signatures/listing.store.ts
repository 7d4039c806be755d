/** Queries of the lists of names: hot, by an index and by version, so that a million names cost what ten do. */
import { and, asc, desc, eq, isNotNull, type Placeholder, sql } from 'drizzle-orm';
import { bytewise } from '../db/columns.ts';
import type { Db } from '../db/database.ts';
import { hot } from '../db/hot.ts';
import { signatures } from '../db/tables.ts';

const columns = {
  id: signatures.id,
  shownAs: signatures.shownAs,
  kind: signatures.kind,
  display: signatures.display,
  organization: signatures.organization,
  title: signatures.title,
  website: signatures.website,
  version: signatures.version,
  confirmedAt: signatures.confirmedAt,
  confirmedDay: signatures.confirmedDay,
  firstLast: signatures.firstLast,
  lastFirst: signatures.lastFirst,
};

/** A signature whose name is shown, with what the public may know of it. */
export type ShownRow = Pick<typeof signatures.$inferSelect, keyof typeof columns>;

/** The signatures of a version of a letter, both to be named when a prepared query is run. */
export const ofVersion = () =>
  and(eq(signatures.letterId, sql.placeholder('letterId')), eq(signatures.version, sql.placeholder('version')));

const at = (place: Placeholder) => sql`${sql.param(place, signatures.confirmedAt)}`;

const newest = hot((on) =>
  on
    .select(columns)
    .from(signatures)
    .where(
      and(
        ofVersion(),
        isNotNull(signatures.shownAs),
        sql`(${signatures.confirmedAt}, ${signatures.id}) < (${at(sql.placeholder('at'))}, ${sql.placeholder('id')})`,
      ),
    )
    .orderBy(desc(signatures.confirmedAt), desc(signatures.id))
    .limit(sql.placeholder('limit')),
);

/** Names shown of one version, newest first, from the one before `at` and `id`. */
export const listNewest = (
  db: Db,
  values: { letterId: string; version: number; at: Date; id: string; limit: number },
): Promise<ShownRow[]> => newest(db, values);

const beginning = (column: typeof signatures.firstLast | typeof signatures.lastFirst) =>
  hot((on) =>
    on
      .select(columns)
      .from(signatures)
      .where(
        and(
          ofVersion(),
          isNotNull(column),
          sql`${bytewise(column)} < ${sql.placeholder('end')}`,
          sql`(${bytewise(column)}, ${signatures.id}) > (${sql.placeholder('from')}, ${sql.placeholder('id')})`,
        ),
      )
      .orderBy(asc(bytewise(column)), asc(signatures.id))
      .limit(sql.placeholder('limit')),
  );

const searches = { firstLast: beginning(signatures.firstLast), lastFirst: beginning(signatures.lastFirst) };

/** Names shown in full of one version that lie between `from` with `id` and `end`, in the order of this form of them. */
export const listBetween = (
  db: Db,
  form: keyof typeof searches,
  values: { letterId: string; version: number; from: string; id: string; end: string; limit: number },
): Promise<ShownRow[]> => searches[form](db, values);
