/** What is kept of signers, and for how long. Every number stays what it was, for rows are emptied and never deleted. */
import { setImmediate, setTimeout } from 'node:timers/promises';
import type { World } from '../basics/world.ts';
import { findFact, moveFact, setFact } from '../db/facts.ts';
import type { SignatureState } from '../db/tables.ts';
import { type Letter, listAges } from '../letters/letters.ts';
import * as kept from './keeping.store.ts';
import { expireMany, forgotten, forgottenTyped } from './moving.ts';
import type { Fields } from './store.ts';

/** So many rows share a transaction: few enough that nobody who signs meanwhile notices. */
const AT_ONCE = 100;
const DAY_MS = 86_400_000;
const begin = new Date(0);

type Part = Pick<World, 'db' | 'now' | 'settings'>;
type Aging = Pick<Letter, 'id' | 'state' | 'closedAt'>;

/** What tells where somebody is reached. Name, state and district are the roll, and stay. */
export const forgottenAddress = {
  ...{ email: null, address: null, city: null, zip: null, locale: null, words: null, network: null },
} satisfies Fields;

/**
 * Forgets what has served its purpose: unconfirmed signatures, networks, what was typed of signatures that ended, and
 * the addresses of signers once their letter has long been closed. In small transactions, and again from where it was
 * when it is stopped: what was forgotten is not looked for twice.
 */
export async function forgetOldSignatures(world: Part, stopping?: AbortSignal): Promise<void> {
  for (const letter of await listAges(world.db))
    for (const forget of [forgetUnconfirmed, forgetNetworks, forgetEnded, forgetAddresses])
      if (!stopping?.aborted) await forget(world, letter, stopping);
}

const daysBefore = (moment: Date, days: number) => new Date(moment.getTime() - days * DAY_MS);

/**
 * Whether the addresses of a letter's signers have served their purpose, but for those who agreed to be written to: it
 * has been closed for so long.
 */
export const isLongClosed = ({ now, settings }: Part, { state, closedAt }: Aging): boolean =>
  state !== 'circulating' && closedAt !== null && closedAt < daysBefore(now(), settings.keepAddressDays);

/** The signatures of a letter in one state that were given between two moments, a few at a time. */
async function* walk(
  { db }: Part,
  letter: Aging,
  state: SignatureState,
  { from = begin, before, stopping }: { from?: Date; before: Date; stopping: AbortSignal | undefined },
): AsyncGenerator<kept.Aged[]> {
  let after: kept.Cursor = { createdAt: from, id: '' };
  while (!stopping?.aborted) {
    const rows = await kept.listAged(db, letter.id, state, { after, before, limit: AT_ONCE });
    const began = performance.now();
    if (rows.length > 0) yield rows;
    const worked = performance.now() - began;
    const last = rows.at(-1);
    if (!last || rows.length < AT_ONCE) return;
    after = last;
    // Half of the time is for others. On SQLite, where reading waits for nothing, they have their turn here at all.
    await (worked > 1 ? setTimeout(worked) : setImmediate());
  }
}

const idsOf = (rows: { id: string }[]) => rows.map(({ id }) => id);

async function forgetUnconfirmed(world: Part, letter: Aging, stopping?: AbortSignal): Promise<void> {
  const before = daysBefore(world.now(), world.settings.keepUnconfirmedDays);
  for (const state of ['pending', 'held'] as const)
    for await (const rows of walk(world, letter, state, { before, stopping }))
      await world.db.transaction((tx) => expireMany(tx, letter.id, state, idsOf(rows), world.now()));
}

const withNetwork = ['pending', 'held', 'waiting', 'confirmed', 'withdrawn', 'disowned', 'removed'] as const;

/**
 * Each walk begins where the one before the last had ended, so that two of them pass every row: a signature may change
 * its state, and with it its place in the order, while a walk goes by.
 */
async function forgetNetworks(world: Part, letter: Aging, stopping?: AbortSignal): Promise<void> {
  const name = `networks forgotten: ${letter.id}`;
  const fact = await findFact(world.db, name);
  const [from = begin, last = begin] = fact?.split(' ').map((moment) => new Date(moment)) ?? [];
  if (letter.closedAt && from > letter.closedAt) return;
  const before = daysBefore(world.now(), world.settings.keepIpDays);
  for (const state of withNetwork)
    for await (const rows of walk(world, letter, state, { from, before, stopping })) {
      const ids = idsOf(rows.filter(({ network }) => network !== null));
      if (ids.length > 0) await world.db.transaction((tx) => kept.forgetNetworks(tx, ids));
    }
  if (stopping?.aborted) return;
  const ended = [last, before].map((moment) => moment.toISOString()).join(' ');
  await world.db.transaction((tx) => moveFact(tx, name, fact, ended));
}

/**
 * What was typed of signatures that were withdrawn, disowned or removed a while ago. They may have been given long
 * before, so all of them are walked through, but only on days on which one is due.
 */
async function forgetEnded(world: Part, letter: Aging, stopping?: AbortSignal): Promise<void> {
  const now = world.now();
  const name = `ended forgotten, next: ${letter.id}`;
  const due = await findFact(world.db, name);
  if (due && new Date(due) > now) return;
  const cutoff = daysBefore(now, world.settings.keepUnconfirmedDays);
  let oldest = now;
  for (const state of ['withdrawn', 'disowned', 'removed'] as const)
    for await (const rows of walk(world, letter, state, { before: now, stopping })) {
      const known = rows.filter((row) => row.name !== null || row.email !== null);
      const old = known.filter((row) => row.changedAt < cutoff);
      for (const { changedAt } of known) if (changedAt >= cutoff && changedAt < oldest) oldest = changedAt;
      const to = state === 'withdrawn' ? forgotten : forgottenTyped;
      if (old.length > 0) await world.db.transaction((tx) => kept.changeMany(tx, idsOf(old), state, to));
    }
  if (stopping?.aborted) return;
  const dueNext = oldest.getTime() + world.settings.keepUnconfirmedDays * DAY_MS + 1;
  const next = new Date(Math.max(dueNext, now.getTime() + DAY_MS));
  await world.db.transaction((tx) => setFact(tx, name, next.toISOString()));
}

async function forgetAddresses(world: Part, letter: Aging, stopping?: AbortSignal): Promise<void> {
  if (!isLongClosed(world, letter)) return;
  const name = `addresses forgotten: ${letter.id}`;
  const closed = letter.closedAt?.toISOString() ?? '';
  if ((await findFact(world.db, name)) === closed) return;
  const before = world.now();
  for await (const rows of walk(world, letter, 'confirmed', { before, stopping })) {
    const ids = idsOf(rows.filter(({ email }) => email !== null));
    if (ids.length > 0)
      await world.db.transaction((tx) => kept.forgetUnlessAgreed(tx, ids, 'confirmed', forgottenAddress));
  }
  for await (const rows of walk(world, letter, 'waiting', { before, stopping }))
    await world.db.transaction((tx) => expireMany(tx, letter.id, 'waiting', idsOf(rows), before));
  if (!stopping?.aborted) await world.db.transaction((tx) => setFact(tx, name, closed));
}
