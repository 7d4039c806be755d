import type * as Docx from 'docx';
import { type Block, MOST_COLUMNS, type Paper, type Run } from './model.ts';

type Library = typeof Docx;
type Content = Docx.Paragraph | Docx.Table;

/** In twentieths of a point: US Letter with an inch around the text. */
const INCH = 1440;
const PAGE = { width: 8.5 * INCH, height: 11 * INCH };
const WIDTH = PAGE.width - 2 * INCH;
const FONT = 'Times New Roman';
const MOST_DEPTH = 8;

/** A paper as a Word document with real styles: who takes it over changes a style, not a thousand lines. */
export async function writeDocx(paper: Paper): Promise<Buffer> {
  // Loaded when the first document is asked for: the site starts without it.
  const docx = await import('docx');
  const writer = new Writer(docx);
  const children = writer.contentsOf(paper.blocks);
  const mark = paper.mark ? [writer.line(paper.mark, 'Mark')] : [];
  const { Header, PageNumber, Paragraph, TextRun } = docx;
  const running = [
    ...paper.running.map((text) => writer.line(text, 'Header')),
    new Paragraph({
      style: 'Header',
      spacing: { after: 240 },
      children: [new TextRun({ children: ['Page ', PageNumber.CURRENT] })],
    }),
  ];
  const file = new docx.Document({
    title: paper.title,
    creator: paper.author,
    lastModifiedBy: paper.author,
    styles: stylesOf(docx),
    numbering: { config: writer.numbering },
    sections: [
      {
        properties: {
          titlePage: true,
          page: { size: PAGE, margin: { top: INCH, right: INCH, bottom: INCH, left: INCH } },
        },
        headers: {
          first: new Header({ children: mark.length > 0 ? mark : [writer.line('', 'Header')] }),
          default: new Header({ children: [...mark, ...running] }),
        },
        children,
      },
    ],
  });
  return docx.Packer.toBuffer(file);
}

/** The styles that a letter's parts have, under the names that word processors know. */
function stylesOf({ AlignmentType }: Library): Docx.IStylesOptions {
  const style = (id: string, name: string, spacing: object, more: object = {}): Docx.IParagraphStyleOptions => ({
    ...{ id, name, basedOn: 'Normal', quickFormat: true },
    paragraph: { spacing, ...(more as { paragraph?: object }).paragraph },
    ...((more as { run?: object }).run && { run: (more as { run: object }).run }),
  });
  const heading = (size: number, before: number) => ({
    run: { font: FONT, size, bold: true, color: '000000' },
    paragraph: { spacing: { before, after: 120 }, keepNext: true },
  });
  return {
    default: {
      document: { run: { font: FONT, size: 24, language: { value: 'en-US' } }, paragraph: { spacing: { after: 0 } } },
      title: heading(36, 0),
      heading1: heading(28, 240),
      heading2: heading(26, 200),
      heading3: heading(24, 160),
    },
    paragraphStyles: [
      style('BodyText', 'Body Text', { after: 200 }),
      style('Date', 'Date', { after: 360 }),
      style('InsideAddress', 'Inside Address', { after: 0 }),
      style('Salutation', 'Salutation', { after: 200 }, { paragraph: { keepNext: true } }),
      style('Closing', 'Closing', { before: 120, after: 240 }, { paragraph: { keepNext: true } }),
      style('Signature', 'Signature', { after: 0 }),
      style('Tag', 'Tag', { after: 60 }),
      style('Small', 'Small', { before: 80, after: 120 }, { run: { size: 19 } }),
      style('Name', 'Name', { after: 0 }, { run: { size: 22 } }),
      style('TableText', 'Table Text', { before: 40, after: 40 }, { run: { size: 20 } }),
      style(
        'Mark',
        'Mark',
        { after: 160 },
        { paragraph: { alignment: AlignmentType.CENTER }, run: { bold: true, size: 20 } },
      ),
    ],
  };
}

const styles = {
  body: 'BodyText',
  date: 'Date',
  salutation: 'Salutation',
  closing: 'Closing',
  tag: 'Tag',
  small: 'Small',
} as const;

/** What a list or a quotation adds to the paragraphs inside it. */
interface Place {
  indent: number;
  numbering?: { reference: string; level: number } | undefined;
}

class Writer {
  private readonly docx: Library;
  /** One list each, so that every one begins where it should. */
  readonly numbering: { reference: string; levels: Docx.ILevelsOptions[] }[] = [];

  constructor(docx: Library) {
    this.docx = docx;
  }

  contentsOf(blocks: Block[], place: Place = { indent: 0 }): Content[] {
    return blocks.flatMap((block) => this.contentOf(block, place));
  }

  line(text: string, style: string): Docx.Paragraph {
    return new this.docx.Paragraph({ style, children: [new this.docx.TextRun({ text })] });
  }

  private contentOf(block: Block, place: Place): Content[] {
    const { Paragraph, TextRun, BorderStyle, HeadingLevel } = this.docx;
    const indent = place.indent > 0 ? { indent: { left: place.indent } } : {};
    switch (block.kind) {
      case 'title':
        return [new Paragraph({ heading: HeadingLevel.TITLE, children: [new TextRun({ text: block.text })] })];
      case 'heading': {
        const level = [HeadingLevel.HEADING_1, HeadingLevel.HEADING_2, HeadingLevel.HEADING_3][block.level - 1];
        return [new Paragraph({ ...(level && { heading: level }), ...indent, children: this.runsOf(block.runs) })];
      }
      case 'paragraph': {
        const { numbering } = place;
        place.numbering = undefined;
        return [
          new Paragraph({
            style: styles[block.style],
            ...(numbering ? { numbering } : indent),
            children: this.runsOf(block.runs),
          }),
        ];
      }
      case 'list':
        return this.listOf(block, place);
      case 'quote':
        return this.contentsOf(block.blocks, { indent: Math.min(place.indent + 480, 2400) });
      case 'addresses':
        return block.cells.length === 1
          ? [...(block.cells[0] ?? []).map((text) => this.line(text, 'InsideAddress')), this.line('', 'InsideAddress')]
          : [this.columns(block.cells, 'InsideAddress', 0, false), this.line('', 'InsideAddress')];
      case 'signatures':
        return [
          this.columns(block.cells, 'Signature', block.blank ? 700 : 360, block.blank),
          this.line('', 'Signature'),
        ];
      case 'names':
        return block.items.map((text) => this.line(text, 'Name'));
      case 'table':
        return this.tableOf(block.head, block.rows);
      case 'rule':
        return [
          new Paragraph({
            spacing: { before: 120, after: 200 },
            border: { bottom: { style: BorderStyle.SINGLE, size: 6, space: 1, color: '444444' } },
          }),
        ];
      case 'break':
        return [new Paragraph({ pageBreakBefore: true })];
    }
  }

  private listOf({ ordered, start, items }: Block & { kind: 'list' }, { indent }: Place): Content[] {
    const { AlignmentType, LevelFormat } = this.docx;
    const reference = `list-${this.numbering.length + 1}`;
    const left = Math.min(indent + 480, MOST_DEPTH * 480);
    this.numbering.push({
      reference,
      levels: [
        {
          level: 0,
          start,
          format: ordered ? LevelFormat.DECIMAL : LevelFormat.BULLET,
          text: ordered ? '%1.' : '•',
          alignment: AlignmentType.LEFT,
          style: { paragraph: { indent: { left, hanging: 360 } } },
        },
      ],
    });
    return items.flatMap((item) => this.contentsOf(item, { indent: left, numbering: { reference, level: 0 } }));
  }

  /** Cells two beside each other without lines around them; no row is torn apart by the end of a page. */
  private columns(cells: string[][], style: string, above: number, blank: boolean): Docx.Table {
    const { BorderStyle, Paragraph, Table, TableCell, TableLayoutType, TableRow, TextRun, WidthType } = this.docx;
    const none = { style: BorderStyle.NONE, size: 0, color: 'auto' };
    const cellOf = (lines: string[]) =>
      new TableCell({
        width: { size: WIDTH / 2, type: WidthType.DXA },
        margins: { left: 0, right: 300 },
        children: (lines.length > 0 ? lines : ['']).map(
          (text, n) =>
            new Paragraph({
              style,
              ...(n === 0 && above > 0 && { spacing: { before: above } }),
              ...(n === 0 &&
                blank &&
                text && { border: { top: { style: BorderStyle.SINGLE, size: 6, space: 4, color: '444444' } } }),
              keepNext: n < lines.length - 1,
              children: [new TextRun({ text })],
            }),
        ),
      });
    const rows = [];
    for (let n = 0; n < cells.length; n += 2)
      rows.push(new TableRow({ cantSplit: true, children: [cellOf(cells[n] ?? []), cellOf(cells[n + 1] ?? [])] }));
    return new Table({
      width: { size: WIDTH, type: WidthType.DXA },
      columnWidths: [WIDTH / 2, WIDTH / 2],
      layout: TableLayoutType.FIXED,
      borders: { top: none, bottom: none, left: none, right: none, insideHorizontal: none, insideVertical: none },
      rows,
    });
  }

  private tableOf(head: Run[][], rows: Run[][][]): Content[] {
    const { Paragraph, Table, TableCell, TableLayoutType, TableRow, TextRun, WidthType } = this.docx;
    const columns = Math.max(1, head.length);
    if (columns > MOST_COLUMNS)
      return [head, ...rows].map(
        (row) =>
          new Paragraph({
            style: 'TableText',
            children: row.flatMap((runs, n) => [
              ...(n > 0 ? [new TextRun({ text: ' | ' })] : []),
              ...this.runsOf(runs),
            ]),
          }),
      );
    const size = Math.floor(WIDTH / columns);
    const rowOf = (cells: Run[][], isHead: boolean) =>
      new TableRow({
        tableHeader: isHead,
        children: Array.from(
          { length: columns },
          (_, n) =>
            new TableCell({
              width: { size, type: WidthType.DXA },
              margins: { left: 80, right: 80 },
              children: [
                new Paragraph({
                  style: 'TableText',
                  children: this.runsOf((cells[n] ?? []).map((run) => (isHead ? { ...run, bold: true } : run))),
                }),
              ],
            }),
        ),
      });
    return [
      new Table({
        width: { size: WIDTH, type: WidthType.DXA },
        columnWidths: Array.from({ length: columns }, () => size),
        layout: TableLayoutType.FIXED,
        rows: [rowOf(head, true), ...rows.map((row) => rowOf(row, false))],
      }),
      new Paragraph({ style: 'BodyText' }),
    ];
  }

  private runsOf(runs: Run[]): Docx.ParagraphChild[] {
    const { ExternalHyperlink, TextRun } = this.docx;
    return runs.map(({ text, bold, italic, code, href }) => {
      if (text === '\n') return new TextRun({ break: 1 });
      const style = {
        text,
        ...(bold && { bold }),
        ...(italic && { italics: true }),
        ...(code && { font: 'Courier New' }),
      };
      if (!href) return new TextRun(style);
      return new ExternalHyperlink({ link: href, children: [new TextRun({ ...style, style: 'Hyperlink' })] });
    });
  }
}
