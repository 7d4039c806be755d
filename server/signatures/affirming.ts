/** Signatures that were given to an earlier version of their letter, and are given to a later one. */
import type { World } from '../basics/world.ts';
import type { Db, Tx } from '../db/database.ts';
import { change } from './moving.ts';
import * as store from './store.ts';

/** Confirmed signatures of a letter, in the order in which they were given, from the one after `after`. */
export const listConfirmed = (
  db: Db,
  letterId: string,
  after: Pick<store.Signature, 'createdAt' | 'id'>,
  limit: number,
): Promise<store.Signature[]> => store.listInState(db, letterId, 'confirmed', after, limit);

export const listSignatures = (db: Db, ids: string[]): Promise<store.Signature[]> => store.listByIds(db, ids);

/** Counts a confirmed signature under a later version from now on. Null when somebody moved it meanwhile. */
export const affirm = (
  tx: Tx,
  world: Pick<World, 'now'>,
  signature: store.Signature,
  version: number,
): Promise<store.Signature | null> => change(tx, signature, { version, changedAt: world.now() });
