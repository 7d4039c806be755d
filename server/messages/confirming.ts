/** The link in a mail that asks whether a message is its reader's own: what it would send, sending it, forgetting it. */
import { NotFound, Refused } from '../basics/errors.ts';
import { hashToken } from '../basics/ids.ts';
import { dayIn } from '../basics/time.ts';
import type { World } from '../basics/world.ts';
import { carriedBy, carryingTo } from '../carriers/carriers.ts';
import type { Db } from '../db/database.ts';
import { findLetterById } from '../letters/letters.ts';
import { cancelMails } from '../mail/mail.ts';
import { move } from '../tallies/tallies.ts';
import type { Ask } from '../variants/variants.ts';
import { findWriting, mayBeAsked, type Writing } from './board.ts';
import { changesOf, SUBJECT } from './counting.ts';
import { mailReasonsOf } from './erasing.ts';
import { hand } from './handing.ts';
import * as store from './store.ts';
import { addWriter, findWriterToken } from './writers.ts';

/**
 * 'overtaken': the legislator has signed, or the letter has closed, since the message was written. 'closed': the office
 * takes nothing from here any more. 'elsewhere': its writer has gone another way since.
 */
export type Confirmable = 'confirming' | 'overtaken' | 'closed' | 'elsewhere' | 'queued' | 'sent' | 'failed';

/** A message as its writer sees it behind the link. */
export interface Pending {
  state: Confirmable;
  /** Who carries it: mail, or the offices' own service. */
  way: store.MessageRow['way'];
  subject: string;
  text: string;
  email: string;
  ask: Ask;
  writing: Writing;
  /** The token of the page with the writer's receipts; null until they have one. */
  receipts: string | null;
}

type Looking = Pick<World, 'now' | 'secret' | 'settings'>;

/** What the link in a mail would confirm. Throws NotFound for a link that is unknown, replaced or forgotten. */
export async function requirePending(world: Looking & Pick<World, 'db'>, token: string): Promise<Pending> {
  return (await pendingOf(world, world.db, token)).pending;
}

async function pendingOf(world: Looking, db: Db, token: string) {
  const row = await store.findByToken(db, hashToken(token));
  const letter = row && (await findLetterById(db, row.letterId));
  const writing = letter && (await findWriting(db, letter, row.legislator, world.now()));
  if (!writing) throw new NotFound('message');
  const { way, subject, text, email, ask } = row;
  const pending: Pending = {
    state: await stateOf({ ...world, db }, row, writing),
    ...{ way, subject: subject ?? '', text: text ?? '', email: email ?? '', ask, writing },
    receipts: await findWriterToken(world, db, row.letterId, row.personKey),
  };
  return { row, pending };
}

async function stateOf(world: Looking & { db: Db }, row: store.MessageRow, writing: Writing): Promise<Confirmable> {
  const { state } = row;
  if (state === 'queued' || state === 'sent' || state === 'failed') return state;
  if (state !== 'confirming') return 'elsewhere';
  if (writing.ask !== row.ask || !mayBeAsked(writing)) return 'overtaken';
  return carriedBy(writing.legislator, await carryingTo(world, writing)) === row.way ? 'confirming' : 'closed';
}

/**
 * Confirms a message, which then waits to be sent: whoever has the link has the mailbox. Twice is once. Gives the state
 * it is in now. Throws NotFound as `requirePending` does.
 */
export async function confirm(world: World, token: string): Promise<Confirmable> {
  const now = world.now();
  return world.db.transaction(async (tx) => {
    const { row, pending } = await pendingOf(world, tx, token);
    if (pending.state !== 'confirming') return pending.state;
    const { letter } = pending.writing;
    const day = dayIn(now, letter.timeZone);
    const queued = await store.change(tx, row.id, 'confirming', { state: 'queued', day, changedAt: now });
    if (!queued) return 'queued';
    await addWriter(tx, world, { letterId: letter.id, email: row.email ?? '' });
    await hand(tx, world, queued, pending.writing);
    await move(tx, row.letterId, SUBJECT, changesOf(queued, 1));
    return 'queued';
  });
}

const typed = {
  ...{ name: null, email: null, zip: null, subject: null, text: null, parts: null, quote: null },
  ...{ details: null, tokenHash: null },
};

/**
 * Forgets a message for whoever has its link. One that was not confirmed ("this was not me") goes, and nobody can have
 * the same address asked for the same thing again; of one that was sent, who wrote it and what. Throws NotFound, and
 * Refused('on-its-way') for one that is just being sent.
 */
export async function forget(world: World, token: string): Promise<void> {
  const place = { homeState: null, homeDistrict: null, lookup: null };
  await world.db.transaction(async (tx) => {
    const { row } = await pendingOf(world, tx, token);
    const gone =
      row.state === 'confirming'
        ? await store.change(tx, row.id, 'confirming', {
            ...typed,
            ...place,
            state: 'disowned',
            changedAt: world.now(),
          })
        : row.state !== 'queued' && (await store.change(tx, row.id, row.state, typed));
    if (gone) await cancelMails(tx, mailReasonsOf(row));
    else throw new Refused('on-its-way', 'This message is on its way. Please come back in a few minutes.');
  });
}
