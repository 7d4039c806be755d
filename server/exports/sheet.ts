import { setImmediate } from 'node:timers/promises';

/** One cell of an export. Text stays text: a ZIP code keeps its zeros where the format can say so. */
export type Cell = string | number | boolean | null;

/** A table on its way out: the columns' names, and rows as they come, some hundred at a time. */
export interface Sheet {
  /** What the rows are, for a spreadsheet's tab. */
  name: string;
  columns: readonly string[];
  batches: AsyncIterable<Cell[][]> | Iterable<Cell[][]>;
}

/**
 * The rows, batch by batch; after each of them other requests have their turn. A reader's pace alone does not give it:
 * a fast one takes batch after batch without the event loop ever turning.
 */
export async function* gently({ batches }: Pick<Sheet, 'batches'>): AsyncGenerator<Cell[][]> {
  for await (const batch of batches) {
    yield batch;
    await setImmediate();
  }
}
