/** How many of an update's recipients are in each state: kept numbers, moved as it happens. */
import type { Db, Tx } from '../db/database.ts';
import type { RecipientState } from '../db/tables.ts';
import { type Change, move, type Repair, read, replace } from '../tallies/tallies.ts';
import * as recipients from './recipients.store.ts';
import type { Update } from './store.ts';

export const SUBJECT = 'updates';

export type Numbers = Record<RecipientState, number> & {
  /** Everybody who was listed. */
  all: number;
  /** Those who are to get it or got it: not the suppressed and the skipped. */
  addressed: number;
  /** Those whose mail has ended, however it did. */
  ended: number;
};

/** How many recipients of an update are in each state. */
export async function findNumbers(db: Db, { letterId, id }: Pick<Update, 'letterId' | 'id'>): Promise<Numbers> {
  const cells = ((await read(db, letterId)).get(SUBJECT) ?? []).filter(({ dimension }) => dimension === id);
  const of = (state: RecipientState) => cells.find(({ key }) => key === state)?.count ?? 0;
  const [listed, queued, sent] = [of('listed'), of('queued'), of('sent')];
  const [failed, returned, unsure] = [of('failed'), of('returned'), of('unsure')];
  const [suppressed, skipped] = [of('suppressed'), of('skipped')];
  const ended = sent + failed + returned + unsure;
  const addressed = listed + queued + ended;
  return {
    ...{ listed, queued, sent, failed, returned, unsure, suppressed, skipped },
    ...{ ended, addressed, all: addressed + suppressed + skipped },
  };
}

/** So many more, or fewer, of an update's recipients are in a state. */
export const counted = ({ id }: Pick<Update, 'id'>, state: RecipientState, by: number): Change => ({
  dimension: id,
  key: state,
  by,
});

export const moveNumbers = (tx: Tx, { letterId }: Pick<Update, 'letterId'>, changes: Change[]): Promise<void> =>
  move(tx, letterId, SUBJECT, changes);

/** Counts the recipients of a letter's updates again and sets the kept numbers right; gives what was wrong. */
export const recountUpdates = (tx: Tx, letterId: string): Promise<Repair[]> =>
  replace(tx, letterId, SUBJECT, async (counting) =>
    (await recipients.countByState(counting, letterId)).map(({ updateId, state, count }) => ({
      dimension: updateId,
      key: state,
      count,
    })),
  );
