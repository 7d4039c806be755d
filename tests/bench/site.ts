import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { dispose } from '../../server/compose.ts';
import { aLongLetter, fill, openWorld } from './crowd.ts';
import type { Row } from './run.ts';
import { median, type Running, requestsPerSecond, start } from './servers.ts';

const LETTER = '/letters/rivers';
const SIGNATURES = 5000;
const entry = 'dist/server/undersigned.js';

/** Start, pages and lookup of the built program with a letter that many have signed. */
export async function measureSite({ seconds, rounds }: { seconds: number; rounds: number }): Promise<Row[]> {
  const folder = mkdtempSync(path.join(tmpdir(), 'undersigned-bench-'));
  const file = path.join(folder, 'bench.db');
  const env = {
    DATABASE_URL: `sqlite:${file}`,
    PORT: '0',
    HOST: '127.0.0.1',
    LOG_LEVEL: 'error',
  };
  const startOurs = () => start([entry, 'serve'], '/readyz', env);
  const startLimit = (bytes = 15_000) =>
    start(['tests/bench/limit-server.mjs', 'data/zip-districts.txt', String(bytes)], '/page');
  try {
    const first = await startOurs();
    const firstMs = first.readyMs;
    await first.stop();
    const world = await openWorld(file);
    await fill(world, await aLongLetter(world, { slug: 'rivers' }), 0, SIGNATURES);
    await dispose(world);

    const starts: { ours: number[]; limit: number[] } = { ours: [], limit: [] };
    for (let round = 0; round < rounds; round += 1) {
      for (const [name, begin] of [
        ['ours', startOurs],
        ['limit', () => startLimit()],
      ] as const) {
        const running = await begin();
        starts[name].push(running.readyMs);
        await running.stop();
      }
    }

    const ours = await startOurs();
    const size = Buffer.byteLength(await (await fetch(ours.url + LETTER)).text());
    const limit = await startLimit(size);
    // An address with a query is never answered from the kept bytes.
    const rendered = await inTurn(ours, `${LETTER}?fresh`, limit, '/page', seconds, rounds);
    const served = await inTurn(ours, LETTER, limit, '/hello', seconds, rounds);
    const lookup = await inTurn(ours, '/api/v1/lookup?zip=44691', limit, '/lookup?zip=44691', seconds, rounds);
    await Promise.all([ours.stop(), limit.stop()]);
    const bare = median(starts.limit);
    const kilobytes = Math.round(size / 1000);
    return [
      {
        what: 'first start, data loaded',
        unit: 'ms',
        ours: firstMs,
        limit: bare,
        limitIs: 'a bare Express server',
        ratio: firstMs / bare,
      },
      {
        what: 'second start',
        unit: 'ms',
        ours: median(starts.ours),
        limit: bare,
        limitIs: 'a bare Express server',
        ratio: median(starts.ours) / bare,
      },
      { what: `letter page, ${kilobytes} KB, as served`, unit: '/s', ...served, limitIs: 'hello by bare Express' },
      {
        what: 'the same page, made anew',
        unit: '/s',
        ...rendered,
        limitIs: `bare Express and EJS, a page of ${kilobytes} KB`,
      },
      { what: 'lookup by ZIP', unit: '/s', ...lookup, limitIs: 'a Map behind bare Express' },
    ];
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** Both servers in turn, the order reversed each round; medians and the median of the rounds' ratios. */
async function inTurn(
  ours: Running,
  ourPath: string,
  limit: Running,
  limitPath: string,
  seconds: number,
  rounds: number,
) {
  const measured: { ours: number; limit: number }[] = [];
  for (let round = 0; round < rounds; round += 1) {
    const measureOurs = () => requestsPerSecond(ours.url + ourPath, seconds);
    const measureLimit = () => requestsPerSecond(limit.url + limitPath, seconds);
    if (round % 2 === 0) measured.push({ ours: await measureOurs(), limit: await measureLimit() });
    else {
      const first = await measureLimit();
      measured.push({ limit: first, ours: await measureOurs() });
    }
  }
  return {
    ours: median(measured.map((row) => row.ours)),
    limit: median(measured.map((row) => row.limit)),
    ratio: median(measured.map((row) => row.ours / row.limit)),
  };
}
