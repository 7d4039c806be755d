import { inProject } from '../basics/root.ts';
import type { Run } from './model.ts';

/** The faces of a PDF: they travel in it as far as they are used, so that every reader sees the same letters. */
const files = {
  regular: 'DejaVuSerifCondensed',
  bold: 'DejaVuSerifCondensed-Bold',
  italic: 'DejaVuSerifCondensed-Italic',
  boldItalic: 'DejaVuSerifCondensed-BoldItalic',
  code: 'DejaVuSansMono',
};
export type Face = keyof typeof files;
export const faces = Object.keys(files) as Face[];

type Pdf = PDFKit.PDFDocument;

/** Faces as the library has read them once: it takes them in place of their files, which spares half of the work. */
const opened = new Map<Face, object>();

/** Makes the faces known to a PDF. */
export function registerFaces(pdf: Pdf): void {
  for (const face of faces) {
    const source = opened.get(face) ?? inProject(`node_modules/dejavu-fonts-ttf/ttf/${files[face]}.ttf`);
    pdf.registerFont(face, source as string);
  }
}

interface Opened {
  glyphForCodePoint(codePoint: number): unknown;
}

/** Writes on in this face. */
export function useFace(pdf: Pdf, face: Face, size: number): void {
  pdf.font(face).fontSize(size);
  if (opened.has(face)) return;
  const { font } = (pdf as unknown as { _font: { font: Opened } })._font;
  nameGlyphs(font);
  opened.set(face, font);
}

/** Latin, Greek and Cyrillic: the letters that others are put together of. */
const LETTERS = { first: 0x20, last: 0x52f };

/**
 * Has the library know the letter of each glyph. It forgets none that it has met, and meets some as a part of another
 * first (a Latin M in a Cyrillic one, an E in an É): these would be drawn, but be no letter to whoever reads the text.
 */
function nameGlyphs(font: Opened): void {
  for (let letter = LETTERS.first; letter <= LETTERS.last; letter += 1) font.glyphForCodePoint(letter);
}

export const faceOf = ({ bold, italic, code }: Omit<Run, 'text'>): Face =>
  code ? 'code' : bold ? (italic ? 'boldItalic' : 'bold') : italic ? 'italic' : 'regular';
