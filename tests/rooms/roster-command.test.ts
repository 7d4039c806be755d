/** `undersigned roster …`, as a person or a script runs it. */
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { run } from '../../server/commands/program.ts';
import { listLegislators } from '../../server/legislators/legislators.ts';
import { aCongress, aFile } from '../support/rosters/made.ts';
import { aWorld, type TestWorld } from '../support/world.ts';

let world: TestWorld;
beforeEach(async () => {
  world = await aWorld();
  vi.stubEnv('DATABASE_URL', world.databaseUrl);
  // The test runner has one of its own.
  vi.stubEnv('BASE_URL', '');
});
afterEach(() => {
  vi.restoreAllMocks();
  vi.unstubAllEnvs();
  process.exitCode = 0;
});

/** Runs the command line here, on the test's database, and gives what it printed. */
async function roster(...args: string[]) {
  const printed: Record<'out' | 'err', string[]> = { out: [], err: [] };
  vi.spyOn(console, 'log').mockImplementation((text: string) => void printed.out.push(text));
  vi.spyOn(console, 'error').mockImplementation((text: string) => void printed.err.push(text));
  process.exitCode = 0;
  await run(['node', 'undersigned', 'roster', ...args]);
  return { out: printed.out.join('\n'), err: printed.err.join('\n'), status: process.exitCode };
}

const total = async () => (await listLegislators(world.db, {}, { limit: 1 })).total;

test('import shows what it did, a dry run what it would do', async () => {
  const file = aFile('legislators-current.json', aCongress());
  const dry = await roster('import', file, '--dry-run');
  expect(dry).toMatchObject({ err: '', status: 0 });
  expect(dry.out).toMatch(/^60 people would be added:/);
  expect(await total()).toBe(0);
  const done = await roster('import', file);
  expect(done.out).toMatch(/^60 people added:/);
  expect(done.out).toMatch(/Seats: 541, of them 481 vacant/);
  expect(await total()).toBe(60);
});

test('--json prints one document that a script can read', async () => {
  const file = aFile('legislators-current.json', aCongress());
  await roster('import', file);
  const { out, status } = await roster('import', file, '--json');
  expect(status).toBe(0);
  expect(JSON.parse(out)).toMatchObject({ added: [], changed: [], left: [], unchanged: 60, errors: [] });
  expect(JSON.parse(out).seats).toMatchObject({ total: 541, vacated: [], filled: [] });
});

test('problems go to the standard error with their lines, and the status is not 0', async () => {
  const file = aFile('council.csv', 'key,last,term_start\nk1,Ito\nk2,Ng,soon\n');
  const { out, err, status } = await roster('import', file, '--body', 'example-council', '--json');
  expect(status).toBe(1);
  expect(err).toBe(
    [
      `${file}, line 2: has 2 fields where the header has 3`,
      `${file}, line 3: term_start is not a day such as 2026-11-03: "soon"`,
      'Nothing was changed.',
    ].join('\n'),
  );
  expect(JSON.parse(out).errors).toEqual([
    { file, row: 2, message: 'has 2 fields where the header has 3' },
    { file, row: 3, message: 'term_start is not a day such as 2026-11-03: "soon"' },
  ]);
  expect(await total()).toBe(0);
});

test('too many departures: the whole list, and the way on', async () => {
  const congress = aCongress();
  await roster('import', aFile('legislators-current.json', congress));
  const file = aFile('legislators-current.json', congress.slice(4));
  const { err, status } = await roster('import', file);
  expect(status).toBe(1);
  expect(err).toMatch(/4 of 20 members of us-senate would leave office.*--accept-departures/);
  expect(err.match(/would leave: Senator Sena Invented/g)).toHaveLength(4);
  expect(await roster('import', file, '--accept-departures')).toMatchObject({ err: '', status: 0 });
});

test('update from a publisher who cannot be reached says so', async () => {
  const { err, status } = await roster('update', '--from', 'http://127.0.0.1:9');
  expect(status).toBe(1);
  expect(err).toMatch(/^http:\/\/127\.0\.0\.1:9\/legislators-current\.json: cannot be fetched: /);
  expect(err).toMatch(/Nothing was changed\.$/);
});

test('status tells of vacant seats and of seats that wait', async () => {
  expect((await roster('status')).out).toMatch(/No roster is loaded/);
  await roster('import', 'tests/support/rosters/council.csv', '--body', 'example-city-council');
  await roster('import', 'tests/support/rosters/ri');
  const { out } = await roster('status');
  expect(out).toMatch(/Example City Council: 2 members in 3 seats\n {2}vacant: Ward 3/);
  expect(out).toMatch(/Zoé van der Adams Jr\. \(1st Franklin, RI\), until 2026-11-03/);
  expect(out).toMatch(/openstates from tests\/support\/rosters\/ri: 3 added/);
});

test('an unknown format or option is told with what there is', async () => {
  const told = vi.spyOn(process.stderr, 'write').mockReturnValue(true);
  const { status } = await roster('import', 'x.csv', '--format', 'xml');
  expect(status).toBe(1);
  expect(told.mock.calls.join()).toMatch(/Allowed choices are congress-legislators, openstates, csv/);
});
