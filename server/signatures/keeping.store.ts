/** Walking through signatures by age, to forget what is no longer needed. */
import { and, asc, eq, inArray, isNotNull, lt, sql } from 'drizzle-orm';
import type { Db, Tx } from '../db/database.ts';
import { hot } from '../db/hot.ts';
import { signatures } from '../db/tables.ts';
import type { Fields, Signature } from './store.ts';

/** What decides whether something of a signature is to be forgotten. */
export type Aged = Pick<Signature, 'id' | 'createdAt' | 'changedAt' | 'name' | 'email' | 'network'>;

/** A place in the order that signatures were given in. */
export type Cursor = Pick<Signature, 'createdAt' | 'id'>;

/** A place for a moment, which only the column knows how to write. */
const moment = (name: string) => sql.param(sql.placeholder(name), signatures.createdAt);

const aged = hot((on) =>
  on
    .select({
      id: signatures.id,
      createdAt: signatures.createdAt,
      changedAt: signatures.changedAt,
      name: signatures.name,
      email: signatures.email,
      network: signatures.network,
    })
    .from(signatures)
    .where(
      and(
        eq(signatures.letterId, sql.placeholder('letterId')),
        eq(signatures.state, sql.placeholder('state')),
        lt(signatures.createdAt, moment('before')),
        sql`(${signatures.createdAt}, ${signatures.id}) > (${moment('afterAt')}, ${sql.placeholder('afterId')})`,
      ),
    )
    .orderBy(asc(signatures.createdAt), asc(signatures.id))
    .limit(sql.placeholder('limit')),
);

/** Signatures of a letter in one state that were given before a moment, oldest first, from the one after `after`. */
export const listAged = (
  db: Db,
  letterId: string,
  state: Signature['state'],
  { after, before, limit }: { after: Cursor; before: Date; limit: number },
): Promise<Aged[]> => aged(db, { letterId, state, before, afterAt: after.createdAt, afterId: after.id, limit });

/** Changes those that are still in this state, and gives them as they are then. */
export const changeMany = (tx: Tx, ids: string[], from: Signature['state'], to: Fields): Promise<Signature[]> =>
  tx
    .update(signatures)
    .set(to)
    .where(and(inArray(signatures.id, ids), eq(signatures.state, from)))
    .returning();

export async function forgetNetworks(tx: Tx, ids: string[]): Promise<void> {
  await tx
    .update(signatures)
    .set({ network: null })
    .where(and(inArray(signatures.id, ids), isNotNull(signatures.network)));
}

/** Empties columns of signatures in a state, but for those whose signer agreed to be written to. */
export async function forgetUnlessAgreed(tx: Tx, ids: string[], state: Signature['state'], to: Fields): Promise<void> {
  await tx
    .update(signatures)
    .set(to)
    .where(
      and(
        inArray(signatures.id, ids),
        eq(signatures.state, state),
        eq(signatures.updates, false),
        eq(signatures.share, false),
      ),
    );
}
