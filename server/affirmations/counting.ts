/** How many were asked to re-affirm and how many did, by version: kept numbers, moved as it happens. */
import type { Db, Tx } from '../db/database.ts';
import { lastSubstantive } from '../letters/letters.ts';
import { SUBJECT as SIGNATURES } from '../signatures/signatures.ts';
import { sumByKey } from '../tallies/sums.ts';
import { type Change, type Repair, read, replace } from '../tallies/tallies.ts';
import * as store from './store.ts';

export const SUBJECT = 'affirmations';

export const asked = (version: number, by: number): Change => ({ dimension: 'asked', key: String(version), by });
export const affirmed = (version: number, by: number): Change => ({ dimension: 'affirmed', key: String(version), by });

/** How far asking again has come for the last version that changed the substance. */
export interface Progress {
  version: number;
  /** 'unasked': nobody was asked yet. */
  state: 'unasked' | 'running' | 'done';
  /** Confirmed signers of earlier versions who have not re-affirmed. */
  outstanding: number;
  asked: number;
  affirmed: number;
}

export async function findProgress(db: Db, letterId: string): Promise<Progress> {
  const version = await lastSubstantive(db, letterId);
  const subjects = await read(db, letterId);
  const own = subjects.get(SUBJECT) ?? [];
  const countOf = (name: string) =>
    own.find(({ dimension, key }) => dimension === name && key === String(version))?.count ?? 0;
  const earlier = sumByKey(subjects.get(SIGNATURES) ?? [], 'kind', 0, version - 1);
  return {
    version,
    state: (await store.findRound(db, letterId, version))?.state ?? 'unasked',
    outstanding: earlier.reduce((sum, { count }) => sum + count, 0),
    asked: countOf('asked'),
    affirmed: countOf('affirmed'),
  };
}

/** Counts a letter's affirmations again and sets the kept numbers right; gives what was wrong. */
export const recountAffirmations = (tx: Tx, letterId: string): Promise<Repair[]> =>
  replace(tx, letterId, SUBJECT, async (counting) =>
    (await store.countByVersion(counting, letterId)).flatMap((row) => [
      { dimension: 'asked', key: String(row.version), count: row.asked },
      { dimension: 'affirmed', key: String(row.version), count: row.affirmed },
    ]),
  );
