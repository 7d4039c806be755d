import fc from 'fast-check';
import { expect, test } from 'vitest';
import { addressKeyOf } from '../../server/basics/addresses.ts';
import { briefMarked } from '../../server/basics/marks.ts';
import { bounces, outbox } from '../../server/db/tables.ts';
import { forgetBounces, listBounces, type ReportListeners, takeReport } from '../../server/mail/bounces.ts';
import { listOutbox, queueMail } from '../../server/mail/mail.ts';
import { recipientsIn } from '../../server/mail/reports.ts';
import { type Listeners, sendDue } from '../../server/mail/sending.ts';
import { listSuppressed, suppress, unsuppress } from '../../server/mail/suppressing.ts';
import * as written from '../support/reports.ts';
import { aWorld, type TestWorld } from '../support/world.ts';

const RECIPIENT = 'gone@mail.example';

/** A mail that went out, and what a report about it may know. */
async function aSentMail(
  world: TestWorld,
  recipient = RECIPIENT,
  reason = 'reaffirm:1',
  kind: 'reaffirm' | 'already-signed' = 'reaffirm',
): Promise<written.About> {
  const sponsor = { sponsor: 'Rivers Example', sponsorAddress: '1 Example Plaza', sponsorContact: 'us@rivers.example' };
  const data = { letter: 'Clean rivers', link: 'https://letters.example/x', ...sponsor };
  await world.db.transaction((tx) =>
    queueMail(tx, world, {
      ...{ kind, reason, to: { name: '', address: recipient } },
      data: { ...data, version: 2, reason: 'A new figure.', days: 7 },
    }),
  );
  await sendDue(world);
  const row = (await listOutbox(world.db)).find((one) => one.reason === reason);
  const id = row?.id ?? '';
  return {
    recipient,
    sender: `bounces+${briefMarked(world, 'bounce', id)}@letters.example`,
    messageId: `<${id}@localhost>`,
  };
}

/** What the rooms heard, in order. */
function listening() {
  const heard: string[] = [];
  const ended: Listeners = {
    reaffirm: async (_tx, mails) => {
      for (const { reason, outcome, problem } of mails) heard.push(`${reason} ${outcome}: ${problem}`);
    },
  };
  const listeners: ReportListeners = { ended, complained: {} };
  return { heard, listeners };
}

const whyNot = async (world: TestWorld, address = RECIPIENT, campaignId = 'a-campaign') =>
  (await listSuppressed(world.db, [addressKeyOf(world, address)], campaignId)).get(addressKeyOf(world, address)) ??
  null;

const bounced = { outcome: 'bounced', again: false };
const nothing = { outcome: 'nothing', kind: null, status: '', again: false };

test.each([
  ['Postfix', (about: written.About) => written.postfix(about), 'hard', '5.1.1'],
  ['Exchange, in base64, with another recipient first', written.exchange, 'hard', '5.1.10'],
  ['Gmail, with parts within parts', (about: written.About) => written.gmail(about), 'hard', '5.1.1'],
  ['Exim, which says it in words alone', (about: written.About) => written.exim(about), 'hard', '5.1.1'],
  ['qmail, without a part for machines', written.qmail, 'hard', '5.1.1'],
  ['a server with addresses in any script', written.global, 'hard', '5.1.1'],
  ['Postfix, no such domain', (a: written.About) => written.postfix(a, { status: '5.1.2' }), 'hard', '5.1.2'],
  [
    'a full mailbox',
    (a: written.About) => written.gmail(a, { status: '5.2.2', words: 'is over quota' }),
    'soft',
    '5.2.2',
  ],
  [
    'given up after days',
    (a: written.About) =>
      written.postfix(a, { status: '4.4.1', said: 'connect to mx.mail.example: Connection timed out' }),
    'soft',
    '4.4.1',
  ],
  [
    'a server that does not want our mail',
    (a: written.About) =>
      written.postfix(a, { status: '5.7.1', said: '550 5.7.1 Service unavailable, 5.1.1.9 is listed' }),
    'policy',
    '5.7.1',
  ],
  [
    'a policy behind a number of something else',
    (a: written.About) => written.postfix(a, { status: '5.1.1', said: '550 5.7.26 unauthenticated mail' }),
    'policy',
    '5.7.26',
  ],
  ['a fault of the sender’s address', (a: written.About) => written.postfix(a, { status: '5.1.8' }), 'policy', '5.1.8'],
  [
    'Exim, for a reason of its own',
    (a: written.About) => written.exim(a, 'Message rejected due to local conditions'),
    'soft',
    '5.0.0',
  ],
] as const)('%s: it came back', async (_name, write, kind, status) => {
  const world = await aWorld();
  const { heard, listeners } = listening();
  const about = await aSentMail(world);
  const raw = Buffer.from(write(about));
  expect(await takeReport(world, listeners, raw)).toEqual({ ...bounced, kind, status });
  expect(heard).toEqual([expect.stringMatching(/^reaffirm:1 bounced: it came back: /)]);
  expect(heard.join()).not.toContain('@');
  expect(await whyNot(world)).toBe(kind === 'hard' ? 'bounced' : null);
  // The same once more changes nothing.
  expect(await takeReport(world, listeners, raw)).toEqual({ ...bounced, kind, status, again: true });
  expect(heard).toHaveLength(1);
});

test.each([
  ['delayed', (a: written.About) => written.postfix(a, { status: '4.4.1', action: 'delayed' })],
  ['delivered', (a: written.About) => written.postfix(a, { status: '2.0.0', action: 'delivered' })],
  ['forwarded to several, of whom one has it', written.expanded],
  ['on holiday', written.holiday],
  ['a complaint that is none', (a: written.About) => written.arf(a, { type: 'not-spam' })],
  ['a failed check of signatures', (a: written.About) => written.arf(a, { type: 'auth-failure' })],
  [
    'an answer to the mail',
    (a: written.About) => `From: x@y.example\r\nTo: ${a.sender}\r\nSubject: Re: News\r\n\r\n550 5.1.1`,
  ],
  ['nothing', () => ''],
])('%s: nothing is done', async (_name, write) => {
  const world = await aWorld();
  const { heard, listeners } = listening();
  const about = await aSentMail(world);
  expect(await takeReport(world, listeners, Buffer.from(write(about)), { vouched: true })).toEqual(nothing);
  expect(heard).toEqual([]);
  expect(await whyNot(world)).toBeNull();
  expect(await world.db.select().from(bounces)).toEqual([]);
});

test('a report is believed by the mark of its mail, wherever that stands, and by nothing else', async () => {
  const world = await aWorld();
  const { heard, listeners } = listening();
  const about = await aSentMail(world);
  const unmarked = { ...about, sender: 'letters@letters.example' };
  const forged = { ...about, sender: `${about.sender.slice(0, 20)}0000000000000000@letters.example` };
  for (const known of [unmarked, forged])
    expect(await takeReport(world, listeners, Buffer.from(written.postfix(known)))).toEqual(nothing);
  // The mark of another purpose, of another installation.
  const elsewhere = { secret: 'another secret that is long enough' };
  const [, id = ''] = /<(.*)@/.exec(about.messageId) ?? [];
  for (const mark of [briefMarked(world, 'unsubscribe', id), briefMarked(elsewhere, 'bounce', id)]) {
    const raw = Buffer.from(written.postfix({ ...about, sender: `bounces+${mark}@letters.example` }));
    expect(await takeReport(world, listeners, raw)).toEqual(nothing);
  }
  expect(heard).toEqual([]);
  // In the address that the mail server says, in large letters.
  const raw = Buffer.from(written.postfix(unmarked));
  const recipient = about.sender.toUpperCase();
  expect(await takeReport(world, listeners, raw, { recipient })).toMatchObject({ outcome: 'bounced', kind: 'hard' });
});

test('where an admin vouches for it, the Message-ID of what was returned is enough, but only one of this site', async () => {
  const world = await aWorld();
  const { listeners } = listening();
  const about = await aSentMail(world);
  const unmarked = { ...about, sender: 'letters@letters.example' };
  const elsewhere = { ...unmarked, messageId: about.messageId.replace('@localhost', '@other.example') };
  const take = (of: written.About) => takeReport(world, listeners, Buffer.from(written.postfix(of)), { vouched: true });
  expect(await take(elsewhere)).toEqual(nothing);
  expect(await take(unmarked)).toMatchObject({ outcome: 'bounced' });
});

test('what a stranger typed keeps nobody from their mail, though it counts as the same mailbox', async () => {
  const world = await aWorld();
  const { listeners } = listening();
  const typed = await aSentMail(world, 'ana-nowhere@yahoo.com', 'signature:1', 'already-signed');
  const taken = await takeReport(world, listeners, Buffer.from(written.postfix(typed)));
  expect(taken).toEqual({ ...bounced, kind: 'hard', status: '5.1.1' });
  expect(await whyNot(world, 'ana@yahoo.com')).toBeNull();
  const own = await aSentMail(world, 'ana@yahoo.com');
  await takeReport(world, listeners, Buffer.from(written.postfix(own)));
  expect(await whyNot(world, 'ana@yahoo.com')).toBe('bounced');
});

test('a mailbox that is full on three days of a month gets no more; on one day, or long ago, it may', async () => {
  const world = await aWorld();
  const { listeners } = listening();
  const full = async (n: number) => {
    const about = await aSentMail(world, RECIPIENT, `reaffirm:${n}`);
    await takeReport(world, listeners, Buffer.from(written.gmail(about, { status: '5.2.2', words: 'is full' })));
  };
  for (const n of [1, 2, 3, 4]) await full(n);
  expect(await whyNot(world)).toBeNull();
  world.pass({ days: 20 });
  await full(5);
  expect(await whyNot(world)).toBeNull();
  world.pass({ days: 20 });
  await full(6);
  expect(await whyNot(world)).toBeNull();
  world.pass({ days: 1 });
  await full(7);
  expect(await whyNot(world)).toBe('bounced');
  expect(await whyNot(world, 'another@mail.example')).toBeNull();
});

test('a complaint ends mail of every campaign where the mail’s own is not known, and is told to nobody as a bounce', async () => {
  const world = await aWorld();
  const { heard, listeners } = listening();
  const about = await aSentMail(world);
  const take = (raw: string, vouched = false) => takeReport(world, listeners, Buffer.from(raw), { vouched });
  expect(await take(written.arf(about, { redacted: true }))).toEqual(nothing);
  const complained = { outcome: 'complained', kind: 'complaint', status: '' };
  expect(await take(written.arf(about))).toEqual({ ...complained, again: false });
  expect(await take(written.arf(about, { redacted: true }), true)).toEqual({ ...complained, again: true });
  expect(await take(written.bareComplaint(about))).toEqual({ ...complained, again: true });
  expect(await whyNot(world)).toBe('complained');
  expect(heard).toEqual([]);
});

test('the room that sent the mail says whom a complaint concerns', async () => {
  const world = await aWorld();
  const about = await aSentMail(world);
  const told: unknown[] = [];
  const listeners: ReportListeners = {
    ended: {},
    complained: { reaffirm: async (_tx, mail) => Boolean(told.push(mail)) },
  };
  await takeReport(world, listeners, Buffer.from(written.arf(about)));
  expect(told).toEqual([{ reason: 'reaffirm:1', addressKey: addressKeyOf(world, RECIPIENT) }]);
  expect(await whyNot(world)).toBeNull();
});

test('while its mail is just being sent, a report is to come again', async () => {
  const world = await aWorld();
  const about = await aSentMail(world);
  await world.db.transaction(async (tx) => void (await tx.update(outbox).set({ state: 'sending' })));
  const take = () => takeReport(world, listening().listeners, Buffer.from(written.postfix(about)));
  await expect(take()).rejects.toMatchObject({ reason: 'on-its-way' });
  await world.db.transaction(async (tx) => void (await tx.update(outbox).set({ state: 'sent' })));
  expect(await take()).toMatchObject({ outcome: 'bounced' });
});

test('two at the same moment are one', async () => {
  const world = await aWorld();
  const { heard, listeners } = listening();
  const raw = Buffer.from(written.postfix(await aSentMail(world)));
  const taken = await Promise.all(Array.from({ length: 5 }, () => takeReport(world, listeners, raw)));
  expect(taken.filter(({ again }) => !again)).toHaveLength(1);
  expect(heard).toHaveLength(1);
});

test('what came back is listed with the kind of its mail, and forgotten with time; whom not to write to is not', async () => {
  const world = await aWorld();
  const { listeners } = listening();
  await takeReport(world, listeners, Buffer.from(written.postfix(await aSentMail(world))));
  expect(await listBounces(world.db, 10)).toEqual([
    { kind: 'hard', status: '5.1.1', at: world.now(), mail: 'reaffirm' },
  ]);
  world.pass({ days: 89 });
  await forgetBounces(world);
  expect(await listBounces(world.db, 10)).toHaveLength(1);
  world.pass({ days: 2 });
  await forgetBounces(world);
  expect(await listBounces(world.db, 10)).toEqual([]);
  expect(await whyNot(world)).toBe('bounced');
});

test('a graver reason takes the place of a wish, and only a wish is taken back', async () => {
  const world = await aWorld();
  const addressKey = addressKeyOf(world, RECIPIENT);
  const at = { addressKey, campaignId: 'a-campaign' };
  const set = (why: 'bounced' | 'complained' | 'unsubscribed') =>
    world.db.transaction((tx) => suppress(tx, world, { ...at, why }));
  const back = () => world.db.transaction((tx) => unsuppress(tx, { ...at, why: 'unsubscribed' }));
  expect(await set('unsubscribed')).toBe(true);
  expect(await set('unsubscribed')).toBe(false);
  expect(await whyNot(world, RECIPIENT, 'another')).toBeNull();
  expect(await back()).toBe(true);
  expect(await whyNot(world)).toBeNull();
  await set('unsubscribed');
  expect(await set('complained')).toBe(true);
  expect(await set('unsubscribed')).toBe(false);
  expect(await back()).toBe(false);
  expect(await whyNot(world)).toBe('complained');
  await world.db.transaction((tx) => suppress(tx, world, { addressKey, campaignId: null, why: 'bounced' }));
  expect(await whyNot(world, RECIPIENT, 'another')).toBe('bounced');
});

test('fields are read with empty lines between any of them, or none', () => {
  const fields = ['Final-Recipient: rfc822; a@x.example', 'Action: failed', 'Status: 5.1.1'];
  const one = { addresses: ['a@x.example'], action: 'failed', status: '5.1.1', diagnostic: '' };
  const two = { ...one, addresses: ['b@x.example'] };
  const others = fields.map((field) => field.replace('a@', 'b@'));
  for (const [between, apart] of [
    ['\n', '\n\n'],
    ['\r\n', '\r\n'],
    ['\n\n', '\n\n'],
    ['\r\n \r\n', '\r\n'],
  ] as const)
    expect(recipientsIn(`Reporting-MTA: dns; x${apart}${fields.join(between)}${apart}${others.join(between)}`)).toEqual(
      [one, two],
    );
});

test('whatever the bytes are, taking them ends with an answer', async () => {
  const world = await aWorld();
  const { listeners } = listening();
  const about = await aSentMail(world);
  const samples = [written.postfix(about), written.exchange(about), written.gmail(about), written.arf(about)];
  const take = (raw: Buffer) => takeReport(world, listeners, raw, { recipient: about.sender, vouched: true });
  const outcomes = ['bounced', 'complained', 'nothing'];
  await fc.assert(
    fc.asyncProperty(fc.uint8Array({ maxLength: 2000 }), async (bytes) => {
      expect(outcomes).toContain((await take(Buffer.from(bytes))).outcome);
    }),
    { numRuns: 150 },
  );
  // Real ones with a piece torn out, doubled, or of other bytes.
  await fc.assert(
    fc.asyncProperty(
      fc.constantFrom(...samples),
      fc.nat(4000),
      fc.nat(4000),
      fc.uint8Array({ maxLength: 60 }),
      async (sample, from, length, bytes) => {
        const raw = Buffer.from(sample);
        const torn = Buffer.concat([raw.subarray(0, from), Buffer.from(bytes), raw.subarray(from + length)]);
        expect(outcomes).toContain((await take(torn)).outcome);
      },
    ),
    { numRuns: 200 },
  );
});

test('a mail made to be slow to read is read quickly', async () => {
  const world = await aWorld();
  const about = await aSentMail(world);
  const { listeners } = listening();
  const deep = Array.from(
    { length: 300 },
    (_, n) => `Content-Type: multipart/mixed; boundary=b${n}\r\n\r\n--b${n}\r\n`,
  );
  const hostile = [
    deep.join(''),
    `Subject: failure notice\r\nFrom: mailer-daemon@x.example\r\n\r\n${'user '.repeat(200_000)}`,
    `Subject: failure notice\r\nFrom: mailer-daemon@x.example\r\n\r\n${'5.1.1.'.repeat(170_000)}`,
    `To: ${'+'.repeat(1_000_000)}@x\r\n\r\n`,
    `To: ${'+aaaaaaaaaaaaaaaaaaaa'.repeat(12_000)}@x\r\nSubject: x\r\n\r\n`,
    written.postfix(about).replace('Action: failed', () => 'Action: failed\r\nAction: failed\r\n\r\n'.repeat(30_000)),
    written.postfix(about).replace('Diagnostic-Code: smtp;', () => `Diagnostic-Code: ${'no such '.repeat(120_000)}`),
  ];
  const started = performance.now();
  for (const mail of hostile) {
    const raw = Buffer.from(mail).subarray(0, 1_048_576);
    expect(['bounced', 'nothing']).toContain((await takeReport(world, listeners, raw)).outcome);
  }
  expect(performance.now() - started).toBeLessThan(5000);
});
