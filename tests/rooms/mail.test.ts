import { createServer } from 'node:net';
import { expect, test } from 'vitest';
import { outbox } from '../../server/db/tables.ts';
import type { MailKinds } from '../../server/mail/kinds.ts';
import { listOutbox, queueMail } from '../../server/mail/mail.ts';
import { type Listener, type Listeners, sendDue } from '../../server/mail/sending.ts';
import { aPostOffice, withPost } from '../support/smtp.ts';
import { aWorld, type TestWorld } from '../support/world.ts';

const data: MailKinds['message'] = {
  subject: 'Please sign the letter on clean rivers',
  text: 'Dear Council Member Park:\n\nPlease sign.',
  name: 'Zoë Łukasz',
  place: 'Ohio 44691',
  sponsor: 'Rivers Example Committee',
  sponsorAddress: '1 Example Plaza, Santa Fe, NM 87501',
};

const queue = (
  world: TestWorld,
  reason: string,
  address = 'park@council.example',
  different: Partial<typeof data> = {},
) =>
  world.db.transaction((tx) =>
    queueMail(tx, world, {
      kind: 'message',
      reason,
      to: { name: 'Min-ji Park', address },
      replyTo: { name: different.name ?? data.name, address: 'zoe@mail.example' },
      data: { ...data, ...different },
    }),
  );

const statesOf = async (world: TestWorld) => (await listOutbox(world.db)).map(({ state }) => state).sort();

/** What the listeners heard, in order. */
function listening(): { heard: string[]; listeners: Listeners } {
  const heard: string[] = [];
  const message: Listener = async (_tx, mails) => {
    for (const { reason, outcome } of mails) heard.push(`${reason} ${outcome}`);
  };
  return { heard, listeners: { message } };
}

test('a mail arrives with its words, its sender and the way to answer', async () => {
  const office = await aPostOffice();
  const world = withPost(await aWorld(), office);
  const { heard, listeners } = listening();
  await queue(world, 'message:1');
  expect(await sendDue(world, listeners)).toBe(1);
  expect(heard).toEqual(['message:1 sent']);
  const [taken] = office.taken;
  expect(taken?.from).toBe('letters@undersigned.example');
  expect(taken?.to).toEqual(['park@council.example']);
  expect(taken?.mail.from).toEqual({ name: 'Zoë Łukasz via Undersigned', address: 'letters@undersigned.example' });
  expect(taken?.mail.replyTo).toEqual([{ name: 'Zoë Łukasz', address: 'zoe@mail.example' }]);
  expect(taken?.mail.subject).toBe('Please sign the letter on clean rivers');
  expect(taken?.mail.text).toContain('Dear Council Member Park:\n\nPlease sign.');
  expect(taken?.mail.text).toContain('Rivers Example Committee');
});

test('queueing the same reason twice is one mail, and a mail goes out once', async () => {
  const office = await aPostOffice();
  const world = withPost(await aWorld(), office);
  expect(await queue(world, 'message:1')).toBe(true);
  expect(await queue(world, 'message:1')).toBe(false);
  expect((await Promise.all([sendDue(world), sendDue(world), sendDue(world)])).reduce((a, b) => a + b)).toBe(1);
  expect(await sendDue(world)).toBe(0);
  expect(office.taken).toHaveLength(1);
});

test('a mail that went out is forgotten but for its reason', async () => {
  const world = await aWorld();
  await queue(world, 'message:1');
  await sendDue(world);
  const [row] = await listOutbox(world.db);
  expect(row).toMatchObject({ reason: 'message:1', state: 'sent', data: {}, toAddress: '', toName: '' });
  expect(row).toMatchObject({ replyAddress: null, replyName: null, sentAt: world.now(), problem: null });
});

test('nothing that was typed can add a header or a recipient', async () => {
  const office = await aPostOffice();
  const world = withPost(await aWorld(), office);
  const name = 'Eve\r\nBcc: everybody@victim.example';
  const subject = 'Hello\r\nBcc: everybody@victim.example\r\n\r\nAnother text';
  await queue(world, 'message:1', 'park@council.example', { name, subject });
  await sendDue(world);
  const [taken] = office.taken;
  expect(taken?.to).toEqual(['park@council.example']);
  expect(taken?.mail.bcc).toBeUndefined();
  expect(taken?.mail.headers.map((header) => header.key)).not.toContain('bcc');
  expect(taken?.mail.subject).toBe('Hello Bcc: everybody@victim.example Another text');
  expect(taken?.mail.text).toMatch(/^Dear Council Member Park:/);
});

test('an address that holds several is not taken for one', async () => {
  const office = await aPostOffice();
  const world = withPost(await aWorld(), office);
  await queue(world, 'message:1', 'park@council.example, everybody@victim.example');
  await sendDue(world);
  expect(office.taken.flatMap((taken) => taken.to)).not.toContain('everybody@victim.example');
});

test('a recipient refused for good fails at once; one refused for now is tried again', async () => {
  const answers = new Map<string, number>([
    ['gone@council.example', 550],
    ['busy@council.example', 450],
  ]);
  const office = await aPostOffice((recipient) => answers.get(recipient) ?? null);
  const world = withPost(await aWorld(), office);
  const { heard, listeners } = listening();
  await queue(world, 'message:gone', 'gone@council.example');
  await queue(world, 'message:busy', 'busy@council.example');
  expect(await sendDue(world, listeners)).toBe(0);
  expect(heard).toEqual(['message:gone failed']);
  expect(await statesOf(world)).toEqual(['failed', 'waiting']);

  answers.clear();
  expect(await sendDue(world, listeners)).toBe(0);
  world.pass({ minutes: 1 });
  expect(await sendDue(world, listeners)).toBe(1);
  expect(heard).toEqual(['message:gone failed', 'message:busy sent']);
});

test('a mail that is never taken is given up after about a day', async () => {
  const office = await aPostOffice(() => 451);
  const world = withPost(await aWorld(), office);
  const { heard, listeners } = listening();
  await queue(world, 'message:1');
  const started = world.now().getTime();
  while (heard.length === 0) {
    await sendDue(world, listeners);
    world.pass({ minutes: 30 });
  }
  expect(heard).toEqual(['message:1 failed']);
  const hours = (world.now().getTime() - started) / 3_600_000;
  expect(hours).toBeGreaterThan(20);
  expect(hours).toBeLessThan(40);
});

test('a server that vanishes after it took the text is not given it again', async () => {
  const office = await aPostOffice(() => 'vanish');
  const world = withPost(await aWorld(), office);
  const { heard, listeners } = listening();
  await queue(world, 'message:1');
  await sendDue(world, listeners);
  world.pass({ days: 1 });
  office.conduct = () => null;
  await sendDue(world, listeners);
  expect(office.taken).toHaveLength(1);
  expect(heard).toEqual(['message:1 unsure']);
  expect((await listOutbox(world.db))[0]).toMatchObject({ state: 'unsure', toAddress: '' });
  expect((await listOutbox(world.db))[0]?.problem).toContain('may have arrived');
});

test('a mail whose sender crashed while sending is marked as perhaps arrived, and not sent again', async () => {
  const office = await aPostOffice();
  const world = withPost(await aWorld(), office);
  const { heard, listeners } = listening();
  await queue(world, 'message:1');
  // What a process leaves behind that ended between its claim and its mark.
  await world.db.transaction(
    async (tx) =>
      void (await tx.update(outbox).set({ state: 'sending', dueAt: new Date(world.now().getTime() + 300_000) })),
  );
  expect(await sendDue(world, listeners)).toBe(0);
  expect(heard).toEqual([]);
  world.pass({ minutes: 6 });
  expect(await sendDue(world, listeners)).toBe(0);
  expect(heard).toEqual(['message:1 unsure']);
  expect((await listOutbox(world.db))[0]?.problem).toContain('may have arrived');
  expect(office.taken).toHaveLength(0);
});

test('a mail server that is away, or does not let us in, costs no mail', async () => {
  const world = await aWorld();
  const closed = await new Promise<number>((resolve) => {
    const server = createServer().listen(0, '127.0.0.1', () => {
      const { port } = server.address() as { port: number };
      server.close(() => resolve(port));
    });
  });
  withPost(world, { url: `smtp://127.0.0.1:${closed}`, taken: [], conduct: () => null });
  await queue(world, 'message:1');
  expect(await sendDue(world)).toBe(0);
  expect(await statesOf(world)).toEqual(['waiting']);

  const office = await aPostOffice(() => null, 'the right one');
  withPost(world, { ...office, url: office.url.replace('smtp://', 'smtp://letters:wrong@') });
  world.pass({ minutes: 1 });
  expect(await sendDue(world)).toBe(0);
  expect(await statesOf(world)).toEqual(['waiting']);

  withPost(world, { ...office, url: office.url.replace('smtp://', 'smtp://letters:the%20right%20one@') });
  world.pass({ minutes: 2 });
  expect(await sendDue(world)).toBe(1);
});

test('mail that nobody could send for two weeks is dropped and forgotten', async () => {
  const world = await aWorld();
  world.mailer = { ...world.mailer, ready: false };
  const { heard, listeners } = listening();
  await queue(world, 'message:1');
  world.pass({ days: 13 });
  await sendDue(world, listeners);
  expect(heard).toEqual([]);
  world.pass({ days: 2 });
  await sendDue(world, listeners);
  expect(heard).toEqual(['message:1 failed']);
  expect((await listOutbox(world.db))[0]).toMatchObject({ state: 'failed', toAddress: '', data: {} });
});

test('without a mail server mail waits', async () => {
  const world = await aWorld();
  world.mailer = { ...world.mailer, ready: false };
  await queue(world, 'message:1');
  expect(await sendDue(world)).toBe(0);
  expect(await statesOf(world)).toEqual(['waiting']);
});
