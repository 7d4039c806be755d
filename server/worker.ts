import { askNext } from './affirmations/affirmations.ts';
import type { World } from './basics/world.ts';
import { refreshBills } from './bills/bills.ts';
import { carryDue, forgetCwc, readOfficesDue } from './carriers/cwc/cwc.ts';
import { closeDue } from './letters/letters.ts';
import { forgetBounces, type ReportListeners } from './mail/bounces.ts';
import { forgetOldMails } from './mail/mail.ts';
import { endInterrupted, type Listeners, sendDue } from './mail/sending.ts';
import { askWriters, forgetOld, messageCarried, messageMailed } from './messages/messages.ts';
import { forgetOffices } from './office/office.ts';
import { forgetProtection } from './protection/spikes.ts';
import {
  forgetConditions,
  forgetInvited,
  forgetOldSignatures,
  remind,
  signerMailReturned,
  workOnRemovals,
} from './signatures/signatures.ts';
import { watchSpikes } from './signatures/spikes.ts';
import { updateComplained } from './updates/complaining.ts';
import { forgetRecipients, updateMailed, workOnUpdates } from './updates/updates.ts';
import { loggable } from './web/errors.ts';
import { forgetOldTries } from './web/limits.ts';

/** Something that happens by itself, and how long it rests in between. */
interface Job {
  name: string;
  restMs: number;
  work(world: World, stopping: AbortSignal): Promise<unknown>;
}

const jobs: Job[] = [
  { name: 'send mail', restMs: 1000, work: sendAll },
  { name: 'end interrupted mail', restMs: 15_000, work: (world) => endInterrupted(world, listenersOf(world)) },
  { name: 'send messages to Congress', restMs: 2000, work: carryAll },
  { name: 'list offices of Congress', restMs: 600_000, work: readOfficesDue },
  { name: 'close letters', restMs: 60_000, work: closeDue },
  { name: 'remind signers', restMs: 300_000, work: whileThereIsMore(remind) },
  { name: 'watch for rushes', restMs: 60_000, work: watchSpikes },
  { name: 'ask signers again', restMs: 5000, work: whileThereIsMore(askNext) },
  { name: 'send updates', restMs: 2000, work: whileThereIsMore(workOnUpdates) },
  { name: 'ask writers', restMs: 60_000, work: whileThereIsMore(askWriters) },
  { name: 'remove signatures', restMs: 2000, work: workOnRemovals },
  { name: 'read bills anew', restMs: 600_000, work: refreshBills },
  { name: 'forget old data', restMs: 3_600_000, work: forget },
];

/**
 * Does what happens by itself: sends mail, closes letters whose deadline has come, forgets old data. A job never runs
 * twice at once; one that fails is logged and tried again after its rest. `stop` waits for the work in hand.
 */
export function startWorker(world: World): { stop(): Promise<void> } {
  const stopping = new AbortController();
  const running = jobs.map((job) => repeat(world, job, stopping.signal));
  return {
    stop: async () => {
      stopping.abort();
      await Promise.all(running);
    },
  };
}

/** What the rooms want to know of mail that went out. */
export const listenersOf = (world: World): Listeners => ({
  message: messageMailed(world),
  update: updateMailed(world),
  'confirm-signature': signerMailReturned,
  'remind-signature': signerMailReturned,
  'already-signed': signerMailReturned,
});

/** The same, and what they do about complaints. */
export const reportListenersOf = (world: World): ReportListeners => ({
  ended: listenersOf(world),
  complained: { update: updateComplained(world) },
});

/** Sends until nothing more is due, and gives the number sent. */
export function sendAll(world: World, stopping?: AbortSignal): Promise<number> {
  return sendDue(world, listenersOf(world), { stopping });
}

/** Hands messages to the services of Congress as long as there are any that are due. */
async function carryAll(world: World, stopping: AbortSignal): Promise<void> {
  while (!stopping.aborted && (await carryDue(world, messageCarried(world))) > 0);
}

/** Works on as long as there is more to do, with a short rest in between: the outbox empties meanwhile. */
function whileThereIsMore(work: (world: World, stopping: AbortSignal) => Promise<boolean>): Job['work'] {
  return async (world, stopping) => {
    while (!stopping.aborted && (await work(world, stopping))) await rest(1000, stopping);
  };
}

async function forget(world: World, stopping?: AbortSignal): Promise<void> {
  await forgetOldSignatures(world, stopping);
  await forgetConditions(world);
  await forgetInvited(world);
  await forgetOldMails(world);
  await forgetBounces(world);
  await forgetOld(world);
  await forgetOldTries(world);
  await forgetProtection(world);
  await forgetOffices(world);
  await forgetRecipients(world, stopping);
  await forgetCwc(world, messageCarried(world), stopping);
}

async function repeat(world: World, { name, restMs, work }: Job, stopping: AbortSignal): Promise<void> {
  while (!stopping.aborted) {
    try {
      await work(world, stopping);
    } catch (error) {
      world.log.error({ job: name, error: loggable(error) }, 'a job failed');
    }
    await rest(restMs, stopping);
  }
}

/** Resolves after a time, or at once when the worker stops. */
function rest(ms: number, stopping: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (stopping.aborted) return resolve();
    const timer = setTimeout(done, ms);
    function done() {
      clearTimeout(timer);
      stopping.removeEventListener('abort', done);
      resolve();
    }
    stopping.addEventListener('abort', done, { once: true });
  });
}
