import { once } from 'node:events';
import { connect } from 'node:net';
import { expect, test } from 'vitest';
import { makeToken } from '../../server/accounts/tokens.ts';
import { campaigns } from '../../server/db/tables.ts';
import { anAdmin } from '../support/people.ts';
import { aServer } from '../support/process.ts';
import { aWorld } from '../support/world.ts';

/** The site in a process of its own, and what a token of its admin asks of it. */
async function aSite() {
  const world = await aWorld();
  const token = await makeToken(world, anAdmin, { name: 'sync', role: 'admin', campaignId: null });
  const { program, port } = await aServer(world);
  const form = JSON.stringify({ title: 'Clean rivers' });
  const head = `POST /api/v1/campaigns HTTP/1.1\r\nHost: localhost:${port}\r\nAuthorization: Bearer ${token}\r\nContent-Type: application/json\r\nContent-Length: ${form.length}\r\n\r\n`;
  return { world, program, port, head, form };
}

test('a request that is still arriving when the server is told to stop is answered, and nobody waits for idle ones', async () => {
  const { world, program, port, head, form } = await aSite();
  const idle = connect(port, 'localhost');
  await once(idle, 'connect');
  const slow = connect(port, 'localhost');
  slow.write(head + form.slice(0, 5));
  // Answered only once the server has read the first half.
  await fetch(`http://localhost:${port}/healthz`);
  const ended = once(program, 'exit');
  program.kill('SIGTERM');
  await new Promise((resolve) => setTimeout(resolve, 1500));
  slow.write(form.slice(5));
  const [answer] = await once(slow, 'data');
  expect(String(answer)).toContain('HTTP/1.1 201');
  const answered = performance.now();
  expect((await ended)[0]).toBe(0);
  expect(performance.now() - answered).toBeLessThan(1500);
  expect(await world.db.select().from(campaigns)).toMatchObject([{ title: 'Clean rivers' }]);
}, 20_000);

test('what was answered is there, though the server is killed at once', async () => {
  const { world, program, port, head, form } = await aSite();
  const client = connect(port, 'localhost');
  client.write(head + form);
  const [answer] = await once(client, 'data');
  program.kill('SIGKILL');
  expect(String(answer)).toContain('HTTP/1.1 201');
  await once(program, 'exit');
  expect(await world.db.select().from(campaigns)).toMatchObject([{ title: 'Clean rivers' }]);
}, 20_000);
