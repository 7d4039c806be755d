/** A letter's signatures for those who run it, as a program asks for them: any state, page by page. */
import { Invalid } from '../basics/errors.ts';
import type { Db } from '../db/database.ts';
import type { SignatureState } from '../db/tables.ts';
import type { Letter } from '../letters/letters.ts';
import { listFor } from './desk.store.ts';
import { cursorOf, listShown, momentOf, placeOf } from './listing.ts';
import { listByIds, type Signature } from './store.ts';

export interface TeamPaging {
  state: SignatureState;
  /** The beginning of a name, among the confirmed ones shown in full; '' for all. */
  q: string;
  limit: number;
  cursor?: string | null | undefined;
}

/**
 * Signatures in a state, newest first; with `q` those that the public finds by it too, older texts included. Throws
 * Invalid for a cursor of another list, and for `q` where names are not searched.
 */
export async function listForTeam(
  db: Db,
  letter: Letter,
  { state, q, limit, cursor }: TeamPaging,
): Promise<{ items: Signature[]; next: string | null }> {
  if (q) {
    if (state !== 'confirmed') throw new Invalid([{ path: 'q', message: 'finds confirmed signatures only' }]);
    const { items, next } = await listShown(db, letter, { limit, cursor, q, older: true });
    const rows = new Map(
      (
        await listByIds(
          db,
          items.map(({ id }) => id),
        )
      ).map((row) => [row.id, row]),
    );
    return { items: items.flatMap(({ id }) => rows.get(id) ?? []), next };
  }
  const place = cursor ? placeOf(cursor) : null;
  const after = place && { createdAt: momentOf(place), id: place.id };
  const rows = await listFor(db, letter.id, state, { direction: 'newest first', after, limit: limit + 1 });
  const items = rows.slice(0, limit);
  const last = rows.length > limit ? items.at(-1) : undefined;
  return { items, next: last ? cursorOf({ key: String(last.createdAt.getTime()), id: last.id }) : null };
}
