/** Removing many signatures by conditions: looked over first, done in the background, stopped and undone by a button. */
import { setImmediate } from 'node:timers/promises';
import { Invalid, NotFound, Refused } from '../basics/errors.ts';
import { requireSignedIn, type Viewer } from '../basics/viewer.ts';
import type { World } from '../basics/world.ts';
import type { Db, Tx } from '../db/database.ts';
import { record } from '../history/history.ts';
import { findLetterById, type Letter, requireMine } from '../letters/letters.ts';
import { type Conditions, testOf } from './conditions.ts';
import * as desk from './desk.store.ts';
import * as store from './removals.store.ts';
import { putBackMany, removeMany } from './removing.ts';
import type { RemovedReason } from './states.ts';
import type { Signature } from './store.ts';

export type { Removal } from './removals.store.ts';

/** Rows that are read at once, and of those that fit, how many share a transaction: so few that nobody notices. */
const READ_AT_ONCE = 500;
const REMOVED_AT_ONCE = 50;
const PUT_BACK_AT_ONCE = 10;
/** Looking over ends at so many, or after so long. */
export const MOST_COUNTED = 100_000;
const LOOK_MS = 2000;
const SAMPLE = 20;
const DAY_MS = 86_400_000;

/** What would be removed. */
export interface Preview {
  count: number;
  /** Whether all were looked at; else there may be more. */
  whole: boolean;
  /** The first of them. */
  sample: desk.Looked[];
}

/** The signatures of a letter in these states that pass the test, in batches, with a turn for others in between. */
async function* find(
  db: Db,
  letterId: string,
  states: readonly Signature['state'][],
  range: { from: Date | null; until: Date | null; last: Date },
  fits: (row: desk.Looked) => boolean,
): AsyncGenerator<desk.Looked[]> {
  for (const state of states) {
    let after: desk.Place | null = null;
    do {
      const rows: desk.Looked[] = await desk.listLooked(db, letterId, state, range, after, READ_AT_ONCE);
      yield rows.filter(fits);
      after = rows.length === READ_AT_ONCE ? (rows.at(-1) ?? null) : null;
      await setImmediate();
    } while (after);
  }
}

/** Looks what the conditions find, without changing anything, as long as a visitor can wait. */
export async function preview(db: Db, letter: Letter, conditions: Conditions, now: Date): Promise<Preview> {
  const { states, from, until, fits } = testOf(conditions);
  const began = performance.now();
  const found: Preview = { count: 0, whole: true, sample: [] };
  for await (const rows of find(db, letter.id, states, { from, until, last: now }, fits)) {
    found.count += rows.length;
    found.sample.push(...rows.slice(0, SAMPLE - found.sample.length));
    if (found.count < MOST_COUNTED && performance.now() - began < LOOK_MS) continue;
    return { ...found, whole: false };
  }
  return found;
}

/**
 * Begins a removal; the worker does it. What is given after this moment is not touched. Throws Invalid where nothing
 * fits the conditions.
 */
export async function startRemoval(
  world: World,
  viewer: Viewer | null,
  slug: string,
  { conditions, reason, note }: { conditions: Conditions; reason: RemovedReason; note: string },
): Promise<store.Removal> {
  const letter = await requireMine(world.db, viewer, slug, 'organizer');
  const { count, whole } = await preview(world.db, letter, conditions, world.now());
  if (whole && count === 0)
    throw new Invalid([{ path: 'state', message: 'No signature fits these conditions any more.' }]);
  const removal: store.Removal = {
    id: world.newId(),
    letterId: letter.id,
    conditions,
    reason,
    note,
    state: 'running',
    expected: whole ? count : 0,
    done: 0,
    by: requireSignedIn(viewer).name,
    createdAt: world.now(),
  };
  await world.db.transaction(async (tx) => {
    await requireMine(tx, viewer, slug, 'organizer');
    await store.add(tx, removal);
    await noteIn(tx, world, requireSignedIn(viewer), letter, removal, 'began to remove signatures by conditions');
  });
  return removal;
}

/** A letter's removals, newest first. */
export const listRemovals = (db: Db, letterId: string): Promise<store.Removal[]> => store.list(db, letterId, 20);

/** One of a letter's removals. Throws NotFound. */
export async function requireRemoval(db: Db, letterId: string, id: string): Promise<store.Removal> {
  const removal = await store.find(db, letterId, id);
  if (!removal) throw new NotFound('removal');
  return removal;
}

/** Stops a removal between two batches. Throws Refused when it has ended. */
export const stopRemoval = (world: World, viewer: Viewer | null, slug: string, id: string) =>
  moveRemoval(world, viewer, slug, id, { from: ['running'], to: 'stopped', deed: 'stopped a removal' });

/** Puts back what a removal took away; the worker does it. Throws Refused while it runs, or when it was put back. */
export const undoRemoval = (world: World, viewer: Viewer | null, slug: string, id: string) =>
  moveRemoval(world, viewer, slug, id, { from: ['done', 'stopped'], to: 'undoing', deed: 'began to undo a removal' });

async function moveRemoval(
  world: World,
  viewer: Viewer | null,
  slug: string,
  id: string,
  { from, to, deed }: { from: store.Removal['state'][]; to: store.Removal['state']; deed: string },
): Promise<store.Removal> {
  return world.db.transaction(async (tx) => {
    const letter = await requireMine(tx, viewer, slug, 'organizer');
    await requireRemoval(tx, letter.id, id);
    const moved = await store.move(tx, id, from, to);
    if (!moved) throw new Refused('removal-moved-on', 'This removal is not where you saw it. Please look at it again.');
    await noteIn(tx, world, requireSignedIn(viewer), letter, moved, deed);
    return moved;
  });
}

/** What the history keeps of a removal: not its conditions, which can name a person. */
const noteIn = (
  tx: Tx,
  world: Pick<World, 'now' | 'newId'>,
  viewer: Viewer,
  { id, campaignId }: Letter,
  removal: store.Removal,
  deed: string,
) =>
  record(tx, world, viewer, {
    campaignId,
    subject: 'letter',
    subjectId: id,
    deed,
    detail: { removal: removal.id, why: removal.reason, reason: removal.note, signatures: removal.done },
  });

/** Works on every removal that was begun, from wherever it was left; for the worker. */
export async function workOnRemovals(world: World, stopping: AbortSignal): Promise<void> {
  for (const removal of await store.listUnfinished(world.db, 20)) {
    const letter = await findLetterById(world.db, removal.letterId);
    if (letter && !stopping.aborted) await (removal.state === 'running' ? run : undo)(world, letter, removal, stopping);
  }
}

/**
 * The order to go through: a signature that moves on meanwhile moves to a state that is still to come, and one that is
 * held as the third of its address is met by the second look at the held ones.
 */
const order = ['held', 'pending', 'held', 'waiting', 'confirmed'] as const;

async function run(world: World, letter: Letter, removal: store.Removal, stopping: AbortSignal): Promise<void> {
  const { id, reason, createdAt: last, conditions } = removal;
  const { states, from, until, fits } = testOf(conditions);
  const inOrder = order.filter((state) => states.includes(state));
  const stillFits = (row: Signature) =>
    fits(row) &&
    states.some((state) => state === row.state) &&
    row.createdAt <= last &&
    !(from && row.createdAt < from) &&
    !(until && row.createdAt >= until);
  const remove = async (tx: Tx, rows: Signature[]) =>
    (await removeMany(tx, world, rows.filter(stillFits), { reason, removalId: id })).length;
  for await (const rows of find(world.db, letter.id, inOrder, { from, until, last }, fits))
    if (!(await inSteps(world, removal, rows, { atOnce: REMOVED_AT_ONCE, stopping, step: remove }))) return;
  await finish(world, letter, removal, 'done', 'removed signatures by conditions');
}

async function undo(world: World, letter: Letter, removal: store.Removal, stopping: AbortSignal): Promise<void> {
  const range = { from: null, until: null, last: world.now() };
  const isOurs = (row: Pick<desk.Looked, 'removalId'>) => row.removalId === removal.id;
  const putBack = async (tx: Tx, rows: Signature[]) => -(await putBackMany(tx, world, rows.filter(isOurs))).length;
  for await (const rows of find(world.db, letter.id, ['removed'], range, isOurs))
    if (!(await inSteps(world, removal, rows, { atOnce: PUT_BACK_AT_ONCE, stopping, step: putBack }))) return;
  await finish(world, letter, removal, 'undone', 'undid a removal');
}

/**
 * Does a step with a few rows at a time, each in a transaction of its own, as long as the removal is in the state that
 * it was; false when it is not any more, or the worker stops.
 */
async function inSteps(
  world: World,
  removal: store.Removal,
  rows: desk.Looked[],
  {
    atOnce,
    stopping,
    step,
  }: { atOnce: number; stopping: AbortSignal; step: (tx: Tx, rows: Signature[]) => Promise<number> },
): Promise<boolean> {
  for (let at = 0; at < rows.length; at += atOnce) {
    const ids = rows.slice(at, at + atOnce).map(({ id }) => id);
    const goesOn = await world.db.transaction(async (tx) => {
      const held = await desk.holdMany(tx, removal.letterId, ids);
      if (!(await store.move(tx, removal.id, [removal.state], removal.state))) return false;
      await store.noteGone(tx, removal.id, await step(tx, held));
      return true;
    });
    if (!goesOn || stopping.aborted) return false;
    await setImmediate();
  }
  return !stopping.aborted;
}

async function finish(
  world: World,
  letter: Letter,
  removal: store.Removal,
  to: store.Removal['state'],
  deed: string,
): Promise<void> {
  const actor = { accountId: null, name: removal.by, admin: false, roles: new Map() };
  await world.db.transaction(async (tx) => {
    const ended = await store.move(tx, removal.id, [removal.state], to);
    if (ended) await noteIn(tx, world, actor, letter, ended, deed);
  });
}

/**
 * Forgets the networks and names that removals were told by, when networks are forgotten. Not of one that runs: without
 * its conditions it would take everything.
 */
export async function forgetConditions(world: Pick<World, 'db' | 'now' | 'settings'>): Promise<void> {
  const before = new Date(world.now().getTime() - world.settings.keepIpDays * DAY_MS);
  let after = '';
  let removals: store.Removal[];
  do {
    removals = await store.listBefore(world.db, before, after, 100);
    for (const { id, conditions } of removals) {
      const { network, name, ...rest } = conditions;
      if (network || name) await world.db.transaction((tx) => store.setConditions(tx, id, rest));
      after = id;
    }
  } while (removals.length > 0);
}
