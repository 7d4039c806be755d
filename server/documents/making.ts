import { createHash } from 'node:crypto';
import { writeDocx } from './docx.ts';
import type { Paper } from './model.ts';
import { writePdf } from './pdf.ts';
import { writeText } from './text.ts';

export const formats = ['pdf', 'docx', 'txt'] as const;
export type Format = (typeof formats)[number];

/** A document as it goes out. */
export interface Made {
  bytes: Buffer;
  /** As HTTP compares it. */
  etag: string;
}

const writers: Record<Format, (paper: Paper) => Promise<Buffer>> = {
  pdf: writePdf,
  docx: writeDocx,
  txt: async (paper) => Buffer.from(writeText(paper)),
};

/** What was made last, and how much memory that may take. */
const MOST = { files: 100, bytes: 24 * 1024 * 1024 };
const made = new Map<string, Promise<Made>>();
const sizes = new Map<string, number>();
let turn: Promise<unknown> = Promise.resolve();

/**
 * A paper as a file. Files are made one after the other, and a paper that says the same as one before is not made
 * again: a rush on a document costs as much as one reader of it.
 */
export function make(paper: Paper, format: Format): Promise<Made> {
  const key = `${format} ${createHash('sha256').update(JSON.stringify(paper)).digest('base64url')}`;
  const before = made.get(key);
  if (before !== undefined) {
    // The one that was asked for last is dropped last.
    made.delete(key);
    made.set(key, before);
    return before;
  }
  const file = turn.then(async () => {
    const bytes = await writers[format](paper);
    return { bytes, etag: `"${createHash('sha256').update(bytes).digest('base64url').slice(0, 22)}"` };
  });
  turn = file.catch(() => {});
  made.set(key, file);
  file.then(
    ({ bytes }) => keep(key, bytes.length),
    () => made.delete(key),
  );
  return file;
}

/** A paper as a PDF in its turn, of which nothing is kept: for what is somebody's own. */
export function makeOnce(paper: Paper): Promise<Buffer> {
  const file = turn.then(() => writePdf(paper));
  turn = file.catch(() => {});
  return file;
}

function keep(key: string, size: number): void {
  sizes.set(key, size);
  let held = [...sizes.values()].reduce((sum, one) => sum + one, 0);
  for (const [oldest] of made) {
    if (sizes.size <= MOST.files && held <= MOST.bytes) return;
    const one = sizes.get(oldest);
    // What is still being made is in somebody's hands.
    if (one === undefined) continue;
    made.delete(oldest);
    sizes.delete(oldest);
    held -= one;
  }
}
