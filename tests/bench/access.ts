import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import Client from 'better-sqlite3';
import { getTableColumns } from 'drizzle-orm';
import { toSnakeCase } from 'drizzle-orm/casing';
import type { PgColumn } from 'drizzle-orm/pg-core';
import type { World } from '../../server/basics/world.ts';
import { dispose } from '../../server/compose.ts';
import { signatures } from '../../server/db/tables.ts';
import { find } from '../../server/letters/store.ts';
import { listNewest } from '../../server/signatures/listing.store.ts';
import { addMany, findOnce, type Signature } from '../../server/signatures/store.ts';
import { listOf } from '../../server/tallies/store.ts';
import { aSignature } from '../support/invented/signatures.ts';
import { aLongLetter, fill, openWorld, signerOf } from './crowd.ts';
import type { Row } from './run.ts';
import { median } from './servers.ts';

const SIGNATURES = 5000;
/** How many signatures share a transaction while many sign at once. */
const AT_ONCE = 64;
const TIMES = 1024;

const columns = Object.entries(getTableColumns(signatures) as Record<string, PgColumn>);

/** One way to do the same thing a number of times: through the stores, or by raw prepared statements. */
type Way = (n: number) => unknown;

/** CPU time of what a signature and a page ask of the database, beside the same statements prepared by hand. */
export async function measureAccess({ rounds }: { rounds: number }): Promise<Row[]> {
  const folder = mkdtempSync(path.join(tmpdir(), 'undersigned-bench-'));
  const file = path.join(folder, 'access.db');
  const world = await openWorld(file);
  const client = new Client(file);
  client.pragma('synchronous = FULL');
  try {
    const letter = await aLongLetter(world);
    await fill(world, letter, 0, SIGNATURES);
    const known = await world.db
      .select({ addressKey: signatures.addressKey, nameKey: signatures.nameKey })
      .from(signatures);
    const keysOf = (n: number) => ({
      letterId: letter.id,
      ...(known[(n * 7919) % known.length] as (typeof known)[number]),
    });

    const rowsOf = () =>
      Array.from({ length: AT_ONCE }, () => aSignature(world, letter, { ...signerOf(0), state: 'pending' }));
    const names = columns.map(([name]) => toSnakeCase(name));
    const insert = client.prepare(
      `insert into signatures (${names.join(', ')}) values (${names.map(() => '?').join(', ')}) on conflict do nothing returning id`,
    );
    const valuesOf = (row: Signature) =>
      columns.map(([name]) => {
        const value = row[name as keyof Signature];
        return value instanceof Date ? value.getTime() : typeof value === 'boolean' ? Number(value) : value;
      });
    const once = client.prepare('select * from signatures where address_key = ? and letter_id = ? and name_key = ?');
    const tally = client.prepare(
      `select subject, dimension, json_group_object(key, count) from tallies where letter_id = ? and count <> 0 group by subject, dimension`,
    );
    const bySlug = client.prepare('select * from letters where slug = ?');
    const newest = client.prepare(
      `select id, shown_as, kind, display, organization, title, website, version, confirmed_at, confirmed_day, first_last, last_first
       from signatures where letter_id = ? and version = ? and shown_as is not null and (confirmed_at, id) < (?, ?)
       order by confirmed_at desc, id desc limit ?`,
    );
    const end = new Date(8_640_000_000_000);

    const ways: { what: string; ours: Way; raw: Way }[] = [
      {
        what: 'duplicate check',
        ours: (n) => findOnce(world.db, keysOf(n)),
        raw: (n) => {
          const { addressKey, letterId, nameKey } = keysOf(n);
          return once.get(addressKey, letterId, nameKey);
        },
      },
      { what: 'tally', ours: () => listOf(world.db, letter.id), raw: () => tally.all(letter.id) },
      { what: 'letter by slug', ours: () => find(world.db, letter.slug), raw: () => bySlug.get(letter.slug) },
      {
        what: 'newest names',
        ours: () => listNewest(world.db, { letterId: letter.id, version: 1, at: end, id: '', limit: 20 }),
        raw: () => newest.all(letter.id, 1, end.getTime(), '', 20),
      },
    ];
    const spent = new Map<string, { ours: number[]; raw: number[] }>();
    const note = (what: string, way: 'ours' | 'raw', us: number) => {
      const both = spent.get(what) ?? { ours: [], raw: [] };
      both[way].push(us);
      spent.set(what, both);
    };
    // The first round warms up.
    for (let round = 0; round <= rounds * 2; round += 1)
      for (const way of round % 2 === 0 ? (['ours', 'raw'] as const) : (['raw', 'ours'] as const)) {
        const keep = (what: string, us: number) => round > 0 && note(what, way, us);
        for (const one of ways) keep(one.what, await cpuOf(one[way]));
        const insertAll = way === 'ours' ? (rows: Signature[]) => insertOurs(world, rows) : insertRaw;
        keep('signatures, 64 a commit', await insertAll(rowsOf()));
      }
    async function insertRaw(rows: Signature[]): Promise<number> {
      const before = process.cpuUsage();
      client.exec('begin immediate');
      for (const row of rows) insert.all(valuesOf(row));
      client.exec('commit');
      return usedSince(before) / rows.length;
    }

    const sum = (way: 'ours' | 'raw') => [...spent.values()].reduce((all, both) => all + median(both[way]), 0);
    const row = (what: string, ours: number, limit: number): Row => ({
      ...{ what, unit: 'µs', ours, limit, limitIs: 'raw prepared statements', ratio: ours / limit },
    });
    return [
      ...[...spent].map(([what, { ours, raw }]) => row(`CPU, ${what}`, median(ours), median(raw))),
      row('CPU of data access, one of each', sum('ours'), sum('raw')),
    ];
  } finally {
    client.close();
    await dispose(world);
    rmSync(folder, { recursive: true, force: true });
  }
}

const usedSince = (before: NodeJS.CpuUsage): number => {
  const { user, system } = process.cpuUsage(before);
  return user + system;
};

async function cpuOf(way: Way): Promise<number> {
  const before = process.cpuUsage();
  for (let n = 0; n < TIMES; n += 1) await way(n);
  return usedSince(before) / TIMES;
}

async function insertOurs(world: World, rows: Signature[]): Promise<number> {
  const before = process.cpuUsage();
  await world.db.transaction((tx) => addMany(tx, rows));
  return usedSince(before) / rows.length;
}
