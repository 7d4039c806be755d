/** What is kept of messages, for how long, and how it is counted and listed. */
import type { World } from '../basics/world.ts';
import type { Db, Tx } from '../db/database.ts';
import type { Lookup } from '../db/tables.ts';
import { type Repair, replace } from '../tallies/tallies.ts';
import { cellsOf, SUBJECT } from './counting.ts';
import { CONFIRM_DAYS } from './sending.ts';
import * as store from './store.ts';

/** How long the name, the address and the text of a message are kept once it was sent or given up. */
export const KEEP_DAYS = 30;

const DAY_MS = 86_400_000;
const BATCH = 1000;

/**
 * Forgets what is no longer needed: messages that nobody confirmed, whole; of those that have ended, who wrote them and
 * what. That somebody wrote, to whom and from which district stays, so that no count changes and nobody's mail goes
 * out twice; and words that their writer lets the campaign quote, until they take that back.
 */
export async function forgetOld(world: World): Promise<{ unconfirmed: number; delivered: number }> {
  const daysAgo = (days: number) => new Date(world.now().getTime() - days * DAY_MS);
  const unconfirmed = await world.db.transaction((tx) => store.deleteUnconfirmed(tx, daysAgo(CONFIRM_DAYS)));
  let delivered = 0;
  for (let gone = BATCH; gone === BATCH; delivered += gone)
    gone = await world.db.transaction((tx) => store.forgetPeople(tx, daysAgo(KEEP_DAYS), BATCH));
  return { unconfirmed, delivered };
}

/** Counts a letter's messages again and sets the kept numbers right; gives what was wrong. */
export const recountMessages = (tx: Tx, letterId: string): Promise<Repair[]> =>
  replace(tx, letterId, SUBJECT, async () => cellsOf(await store.countByKind(tx, letterId)));

/** A message as staff may list it: no e-mail address and not the text, which is the legislator's to read. */
export interface ListedMessage {
  at: Date;
  firstName: string;
  lastName: string;
  state: string;
  zip5: string;
  district: string;
  lookup: Lookup | '';
  legislator: string;
  ask: string;
  way: string;
  status: string;
  edited: boolean;
}

/**
 * A letter's messages, oldest first and a thousand at a time, up to the newest at the start; those that nobody
 * confirmed are left out. No transaction stays open.
 */
export async function* listMessagesInBatches(db: Db, letterId: string): AsyncGenerator<ListedMessage[]> {
  const until = await store.newestId(db, letterId);
  let after = '';
  while (until !== null) {
    const rows = await store.listBetween(db, letterId, after, until, BATCH);
    if (rows.length > 0) yield rows.map(listed);
    const last = rows.at(-1);
    if (!last || rows.length < BATCH) return;
    after = last.id;
  }
}

function listed(row: store.MessageRow): ListedMessage {
  const words = (row.name ?? '').split(' ').filter(Boolean);
  return {
    at: row.createdAt,
    firstName: words.slice(0, -1).join(' ') || (words[0] ?? ''),
    lastName: words.length > 1 ? (words.at(-1) ?? '') : '',
    state: row.homeState ?? '',
    zip5: row.zip ?? '',
    district: row.homeDistrict ?? '',
    lookup: row.lookup ?? '',
    legislator: row.legislator,
    ask: row.ask,
    way: row.way,
    status: row.state,
    edited: row.edited,
  };
}
