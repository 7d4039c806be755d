/**
 * The pace of mail: so many a minute to one receiving domain; a rest, which grows, for a domain that refuses mail for
 * now while others go on; a rest of everything when the mail server itself fails again and again. Rests are rows, so
 * all processes keep them, and a new one too; how many went out in this minute each process counts for itself.
 */
import type { World } from '../basics/world.ts';
import type { Db, Tx } from '../db/database.ts';
import * as store from './pace.store.ts';
import type { Matter } from './refusals.ts';
import type { OutboxRow } from './store.ts';

export type DomainRow = store.DomainRow;

/** Stands for the mail server itself, whom all mail goes through. */
export const SERVER = '*';

/** So many failures one after the other before a rest. */
const PATIENCE = 5;
const MINUTE_MS = 60_000;
/** The first rest and the longest; each is twice the one before. */
const rests = {
  domain: { first: MINUTE_MS, longest: 60 * MINUTE_MS },
  server: { first: 15_000, longest: 15 * MINUTE_MS },
};

/** How often the rests are read again: another process, or an admin, may have changed them. */
const LOOK_MS = 1000;
/** More domains than this are in no trouble at once; what is beyond them is tried as if nothing were known. */
const MOST_DOMAINS = 5000;

export class Pace {
  readonly #perMinute: number;
  /** Of these, what mail to many leaves to mail that somebody waits for. */
  readonly #kept: number;
  #known = new Map<string, DomainRow>();
  #lookedAt = Number.NEGATIVE_INFINITY;
  #minute = 0;
  /** Mails that went to a domain in this minute. */
  #sent = new Map<string, number>();
  /** Mails put off behind each rest, so that they come back at the pace and not all at once. */
  #behind = new Map<string, { until: number; count: number }>();

  constructor(perMinute: number) {
    this.#perMinute = perMinute;
    this.#kept = perMinute > 1 ? Math.ceil(perMinute / 5) : 0;
  }

  /** Reads the rests anew, once in a while or at once. */
  async look(db: Db, atOnce = false): Promise<void> {
    const at = performance.now();
    if (!atOnce && at - this.#lookedAt < LOOK_MS) return;
    this.#lookedAt = at;
    this.#known = new Map((await store.list(db, MOST_DOMAINS)).map((row) => [row.domain, row]));
  }

  /** Whether everything rests. */
  serverRests = (now: Date): boolean => this.#restOf(SERVER, now) !== null;

  /**
   * Null where a mail may go to its domain now, and it counts as gone. Else until when it is to be put off. `onTheirWay`
   * are the mails that are on their way there: after a rest one goes first, to see whether it is taken.
   */
  admit({ domain, stream }: Pick<OutboxRow, 'domain' | 'stream'>, now: Date, onTheirWay: number): Date | null {
    const most = this.#perMinute - (stream === 'updates' ? this.#kept : 0);
    const putOff = (until: number) => this.#behindRest(`${stream} ${domain}`, until, most);
    const rest = this.#restOf(domain, now);
    if (rest) return putOff(rest.getTime());
    const minute = Math.floor(now.getTime() / MINUTE_MS) * MINUTE_MS;
    if ((this.#known.get(domain)?.failures ?? 0) >= PATIENCE && onTheirWay > 0)
      return putOff(now.getTime() + MINUTE_MS);
    if (minute !== this.#minute) {
      this.#minute = minute;
      this.#sent.clear();
    }
    const sent = this.#sent.get(domain) ?? 0;
    if (sent >= most) return putOff(minute + MINUTE_MS);
    this.#sent.set(domain, sent + 1);
    return null;
  }

  #restOf(domain: string, now: Date): Date | null {
    const until = this.#known.get(domain)?.pausedUntil ?? null;
    return until && until > now ? until : null;
  }

  #behindRest(whose: string, until: number, perMinute: number): Date {
    const before = this.#behind.get(whose);
    const count = before?.until === until ? before.count : 0;
    if (this.#behind.size > MOST_DOMAINS) this.#behind.clear();
    this.#behind.set(whose, { until, count: count + 1 });
    return new Date(until + Math.floor(count / perMinute) * MINUTE_MS);
  }

  /** Mails were taken by a domain: whatever was known against it, and against the mail server, is over. */
  async succeeded(tx: Tx, domains: Iterable<string>): Promise<void> {
    if (this.#known.size === 0) return;
    for (const domain of new Set([...domains, SERVER])) if (this.#known.delete(domain)) await store.remove(tx, domain);
  }

  /** A mail was not taken, and not by its own fault. After several of them one after the other comes a rest. */
  async failed(tx: Tx, matter: Exclude<Matter, 'mail'>, domain: string, now: Date, problem: string): Promise<void> {
    const name = matter === 'server' ? SERVER : domain;
    if (!name) return;
    const row = await store.addFailure(tx, name, now, problem);
    if (!row) return;
    const { first, longest } = rests[matter];
    const more = row.failures - PATIENCE;
    const pausedUntil = more < 0 ? null : new Date(now.getTime() + Math.min(first * 2 ** more, longest));
    if (pausedUntil) await store.rest(tx, row, pausedUntil);
    this.#known.set(name, { ...row, pausedUntil });
  }
}

const paces = new WeakMap<object, Pace>();

/** The pace that all sending of this process keeps on one database. */
export function paceOf({ db, settings }: Pick<World, 'db' | 'settings'>): Pace {
  const pace = paces.get(db) ?? new Pace(settings.mailPerMinute);
  paces.set(db, pace);
  return pace;
}

/** Domains that refused mail lately, and the mail server ('*') where it did: those at rest and those before one. */
export const listDomains = (db: Db): Promise<DomainRow[]> => store.list(db, MOST_DOMAINS);

/** Ends a rest, so that mail is tried again at once. */
export const endRest = (tx: Tx, domain: string): Promise<boolean> => store.remove(tx, domain);

/** Forgets domains that have been in no trouble for a while. */
export const forgetDomains = (tx: Tx, before: Date): Promise<void> => store.removeOld(tx, before);
