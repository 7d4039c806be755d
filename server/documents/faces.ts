import { readFileSync } from 'node:fs';
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

const read = new Map<Face, Buffer>();

/** The file of a face, read once. */
export function fileOf(face: Face): Buffer {
  const before = read.get(face);
  if (before) return before;
  const file = readFileSync(inProject(`node_modules/dejavu-fonts-ttf/ttf/${files[face]}.ttf`));
  read.set(face, file);
  return file;
}

export const faceOf = ({ bold, italic, code }: Omit<Run, 'text'>): Face =>
  code ? 'code' : bold ? (italic ? 'boldItalic' : 'bold') : italic ? 'italic' : 'regular';
