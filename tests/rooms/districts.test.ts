/** Where a ZIP code votes, on the facts that come with the program. */
import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import {
  findState,
  listStates,
  lookUpZip,
  replaceZipTable,
  writeZipTable,
  zipOf,
} from '../../server/districts/districts.ts';
import { stateOfZip } from '../../server/districts/states.ts';
import { parseZipTable } from '../../server/districts/zipfile.ts';
import { aWorld } from '../support/world.ts';

const shipped = readFileSync('data/zip-districts.txt', 'utf8');

test('the shipped states: 50 states, the District of Columbia, 5 territories, 441 and 100 seats', () => {
  const states = listStates();
  expect(states).toHaveLength(56);
  expect(states.filter((state) => state.kind === 'state')).toHaveLength(50);
  expect(states.reduce((sum, state) => sum + state.houseSeats, 0)).toBe(441);
  expect(states.flatMap((state) => state.senateClasses)).toHaveLength(100);
  expect(states.every((state) => state.senateClasses.length === (state.kind === 'state' ? 2 : 0))).toBe(true);
  expect(findState('RI')).toMatchObject({ name: 'Rhode Island', fips: '44', houseSeats: 2, senateClasses: [1, 2] });
  expect(findState('ZZ')).toBeNull();
});

test('the shipped ZIP table: every district of every state, and no other', () => {
  const rows = parseZipTable(shipped);
  expect(new Set(rows.map((row) => row.zip)).size).toBe(33_774);
  expect(rows).toHaveLength(42_033);
  const found = new Set(rows.map((row) => `${row.state}${row.district}`));
  const expected = listStates()
    .filter((state) => !['AS', 'GU', 'MP', 'VI'].includes(state.code))
    .flatMap(({ code, houseSeats }) =>
      houseSeats === 1 ? [`${code}0`] : Array.from({ length: houseSeats }, (_, index) => `${code}${index + 1}`),
    );
  expect(found).toEqual(new Set(expected));
});

test('the state by the first digits never contradicts the ZIP table', () => {
  const rows = parseZipTable(shipped);
  const statesOf = new Map<string, Set<string>>();
  for (const { zip, state } of rows) statesOf.set(zip, (statesOf.get(zip) ?? new Set()).add(state));
  const wrong = [...statesOf].filter(([zip, states]) => {
    const state = stateOfZip(zip);
    return state !== null && !states.has(state);
  });
  expect(wrong).toEqual([]);
  const known = [...statesOf.keys()].filter((zip) => stateOfZip(zip) !== null).length;
  expect(known / statesOf.size).toBeGreaterThan(0.98);
});

test.each([
  ['96910', 'GU'],
  ['96799', 'AS'],
  ['96813', 'HI'],
  ['96950', 'MP'],
  ['00801', 'VI'],
  ['00901', 'PR'],
  ['96940', null],
  ['96960', null],
  ['09012', null],
  ['34012', null],
  ['00000', null],
  ['10118', 'NY'],
  ['20500', 'DC'],
])('the state of %s by its first digits is %s', (zip, state) => {
  expect(stateOfZip(zip)).toBe(state);
});

test('one district, several, two states, and a ZIP code that the table lacks', async () => {
  const world = await aWorld();
  await world.db.transaction((tx) => replaceZipTable(tx, shipped));
  expect(await lookUpZip(world.db, '82001')).toEqual({
    zip: '82001',
    districts: [{ state: 'WY', district: 0 }],
    state: 'WY',
    needsAddress: false,
  });
  expect(await lookUpZip(world.db, '35005')).toEqual({
    zip: '35005',
    districts: [
      { state: 'AL', district: 6 },
      { state: 'AL', district: 7 },
    ],
    state: 'AL',
    needsAddress: true,
  });
  expect(await lookUpZip(world.db, '30165')).toMatchObject({
    districts: [
      { state: 'AL', district: 3 },
      { state: 'GA', district: 14 },
    ],
    state: null,
    needsAddress: true,
  });
  expect(await lookUpZip(world.db, '96910')).toEqual({ zip: '96910', districts: [], state: 'GU', needsAddress: true });
  expect(await lookUpZip(world.db, '00000')).toEqual({ zip: '00000', districts: [], state: null, needsAddress: true });
});

test('a table takes the place of the one before, whole or not at all', async () => {
  const world = await aWorld();
  const load = (text: string) => world.db.transaction((tx) => replaceZipTable(tx, text));
  const rows = Array.from({ length: 450 }, (_, index) => ({ zip: String(10_000 + index), state: 'NY', district: 7 }));
  await load(writeZipTable(rows, ['A table.']));
  expect((await lookUpZip(world.db, '10449')).districts).toEqual([{ state: 'NY', district: 7 }]);
  await expect(load('10000 NY8\nnot a line\n')).rejects.toThrow(/broken in line 2/);
  expect((await lookUpZip(world.db, '10000')).districts).toEqual([{ state: 'NY', district: 7 }]);
  await load('10000 NY8 NY9\n');
  expect((await lookUpZip(world.db, '10000')).districts.map((place) => place.district)).toEqual([8, 9]);
  expect((await lookUpZip(world.db, '10449')).districts).toEqual([]);
});

test('the compact form is the same whatever the order of the rows', () => {
  const rows = parseZipTable(shipped).slice(0, 500);
  const text = writeZipTable(rows, []);
  expect(writeZipTable(rows.toReversed(), [])).toBe(text);
  expect(parseZipTable(text)).toEqual(rows);
});

test('ZIP codes as people write them', () => {
  expect(zipOf(' 02903 ')).toBe('02903');
  expect(zipOf('02903-1234')).toBe('02903');
  expect(zipOf('029031234')).toBe('02903');
  for (const text of ['2903', '029034', 'O2903', '', '02903-12']) expect(zipOf(text)).toBeNull();
});
