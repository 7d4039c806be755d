import { Invalid } from '../basics/errors.ts';
import { plural } from '../basics/text.ts';
import { dayIn } from '../basics/time.ts';
import { requireSignedIn, type Viewer } from '../basics/viewer.ts';
import type { World } from '../basics/world.ts';
import type { Db, Tx } from '../db/database.ts';
import type { Position } from '../db/tables.ts';
import { takeTurn } from '../db/turn.ts';
import { record as noteHistory } from '../history/history.ts';
import type { NameMatch } from '../legislators/matching.ts';
import { type Letter, requireMine } from '../letters/letters.ts';
import { matchRows, membersFor } from './matching.ts';
import { type ReadRow, readNames } from './reading.ts';
import * as store from './store.ts';

/** A list as somebody brings it in. */
export interface Brought {
  names: string;
  position: Position;
  /** Today, in the letter's time zone, unless said. */
  day?: string | undefined;
  source: string;
  /** To record the names, or to compare them with who signed here. */
  purpose?: 'record' | 'quill';
}

/** A row with whom it means. */
export interface Matched extends ReadRow {
  match: NameMatch;
}

/** Whom the rows of a list mean, for who may bring one in; nothing is kept. Throws Invalid for what cannot be read. */
export async function tryNames(
  world: Pick<World, 'db' | 'now'>,
  viewer: Viewer | null,
  slug: string,
  brought: Brought,
): Promise<Matched[]> {
  const letter = await requireMine(world.db, viewer, slug, 'organizer');
  requireDay(world, letter, brought);
  return matched(world.db, letter, readNames(brought.names), brought.position);
}

/**
 * Keeps a list with whom each row means, and gives its id. Nothing is recorded yet. The same list from the same source,
 * brought in again, is the list that is there. Throws Invalid for what cannot be read and for a day to come.
 */
export async function bringNames(world: World, viewer: Viewer | null, slug: string, brought: Brought): Promise<string> {
  const read = readNames(brought.names);
  const before = await requireMine(world.db, viewer, slug, 'organizer');
  // Matched beforehand: many names take a while, and nothing else is written while a transaction is open.
  const rows = await matched(world.db, before, read, brought.position);
  return world.db.transaction(async (tx) => {
    const letter = await requireMine(tx, viewer, slug, 'organizer');
    const actor = requireSignedIn(viewer);
    const day = requireDay(world, letter, brought);
    const { position, source, purpose = 'record' } = brought;
    const list = { purpose, source, position, day, letterId: letter.id };
    await takeTurn(tx, 'names', letter.id);
    const there = await findSame(tx, list, read);
    if (there) return there;

    const id = world.newId();
    const kept = rows.map(
      ({ match, text, name, beside }, n): store.NameRow => ({
        listId: id,
        ordinal: n + 1,
        ...{ text, name, beside },
        legislator: match.kind === 'sure' ? match.key : null,
        state: match.kind,
        note: '',
      }),
    );
    await store.add(tx, { id, ...list, by: actor.name, createdAt: world.now() }, kept);
    await noteHistory(tx, world, actor, {
      campaignId: letter.campaignId,
      subject: 'letter',
      subjectId: letter.id,
      deed: purpose === 'quill' ? 'compared with Quill' : 'names brought in',
      detail: { list: id, names: kept.length, position, reason: `${source}: ${plural(kept.length, 'row')}` },
    });
    return id;
  });
}

async function matched(db: Db, letter: Letter, rows: ReadRow[], position: Position): Promise<Matched[]> {
  const matches = matchRows(await membersFor(db, letter), rows, position);
  return rows.map((row, n) => ({ ...row, match: matches[n] as NameMatch }));
}

/** The day of the list. Throws Invalid for one that is still to come. */
function requireDay(world: Pick<World, 'now'>, letter: Letter, { day }: Brought): string {
  const today = dayIn(world.now(), letter.timeZone);
  if (day !== undefined && day > today) throw new Invalid([{ path: 'day', message: 'This day is still to come.' }]);
  return day ?? today;
}

/** So many of a letter's newest lists are looked at for the same one. */
const LISTS_COMPARED = 20;

/** The list that says the same, if it was brought in before. */
async function findSame(
  tx: Tx,
  list: Pick<store.NameList, 'letterId' | 'purpose' | 'source' | 'position' | 'day'>,
  read: ReadRow[],
): Promise<string | null> {
  for (const known of await store.list(tx, list.letterId, LISTS_COMPARED)) {
    if ((['purpose', 'source', 'position', 'day'] as const).some((field) => known[field] !== list[field])) continue;
    const rows = await store.listRows(tx, known.id);
    if (rows.length === read.length && rows.every((row, n) => row.text === read[n]?.text)) return known.id;
  }
  return null;
}
