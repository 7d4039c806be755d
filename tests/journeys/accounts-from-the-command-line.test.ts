import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import supertest from 'supertest';
import { expect, test } from 'vitest';
import { findTokenViewer } from '../../server/accounts/sessions.ts';
import { anApp } from '../support/app.ts';
import { aCampaign } from '../support/invented/letters.ts';
import { aWorld, type TestWorld } from '../support/world.ts';

/** Runs `undersigned` in a process of its own, beside the open database. */
async function undersigned(world: TestWorld, ...args: string[]) {
  // Nothing of the test's own environment: the runner sets a BASE_URL for itself.
  const env = { PATH: process.env['PATH'], DATABASE_URL: world.databaseUrl };
  const run = promisify(execFile)(process.execPath, ['server/undersigned.ts', ...args], { env });
  return run.then(
    ({ stdout, stderr }) => ({ status: 0, stdout, stderr }),
    (failed: { code: number; stdout: string; stderr: string }) => ({ status: failed.code, ...failed }),
  );
}

test('"account add" prints a link by which somebody joins', async () => {
  const world = await aWorld();
  world.at(new Date().toISOString());
  const campaign = await aCampaign(world);
  const args = ['account', 'add', 'Dana@Example.org', '--campaign', campaign.slug, '--role', 'staffer'];
  const { status, stdout } = await undersigned(world, ...args);
  expect([status, stdout]).toEqual([0, expect.stringMatching(/^http:\/\/localhost:3000\/invitations\/[\w-]{43}\n$/)]);
  const page = await supertest(anApp(world)).get(new URL(stdout.trim()).pathname).expect(200);
  expect(page.text).toContain('command line invites you as staffer');
  expect(page.text).toContain('dana@example.org');
});

test('a token without a campaign has its role in every one', async () => {
  const world = await aWorld();
  const { slug } = await aCampaign(world);
  const made = await undersigned(world, 'token', 'add', 'sync', '--role', 'organizer');
  const token = made.stdout.trim();
  const api = supertest(anApp(world));
  const form = { title: 'Another one', sponsor: { name: 'S', address: 'A', contact: 's@example.org' } };
  await api.post('/api/v1/campaigns').set('Authorization', `Bearer ${token}`).send(form).expect(201);
  const openTo = { legislators: [], public: true };
  const letter = { campaign: slug, title: 'By the token', text: 'Text.', openTo };
  await api.post('/api/v1/letters').set('Authorization', `Bearer ${token}`).send(letter).expect(201);
  await api.get('/api/v1/letters/by-the-token').set('Authorization', `Bearer ${token}`).expect(200);
  await api.get('/api/v1/letters/by-the-token').expect(404);
});

test('"token add" prints a token, once, for a campaign or as admin', async () => {
  const world = await aWorld();
  const campaign = await aCampaign(world);
  const one = await undersigned(world, 'token', 'add', 'counter', '--campaign', campaign.slug, '--role', 'volunteer');
  const viewer = await findTokenViewer(world.db, one.stdout.trim());
  expect([...(viewer?.roles ?? [])]).toEqual([[campaign.id, 'volunteer']]);
  const all = await undersigned(world, 'token', 'add', 'sync', '--role', 'admin');
  expect((await findTokenViewer(world.db, all.stdout.trim()))?.admin).toBe(true);
});

test('what does not fit is told in a sentence that says what to do', async () => {
  const world = await aWorld();
  const cases: [string[], string][] = [
    [['account', 'add', 'nobody', '--role', 'admin'], 'such as dana@example.org'],
    [['account', 'add', 'dana@example.org', '--role', 'staffer'], 'add --campaign SLUG'],
    [['token', 'add', 'x', '--role', 'staffer', '--campaign', 'nowhere'], 'There is no campaign "nowhere"'],
    [['token', 'add', 'x', '--role', 'admin', '--campaign', 'nowhere'], 'leave --campaign away'],
    [['token', 'add', ' ', '--role', 'admin'], 'Give the token a name'],
    [['token', 'add', 'x'], "required option '--role <role>' not specified"],
  ];
  for (const [args, told] of cases) {
    const { status, stdout, stderr } = await undersigned(world, ...args);
    expect([status, stdout, stderr.trim().split('\n').length], args.join(' ')).toEqual([1, '', 1]);
    expect(stderr).toContain(told);
  }
});
