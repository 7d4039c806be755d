import { inPieces, type Sheet } from './sheet.ts';

/** The table as a JSON list of objects, one a line. */
export const json = ({ columns, rows }: Sheet): AsyncGenerator<string> =>
  inPieces(
    (async function* () {
      let before = '[\n';
      for await (const row of rows) {
        yield before + JSON.stringify(Object.fromEntries(columns.map((column, n) => [column, row[n] ?? null])));
        before = ',\n';
      }
      yield before === '[\n' ? '[]\n' : '\n]\n';
    })(),
  );
