import type { Viewer } from '../basics/viewer.ts';
import type { Withdrawal } from '../cosigners/cosigners.ts';
import type { Db } from '../db/database.ts';
import type { Letter } from '../letters/letters.ts';
import { listDeadlineMoves } from './deadlines.ts';
import { wasSent } from './deliveries.ts';
import { type Erratum, errataOf } from './errata.ts';
import * as store from './store.ts';

/** What a letter's page tells of its last miles. */
export interface Aftermath {
  /** The deadline that it had at first, where it has a later one now. */
  extendedFrom: Date | null;
  deliveries: store.Delivery[];
  replies: store.Reply[];
  errata: Erratum[];
}

/** One quick question of a letter that circulates, and three more of one that is out; errata need somebody who withdrew. */
export async function findAftermath(
  db: Db,
  viewer: Viewer | null,
  letter: Letter,
  withdrew: Withdrawal[],
): Promise<Aftermath> {
  const [first] = letter.publishedAt ? await listDeadlineMoves(db, letter) : [];
  const sent = wasSent(letter);
  return {
    extendedFrom: first?.from && letter.deadline && letter.deadline > first.from ? first.from : null,
    deliveries: sent ? await store.listDeliveries(db, letter.id) : [],
    replies: sent ? await store.listReplies(db, letter.id) : [],
    errata: sent && withdrew.length > 0 ? await errataOf(db, viewer, letter) : [],
  };
}
