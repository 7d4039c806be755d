/** An operator's own ZIP table, in the shapes in which publishers write it. */
import { expect, test } from 'vitest';
import { commandLine } from '../../server/basics/viewer.ts';
import { lookUpZip } from '../../server/districts/districts.ts';
import { readZipCsv } from '../../server/districts/zipcsv.ts';
import { countZips, findOwnTable, forgetOwnTable, importZips } from '../../server/districts/ziptable.ts';
import { listHistory } from '../../server/history/history.ts';
import { loadFacts } from '../../server/legislators/load/facts.ts';
import { aWorld } from '../support/world.ts';

const rowsOf = (text: string) => {
  const { rows, problems } = readZipCsv(text);
  expect(problems).toEqual([]);
  return rows.map(({ zip, state, district }) => `${zip} ${state}${district}`);
};

test.each([
  ['the Census areas', 'state_fips,state_abbr,zcta,cd\r\n39,OH,44691,7\r\n72,PR,00601,0\r\n56,WY,82001,0\r\n'],
  ['ZIP codes', 'state_fips,state_abbr,zip,cd\n39,OH,44691,07\n72,PR,00601,98\n56,WY,82001,00\n'],
  ['HUD’s crosswalk', 'ZIP,CD,RES_RATIO\n44691,3907,0.9\n00601,7298,1\n82001,5600,1\n'],
  ['a spreadsheet in German', '﻿zip;state;cd\r\n44691;oh;7\r\n"00601";pr;0\r\n82001;WY;0\r\n'],
  ['tabs', 'zip\tstate\tdistrict\n44691\tOH\t7\n\n00601\tPR\t0\n82001\tWY\t0\n'],
])('%s', (_, text) => {
  expect(rowsOf(text)).toEqual(['44691 OH7', '00601 PR0', '82001 WY0']);
});

test('the same row twice is one, water is left out, territories are taken', () => {
  expect(rowsOf('zip,cd\n96910,6698\n96910,6698\n00802,7898\n')).toEqual(['96910 GU0', '00802 VI0']);
  expect(readZipCsv('zip,cd\n44691,3907\n44691,39ZZ\n')).toMatchObject({ rows: [{ district: 7 }], skipped: 1 });
});

test.each<[string, string, number | null, RegExp]>([
  ['an empty file', '', 1, /no column of ZIP codes/],
  ['a header alone', 'zip,cd\n', 1, /no rows/],
  ['no districts', 'zip,state\n44691,OH\n', 1, /no column of districts/],
  ['zeros that a spreadsheet dropped', 'zip,state,cd\n44691,OH,7\n601,PR,0\n', 3, /five digits, not “601”/],
  ['a district without its state', 'zip,cd\n44691,7\n', 2, /state of the district “7” is not told/],
  ['a state that there is not', 'zip,state,cd\n44691,XX,7\n', 2, /no state “XX”/],
  ['a district that there is not', 'zip,state,cd\n44691,OH,16\n', 2, /OH has no district 16/],
  ['at large where there are districts', 'zip,state,cd\n44691,OH,0\n', 2, /OH has no district 0/],
  ['two states', 'zip,state,cd\n44691,OH,4807\n', 2, /4807 does not begin with 39/],
  ['two numbers of a state', 'state_fips,state_abbr,zip,cd\n48,OH,44691,7\n', 2, /OH has the number 39/],
  ['a word', 'zip,state,cd\n44691,OH,seven\n', 2, /one or two digits/],
  ['a broken quote', 'zip,cd\n"44691,3907\n', 2, /not CSV/],
  ['something that is no text', 'zip,cd\n4469\u00001,3907\n', 2, /NUL/],
])('%s is told with its line', (_, text, row, message) => {
  const { problems } = readZipCsv(text);
  expect(problems[0]?.message).toMatch(message);
  expect(problems[0]?.row).toBe(row);
});

test('of a file that is wrong throughout, as many lines are told as anybody reads', () => {
  expect(readZipCsv(`zip,cd\n${'x,y\n'.repeat(1000)}`).problems).toHaveLength(20);
});

test('an own table takes the place of the bundled one, stays at the next start, and goes when it is told to', async () => {
  const world = await aWorld();
  await loadFacts(world);
  const shipped = await countZips(world.db);
  expect(shipped).toEqual({ zips: 33_774, several: 7299, rows: 42_033 });
  const text = 'zip,cd\n44691,3907\n10118,3612\n35005,0106\n';

  const dry = await importZips(world, commandLine, text, { source: 'HUD, 3rd quarter of 2026', dryRun: true });
  expect(dry).toMatchObject({ zips: 3, rows: 3, added: 1, changed: 2, gone: 33_772, applied: false, problems: [] });
  expect(await countZips(world.db)).toEqual(shipped);
  expect(await findOwnTable(world.db)).toBeNull();

  const wrong = await importZips(world, commandLine, `${text}1,2\n`, { source: 'wrong' });
  expect(wrong).toMatchObject({ applied: false, problems: [{ row: 5 }] });
  expect(await countZips(world.db)).toEqual(shipped);

  expect(await importZips(world, commandLine, text, { source: 'HUD, 3rd quarter of 2026' })).toMatchObject({
    applied: true,
  });
  await loadFacts(world);
  expect(await findOwnTable(world.db)).toEqual({
    ...{ source: 'HUD, 3rd quarter of 2026', at: world.now(), rows: 3, zips: 3 },
  });
  expect((await lookUpZip(world.db, '10118')).districts).toEqual([{ state: 'NY', district: 12 }]);
  expect((await lookUpZip(world.db, '82001')).districts).toEqual([]);
  expect(await listHistory(world.db, 'zip table', 'zips')).toMatchObject([
    { deed: 'imported', detail: { source: 'HUD, 3rd quarter of 2026', added: 1, changed: 2 } },
  ]);

  await world.db.transaction((tx) => forgetOwnTable(tx, world, commandLine));
  await loadFacts(world);
  expect(await countZips(world.db)).toEqual(shipped);
  expect(await findOwnTable(world.db)).toBeNull();
});
