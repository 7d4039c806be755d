/** Fetching a roster from its publisher, and from one who misbehaves. */
import { readFileSync } from 'node:fs';
import { createServer, type RequestListener, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, expect, test } from 'vitest';
import { parse } from 'yaml';
import { findLegislator, rosterStatus } from '../../server/legislators/legislators.ts';
import { importRoster } from '../../server/legislators/load/load.ts';
import { freePort } from '../support/postgres.ts';
import { aWorld } from '../support/world.ts';

const folder = 'tests/support/rosters/congress';
const servers: Server[] = [];
afterEach(() => {
  for (const server of servers.splice(0)) {
    server.close();
    server.closeAllConnections();
  }
});

/** A publisher on this machine; gives its address. */
async function aPublisher(answer: RequestListener): Promise<string> {
  const server = createServer(answer);
  servers.push(server);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}/`;
}

/** The sample's file of this address, as the publisher's JSON. */
function published(url: string | undefined): string {
  const name = (url ?? '').replace(/^\//, '').replace(/\.json$/, '.yaml');
  return JSON.stringify(parse(readFileSync(`${folder}/${name}`, 'utf8')), null, 2);
}

/** Updates from a publisher who answers so for one file and well for the others; gives the problem. */
async function problemWhen(answer: RequestListener, file = '/legislators-historical.json') {
  const world = await aWorld();
  const address = await aPublisher((req, res) => {
    if (req.url === file) return answer(req, res);
    res.end(published(req.url));
  });
  const limits = { patience: 400, largest: 200_000 };
  const plan = await importRoster(world, address, { format: 'congress-legislators', limits });
  // Nothing of the files that did come was applied.
  expect(await rosterStatus(world.db, '2026-11-22')).toEqual({ bodies: [], loads: [] });
  expect(plan.problems).toHaveLength(1);
  return plan.problems[0];
}

test('the five files of a publisher are fetched and imported', async () => {
  const world = await aWorld();
  const asked: string[] = [];
  const address = await aPublisher((req, res) => {
    asked.push(req.url ?? '');
    res.end(published(req.url));
  });
  const plan = await importRoster(world, address, { format: 'congress-legislators' });
  expect(plan.problems).toEqual([]);
  expect(plan.added).toHaveLength(8);
  expect(asked).toEqual([
    '/legislators-current.json',
    '/legislators-historical.json',
    '/legislators-district-offices.json',
    '/committees-current.json',
    '/committee-membership-current.json',
  ]);
  const rivera = await findLegislator(world.db, 'Z000001');
  expect(rivera?.offices).toHaveLength(2);
  expect(rivera?.committees).toHaveLength(2);
  expect((await importRoster(world, address)).unchanged).toBe(8);
});

test('one file by its address', async () => {
  const world = await aWorld();
  const address = await aPublisher((req, res) => res.end(published(req.url)));
  const plan = await importRoster(world, `${address}legislators-current.json`);
  expect(plan.problems).toEqual([]);
  expect(plan.added).toHaveLength(6);
});

test('nobody answers at the address', async () => {
  const world = await aWorld();
  const address = `http://127.0.0.1:${await freePort()}/`;
  const { problems } = await importRoster(world, address);
  expect(problems).toEqual([
    {
      file: `${address}legislators-current.json`,
      row: null,
      message: 'cannot be fetched: ECONNREFUSED; check the network and the address',
    },
  ]);
});

test('a file is not there', async () => {
  const problem = await problemWhen((_req, res) => res.writeHead(404).end('Not here'));
  expect(problem?.file).toMatch(/legislators-historical\.json$/);
  expect(problem?.message).toBe('the publisher answered 404; the file may have moved');
});

test('a web page comes instead of data', async () => {
  const problem = await problemWhen((_req, res) => res.end('<!DOCTYPE html><title>Sign in to this network</title>'));
  expect(problem?.message).toMatch(/a web page came instead of data/);
});

test('the answer breaks off before its announced length', async () => {
  const problem = await problemWhen((req, res) => {
    const text = published(req.url);
    res.writeHead(200, { 'Content-Length': text.length });
    res.write(text.slice(0, 200), () => res.destroy());
  });
  expect(problem?.message).toBe('the answer broke off before its end; try again');
});

test('the answer ends too early without a word', async () => {
  const problem = await problemWhen((req, res) => res.end(published(req.url).slice(0, 200)));
  expect(problem?.message).toMatch(/^is not JSON/);
  expect(problem?.row).toBeGreaterThan(5);
});

test('the publisher is too slow, at first or half-way', async () => {
  expect((await problemWhen(() => {}))?.message).toMatch(/did not send it within/);
  const stalled = await problemWhen((req, res) => void res.write(published(req.url).slice(0, 200)));
  expect(stalled?.message).toMatch(/did not send it within/);
});

test('the file is larger than anything of the kind', async () => {
  const problem = await problemWhen((_req, res) => res.end('['.padEnd(300_000)));
  expect(problem?.message).toMatch(/is larger than/);
});

test('an empty answer, and one that holds no people', async () => {
  expect((await problemWhen((_req, res) => void res.end()))?.message).toBe('is empty');
  const problem = await problemWhen((_req, res) => void res.end('{"message": "moved"}'), '/legislators-current.json');
  expect(problem?.message).toBe('is not a person with id, name and terms');
  const none = await problemWhen((_req, res) => void res.end('[]'), '/legislators-current.json');
  expect(none?.message).toBe('holds no people');
});
