import { once } from 'node:events';
import { createServer, type RequestListener, request } from 'node:http';
import type { AddressInfo } from 'node:net';
import { connect } from 'node:net';
import fc from 'fast-check';
import pino from 'pino';
import { afterEach, expect, test } from 'vitest';
import { createApp, createListener } from '../../server/app.ts';
import { outbox, signatures } from '../../server/db/tables.ts';
import { anOpenLetter, typed } from '../support/signing.ts';
import { aWorld, type TestWorld, type WorldOptions } from '../support/world.ts';

const closing: (() => void)[] = [];
afterEach(() => {
  for (const close of closing.splice(0)) close();
});

async function served(listener: RequestListener) {
  const server = createServer(listener).listen(0, '127.0.0.1');
  await once(server, 'listening');
  closing.push(() => {
    server.close();
    server.closeAllConnections();
  });
  return (server.address() as AddressInfo).port;
}

interface Answer {
  status: number;
  headers: Record<string, unknown>;
  body: string;
}

/** Sends a request in pieces, as a slow network may. */
function send(
  port: number,
  pieces: string[],
  headers: Record<string, string> = {},
  path = '/letters/rivers/signatures',
): Promise<Answer> {
  const length = String(Buffer.byteLength(pieces.join('')));
  const all = { 'Content-Type': 'application/x-www-form-urlencoded', 'Content-Length': length, ...headers };
  return new Promise((resolve, reject) => {
    const asked = request({ port, host: '127.0.0.1', method: 'POST', path, headers: all }, (res) => {
      let body = '';
      res.setEncoding('utf8').on('data', (piece) => {
        body += piece;
      });
      res.on('end', () => resolve({ status: res.statusCode ?? 0, headers: res.headers, body }));
    });
    asked.on('error', reject);
    for (const piece of pieces) asked.write(piece);
    asked.end();
  });
}

/** The same site twice, each in a world of its own: behind Express alone, and with signatures taken in front. */
async function twice(options: WorldOptions = {}) {
  const [plain, front] = [await aWorld(options), await aWorld(options)];
  for (const world of [plain, front]) await anOpenLetter(world, { slug: 'rivers' }, { slug: 'rivers' });
  const ports = [await served(createApp(plain)), await served(createListener(front))] as const;
  const both = async (pieces: string[], headers?: Record<string, string>, path?: string) =>
    Promise.all(ports.map((port) => send(port, pieces, headers, path))) as Promise<[Answer, Answer]>;
  return { plain, front, ports, both };
}

/** What must be alike: not the moment, the seal of the cookie, and in what words a browser is told that it is led on. */
function comparable({ status, headers, body }: Answer) {
  const { date: _, 'set-cookie': cookie, ...rest } = headers;
  const sealed = String(cookie ?? '').replace(/=[\w-]{20,}/, '=sealed');
  return { status, cookie: sealed, ...rest, body: body.replace(/number [0-9a-f]{8}/, '') };
}

/** What was stored, without the ids. */
const stored = async ({ db }: TestWorld) => ({
  signatures: (await db.select().from(signatures).orderBy(signatures.id)).map(({ id: _, letterId: __, ...row }) => row),
  mails: (await db.select().from(outbox).orderBy(outbox.id)).map(({ kind, toAddress, state }) => ({
    kind,
    toAddress,
    state,
  })),
});

const formOf = (fields: object) => new URLSearchParams(fields as Record<string, string>).toString();

test('a form is taken in front just as behind Express, headers and log included', async () => {
  const { plain, front, both } = await twice({ env: { LOG_LEVEL: 'info' } });
  const lines: Record<string, unknown>[] = [];
  for (const world of [plain, front])
    world.log = pino(
      { level: 'info', base: null, timestamp: false },
      { write: (text) => lines.push(JSON.parse(text)) },
    );
  const [one, other] = await both([formOf(typed)], { Accept: 'text/plain' });
  expect(one.status).toBe(303);
  expect(comparable(other)).toEqual(comparable(one));
  expect(await stored(front)).toEqual(await stored(plain));
  expect((await stored(front)).signatures).toHaveLength(1);
  await expect.poll(() => lines.length).toBe(2);
  const [first, second] = lines.map(({ ms: _, ...line }) => line);
  expect(second).toEqual(first);
});

test('what is no signature is answered by Express: a slip, another site, too much, another kind of body', async () => {
  const { front, both } = await twice();
  const slip = formOf({ ...typed, email: 'zoe' });
  const cases: [string[], Record<string, string>?, string?][] = [
    [[slip]],
    [[slip.slice(0, 20), slip.slice(20)]],
    [[formOf(typed)], { 'Sec-Fetch-Site': 'cross-site' }],
    [[formOf(typed)], { Origin: 'https://elsewhere.example' }],
    [[`comment=${'a'.repeat(20_000)}`]],
    [[`${formOf(typed)}&comment=${'a'.repeat(1_100_000)}`]],
    [['{"name":"Ana"}'], { 'Content-Type': 'application/json' }],
    [[formOf(typed)], { 'Content-Type': 'application/x-www-form-urlencoded; charset=klingon' }],
    [[formOf(typed)], {}, '/letters/no-such-letter/signatures'],
    [['']],
  ];
  for (const [pieces, headers, path] of cases) {
    const [one, other] = await both(pieces, headers, path);
    expect(one.status).toBeGreaterThanOrEqual(400);
    expect(comparable(other)).toEqual(comparable(one));
  }
  expect((await stored(front)).signatures).toEqual([]);
});

test('a body that comes in pieces, and the next request on the same connection, are read whole', async () => {
  const { front, ports } = await twice();
  const body = formOf(typed);
  const client = connect(ports[1], '127.0.0.1');
  let said = '';
  client.setEncoding('utf8').on('data', (piece) => {
    said += piece;
  });
  const head = (length: number) =>
    `POST /letters/rivers/signatures HTTP/1.1\r\nHost: 127.0.0.1:${ports[1]}\r\nContent-Type: application/x-www-form-urlencoded\r\nContent-Length: ${length}\r\n\r\n`;
  client.write(head(body.length) + body.slice(0, 7));
  await new Promise((resolve) => setTimeout(resolve, 20));
  client.write(body.slice(7));
  await expect.poll(() => said.match(/HTTP\/1.1 303/g)?.length).toBe(1);
  const slip = formOf({ ...typed, email: '' });
  const second = formOf({ ...typed, email: 'ana@mail.example' });
  client.write(head(slip.length) + slip + head(second.length) + second);
  await expect.poll(() => said.match(/HTTP\/1.1 (303|422)/g)).toEqual(['HTTP/1.1 303', 'HTTP/1.1 422', 'HTTP/1.1 303']);
  client.end(head(body.length) + body.slice(0, 7));
  await once(client, 'close');
  expect((await stored(front)).signatures).toHaveLength(2);
});

test('behind proxies the visitor is who Express says it is', async () => {
  for (const proxies of ['off', '1', '2', 'loopback, 10.0.0.0/8']) {
    const { plain, front, both } = await twice({ env: { TRUST_PROXY: proxies } });
    const named = ['203.0.113.7', '203.0.113.8, 10.0.0.1', ' 2001:db8::7 ,, 10.0.0.1 , 10.0.0.2', 'somebody', ''];
    for (const [n, one] of named.entries())
      await both([formOf({ ...typed, email: `a${n}@mail.example` })], { 'X-Forwarded-For': one });
    const networks = async (world: TestWorld) => (await stored(world)).signatures.map((row) => row.network).sort();
    expect(await networks(front)).toEqual(await networks(plain));
    expect(await networks(front)).toHaveLength(named.length);
  }
});

test('any body is read alike by both: fields given twice, odd escapes, brackets, other alphabets', async () => {
  const { plain, front, both } = await twice({ env: { SIGNING_PROTECTION: 'off' } });
  const field = fc.constantFrom('name', 'email', 'zip', 'display', 'age', 'comment', 'updates', 'organization', 'fax');
  const odd = fc.constantFrom(
    '',
    '__proto__',
    'constructor',
    'name[]',
    'email[0]',
    'a[b]',
    'n%61me',
    'ag%65',
    ' age',
    'É',
  );
  const value = fc.oneof(
    fc.string({ unit: 'grapheme', maxLength: 30 }).map(encodeURIComponent),
    fc.string({ unit: 'binary-ascii', maxLength: 10 }),
    fc.constantFrom(
      'yes',
      'Ana+B',
      '%E9',
      '%',
      '%zz',
      'a=b',
      '%5D=',
      '%00',
      '%C3%A9',
      'zoe%40mail.example',
      '\u{feff}',
      'é',
    ),
  );
  const pair = fc.tuple(fc.oneof({ weight: 4, arbitrary: field }, odd), value).map(([name, text]) => `${name}=${text}`);
  const extra = fc.oneof({ weight: 6, arbitrary: pair }, fc.constantFrom('', '=', 'age', '&', '%5B%5D=1'));
  let n = 0;
  await fc.assert(
    fc.asyncProperty(fc.array(extra, { maxLength: 6 }), fc.boolean(), fc.boolean(), async (more, whole, first) => {
      n += 1;
      const base = whole ? [formOf({ ...typed, email: `zoe${n}@mail.example` })] : [];
      const body = (first ? [...more, ...base] : [...base, ...more]).join('&');
      const [one, other] = await both([body]);
      expect(one.status).toBeLessThan(500);
      expect({ ...comparable(other), vary: '', 'content-type': '', 'content-length': '' }).toEqual({
        ...comparable(one),
        ...{ vary: '', 'content-type': '', 'content-length': '' },
      });
    }),
    { numRuns: 150 },
  );
  const [mine, theirs] = [await stored(front), await stored(plain)];
  expect(mine).toEqual(theirs);
  expect(mine.signatures.length).toBeGreaterThan(10);
}, 30_000);
