import { execFile } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import { eq } from 'drizzle-orm';
import { afterAll, expect, test } from 'vitest';
import { record } from '../../server/cosigners/cosigners.ts';
import { tallies } from '../../server/db/tables.ts';
import { listHistory } from '../../server/history/history.ts';
import { aLegislature } from '../support/invented/legislature.ts';
import { aLetter } from '../support/invented/letters.ts';
import { anAdmin } from '../support/people.ts';
import { cellsIn, unzip } from '../support/spreadsheet.ts';
import { aWorld } from '../support/world.ts';

const folder = mkdtempSync(path.join(tmpdir(), 'undersigned-export-'));
afterAll(() => rmSync(folder, { recursive: true }));

/** A letter that Rivera signed, and `undersigned` in a process of its own beside the open database. */
async function aStory() {
  const world = await aWorld();
  const people = await aLegislature(world);
  const { letter } = await aLetter(world);
  await record(world, anAdmin, letter.slug, people.rivera.key, { position: 'signed', source: 'a call' });
  const env = { PATH: process.env['PATH'], DATABASE_URL: world.databaseUrl };
  const undersigned = (...args: string[]) =>
    promisify(execFile)(process.execPath, ['server/undersigned.ts', ...args], { env }).then(
      ({ stdout, stderr }) => ({ status: 0, stdout, stderr }),
      (failed: { code: number; stdout: string; stderr: string }) => ({ status: failed.code, ...failed }),
    );
  return { world, letter, undersigned };
}

test('"tally" tells a letter’s numbers, in words and as JSON', async () => {
  const { letter, undersigned } = await aStory();
  const words = await undersigned('tally', letter.slug);
  expect(words.stdout).toContain('Legislators who signed: 1, leads among them: 0');
  const json = await undersigned('tally', letter.slug, '--json');
  expect(JSON.parse(json.stdout)).toMatchObject({ letter: letter.slug, cosigners: { signed: 1, toReconfirm: 0 } });
  const none = await undersigned('tally', 'nowhere');
  expect([none.status, none.stderr]).toEqual([1, expect.stringContaining('This letter does not exist.')]);
});

test('"export" writes a file for its owner alone, or to the standard output, and the history knows', async () => {
  const { world, letter, undersigned } = await aStory();
  const out = path.join(folder, 'signers.xlsx');
  const file = await undersigned('export', letter.slug, 'cosigners', '--format', 'xlsx', '--out', out);
  expect([file.status, file.stdout]).toEqual([0, '']);
  expect(statSync(out).mode & 0o777).toBe(0o600);
  expect(readdirSync(folder)).toEqual(['signers.xlsx']);
  expect(cellsIn(unzip(readFileSync(out)).get('xl/worksheets/sheet1.xml') ?? '')[1]).toContain('t:Ana Rivera');
  const text = await undersigned('export', letter.slug, 'messages', '--format', 'csv', '--out', '-');
  expect(text.stdout).toMatch(/^\uFEFFsigned_at,first_name.*\r\n$/);
  expect((await listHistory(world.db, 'letter', letter.id)).map((row) => [row.deed, row.actor])).toEqual([
    ['exported', 'command line'],
    ['exported', 'command line'],
  ]);
  const nowhere = path.join(folder, 'nowhere', 'a.csv');
  const lost = await undersigned('export', letter.slug, 'cosigners', '--format', 'csv', '--out', nowhere);
  expect([lost.status, lost.stderr]).toEqual([1, expect.stringContaining(`${nowhere} cannot be written: ENOENT`)]);
  const into = await undersigned('export', letter.slug, 'cosigners', '--format', 'csv', '--out', folder);
  expect([into.status, into.stderr]).toEqual([1, `${folder} is a folder; name a file in it.\n`]);
  expect((await undersigned('export', letter.slug, 'wishes', '--format', 'csv', '--out', '-')).status).not.toBe(0);
});

test('"recount" repairs kept numbers and says so', async () => {
  const { world, letter, undersigned } = await aStory();
  expect((await undersigned('recount')).stdout).toContain('Every kept number is right');
  await world.db.transaction(
    async (tx) => void (await tx.update(tallies).set({ count: 9 }).where(eq(tallies.dimension, 'party@1'))),
  );
  const { stdout } = await undersigned('recount', letter.slug);
  expect(stdout).toBe(`${letter.slug}: positions, party@1 Democrat: was 9, is 1\nNumbers set right: 1.\n`);
});
