import { setImmediate } from 'node:timers/promises';

/** One cell of an export. Text stays text: a ZIP code keeps its zeros where the format can say so. */
export type Cell = string | number | boolean | null;

/** A table on its way out: the columns' names, and rows as they come. */
export interface Sheet {
  /** What the rows are, for a spreadsheet's tab. */
  name: string;
  columns: readonly string[];
  rows: AsyncIterable<Cell[]> | Iterable<Cell[]>;
}

/** Small pieces put together to ones of about this many characters, so that a row is not a write of its own. */
const PIECE = 32_768;

/** The same text in larger pieces; between two of them other requests have their turn. */
export async function* inPieces(texts: AsyncIterable<string>): AsyncGenerator<string> {
  let piece = '';
  for await (const text of texts) {
    piece += text;
    if (piece.length < PIECE) continue;
    yield piece;
    piece = '';
    await setImmediate();
  }
  if (piece) yield piece;
}
