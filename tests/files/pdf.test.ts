import { expect, test } from 'vitest';
import { writePdf } from '../../server/documents/pdf.ts';
import { aPaper, askPdf, inOrder, namesOf, placesOf, titleOf } from './papers.ts';

const read = (pdf: Buffer, ...args: string[]) => askPdf('pdftotext', pdf, args, ['-']).normalize('NFC');

test('a PDF reads back in the order of the letter, row by row, however it is read', async () => {
  const pdf = await writePdf(aPaper(61));
  const parts = [
    'December __, 2026',
    'The Honorable E. Voss',
    'Dear Secretary Voss:',
    'We write',
    'Why now',
    'Sincerely,',
  ];
  for (const text of [read(pdf), read(pdf, '-layout'), read(pdf, '-raw'), askPdf('pdfinfo', pdf, ['-struct-text'])]) {
    const flat = text.normalize('NFC').replace(/[ \n]+/g, ' ');
    expect(inOrder(placesOf(flat, [...parts, ...namesOf(61)])), flat.slice(0, 200)).toBe(true);
  }
  // Left and right of each other, each with its own title below.
  const rows = read(pdf, '-layout').split('\n');
  const names = namesOf(61);
  for (let n = 0; n + 1 < names.length; n += 2) {
    const at = rows.findIndex((row) => row.includes(`${names[n]} `));
    expect(rows[at]).toMatch(new RegExp(`${names[n]} {3,}${names[n + 1]}$`));
    expect(rows[at + 1]).toMatch(new RegExp(`${titleOf(n)} {3,}${titleOf(n + 1)}$`));
  }
});

test('each page has its head: the mark on all of them, addressee, day and number after the first', async () => {
  const pages = read(await writePdf(aPaper(80)), '-layout')
    .split('\f')
    .slice(0, -1);
  expect(pages.length).toBeGreaterThan(3);
  pages.forEach((page, n) => {
    const [mark, ...lines] = page
      .split('\n')
      .map((line) => line.trim())
      .filter(Boolean);
    expect(mark).toBe('DRAFT for circulation');
    const head = ['The Honorable E. Voss', 'December __, 2026', `Page ${n + 1}`];
    if (n > 0) expect(lines.slice(0, 3)).toEqual(head);
    else expect(page).not.toContain('Page 1');
  });
  expect(read(await writePdf(aPaper(80, { mark: '' })))).not.toContain('DRAFT');
});

test('a PDF says what it is, is tagged in English, and carries its own fonts', async () => {
  const pdf = await writePdf(aPaper(5));
  const about = askPdf('pdfinfo', pdf, []);
  expect(about).toMatch(/Title: +A letter on clean rivers/);
  expect(about).toMatch(/Author: +Rivers Example Committee/);
  expect(about).toMatch(/Tagged: +yes/);
  expect(about).toMatch(/JavaScript: +no/);
  expect(about).toMatch(/Page size: +612 x 792 pts \(letter\)/);
  expect(pdf.toString('latin1')).toMatch(/\/Lang \(en-US\)/);
  const structure = askPdf('pdfinfo', pdf, ['-struct']);
  for (const element of ['Document', 'P ', 'H1', 'L ', 'LI', 'LBody', 'Link', 'Table', 'TR', 'TH', 'TD'])
    expect(structure).toContain(element);
  const fonts = askPdf('pdffonts', pdf, []).trim().split('\n').slice(2);
  expect(fonts.length).toBeGreaterThan(1);
  for (const font of fonts) expect(font).toMatch(/DejaVu.* yes yes yes +\d/);
  expect(askPdf('pdfinfo', pdf, ['-url'])).toContain('https://rivers.example/report');
});

test('letters that the fonts lack are boxes, and all others are read back', async () => {
  const cells = [
    ['Łukasz Žižek', 'Ελένη'],
    ['Նարեկ', 'Дмитрий'],
    ['陳大文', 'اسم'],
    ['Zalgơ̴̧͖', '👩‍👩‍👧'],
  ];
  const text = read(await writePdf(aPaper(0, { blocks: [{ kind: 'signatures', cells, blank: true }] })));
  for (const name of ['Łukasz Žižek', 'Ελένη', 'Նարեկ', 'Дмитрий']) expect(text).toContain(name);
});

test('a whole Congress is on it', async () => {
  const text = read(await writePdf(aPaper(535)), '-layout');
  expect(inOrder(placesOf(text.replace(/ {2,}/g, '\n'), namesOf(535)))).toBe(true);
});
