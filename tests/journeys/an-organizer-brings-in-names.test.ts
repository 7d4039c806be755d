import { execFile } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import supertest from 'supertest';
import { afterAll, expect, test } from 'vitest';
import { listWhip, record } from '../../server/cosigners/cosigners.ts';
import { listLists } from '../../server/intake/intake.ts';
import { anApp, signedIn } from '../support/app.ts';
import { aLegislature } from '../support/invented/legislature.ts';
import { aLetter, type LetterRow } from '../support/invented/letters.ts';
import { anAdmin } from '../support/people.ts';
import { aWorld } from '../support/world.ts';

const folder = mkdtempSync(path.join(tmpdir(), 'undersigned-names-'));
afterAll(() => rmSync(folder, { recursive: true }));

async function aDesk(different: Partial<LetterRow> = {}) {
  const world = await aWorld();
  const people = await aLegislature(world);
  const { letter, campaign } = await aLetter(world, different);
  const as = (role: 'organizer' | 'staffer' | 'volunteer') =>
    signedIn(world, { name: 'Dana Ops', email: `${role}@team.example`, roles: [[campaign.id, role]] });
  const signers = async () =>
    (await listWhip(world.db, anAdmin, letter)).all.filter((one) => one.position === 'signed').map((one) => one.last);
  return { world, people, letter, as, signers, names: `/desk/letters/${letter.slug}/names` };
}

const list = {
  names: 'Signers:\nSen. Rivera (D-NM)\nRep. Smith (KS)\nRep. Okafor (R-OH-07)\nRep. Nobody',
  position: 'signed',
  day: '2026-11-22',
  source: 'e-mail from the lead office',
};

test('an organizer pastes names, sees whom they mean, records the sure ones and decides the others', async () => {
  const { people, as, signers, names } = await aDesk();
  const desk = await as('organizer');
  const start = await desk.get(names).expect(200);
  expect(start.text).toContain('value="2026-11-22"');
  const brought = await desk.post(names).type('form').send(list).expect(303);
  const url = brought.headers['location'] as string;
  expect(await signers()).toEqual([]);

  const page = await desk.get(url).expect(200);
  expect(page.text).toContain('Record these 2');
  expect(page.text).toContain('Sen. D-NM');
  expect(page.text).toContain('2 legislators fit what is written.');
  expect(page.text).toContain('There is no name in this row.');
  expect(page.text).toContain('Nobody of this name serves');

  const done = await desk.post(`${url}/record`).type('form').send({}).expect(200);
  expect(done.text).toContain('2 positions recorded.');
  expect(await signers()).toEqual(['Okafor', 'Rivera']);
  const again = await desk.post(`${url}/record`).type('form').send({}).expect(303);
  expect(again.headers['location']).toBe(`${url}?note=nothing`);

  const chosen = { 'row-3': people.smithOsgood.key };
  const kept = await desk.post(`${url}/choose`).type('form').send(chosen).expect(303);
  const after = await desk.get(kept.headers['location'] as string).expect(200);
  expect(after.text).toContain('chosen by hand');
  expect(after.text).toContain('Record this one');
  await desk.post(`${url}/record`).type('form').send({}).expect(200);
  expect(await signers()).toEqual(['Okafor', 'Rivera', 'Smith']);

  await desk.post(`${url}/aside`).type('form').send({ reason: 'A heading' }).expect(422);
  await desk.post(`${url}/aside`).type('form').send({ rows: '1', reason: 'A heading' }).expect(303);
  const row = await desk.get(`${url}/rows/5?q=fjeld`).expect(200);
  expect(row.text).toContain('Signe Fjeld');
  await desk.post(`${url}/rows/5`).type('form').send({ means: people.fjeld.key }).expect(303);
  await desk.post(`${url}/rows/5/again`).type('form').send({}).expect(303);
  await desk.post(`${url}/rows/5`).type('form').send({}).expect(422);
  await desk.post(`${url}/rows/5`).type('form').send({ means: people.ito.key }).expect(400);
  await desk.get(`${url}/rows/6`).expect(404);
  for (const row of ['6', 'x', '99999999999'])
    await desk.post(`${url}/rows/${row}`).type('form').send({ reason: 'None' }).expect(404);
  const lists = await desk.get(names).expect(200);
  expect(lists.text).toContain('e-mail from the lead office');
  expect(lists.text).toContain('1 row waits');
});

test('what is wrong is told beside its field, with what was typed', async () => {
  const { as, names, world, letter } = await aDesk();
  const desk = await as('organizer');
  const empty = await desk
    .post(names)
    .type('form')
    .send({ ...list, names: '', source: '' })
    .expect(422);
  expect(empty.text).toContain('Please say where this is known from.');
  expect(empty.text).toContain('Please paste the names first');
  const late = await desk
    .post(names)
    .type('form')
    .send({ ...list, day: '2027-01-01' })
    .expect(422);
  expect(late.text).toContain('This day is still to come.');
  expect(late.text).toContain('Rep. Nobody');
  const long = await desk
    .post(names)
    .type('form')
    .send({ ...list, names: 'Rivera\n'.repeat(2001) })
    .expect(422);
  expect(long.text).toContain('A list has at most 2,000 names; this one has 2,001.');
  expect(await listLists(world.db, letter)).toEqual([]);
});

test('a list from Quill shows what is in one place only, and one button records what is missing', async () => {
  const { world, people, letter, as, signers, names } = await aDesk();
  await record(world, anAdmin, letter.slug, people.hale.key, { position: 'signed', source: 'a call' });
  await record(world, anAdmin, letter.slug, people.rivera.key, { position: 'signed', source: 'a call' });
  const desk = await as('organizer');
  await desk.post(`${names}/quill-reference`).type('form').send({ quillRef: 'Clean Rivers 117' }).expect(303);
  const wrong = await desk.post(`${names}/quill`).type('form').send({ quillNames: ' ' }).expect(422);
  expect(wrong.text).toContain('href="#quillNames"');
  const sent = { quillNames: 'Rivera, Ana\nOkafor, Ben' };
  const compared = await desk.post(`${names}/quill`).type('form').send(sent).expect(303);
  const url = compared.headers['location'] as string;
  const page = await desk.get(url).expect(200);
  expect(page.text).toContain('Record this one as signed');
  expect(page.text).toContain('Here and not in Quill');
  expect(page.text).toContain('Cornelia Hale');
  expect(await signers()).toEqual(['Hale', 'Rivera']);
  await desk.post(`${url}/record`).type('form').send({}).expect(200);
  expect(await signers()).toEqual(['Hale', 'Okafor', 'Rivera']);

  const staffer = await (await as('staffer')).get(names).expect(200);
  expect(staffer.text).toContain('Clean Rivers 117');
  expect(staffer.text).not.toContain('Look them over');
  const visitor = supertest(anApp(world));
  for (const address of [`/letters/${letter.slug}`, `/api/v1/letters/${letter.slug}`])
    expect((await visitor.get(address).expect(200)).text).not.toContain('Clean Rivers 117');
});

test('nobody but organizers brings names in, and nobody sees another letter’s list', async () => {
  const { world, as, names } = await aDesk();
  const desk = await as('organizer');
  const brought = await desk.post(names).type('form').send(list).expect(303);
  const url = brought.headers['location'] as string;
  await (await as('volunteer')).get(names).expect(403);
  const staffer = await as('staffer');
  await staffer.get(url).expect(403);
  await staffer.post(names).type('form').send(list).expect(403);
  await staffer.post(`${url}/record`).type('form').send({}).expect(403);
  await supertest(anApp(world)).get(names).expect(303);
  const { letter: other } = await aLetter(world);
  const admin = await signedIn(world, { name: 'Ada Min', email: 'ada@site.example', admin: true });
  await admin.get(url.replace(/letters\/[^/]+/, `letters/${other.slug}`)).expect(404);
});

test('a letter that went out takes no more names', async () => {
  const { as, names } = await aDesk({ state: 'sent', sentDay: '2026-11-20' });
  const desk = await as('organizer');
  expect((await desk.get(names).expect(200)).text).toContain('The letter is sent');
  const brought = await desk.post(names).type('form').send(list).expect(303);
  const done = await desk.post(`${brought.headers['location']}/record`).type('form').send({}).expect(200);
  expect(done.text).toContain('0 positions recorded and 2 refused.');
  expect(done.text).toContain('Ana Rivera: This letter is sent');
});

test('a program brings in names, tries them first, and is told of every row', async () => {
  const { world, people, letter, as, signers } = await aDesk();
  const desk = await as('organizer');
  const url = `/api/v1/letters/${letter.slug}/names`;
  const sent = { names: 'Rivera (D-NM)\nRep. Smith (KS)', position: 'signed', source: 'our spreadsheet' };
  const tried = await desk
    .post(url)
    .send({ ...sent, dryRun: true })
    .expect(200);
  expect(tried.body).toMatchObject({ list: null, rows: [{ row: 1, outcome: 'sure', key: people.rivera.key }, {}] });
  expect([await signers(), await listLists(world.db, letter)]).toEqual([[], []]);
  const { body } = await desk.post(url).send(sent).expect(200);
  expect(body.rows).toEqual([
    { row: 1, text: 'Rivera (D-NM)', outcome: 'recorded', key: people.rivera.key, candidates: [], why: '' },
    {
      ...{ row: 2, text: 'Rep. Smith (KS)', outcome: 'asked', key: null },
      candidates: [people.smithOrson.key, people.smithOsgood.key],
      why: '2 legislators fit what is written.',
    },
  ]);
  const again = await desk.post(url).send(sent).expect(200);
  expect([again.body.list, again.body.rows[0].outcome]).toEqual([body.list, 'unchanged']);
  const wrong = await desk
    .post(url)
    .send({ ...sent, names: ' ', day: 'soon' })
    .expect(400);
  expect(wrong.body.errors).toEqual([{ path: 'day', message: expect.any(String) }]);
  await (await as('staffer')).post(url).send(sent).expect(403);
});

test('the letter’s own list of signers can be brought in again, every row sure', async () => {
  const { world, people, letter, as, names } = await aDesk();
  for (const one of [people.celik, people.oyelaran, people.daubigne, people.luna, people.fuente])
    await record(world, anAdmin, letter.slug, one.key, { position: 'signed', source: 'a call' });
  const desk = await as('organizer');
  const file = await desk.get(`/desk/letters/${letter.slug}/cosigners.csv`).expect(200);
  const brought = await desk
    .post(names)
    .type('form')
    .send({ ...list, names: file.text })
    .expect(303);
  const page = await desk.get(brought.headers['location'] as string).expect(200);
  expect(page.text.match(/No change/g)).toHaveLength(5);
});

/** `undersigned` in a process of its own, beside the open database. */
const undersigned = (databaseUrl: string, ...args: string[]) =>
  promisify(execFile)(process.execPath, ['server/undersigned.ts', ...args], {
    env: { PATH: process.env['PATH'], DATABASE_URL: databaseUrl },
  }).then(
    ({ stdout, stderr }) => ({ status: 0, stdout, stderr }),
    (failed: { code: number; stdout: string; stderr: string }) => ({ status: failed.code, ...failed }),
  );

const file = path.join(folder, 'signers.csv');
writeFileSync(file, 'last,first,state\nRivera,Ana,NM\nSmith,,KS\nOkafor,Ben,OH\nNobody,,\n');

test('"cosigners import --dry-run" says whom a file names, and changes nothing', async () => {
  const { world, letter } = await aDesk();
  const dry = await undersigned(world.databaseUrl, 'cosigners', 'import', letter.slug, file, '--dry-run');
  expect([dry.status, dry.stderr]).toEqual([0, '']);
  expect(dry.stdout).toContain('4 rows: 2 sure, 1 asked about, 1 not found. Nothing was changed.');
  expect(await listLists(world.db, letter)).toEqual([]);
  const missing = await undersigned(world.databaseUrl, 'cosigners', 'import', letter.slug, path.join(folder, 'no.csv'));
  expect([missing.status, missing.stderr]).toEqual([1, expect.stringContaining('no.csv cannot be read')]);
});

test('"cosigners import" records what is sure of a file, and keeps the rest for the desk', async () => {
  const { world, people, letter, signers } = await aDesk();
  const words = await undersigned(world.databaseUrl, 'cosigners', 'import', letter.slug, file);
  expect(words.stdout).toContain('4 rows: 2 recorded, 0 so already, 0 refused, 1 asked about, 1 not found.');
  expect(words.stdout).toContain('Could be Orson Smith (R-KS-01); Osgood Smith (R-KS-04).');
  expect(await signers()).toEqual(['Okafor', 'Rivera']);
  const [kept] = await listLists(world.db, letter);
  expect(kept).toMatchObject({ source: 'signers.csv', rows: 4, waiting: 2, by: 'command line' });
  expect(words.stdout).toContain(`/desk/letters/${letter.slug}/names/${kept?.id}`);

  const json = await undersigned(world.databaseUrl, 'cosigners', 'import', letter.slug, file, '--json');
  expect(JSON.parse(json.stdout)).toMatchObject({
    list: kept?.id,
    ...{ rows: 4, recorded: 0, unchanged: 2, asked: 1, unknown: 1 },
    open: [
      { row: 2, outcome: 'asked', candidates: [people.smithOrson.key, people.smithOsgood.key] },
      { row: 4, outcome: 'unknown', candidates: [] },
    ],
  });
});
