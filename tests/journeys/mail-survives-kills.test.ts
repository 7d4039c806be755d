import { once } from 'node:events';
import { setTimeout as pause } from 'node:timers/promises';
import { eq } from 'drizzle-orm';
import { expect, test } from 'vitest';
import { outbox } from '../../server/db/tables.ts';
import { addBody, type NewMail, queueMails } from '../../server/mail/mail.ts';
import { sendDue } from '../../server/mail/sending.ts';
import { aServer } from '../support/process.ts';
import { aPostOffice, type Conduct, withPost } from '../support/smtp.ts';
import { aWorld, type TestWorld } from '../support/world.ts';

/** `MAILS=10000 vitest run tests/journeys/mail-survives-kills.test.ts` for a long run. */
const MAILS = Number(process.env['MAILS'] ?? 1200);
const KILLS = 4;
const CONNECTIONS = 20;

/** A receiver is known by its name: what the mail server does with its mail, the first time and later. */
const addressOf = (n: number): string => {
  const kind =
    n % 50 === 7 ? 'gone' : n % 50 === 11 ? 'busy' : n % 50 === 13 ? 'dropped' : n % 50 === 17 ? 'slow' : 'good';
  return `${kind}.${n}@mail${n % 40}.example`;
};

function aMoodyServer(): Conduct {
  const seen = new Set<string>();
  return async (recipient, stage) => {
    if (stage === 'text') return null;
    const first = !seen.has(recipient);
    seen.add(recipient);
    if (recipient.startsWith('gone')) return '550 5.1.1 no such user';
    if (recipient.startsWith('slow')) await pause(150);
    if (recipient.startsWith('busy') && first) return '450 4.2.1 try again';
    if (recipient.startsWith('dropped') && first) return 'drop';
    return null;
  };
}

async function queueAll(world: TestWorld): Promise<void> {
  const body = await world.db.transaction((tx) =>
    addBody(tx, world, { subject: 'News', text: 'It goes on.', html: '<p>It goes on.</p>' }),
  );
  const mailTo = (n: number): NewMail<'update'> => ({
    kind: 'update',
    reason: `update:${addressOf(n)}`,
    to: { name: 'Ana Rivera', address: addressOf(n) },
    body,
    data: {
      campaignId: 'campaign',
      name: 'Ana Rivera',
      letter: 'Clean rivers',
      unsubscribe: `https://letters.example/unsubscribe/${n}`,
      own: `https://letters.example/my/${n}`,
      sponsor: 'Rivers Example Committee',
      sponsorAddress: '1 Example Plaza, Santa Fe, NM 87501',
    },
  });
  for (let from = 0; from < MAILS; from += 500) {
    const some = Array.from({ length: Math.min(500, MAILS - from) }, (_, n) => mailTo(from + n));
    await world.db.transaction((tx) => queueMails(tx, world, some));
  }
}

test('whoever is killed while mail goes out: everybody gets one, and who may have none or one is listed', async () => {
  const office = await aPostOffice(aMoodyServer());
  const world = await aWorld();
  world.at(new Date().toISOString());
  await queueAll(world);
  const env = { SMTP_URL: office.url, MAIL_FROM: 'letters@undersigned.example' };
  const share = MAILS / (KILLS + 1);
  for (let kill = 1; kill <= KILLS; kill += 1) {
    // Now one process sends, now two on the same database.
    const servers = [await aServer(world, env), ...(kill % 2 === 0 ? [await aServer(world, env)] : [])];
    for (let n = 0; office.taken.length < share * kill && n < 3000; n += 1) await pause(10);
    expect(office.taken.length).toBeGreaterThanOrEqual(share * kill);
    await pause(Math.random() * 60);
    for (const { program } of servers) {
      const ended = once(program, 'exit');
      program.kill('SIGKILL');
      expect((await ended)[1]).toBe('SIGKILL');
    }
  }

  // What is left goes out by this process, hours later as its clock says.
  withPost(world, office);
  for (let n = 0; n < 10; n += 1) {
    world.pass({ minutes: 5 });
    await sendDue(world);
  }
  const rows = await world.db.select().from(outbox);
  const times = new Map<string, number>();
  for (const { to } of office.taken) for (const one of to) times.set(one, (times.get(one) ?? 0) + 1);
  const states = new Map(rows.map(({ reason, state }) => [reason.replace('update:', ''), state]));
  const wrong = [...states].filter(([address, state]) => {
    const got = times.get(address) ?? 0;
    if (state === 'unsure') return got > 1;
    return address.startsWith('gone') ? state !== 'failed' || got > 0 : state !== 'sent' || got !== 1;
  });
  expect(states.size).toBe(MAILS);
  expect(wrong).toEqual([]);
  const unsure = rows.filter(({ state }) => state === 'unsure');
  expect(unsure.length).toBeLessThanOrEqual((KILLS + KILLS / 2) * CONNECTIONS);
  for (const { problem, toAddress } of unsure)
    expect([problem, toAddress]).toEqual([expect.stringContaining('may have arrived'), '']);
  expect(await world.db.$count(outbox, eq(outbox.state, 'sending'))).toBe(0);
}, 240_000);
