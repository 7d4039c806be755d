import { Invalid, NotFound, Refused } from '../basics/errors.ts';
import type { Viewer } from '../basics/viewer.ts';
import type { World } from '../basics/world.ts';
import type { Db, Tx } from '../db/database.ts';
import type { Position } from '../db/tables.ts';
import { type Letter, requireMine } from '../letters/letters.ts';
import { type Members, matchRows, membersFor } from './matching.ts';
import * as store from './store.ts';

/** What an organizer says of a row. */
export type Decision =
  | { ordinal: number; means: string }
  /** None of those it could mean. */
  | { ordinal: number; none: true }
  /** No name of a legislator, and why. */
  | { ordinal: number; aside: string }
  /** As it was when it came. */
  | { ordinal: number; again: true };

const open: store.RowState[] = ['asked', 'unknown', 'chosen', 'sure'];

/**
 * Says whom rows of a list mean, or that they mean nobody; gives how many changed. What is recorded stays so. Throws
 * Invalid for somebody who is no serving member of the letter's bodies, and Refused('row-decided') for one that is recorded.
 */
export async function decideRows(
  world: World,
  viewer: Viewer | null,
  slug: string,
  listId: string,
  decisions: Decision[],
): Promise<number> {
  return world.db.transaction(async (tx) => {
    const letter = await requireMine(tx, viewer, slug, 'organizer');
    const list = await requireList(tx, letter, listId);
    const members = await membersFor(tx, letter);
    const keys = new Set(members.rows.map((member) => member.key));
    for (const decision of decisions) {
      const row = await store.findRow(tx, listId, decision.ordinal);
      if (!row) throw new NotFound('row');
      if ('means' in decision && !keys.has(decision.means))
        throw new Invalid([
          { path: 'means', message: 'This is no serving member of the bodies that the letter is open to.' },
        ]);
      const fields = 'again' in decision ? matchedAnew(members, row, list.position) : fieldsOf(decision);
      if (!(await store.change(tx, row, 'again' in decision ? [...open, 'set aside'] : open, fields)))
        throw new Refused('row-decided', 'This row was decided already. Please look at the list again.');
    }
    return decisions.length;
  });
}

type Fields = Pick<store.NameRow, 'state' | 'legislator' | 'note'>;

function fieldsOf(decision: Exclude<Decision, { again: true }>): Fields {
  if ('means' in decision) return { state: 'chosen', legislator: decision.means, note: '' };
  if ('aside' in decision) return { state: 'set aside', legislator: null, note: decision.aside };
  return { state: 'unknown', legislator: null, note: 'It means none of those it could mean.' };
}

function matchedAnew(members: Members, row: store.NameRow, position: Position): Fields {
  const [match] = matchRows(members, [row], position);
  return { state: match?.kind ?? 'unknown', legislator: match?.kind === 'sure' ? match.key : null, note: '' };
}

/** A list of the letter. Throws NotFound where there is none of this id. */
export async function requireList(db: Db | Tx, letter: Letter, id: string): Promise<store.NameList> {
  const list = await store.find(db, letter.id, id);
  if (!list) throw new NotFound('list of names');
  return list;
}
