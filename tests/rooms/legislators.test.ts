/** Finding legislators: by name, by filters, by place. Real people appear here by the shipped roster alone. */
import { readFileSync } from 'node:fs';
import { beforeEach, expect, test } from 'vitest';
import { NotFound, Refused } from '../../server/basics/errors.ts';
import { findFact } from '../../server/db/facts.ts';
import { lookUpZip } from '../../server/districts/districts.ts';
import {
  findLegislator,
  type ListFilter,
  listLegislators,
  listServing,
  listVacancies,
  listWaitingSeats,
  placeInWords,
  representing,
  requireServing,
  rosterStatus,
} from '../../server/legislators/legislators.ts';
import { applyPlan } from '../../server/legislators/load/apply.ts';
import { readBundled } from '../../server/legislators/load/bundled.ts';
import { loadFacts } from '../../server/legislators/load/facts.ts';
import { importRoster } from '../../server/legislators/load/load.ts';
import { planRoster } from '../../server/legislators/load/plan.ts';
import { aCongress, aFile } from '../support/rosters/made.ts';
import { aWorld, type TestWorld } from '../support/world.ts';

let world: TestWorld;
beforeEach(async () => {
  world = await aWorld();
});

/** The shipped roster of Congress without the ZIP table, which takes longer. */
async function aRoster(): Promise<void> {
  const roster = readBundled(readFileSync('data/legislators.jsonl', 'utf8'), 'data');
  const plan = await planRoster(world.db, roster, { acceptDepartures: false, today: '2026-11-22' });
  await applyPlan(world, plan);
}

const find = async (filter: ListFilter) => {
  const { items, total } = await listLegislators(world.db, filter, { limit: 500 });
  expect(items).toHaveLength(total);
  return items.map((one) => one.full);
};

test('the facts that come with the program: 537 sitting members, 4 seats vacant', async () => {
  await loadFacts(world);
  const page = await listLegislators(world.db, { serving: true }, { limit: 50 });
  expect(page).toMatchObject({ total: 537 });
  expect(page.items).toHaveLength(50);
  expect(await listServing(world.db, ['us-senate'])).toHaveLength(100);
  const house = await listServing(world.db, ['us-house']);
  expect(house).toHaveLength(437);
  expect(house.filter((one) => !one.voting)).toHaveLength(6);
  const vacant = await listVacancies(world.db, ['us-house', 'us-senate']);
  expect(vacant.map((seat) => placeInWords(seat))).toEqual(['CA-14', 'FL-20', 'GA-13', 'TX-23']);
  expect(await listWaitingSeats(world.db, '2026-11-02')).toHaveLength(0);
  expect(await listWaitingSeats(world.db, '2026-11-03')).toHaveLength(2);
  expect(await listWaitingSeats(world.db, '2027-01-03')).toHaveLength(472);
});

test('a second start changes nothing, and a roster that was loaded later stays', async () => {
  await loadFacts(world);
  const before = await rosterStatus(world.db, '2026-11-22');
  await loadFacts(world);
  expect(await rosterStatus(world.db, '2026-11-22')).toEqual(before);

  const { key } = (await listServing(world.db, ['us-senate']))[0] ?? { key: '' };
  await importRoster(world, 'tests/support/rosters/congress/legislators-current.yaml');
  await world.db.transaction(async (tx) => {
    const { siteFacts } = await import('../../server/db/tables.ts');
    await tx.update(siteFacts).set({ value: 'of an earlier release' });
  });
  await loadFacts(world);
  expect(await findFact(world.db, 'bundled roster loaded')).not.toBe('of an earlier release');
  expect((await rosterStatus(world.db, '2026-11-22')).loads.map((load) => load.format)).toEqual([
    'congress-legislators',
    'bundled',
  ]);
  expect((await findLegislator(world.db, key))?.serving).toBe(true);
});

test('a few people who were imported before the first start are no roster of Congress', async () => {
  await importRoster(world, aFile('one.json', aCongress().slice(0, 1)));
  await loadFacts(world);
  expect((await listLegislators(world.db, { serving: true }, { limit: 1 })).total).toBe(537);
});

test('a name is found by any part, with or without accents', async () => {
  await aRoster();
  const garcias = await find({ q: 'garcia' });
  expect(garcias).toHaveLength(3);
  expect(await find({ q: 'García' })).toEqual(garcias);
  expect(await find({ q: 'GARCÍ' })).toEqual(garcias);
  expect(await find({ q: 'jesus garcia' })).toHaveLength(1);
  expect(await find({ q: 'smith hyde' })).toEqual(['Cindy Hyde-Smith']);
  expect(await find({ q: 'ocasio-cortez' })).toEqual(['Alexandria Ocasio-Cortez']);
  expect(await find({ q: 'KingHinds' })).toEqual(['Kimberlyn King-Hinds']);
  expect(await find({ q: 'vanhollen' })).toEqual(['Chris Van Hollen']);
  expect(await find({ q: 'chuy' })).toHaveLength(1);
  expect(await find({ q: '%' })).toEqual([]);
  expect(await find({ q: '_' })).toEqual([]);
  expect(await find({ q: 'nobody by this name' })).toEqual([]);
  expect((await listLegislators(world.db, { q: ' ' }, { limit: 1 })).total).toBe(537);
});

test('filters, one by one and together', async () => {
  await aRoster();
  expect(await find({ body: 'us-senate', state: 'ri' })).toHaveLength(2);
  expect(await find({ state: 'RI', body: 'us-house', district: '02' })).toHaveLength(1);
  expect(await find({ state: 'WY', district: '0' })).toHaveLength(1);
  expect(await find({ party: 'Independent' })).toHaveLength(3);
  expect(await find({ party: 'i' })).toHaveLength(3);
  expect(await find({ party: 'Democratic', body: 'us-senate' })).toHaveLength(45);
  expect(await find({ committee: 'HLIG' })).toHaveLength(27);
  expect(await find({ committee: 'HLIG', party: 'R', state: 'TX' })).not.toHaveLength(0);
  expect(await find({ serving: false })).toEqual([]);
  expect(await find({ state: 'ZZ' })).toEqual([]);
});

test('pages follow each other without a gap or a double', async () => {
  await aRoster();
  const keys: string[] = [];
  let cursor: string | undefined;
  do {
    const page = await listLegislators(world.db, {}, { limit: 100, cursor });
    keys.push(...page.items.map((one) => one.key));
    cursor = page.next ?? undefined;
  } while (cursor);
  expect(keys).toHaveLength(537);
  expect(new Set(keys).size).toBe(537);
  await expect(listLegislators(world.db, {}, { limit: 10, cursor: 'made-up' })).rejects.toThrow(/cursor/);
});

test('a legislator’s whole record: terms, parties, offices, committees', async () => {
  await aRoster();
  const [row] = (await listLegislators(world.db, { q: 'kiley' }, { limit: 1 })).items;
  const whole = await findLegislator(world.db, row?.key ?? '');
  expect(whole).toMatchObject({
    party: 'Independent',
    caucus: 'Republican',
    state: 'CA',
    district: '3',
    since: '2023-01-03',
  });
  expect(whole?.terms).toHaveLength(2);
  expect(whole?.affiliations.map((one) => one.party)).toEqual(['Republican', 'Independent']);
  expect(whole?.offices.map((office) => office.kind)).toEqual(['capitol', 'district']);
  expect(whole?.bodyName).toBe('U.S. House of Representatives');
  expect(await findLegislator(world.db, 'nobody')).toBeNull();

  const { items } = await listLegislators(world.db, { committee: 'HLIG01' }, { limit: 50 });
  const seats = items.flatMap((one) => one.committees.filter((committee) => committee.key === 'HLIG01'));
  expect(seats).toHaveLength(10);
  expect(seats.filter((committee) => committee.side === 'majority' && committee.rank === 1)).toEqual([
    expect.objectContaining({ parent: 'HLIG', title: 'Chairman' }),
  ]);
});

const representatives = async (zip: string) => {
  const { legislators, vacancies } = await representing(world.db, await lookUpZip(world.db, zip));
  return {
    certain: legislators.filter((one) => one.certain).map((one) => placeInWords(one)),
    candidates: legislators.filter((one) => !one.certain).map((one) => placeInWords(one)),
    vacant: vacancies.map((seat) => placeInWords(seat)),
  };
};

test('who represents a ZIP code: certain ones, candidates, vacant seats', async () => {
  await loadFacts(world);
  expect(await representatives('82001')).toEqual({
    certain: ['WY (class 1)', 'WY (class 2)', 'WY at large'],
    candidates: [],
    vacant: [],
  });
  expect(await representatives('35005')).toEqual({
    certain: ['AL (class 2)', 'AL (class 3)'],
    candidates: ['AL-6', 'AL-7'],
    vacant: [],
  });
  expect(await representatives('30165')).toEqual({
    certain: [],
    candidates: ['AL (class 2)', 'AL (class 3)', 'GA (class 2)', 'GA (class 3)', 'AL-3', 'GA-14'],
    vacant: [],
  });
  expect(await representatives('30017')).toEqual({
    certain: ['GA (class 2)', 'GA (class 3)'],
    candidates: [],
    vacant: ['GA-13'],
  });
  // Two candidates of which one has nobody.
  expect(await representatives('30013')).toEqual({
    certain: ['GA (class 2)', 'GA (class 3)'],
    candidates: ['GA-10'],
    vacant: ['GA-13'],
  });

  // ZIP codes that the table lacks: senators by the prefix, and the delegate of a territory.
  expect(await representatives('10118')).toEqual({
    certain: ['NY (class 1)', 'NY (class 3)'],
    candidates: [],
    vacant: [],
  });
  expect((await representatives('96910')).certain).toEqual(['GU at large']);
  expect((await representatives('20001')).certain).toEqual(['DC at large']);
  expect(await representatives('00000')).toEqual({ certain: [], candidates: [], vacant: [] });
});

test('only somebody in office may be asked to sign', async () => {
  await importRoster(world, 'tests/support/rosters/congress');
  const require = (key: string) => world.db.transaction((tx) => requireServing(tx, key));
  expect((await require('Z000001')).full).toBe('Ana M. Rivera Peña');
  await expect(require('nobody')).rejects.toThrow(NotFound);
  await expect(require('Z000091')).rejects.toThrow(Refused);
});
