import { type Visits, visitsOf } from '../basics/visits.ts';
import type { World } from '../basics/world.ts';
import type { Tx } from '../db/database.ts';
import type { Stream } from '../db/tables.ts';
import { loggable } from '../web/errors.ts';
import { paceOf } from './pace.ts';
import { mailOf, outcomeOf } from './posting.ts';
import type { Listeners, Sending } from './sending.ts';
import { type Outcome, settle } from './settling.ts';
import * as store from './store.ts';
import { listSuppressed } from './suppressing.ts';

/**
 * For how long a mail is claimed. Whoever sends it says so again while it is on its way; when nobody does, its sender is
 * gone, and it counts as interrupted.
 */
const CLAIM_MS = 60_000;
const RENEW_MS = 15_000;
/** How long the run looks for nothing while mails are on their way and none is due. */
const IDLE_MS = 500;
/** A turn of the event loop longer than this is one in which visitors are kept waiting. */
const SLOW_TURN_MS = 10;
/** So many mails go out at once however busy the program is. */
const LEAST_ROOM = 2;
/** How long what has ended waits for others to be written with. */
const LINGER_MS = 10;
/** How long mail that somebody waits for is not looked for again when there was none and others are on their way. */
const LOOK_AGAIN_MS = 50;
/** Mails that are read ahead of their claim. */
const AHEAD = 100;
/** What cannot be written, because the database does not answer, is tried again so often, so many milliseconds apart. */
const MOST_WRITES = 4;
const WRITE_AGAIN_MS = 1000;
const DAY_MS = 86_400_000;
/** Mail that waited so long, because no mail server was set or nothing ran, is old news: it is dropped. */
export const LONGEST_WAIT_DAYS = 14;

export const claimedUntil = (now: Date): Date => new Date(now.getTime() + CLAIM_MS);

/**
 * One going through the outbox: as many mails are on their way as there are connections, each followed by the next one
 * as soon as it has ended, so that a slow one holds up none. What has ended and what is claimed next shares a
 * transaction; nothing is claimed that does not leave at once.
 */
export class Run {
  readonly #world: World;
  readonly #listeners: Listeners;
  readonly #stopping: AbortSignal | undefined;
  readonly #progress: (sent: number) => void;
  readonly #most: number;
  /** Connections that mail to many leaves to mail that somebody waits for. */
  readonly #kept: number;
  readonly #pace;
  /** At most so many on their way: less after the mail server failed, and more again with each mail that it takes. */
  #width: number;
  /** As above: less while visitors keep the program busy. */
  #room: number;
  readonly #visits: Visits;
  /** The visits that were seen. */
  #seen = 0;
  #onTheirWay = new Map<string, store.OutboxRow>();
  #ended: Outcome[] = [];
  #ahead: store.OutboxRow[] = [];
  #sent = 0;
  /** When nothing was due that somebody waits for. */
  #noneAt = Number.NEGATIVE_INFINITY;
  #wake = () => {};
  #renewedAt: Date;

  constructor(world: World, listeners: Listeners, { stopping, progress = () => {} }: Sending) {
    this.#world = world;
    this.#listeners = listeners;
    this.#stopping = stopping;
    this.#progress = progress;
    this.#most = world.settings.mailConnections;
    this.#kept = this.#most > 1 ? Math.ceil(this.#most / 10) : 0;
    this.#width = this.#most;
    this.#room = this.#most;
    this.#pace = paceOf(world);
    this.#visits = visitsOf(world.db);
    this.#renewedAt = world.now();
  }

  /** Goes on until nothing is due and nothing on its way; gives the number sent. */
  async send(): Promise<number> {
    await this.#pace.look(this.#world.db, true);
    for (;;) {
      try {
        await this.#change();
        await this.#giveWay();
        const due = await this.#due();
        const ended = this.#ended.splice(0);
        if (ended.length > 0 || due.length > 0 || this.#mustRenew()) await this.#step(ended, due);
        else if (this.#onTheirWay.size === 0) return this.#sent;
      } catch (error) {
        // What is on its way is waited for and written, when the database answers again.
        if (this.#onTheirWay.size === 0) throw error;
        this.#world.log.error({ error: loggable(error) }, 'mail could not be taken from the outbox');
        await rest(WRITE_AGAIN_MS);
      }
    }
  }

  /** The mails that go next, as many as have a connection; those that must rest are among them. */
  async #due(): Promise<store.OutboxRow[]> {
    const { db } = this.#world;
    const now = this.#world.now();
    await this.#pace.look(db);
    if (this.#stopping?.aborted || this.#pace.serverRests(now)) return [];
    const limit = Math.floor(Math.min(this.#width, this.#room));
    // What goes to many takes no connection from what somebody waits for, however few there are to be at the moment.
    const free = Math.min(limit - this.#count('confirmations'), this.#most - this.#count());
    const first = free > 0 ? await this.#awaited(now, free) : [];
    const updates = Math.min(limit - this.#count() - first.length, this.#most - this.#kept - this.#count('updates'));
    if (updates <= 0) return first;
    if (this.#ahead.length === 0)
      this.#ahead = await store.listDue(db, { stream: 'updates', until: now, limit: AHEAD });
    return [...first, ...this.#ahead.splice(0, updates)];
  }

  /** The mail that somebody waits for; looked for only now and then while there is none. */
  async #awaited(now: Date, limit: number): Promise<store.OutboxRow[]> {
    if (performance.now() - this.#noneAt < LOOK_AGAIN_MS && this.#onTheirWay.size > 0) return [];
    const rows = await store.listDue(this.#world.db, { stream: 'confirmations', until: now, limit });
    if (rows.length === 0) this.#noneAt = performance.now();
    return rows;
  }

  /** How many are still on their way, of a stream or of both. */
  #count(stream?: Stream): number {
    const of = (row: store.OutboxRow) => stream === undefined || row.stream === stream;
    const ended = this.#ended.filter(({ row }) => of(row)).length;
    return [...this.#onTheirWay.values()].filter(of).length - ended;
  }

  /** Writes what has ended, claims what is due, and lets it go. */
  async #step(ended: Outcome[], due: store.OutboxRow[]): Promise<void> {
    const { db } = this.#world;
    const now = this.#world.now();
    const { going, later } = this.#admitted(due, now);
    const until = claimedUntil(now);
    try {
      const { claimed, stopped } = await db.transaction(async (tx) => {
        if (ended.length > 0) await settle(tx, this.#world, { listeners: this.#listeners, pace: this.#pace }, ended);
        for (const one of later) await store.putOff(tx, one);
        const ids = going.map(({ id }) => id).sort();
        const mine = new Set(ids.length > 0 ? (await store.claim(tx, ids, { until })).map(({ id }) => id) : []);
        await this.#renew(tx, now);
        const taken = going.filter(({ id }) => mine.has(id));
        return { claimed: taken, stopped: await suppressedOf(tx, taken) };
      });
      this.#over(ended);
      for (const row of claimed) this.#begin(row, stopped.has(row.id), now);
    } catch (error) {
      if (ended.length === 0) throw error;
      // Whatever failed, what went out is to be known as such: each for itself.
      for (const one of ended) void this.#settleAlone(one).then(() => this.#wake());
    }
  }

  #admitted(due: store.OutboxRow[], now: Date) {
    const going: store.OutboxRow[] = [];
    const later: { id: string; until: Date }[] = [];
    for (const row of due) {
      const before = going.filter(({ domain }) => domain === row.domain).length;
      const until = this.#pace.admit(row, now, this.#toDomain(row.domain) + before);
      if (until) later.push({ id: row.id, until });
      else going.push(row);
    }
    return { going, later };
  }

  #toDomain(domain: string): number {
    let count = 0;
    for (const row of this.#onTheirWay.values()) if (row.domain === domain) count += 1;
    return count;
  }

  #over(ended: Outcome[]): void {
    for (const { row, outcome } of ended) {
      this.#onTheirWay.delete(row.id);
      if (outcome === 'sent') this.#sent += 1;
    }
    this.#progress(this.#sent);
  }

  #adapt(one: Outcome): void {
    if (one.outcome === 'sent') this.#width = Math.min(this.#most, this.#width + 0.5);
    else if (one.matter === 'server') this.#width = Math.max(1, this.#width / 2);
  }

  #begin(row: store.OutboxRow, suppressed: boolean, now: Date): void {
    this.#onTheirWay.set(row.id, row);
    void this.#try(row, suppressed, now).then((outcome) => {
      this.#ended.push(outcome);
      this.#adapt(outcome);
      this.#wake();
    });
  }

  async #try(row: store.OutboxRow, suppressed: boolean, now: Date): Promise<Outcome> {
    const given = { row, outcome: 'failed', matter: 'mail', noMailbox: false } as const;
    if (suppressed) return { ...given, problem: 'suppressed' };
    if (row.createdAt.getTime() < now.getTime() - LONGEST_WAIT_DAYS * DAY_MS)
      return { ...given, problem: `waited for ${LONGEST_WAIT_DAYS} days` };
    try {
      await this.#world.mailer.send(await mailOf(this.#world, row));
      return { row, outcome: 'sent' };
    } catch (error) {
      return outcomeOf(this.#world, row, error);
    }
  }

  /** Whether it is time to say that mails are still on their way; at once where the clock was set. */
  #mustRenew(): boolean {
    const passed = this.#world.now().getTime() - this.#renewedAt.getTime();
    return this.#onTheirWay.size > 0 && Math.abs(passed) >= RENEW_MS;
  }

  async #renew(tx: Tx, now: Date): Promise<void> {
    if (!this.#mustRenew()) return;
    await store.renew(tx, [...this.#onTheirWay.keys()].sort(), { until: claimedUntil(now) });
    this.#renewedAt = now;
  }

  async #settleAlone(one: Outcome): Promise<void> {
    const { db, log } = this.#world;
    const listening = { listeners: this.#listeners, pace: this.#pace };
    for (let n = 1; n <= MOST_WRITES; n += 1) {
      try {
        await db.transaction((tx) => settle(tx, this.#world, listening, [one]));
        return this.#over([one]);
      } catch (error) {
        const mail = { mail: one.row.id, kind: one.row.kind };
        log.error({ ...mail, error: loggable(error) }, 'what came of a mail was not written');
        if (n < MOST_WRITES) await rest(WRITE_AGAIN_MS);
      }
    }
    // It stays claimed, and then counts as interrupted.
    this.#onTheirWay.delete(one.row.id);
  }

  /**
   * Lets the event loop turn once, and sees how long that takes. Where visitors came in meanwhile and it turned slowly,
   * fewer mails are on their way, so that people wait no longer than without them.
   */
  async #giveWay(): Promise<void> {
    if (this.#onTheirWay.size === 0) return;
    const before = performance.now();
    await new Promise((resolve) => setImmediate(resolve));
    const slow = performance.now() - before > SLOW_TURN_MS && this.#visits.count > this.#seen;
    this.#seen = this.#visits.count;
    this.#room = slow ? Math.max(LEAST_ROOM, this.#room / 2) : Math.min(this.#most, this.#room + 0.5);
  }

  /**
   * While mails are on their way, resolves when half of them have ended, or a moment after the first, so that many share
   * a commit and no connection waits for long; or after a while, to look for what has become due.
   */
  #change(): Promise<void> {
    if (this.#onTheirWay.size === 0) return Promise.resolve();
    return new Promise((resolve) => {
      const timers = [setTimeout(done, IDLE_MS)];
      function done() {
        for (const timer of timers) clearTimeout(timer);
        resolve();
      }
      this.#wake = () => {
        if (this.#ended.length * 2 >= this.#onTheirWay.size) done();
        else if (this.#ended.length > 0 && timers.length === 1) timers.push(setTimeout(done, LINGER_MS));
      };
      this.#wake();
    });
  }
}

const rest = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));

/** Those of some mails whose receiver wants none of their kind: an update may have waited for long. */
async function suppressedOf(tx: Tx, rows: store.OutboxRow[]): Promise<Set<string>> {
  const byCampaign = new Map<string, store.OutboxRow[]>();
  for (const row of rows) {
    const { campaignId } = row.data;
    if (row.kind === 'update' && typeof campaignId === 'string')
      byCampaign.set(campaignId, [...(byCampaign.get(campaignId) ?? []), row]);
  }
  const found = new Set<string>();
  for (const [campaignId, some] of byCampaign) {
    const keys = some.map(({ addressKey }) => addressKey);
    const suppressed = await listSuppressed(tx, keys, campaignId);
    for (const row of some) if (suppressed.has(row.addressKey)) found.add(row.id);
  }
  return found;
}
