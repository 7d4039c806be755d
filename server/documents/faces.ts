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

/** Writes on in this face. */
export function useFace(pdf: Pdf, face: Face, size: number): void {
  pdf.font(face).fontSize(size);
  if (!opened.has(face)) opened.set(face, (pdf as unknown as { _font: { font: object } })._font.font);
}

export const faceOf = ({ bold, italic, code }: Omit<Run, 'text'>): Face =>
  code ? 'code' : bold ? (italic ? 'boldItalic' : 'bold') : italic ? 'italic' : 'regular';
