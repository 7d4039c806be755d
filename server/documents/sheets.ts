import { type Face, faceOf, faces, registerFaces, useFace } from './faces.ts';
import type { Paper, Run } from './model.ts';
import { linesOf, type Piece } from './typesetting.ts';

/** US Letter in points, with an inch around the text. */
const PAGE = { width: 612, height: 792 };
const EDGE = 72;
const BOTTOM = PAGE.height - EDGE;
export const WIDTH = PAGE.width - 2 * EDGE;
const LINK = '#1a4480';
const INK = '#000000';

type Pdf = PDFKit.PDFDocument;
type Element = PDFKit.PDFStructureElement;

export interface TextSetup {
  /** From the left edge of the text. */
  x?: number;
  width?: number;
  size?: number;
  bold?: boolean;
}

/** Widths of characters by face, in parts of the size: the same in every document. */
const advances = new Map<Face, Map<string, number>>(faces.map((face) => [face, new Map()]));

/**
 * The pages of a PDF while they are written, from the top down. Each text belongs to an element of the document's
 * structure, which is what reading aloud and reading back go by; heads of pages belong to none.
 */
export class Sheets {
  private readonly pdf: Pdf;
  private readonly paper: Paper;
  private readonly elements: Element[];
  private marked: { element: Element; content: PDFKit.PDFStructureContent } | null = null;
  private face: Face | null = null;
  private size = 0;
  private pages = 0;
  private y = 0;

  constructor(pdf: Pdf, paper: Paper) {
    this.pdf = pdf;
    this.paper = paper;
    registerFaces(pdf);
    const root = pdf.struct('Document', { title: paper.title });
    pdf.addStructure(root);
    this.elements = [root];
    this.turn();
  }

  /** Begins an element of the structure inside the present one: what is written next is a part of it, until `close`. */
  open(tag: string, options: object = {}): void {
    this.unmark();
    const element = this.pdf.struct(tag, options);
    this.element.add(element);
    this.elements.push(element);
  }

  close(): void {
    this.unmark();
    this.elements.pop()?.end();
  }

  /** Runs `write` inside an element of the structure. */
  within(tag: string, write: () => void): void {
    this.open(tag);
    write();
    this.close();
  }

  private get element(): Element {
    return this.elements.at(-1) as Element;
  }

  /** The next page, with its head. */
  turn(): void {
    this.unmark();
    this.pdf.addPage();
    this.pages += 1;
    this.pdf.markContent('Artifact', { type: 'Pagination' });
    if (this.paper.mark) this.put(this.paper.mark, 0, 34, { size: 9.5, bold: true, centered: true });
    const lines = this.pages === 1 ? [] : [...this.paper.running, `Page ${this.pages}`];
    const head = lines.flatMap((text) => this.linesOf([{ text }], { size: 10 }).slice(0, 2));
    for (const [n, line] of head.entries())
      this.put(line.map(({ text }) => text).join(''), 0, 50 + n * 13, { size: 10 });
    this.pdf.endMarkedContent();
    this.y = this.pages === 1 ? EDGE : Math.max(EDGE, 50 + head.length * 13 + 17);
  }

  /** Turns the page unless so much fits on this one. */
  need(height: number): void {
    if (this.y + height > BOTTOM && height < BOTTOM - EDGE - 60) this.turn();
  }

  skip(height: number): void {
    this.y = Math.min(this.y + height, BOTTOM + 1);
  }

  /** Where the next line is written; for what stands side by side. */
  get top(): number {
    return this.y;
  }

  set top(y: number) {
    this.y = y;
  }

  /** How wide runs stand in one line; no more than a page is measured. */
  widthOf(runs: Run[], size: number): number {
    let width = 0;
    for (const run of runs)
      for (const character of run.text.slice(0, 120)) width += this.advance(faceOf(run), character) * size;
    return width;
  }

  linesOf(runs: Run[], { width = WIDTH, size = 11, bold = false }: TextSetup): Piece[][] {
    return linesOf(runs, width / size, (run, character) =>
      this.advance(bold ? faceOf({ ...run, bold }) : faceOf(run), character),
    );
  }

  private advance(face: Face, character: string): number {
    const known = advances.get(face) as Map<string, number>;
    let width = known.get(character);
    if (width === undefined) {
      this.use(face, 100);
      width = this.pdf.widthOfString(character) / 100;
      if (known.size < 5000) known.set(character, width);
    }
    return width;
  }

  /**
   * Lines of text, a step each, on as many pages as they take; a page never ends with the first or begins with the last
   * of several.
   */
  *text(runs: Run[], setup: TextSetup = {}): Generator<() => void> {
    const { size = 11 } = setup;
    const height = size * 1.3;
    const lines = this.linesOf(runs, setup);
    for (const [n, line] of lines.entries())
      yield () => {
        this.need(lines.length > 1 && (n === 0 || n === lines.length - 2) ? 2 * height : height);
        this.line(line, setup);
        this.y += height;
      };
  }

  /** Lines that stay together, below each other. */
  block(lines: Piece[][], setup: TextSetup): void {
    for (const line of lines) {
      this.line(line, setup);
      this.y += (setup.size ?? 11) * 1.3;
    }
  }

  /** One line at the present height, which stays. */
  line(pieces: Piece[], { x = 0, size = 11, bold = false }: TextSetup): void {
    let at = x;
    pieces.forEach(({ text, run }, n) => {
      const style = { size, bold: bold || !!run.bold, italic: !!run.italic, code: !!run.code };
      const last = n === pieces.length - 1;
      if (run.href) at += this.link(text, run.href, at, style);
      else {
        this.mark();
        this.put(text, at, this.y, style);
        if (!last) at += this.pdf.widthOfString(text);
      }
    });
  }

  private link(text: string, href: string, x: number, style: { size: number; bold: boolean }): number {
    let width = 0;
    this.within('Link', () => {
      this.mark();
      this.pdf.fillColor(LINK);
      this.put(text, x, this.y, style);
      this.pdf.fillColor(INK);
      width = this.pdf.widthOfString(text);
      this.unmark();
      const about = { structParent: this.element, Contents: new String(text), Border: [0, 0, 0] };
      this.pdf.link(
        EDGE + x,
        this.y,
        width,
        style.size * 1.2,
        href,
        about as unknown as PDFKit.Mixins.AnnotationOption,
      );
    });
    return width;
  }

  /** A line across, which says nothing. */
  rule(x = 0, width = WIDTH): void {
    this.unmark();
    this.pdf.markContent('Artifact', { type: 'Layout' });
    this.pdf
      .moveTo(EDGE + x, this.y)
      .lineTo(EDGE + x + width, this.y)
      .lineWidth(0.6)
      .stroke('#444444');
    this.pdf.endMarkedContent();
  }

  private use(face: Face, size: number): void {
    if (this.face === face && this.size === size) return;
    useFace(this.pdf, face, size);
    [this.face, this.size] = [face, size];
  }

  private put(
    text: string,
    x: number,
    y: number,
    { centered = false, size, ...style }: Omit<Run, 'text'> & { size: number; centered?: boolean },
  ): void {
    this.use(faceOf(style), size);
    const left = centered ? (WIDTH - this.pdf.widthOfString(text)) / 2 : x;
    this.pdf.text(text, EDGE + left, y, { lineBreak: false });
  }

  /** Marks what is written next as content of the present element. */
  private mark(): void {
    if (this.marked?.element === this.element) return;
    this.unmark();
    const tag = (this.element as unknown as { dictionary: { data: { S: string } } }).dictionary.data.S;
    this.marked = { element: this.element, content: this.pdf.markStructureContent(tag) };
  }

  private unmark(): void {
    if (!this.marked) return;
    const { element, content } = this.marked;
    this.marked = null;
    this.pdf.endMarkedContent();
    element.add(content);
  }

  end(): void {
    this.unmark();
    this.elements[0]?.end();
    this.pdf.end();
  }
}
