/** A writer whose address is proved, and their one message to each legislator: what it is, and what it may become. */
import type { World } from '../basics/world.ts';
import type { Db } from '../db/database.ts';
import type { Way } from '../db/tables.ts';
import type { Writing } from './board.ts';
import * as receiptsStore from './receipts.store.ts';
import type { MessageRow } from './store.ts';
import type { Asked } from './where.ts';
import { findWriter } from './writers.ts';

/** More than anybody has legislators. */
const MOST = 500;

/** A known writer as the page for one legislator needs them. */
export interface Known {
  token: string;
  personKey: string;
  /** As they gave them last, while they are kept; else ''. */
  name: string;
  email: string;
  /** Where they vote, by what they gave last. */
  place: Pick<Asked, 'zip' | 'state' | 'district'>;
  /** Their message to this legislator for this ask; null while there is none. */
  row: MessageRow | null;
}

/** The writer whose token the visitor carries; null for a stranger, and on another letter's pages. */
export async function findKnown(
  world: Pick<World, 'secret'>,
  db: Db,
  { letter, legislator, ask }: Pick<Writing, 'letter' | 'legislator' | 'ask'>,
  token: string,
): Promise<Known | null> {
  const writer = token === '' ? null : await findWriter(world, db, token);
  if (writer?.letterId !== letter.id) return null;
  const { personKey } = writer;
  const rows = await receiptsStore.listOfWriter(db, letter.id, personKey, MOST);
  // What nobody confirmed may have been typed by anybody.
  const own = rows.filter(({ state }) => state !== 'confirming');
  const named = own.findLast(({ email }) => email !== null);
  const placed = own.findLast(({ homeState, zip }) => homeState !== null || zip !== null);
  return {
    ...{ token, personKey, name: named?.name ?? '', email: named?.email ?? '' },
    place: { zip: placed?.zip ?? '', state: placed?.homeState ?? '', district: placed?.homeDistrict ?? '' },
    row: rows.find((row) => row.legislator === legislator.key && row.ask === ask) ?? null,
  };
}

type Standing = Pick<MessageRow, 'way' | 'state'>;

/**
 * Whether a person's message may still be handed over on this way: nothing of theirs has reached the office or is about
 * to. A call takes no text there, so the text may follow it; what failed on one way may go on another.
 */
export function maySend(before: Standing | null, way: Way): boolean {
  if (before === null || before.state === 'confirming' || before.state === 'disowned') return true;
  if (before.state === 'failed') return before.way !== way;
  return before.state === 'opened' || (before.state === 'reported' && before.way === 'phone');
}

const ranks: Record<MessageRow['state'], number> = {
  ...{ disowned: 0, confirming: 0, failed: 0 },
  ...{ opened: 1, reported: 2, queued: 3, sent: 3 },
};

/**
 * Whether what a writer did by themselves takes the place of what their row tells: what is surer does, and of two that
 * are as sure the later one, but a call never takes the place of a text that went out.
 */
export function replaces(before: Standing, taken: Standing): boolean {
  const more = ranks[taken.state] - ranks[before.state];
  if (more !== 0) return more > 0;
  return before.state === 'opened' || before.way === 'phone' || before.way === taken.way;
}
