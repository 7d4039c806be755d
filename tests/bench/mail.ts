import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { createInterface } from 'node:readline';
import pg from 'pg';
import { startPostgres } from '../support/postgres.ts';
import type { Row } from './run.ts';
import { median, start } from './servers.ts';
import { sign } from './signing.ts';

const entry = 'dist/server/undersigned.js';
const LETTER = 'example-letter-to-the-administration';
/** Signatures in each measure of their p99. */
const SIGNED = 12_000;

/**
 * Mails a second from the outbox to a server that takes all of them, beside bare nodemailer with the same pool and the
 * same mail; and the p99 of signing while mails go out, beside the same without. On both engines.
 */
export async function measureMail({ rounds, mails }: { rounds: number; mails: number }): Promise<Row[]> {
  const folder = mkdtempSync(path.join(tmpdir(), 'undersigned-mail-'));
  const postgres = await startPostgres({ durable: true });
  const sink = await aSink();
  try {
    const rows = await onEngine('SQLite', `sqlite:${path.join(folder, 'mail.db')}`, sink, { rounds, mails });
    if (!postgres) console.error('PostgreSQL is not installed: mail on it is not measured.');
    else rows.push(...(await onEngine('PostgreSQL', await aDatabase(postgres.url), sink, { rounds, mails })));
    return rows;
  } finally {
    sink.stop();
    postgres?.stop();
    rmSync(folder, { recursive: true, force: true });
  }
}

async function onEngine(engine: string, url: string, sink: Sink, { rounds, mails }: { rounds: number; mails: number }) {
  const waiting = { DATABASE_URL: url, HOST: '127.0.0.1', PORT: '0', SIGNING_PROTECTION: 'off', LOG_LEVEL: 'silent' };
  const sending = { ...waiting, SMTP_URL: `smtp://127.0.0.1:${sink.port}`, MAIL_FROM: 'news@letters.example' };
  await run([entry, 'example'], waiting);
  const rates: { ours: number; limit: number }[] = [];
  for (let round = 0; round < rounds; round += 1) {
    const limit = async () => {
      await run(['tests/bench/limit-mail.mjs', String(sink.port), String(mails)], {});
      return sink.rate(mails);
    };
    const ours = async () => {
      await queue(mails, waiting);
      await run([entry, 'mail', 'send'], sending);
      return sink.rate(mails);
    };
    // In turn, the order reversed each round.
    const first = round % 2 === 0 ? await ours() : await limit();
    const second = round % 2 === 0 ? await limit() : await ours();
    rates.push(round % 2 === 0 ? { ours: first, limit: second } : { ours: second, limit: first });
  }
  const p99s: { ours: number; limit: number }[] = [];
  for (let round = 0; round < rounds; round += 1) {
    const limit = await p99(waiting);
    await queue(mails, waiting);
    const ours = await p99(sending);
    await run([entry, 'mail', 'send'], sending);
    await sink.rate();
    p99s.push({ ours, limit });
  }
  return [
    row(`mails sent by a pool of 20, ${engine}`, '/s', rates, 'bare nodemailer, the same pool and mail'),
    row(`p99 of signing while ${mails} mails go out, ${engine}`, 'ms', p99s, 'the same while none goes out'),
  ];
}

const row = (what: string, unit: string, rounds: { ours: number; limit: number }[], limitIs: string): Row => ({
  ...{ what, unit, limitIs },
  ours: median(rounds.map(({ ours }) => ours)),
  limit: median(rounds.map(({ limit }) => limit)),
  ratio: median(rounds.map(({ ours, limit }) => ours / limit)),
});

/** The p99 of signing with a server of these settings, in milliseconds. */
async function p99(env: Record<string, string>): Promise<number> {
  const server = await start([entry, 'serve'], '/readyz', env);
  try {
    const side = { server, path: `/letters/${LETTER}/signatures`, accepted: /signed$/ };
    await sign(side, 500);
    return (await sign(side, SIGNED)).p99;
  } finally {
    await server.stop();
  }
}

/** Puts mails of one update into the outbox. */
const queue = (mails: number, env: Record<string, string>) =>
  run(['--import', 'tsx', 'tests/bench/queue-mails.ts', String(mails)], env);

function run(args: string[], env: Record<string, string>): Promise<void> {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, args, {
      env: { ...process.env, ...env },
      stdio: ['ignore', 'ignore', 'inherit'],
    });
    child.once('exit', (code) => (code === 0 ? resolve() : reject(new Error(`${args.join(' ')} ended with ${code}`))));
  });
}

interface Sink {
  port: number;
  /** How many mails it took a second since it was asked last; throws where they were not this many. */
  rate(expected?: number): Promise<number>;
  stop(): void;
}

async function aSink(): Promise<Sink> {
  const child: ChildProcess = spawn(process.execPath, ['tests/bench/mail-sink.mjs'], {
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  if (!child.stdout) throw new Error('The mail server under measure has no output.');
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
  const port = Number((await lines.next()).value);
  return {
    port,
    rate: async (expected) => {
      child.stdin?.write('\n');
      const { taken, perSecond } = JSON.parse((await lines.next()).value ?? '{}') as {
        taken: number;
        perSecond: number;
      };
      if (expected !== undefined && taken !== expected) throw new Error(`${taken} mails arrived, and not ${expected}.`);
      return perSecond;
    },
    stop: () => void child.kill(),
  };
}

/** A database for mail alone on a server. */
async function aDatabase(url: string): Promise<string> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  await client.query('create database mail');
  await client.end();
  return Object.assign(new URL(url), { pathname: '/mail' }).href;
}
