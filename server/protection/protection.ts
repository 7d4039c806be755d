/** What stands between a form and a signature: limits, challenges, suspicion. Nobody is told which of them spoke. */
import { domainOf, isDisposable, isLargeProvider } from '../basics/addresses.ts';
import type { World } from '../basics/world.ts';
import type { Tx } from '../db/database.ts';
import { addTries, findTries } from '../web/limits.ts';
import { checkSolution } from './challenge.ts';
import {
  ASK_FROM,
  addedUp,
  askingCount,
  type Counted,
  domainCount,
  domainPressure,
  keyAt,
  letterCount,
  letterPressure,
  networkCount,
  networkLimits,
  restOf,
} from './limits.ts';
import { findListed } from './rules.ts';
import * as store from './store.ts';

export { newChallenge } from './challenge.ts';

export interface Asking {
  letterId: string;
  campaignId: string;
  /** As `networkOf` gives it. */
  network: string;
  email: string;
  /** What a field held that people do not see. */
  trap: string;
  /** A solved challenge as it was sent; '' for none. */
  challenge: string;
}

/** What can be said of a form before its transaction. */
export interface Weighed {
  blocked: 'blocked' | null;
  suspicion: 'trap' | 'disposable' | null;
  /** On an allow list: neither suspected nor asked for a challenge. */
  allowed: boolean;
  /** The network is on an allow list, so no limit holds for it. An address alone proves nothing yet, and lifts none. */
  unlimited: boolean;
  challenge: 'none' | 'solved' | 'wrong';
  /** The challenge that was solved, so that it is used once. */
  solved: { key: string; until: Date } | null;
}

export type Reason = NonNullable<Weighed['blocked'] | Weighed['suspicion']> | 'no-challenge';

/** What becomes of a form. */
export type Verdict =
  | { kind: 'accept' }
  /** Stored, answered like any other, and looked at by an organizer. */
  | { kind: 'hold'; reason: Reason }
  /** Not stored; `seconds` says when to come back. */
  | { kind: 'too-many'; seconds: number };

const unsuspected: Weighed = {
  ...{ blocked: null, suspicion: null, allowed: false, unlimited: false },
  ...{ challenge: 'none', solved: null },
};

/** Weighs what one form says by itself. For outside the transaction: it may read the lists, and writes nothing. */
export async function prepare(world: World, asking: Asking): Promise<Weighed> {
  if (!world.settings.signingProtection) return unsuspected;
  const { letterId, campaignId, email, challenge } = asking;
  const { blocked, allowed } = await findListed(world, campaignId, asking);
  const solved = challenge ? await checkSolution(world, letterId, challenge) : null;
  return {
    blocked: blocked ? 'blocked' : null,
    suspicion: asking.trap ? 'trap' : isDisposable(domainOf(email)) ? 'disposable' : null,
    allowed: allowed.email || allowed.network,
    unlimited: allowed.network,
    challenge: solved ? 'solved' : challenge ? 'wrong' : 'none',
    solved,
  };
}

/** One of a batch. */
export interface Item {
  letterId: string;
  network: string;
  /** Of the mail address, as `domainOf` gives it. */
  domain: string;
  weighed: Weighed;
}

const accept: Verdict = { kind: 'accept' };
const hold = (reason: Reason): Verdict => ({ kind: 'hold', reason });

/**
 * Counts a batch of forms against the limits, and gives a verdict on each, in their order. A form that its network may
 * not send any more is counted nowhere else, so nobody can raise the challenge for all from one place.
 */
export async function weighMany(tx: Tx, world: World, items: Item[]): Promise<Verdict[]> {
  if (!world.settings.signingProtection) return items.map(() => accept);
  const waits = await countNetworks(tx, world, items);
  const suspected = items.map(({ weighed }) => weighed.blocked ?? (weighed.allowed ? null : weighed.suspicion));
  const counted = items.filter((item, n) => !waits[n] && !suspected[n] && !item.weighed.allowed);
  const demanded = await countPressure(tx, world, counted);
  const solved = await useSolved(tx, [...demanded]);
  return items.map((item, n): Verdict => {
    const [seconds, reason] = [waits[n], suspected[n]];
    if (seconds) return { kind: 'too-many', seconds };
    if (reason) return hold(reason);
    return demanded.has(item) && !solved.has(item) ? hold('no-challenge') : accept;
  });
}

/**
 * What each count came to with every item of a batch, one after the other, where `totals` is after all of them: of those
 * that arrive together only the ones past a limit are past it.
 */
function runningCount(all: Counted[], totals: Map<string, number>, now: Date): (counted: Counted) => number {
  const seen = new Map(addedUp(all, now).map(({ key, count }) => [key, (totals.get(key) ?? 0) - count]));
  return (counted) => {
    const key = keyAt(counted, now);
    const count = (seen.get(key) ?? 0) + 1;
    seen.set(key, count);
    return count;
  };
}

/** For each item the seconds that its network has to wait, or 0. */
async function countNetworks(tx: Tx, world: World, items: Item[]): Promise<number[]> {
  const now = world.now();
  const countsOf = new Map<Item, Counted[]>(
    items.map((item) => [
      item,
      item.weighed.unlimited ? [] : networkLimits.map((limit) => networkCount(world, item.network, limit)),
    ]),
  );
  const all = [...countsOf.values()].flat();
  const seen = runningCount(all, await addTries(tx, addedUp(all, now)), now);
  return items.map((item) =>
    Math.max(
      0,
      ...(countsOf.get(item) ?? []).map((counted, n) =>
        seen(counted) > (networkLimits[n]?.most ?? 0) ? restOf(counted.seconds, now) : 0,
      ),
    ),
  );
}

/** Counts items for their letters and domains, and gives those of which a challenge is demanded. */
async function countPressure(tx: Tx, world: World, items: Item[]): Promise<Set<Item>> {
  if (items.length === 0) return new Set();
  const now = world.now();
  const counts = items.map((item) => ({
    item,
    letter: letterCount(item.letterId),
    domain: isLargeProvider(item.domain) ? null : domainCount(world, item.letterId, item.domain),
  }));
  const all = counts.flatMap(({ letter, domain }) => (domain ? [letter, domain] : [letter]));
  const seen = runningCount(all, await addTries(tx, addedUp(all, now)), now);
  const before = await findTries(tx, [...new Set(all.map((counted) => keyAt(counted, now, 1)))]);
  const heaviest = (counted: Counted) => Math.max(seen(counted), before.get(keyAt(counted, now, 1)) ?? 0);
  const weights = counts.map(({ item, letter, domain }) => ({
    item,
    letter: heaviest(letter),
    domain: domain ? heaviest(domain) : 0,
  }));
  const asking = weights.flatMap(({ item, domain }) =>
    domain >= domainPressure.most * ASK_FROM ? [askingCount(item.letterId)] : [],
  );
  if (asking.length > 0) await addTries(tx, addedUp(asking, now));
  return new Set(
    weights.flatMap(({ item, letter, domain }) =>
      letter > letterPressure.most || domain > domainPressure.most ? [item] : [],
    ),
  );
}

/** Those of the items whose challenge was solved, and is used now for the first time. */
async function useSolved(tx: Tx, items: Item[]): Promise<Set<Item>> {
  const first = new Map<string, Item>();
  for (const item of items) {
    const key = item.weighed.solved?.key;
    if (key && !first.has(key)) first.set(key, item);
  }
  const rows = [...first.values()].flatMap(({ weighed }) => weighed.solved ?? []);
  const used = await store.useChallenges(
    tx,
    rows.sort((a, b) => (a.key < b.key ? -1 : 1)),
  );
  return new Set(used.flatMap(({ key }) => first.get(key) ?? []));
}

/** Whether whoever signs this letter now, from this network, should solve a challenge first. */
export async function pressure(
  world: World,
  letter: { id: string; campaignId: string },
  network: string,
): Promise<boolean> {
  if (!(await isAsking(world, letter.id))) return false;
  const { allowed } = await findListed(world, letter.campaignId, { email: '', network });
  return !allowed.network;
}

/** Whether so many sign a letter now that visitors are asked for a challenge. */
export async function isAsking(world: Pick<World, 'db' | 'now' | 'settings'>, letterId: string): Promise<boolean> {
  if (!world.settings.signingProtection) return false;
  const [now, letter, asking] = [world.now(), letterCount(letterId), askingCount(letterId)];
  const keys = (counted: Counted) => [keyAt(counted, now), keyAt(counted, now, 1)];
  const totals = await findTries(world.db, [...keys(letter), ...keys(asking)]);
  const reached = (counted: Counted, least: number) => keys(counted).some((key) => (totals.get(key) ?? 0) >= least);
  return reached(letter, letterPressure.most * ASK_FROM) || reached(asking, 1);
}
