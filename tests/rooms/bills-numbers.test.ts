import { expect, test } from 'vitest';
import { congressOn, daysOf } from '../../server/basics/congress.ts';
import { billLabel, billNumber, billSlug, billUrl, numberTrouble, writtenNumber } from '../../server/bills/numbers.ts';

test.each([
  ['H.R. 1234', { type: 'hr', number: 1234 }],
  ['HR1234', { type: 'hr', number: 1234 }],
  ['h.r.1234', { type: 'hr', number: 1234 }],
  ['H R 1234', { type: 'hr', number: 1234 }],
  ['S. 12', { type: 's', number: 12 }],
  ['s12', { type: 's', number: 12 }],
  ['H.Res. 240', { type: 'hres', number: 240 }],
  ['H. Res. 240', { type: 'hres', number: 240 }],
  ['H. Con. Res. 5', { type: 'hconres', number: 5 }],
  ['HConRes5', { type: 'hconres', number: 5 }],
  ['S.Con.Res. 6', { type: 'sconres', number: 6 }],
  ['S.J.Res. 3', { type: 'sjres', number: 3 }],
  ['H.J. Res. 77', { type: 'hjres', number: 77 }],
  ['S. Res. 99999', { type: 'sres', number: 99_999 }],
  ['hr1234-119', { type: 'hr', number: 1234, congress: 119 }],
  ['HR 1234/118', { type: 'hr', number: 1234, congress: 118 }],
  ['H.R. 1234 (119th Congress)', { type: 'hr', number: 1234, congress: 119 }],
  ['H.R. 1234, 119th Congress', { type: 'hr', number: 1234, congress: 119 }],
  ['S. 12 (103rd)', { type: 's', number: 12, congress: 103 }],
  [
    'https://www.congress.gov/bill/119th-congress/house-bill/1234/cosponsors?q=x',
    { type: 'hr', number: 1234, congress: 119 },
  ],
  [
    'www.congress.gov/bill/111th-congress/senate-concurrent-resolution/7',
    { type: 'sconres', number: 7, congress: 111 },
  ],
  ['https://api.congress.gov/v3/bill/117/sjres/3/cosponsors?format=json', { type: 'sjres', number: 3, congress: 117 }],
])('%s is understood', (text, expected) => {
  expect(billNumber(text)).toEqual(expected);
});

test.each([
  ...[
    '',
    'Clean Rivers Act',
    '1234',
    'H.R.',
    'H.R. 0',
    'H.R. 012',
    'HR123456',
    'H.R. 12a',
    'H.R. 1234-999',
    'P.L. 117-108',
  ],
  ...['https://www.congress.gov/bill/119th-congress/house-bill/12345678', 'congress.gov/bill/119th-congress/law/12'],
])('“%s” is no bill of Congress', (text) => {
  expect(billNumber(text)).toBeNull();
});

test.each(['HB 12', 'SB 4', 'HF 100', 'S.B. 7', 'AB 1826', 'L.D. 3'])('%s is told apart as a state’s', (text) => {
  expect(billNumber(text)).toBeNull();
  expect(numberTrouble(text)).toMatch(/how states number bills/);
});

test('every way of writing a number comes to one way of writing it', () => {
  for (const text of ['h. con. res. 5', 'HCONRES5', 'H.Con.Res. 5']) {
    const found = billNumber(text);
    expect(found && writtenNumber(found)).toBe('H.Con.Res. 5');
    expect(found && billSlug({ ...found, congress: 119 })).toBe('hconres5-119');
  }
});

test('a bill is named by its number and Congress, or by its title', () => {
  const bill = { number: 'S.J.Res. 3', congress: 113, title: 'A resolution' };
  expect(billLabel(bill)).toBe('S.J.Res. 3 (113th Congress)');
  expect(billLabel({ ...bill, congress: 122 })).toBe('S.J.Res. 3 (122nd Congress)');
  expect(billLabel({ ...bill, number: null })).toBe('A resolution (113th Congress)');
  expect(billLabel({ ...bill, congress: null })).toBe('S.J.Res. 3');
  expect(billUrl(bill)).toBe('https://www.congress.gov/bill/113th-congress/senate-joint-resolution/3');
  expect(billUrl({ ...bill, congress: null })).toBeNull();
  expect(billUrl({ ...bill, number: 'HB 3' })).toBeNull();
});

test('a Congress begins on January 3 of an odd year', () => {
  const days = ['2025-01-02', '2025-01-03', '2026-11-22', '2027-01-01', '2027-01-03', '1789-03-04'];
  expect(days.map(congressOn)).toEqual([118, 119, 119, 119, 120, 1]);
  expect(daysOf(119)).toEqual({ from: '2025-01-03', to: '2027-01-03' });
});
