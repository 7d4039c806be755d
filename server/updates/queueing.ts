/** Sending an update little by little: the outbox holds little more of it than it sends in a moment. */
import { setImmediate, setTimeout } from 'node:timers/promises';
import type { Viewer } from '../basics/viewer.ts';
import type { World } from '../basics/world.ts';
import { queueMails, roomForMore } from '../mail/mail.ts';
import { listSuppressed } from '../mail/suppressing.ts';
import { findSubscribers, type Subscriber } from '../signatures/signatures.ts';
import { counted, findNumbers, moveNumbers } from './counting.ts';
import { isFor, listSome, suppressedFor } from './listing.ts';
import { updateMail } from './mailing.ts';
import * as recipients from './recipients.store.ts';
import { alarmOf, findTrouble, hindranceOf, pause, startSending } from './sending.ts';
import * as store from './store.ts';
import { MOST_QUEUED, relistTakenBack, takeBack } from './takingBack.ts';
import { type About, findUpdate, note } from './writing.ts';

/** So many mails are queued in a transaction. */
const AT_ONCE = 50;

/** Whoever does what was scheduled, as the history names them. */
const clock: Viewer = { accountId: null, name: 'the schedule', admin: false, roles: new Map() };

/**
 * Does what updates need by themselves: lists recipients, begins what is due, queues mails as far as the outbox has room,
 * takes back what must not leave. Each step is a small transaction and goes on from where the last one was, whoever did
 * it. True while there may be more to do at once.
 */
export async function workOnUpdates(world: World, stopping?: AbortSignal): Promise<boolean> {
  const { db } = world;
  for (const { id } of await store.listDue(db, world.now())) await beginDue(world, id);
  for (const update of await store.listHalted(db))
    if ((await findNumbers(db, update)).queued > 0 || update.state === 'cancelled')
      await db.transaction((tx) => takeBack(tx, world, update));
  for (const { id } of await store.listListing(db))
    while (!stopping?.aborted && (await givingWay(() => listSome(world, id))));
  let more = false;
  if (world.mailer.ready)
    for (const { id } of await store.listInState(db, 'sending'))
      while (!stopping?.aborted) {
        const room = await roomForMore(world, MOST_QUEUED);
        more ||= room < AT_ONCE;
        if (room < AT_ONCE || !(await givingWay(() => queueSome(world, id)))) break;
      }
  return more;
}

/** Does one step. Half of the time is for others: on SQLite, where reading waits for nothing, they have their turn here. */
async function givingWay(step: () => Promise<boolean>): Promise<boolean> {
  const began = performance.now();
  const goesOn = await step();
  const worked = performance.now() - began;
  await (worked > 1 ? setTimeout(worked) : setImmediate());
  return goesOn;
}

async function beginDue(world: World, id: string): Promise<void> {
  await world.db.transaction(async (tx) => {
    const found = await findUpdate(tx, id);
    if (!found) return;
    const hindrance = hindranceOf(found);
    if (hindrance) return void (await pause(tx, world, found.update, hindrance.message));
    const update = await startSending(tx, world, found, 'scheduled');
    if (update) await note(tx, world, clock, { ...found, update }, 'sent an update');
  });
}

/** Queues the next few mails of an update; true while it goes on. */
async function queueSome(world: World, id: string): Promise<boolean> {
  const { db } = world;
  const found = await findUpdate(db, id);
  if (found?.update.state !== 'sending' || found.update.listing !== 'done' || !found.update.bodyId) return false;
  const { update } = found;
  const alarm = alarmOf(update, await findTrouble(db, update));
  if (alarm) return pauseFor(world, found, alarm);
  const next = await recipients.list(db, id, 'listed', { limit: AT_ONCE });
  if (next.length === 0) return endIfDone(world, update);
  const keys = next.map(({ addressKey }) => addressKey);
  return db.transaction(async (tx) => {
    // The update stays as it is until the end: a pause waits, and so does another worker.
    if (!(await store.change(tx, id, ['sending'], { state: 'sending' }))) return false;
    const still = await recipients.listByKeys(tx, id, keys, ['listed']);
    await queueThese(tx, world, found, still);
    return true;
  });
}

async function queueThese(
  tx: Parameters<typeof queueMails>[0],
  world: World,
  { update, letter, campaign }: About & { update: store.Update },
  rows: recipients.Recipient[],
): Promise<void> {
  const keys = rows.map(({ addressKey }) => addressKey);
  const suppressed = await listSuppressed(tx, keys, campaign.id);
  // Who wants it at this very moment: whoever has withdrawn since is left out, and their other name may still stand.
  const subscribers = new Map<string, Subscriber>();
  for (const one of await findSubscribers(tx, letter.id, keys))
    if (one.addressKey && isFor(update, one) && !subscribers.has(one.addressKey)) subscribers.set(one.addressKey, one);
  const at = world.now();
  const body = update.bodyId ?? '';
  const mails = rows.flatMap((row) => {
    const subscriber = suppressed.has(row.addressKey) ? undefined : subscribers.get(row.addressKey);
    return subscriber ? [{ row, mail: updateMail(world, { letter, campaign, body }, row, subscriber) }] : [];
  });
  const changes = [
    ...[...suppressed].map(([key, why]) => ({
      keys: [key],
      state: 'suppressed' as const,
      problem: suppressedFor[why],
    })),
    {
      keys: keys.filter((key) => !suppressed.has(key) && !subscribers.has(key)),
      state: 'skipped' as const,
      problem: 'withdrew, or wants no more news',
    },
    { keys: mails.map(({ row }) => row.addressKey), state: 'queued' as const, problem: null },
  ];
  const numbers = [];
  for (const { keys: some, state, problem } of changes) {
    const moved = (await recipients.move(tx, update.id, some, 'listed', { state, problem, at })).length;
    numbers.push(counted(update, 'listed', -moved), counted(update, state, moved));
  }
  await queueMails(
    tx,
    world,
    mails.map(({ mail }) => mail),
  );
  await moveNumbers(tx, update, numbers);
}

async function pauseFor(world: World, found: About & { update: store.Update }, why: string): Promise<false> {
  await world.db.transaction(async (tx) => {
    if (await pause(tx, world, found.update, why))
      await note(tx, world, { ...clock, name: 'the mail itself' }, found, 'paused an update', { reason: why });
  });
  return false;
}

/** An update has ended once nobody is left to be written to and no mail is on its way. True where somebody is, after all. */
async function endIfDone(world: World, { id }: store.Update): Promise<boolean> {
  return world.db.transaction(async (tx) => {
    const now = world.now();
    const update = await store.change(tx, id, ['sending'], { state: 'sending' });
    if (!update) return false;
    const queued = await recipients.list(tx, id, 'queued', { limit: MOST_QUEUED });
    if ((await relistTakenBack(tx, world, update, queued)) > 0) return true;
    if (queued.length > 0 || (await recipients.list(tx, id, 'listed', { limit: 1 })).length > 0) return false;
    await store.change(tx, id, ['sending'], { state: 'done', endedAt: now, changedAt: now });
    return false;
  });
}
