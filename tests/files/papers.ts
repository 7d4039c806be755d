import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { Paper } from '../../server/documents/model.ts';
import { proseOf } from '../../server/documents/prose.ts';

const firsts = ['Ana', 'Ben', 'Renée', 'Óscar', 'Lan', 'Şule', 'Kekoa', 'Արամ', 'Пётр', 'Łucja'];
const lasts = ['Rivera', 'Okafor', 'D’Aubigné-Ståhl', 'de la Fuente y Ríos', 'Nguyễn', 'Çelik-O’Neil', 'Ōta'];

/** So many invented people, no two of one name, in the letter's order. */
export const namesOf = (n: number): string[] =>
  Array.from({ length: n }, (_, i) => `${firsts[i % firsts.length]} ${i + 1}. ${lasts[i % lasts.length]}`);

export const titleOf = (n: number): string => (n % 2 === 0 ? 'United States Senator' : 'Member of Congress');

const text = `We write about the **rivers** and ask that you

1. measure them;
2. clean them.

## Why now

See [the report](https://rivers.example/report).

| River | Lead |
| --- | --- |
| Rio Example | 12 |

${'The rivers carry to everybody downstream what is left in them upstream. '.repeat(60)}`;

/** A letter with so many signers. */
export const aPaper = (signers: number, more: Partial<Paper> = {}): Paper => ({
  title: 'A letter on clean rivers',
  author: 'Rivers Example Committee',
  at: new Date('2026-11-22T15:00:00Z'),
  mark: 'DRAFT for circulation',
  running: ['The Honorable E. Voss', 'December __, 2026'],
  blocks: [
    { kind: 'paragraph', style: 'date', runs: [{ text: 'December __, 2026' }] },
    { kind: 'addresses', cells: [['The Honorable E. Voss', 'Secretary', 'U.S. Department of Water']] },
    { kind: 'paragraph', style: 'body', runs: [{ text: 'Dear Secretary Voss:' }] },
    ...proseOf(text),
    { kind: 'paragraph', style: 'closing', runs: [{ text: 'Sincerely,' }] },
    { kind: 'signatures', cells: namesOf(signers).map((name, n) => [name, titleOf(n)]), blank: false },
  ],
  ...more,
});

/** Runs `work` with a file of these bytes, in a folder of its own that is gone afterwards. */
export function withFile<T>(name: string, bytes: Buffer, work: (file: string, folder: string) => T): T {
  const folder = mkdtempSync(path.join(tmpdir(), 'undersigned-file-'));
  try {
    const file = path.join(folder, name);
    writeFileSync(file, bytes);
    return work(file, folder);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** What a program says of a PDF. */
export const askPdf = (program: string, pdf: Buffer, args: string[], last: string[] = []): string =>
  withFile('letter.pdf', pdf, (file) => execFileSync(program, [...args, file, ...last], { stdio: 'pipe' }).toString());

/** Where each of these stands in the text; -1 for what is not there. */
export const placesOf = (text: string, parts: string[]): number[] => parts.map((part) => text.indexOf(part));

export const inOrder = (places: number[]): boolean =>
  places.every((place, n) => place >= 0 && (n === 0 || place > (places[n - 1] ?? -1)));
