/** Unusually many signatures within an hour from one place, put before an organizer: a rush is not yet a fraud. */
import { isLargeProvider } from '../basics/addresses.ts';
import { keyed } from '../basics/ids.ts';
import { requireRole, type Viewer } from '../basics/viewer.ts';
import type { World } from '../basics/world.ts';
import type { Tx } from '../db/database.ts';
import { addTries, findTries, type Tries } from '../web/limits.ts';
import * as store from './store.ts';

export type SpikeKind = store.Spike['kind'];

/** What there is to say of a signature that came in. */
export interface Arrival {
  letterId: string;
  at: Date;
  network: string | null;
  /** Of the mail address. */
  domain: string | null;
  /** 'OH-7'. */
  district: string | null;
}

const HOUR_MS = 3_600_000;

/**
 * What stands out: at least so many within an hour, being at least this share of what the letter got in that hour.
 * Whole districts are asked to sign by whoever works there, so one stands out only when it is new that it does.
 */
const unusual: Record<SpikeKind, { least: number; share: number; sudden: boolean }> = {
  network: { least: 15, share: 0.02, sudden: false },
  domain: { least: 25, share: 0.1, sudden: false },
  district: { least: 50, share: 0.5, sudden: true },
};

const hourOf = (at: Date) => new Date(Math.floor(at.getTime() / HOUR_MS) * HOUR_MS);

/** One count: of a place for a letter in an hour, or without a place of all that the letter got in it. */
interface Count {
  letterId: string;
  hour: Date;
  place: { kind: SpikeKind; key: string } | null;
}

/** What is counted is named by a hash: a network or a domain is kept for longer only where it stands out. */
const keyOf = (world: Pick<World, 'secret'>, { letterId, hour, place }: Count): string =>
  `spike:${letterId}:${place ? keyed(world.secret, `${place.kind}:${place.key}`) : 'all'}:${hour.getTime() / HOUR_MS}`;

const before = (count: Count): Count => ({ ...count, hour: new Date(count.hour.getTime() - HOUR_MS) });

/** Counts what came in, and notes what now stands out. Called once for each signature, in somebody's transaction. */
export async function addSpikes(tx: Tx, world: Pick<World, 'secret'>, arrivals: Arrival[]): Promise<void> {
  const counts = new Map<string, { count: Count; added: Tries }>();
  for (const count of arrivals.flatMap(countsOf)) {
    const key = keyOf(world, count);
    const until = new Date(count.hour.getTime() + 3 * HOUR_MS);
    const had = counts.get(key)?.added.count ?? 0;
    counts.set(key, { count, added: { key, until, count: had + 1 } });
  }
  const totals = await addTries(
    tx,
    [...counts.values()].map(({ added }) => added),
  );
  const many = [...counts].flatMap(([key, { count }]) => {
    const total = totals.get(key) ?? 0;
    return count.place && total >= unusual[count.place.kind].least ? [{ count, place: count.place, total }] : [];
  });
  if (many.length === 0) return;
  const all = (count: Count): Count => ({ ...count, place: null });
  const compared = many.flatMap(({ count }) => [all(count), before(count), before(all(count))]);
  const others = await findTries(tx, [...new Set(compared.map((count) => keyOf(world, count)))]);
  const totalOf = (count: Count) => others.get(keyOf(world, count)) ?? 0;
  for (const { count, place, total } of many) {
    const { share, least, sudden } = unusual[place.kind];
    const part = total / totalOf(all(count));
    const partBefore = totalOf(before(count)) < least ? 0 : totalOf(before(count)) / totalOf(before(all(count)));
    if (part < share || (sudden && partBefore > part / 2)) continue;
    await store.putSpike(tx, {
      ...{ letterId: count.letterId, kind: place.kind, key: place.key },
      ...{ hour: count.hour.toISOString(), count: total, seenBy: null },
    });
  }
}

function countsOf({ letterId, at, network, domain, district }: Arrival): Count[] {
  const hour = hourOf(at);
  const places: (Count['place'] | false)[] = [
    null,
    network !== null && network !== '' && { kind: 'network', key: network },
    domain !== null && domain !== '' && !isLargeProvider(domain) && { kind: 'domain', key: domain },
    district !== null && { kind: 'district', key: district },
  ];
  return places.flatMap((place) => (place === false ? [] : [{ letterId, hour, place }]));
}

/** So many are listed; a letter with more has trouble enough. */
const MOST_LISTED = 200;

/** What stood out at a letter, newest hour first. For its organizers. */
export function listSpikes(
  world: Pick<World, 'db'>,
  viewer: Viewer | null,
  letter: { id: string; campaignId: string },
): Promise<store.Spike[]> {
  requireRole(viewer, letter.campaignId, 'organizer');
  return store.listSpikes(world.db, letter.id, MOST_LISTED);
}

/** Notes that an organizer has looked at one. */
export async function seeSpike(
  world: Pick<World, 'db'>,
  viewer: Viewer | null,
  letter: { id: string; campaignId: string },
  spike: { kind: SpikeKind; key: string; hour: string },
): Promise<void> {
  const { name } = requireRole(viewer, letter.campaignId, 'organizer');
  await world.db.transaction((tx) => store.seeSpike(tx, { letterId: letter.id, ...spike, seenBy: name }));
}

const FORGOTTEN_AT_ONCE = 1000;

/** Forgets used challenges that have expired, and spikes older than network addresses are kept. */
export async function forgetProtection(world: Pick<World, 'db' | 'now' | 'settings'>): Promise<void> {
  let forgotten: number;
  do {
    forgotten = await world.db.transaction((tx) => store.forgetChallenges(tx, world.now(), FORGOTTEN_AT_ONCE));
  } while (forgotten === FORGOTTEN_AT_ONCE);
  const oldest = new Date(world.now().getTime() - world.settings.keepIpDays * 24 * HOUR_MS);
  await world.db.transaction((tx) => store.forgetSpikes(tx, hourOf(oldest).toISOString()));
}
