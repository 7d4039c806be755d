import { gently, type Sheet } from './sheet.ts';

/** The table as a JSON list of objects, one a line. */
export async function* json(sheet: Sheet): AsyncGenerator<string> {
  let before = '[\n';
  for await (const batch of gently(sheet)) {
    let text = '';
    for (const row of batch) {
      text += before + JSON.stringify(Object.fromEntries(sheet.columns.map((column, n) => [column, row[n] ?? null])));
      before = ',\n';
    }
    yield text;
  }
  yield before === '[\n' ? '[]\n' : '\n]\n';
}
