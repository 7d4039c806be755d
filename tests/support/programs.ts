import { existsSync, realpathSync } from 'node:fs';
import path from 'node:path';

/** Where a program of one of these names is installed, or null. */
export function findProgram(...names: string[]): string | null {
  const folders = (process.env['PATH'] ?? '').split(':');
  const candidates = names.flatMap((name) => folders.map((folder) => path.join(folder, name)));
  return candidates.find((file) => existsSync(file)) ?? null;
}

/** The programs that read a PDF back (poppler-utils), or null. */
export const findPdfReader = (): string | null => findProgram('pdftotext');

/** The office program, or null; where it is installed without its part for texts it opens none. */
export function findOffice(): string | null {
  const office = findProgram('soffice', 'libreoffice');
  return office && existsSync(path.join(path.dirname(realpathSync(office)), 'libswlo.so')) ? office : null;
}
