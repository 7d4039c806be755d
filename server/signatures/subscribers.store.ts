/** Queries of who asked for news: hot, by an index of their own, so that a few among millions are found at once. */
import { and, asc, eq, inArray, sql } from 'drizzle-orm';
import type { Db, Tx } from '../db/database.ts';
import { hot, hotList } from '../db/hot.ts';
import { signatures, subscribed } from '../db/tables.ts';
import type { Signature } from './store.ts';

const columns = {
  id: signatures.id,
  letterId: signatures.letterId,
  addressKey: signatures.addressKey,
  email: signatures.email,
  kind: signatures.kind,
  name: signatures.name,
  homeState: signatures.homeState,
  country: signatures.country,
  confirmedAt: signatures.confirmedAt,
};

/** A signer who asked for news, with what is needed to write to them. */
export type Subscriber = Pick<Signature, keyof typeof columns>;

const at = sql`${sql.param(sql.placeholder('at'), signatures.confirmedAt)}`;

const after = hot((on) =>
  on
    .select(columns)
    .from(signatures)
    .where(
      and(
        eq(signatures.letterId, sql.placeholder('letterId')),
        subscribed(signatures),
        sql`(${signatures.confirmedAt}, ${signatures.id}) > (${at}, ${sql.placeholder('id')})`,
      ),
    )
    .orderBy(asc(signatures.confirmedAt), asc(signatures.id))
    .limit(sql.placeholder('limit')),
);

export const listAfter = (
  db: Db,
  values: { letterId: string; at: Date; id: string; limit: number },
): Promise<Subscriber[]> => after(db, values);

const byAddress = hotList((on, keys) =>
  on
    .select({ ...columns, state: signatures.state, updates: signatures.updates })
    .from(signatures)
    .where(inArray(signatures.addressKey, keys)),
);

/**
 * Those of some addresses, on whatever letter: an address has signed a few at most. Asked in the words of the index of
 * all who want news, a database would go through all of them.
 */
export const listByAddresses = async (db: Db, addressKeys: string[]): Promise<Subscriber[]> =>
  (await byAddress(db, addressKeys)).filter(
    ({ state, updates, email }) => state === 'confirmed' && updates && email !== null,
  );

/** Takes the consent back of whatever an address has signed of these letters; gives the signatures that had it. */
export async function takeBack(tx: Tx, letterIds: string[], addressKey: string, at: Date): Promise<string[]> {
  const changed = await tx
    .update(signatures)
    .set({ updates: false, changedAt: at })
    .where(
      and(eq(signatures.addressKey, addressKey), inArray(signatures.letterId, letterIds), eq(signatures.updates, true)),
    )
    .returning({ id: signatures.id });
  return changed.map(({ id }) => id);
}
