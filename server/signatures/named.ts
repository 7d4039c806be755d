/** The names under a letter for a printed list of them, as each chose to be shown. */
import type { Db } from '../db/database.ts';
import type { Letter } from '../letters/letters.ts';
import { countedVersions } from './listing.ts';
import { listOrganizations, listPeople, type NamedRow } from './named.store.ts';

export type { NamedRow };

/** Rows read at a time, so that nobody waits for thousands. */
const BATCH = 500;

/**
 * The first `most` organizations or people whose names are shown under a letter as it stands, by the texts that they
 * signed and then by when; those who did not choose to be shown, or wait to be looked at, are not among them.
 */
export async function listNamed(
  db: Db,
  letter: Letter,
  kind: 'organization' | 'person',
  most: number,
): Promise<NamedRow[]> {
  const list = kind === 'organization' ? listOrganizations : listPeople;
  const named: NamedRow[] = [];
  for (const version of await countedVersions(db, letter)) {
    let after: NamedRow | null = null;
    while (named.length < most) {
      const limit = Math.min(BATCH, most - named.length);
      const rows: NamedRow[] = await list(db, { letterId: letter.id, version, after, limit });
      named.push(...rows);
      after = rows.at(-1) ?? null;
      if (rows.length < limit) break;
    }
  }
  return named;
}
