import { type Cell, gently, type Sheet } from './sheet.ts';
import { type ZipEntry, zip } from './zip.ts';

/** Rows of one sheet, the header aside; a spreadsheet takes 1,048,576 with it. What is more goes on in a further sheet. */
const ROWS_PER_SHEET = 1_000_000;
/** What a cell holds at most. */
const CHARACTERS_PER_CELL = 32_767;

const HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n';
const MAIN = 'http://schemas.openxmlformats.org/spreadsheetml/2006/main';
const OFFICE = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships';
const PACKAGE = 'http://schemas.openxmlformats.org/package/2006';

const special: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' };

/** Text as XML may hold it: no control characters, no half letters, and "_x0041_" not read as an escape. */
const textOf = (text: string): string =>
  text
    .slice(0, CHARACTERS_PER_CELL)
    .toWellFormed()
    .replace(/[^\t\n\r\u0020-\uFFFD\u{10000}-\u{10FFFF}]/gu, '')
    .replace(/_x(?=[0-9a-f]{4}_)/gi, '_x005F_x')
    .replace(/[&<>"]/g, (letter) => special[letter] ?? letter);

/** 0 gives 'A', 26 'AA'. */
const columnName = (n: number): string =>
  (n >= 26 ? columnName(Math.floor(n / 26) - 1) : '') + String.fromCharCode(65 + (n % 26));

/** Text is always written as text, so nothing in it is a formula and a ZIP code keeps its zeros. */
function cellXml(cell: Cell, at: string, style: string): string {
  if (cell === null || cell === '') return '';
  if (typeof cell === 'number') return `<c r="${at}"${style}><v>${cell}</v></c>`;
  if (typeof cell === 'boolean') return `<c r="${at}"${style} t="b"><v>${cell ? 1 : 0}</v></c>`;
  return `<c r="${at}"${style} t="inlineStr"><is><t xml:space="preserve">${textOf(cell)}</t></is></c>`;
}

const rowXml = (cells: readonly Cell[], names: string[], row: number, style = ''): string =>
  `<row r="${row}">${cells.map((cell, n) => cellXml(cell, `${names[n] ?? columnName(n)}${row}`, style)).join('')}</row>`;

/** The table as an XLSX workbook, made as its rows come. */
export const xlsx = (sheet: Sheet, rowsPerSheet = ROWS_PER_SHEET): AsyncGenerator<Buffer> =>
  zip(parts(sheet, rowsPerSheet));

async function* parts({ name, columns, batches }: Sheet, rowsPerSheet: number): AsyncGenerator<ZipEntry> {
  const names = columns.map((_, n) => columnName(n));
  const source = gently({ batches });
  let next = await source.next();
  /** How many rows of this batch are written: it may go on in a further sheet. */
  let done = 0;
  async function* sheetXml() {
    const pane = '<pane ySplit="1" topLeftCell="A2" activePane="bottomLeft" state="frozen"/>';
    yield `${HEAD}<worksheet xmlns="${MAIN}"><sheetViews><sheetView workbookViewId="0">${pane}</sheetView></sheetViews>`;
    yield `<sheetFormatPr defaultRowHeight="15" defaultColWidth="16"/><sheetData>${rowXml(columns, names, 1, ' s="1"')}`;
    for (let row = 2; !next.done && row <= rowsPerSheet + 1; ) {
      const some = next.value.slice(done, done + rowsPerSheet + 2 - row);
      yield some.map((cells, n) => rowXml(cells, names, row + n)).join('');
      row += some.length;
      done += some.length;
      if (done < next.value.length) break;
      next = await source.next();
      done = 0;
    }
    yield '</sheetData></worksheet>';
  }
  let sheets = 0;
  try {
    do {
      sheets += 1;
      yield { name: `xl/worksheets/sheet${sheets}.xml`, text: sheetXml() };
    } while (!next.done);
  } finally {
    if (!next.done) await source.return(undefined);
  }
  yield* frame(name, sheets);
}

/** What binds the sheets to a workbook. It stands last, because only then is it known how many there are. */
function* frame(name: string, sheets: number): Generator<ZipEntry> {
  const numbers = Array.from({ length: sheets }, (_, n) => n + 1);
  const part = (path: string, ...text: string[]): ZipEntry => ({ name: path, text: [HEAD + text.join('')] });
  const type = (path: string, kind: string) =>
    `<Override PartName="/${path}" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.${kind}+xml"/>`;
  const tab = (n: number) =>
    textOf(n === 1 ? name : `${name} ${n}`)
      .replace(/[\\/?*[\]:]/g, ' ')
      .slice(0, 31);
  yield part(
    'xl/workbook.xml',
    `<workbook xmlns="${MAIN}" xmlns:r="${OFFICE}"><sheets>`,
    ...numbers.map((n) => `<sheet name="${tab(n)}" sheetId="${n}" r:id="rId${n}"/>`),
    '</sheets></workbook>',
  );
  yield part(
    'xl/_rels/workbook.xml.rels',
    `<Relationships xmlns="${PACKAGE}/relationships">`,
    ...numbers.map((n) => `<Relationship Id="rId${n}" Type="${OFFICE}/worksheet" Target="worksheets/sheet${n}.xml"/>`),
    `<Relationship Id="rId${sheets + 1}" Type="${OFFICE}/styles" Target="styles.xml"/></Relationships>`,
  );
  yield part(
    'xl/styles.xml',
    `<styleSheet xmlns="${MAIN}"><fonts count="2"><font><sz val="11"/><name val="Calibri"/></font>`,
    '<font><b/><sz val="11"/><name val="Calibri"/></font></fonts>',
    '<fills count="2"><fill><patternFill patternType="none"/></fill><fill><patternFill patternType="gray125"/></fill></fills>',
    '<borders count="1"><border/></borders><cellStyleXfs count="1"><xf/></cellStyleXfs>',
    '<cellXfs count="2"><xf/><xf fontId="1" applyFont="1"/></cellXfs></styleSheet>',
  );
  yield part(
    '_rels/.rels',
    `<Relationships xmlns="${PACKAGE}/relationships">`,
    `<Relationship Id="rId1" Type="${OFFICE}/officeDocument" Target="xl/workbook.xml"/></Relationships>`,
  );
  yield part(
    '[Content_Types].xml',
    `<Types xmlns="${PACKAGE}/content-types">`,
    '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>',
    '<Default Extension="xml" ContentType="application/xml"/>',
    type('xl/workbook.xml', 'sheet.main'),
    ...numbers.map((n) => type(`xl/worksheets/sheet${n}.xml`, 'worksheet')),
    type('xl/styles.xml', 'styles'),
    '</Types>',
  );
}
