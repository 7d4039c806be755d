import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import autocannon from 'autocannon';
import Client from 'better-sqlite3';
import pg from 'pg';
import { startPostgres } from '../support/postgres.ts';
import type { Row } from './run.ts';
import { median, type Running, start } from './servers.ts';

const LETTER = 'example-letter-to-the-administration';
const entry = 'dist/server/undersigned.js';
const CONNECTIONS = 64;

/** A server that takes signatures, how it is asked, and how many it holds by each of the three ways to count them. */
interface Side {
  server: Running;
  path: string;
  /** Where an accepted one is led. */
  accepted: RegExp;
  counts: string;
}

interface Measured {
  perSecond: number;
  p99: number;
}

/** Accepted signatures per second and their p99, on both engines, beside the bare server on the same engine. */
export async function measureSigning(setup: { seconds: number; rounds: number }): Promise<Row[]> {
  const folder = mkdtempSync(path.join(tmpdir(), 'undersigned-bench-'));
  const postgres = await startPostgres({ durable: true });
  try {
    const file = (name: string) => `sqlite:${path.join(folder, `${name}.db`)}`;
    const lite = await compare(setup, [file('ours'), file('limit')], countSqlite);
    const rows: Row[] = [
      row(
        'signatures accepted, SQLite',
        '/s',
        lite,
        ({ perSecond }) => perSecond,
        'bare Express, SQLite, shared commits',
      ),
      row('p99 of these', 'ms', lite, ({ p99 }) => p99, 'bare Express, SQLite, shared commits'),
    ];
    if (postgres) {
      const client = new pg.Client({ connectionString: postgres.url });
      await client.connect();
      const database = async (name: string) => {
        await client.query(`create database ${name}`);
        return Object.assign(new URL(postgres.url), { pathname: `/${name}` }).href;
      };
      const full = await compare(setup, [await database('ours'), await database('bare')], countPostgres);
      await client.end();
      rows.push(
        row(
          'signatures accepted, PostgreSQL',
          '/s',
          full,
          ({ perSecond }) => perSecond,
          'bare Express, one statement a batch',
        ),
      );
    } else console.error('PostgreSQL is not installed: signing on it is not measured.');
    return rows;
  } finally {
    postgres?.stop();
    rmSync(folder, { recursive: true, force: true });
  }
}

interface Rounds {
  ours: Measured[];
  limit: Measured[];
}

const row = (
  what: string,
  unit: string,
  { ours, limit }: Rounds,
  of: (one: Measured) => number,
  limitIs: string,
): Row => ({
  ...{ what, unit, limitIs },
  ours: median(ours.map(of)),
  limit: median(limit.map(of)),
  ratio: median(ours.map((one, n) => of(one) / of(limit[n] as Measured))),
});

/** Both servers in turn, the order reversed each round, each with a database of its own. */
async function compare(
  { seconds, rounds }: { seconds: number; rounds: number },
  [oursAt, limitAt]: [string, string],
  count: (url: string, query: string) => Promise<number[]>,
): Promise<Rounds> {
  const env = { DATABASE_URL: oursAt, PORT: '0', HOST: '127.0.0.1', SIGNING_PROTECTION: 'off' };
  execFileSync(process.execPath, [entry, 'example'], { env: { ...process.env, ...env }, stdio: 'ignore' });
  const ours: Side = {
    server: await start([entry, 'serve'], '/readyz', env),
    path: `/letters/${LETTER}/signatures`,
    accepted: /signed$/,
    counts: `select (select count(*) from signatures), (select count(*) from outbox where kind = 'confirm-signature'),
      (select coalesce(sum(count), 0) from tallies where subject = 'signatures' and dimension = 'status')`,
  };
  const limit: Side = {
    server: await start(['tests/bench/limit-signing.mjs', limitAt], '/ready'),
    path: '/sign',
    accepted: /thanks/,
    counts: `select (select count(*) from signatures), (select count(*) from outbox), (select coalesce(sum(n), 0) from tallies)`,
  };
  const result: Rounds = { ours: [], limit: [] };
  try {
    const measure = async (side: Side, url: string) => {
      const before = await count(url, side.counts);
      const warm = await sign(side, 2000);
      const measured = await sign(side, Math.ceil(warm.perSecond * seconds));
      const accepted = warm.accepted + measured.accepted;
      const added = (await count(url, side.counts)).map((now, n) => now - (before[n] ?? 0));
      if (added.some((n) => n !== accepted))
        throw new Error(`${accepted} signatures were accepted; stored, mailed and counted are ${added.join(', ')}`);
      return measured;
    };
    for (let round = 0; round < rounds; round += 1) {
      const steps = [
        async () => void result.ours.push(await measure(ours, oursAt)),
        async () => void result.limit.push(await measure(limit, limitAt)),
      ];
      for (const step of round % 2 === 0 ? steps : steps.reverse()) await step();
    }
    return result;
  } finally {
    await Promise.all([ours.server.stop(), limit.server.stop()]);
  }
}

let signers = 0;
/** Places all over the country: a ZIP code and its state. */
const places = [...readFileSync('data/zip-districts.txt', 'utf8').matchAll(/^(\d{5}) ([A-Z]{2})-?\d+/gm)]
  .filter((_, n) => n % 97 === 0)
  .map(([, zip = '', state = '']) => ({ zip, state }));

/** The next invented person, as both forms ask for them. */
function nextForm(): string {
  signers += 1;
  return new URLSearchParams({
    ...{
      letter: '1',
      name: `Ada ${String.fromCharCode(65 + (signers % 26))}dams`,
      email: `ada.${signers}@mail.example`,
    },
    ...{ address: `${signers} Main Street`, city: 'Springfield', ...places[signers % places.length] },
    ...{
      comment: signers % 3 === 0 ? 'I live and vote in this district, and this bill matters to my neighbours.' : '',
    },
    ...{ display: 'full', age: 'yes' },
  }).toString();
}

/** So many signatures by so many visitors at once, each a new person. Throws unless all of them are accepted. */
export async function sign(
  { server, path, accepted }: Omit<Side, 'counts'>,
  amount: number,
): Promise<Measured & { accepted: number }> {
  let taken = 0;
  let other = '';
  let last = 0;
  const started = performance.now();
  const result = await autocannon({
    url: server.url,
    connections: CONNECTIONS,
    amount,
    requests: [
      {
        method: 'POST',
        path,
        headers: { 'content-type': 'application/x-www-form-urlencoded', origin: server.url },
        setupRequest: (request) => ({ ...request, body: nextForm() }),
        onResponse: (status, body, _context, headers) => {
          const location = String(
            (headers as Record<string, unknown>)['location'] ?? (headers as Record<string, unknown>)['Location'] ?? '',
          );
          last = performance.now();
          if (status === 303 && accepted.test(location)) taken += 1;
          else other = `${status} ${location} ${body.slice(0, 200)}`;
        },
      },
    ],
  });
  if (other || taken !== amount) throw new Error(`${taken} of ${amount} signatures were accepted: ${other}`);
  return { accepted: taken, perSecond: (1000 * taken) / (last - started), p99: result.latency.p99 };
}

async function countSqlite(url: string, query: string): Promise<number[]> {
  const client = new Client(url.replace(/^sqlite:/, ''), { readonly: true });
  try {
    return client.prepare(query).raw().get() as number[];
  } finally {
    client.close();
  }
}

async function countPostgres(url: string, query: string): Promise<number[]> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    const { rows } = await client.query({ text: query, rowMode: 'array' });
    return (rows[0] as unknown[]).map(Number);
  } finally {
    await client.end();
  }
}
