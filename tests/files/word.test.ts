import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';
import { writeDocx } from '../../server/documents/docx.ts';
import { findOffice } from '../support/programs.ts';
import { aPaper, inOrder, namesOf, placesOf, withFile } from './papers.ts';

/** A Word document as an office program reads it, as text or as pages. */
const opened = (docx: Buffer, format: 'txt:Text (encoded):UTF8' | 'odt' | 'pdf'): Buffer =>
  withFile('letter.docx', docx, (file, folder) => {
    const own = `-env:UserInstallation=file://${folder}/profile`;
    const args = [own, '--headless', '--convert-to', format, '--outdir', folder, file];
    execFileSync(findOffice() ?? 'soffice', args, { stdio: 'pipe', timeout: 100_000 });
    return readFileSync(path.join(folder, `letter.${format.slice(0, 3)}`));
  });

test('a Word document is opened by an office program with all it says, in order', async () => {
  const text = opened(await writeDocx(aPaper(61)), 'txt:Text (encoded):UTF8')
    .toString()
    .normalize('NFC');
  const parts = ['December __, 2026', 'The Honorable E. Voss', 'Dear Secretary Voss:', 'We write', 'measure them;'];
  const more = ['Why now', 'Rio Example', 'Sincerely,', ...namesOf(61)];
  expect(inOrder(placesOf(text, [...parts, ...more])), text.slice(0, 500)).toBe(true);
});

test('its pages have a head after the first, and the mark on each', async () => {
  const pdf = opened(await writeDocx(aPaper(61)), 'pdf');
  const pages = withFile('letter.pdf', pdf, (file) =>
    execFileSync('pdftotext', ['-layout', file, '-'], { stdio: 'pipe' }).toString(),
  )
    .split('\f')
    .slice(0, -1);
  expect(pages.length).toBeGreaterThan(2);
  pages.forEach((page, n) => {
    expect(page).toContain('DRAFT for circulation');
    expect(page.includes(`Page ${n + 1}`)).toBe(n > 0);
  });
});
