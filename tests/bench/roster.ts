import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import Client from 'better-sqlite3';
import { newId } from '../../server/basics/ids.ts';
import { openDatabase } from '../../server/db/database.ts';
import { migrate } from '../../server/db/migrate.ts';
import { applyPlan } from '../../server/legislators/load/apply.ts';
import { readBundled } from '../../server/legislators/load/bundled.ts';
import { planRoster } from '../../server/legislators/load/plan.ts';
import type { Row } from './run.ts';
import { median } from './servers.ts';

const tables = [
  'bodies',
  'seats',
  'legislators',
  'terms',
  'affiliations',
  'offices',
  'committees',
  'committee_members',
];

/** The roster of Congress into an empty database, and again unchanged, beside the bare inserts of the same rows. */
export async function measureImport({ rounds }: { rounds: number }): Promise<Row[]> {
  const folder = mkdtempSync(path.join(tmpdir(), 'undersigned-bench-'));
  const text = readFileSync('data/legislators.jsonl', 'utf8');
  const ms: { first: number[]; again: number[]; bare: number[] } = { first: [], again: [], bare: [] };
  try {
    for (let round = 0; round < rounds; round += 1) {
      const file = path.join(folder, `${round}.db`);
      const db = await openDatabase(`sqlite:${file}`);
      await migrate(db);
      const world = { db, now: () => new Date(), newId };
      const load = async () => {
        const started = performance.now();
        const roster = readBundled(text, 'data/legislators.jsonl');
        await applyPlan(world, await planRoster(db, roster, { acceptDepartures: true, today: '2026-11-22' }));
        return performance.now() - started;
      };
      ms.first.push(await load());
      ms.again.push(await load());
      await db.close();
      ms.bare.push(await bareInserts(file, path.join(folder, `${round}-bare.db`)));
    }
    const bare = median(ms.bare);
    const row = (what: string, ours: number[]): Row => ({
      what,
      unit: 'ms',
      ours: median(ours),
      limit: bare,
      limitIs: 'prepared inserts of the same rows, one transaction',
      ratio: median(ours) / bare,
    });
    return [row('roster of Congress, first import', ms.first), row('the same roster again', ms.again)];
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** Copies the roster's rows by prepared statements: what no import can be faster than. */
async function bareInserts(from: string, to: string): Promise<number> {
  const source = new Client(from, { readonly: true });
  const rows = tables.map((table) => ({
    table,
    rows: source.prepare(`select * from ${table}`).raw().all() as unknown[][],
  }));
  source.close();
  const db = await openDatabase(`sqlite:${to}`);
  await migrate(db);
  await db.close();
  const target = new Client(to);
  target.pragma('synchronous = FULL');
  const started = performance.now();
  target.exec('begin');
  for (const { table, rows: all } of rows) {
    const places = (all[0] ?? []).map(() => '?').join(', ');
    const insert = target.prepare(`insert into ${table} values (${places})`);
    for (const one of all) insert.run(...one);
  }
  target.exec('commit');
  const took = performance.now() - started;
  target.close();
  return took;
}
