/** Where a legislator stands on a letter, as far as the public may know, and what there is to say to them. */
import { positionsOf } from '../cosigners/cosigners.ts';
import type { Db } from '../db/database.ts';
import type { Ask } from '../db/tables.ts';
import type { LegislatorRow } from '../legislators/legislators.ts';
import { isOpen, type Letter } from '../letters/letters.ts';

/** What the public may know of where a legislator stands. 'hidden' where the letter does not name its signers. */
export type Standing = 'signed' | 'withdrew' | 'not signed' | 'hidden';

export interface Own {
  legislator: LegislatorRow;
  standing: Standing;
  /** What there is to say now; null once the letter takes no more names and there is nothing to thank for. */
  ask: Ask | null;
}

/** Where each of these stands on a letter, and what there is to say to them. */
export async function standingsOf(
  db: Db,
  letter: Letter,
  legislators: readonly LegislatorRow[],
  now: Date,
): Promise<Own[]> {
  const keys = legislators.map((legislator) => legislator.key);
  const positions = await positionsOf(db, letter, keys);
  const unsaid: Standing = letter.showCosigners === 'names' ? 'not signed' : 'hidden';
  return legislators.map((legislator) => {
    const standing = positions.get(legislator.key) ?? unsaid;
    return { legislator, standing, ask: askFor(letter, standing, now) };
  });
}

/** Thanks for who has signed; a request to everybody else, as long as names are taken. */
export function askFor(letter: Letter, standing: Standing, now: Date): Ask | null {
  if (letter.state === 'withdrawn' || letter.state === 'draft') return null;
  if (standing === 'signed') return 'thanks';
  return isOpen(letter, now) ? 'request' : null;
}
