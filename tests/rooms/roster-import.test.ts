/** What an import changes, and what it never does. */
import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { parse } from 'yaml';
import {
  findLegislator,
  listLegislators,
  listWaitingSeats,
  rosterStatus,
} from '../../server/legislators/legislators.ts';
import { importRoster } from '../../server/legislators/load/load.ts';
import { reportLines, reportOf } from '../../server/legislators/load/report.ts';
import { aCongress, aFile, type Made } from '../support/rosters/made.ts';
import { aWorld, type TestWorld } from '../support/world.ts';

const samples = 'tests/support/rosters';
const council = { body: 'example-city-council' };

/** The record of this number. */
function made(congress: Made[], number: number): Made {
  const found = congress.find((one) => one.id.bioguide === `Z${String(number).padStart(6, '0')}`);
  if (!found) throw new Error(`No record ${number}.`);
  return found;
}

const without = (congress: Made[], ...numbers: number[]) =>
  congress.filter((one) => !numbers.some((number) => one === made(congress, number)));

const latest = (one: Made) => {
  const term = one.terms.at(-1);
  if (!term) throw new Error('A record without terms.');
  return term;
};

async function withCongress(): Promise<{ world: TestWorld; congress: Made[] }> {
  const world = await aWorld();
  const congress = aCongress();
  const plan = await importRoster(world, aFile('legislators-current.json', congress));
  expect(plan.problems).toEqual([]);
  expect(plan.added).toHaveLength(60);
  return { world, congress };
}

const counts = (plan: Awaited<ReturnType<typeof importRoster>>) => ({
  added: plan.added.map((one) => one.key),
  changed: plan.changed.map((one) => one.key),
  left: plan.left.map((one) => one.key),
  unchanged: plan.unchanged,
});

const serving = async (world: TestWorld) => (await listLegislators(world.db, { serving: true }, { limit: 1 })).total;

test('the same roster a second time changes nothing', async () => {
  const world = await aWorld();
  const first = await importRoster(world, `${samples}/congress`);
  expect(first.added).toHaveLength(8);
  const before = await findLegislator(world.db, 'Z000001');
  const second = await importRoster(world, `${samples}/congress`);
  expect(counts(second)).toEqual({ added: [], changed: [], left: [], unchanged: 8 });
  expect(second.committees).toMatchObject({ put: [], moved: 0 });
  expect(second.seats).toMatchObject({ add: [], change: [], vacated: [], filled: [] });
  expect(await findLegislator(world.db, 'Z000001')).toEqual(before);
});

test('a file that tells less than what is known takes nothing away', async () => {
  const world = await aWorld();
  await importRoster(world, `${samples}/congress`);
  const before = await findLegislator(world.db, 'Z000001');
  expect(before?.offices).toHaveLength(2);
  expect(before?.committees).toHaveLength(2);
  // Without the files of offices and committees.
  const plan = await importRoster(world, `${samples}/congress/legislators-current.yaml`);
  expect(counts(plan)).toEqual({ added: [], changed: [], left: [], unchanged: 6 });
  expect(await findLegislator(world.db, 'Z000001')).toEqual(before);
});

test('a changed copy shows exactly its changes: one gone, one new, one party, one moved to the Senate', async () => {
  const { world, congress } = await withCongress();
  const changed = without(structuredClone(congress), 101, 1);
  changed.push({
    id: { bioguide: 'Z000900' },
    name: { first: 'Nova', last: 'Newcomer' },
    terms: [{ type: 'rep', start: '2026-11-10', end: '2027-01-03', state: 'CA', district: 30, party: 'Democrat' }],
  });
  latest(made(changed, 102)).party = 'Independent';
  Object.assign(latest(made(changed, 102)), { caucus: 'Republican' });
  const left = made(congress, 1).terms[0];
  made(changed, 103).terms.push({ ...(left as (typeof congress)[0]['terms'][0]), start: '2026-11-15' });

  const file = aFile('legislators-current.json', changed);
  const dry = await importRoster(world, file, { dryRun: true });
  expect(await serving(world)).toBe(60);
  const plan = await importRoster(world, file);
  expect(counts(dry)).toEqual(counts(plan));
  expect(counts(plan)).toEqual({
    added: ['Z000900'],
    changed: ['Z000102', 'Z000103'],
    left: ['Z000101', 'Z000001'],
    unchanged: 56,
  });
  const state = left?.state;
  expect(plan.changed[0]?.changes).toEqual([{ field: 'party', from: 'Republican', to: 'Independent' }]);
  expect(plan.changed[1]?.changes).toEqual([
    { field: 'body', from: 'us-house', to: 'us-senate' },
    { field: 'seat', from: 'CA-3', to: `${state} (class ${left?.class})` },
    { field: 'title', from: 'Representative', to: 'Senator' },
    { field: 'term', from: '2025-01-03 to 2027-01-03', to: '2026-11-15 to 2029-01-03' },
    { field: 'phone', from: '202-555-0100', to: null },
    { field: 'earlier terms', from: null, to: 'us-house CA-3, 2025-01-03 to 2027-01-03, Democrat' },
  ]);
  expect(plan.seats.vacated.map(({ state, district }) => [state, district])).toEqual([
    ['CA', '1'],
    ['CA', '3'],
  ]);
  expect(plan.seats.filled.map(({ state, district }) => [state, district])).toEqual([['CA', '30']]);

  expect(await serving(world)).toBe(59);
  const moved = await findLegislator(world.db, 'Z000103');
  expect(moved).toMatchObject({ body: 'us-senate', district: null, title: 'Senator', since: '2026-11-15' });
  expect(moved?.terms.map((term) => term.body)).toEqual(['us-house', 'us-senate']);
  expect(await findLegislator(world.db, 'Z000101')).toMatchObject({ serving: false, leftOn: '2026-11-22' });

  const report = reportLines(reportOf(plan, true)).join('\n');
  expect(report).toMatch(/^1 person added:\n {2}Representative Nova Newcomer \(Democrat, CA-30\) Z000900$/m);
  expect(report).toMatch(/party: Republican → Independent/);
  expect(report).toMatch(/2 people left office:/);
  expect(report).toMatch(/Vacant from now on: CA-1, CA-3/);
});

test('who left keeps every record, and comes back with it', async () => {
  const { world, congress } = await withCongress();
  const before = await findLegislator(world.db, 'Z000101');
  await importRoster(world, aFile('legislators-current.json', without(congress, 101)));
  const gone = await findLegislator(world.db, 'Z000101');
  expect(gone).toEqual({ ...before, serving: false, leftOn: '2026-11-22' });
  const plan = await importRoster(world, aFile('legislators-current.json', congress));
  expect(counts(plan)).toEqual({ added: [], changed: ['Z000101'], left: [], unchanged: 59 });
  expect(plan.changed[0]?.changes).toEqual([{ field: 'serving', from: 'no', to: 'yes' }]);
  expect(await findLegislator(world.db, 'Z000101')).toEqual(before);
});

test('who left keeps the last committees; who moved to the other chamber is on none of the old one', async () => {
  const world = await aWorld();
  const folder = `${samples}/congress`;
  await importRoster(world, folder);
  const people = parse(readFileSync(`${folder}/legislators-current.yaml`, 'utf8')) as Made[];
  const rest = people.filter((one) => one.id.bioguide !== 'Z000001');
  await importRoster(world, aFile('a.json', rest), { acceptDepartures: true });
  expect((await findLegislator(world.db, 'Z000001'))?.committees).toHaveLength(2);
  expect((await listLegislators(world.db, { committee: 'SSRV' }, { limit: 9 })).total).toBe(1);

  const [rivera] = people;
  rivera?.terms.push({ ...made(people, 4).terms[0], start: '2026-11-01', party: 'Democrat' } as Made['terms'][0]);
  await importRoster(world, aFile('b.json', people), { acceptDepartures: true });
  expect(await findLegislator(world.db, 'Z000001')).toMatchObject({ body: 'us-house', serving: true, committees: [] });
  expect((await listLegislators(world.db, { committee: 'SSRV' }, { limit: 9 })).total).toBe(0);
});

test('a departure is dated by the listed end of the term once that has passed', async () => {
  const { world, congress } = await withCongress();
  world.at('2027-01-20T15:00:00Z');
  await importRoster(world, aFile('legislators-current.json', without(congress, 101)));
  expect((await findLegislator(world.db, 'Z000101'))?.leftOn).toBe('2027-01-03');
});

test('a one-person file retires nobody', async () => {
  const { world, congress } = await withCongress();
  const one = structuredClone(made(congress, 102));
  latest(one).phone = '202-555-0199';
  const plan = await importRoster(world, aFile('legislators-current.json', [one]), { acceptDepartures: true });
  expect(counts(plan)).toEqual({ added: [], changed: ['Z000102'], left: [], unchanged: 0 });
  expect(await serving(world)).toBe(60);
});

test('a part of a body retires nobody and says so; a whole body leaves the other one alone', async () => {
  const { world, congress } = await withCongress();
  const part = await importRoster(world, aFile('some.json', congress.slice(20, 35)));
  expect(counts(part).left).toEqual([]);
  expect(part.notes).toEqual(['This is no whole roster of us-house (15 of 40 members), so nobody leaves it.']);
  const house = await importRoster(world, aFile('house.json', without(congress.slice(20), 140)));
  expect(counts(house).left).toEqual(['Z000140']);
  expect(await serving(world)).toBe(59);
});

test('a torn list that calls itself the whole one is not taken for a part', async () => {
  const { world, congress } = await withCongress();
  const torn = congress.slice(17, 35);
  const plan = await importRoster(world, aFile('legislators-current.json', torn));
  expect(plan.problems.map((problem) => problem.message)).toEqual([
    expect.stringMatching(/^17 of 20 members of us-senate would leave office/),
    expect.stringMatching(/^25 of 40 members of us-house would leave office/),
  ]);
  expect(await serving(world)).toBe(60);
});

test('more than 15 % of a body leaving stops with the list, unless it is accepted', async () => {
  const { world, congress } = await withCongress();
  const file = aFile('legislators-current.json', without(congress, 1, 2, 3, 4));
  const stopped = await importRoster(world, file);
  expect(stopped.problems).toEqual([
    {
      file,
      row: null,
      message:
        '4 of 20 members of us-senate would leave office; if that is right, run it again with --accept-departures',
    },
  ]);
  expect(stopped.left.map((one) => one.key).sort()).toEqual(['Z000001', 'Z000002', 'Z000003', 'Z000004']);
  expect(await serving(world)).toBe(60);
  // 15 % is not more than 15 %.
  expect((await importRoster(world, aFile('a.json', without(congress, 1, 2, 3)), { dryRun: true })).problems).toEqual(
    [],
  );
  const accepted = await importRoster(world, file, { acceptDepartures: true });
  expect(accepted.problems).toEqual([]);
  expect(await serving(world)).toBe(56);
});

test('--accept-departures lets a short list speak for its bodies', async () => {
  const { world, congress } = await withCongress();
  await importRoster(world, aFile('some.json', congress.slice(20, 30)), { acceptDepartures: true });
  expect(await serving(world)).toBe(30);
});

test('a list of former members makes them known, and neither retires nor brings back anybody', async () => {
  const { world, congress } = await withCongress();
  const former = structuredClone(made(congress, 101));
  Object.assign(latest(former), { end: '2026-03-01' });
  const old: Made = {
    id: { bioguide: 'Z000800' },
    name: { first: 'Olga', last: 'Oldtimer' },
    terms: [{ type: 'rep', start: '1991-01-03', end: '1993-01-03', state: 'OH', district: 4, party: 'Democrat' }],
  };
  const historical = aFile('legislators-historical.json', [old, former]);
  const alone = await importRoster(world, historical);
  expect(counts(alone)).toEqual({ added: ['Z000800'], changed: [], left: [], unchanged: 1 });
  expect(await findLegislator(world.db, 'Z000800')).toMatchObject({ serving: false, leftOn: '1993-01-03' });
  expect(await serving(world)).toBe(60);

  // With the current members beside it, the former one has left, on the day that the list says.
  await importRoster(world, aFile('legislators-current.json', without(congress, 101)));
  const again = await importRoster(world, historical);
  expect(counts(again).changed).toEqual(['Z000101']);
  expect(await findLegislator(world.db, 'Z000101')).toMatchObject({ serving: false, termEnd: '2026-03-01' });
  expect(counts(await importRoster(world, historical))).toEqual({ added: [], changed: [], left: [], unchanged: 2 });
  expect(await serving(world)).toBe(59);
});

test('an old copy of one who left does not bring them back', async () => {
  const { world, congress } = await withCongress();
  await importRoster(world, aFile('legislators-current.json', without(congress, 101)));
  world.at('2027-02-01T15:00:00Z');
  const plan = await importRoster(world, aFile('one.json', [made(congress, 101)]));
  expect(counts(plan)).toEqual({ added: [], changed: [], left: [], unchanged: 1 });
  expect((await findLegislator(world.db, 'Z000101'))?.serving).toBe(false);
});

test('a file of one person: an older copy changes nothing, a successor is told apart from a whole roster', async () => {
  const { world, congress } = await withCongress();
  const older = structuredClone(made(congress, 102));
  Object.assign(latest(older), { start: '2023-01-03', end: '2025-12-31', party: 'Independent' });
  expect(counts(await importRoster(world, aFile('one.json', [older])))).toMatchObject({ changed: [], unchanged: 1 });

  const successor: Made = {
    id: { bioguide: 'Z000901' },
    name: { first: 'Nia', last: 'Next' },
    terms: [{ ...latest(made(congress, 102)), start: '2026-11-10' }],
  };
  const plan = await importRoster(world, aFile('one.json', [successor]));
  expect(counts(plan)).toMatchObject({ added: ['Z000901'], left: [] });
  expect(plan.notes).toContain(
    'CA-2 of us-house would be held by Repa Invented102 and Nia Next; a whole roster tells who has left.',
  );
});

test('a listed end that has passed marks the seat as waiting and hides nobody', async () => {
  const world = await aWorld();
  await importRoster(world, `${samples}/congress`);
  expect((await listWaitingSeats(world.db, '2026-11-02')).map((one) => one.key)).toEqual([]);
  expect((await listWaitingSeats(world.db, '2026-11-22')).map((one) => one.key)).toEqual(['Z000002']);
  world.at('2027-01-05T15:00:00Z');
  const again = await importRoster(world, `${samples}/congress`);
  expect(counts(again)).toEqual({ added: [], changed: [], left: [], unchanged: 8 });
  expect(again.seats.waiting).toBe(5);
  expect(await serving(world)).toBe(6);
});

test('a source with one problem changes nothing at all', async () => {
  const { world, congress } = await withCongress();
  const broken = structuredClone(congress);
  latest(made(broken, 120)).state = 'ZZ';
  latest(made(broken, 121)).party = 'Independent';
  const plan = await importRoster(world, aFile('legislators-current.json', broken));
  expect(plan.problems).toHaveLength(1);
  expect((await findLegislator(world.db, 'Z000121'))?.party).toBe('Democrat');
  expect((await rosterStatus(world.db, '2026-11-22')).loads).toHaveLength(1);
});

test('a council by CSV: vacancies, earlier terms stay, a missing member has left', async () => {
  const world = await aWorld();
  await importRoster(world, `${samples}/council.csv`, council);
  const status = async () => (await rosterStatus(world.db, '2026-11-22')).bodies[0];
  expect(await status()).toMatchObject({ name: 'Example City Council', serving: 2, places: 3 });
  expect((await status())?.vacant.map((seat) => seat.district)).toEqual(['Ward 3']);

  const next = readFileSync(`${samples}/council.csv`, 'utf8')
    .replace('2024-01-02,2028-01-02', '2028-01-02,2032-01-02')
    .replace(/,,,,,,Ward 3.*\r\n/, 'cc-3,Ngọc,Trần,,,,Ward 3,,2026-11-01,,,,,,,\r\n');
  const plan = await importRoster(world, aFile('council.csv', next), council);
  expect(counts(plan)).toEqual({ added: ['cc-3'], changed: ['cc-1'], left: [], unchanged: 1 });
  expect(plan.seats.filled.map((seat) => seat.district)).toEqual(['Ward 3']);
  const president = await findLegislator(world.db, 'cc-1');
  expect(president?.terms.map((term) => term.start)).toEqual(['2024-01-02', '2028-01-02']);
  expect(president?.since).toBe('2024-01-02');

  const fewer = next.replace(/cc-2.*\r\n/, '');
  expect((await importRoster(world, aFile('council.csv', fewer), council)).problems).toHaveLength(1);
  await importRoster(world, aFile('council.csv', fewer), { ...council, acceptDepartures: true });
  expect((await status())?.vacant.map((seat) => seat.district)).toEqual(['Ward 2']);
});

test('two councils cannot share the key of a member', async () => {
  const world = await aWorld();
  await importRoster(world, `${samples}/council.csv`, council);
  const plan = await importRoster(world, `${samples}/council.csv`, { body: 'other-council' });
  expect(plan.problems[0]?.message).toMatch(/the key cc-1 of .* belongs to .* of example-city-council/);
});

test('OpenStates: a chamber, its former members, and a folder a second time', async () => {
  const world = await aWorld();
  const plan = await importRoster(world, `${samples}/ri`);
  expect(plan.added).toHaveLength(3);
  expect(plan.seats.vacant.map(({ body, district }) => [body, district])).toEqual([['ri-house', '7']]);
  expect(counts(await importRoster(world, `${samples}/ri`))).toEqual({
    added: [],
    changed: [],
    left: [],
    unchanged: 3,
  });
  expect(
    (await listLegislators(world.db, { body: 'ri-house', serving: true }, { limit: 50 })).items.map((one) => one.full),
  ).toEqual(['Zoé van der Adams Jr.', 'Ben Okafor']);
});

test('a table without a column says nothing of it, and an empty cell says that there is none', async () => {
  const world = await aWorld();
  const table = (...lines: string[]) => aFile('council.csv', `${lines.join('\n')}\n`);
  const import_ = (...lines: string[]) => importRoster(world, table(...lines), council);
  await import_('key,last,term_start,email,office_address', 'cc-1,Vale,2024-01-02,vale@council.example,1 City Hall');
  const partial = await import_('key,last,term_start', 'cc-1,Vale,2024-01-02');
  expect(partial).toMatchObject({ changed: [], problems: [] });
  const known = await findLegislator(world.db, 'cc-1');
  expect(known).toMatchObject({ email: 'vale@council.example', offices: [{ address: '1 City Hall' }] });
  await import_('key,last,term_start,email', 'cc-1,Vale,2024-01-02,');
  expect(await findLegislator(world.db, 'cc-1')).toMatchObject({ email: null, offices: [{ address: '1 City Hall' }] });
});
