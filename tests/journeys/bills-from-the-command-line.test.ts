import { execFile } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import { afterAll, expect, test } from 'vitest';
import { addTypedBill, findBill } from '../../server/bills/bills.ts';
import { aCongress, answersOf, KEY, told } from '../support/congress.ts';
import { aLegislature } from '../support/invented/legislature.ts';
import { aCampaign } from '../support/invented/letters.ts';
import { anAdmin } from '../support/people.ts';
import { aWorld } from '../support/world.ts';

const folder = mkdtempSync(path.join(tmpdir(), 'undersigned-bill-files-'));
afterAll(() => rmSync(folder, { recursive: true }));

const form = {
  ...{ number: { type: 'hr', number: 1234 } as const, congress: 119, title: 'A bill on rivers' },
  ...{ introduced: '2025', summary: '', source: 'typed by hand' },
};

test('"bills import" reads a file, an address and Congress.gov, for every campaign that follows the bill', async () => {
  const world = await aWorld();
  const people = await aLegislature(world);
  const answers = answersOf(people.okafor, [told(people.nguyen), told(people.celik)]);
  const congress = await aCongress(answers);
  const [rivers, lakes] = [await aCampaign(world), await aCampaign(world, { slug: 'clean-lakes' })];
  const ids: string[] = [];
  for (const campaign of [rivers, lakes]) ids.push((await addTypedBill(world, anAdmin, campaign.id, form)).id);
  const env = { PATH: process.env['PATH'], DATABASE_URL: world.databaseUrl };
  const undersigned = (args: string[], more: Record<string, string> = {}) =>
    promisify(execFile)(process.execPath, ['server/undersigned.ts', 'bills', ...args], {
      env: { ...env, ...more },
    }).then(
      ({ stdout, stderr }) => ({ status: 0, stdout, stderr }),
      (failed: { code: number; stdout: string; stderr: string }) => ({ status: failed.code, ...failed }),
    );
  const known = async () =>
    (await Promise.all(ids.map((id) => findBill(world.db, id)))).map((bill) => bill?.sponsors.length);

  const file = path.join(folder, 'hr1234.json');
  writeFileSync(file, JSON.stringify([answers.bill, answers.cosponsors]));
  const dry = await undersigned(['import', 'H.R. 1234 (119th Congress)', file, '--dry-run']);
  expect([dry.status, dry.stdout]).toEqual([0, expect.stringContaining('A dry run: nothing was changed.')]);
  expect(await known()).toEqual([0, 0]);
  const one = await undersigned(['import', 'hr1234-119', file, '--campaign', 'clean-lakes', '--json']);
  expect(JSON.parse(one.stdout)).toMatchObject([{ campaign: 'clean-lakes', applied: true, cosponsors: 2 }]);
  expect(await known()).toEqual([0, 3]);

  const api = await undersigned(['import', 'hr1234-119'], congress.env);
  expect([api.status, api.stderr]).toEqual([0, '']);
  expect(api.stdout).toContain('joined: Lan Nguyễn (CA-45)');
  expect(api.stdout).toContain('nothing is different');
  expect(api.stdout).not.toContain(KEY);
  expect(await known()).toEqual([3, 3]);
  writeFileSync(file, JSON.stringify([answers.bill, answers.cosponsors]).slice(0, -200));
  const [broken, unnamed, unfollowed] = await Promise.all([
    undersigned(['import', 'hr1234-119', file]),
    undersigned(['import', 'hr1234', file]),
    undersigned(['import', 'hr1234-119', file, '--campaign', 'nowhere']),
  ]);
  expect([broken.status, broken.stdout]).toEqual([1, '']);
  expect(broken.stderr).toMatch(/^hr1234\.json is broken JSON, perhaps cut off: .*\nNothing was changed\.\n$/);
  expect([unnamed.status, unnamed.stderr]).toEqual([1, expect.stringContaining('write it as in “hr1234-119”')]);
  expect([unfollowed.status, unfollowed.stderr]).toEqual([1, expect.stringContaining('nowhere does not follow')]);
  expect(await known()).toEqual([3, 3]);
});
