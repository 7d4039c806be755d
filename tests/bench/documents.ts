import { readFileSync } from 'node:fs';
import PDFDocument from 'pdfkit';
import type { Paper } from '../../server/documents/model.ts';
import { writePdf } from '../../server/documents/pdf.ts';
import type { Row } from './run.ts';
import { median } from './servers.ts';

const SIGNERS = 535;
const face = 'node_modules/dejavu-fonts-ttf/ttf/DejaVuSerifCondensed.ttf';

const firsts = ['Ana', 'Ben', 'Zoë', 'José María', 'Şule', 'Lan', 'Kekoa', 'Grace', 'Óscar', 'Wren', 'Renée'];
const lasts = ['Rivera', 'Okafor', 'O’Neil', 'Łukasz', 'D’Aubigné-Ståhl', 'Nguyễn', 'van der Hoek', 'Smith', 'Ōta'];

/** Two lines for each signer. No two names are alike: a library may remember how a word is written. */
const cells = Array.from({ length: SIGNERS }, (_, n) => [
  `${firsts[n % firsts.length]} ${lasts[n % lasts.length]}${n.toString(36)}`,
  n % 5 === 0 ? 'United States Senator' : 'Member of Congress',
]);

const paper: Paper = {
  title: 'A letter on clean rivers',
  author: 'Rivers Example Committee',
  at: new Date('2026-11-22T15:00:00Z'),
  mark: 'DRAFT for circulation',
  running: ['The Honorable E. Voss', 'December __, 2026'],
  blocks: [{ kind: 'signatures', cells, blank: false }],
};

/** The same lines at the same places by the library alone: no structure, no heads of pages. */
async function bare(): Promise<Buffer> {
  const pdf = new PDFDocument({ size: 'LETTER', margin: 72, font: face });
  const chunks: Buffer[] = [];
  pdf.on('data', (chunk: Buffer) => chunks.push(chunk));
  const done = new Promise((resolve) => pdf.once('end', resolve));
  pdf.fontSize(11);
  let y = 72;
  cells.forEach((lines, n) => {
    const x = n % 2 === 0 ? 72 : 306;
    for (const [at, text] of lines.entries()) pdf.text(text, x, y + at * 14.3, { lineBreak: false });
    if (n % 2 === 0) return;
    y += 46.6;
    if (y < 670) return;
    pdf.addPage();
    y = 72;
  });
  pdf.end();
  await done;
  return Buffer.concat(chunks);
}

const timed = async (work: () => Promise<Buffer>): Promise<number> => {
  const started = performance.now();
  const bytes = await work();
  if (bytes.length < 10_000) throw new Error(`The PDF has ${bytes.length} bytes.`);
  return performance.now() - started;
};

/** The letter of a whole Congress as PDF, beside its library writing the same lines. */
export async function measureDocuments({ rounds }: { rounds: number }): Promise<Row[]> {
  readFileSync(face);
  const [ours, limit] = [[] as number[], [] as number[]];
  const steps = [
    async () => void ours.push(await timed(() => writePdf(paper))),
    async () => void limit.push(await timed(bare)),
  ];
  for (const step of steps) for (let n = 0; n < 3; n += 1) await step();
  ours.length = limit.length = 0;
  for (let round = 0; round < rounds * 5; round += 1)
    for (const step of round % 2 === 0 ? steps : steps.toReversed()) await step();
  const [a, b] = [median(ours), median(limit)];
  const what = `PDF with ${SIGNERS} signers (1.5 at most)`;
  return [{ what, unit: 'ms', ours: a, limit: b, limitIs: 'bare pdfkit, the same lines', ratio: a / b }];
}
