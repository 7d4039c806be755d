import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { expect, test } from 'vitest';
import { addressKeyOf } from '../../server/basics/addresses.ts';
import { workOnUpdates } from '../../server/updates/updates.ts';
import { sendAll } from '../../server/worker.ts';
import { signedIn } from '../support/app.ts';
import { aCampaign, aLetter } from '../support/invented/letters.ts';
import { addSignatures, aSignature } from '../support/invented/signatures.ts';
import { aPostOffice, withPost } from '../support/smtp.ts';
import { aWorld } from '../support/world.ts';

const readers = [
  { name: 'Zoë Łukasz', email: 'zoe@mail.example', homeState: 'OH' },
  { name: 'José María Rivera', email: 'jose@mail.example', homeState: 'NM' },
  { name: 'Prince', email: 'prince@mail.example', homeState: 'OH' },
];

async function aLetterWithReaders(campaign: Parameters<typeof aCampaign>[1] = {}) {
  const world = await aWorld();
  const sponsor = await aCampaign(world, campaign);
  const { letter } = await aLetter(world, { openToPublic: true, campaignId: sponsor.id });
  const rows = readers.map((reader) =>
    aSignature(world, letter, { ...reader, updates: true, addressKey: addressKeyOf(world, reader.email) }),
  );
  const silent = aSignature(world, letter, { email: 'silent@mail.example' });
  await addSignatures(world, letter, [...rows, silent]);
  const as = (role: 'organizer' | 'staffer') =>
    signedIn(world, { name: 'Dana Ops', email: `${role}@mail.example`, roles: [[sponsor.id, role]] });
  return { world, letter, rows, organizer: await as('organizer'), staffer: await as('staffer') };
}

const text = [
  'Dear {{first_name|friend}},',
  'The Secretary **answered** our letter. [Read the answer](https://rivers.example/answer).',
  '<script>alert(1)</script>',
].join('\n\n');

test('an organizer writes news, sees it, tests it, counts it and sends it to whoever asked for it', async () => {
  const { world, letter, organizer, staffer } = await aLetterWithReaders();
  const office = await aPostOffice();
  withPost(world, office);
  const base = `/desk/letters/${letter.slug}/updates`;
  const post = (path: string, body: object = {}) => organizer.post(path).type('form').send(body);

  await staffer.get(base).expect(403);
  expect((await organizer.get(base)).text).toContain('No update was written yet.');

  const wrong = await post(`${base}/new`, { do: 'save', subject: '', text: 'Dear {{salutation}}', audience: 'states' });
  expect(wrong.status).toBe(422);
  for (const said of ['A subject, as it stands', 'Only {{first_name}} can be filled in', 'Dear {{salutation}}'])
    expect(wrong.text).toContain(said);

  const form = { subject: 'The Secretary answered “yes”', text, audience: 'all' };
  const preview = await post(`${base}/new`, { ...form, do: 'preview' });
  expect(preview.status).toBe(200);
  for (const said of ['Not saved yet.', '<p>Dear Dana,</p>', '<strong>answered</strong>', '1 Example Plaza, Santa Fe'])
    expect(preview.text).toContain(said);
  expect(preview.text).not.toContain('<script>alert');
  expect((await organizer.get(base)).text).toContain('No update was written yet.');

  const saved = await post(`${base}/new`, { ...form, do: 'save' });
  expect(saved.status).toBe(303);
  const page = (saved.headers['location'] ?? '').split('?')[0] ?? '';
  expect((await organizer.get(page)).text).toContain('Once it is counted');
  const shown = await organizer.get(`${page}/mail.html`);
  expect(shown.headers['content-security-policy']).toMatch(/^sandbox; default-src 'none'/);
  expect(shown.text).toContain('Unsubscribe');

  await post(`${page}/test`).expect(303);
  await sendAll(world);
  expect(office.taken.map(({ to, mail }) => [to, mail.subject])).toEqual([
    [['organizer@mail.example'], 'Test: The Secretary answered “yes”'],
  ]);

  // Nothing can be sent that was not counted.
  await organizer.get(`${page}/send`).expect(303);
  await post(`${page}/send`, { seen: world.now().toISOString() }).expect(409);
  await post(`${page}/count`).expect(303);
  expect((await organizer.get(page)).text).toContain('listed so far');
  await workOnUpdates(world);
  const counted = (await organizer.get(page)).text;
  expect(counted).toContain('3 addresses would get it, each once.');
  expect(counted).toContain('Ohio <strong>2</strong>');

  const asked = (await organizer.get(`${page}/send`)).text;
  expect(asked).toContain('Send it to 3 people now?');
  expect(asked).toContain('cannot be taken back');
  const seen = /name="seen" value="([^"]+)"/.exec(asked)?.[1] ?? '';
  await post(`${page}/send`, { seen }).expect(303);
  await post(`${page}/send`, { seen }).expect(409);
  await workOnUpdates(world);
  expect((await organizer.get(`${page}/progress`)).text).toContain('0 of 3 sent.');
  await sendAll(world);
  await workOnUpdates(world);

  const got = office.taken.slice(1);
  expect(got.map(({ to }) => to[0]).sort()).toEqual(['jose@mail.example', 'prince@mail.example', 'zoe@mail.example']);
  const of = (address: string) => got.find(({ to }) => to[0] === address)?.mail;
  expect(of('jose@mail.example')?.text).toContain('Dear José María,');
  expect(of('prince@mail.example')?.text).toContain('Dear friend,');
  const mail = of('zoe@mail.example');
  expect(mail?.subject).toBe('The Secretary answered “yes”');
  expect(mail?.text).toMatch(/Read the answer\s+\(https:\/\/rivers\.example\/answer\)\./);
  expect(mail?.html).toContain('<strong>answered</strong>');
  expect(mail?.html).not.toContain('<script>');
  for (const part of [mail?.text, mail?.html]) {
    expect(part).toContain('because you signed');
    expect(part).toContain('Rivers Example Committee, 1 Example Plaza, Santa Fe, NM 87501');
  }
  const header = (name: string) => mail?.headers.find(({ key }) => key === name)?.value ?? '';
  expect(header('list-unsubscribe-post')).toBe('List-Unsubscribe=One-Click');
  const way = /^<(https?:[^<>]+)>$/.exec(header('list-unsubscribe'))?.[1] ?? '';
  expect(mail?.text).toContain(way);
  expect(new URL(way).pathname).toMatch(/^\/unsubscribe\//);

  const end = (await organizer.get(page)).text;
  expect(end).toContain('3 of 3 sent');
  expect((await organizer.get(`${page}/recipients?state=sent`)).text).toContain('Zoë Łukasz');
  expect((await organizer.get(`${page}/recipients?state=sent`)).text).not.toContain('@mail.example');
  await organizer.get(`${page}/edit`).expect(303);
  const history = (await organizer.get(`/desk/letters/${letter.slug}`)).text;
  for (const deed of ['wrote an update', 'sent an update']) expect(history).toContain(deed);
});

test('it is scheduled on the letter’s clock, paused and resumed, on the desk and on the command line', async () => {
  const { world, letter, organizer } = await aLetterWithReaders();
  const base = `/desk/letters/${letter.slug}/updates`;
  const post = (path: string, body: object = {}) => organizer.post(path).type('form').send(body);
  const form = { do: 'save', subject: 'News', text: 'All is well.', audience: 'states', states: ['OH', 'VT'] };
  const page = ((await post(`${base}/new`, form)).headers['location'] ?? '').split('?')[0] ?? '';
  const id = page.split('/').at(-1) ?? '';
  await post(`${page}/count`);
  await workOnUpdates(world);
  expect((await organizer.get(page)).text).toContain('2 addresses would get it');

  const early = await post(`${page}/schedule`, { sendAt: '2026-11-01T09:00' });
  expect(early.status).toBe(422);
  expect(early.text).toContain('still to come');
  await post(`${page}/schedule`, { sendAt: '2026-11-23T09:00' }).expect(303);
  expect((await organizer.get(page)).text).toContain('Monday, November 23, 2026 at 9:00 AM EST');
  world.at('2026-11-23T14:00:01Z');
  await workOnUpdates(world);

  const undersigned = async (...args: string[]) => {
    const env = { PATH: process.env['PATH'], DATABASE_URL: world.databaseUrl };
    const run = promisify(execFile)(process.execPath, ['server/undersigned.ts', 'updates', ...args], { env });
    return run.then(
      ({ stdout }) => stdout,
      ({ stderr }: { stderr: string }) => stderr,
    );
  };
  expect(await undersigned('list', letter.slug)).toContain('Going out');
  expect(JSON.parse(await undersigned('pause', id, '--json'))).toMatchObject({
    ...{ id, state: 'paused', pausedFor: 'Paused by command line.', states: ['OH', 'VT'] },
    recipients: { listed: 2, queued: 0, sent: 0 },
  });
  await sendAll(world);
  expect(world.mailbox).toEqual([]);
  expect((await organizer.get(page)).text).toContain('Paused by command line.');
  await post(`${page}/resume`).expect(303);
  await workOnUpdates(world);
  await sendAll(world);
  await workOnUpdates(world);
  expect(world.mailbox).toHaveLength(2);
  expect(await undersigned('status', id)).toMatch(/News: Sent[\s\S]*sent +2\n/);
  expect(await undersigned('status', 'unknown')).toContain('There is no update');
  const { body } = await organizer.get(`/api/v1/letters/${letter.slug}/updates`);
  expect(body).toMatchObject({ total: 1 });
});

test('the example is shown whole and sends nothing', async () => {
  const { world, letter, organizer } = await aLetterWithReaders({ example: true });
  const base = `/desk/letters/${letter.slug}/updates`;
  const post = (path: string, body: object = {}) => organizer.post(path).type('form').send(body);
  const form = { do: 'save', subject: 'News', text: 'All is well.', audience: 'all' };
  const page = ((await post(`${base}/new`, form)).headers['location'] ?? '').split('?')[0] ?? '';
  await post(`${page}/test`);
  await post(`${page}/count`);
  await workOnUpdates(world);
  expect((await organizer.get(page)).text).toContain('The example sends no mail.');
  await post(`${page}/schedule`, { sendAt: '2026-12-23T09:00' }).expect(409);
  await sendAll(world);
  expect(world.mailbox).toEqual([]);
});
