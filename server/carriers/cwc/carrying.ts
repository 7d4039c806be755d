/** Hands waiting messages to the chambers' services, each with the name it was given when it was queued. */
import { setTimeout as pause } from 'node:timers/promises';
import { localAt } from '../../basics/time.ts';
import type { World } from '../../basics/world.ts';
import type { Tx } from '../../db/database.ts';
import { closedOffice, type Meaning, meaningOf, serviceOf } from './answers.ts';
import { askService, type Limits, usualLimits } from './asking.ts';
import { cwcXml } from './message.ts';
import { CHAMBERS, type Chamber } from './rules.ts';
import type { CwcEndpoint, CwcSettings } from './settings.ts';
import * as store from './store.ts';

/** A message that its office has, or that it will never have. */
export interface CwcEnded {
  messageId: string;
  outcome: 'sent' | 'failed';
  /** Why, in words for its writer, as part of a sentence; null for one that was sent. */
  problem: string | null;
}

/** What a room does when a message ended, in the same transaction. */
export type CwcListener = (tx: Tx, ended: CwcEnded) => Promise<void>;

const AT_ONCE = 20;
/** Longer than a request may take: who is silent for so long is gone, and another tries again under the same name. */
const CLAIM_MS = 2 * 60_000;
/** With the pauses below, about two days: then a message is given up. */
const MOST_ATTEMPTS = 53;
const LONGEST_PAUSE_MINUTES = 60;
/** How long nothing is sent to a chamber that refused the operator's key or name. */
const UNSET_MINUTES = 60;
/** What waited so long, because nothing ran or the service was not set up right, is old news. */
const LONGEST_WAIT_DAYS = 14;
const MINUTE_MS = 60_000;

/** Whether the service of a chamber is closed at this hour: the House's every night from midnight to six in Washington. */
export const isMaintained = (chamber: Chamber, now: Date): boolean =>
  chamber === 'house' && localAt(now, 'America/New_York').slice(11, 13) < '06';

/**
 * Hands over what is due, some at a time and at a pace, and gives how many messages were tried. One that was interrupted
 * is tried again: the service knows it by its name, and says so (409) if it has it.
 */
export async function carryDue(world: World, listener: CwcListener, limits: Limits = usualLimits): Promise<number> {
  const { cwc } = world.settings;
  if (!cwc) return 0;
  const tried = await Promise.all(
    CHAMBERS.map((chamber) => (cwc[chamber] ? carryTo(world, listener, chamber, cwc[chamber], limits) : 0)),
  );
  return tried.reduce((sum, one) => sum + one, 0);
}

async function carryTo(world: World, listener: CwcListener, chamber: Chamber, endpoint: CwcEndpoint, limits: Limits) {
  const now = world.now();
  const { pausedUntil = null, listedAt = null } = (await store.findChamber(world.db, chamber)) ?? {};
  if (isMaintained(chamber, now) || (pausedUntil && pausedUntil > now)) return 0;
  const ids = await store.listDue(world.db, chamber, now, AT_ONCE);
  const agent = world.settings.cwc as CwcSettings;
  const halt = { now: false };
  const tried = await Promise.all(
    ids.map(async (id, place) => {
      await pause(place * limits.apart);
      return (
        !halt.now &&
        carryOne(world, listener, { id, chamber, endpoint, agent, limits, halt, listed: listedAt !== null })
      );
    }),
  );
  return tried.filter(Boolean).length;
}

interface How {
  id: string;
  chamber: Chamber;
  endpoint: CwcEndpoint;
  agent: CwcSettings;
  limits: Limits;
  /** Whether the chamber's offices are known. */
  listed: boolean;
  /** Set when nothing more is to be sent to the chamber for now. */
  halt: { now: boolean };
}

/** Hands one message over; false when somebody else has it. */
async function carryOne(world: World, listener: CwcListener, how: How): Promise<boolean> {
  const { chamber, endpoint, agent, limits, halt, listed } = how;
  const now = world.now();
  const until = new Date(now.getTime() + CLAIM_MS);
  const row = await world.db.transaction((tx) => store.claim(tx, how.id, now, until));
  if (!row?.content) return false;
  const isClosed = listed && !(await store.findListed(world.db, row.office));
  const xml = cwcXml(row.id, row.content, agent);
  const answered = isClosed
    ? { meaning: closedOffice(chamber), status: null, retryAfter: null, code: null }
    : await hand(world, chamber, endpoint, xml, limits.patience);
  const { meaning, status, code } = answered;
  if (meaning.kind !== 'delivered')
    world.log.warn({ delivery: row.id, chamber, status, code, meaning: meaning.kind }, 'a message was not taken');
  if (meaning.kind === 'unset' || status === 429) halt.now = true;
  await world.db.transaction((tx) => settle(tx, world, listener, row, answered));
  return true;
}

async function hand(world: World, chamber: Chamber, endpoint: CwcEndpoint, xml: string, patience: number) {
  const { status, retryAfter, code, ...answer } = await askService(world, endpoint, 'message', { xml, patience });
  return { meaning: meaningOf(chamber, { status, retryAfter, code, ...answer }), status, retryAfter, code };
}

async function settle(
  tx: Tx,
  world: World,
  listener: CwcListener,
  row: store.DeliveryRow,
  { meaning, status, retryAfter }: { meaning: Meaning; status: number | null; retryAfter: number | null },
): Promise<void> {
  const { chamber } = row;
  const inMinutes = (minutes: number) => new Date(world.now().getTime() + minutes * MINUTE_MS);
  if (meaning.kind === 'delivered') {
    await end(tx, world, listener, row, null);
    return store.endPause(tx, chamber);
  }
  const { kind, problem } = meaning;
  if (kind === 'unset') {
    // The message is not at fault, so this was no try of it.
    await store.setChamber(tx, chamber, { pausedUntil: inMinutes(UNSET_MINUTES), problem });
    await store.setClaimed(tx, row.id, { state: 'waiting', dueAt: inMinutes(UNSET_MINUTES), problem });
    return;
  }
  if (kind === 'closed') await store.removeOffice(tx, row.office);
  if (kind !== 'later') return end(tx, world, listener, row, problem);
  const attempts = row.attempts + 1;
  if (attempts >= MOST_ATTEMPTS)
    return end(tx, world, listener, row, `${serviceOf(chamber)} could not be reached for two days`);
  const minutes = Math.min(2 ** row.attempts, LONGEST_PAUSE_MINUTES);
  if (status === 429) {
    const rest = Math.min((retryAfter ?? 60) / 60, LONGEST_PAUSE_MINUTES);
    await store.setChamber(tx, chamber, { pausedUntil: inMinutes(rest), problem: '' });
  }
  await store.setClaimed(tx, row.id, { state: 'waiting', dueAt: inMinutes(minutes), attempts, problem });
}

/** Ends a delivery, forgets what it held and tells whose message it was; unless somebody else has ended it meanwhile. */
async function end(
  tx: Tx,
  world: Pick<World, 'now'>,
  listener: CwcListener,
  { id, messageId, attempts }: store.DeliveryRow,
  problem: string | null,
): Promise<void> {
  const state = problem === null ? 'delivered' : 'failed';
  const ended = { state, problem, content: null, attempts: attempts + 1, endedAt: world.now() } as const;
  if (await store.setClaimed(tx, id, ended))
    await listener(tx, { messageId, outcome: problem === null ? 'sent' : 'failed', problem });
}

/** Gives up what has waited for two weeks. */
export async function dropOverdue(world: World, listener: CwcListener, stopping?: AbortSignal): Promise<void> {
  const before = new Date(world.now().getTime() - LONGEST_WAIT_DAYS * 24 * 60 * MINUTE_MS);
  const problem = `it could not be handed over within ${LONGEST_WAIT_DAYS} days`;
  for (let ids = ['']; ids.length > 0 && !stopping?.aborted; ) {
    ids = await store.listOverdue(world.db, before, AT_ONCE);
    for (const id of ids)
      await world.db.transaction(async (tx) => {
        const row = await store.claimOverdue(tx, id, before);
        if (row) await end(tx, world, listener, row, problem);
      });
  }
}
