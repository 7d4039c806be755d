import type { Db } from '../db/database.ts';
import type { Position } from '../db/tables.ts';
import { type Body, type LegislatorRow, listBodies, listServing } from '../legislators/legislators.ts';
import { matchNames, type NameMatch } from '../legislators/matching.ts';
import type { Letter } from '../letters/letters.ts';
import type { ReadRow } from './reading.ts';

/** Whom a letter's lists can mean. */
export interface Members {
  rows: LegislatorRow[];
  bodies: Body[];
}

/** The serving members of the bodies that a letter is open to. */
export async function membersFor(db: Db, letter: Letter): Promise<Members> {
  const bodies = (await listBodies(db)).filter((body) => letter.openToBodies.includes(body.key));
  return { rows: [...(await listServing(db, letter.openToBodies))], bodies };
}

/**
 * Whom these rows mean. A row that says another position than the list is for is asked about, however sure the name is:
 * 'declined' in a table of signers.
 */
export function matchRows(members: Members, rows: Pick<ReadRow, 'name' | 'beside'>[], position: Position): NameMatch[] {
  const written = rows.map(({ name, beside: { position: _, ...beside } }) => ({ text: name, ...beside }));
  return matchNames(members.rows, written, members.bodies).map((match, n) => {
    const says = rows[n]?.beside.position ?? '';
    if (match.kind !== 'sure' || !says || says.toLowerCase() === position) return match;
    return {
      kind: 'asked',
      candidates: [match.key],
      why: `The row says “${says}”, and this list is of “${position}”.`,
    };
  });
}
