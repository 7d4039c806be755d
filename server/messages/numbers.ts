/** The kept numbers of a letter's messages, and what waits longer than it should. */
import type { World } from '../basics/world.ts';
import type { Db } from '../db/database.ts';
import type { MessageState, Way } from '../db/tables.ts';
import type { Counts } from '../tallies/shape.ts';
import { sumByKey } from '../tallies/sums.ts';
import { read } from '../tallies/tallies.ts';
import { SUBJECT } from './counting.ts';
import * as store from './numbers.store.ts';

export interface MessageCounts {
  byState: Record<string, number>;
  byWay: { state: string; way: string; count: number }[];
  byLegislator: { state: string; legislator: string; count: number }[];
  /** By the USPS code of the writer's state, and `unknown`; whatever became of the message. */
  byHome: Counts;
  /** By the day it counts from in the letter's time zone, and `unknown`. */
  byDay: Counts;
  /** Whether the writer changed the campaign's text; of messages that this server had. */
  edited: { yes: number; no: number };
  /** By how much of the text is the campaign's, in quarters of a hundred. */
  similarity: Counts;
  /** Why messages failed, in the words their writers were told. */
  failedBecause: Counts;
  /** What writers said two weeks later, by the legislator's key. */
  answered: { yes: Counts; no: Counts };
}

/** The kept numbers of a letter's messages. */
export async function findCounts(db: Db, letterId: string): Promise<MessageCounts> {
  const cells = (await read(db, letterId)).get(SUBJECT) ?? [];
  const split = (end: string) =>
    cells
      .filter(({ dimension }) => dimension.endsWith(end))
      .map(({ dimension, key, count }) => ({ state: dimension.slice(0, -end.length), key, count }));
  const of = (dimension: string) => sumByKey(cells, dimension);
  const one = (dimension: string, key: string) => of(dimension).find((cell) => cell.key === key)?.count ?? 0;
  const homes = new Map<string, number>();
  for (const { key, count } of split(' by home')) homes.set(key, (homes.get(key) ?? 0) + count);
  return {
    byState: Object.fromEntries(
      cells.filter(({ key }) => key === '').map(({ dimension, count }) => [dimension, count]),
    ),
    byWay: split(' by way').map(({ key, ...cell }) => ({ ...cell, way: key })),
    byLegislator: split(' by legislator').map(({ key, ...cell }) => ({ ...cell, legislator: key })),
    byHome: [...homes].map(([key, count]) => ({ key, count })).filter(({ count }) => count > 0),
    byDay: of('day'),
    edited: { yes: one('edited', 'yes'), no: one('edited', 'no') },
    similarity: of('similarity'),
    failedBecause: of('failed because'),
    answered: { yes: of('answered yes'), no: of('answered no') },
  };
}

/** A message that has waited so long to be sent is stuck. */
const STUCK_MS = 3_600_000;
/** Beyond so many nobody counts: '1,000 or more' says it. */
export const MOST_STUCK = 1000;

export interface Waiting {
  way: Way;
  /** At most MOST_STUCK in all. */
  count: number;
  /** Since when the first of them waits. */
  since: Date;
}

/** Messages of a letter that have waited for more than an hour, by way. */
export async function findWaiting(world: Pick<World, 'db' | 'now'>, letterId: string): Promise<Waiting[]> {
  const before = new Date(world.now().getTime() - STUCK_MS);
  const waiting = new Map<Way, Waiting>();
  for (const { way, changedAt } of await store.listQueued(world.db, letterId, before, MOST_STUCK)) {
    const known = waiting.get(way);
    if (known) known.count += 1;
    else waiting.set(way, { way, count: 1, since: changedAt });
  }
  return [...waiting.values()];
}

/** What became of messages, in the order in which it is told. */
export const shownStates = ['sent', 'queued', 'failed', 'opened', 'reported'] as const satisfies MessageState[];
