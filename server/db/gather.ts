import type { Database, Tx } from './database.ts';
import { dialect } from './dialect.ts';

/** At most so many items share a transaction, so that a batch never holds up the others for long. */
const MOST_ITEMS = 100;

interface Waiting<I, R> {
  item: I;
  done: (result: R) => void;
  failed: (error: unknown) => void;
}

interface Line<I, R> {
  waiting: Waiting<I, R>[];
  /** How many transactions are working it off. */
  underWay: number;
}

/** PostgreSQL is a process of its own: while it works on one batch, the next one is made ready. */
const MOST_UNDER_WAY = dialect === 'postgres' ? 2 : 1;

/**
 * Many callers, one transaction. An item that comes while none is under way opens one; whoever has come by the time it
 * has begun is in it, and whoever comes later is in the next. So nobody waits for a timer, and under load a whole batch
 * costs one commit, and with `many` one statement per table. Each is answered once its transaction is on the disk.
 *
 * `work` gives a result for each item, in their order. If it throws, each item is run alone and fails alone; so it has
 * no effect but through `tx`, and ids and tokens are made before. It writes its rows in an order that is the same for
 * any two batches, so that they never wait for each other in a circle. Items of different worlds are never in one batch.
 */
export function gather<W extends { db: Database }, I, R>(
  work: (tx: Tx, world: W, items: I[]) => Promise<R[]>,
): (world: W, item: I) => Promise<R> {
  const lines = new WeakMap<W, Line<I, R>>();

  /** Works off a line until nobody waits in it. */
  async function run(world: W, line: Line<I, R>): Promise<void> {
    const { waiting } = line;
    line.underWay += 1;
    while (waiting.length > 0) {
      let batch: Waiting<I, R>[] = [];
      try {
        const results = await world.db.transaction(async (tx) => {
          batch = waiting.splice(0, MOST_ITEMS);
          const items = batch.map(({ item }) => item);
          return items.length > 0 ? work(tx, world, items) : [];
        });
        for (const [n, one] of batch.entries()) one.done(results[n] as R);
      } catch (error) {
        if (batch.length > 1) await Promise.all(batch.map((one) => alone(world, one)));
        // One item has been run alone already; with none, the transaction could not begin.
        else for (const one of batch.length === 1 ? batch : waiting.splice(0)) one.failed(error);
      }
    }
    line.underWay -= 1;
  }

  const alone = (world: W, { item, done, failed }: Waiting<I, R>): Promise<void> =>
    world.db.transaction((tx) => work(tx, world, [item])).then(([result]) => done(result as R), failed);

  return (world, item) =>
    new Promise((done, failed) => {
      const line: Line<I, R> = lines.get(world) ?? { waiting: [], underWay: 0 };
      lines.set(world, line);
      line.waiting.push({ item, done, failed });
      if (line.underWay < MOST_UNDER_WAY) void run(world, line);
    });
}

/**
 * Many callers, one reading: whoever asks in the same turn of the event loop, and in the ones after it as long as each
 * brings somebody, is answered by one call of `find`, which can then read what they need with few statements. It gives
 * an answer for each, in their order. A lone caller waits for one idle turn; in a rush they all go on to `gather` at once.
 */
export function together<W extends object, I, R>(
  find: (world: W, items: I[]) => Promise<R>[],
): (world: W, item: I) => Promise<R> {
  const lines = new WeakMap<W, { item: I; done: (answer: Promise<R>) => void }[]>();

  function wait(world: W, asked: { item: I; done: (answer: Promise<R>) => void }[]): void {
    const before = asked.length;
    setImmediate(() => {
      if (asked.length > before && asked.length < MOST_ITEMS) return wait(world, asked);
      lines.delete(world);
      const answers = find(
        world,
        asked.map(({ item }) => item),
      );
      for (const [n, { done }] of asked.entries()) done(answers[n] as Promise<R>);
    });
  }

  return (world, item) =>
    new Promise((done) => {
      const line = lines.get(world);
      if (line) return void line.push({ item, done });
      const opened = [{ item, done }];
      lines.set(world, opened);
      wait(world, opened);
    });
}
