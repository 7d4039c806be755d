import type Client from 'better-sqlite3';
import type { Tx } from './database.ts';

/** At most so many deeds, or so long, share one commit. */
const MOST_DEEDS = 200;
const MOST_MS = 15;
/** How long a deed waits for another process that holds the file. */
const PATIENCE_MS = 5000;
const RETRY_MS = 10;

/** A deed's place in a batch: its `tx` asks here before each statement. */
export interface Seat {
  check(): void;
}

interface Deed {
  work: (tx: Tx) => Promise<unknown>;
  done: (value: unknown) => void;
  failed: (error: unknown) => void;
  since: number;
}

type Outcome = { deed: Deed; value: unknown } | { deed: Deed; error: unknown };

/**
 * The queue in front of SQLite's one write connection. Deeds that wait at the same moment share one commit, each
 * inside a savepoint of its own, and are answered after it: durability then costs next to nothing.
 *
 * Every statement is synchronous, so a batch runs in microtasks alone and no other request can slip in. A deed that
 * awaits anything but its `tx` would stop everybody; it is refused with an error that says so.
 */
export class Writer {
  readonly #client: Client.Database;
  readonly #txFor: (seat: Seat) => Tx;
  readonly #statement: (sql: string) => Client.Statement;
  #queue: Deed[] = [];
  #running = false;
  #scheduled = false;
  #whenIdle: (() => void)[] = [];

  constructor(client: Client.Database, txFor: (seat: Seat) => Tx) {
    this.#client = client;
    this.#txFor = txFor;
    const kept = new Map<string, Client.Statement>();
    this.#statement = (sql) => {
      let statement = kept.get(sql);
      if (!statement) kept.set(sql, (statement = client.prepare(sql)));
      return statement;
    };
  }

  transaction<T>(work: (tx: Tx) => Promise<T>): Promise<T> {
    // While a batch runs nothing else does, so this call can only come from inside a deed.
    if (this.#running) return Promise.reject(new Error('A transaction was opened inside another one: pass its tx on.'));
    return new Promise<T>((done, failed) => {
      this.#queue.push({ work, done: done as Deed['done'], failed, since: performance.now() });
      this.#schedule();
    });
  }

  /** Resolves when every deed has been answered. */
  idle(): Promise<void> {
    if (!this.#running && this.#queue.length === 0) return Promise.resolve();
    return new Promise((resolve) => this.#whenIdle.push(resolve));
  }

  #schedule(): void {
    if (this.#scheduled || this.#running) return;
    this.#scheduled = true;
    setImmediate(() => void this.#batch());
  }

  async #batch(): Promise<void> {
    this.#scheduled = false;
    if (!this.#begin()) return;
    this.#running = true;
    const outcomes: Outcome[] = [];
    try {
      const started = performance.now();
      const alone = this.#queue.length === 1;
      let deed: Deed | undefined;
      while (outcomes.length < MOST_DEEDS && performance.now() - started < MOST_MS && (deed = this.#queue.shift())) {
        outcomes.push(await this.#act(deed, alone));
        // Undone by a deed that was alone in it, or by SQLite for a full disk: what follows would commit by itself.
        if (!this.#client.inTransaction) throw new Error('The database undid the transaction; the disk may be full.');
      }
      this.#statement('COMMIT').run();
    } catch (error) {
      if (this.#client.inTransaction) this.#statement('ROLLBACK').run();
      for (const outcome of outcomes.splice(0)) outcome.deed.failed('error' in outcome ? outcome.error : error);
    } finally {
      this.#running = false;
    }
    for (const outcome of outcomes) {
      if ('error' in outcome) outcome.deed.failed(outcome.error);
      else outcome.deed.done(outcome.value);
    }
    if (this.#queue.length > 0) this.#schedule();
    else for (const resolve of this.#whenIdle.splice(0)) resolve();
  }

  /** Takes the write lock. While another process holds it, tries again by a timer and refuses who waited too long. */
  #begin(): boolean {
    try {
      this.#statement('BEGIN IMMEDIATE').run();
      return true;
    } catch (error) {
      const busy = (error as { code?: string }).code?.startsWith('SQLITE_BUSY');
      const limit = busy ? performance.now() - PATIENCE_MS : Number.POSITIVE_INFINITY;
      const refused = this.#queue.filter((deed) => deed.since <= limit);
      this.#queue = this.#queue.filter((deed) => deed.since > limit);
      for (const deed of refused) deed.failed(error);
      if (this.#queue.length > 0) {
        this.#scheduled = true;
        setTimeout(() => void this.#batch(), RETRY_MS);
      } else for (const resolve of this.#whenIdle.splice(0)) resolve();
      return false;
    }
  }

  /**
   * Does a deed inside a savepoint of its own. One that is alone in the transaction needs none, and is spared that
   * SQLite keeps a copy of every page it changes.
   */
  async #act(deed: Deed, alone: boolean): Promise<Outcome> {
    const client = this.#client;
    let over = false;
    const tx = this.#txFor({
      check: () => {
        if (over) throw new Error('This transaction is over: a statement was not awaited inside its deed.');
        if (!client.inTransaction) throw new Error('The database undid the transaction; the disk may be full.');
      },
    });
    if (!alone) this.#statement('SAVEPOINT deed').run();
    try {
      const value = await Promise.race([deed.work(tx), this.#alarm(() => over)]);
      over = true;
      if (!alone) this.#statement('RELEASE deed').run();
      return { deed, value };
    } catch (error) {
      over = true;
      if (client.inTransaction && alone) this.#statement('ROLLBACK').run();
      else if (client.inTransaction) {
        this.#statement('ROLLBACK TO deed').run();
        this.#statement('RELEASE deed').run();
      }
      return { deed, error };
    }
  }

  /**
   * Rejects when the microtasks have drained and the deed is still open: it then waits for something that is not its
   * `tx`. Armed from a microtask, for a tick is run before the microtasks when armed from anywhere else.
   */
  #alarm(over: () => boolean): Promise<never> {
    return new Promise((_, reject) => {
      queueMicrotask(() =>
        process.nextTick(() => {
          if (!over()) reject(new Error('A deed waited for something other than its tx; do that before or after it.'));
        }),
      );
    });
  }
}
