import { execFile } from 'node:child_process';
import { mkdtemp, readFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { eq } from 'drizzle-orm';
import { expect, test } from 'vitest';
import { commandLine } from '../../server/basics/viewer.ts';
import { tallies } from '../../server/db/tables.ts';
import { publishVersion } from '../../server/letters/letters.ts';
import { aLetter } from '../support/invented/letters.ts';
import { someSignatures } from '../support/invented/signatures.ts';
import { aWorld } from '../support/world.ts';

/** A letter with signatures, and `undersigned` in a process of its own beside the open database. */
async function aStory() {
  const world = await aWorld();
  const { letter } = await aLetter(world, { openToPublic: true });
  await someSignatures(world, letter, 3, { homeState: 'OH', homeDistrict: '7', share: true });
  await someSignatures(world, letter, 2, { state: 'removed', reason: 'fake' });
  const env = { PATH: process.env['PATH'], DATABASE_URL: world.databaseUrl };
  const undersigned = (...args: string[]) =>
    promisify(execFile)(process.execPath, ['server/undersigned.ts', ...args], { env }).then(
      ({ stdout, stderr }) => ({ status: 0, stdout, stderr }),
      (failed: { code: number; stdout: string; stderr: string }) => ({ status: failed.code, ...failed }),
    );
  return { world, letter, undersigned };
}

test('"tally" tells of signatures where they came from, and what became of the others', async () => {
  const { letter, undersigned } = await aStory();
  const { stdout } = await undersigned('tally', letter.slug);
  expect(stdout).toContain('Signatures: 3 confirmed, of 3 people and 0 organizations\n');
  expect(stdout).toContain('by district: OH-7 3');
  expect(stdout).toContain('of 5 submitted: confirmed 3, removed 2');
  const json = await undersigned('tally', letter.slug, '--json');
  expect(JSON.parse(json.stdout).signatures).toMatchObject({ confirmed: 3, removed: [{ key: 'fake', count: 2 }] });
});

test('"export" writes those that count, or all with their state', async () => {
  const { letter, undersigned } = await aStory();
  const exported = async (...flags: string[]) =>
    undersigned('export', letter.slug, 'signatures', '--format', 'csv', '--out', '-', ...flags);
  const { stdout } = await exported();
  expect(stdout).toMatch(/^\uFEFFsigned_at,first_name,last_name,city,state,/);
  expect(stdout.trim().split('\r\n')).toHaveLength(4);
  expect(stdout.match(/@mail\.example/g)).toHaveLength(3);
  const all = await exported('--states', 'all');
  expect(all.stdout.trim().split('\r\n')).toHaveLength(6);
  expect(all.stdout.match(/,removed,/g)).toHaveLength(2);
  const odd = await exported('--states', 'some');
  expect([odd.status, odd.stderr]).toEqual([expect.any(Number), expect.stringContaining('confirmed, all')]);
  const other = ['export', letter.slug, 'cosigners', '--format', 'csv', '--out', '-', '--states', 'all'];
  expect((await undersigned(...other)).stderr).toBe('--states is for the export of signatures.\n');
});

test('signatures of an earlier text are told apart, and the ending of a name tells the kind of file', async () => {
  const { world, letter, undersigned } = await aStory();
  await publishVersion(world, commandLine, letter.slug, { text: 'Lakes too.', substantive: true, reason: 'Lakes.' });
  await someSignatures(world, letter, 1, { version: 2, kind: 'organization', organization: 'Lake Friends' });
  const { stdout } = await undersigned('tally', letter.slug);
  expect(stdout).toContain(
    'Signatures: 1 confirmed, of 0 people and 1 organization; given to an earlier text, and not counted: 3\n',
  );
  expect(stdout).toContain('of 6 submitted: confirmed 1, of an earlier text 3, removed 2');
  const out = join(await mkdtemp(join(tmpdir(), 'undersigned-')), 'names.json');
  await undersigned('export', letter.slug, 'signatures', '--out', out);
  expect(JSON.parse(await readFile(out, 'utf8'))).toBeTruthy();
  const bare = await undersigned('export', letter.slug, 'signatures', '--out', '-');
  expect(bare.stdout).toContain('signed_at,first_name');
});

test('"recount" sets the numbers of signatures right', async () => {
  const { world, letter, undersigned } = await aStory();
  await world.db.transaction(async (tx) => {
    await tx.update(tallies).set({ count: 8 }).where(eq(tallies.dimension, 'district@1'));
  });
  const repaired = await undersigned('recount', letter.slug);
  expect(repaired.stdout).toContain(`${letter.slug}: signatures, district@1 OH-7: was 8, is 3`);
  expect((await undersigned('recount')).stdout).toContain('Every kept number is right');
});
