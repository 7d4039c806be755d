import { setImmediate, setTimeout } from 'node:timers/promises';

/** One cell of an export. Text stays text: a ZIP code keeps its zeros where the format can say so. */
export type Cell = string | number | boolean | null;

/** A table on its way out: the columns' names, and rows as they come, some hundred at a time. */
export interface Sheet {
  /** What the rows are, for a spreadsheet's tab. */
  name: string;
  columns: readonly string[];
  batches: AsyncIterable<Cell[][]> | Iterable<Cell[][]>;
}

/** When the turns of the others take more work than this, they are many; an export then rests for several of them. */
const BUSY_MS = 3;
const TURNS = 3;
const LONGEST_REST_MS = 50;

/** The work that this process has done, in ms. What other programs take of the machine's time is not in it. */
function worked(): number {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1000;
}

/**
 * The rows, batch by batch; after each of them other requests have their turn. A reader's pace alone does not give it:
 * a fast one takes batch after batch without the event loop ever turning. While the others are busy, as in a rush of
 * signatures, the export takes a part of the time and not every other slice: they come first.
 */
export async function* gently({ batches }: Pick<Sheet, 'batches'>): AsyncGenerator<Cell[][]> {
  let busy = 0;
  for await (const batch of batches) {
    yield batch;
    const before = worked();
    await setImmediate();
    const taken = worked() - before;
    // What was before fades: a rush has short turns too, while its commits are under way.
    busy = Math.max(taken, busy / 2);
    if (busy > BUSY_MS) await setTimeout(Math.min(busy * TURNS, LONGEST_REST_MS));
  }
}
