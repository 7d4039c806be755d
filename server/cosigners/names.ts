import type { Db } from '../db/database.ts';
import { lastSubstantive } from '../letters/letters.ts';
import * as store from './store.ts';

type Row = Awaited<ReturnType<typeof store.listNames>>[number];

/** A name that is under a letter, or was taken off it again, with the seat as it was then. */
export interface NameUnder extends Pick<Row, 'letterId' | 'legislator' | 'body' | 'state' | 'district' | 'class'> {
  title: string;
  party: string;
  caucus: string;
  /** Of the signature, or of the withdrawal; '' where the latest entry is about something else. */
  day: string;
  /** Taken off again where the public had seen it. */
  withdrew: boolean;
}

/**
 * The names under several letters at once; who signed an older text of one is not among its signers. For whoever may
 * see the names of all of them.
 */
export async function listNames(db: Db, letterIds: string[]): Promise<NameUnder[]> {
  const substantive = new Map<string, number>();
  for (const id of letterIds) substantive.set(id, await lastSubstantive(db, id));
  const rows = await store.listNames(db, letterIds);
  return rows
    .filter(({ withdrew, version, letterId }) => withdrew || version >= (substantive.get(letterId) ?? 0))
    .map((row) => (row.withdrew && row.position !== 'withdrawn' ? { ...row, day: '' } : row));
}
