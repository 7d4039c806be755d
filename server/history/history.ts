import type { Viewer } from '../basics/viewer.ts';
import type { World } from '../basics/world.ts';
import type { Db, Tx } from '../db/database.ts';
import * as store from './store.ts';

export interface Deed {
  /** The campaign it belongs to, if any. */
  campaignId?: string | null;
  /** What it was done to: 'letter', 'account', 'roster' …, and which one. */
  subject: string;
  subjectId: string;
  /** A past participle: 'published', 'invited', 'exported'. */
  deed: string;
  /** What a reader of the history needs to understand it; no personal data of constituents. */
  detail?: Record<string, unknown>;
}

/** Notes who did what, in the transaction that does it. */
export async function record(tx: Tx, world: Pick<World, 'now' | 'newId'>, viewer: Viewer, deed: Deed): Promise<void> {
  await store.add(tx, {
    id: world.newId(),
    at: world.now(),
    actorId: viewer.accountId,
    actor: viewer.name,
    campaignId: deed.campaignId ?? null,
    subject: deed.subject,
    subjectId: deed.subjectId,
    deed: deed.deed,
    detail: deed.detail ?? {},
  });
}

export type HistoryRow = store.HistoryRow;

/** What was done to one thing, newest first, at most `limit`. */
export const listHistory = (db: Db, subject: string, subjectId: string, limit = 50): Promise<HistoryRow[]> =>
  store.list(db, subject, subjectId, limit);

/** When one deed was done to one thing, newest first, at most `limit`; quick however long its history is. */
export const listDeed = (
  db: Db,
  subject: string,
  subjectId: string,
  deed: string,
  limit = 200,
): Promise<HistoryRow[]> => store.listDeed(db, subject, subjectId, deed, limit);
