import { setTimeout as pause } from 'node:timers/promises';
import { eq } from 'drizzle-orm';
import pino from 'pino';
import { expect, test } from 'vitest';
import { addressKeyOf } from '../../server/basics/addresses.ts';
import { openDatabase } from '../../server/db/database.ts';
import { outbox } from '../../server/db/tables.ts';
import { addBody, type NewMail, queueMail, queueMails } from '../../server/mail/mail.ts';
import { NotTaken } from '../../server/mail/refusals.ts';
import { sendDue } from '../../server/mail/sending.ts';
import { listRests, listStuck, tryAgain } from '../../server/mail/status.ts';
import { listSuppressed, suppress } from '../../server/mail/suppressing.ts';
import { aPostOffice, type PostOffice, withPost } from '../support/smtp.ts';
import { aWorld, type TestWorld } from '../support/world.ts';

const CAMPAIGN = 'campaign-1';

/** Queues an update to each of these addresses. */
const updates = (world: TestWorld, addresses: string[]) =>
  world.db.transaction(async (tx) => {
    const body = await addBody(tx, world, { subject: 'News', text: 'It goes on.', html: '<p>It goes on.</p>' });
    const mailTo = (address: string): NewMail<'update'> => ({
      kind: 'update',
      reason: `update:${address}`,
      to: { name: '', address },
      body,
      data: {
        ...{ campaignId: CAMPAIGN, name: '', letter: 'Clean rivers', own: 'https://letters.example/my/x' },
        unsubscribe: 'https://letters.example/unsubscribe/x',
        ...{ sponsor: 'Rivers Example Committee', sponsorAddress: '1 Example Plaza' },
      },
    });
    await queueMails(tx, world, addresses.map(mailTo));
  });

const confirmation = (world: TestWorld, address: string) =>
  world.db.transaction((tx) =>
    queueMail(tx, world, {
      kind: 'invitation',
      reason: `invitation:${address}`,
      to: { name: '', address },
      data: { invitedBy: 'Ada', role: 'staffer', campaign: null, link: 'https://letters.example/x', days: 7 },
    }),
  );

const many = (n: number, domain: string, name = 'r') => Array.from({ length: n }, (_, k) => `${name}${k}@${domain}`);
const takenBy = ({ taken }: PostOffice) => taken.flatMap(({ to }) => to);

async function stateOf(world: TestWorld, address: string) {
  const [row] = await world.db
    .select()
    .from(outbox)
    .where(eq(outbox.reason, `update:${address}`));
  return row && { state: row.state, problem: row.problem };
}

test('a slow receiver holds up nobody', async () => {
  let release = () => {};
  const held = new Promise<null>((resolve) => {
    release = () => resolve(null);
  });
  const office = await aPostOffice((to) => (to.startsWith('slow') ? held : null));
  const world = withPost(await aWorld(), office);
  await updates(world, ['slow@far.example', ...many(100, 'near.example')]);
  const sending = sendDue(world);
  for (let n = 0; office.taken.length < 100 && n < 500; n += 1) await pause(20);
  expect(office.taken).toHaveLength(100);
  // What is queued meanwhile goes out too.
  await updates(world, ['late@near.example']);
  for (let n = 0; office.taken.length < 101 && n < 500; n += 1) await pause(20);
  expect(takenBy(office)).toContain('late@near.example');
  release();
  expect(await sending).toBe(102);
});

test('mail that somebody waits for overtakes mail to many', async () => {
  const office = await aPostOffice(async () => {
    await pause(5);
    return null;
  });
  const world = withPost(await aWorld(), office);
  await updates(world, many(400, 'near.example'));
  const sending = sendDue(world);
  while (office.taken.length < 60) await pause(5);
  const before = office.taken.length;
  await confirmation(world, 'signer@near.example');
  expect(await sending).toBe(401);
  expect(takenBy(office).indexOf('signer@near.example') - before).toBeLessThan(60);
});

test('a domain that refuses mail for now rests, longer each time, and others go on; then one mail goes first', async () => {
  let refusing = true;
  const tries: string[] = [];
  const office = await aPostOffice((to) => {
    if (to.endsWith('@busy.example')) tries.push(to);
    return refusing && to.endsWith('@busy.example') ? '451 4.7.1 come back later' : null;
  });
  const world = withPost(await aWorld({ env: { MAIL_CONNECTIONS: '2' } }), office);
  await updates(world, [...many(40, 'busy.example'), ...many(40, 'near.example')]);
  await sendDue(world);
  expect(takenBy(office)).toHaveLength(40);
  const first = tries.length;
  expect(first).toBeGreaterThanOrEqual(5);
  expect(first).toBeLessThan(9);
  const [rest] = await listRests(world.db, world.now());
  expect(rest).toMatchObject({ domain: 'busy.example', problem: 'not taken for now (451 4.7.1)' });
  expect((await listStuck(world.db, world.now(), 10)).length).toBeGreaterThan(4);

  world.pass({ minutes: 1, seconds: 1 });
  await sendDue(world);
  expect(tries.length).toBe(first + 1);
  const again = (await listRests(world.db, world.now()))[0]?.until.getTime() ?? 0;
  expect(again - world.now().getTime()).toBe(2 * 60_000);

  refusing = false;
  for (let n = 0; n < 6; n += 1) {
    world.pass({ minutes: 2 });
    await sendDue(world);
  }
  expect(new Set(takenBy(office)).size).toBe(80);
  expect(takenBy(office)).toHaveLength(80);
  expect(await listRests(world.db, world.now())).toEqual([]);
});

test('an admin can have a domain that rests tried again at once', async () => {
  let refusing = true;
  const office = await aPostOffice(() => (refusing ? 450 : null));
  const world = withPost(await aWorld({ env: { MAIL_CONNECTIONS: '1' } }), office);
  await updates(world, many(30, 'busy.example'));
  await sendDue(world);
  expect(await listRests(world.db, world.now())).toHaveLength(1);
  refusing = false;
  expect(await sendDue(world)).toBe(0);
  await tryAgain(world, 'busy.example');
  expect(await listRests(world.db, world.now())).toEqual([]);
  expect(await sendDue(world)).toBe(30);
});

test('no domain gets more mails a minute than the setting says', async () => {
  const office = await aPostOffice();
  const world = withPost(await aWorld({ env: { MAIL_PER_MINUTE: '10' } }), office);
  world.at('2026-11-22T15:00:05Z');
  await updates(world, [...many(25, 'big.example'), ...many(8, 'small.example')]);
  const to = () => takenBy(office).filter((address) => address.endsWith('@big.example')).length;
  await sendDue(world);
  // Two are kept for mail that somebody waits for.
  expect([to(), office.taken.length]).toEqual([8, 16]);
  expect(await sendDue(world)).toBe(0);
  for (const address of many(3, 'big.example', 'signer')) await confirmation(world, address);
  expect(await sendDue(world)).toBe(2);
  world.pass({ minutes: 1 });
  await sendDue(world);
  expect(takenBy(office)).toContain('signer2@big.example');
  expect(to()).toBe(18);
  for (const all of [26, 28]) {
    world.pass({ minutes: 1 });
    await sendDue(world);
    expect(to()).toBe(all);
  }
});

test('mail to many that goes slowly takes no connection from mail that somebody waits for, however few there are', async () => {
  let release = () => {};
  const held = new Promise<null>((resolve) => {
    release = () => resolve(null);
  });
  const office = await aPostOffice((to) => (to.startsWith('slow') ? held : to.startsWith('full') ? 421 : null));
  const world = withPost(await aWorld({ env: { MAIL_CONNECTIONS: '5' } }), office);
  await updates(world, ['full@far.example', ...many(3, 'far.example', 'slow')]);
  const sending = sendDue(world);
  for (let n = 0; (await stateOf(world, 'full@far.example'))?.problem === null && n < 500; n += 1) await pause(20);
  // The mail server wants fewer at once now, and those are on their way.
  await confirmation(world, 'signer@near.example');
  for (let n = 0; office.taken.length < 1 && n < 200; n += 1) await pause(20);
  expect(takenBy(office)).toEqual(['signer@near.example']);
  release();
  expect(await sending).toBe(4);
});

test('a mail that is on its way for minutes stays claimed, also while no other begins or ends', async () => {
  let release = () => {};
  const held = new Promise<null>((resolve) => {
    release = () => resolve(null);
  });
  const office = await aPostOffice(() => held);
  const one = withPost(await aWorld(), office);
  const other: TestWorld = { ...one, db: await openDatabase(one.databaseUrl) };
  await updates(one, ['slow@far.example']);
  const sending = sendDue(one);
  for (let n = 0; (await stateOf(one, 'slow@far.example'))?.state !== 'sending' && n < 500; n += 1) await pause(10);
  for (let n = 0; n < 2; n += 1) {
    one.pass({ seconds: 40 });
    await pause(1000);
    expect(await sendDue(other)).toBe(0);
    expect(await stateOf(one, 'slow@far.example')).toEqual({ state: 'sending', problem: null });
  }
  release();
  expect(await sending).toBe(1);
  await other.db.close();
  expect(await stateOf(one, 'slow@far.example')).toEqual({ state: 'sent', problem: null });
});

test('when the mail server fails again and again everything rests, says why, and goes on from there', async () => {
  const office = await aPostOffice(() => null, 'the right one');
  const world = await aWorld();
  withPost(world, { ...office, url: office.url.replace('smtp://', 'smtp://letters:wrong@') });
  await updates(world, many(60, 'near.example'));
  await sendDue(world);
  const rows = await world.db.select().from(outbox);
  const tried = rows.filter(({ attempts }) => attempts > 0).length;
  // Not one after the other fails until all have: those that were on their way, and no more.
  expect(tried).toBeGreaterThanOrEqual(5);
  expect(tried).toBeLessThanOrEqual(20);
  expect(rows.every(({ state }) => state === 'waiting')).toBe(true);
  const [rest] = await listRests(world.db, world.now());
  expect(rest).toMatchObject({ domain: null, problem: expect.stringContaining('535') });
  expect(await sendDue(world)).toBe(0);

  // As after a restart with the right password.
  withPost(world, { ...office, url: office.url.replace('smtp://', 'smtp://letters:the%20right%20one@') });
  for (let n = 0; n < 3; n += 1) {
    world.pass({ minutes: 1 });
    await sendDue(world);
  }
  expect(new Set(takenBy(office)).size).toBe(60);
  expect(office.taken).toHaveLength(60);
});

test('two processes on one database send no mail twice', async () => {
  const office = await aPostOffice();
  const one = withPost(await aWorld(), office);
  const other: TestWorld = { ...one, db: await openDatabase(one.databaseUrl) };
  await updates(one, many(300, 'near.example'));
  const sent = await Promise.all([sendDue(one), sendDue(other)]);
  await other.db.close();
  expect(sent.reduce((a, b) => a + b)).toBe(300);
  expect(office.taken).toHaveLength(300);
  expect(new Set(takenBy(office)).size).toBe(300);
});

test('an update to a mailbox that is not there is the last one; a full mailbox and a rule are no such thing', async () => {
  const answers: Record<string, string> = {
    'gone@near.example': '550 5.1.1 no such user',
    'full@near.example': '552 5.2.2 mailbox full',
    'rule@near.example': '550 5.7.1 not from you',
  };
  const office = await aPostOffice((to) => answers[to] ?? null);
  const world = withPost(await aWorld(), office);
  await updates(world, Object.keys(answers));
  await sendDue(world);
  expect(await stateOf(world, 'gone@near.example')).toEqual({
    state: 'failed',
    problem: 'no such mailbox (550 5.1.1)',
  });
  expect(await stateOf(world, 'full@near.example')).toEqual({
    state: 'waiting',
    problem: 'the mailbox is full (552 5.2.2)',
  });
  expect((await stateOf(world, 'rule@near.example'))?.state).toBe('failed');
  const keyOf = (address: string) => addressKeyOf(world, address);
  const suppressed = await listSuppressed(world.db, Object.keys(answers).map(keyOf), CAMPAIGN);
  expect([...suppressed]).toEqual([[keyOf('gone@near.example'), 'bounced']]);
});

test('somebody who left the list while an update waited does not get it', async () => {
  const office = await aPostOffice();
  const world = withPost(await aWorld(), office);
  await updates(world, ['stays@near.example', 'left@near.example']);
  const addressKey = addressKeyOf(world, 'left@near.example');
  await world.db.transaction((tx) => suppress(tx, world, { addressKey, campaignId: CAMPAIGN, why: 'unsubscribed' }));
  await confirmation(world, 'left@near.example');
  const heard: string[] = [];
  await sendDue(world, {
    update: async (_tx, mails) => void heard.push(...mails.map(({ reason, outcome }) => `${reason} ${outcome}`)),
  });
  expect(heard.sort()).toEqual(['update:left@near.example failed', 'update:stays@near.example sent']);
  expect(await stateOf(world, 'left@near.example')).toEqual({ state: 'failed', problem: 'suppressed' });
  // What they ask for themselves they do get.
  expect(takenBy(office).sort()).toEqual(['left@near.example', 'stays@near.example']);
});

test('what could not be written of a mail is logged without anybody’s address', async () => {
  const lines: string[] = [];
  const log = pino({ level: 'warn' }, { write: (line: string) => void lines.push(line) });
  const world: TestWorld = { ...(await aWorld()), log };
  await updates(world, ['ana@near.example']);
  const past = new Date(world.now().getTime() - 1000);
  await world.db.transaction((tx) => tx.update(outbox).set({ state: 'sending', dueAt: past }));
  const [row] = await world.db.select().from(outbox);
  if (!row) throw new Error('No mail was queued.');
  await sendDue(world, { update: async (tx) => void (await tx.insert(outbox).values(row)) });
  expect(lines.join()).toContain('was not written');
  expect(lines.join()).not.toContain('near.example');
  expect(lines.join()).not.toContain(row.addressKey);
});

test('a listener that fails for one mail keeps none of the others from being marked', async () => {
  const office = await aPostOffice();
  const world = withPost(await aWorld(), office);
  await updates(world, many(10, 'near.example'));
  let failures = 0;
  await sendDue(world, {
    update: async (_tx, mails) => {
      if (mails.some(({ reason }) => reason === 'update:r3@near.example') && (failures += 1) < 3)
        throw new Error('a slip');
    },
  });
  expect(failures).toBe(3);
  const rows = await world.db.select().from(outbox);
  expect(rows.map(({ state }) => state)).toEqual(Array(10).fill('sent'));
  expect(office.taken).toHaveLength(10);
}, 20_000);

test.each([
  ['a wrong password', { code: 'EAUTH', command: 'AUTH', responseCode: 535 }, false, 'later', 'server'],
  ['no connection', { code: 'ECONNECTION', command: 'CONN' }, false, 'later', 'server'],
  ['the sender refused', { command: 'MAIL FROM', responseCode: 550 }, false, 'later', 'server'],
  ['the server closing', { command: 'RCPT TO', responseCode: 421 }, false, 'later', 'server'],
  ['greylisting', { command: 'RCPT TO', responseCode: 451, response: '451 4.7.1 later' }, false, 'later', 'domain'],
  ['a busy mailbox', { command: 'RCPT TO', responseCode: 450, response: '450 4.2.1 busy' }, false, 'later', 'mail'],
  ['a full mailbox', { command: 'DATA', responseCode: 552 }, true, 'later', 'mail'],
  ['a text refused for now', { command: 'DATA', responseCode: 451 }, true, 'later', 'domain'],
  ['a text refused', { command: 'DATA', responseCode: 554, response: '554 5.7.1 spam' }, true, 'never', 'mail'],
  ['no such mailbox', { command: 'RCPT TO', responseCode: 550 }, false, 'never', 'mail'],
  ['silence after the text', { code: 'ETIMEDOUT' }, true, 'unsure', 'server'],
  ['no address', { code: 'EENVELOPE', command: 'API' }, false, 'never', 'mail'],
] as const)('%s is told apart', (_, failure, handedOver, meaning, matter) => {
  expect(new NotTaken(failure, handedOver)).toMatchObject({ meaning, matter });
});

test('only an address that is not there counts as none', () => {
  const refused = (response: string, command = 'RCPT TO') =>
    new NotTaken({ command, responseCode: Number(response.slice(0, 3)), response }, false).noMailbox;
  for (const yes of ['550 5.1.1 x', '550 no such user', '553 x', '550-5.1.1 x', '550 5.1.10 x'])
    expect(refused(yes)).toBe(true);
  for (const no of ['550 5.7.1 x', '554 5.1.8 sender', '552 5.2.2 x', '450 4.1.1 x', '550 5.2.1 disabled'])
    expect(refused(no)).toBe(false);
  expect(refused('550 5.1.1 x', 'DATA')).toBe(false);
});
