import { eq } from 'drizzle-orm';
import { expect, test } from 'vitest';
import { askToReaffirm } from '../../server/affirmations/affirmations.ts';
import { commandLine } from '../../server/basics/viewer.ts';
import { letters, signatures, tries } from '../../server/db/tables.ts';
import { publishVersion } from '../../server/letters/letters.ts';
import { queueMail } from '../../server/mail/mail.ts';
import { countTry } from '../../server/web/limits.ts';
import { startWorker } from '../../server/worker.ts';
import { aLetter } from '../support/invented/letters.ts';
import { someSignatures } from '../support/invented/signatures.ts';
import { aWorld, type TestWorld } from '../support/world.ts';

const queue = (world: TestWorld, reason: string) =>
  world.db.transaction((tx) =>
    queueMail(tx, world, {
      kind: 'invitation',
      reason,
      to: { name: 'Dana Ops', address: 'dana@mail.example' },
      data: { invitedBy: 'Ada', role: 'staffer', campaign: null, link: 'https://letters.example/x', days: 7 },
    }),
  );

async function until(come: () => Promise<boolean> | boolean): Promise<void> {
  for (let n = 0; n < 200; n += 1) {
    if (await come()) return;
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
  throw new Error('It never came about.');
}

test('by itself mail goes out, letters close and old tries are forgotten', async () => {
  const world = await aWorld();
  const { letter } = await aLetter(world);
  await countTry(world, 'message', '192.0.2.1', { most: 5, seconds: 60 });
  world.pass({ days: 14 });
  await queue(world, 'invitation:1');
  const stateOf = async () => (await world.db.select().from(letters).where(eq(letters.id, letter.id)))[0]?.state;
  const worker = startWorker(world);
  await until(() => world.mailbox.length === 1);
  await until(async () => (await world.db.select().from(tries)).length === 0);
  await until(async () => (await stateOf()) === 'closed');
  await worker.stop();
});

test('by itself signers are reminded and asked again, and what has had its time is forgotten', async () => {
  const world = await aWorld();
  const { letter } = await aLetter(world, { openToPublic: true, deadline: null });
  const [old] = await someSignatures(world, letter, 1, { state: 'pending' });
  world.pass({ days: 12 });
  await someSignatures(world, letter, 1, { state: 'pending', email: 'late@mail.example' });
  await someSignatures(world, letter, 1, { email: 'ana@mail.example' });
  const reason = 'Lakes matter too.';
  await publishVersion(world, commandLine, letter.slug, { text: 'We ask for lakes.', substantive: true, reason });
  await askToReaffirm(world, commandLine, letter.slug);
  world.pass({ days: 3 });
  const stateOf = async (id = '') => (await world.db.select().from(signatures).where(eq(signatures.id, id)))[0]?.state;
  const worker = startWorker(world);
  await until(() => world.mailbox.length === 2);
  await until(async () => (await stateOf(old?.id)) === 'expired');
  await worker.stop();
  expect(world.mailbox.map(({ to }) => to.address).sort()).toEqual(['ana@mail.example', 'late@mail.example']);
});

test('a failing job is tried again and stops no other', async () => {
  const world = await aWorld();
  let failures = 0;
  const { send } = world.mailer;
  world.mailer = {
    ...world.mailer,
    get ready(): boolean {
      failures += 1;
      if (failures === 1) throw new Error('the first time something breaks');
      return true;
    },
    send,
  };
  await queue(world, 'invitation:1');
  const worker = startWorker(world);
  await until(() => world.mailbox.length === 1);
  await worker.stop();
  expect(failures).toBeGreaterThan(1);
});

test('stopping waits for the mail in hand and begins no other', async () => {
  const world = await aWorld();
  let release = () => {};
  const begun: string[] = [];
  world.mailer = {
    ...world.mailer,
    send: (mail) =>
      new Promise((resolve) => {
        begun.push(mail.subject);
        release = () => {
          world.mailbox.push(mail);
          resolve();
        };
      }),
  };
  await queue(world, 'invitation:1');
  const worker = startWorker(world);
  await until(() => begun.length === 1);
  let stopped = false;
  const stopping = worker.stop().then(() => {
    stopped = true;
  });
  await new Promise((resolve) => setTimeout(resolve, 50));
  expect(stopped).toBe(false);
  await queue(world, 'invitation:2');
  release();
  await stopping;
  expect(world.mailbox).toHaveLength(1);
  expect(begun).toHaveLength(1);
});
