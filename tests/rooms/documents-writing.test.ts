import { describe, expect, test } from 'vitest';
import { make } from '../../server/documents/making.ts';
import { type Block, type Paper, paragraph } from '../../server/documents/model.ts';
import { writePdf } from '../../server/documents/pdf.ts';
import { proseOf } from '../../server/documents/prose.ts';
import { writeText } from '../../server/documents/text.ts';
import { linesOf } from '../../server/documents/typesetting.ts';
import { unzip } from '../support/spreadsheet.ts';

const paperOf = (blocks: Block[], more: Partial<Paper> = {}): Paper => ({
  ...{ title: 'A letter on clean rivers', author: 'Rivers Example Committee', at: new Date('2026-11-22T15:00:00Z') },
  ...{ mark: 'DRAFT for circulation', running: ['The Honorable E. Voss', 'December __, 2026'], blocks },
  ...more,
});
const textOf = (markdown: string) => writeText(paperOf(proseOf(markdown), { mark: '' }));
const pagesIn = (pdf: Buffer) => Number(/\/Type \/Pages\n\/Count (\d+)/.exec(pdf.toString('latin1'))?.[1]);

describe('Markdown', () => {
  test('is read with all that letters have', () => {
    expect(
      textOf(`# Why

One *line* with a [link](https://rivers.example/a), https://rivers.example/b and ${'`code`'}.\\
Another.

3. three
4. four
   - deep

> Quoted.

| A | B |
| - | - |
| 1 | 2 |

---`),
    ).toBe(`Why
---

One line with a link (https://rivers.example/a), https://rivers.example/b
and code.
Another.

3. three
4. four
   - deep

> Quoted.

A | B
1 | 2

----------------------------------------------------------------------------
`);
  });

  test('loads nothing and carries no control characters', () => {
    const text = textOf(
      '<img src="https://evil.example/x.png"> ![a](https://evil.example/y.png) [b](javascript:alert(1)) a\u0000\u0007b\u202Ec \uD800 \uFFFF',
    );
    expect(text.replaceAll('\n', '')).not.toMatch(/[\p{Cc}\u202E\uFFFF]/u);
    expect(text.isWellFormed()).toBe(true);
    expect(text).toContain('bc');
  });
});

describe('lines', () => {
  const one = { text: '' };
  const advance = () => 1;
  const broken = (text: string, width: number) =>
    linesOf([{ ...one, text }], width, advance).map((line) => line.map((piece) => piece.text).join(''));

  test('are broken between words, and within a word that no line can hold', () => {
    expect(broken('one two three', 7)).toEqual(['one two', 'three']);
    expect(broken('a  b\n c', 9)).toEqual(['a b', 'c']);
    expect(broken('xx 12345678901 y', 5)).toEqual(['xx', '12345', '67890', '1 y']);
    expect(broken('😀😀😀', 2)).toEqual(['😀😀', '😀']);
    expect(broken('https://rivers.example/a/report', 20)).toEqual(['https://rivers.', 'example/a/report']);
    expect(broken('ab', 0.5)).toEqual(['a', 'b']);
    expect(broken('', 5)).toEqual(['']);
  });

  test('keep a word whole that changes its style on the way', () => {
    const runs = [{ text: 'to be' }, { text: 'lieve', bold: true }, { text: ' it' }];
    expect(linesOf(runs, 8, advance).map((line) => line.map((piece) => piece.text))).toEqual([
      ['to'],
      ['be', 'lieve'],
      ['it'],
    ]);
  });
});

describe('files', () => {
  const signatures = (n: number): Block => ({
    kind: 'signatures',
    cells: Array.from({ length: n }, (_, i) => [`Zoë Łukasz ${i}`, 'Member of Congress']),
    blank: false,
  });

  test('are the same bytes for the same paper, and other bytes for another', async () => {
    const paper = paperOf([paragraph('We ask.'), signatures(40)]);
    const [one, same, other] = [
      await writePdf(paper),
      await writePdf(structuredClone(paper)),
      await writePdf(paperOf([paragraph('We ask.'), signatures(41)])),
    ];
    expect(one.equals(same)).toBe(true);
    expect(one.equals(other)).toBe(false);
    expect(one.subarray(0, 8).toString()).toBe('%PDF-1.7');
  });

  test('are made once for all who ask, one after the other', async () => {
    const paper = paperOf([signatures(20)]);
    const asked = await Promise.all(
      Array.from({ length: 50 }, (_, n) => make(structuredClone(paper), n % 2 === 0 ? 'pdf' : 'docx')),
    );
    expect(new Set(asked.map(({ bytes }) => bytes)).size).toBe(2);
    expect(new Set(asked.map(({ etag }) => etag)).size).toBe(2);
    const again = await make(paper, 'pdf');
    expect(again.bytes).toBe(asked[0]?.bytes);
  });

  test('are made of any text, however hostile, in bounded time and pages', async () => {
    const texts = [
      'x'.repeat(100_000),
      'a\n\n'.repeat(33_000),
      `${'> '.repeat(60)}deep\n\n${'- '.repeat(60)}deep`,
      `|${'a|'.repeat(2000)}\n|${'-|'.repeat(2000)}\n|${'b|'.repeat(2000)}`,
      `| a |\n|---|\n${'| cell |\n'.repeat(5000)}`,
      `| a | b |\n|---|---|\n| ${'word '.repeat(10_000)} | b |`,
      Array.from({ length: 15_000 }, (_, n) => n.toString(36)).join(' '),
      '**'.repeat(50_000),
      '1. '.repeat(30_000),
      '\u05D0\u0639\u4E2D\u{1F600}\u0300'.repeat(10_000),
    ].map((text) => text.slice(0, 100_000));
    for (const text of texts) {
      const paper = paperOf(proseOf(text));
      for (const format of ['pdf', 'docx', 'txt'] as const) {
        const started = performance.now();
        const { bytes } = await make(paper, format);
        const seconds = (performance.now() - started) / 1000;
        expect(seconds, `${format} of ${text.slice(0, 20)}`).toBeLessThan(10);
        expect(bytes.length).toBeGreaterThan(0);
        if (format === 'pdf') expect(pagesIn(bytes), text.slice(0, 20)).toBeLessThan(2000);
      }
    }
  }, 120_000);

  test('are Word documents with real styles, another head on the first page, and no address but links', async () => {
    const { bytes } = await make(
      paperOf([
        paragraph('December __, 2026', 'date'),
        ...proseOf('# Why\n\nA [link](https://rivers.example/).\n\n2. two\n\n- one'),
        paragraph('Sincerely,', 'closing'),
        signatures(3),
      ]),
      'docx',
    );
    const files = unzip(bytes);
    const body = files.get('word/document.xml') ?? '';
    for (const style of ['Date', 'Heading1', 'BodyText', 'Closing', 'Signature'])
      expect(body).toContain(`<w:pStyle w:val="${style}"/>`);
    expect(body).toContain('<w:titlePg/>');
    expect(body).toContain('<w:cantSplit/>');
    expect(body.match(/<w:numPr>/g)).toHaveLength(2);
    const heads = [...files].filter(([name]) => /word\/header\d\.xml/.test(name)).map(([, text]) => text);
    expect(heads.filter((head) => head.includes('DRAFT for circulation'))).toHaveLength(2);
    expect(heads.filter((head) => head.includes('The Honorable E. Voss'))).toHaveLength(1);
    expect(files.get('word/styles.xml')).toContain('w:styleId="Signature"');
    const outside = [...(files.get('word/_rels/document.xml.rels') ?? '').matchAll(/Target="(https?:[^"]+)"/g)];
    expect(outside.map((match) => match[1])).toEqual(['https://rivers.example/']);
  });
});
