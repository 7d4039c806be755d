/** How the outbox stands: what waits and why, what rests, and what may or may not have arrived. */
import type { World } from '../basics/world.ts';
import type { Db } from '../db/database.ts';
import type { Stream } from '../db/tables.ts';
import { endRest, listDomains, SERVER } from './pace.ts';
import * as store from './status.store.ts';
import type { OutboxRow } from './store.ts';

export type State = OutboxRow['state'];
export const states: State[] = ['waiting', 'sending', 'sent', 'failed', 'unsure'];
export const streams: Stream[] = ['confirmations', 'updates'];

export type Counts = Record<Stream, Record<State, number>>;

const none = (): Record<State, number> => ({ waiting: 0, sending: 0, sent: 0, failed: 0, unsure: 0 });

/** How many mails there are by stream and state; for millions it takes a moment, so no page asks for it. */
export async function countMails(db: Db): Promise<Counts> {
  const counts: Counts = { confirmations: none(), updates: none() };
  for (const { stream, state, count } of await store.countAll(db)) counts[stream][state] = count;
  return counts;
}

/** As `countMails`, but no number goes beyond `most`: quick, however many there are. */
export async function countMailsUpTo(db: Db, most: number): Promise<Counts> {
  const counts: Counts = { confirmations: none(), updates: none() };
  for (const stream of streams)
    for (const state of states) counts[stream][state] = await store.countUpTo(db, stream, state, most);
  return counts;
}

/** A receiving domain that mail waits for, or the mail server itself. */
export interface Rest {
  /** Null: the mail server, whom all mail goes through. */
  domain: string | null;
  until: Date;
  failures: number;
  problem: string;
}

/** What rests at a moment, the mail server first. */
export async function listRests(db: Db, now: Date): Promise<Rest[]> {
  const rows = await listDomains(db);
  return rows.flatMap(({ domain, pausedUntil: until, failures, problem }) =>
    until && until > now ? [{ domain: domain === SERVER ? null : domain, until, failures, problem }] : [],
  );
}

/** Of a mail nothing is told that names anybody. */
export type Told = Pick<OutboxRow, 'id' | 'kind' | 'stream' | 'attempts' | 'dueAt' | 'problem'>;

/** Mails of which nobody knows whether they arrived, the latest first. */
export async function listUnsure(db: Db, limit: number): Promise<Told[]> {
  const lists = await Promise.all(streams.map((stream) => store.listLatest(db, stream, 'unsure', limit)));
  return lists
    .flat()
    .sort((a, b) => b.dueAt.getTime() - a.dueAt.getTime())
    .slice(0, limit);
}

/** Mails that were not taken and are tried again, the next ones first. */
export async function listStuck(db: Db, now: Date, limit: number): Promise<Told[]> {
  const lists = await Promise.all(streams.map((stream) => store.listTriedAgain(db, stream, now, limit)));
  return lists
    .flat()
    .sort((a, b) => a.dueAt.getTime() - b.dueAt.getTime())
    .slice(0, limit);
}

const BROUGHT_FORWARD = 500;
/** Mail of the example is put off for ever, and stays so. */
const LATEST_MS = 30 * 86_400_000;

/** Ends a rest (null: of the mail server), and makes the mails due that waited behind it: the first 500 of each stream. */
export async function tryAgain(world: Pick<World, 'db' | 'now'>, domain: string | null): Promise<void> {
  const now = world.now();
  const until = new Date(now.getTime() + LATEST_MS);
  await world.db.transaction(async (tx) => {
    await endRest(tx, domain ?? SERVER);
    for (const stream of streams) {
      const ids = await store.listPutOff(tx, { stream, domain, from: now, until }, BROUGHT_FORWARD);
      await store.bringForward(tx, ids, now);
    }
  });
}
