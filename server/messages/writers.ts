/** Who wrote about a letter with an address that is proved: each has a page with receipts behind a secret link. */
import { markedId, readMarked } from '../basics/marks.ts';
import type { World } from '../basics/world.ts';
import type { Db, Tx } from '../db/database.ts';
import { personKeyOf } from './persons.ts';
import * as store from './writers.store.ts';

const PURPOSE = 'writer';

export interface KnownWriter {
  id: string;
  letterId: string;
  /** As in `messages`. */
  personKey: string;
}

/** Makes whoever has this address a writer of the letter, and gives the token of their page: the same each time. */
export async function addWriter(
  tx: Tx,
  world: Pick<World, 'now' | 'newId' | 'secret'>,
  { letterId, email }: { letterId: string; email: string },
): Promise<string> {
  const personKey = personKeyOf(world, email);
  const row = { id: world.newId(), letterId, personKey, askAt: null, askedAt: null, createdAt: world.now() };
  return tokenOf(world, await store.add(tx, row));
}

/** The token of the page of the writer with this id. */
export const tokenOf = (world: Pick<World, 'secret'>, id: string): string => markedId(world, PURPOSE, id);

/** The writer whose page this token opens; null for one that opens nothing, or whose writer is forgotten. */
export async function findWriter(world: Pick<World, 'secret'>, db: Db, token: string): Promise<KnownWriter | null> {
  const id = readMarked(world, PURPOSE, token);
  const row = id === null ? null : await store.find(db, id);
  return row?.personKey ? { id: row.id, letterId: row.letterId, personKey: row.personKey } : null;
}

/** The token of a person's page for a letter; null for who has none. */
export async function findWriterToken(
  world: Pick<World, 'secret'>,
  db: Db,
  letterId: string,
  personKey: string | null,
): Promise<string | null> {
  const row = personKey === null ? null : await store.findOfPerson(db, letterId, personKey);
  return row && tokenOf(world, row.id);
}

/** The address of a writer's page on this site. */
export const receiptsUrl = (token: string): string => `/my/messages/${token}`;
