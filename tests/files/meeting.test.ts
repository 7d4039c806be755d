import { expect, test } from 'vitest';
import { writePdf } from '../../server/documents/pdf.ts';
import { paperOf } from '../../server/meetings/paper.ts';
import type { Sheet } from '../../server/meetings/sheet.ts';
import { askPdf, inOrder, placesOf } from './papers.ts';

const long = 'The river carries to everybody downstream what is left in it upstream. '.repeat(6).trim();

/** A sheet as full as sheets are. */
const full: Sheet = {
  name: 'Representative Şule Çelik-O’Neil',
  seat: 'Democrat · U.S. House of Representatives, NJ-11 · since 2021',
  committees: Array.from({ length: 6 }, (_, n) => `Committee on Rivers, Lakes and Dams ${n + 1}`).join(', '),
  letter: 'A letter on clean rivers',
  sections: [
    { heading: 'What is asked', parts: [{ kind: 'words', text: 'Please sign this letter.', strong: true }] },
    {
      heading: 'Constituents who signed in NJ-11',
      parts: [
        {
          kind: 'table',
          label: 'Signatures from NJ-11 by week',
          head: ['Sep 28', 'Oct 5', 'Oct 12', 'Oct 19', 'Oct 26', 'Nov 2', 'Nov 9', 'Nov 16'],
          row: ['12,345', '0', '1', '2', '3', '4', '5', '23,456'],
        },
      ],
    },
    {
      heading: 'Organizations in New Jersey that signed',
      parts: [{ kind: 'list', items: Array.from({ length: 13 }, (_, n) => `Nguyễn’s Łódź Street Parish ${n + 1}`) }],
    },
    {
      heading: 'What constituents wrote to Çelik-O’Neil',
      parts: [{ kind: 'quotes', items: Array.from({ length: 6 }, () => ({ text: long, by: 'A constituent' })) }],
    },
  ],
  team: [
    { heading: 'What we know', parts: [{ kind: 'facts', items: [{ label: 'Where they stand', text: 'Asked' }] }] },
  ],
  asOf: 'November 22, 2026',
  sponsor: 'Rivers Example Committee',
};

const now = new Date('2026-11-22T15:00:00Z');
const read = async (team: boolean) =>
  askPdf('pdftotext', await writePdf(paperOf(full, { team, now })), ['-layout'], ['-'])
    .normalize('NFC')
    .split('\f')
    .slice(0, -1);

test('the sheet for a meeting reads back in order, on two pages; what the team knows stands on one of its own', async () => {
  const office = await read(false);
  expect(office.length).toBeLessThanOrEqual(2);
  const words = ['Representative Şule Çelik-O’Neil', 'Committees:', 'Please sign', 'Nov 16', '23,456', 'Parish 13'];
  expect(inOrder(placesOf(office.join(' ').replace(/\s+/g, ' '), words))).toBe(true);
  expect(office.join()).not.toContain('What we know');
  const whole = await read(true);
  expect(whole).toHaveLength(office.length + 1);
  expect(whole.at(-1)).toContain('Where they stand: Asked');
  for (const page of whole) expect(page).toContain('For the campaign’s team');
});
