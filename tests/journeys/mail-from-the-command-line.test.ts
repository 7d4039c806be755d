import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { expect, test } from 'vitest';
import { queueMail } from '../../server/mail/mail.ts';
import { aPostOffice } from '../support/smtp.ts';
import { aWorld } from '../support/world.ts';

test('mail is sent and told of on the command line: by stream and state, with what rests and why', async () => {
  const office = await aPostOffice((to) => (to.endsWith('@busy.example') ? '451 4.7.1 come back later' : null));
  const world = await aWorld();
  world.at(new Date().toISOString());
  await world.db.transaction(async (tx) => {
    const data = { invitedBy: 'Ada', role: 'staffer', campaign: null, link: 'https://letters.example/x', days: 7 };
    const example = {
      kind: 'invitation',
      reason: 'example',
      to: { name: '', address: 'a@near.example' },
      data,
    } as const;
    await queueMail(tx, world, { ...example, example: true });
    for (const address of [...Array.from({ length: 7 }, (_, n) => `zoe${n}@busy.example`), 'ana@near.example'])
      await queueMail(tx, world, { kind: 'invitation', reason: address, to: { name: '', address }, data });
  });
  const env = {
    ...{ PATH: process.env['PATH'], DATABASE_URL: world.databaseUrl, MAIL_CONNECTIONS: '1' },
    ...{ SMTP_URL: office.url, MAIL_FROM: 'letters@undersigned.example' },
  };
  const mail = (...args: string[]) =>
    promisify(execFile)(process.execPath, ['server/undersigned.ts', 'mail', ...args], { env });

  const sent = await mail('send');
  expect(sent.stdout).toBe('Sent 1 mail.\n');
  expect(sent.stderr).toContain('busy.example rests: not taken for now (451 4.7.1).');
  expect(office.taken.map(({ to }) => to[0])).toEqual(['ana@near.example']);

  const { stdout } = await mail('status', '--json');
  expect(JSON.parse(stdout)).toMatchObject({
    ...{ ready: true, waiting: 7, sending: 0, sent: 1, failed: 0, unsure: 0 },
    streams: { confirmations: { waiting: 7, sent: 1 }, updates: { waiting: 0 } },
    rests: [{ domain: 'busy.example', failures: 5, problem: 'not taken for now (451 4.7.1)' }],
  });
  const told = await mail('status');
  expect(told.stdout).toMatch(/^waiting +7 +0$/m);
  expect(told.stdout).toMatch(/^busy\.example rests until \S+: not taken for now \(451 4\.7\.1\)\.$/m);
  expect(told.stdout).not.toContain('zoe');
});
