/** Districts of states' own chambers: the Census's names beside those of rosters. */
import { expect, test } from 'vitest';
import { atLarge, inDistrict } from '../../server/legislators/legislators.ts';

const chamber = (...districts: (string | null)[]) => districts.map((district, n) => ({ key: n, district }));
const found = (name: string, ...districts: (string | null)[]) =>
  inDistrict(chamber(...districts), name).map(({ district }) => district);

test.each([
  ['22', '22'],
  ['022', '22'],
  ['State Senate District 22', '22'],
  ['1st Franklin', '1st Franklin'],
  ['1st Franklin District', '1st Franklin'],
  ['Berkshire, Hampden, Franklin & Hampshire', 'Berkshire, Hampden, Franklin and Hampshire'],
  ['Belknap County No. 01', 'Belknap 1'],
  ['Chittenden-Grand Isle', 'Chittenden Grand Isle'],
  ['Doña Ana 3', 'Dona Ana 3'],
  ['Ward 4', 'Ward 4'],
])('“%s” is “%s”', (census, roster) => {
  expect(found(census, 'Elsewhere', roster, '12', null)).toEqual([roster]);
});

test('a district with several members has them all; what is not sure has none', () => {
  expect(found('Belknap 6', 'Belknap 6', 'Belknap 6', 'Belknap 7')).toEqual(['Belknap 6', 'Belknap 6']);
  // Two districts that differ only in what they are called.
  expect(found('22', 'Senate District 22', 'District 22')).toEqual([]);
  for (const name of ['2', '222', '', 'District', 'Franklin'])
    expect(found(name, '22', '1st Franklin', '')).toEqual([]);
});

test('who sits for the whole place', () => {
  const members = chamber('Ward 1', 'At-Large', 'at large', 'Chairman', null, 'At Large Hill');
  expect(atLarge(members).map(({ district }) => district)).toEqual(['At-Large', 'at large', 'Chairman']);
});
