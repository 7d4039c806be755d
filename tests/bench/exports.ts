import { execFile, execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { Agent, get } from 'node:http';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { promisify } from 'node:util';
import { dispose } from '../../server/compose.ts';
import { aLongLetter, fill, openWorld } from './crowd.ts';
import type { Row } from './run.ts';
import { median, type Running, start } from './servers.ts';
import { sign } from './signing.ts';

const entry = 'dist/server/undersigned.js';
const run = promisify(execFile);

/** Takes the whole answer and throws it away, in a process of its own; prints seconds and bytes. */
const reader = `
const started = performance.now();
require('node:http').get(process.argv[1], { headers: { authorization: 'Bearer ' + process.argv[2] } }, (answer) => {
  let bytes = 0;
  answer.on('data', (piece) => { bytes += piece.length; });
  answer.on('end', () => console.log(answer.statusCode, (performance.now() - started) / 1000, bytes));
});`;

/** What the file has, as SQLite's own shell writes it. */
const query = (letterId: string) => `
select strftime('%Y-%m-%dT%H:%M:%SZ', created_at / 1000, 'unixepoch'), name, city, home_state, zip, home_district,
  lookup, comment, display, state, kind, organization, title, website, country, version,
  strftime('%Y-%m-%dT%H:%M:%SZ', confirmed_at / 1000, 'unixepoch'), updates, share, email, address
from signatures where letter_id = '${letterId}' and state = 'confirmed' order by created_at, id`;

interface Measured {
  seconds: number;
  /** MiB above what the server held before. */
  memory: number;
  /** The longest that somebody who reads the letter waited, in ms. */
  wait: number;
}

/** A letter's signatures as CSV: how fast beside SQLite's shell, and what everybody else notices of it. */
export async function measureExports(setup: { rounds: number; exported: number }): Promise<Row[]> {
  const { rounds, exported } = setup;
  const folder = mkdtempSync(path.join(tmpdir(), 'undersigned-bench-'));
  const file = path.join(folder, 'export.db');
  const world = await openWorld(file);
  const letter = await aLongLetter(world);
  await fill(world, letter, 0, exported);
  await dispose(world);
  const env = {
    DATABASE_URL: `sqlite:${file}`,
    PORT: '0',
    HOST: '127.0.0.1',
    SIGNING_PROTECTION: 'off',
    LOG_LEVEL: 'error',
  };
  const said = execFileSync(process.execPath, [entry, 'token', 'add', 'bench', '--role', 'organizer'], {
    env: { ...process.env, ...env },
  }).toString();
  const token = /\S{30,}/.exec(said)?.[0] ?? '';
  const server = await start([entry, 'serve'], '/readyz', env);
  const page = `${server.url}/letters/${letter.slug}`;
  const download = async () => {
    const address = `${server.url}/api/v1/letters/${letter.slug}/signatures.csv`;
    const [status, seconds, bytes] = (await run(process.execPath, ['-e', reader, address, token])).stdout.split(' ');
    if (status !== '200') throw new Error(`The export answered ${status}.`);
    if (Number(bytes) < exported * 50) throw new Error(`The export has ${bytes} bytes for ${exported} signatures.`);
    return Number(seconds);
  };
  try {
    for (let n = 0; n < 100; n += 1) await waitFor(page, agent);
    const [ours, limit] = [[] as Measured[], [] as number[]];
    for (let round = 0; round < rounds; round += 1) {
      const steps = [
        async () => void ours.push(await watch(server, page, download)),
        async () => void limit.push(secondsOfShell(file, query(letter.id))),
      ];
      for (const step of round % 2 === 0 ? steps : steps.reverse()) await step();
    }
    const side = { server, path: `/letters/${letter.slug}/signatures`, accepted: /signed$/ };
    const signing = await besides(side, download, rounds);
    const what = `CSV of ${exported.toLocaleString('en-US')} signatures`;
    const rate = exported / median(ours.map(({ seconds }) => seconds));
    const shell = exported / median(limit);
    const goal = (name: string, unit: string, of: (one: Measured) => number, most: number): Row => {
      const worst = median(ours.map(of));
      return { what: `${what}: ${name}`, unit, ours: worst, limit: most, limitIs: 'the goal', ratio: worst / most };
    };
    return [
      ...(limit.every((seconds) => seconds > 0)
        ? [{ what, unit: 'rows/s', ours: rate, limit: shell, limitIs: 'sqlite3 -csv', ratio: rate / shell }]
        : []),
      goal('memory above idle', 'MiB', ({ memory }) => memory, 40),
      goal('longest wait of another visitor', 'ms', ({ wait }) => wait, 50),
      {
        what: `${what}: p99 of signing meanwhile`,
        ...{ unit: 'ms', ours: signing.during, limit: signing.alone, limitIs: 'without the export' },
        ratio: signing.during / signing.alone,
      },
    ];
  } finally {
    await server.stop();
    rmSync(folder, { recursive: true, force: true });
  }
}

const agent = new Agent({ keepAlive: true, maxSockets: 1 });

/** How long one page takes, in ms. */
const waitFor = (url: string, through: Agent): Promise<number> =>
  new Promise((resolve, reject) => {
    const started = performance.now();
    get(url, { agent: through }, (answer) => {
      answer.resume();
      answer.on('end', () => resolve(performance.now() - started));
    }).on('error', reject);
  });

const memoryOf = ({ pid }: Running): number =>
  Number(/VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1] ?? Number.NaN) / 1024;

/** Downloads while a visitor reads the letter again and again, and looks at the server's memory. */
async function watch(server: Running, page: string, download: () => Promise<number>): Promise<Measured> {
  await setTimeout(1000);
  const idle = memoryOf(server);
  let over = false;
  const seconds = download().finally(() => {
    over = true;
  });
  let [most, wait] = [idle, 0];
  while (!over) {
    wait = Math.max(wait, await waitFor(page, agent));
    most = Math.max(most, memoryOf(server));
    await setTimeout(10);
  }
  return { seconds: await seconds, memory: most - idle, wait };
}

/** The same by SQLite's shell; 0 where that is not installed. */
function secondsOfShell(file: string, statement: string): number {
  const started = performance.now();
  try {
    execFileSync('sqlite3', ['-csv', '-header', '-readonly', file, statement], { stdio: 'ignore' });
  } catch (error) {
    if ((error as { code?: string }).code !== 'ENOENT') throw error;
    console.error('sqlite3 is not installed: the export is not measured beside it.');
    return 0;
  }
  return (performance.now() - started) / 1000;
}

/** p99 of signing, in ms: alone, and while the file is downloaded. */
async function besides(side: Parameters<typeof sign>[0], download: () => Promise<number>, rounds: number) {
  const piece = Math.ceil((await sign(side, 2000)).perSecond / 2);
  const [alone, during] = [[] as number[], [] as number[]];
  for (let round = 0; round < rounds; round += 1) {
    for (let n = 0; n < 3; n += 1) alone.push((await sign(side, piece)).p99);
    let over = false;
    const done = download().finally(() => {
      over = true;
    });
    // The last piece goes on when the download is over, and says nothing of it.
    while (!over) {
      const { p99 } = await sign(side, piece);
      if (!over || during.length === 0) during.push(p99);
    }
    await done;
  }
  return { alone: median(alone), during: median(during) };
}
