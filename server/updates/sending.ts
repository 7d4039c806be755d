/** What an organizer decides of an update that is written: when it goes out, that it pauses, goes on or goes no further. */
import { Refused } from '../basics/errors.ts';
import { grouped } from '../basics/text.ts';
import { momentInWords } from '../basics/time.ts';
import { requireSignedIn, type Viewer } from '../basics/viewer.ts';
import type { World } from '../basics/world.ts';
import type { Db, Tx } from '../db/database.ts';
import type { UpdateState } from '../db/tables.ts';
import { addBody } from '../mail/mail.ts';
import { findComplaints } from './complaining.ts';
import { findNumbers } from './counting.ts';
import { bodyOf } from './mailing.ts';
import * as store from './store.ts';
import { takeBack } from './takingBack.ts';
import { type About, fromTheStart, note, requireUpdate } from './writing.ts';

/** Which update, by the letter's web address. */
export interface Which {
  slug: string;
  id: string;
}

/** Why an update cannot go out; null when it can. */
export function hindranceOf({ campaign }: Pick<About, 'campaign'>): Refused | null {
  if (campaign.example) return new Refused('example-sends-nothing', 'The example sends no mail.');
  if (!campaign.sponsorAddress.trim())
    return new Refused('no-postal-address', 'A mail to many needs the sponsor’s postal address in it.');
  return null;
}

/** Throws what stands in the way. */
function requireSendable({ campaign, update }: About & { update: store.Update }): void {
  const hindrance = hindranceOf({ campaign });
  if (hindrance) throw hindrance;
  if (update.listing !== 'done')
    throw new Refused('not-counted', 'Please have its recipients counted first, so that you know how many get it.');
}

const changed = () =>
  new Refused('update-changed', 'This update has changed meanwhile. Please look at it again before you decide.');

/**
 * Sends an update at a moment that is to come: the text and the readers are those of that moment. Throws NotFound,
 * Refused ('example-sends-nothing', 'no-postal-address', 'not-counted', 'update-changed', 'too-early').
 */
export async function scheduleUpdate(world: World, viewer: Viewer | null, which: Which, sendAt: Date): Promise<void> {
  await world.db.transaction(async (tx) => {
    const found = await requireUpdate(tx, viewer, which.slug, which.id);
    requireSendable(found);
    if (sendAt <= world.now()) throw new Refused('too-early', 'Please choose a time that is still to come.');
    const update = await store.change(tx, which.id, ['draft'], { state: 'scheduled', sendAt, changedAt: world.now() });
    if (!update) throw changed();
    const when = momentInWords(sendAt, found.letter.timeZone);
    await note(tx, world, requireSignedIn(viewer), { ...found, update }, 'scheduled an update', { when });
  });
}

/** Makes a scheduled update a draft again. Throws NotFound and Refused ('update-changed'). */
export async function unscheduleUpdate(world: World, viewer: Viewer | null, which: Which): Promise<void> {
  await world.db.transaction(async (tx) => {
    const found = await requireUpdate(tx, viewer, which.slug, which.id);
    const to = { state: 'draft' as const, sendAt: null, changedAt: world.now() };
    if (!(await store.change(tx, which.id, ['scheduled'], to))) throw changed();
    await note(tx, world, requireSignedIn(viewer), found, 'took a scheduled update back');
  });
}

/** Sends an update now, as it was when its sender read it over (`seen` is its `changedAt`). Throws as scheduling does. */
export async function sendUpdate(world: World, viewer: Viewer | null, which: Which, seen: Date): Promise<void> {
  await world.db.transaction(async (tx) => {
    const found = await requireUpdate(tx, viewer, which.slug, which.id);
    requireSendable(found);
    if (found.update.changedAt.getTime() !== seen.getTime()) throw changed();
    const update = await startSending(tx, world, found, 'draft');
    if (!update) throw changed();
    await note(tx, world, requireSignedIn(viewer), { ...found, update }, 'sent an update');
  });
}

/**
 * Begins to send: the text is fixed from now on. Whoever signed up since it was counted is listed too. Null when it was
 * begun or changed meanwhile.
 */
export async function startSending(
  tx: Tx,
  world: Pick<World, 'now' | 'newId'>,
  { update }: { update: store.Update },
  from: 'draft' | 'scheduled',
): Promise<store.Update | null> {
  const now = world.now();
  const began = await store.change(tx, update.id, [from], {
    ...{ state: 'sending', sendAt: from === 'draft' ? now : update.sendAt, changedAt: now, pausedFor: '' },
    ...fromTheStart(update.listing === 'clearing' ? 'clearing' : 'running'),
    since: { ended: 0, failed: 0 },
  });
  if (!began) return null;
  const bodyId = await addBody(tx, world, bodyOf(began));
  return store.change(tx, update.id, ['sending'], { bodyId });
}

/** States in which an update can be paused: mail is to go out. */
const goingOut: UpdateState[] = ['scheduled', 'sending'];

/** Stops an update where it is: what waits in the outbox is taken back. Throws NotFound and Refused ('not-sending'). */
export async function pauseUpdate(world: World, viewer: Viewer | null, which: Which): Promise<void> {
  await world.db.transaction(async (tx) => {
    const found = await requireUpdate(tx, viewer, which.slug, which.id);
    const actor = requireSignedIn(viewer);
    if (!(await pause(tx, world, found.update, `Paused by ${actor.name}.`)))
      throw new Refused('not-sending', 'This update is not going out, so it cannot be paused.');
    await note(tx, world, actor, found, 'paused an update');
  });
}

/** Pauses for a reason; false if it was not going out. */
export async function pause(
  tx: Tx,
  world: Pick<World, 'now'>,
  { id }: Pick<store.Update, 'id'>,
  pausedFor: string,
): Promise<boolean> {
  const update = await store.change(tx, id, goingOut, { state: 'paused', pausedFor, changedAt: world.now() });
  if (!update) return false;
  await takeBack(tx, world, update);
  return true;
}

/**
 * Goes on where it was paused; one that had not begun, and whose time is still to come, waits for that again. Throws
 * NotFound, Refused ('not-paused') and what stands in the way of sending.
 */
export async function resumeUpdate(world: World, viewer: Viewer | null, which: Which): Promise<void> {
  await world.db.transaction(async (tx) => {
    const found = await requireUpdate(tx, viewer, which.slug, which.id);
    const hindrance = hindranceOf(found);
    if (hindrance) throw hindrance;
    const since = await findTrouble(tx, found.update);
    const update = await store.change(tx, which.id, ['paused'], {
      // One that has no body yet has not begun: it is due once its time has come.
      state: found.update.bodyId ? 'sending' : 'scheduled',
      ...{ pausedFor: '', changedAt: world.now(), since },
    });
    if (!update) throw new Refused('not-paused', 'This update is not paused.');
    await note(tx, world, requireSignedIn(viewer), { ...found, update }, 'resumed an update');
  });
}

/** Sends it to nobody else: what went out stays out. Throws NotFound and Refused ('update-ended'). */
export async function cancelUpdate(world: World, viewer: Viewer | null, which: Which): Promise<void> {
  await world.db.transaction(async (tx) => {
    const found = await requireUpdate(tx, viewer, which.slug, which.id);
    const from: UpdateState[] = ['draft', 'scheduled', 'sending', 'paused'];
    const to = { state: 'cancelled' as const, pausedFor: '', changedAt: world.now(), listing: 'done' as const };
    const update = await store.change(tx, which.id, from, to);
    if (!update) throw new Refused('update-ended', 'This update has ended already.');
    await takeBack(tx, world, update);
    await note(tx, world, requireSignedIn(viewer), { ...found, update }, 'cancelled an update');
  });
}

/** When so many mails failed or came back, and such a part of those that ended, something is wrong with the list. */
const MOST_FAILED = { count: 20, share: 0.05 };

/** How many mails of an update have ended, and how many of them not well. */
export async function findTrouble(db: Db, update: store.Update): Promise<store.Update['since']> {
  const { ended, failed, returned } = await findNumbers(db, update);
  const complaints = (await findComplaints(db, update.letterId)).get(update.id) ?? 0;
  return { ended, failed: failed + returned + complaints };
}

/** Why an update is to be paused by itself, as things went since it last began; '' while nothing is wrong. */
export function alarmOf({ since }: Pick<store.Update, 'since'>, now: store.Update['since']): string {
  const ended = now.ended - since.ended;
  const failed = now.failed - since.failed;
  if (failed < MOST_FAILED.count || failed < ended * MOST_FAILED.share) return '';
  return `It paused by itself: ${grouped(failed)} of ${grouped(ended)} mails were refused, came back or were complained of. Going on would harm the mail of the whole site; have a look at why first.`;
}
