import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { openSession } from '../../server/accounts/sessions.ts';
import type { World } from '../../server/basics/world.ts';
import { dispose } from '../../server/compose.ts';
import { assignMany, recordMany } from '../../server/cosigners/cosigners.ts';
import {
  accounts,
  bodies,
  committeeMembers,
  committees,
  contacts,
  legislators,
  memberships,
  rosterLoads,
} from '../../server/db/tables.ts';
import { listStates } from '../../server/districts/states.ts';
import { cookieFor } from '../../server/web/security.ts';
import { aLetter } from '../support/invented/letters.ts';
import { anAdmin } from '../support/people.ts';
import { openWorld } from './crowd.ts';
import type { Row } from './run.ts';
import { median, type Running, requestsPerSecond, start } from './servers.ts';

const SENATORS = 100;
const MEMBERS = 537;
const entry = 'dist/server/undersigned.js';

/** The organizer's list of two invented chambers as large as those of Congress, on one page, with filters that all pass. */
export async function measureWhip({ seconds, rounds }: { seconds: number; rounds: number }): Promise<Row[]> {
  const folder = mkdtempSync(path.join(tmpdir(), 'undersigned-bench-'));
  const file = path.join(folder, 'bench.db');
  try {
    const world = await openWorld(file);
    const { slug, headers } = await aBusyLetter(world);
    await dispose(world);
    const env = { DATABASE_URL: `sqlite:${file}`, PORT: '0', HOST: '127.0.0.1', LOG_LEVEL: 'error' };
    const ours = await start([entry, 'serve'], '/readyz', env);
    const list = `/desk/letters/${slug}/whip`;
    const query = '?position=none,asked,leaning,committed,signed&caucus=Democrat,Republican&show=all';
    const page = await (await fetch(ours.url + list + query, { headers })).text();
    const shown = page.match(/name="keys"/g)?.length ?? 0;
    if (shown !== MEMBERS) throw new Error(`The whip list shows ${shown} of ${MEMBERS} legislators.`);
    const size = Buffer.byteLength(page);
    const limit = await start(['tests/bench/limit-server.mjs', 'data/zip-districts.txt', String(size)], '/page');
    const measured = await inTurn(ours, list + query, headers, limit, { seconds, rounds });
    await Promise.all([ours.stop(), limit.stop()]);
    return [
      {
        what: `whip list of ${MEMBERS} with filters`,
        unit: '/s',
        ...measured,
        limitIs: `bare Express and EJS, a page of ${Math.round(size / 1000)} KB`,
      },
    ];
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** Both servers in turn, the order reversed each round. */
async function inTurn(
  ours: Running,
  address: string,
  headers: Record<string, string>,
  limit: Running,
  { seconds, rounds }: { seconds: number; rounds: number },
) {
  const measured: { ours: number; limit: number }[] = [];
  for (let round = 0; round < rounds; round += 1) {
    const row = { ours: 0, limit: 0 };
    const measures = [
      async () => (row.ours = await requestsPerSecond(ours.url + address, seconds, headers)),
      async () => (row.limit = await requestsPerSecond(`${limit.url}/page`, seconds)),
    ];
    for (const measure of round % 2 === 0 ? measures : measures.reverse()) await measure();
    measured.push(row);
  }
  return {
    ours: median(measured.map((row) => row.ours)),
    limit: median(measured.map((row) => row.limit)),
    ratio: median(measured.map((row) => row.ours / row.limit)),
  };
}

/** A letter on which a campaign has worked for weeks, and the cookie of its organizer. */
async function aBusyLetter(world: World): Promise<{ slug: string; headers: Record<string, string> }> {
  const today = world.now();
  const day = (n: number) => new Date(today.getTime() - n * 86_400_000).toISOString().slice(0, 10);
  const states = listStates().map(({ code }) => code);
  const people = Array.from({ length: MEMBERS }, (_, n) => aMember(n, states[n % states.length] ?? 'OH'));
  const chamber = { memberTitle: 'Member', memberShort: 'Mbr.', state: null, kind: 'council' as const };
  await world.db.transaction(async (tx) => {
    await tx.insert(bodies).values([
      { ...chamber, key: 'bench-senate', name: 'Senate of the benchmark' },
      { ...chamber, key: 'bench-house', name: 'House of the benchmark' },
    ]);
    for (const person of people) await tx.insert(legislators).values(person);
    await tx.insert(rosterLoads).values({
      ...{ id: world.newId(), at: today, source: 'the benchmark', format: 'csv', bodies: ['bench-house'] },
      ...{ added: MEMBERS, changed: 0, left: 0, unchanged: 0 },
    });
    for (const n of [1, 2, 3]) {
      const key = `BENCH${n}`;
      await tx.insert(committees).values({ key, body: 'bench-house', name: `Committee ${n}`, parent: null, url: null });
      for (const { key: legislator } of people.filter((_, at) => at % 8 === n))
        await tx.insert(committeeMembers).values({ committee: key, legislator, side: null, rank: null, title: null });
    }
  });
  const { letter, campaign } = await aLetter(world, { openToBodies: ['bench-house', 'bench-senate'] });
  const account = { passwordHash: '', admin: false, createdAt: today };
  const team = ['organizer', 'volunteer', 'volunteer'].map((role, n) => ({ id: `bench-${n}`, role }) as const);
  await world.db.transaction(async (tx) => {
    for (const { id, role } of team) {
      await tx.insert(accounts).values({ ...account, id, name: `Team ${id}`, email: `${id}@team.example` });
      await tx
        .insert(memberships)
        .values({ accountId: id, campaignId: campaign.id, role: role as 'organizer' | 'volunteer' });
    }
    for (const [n, { key }] of people.entries())
      for (let talk = 0; talk < n % 4; talk += 1)
        await tx.insert(contacts).values({
          ...{ id: `contact-${n}-${talk}`, letterId: letter.id, legislator: key, day: day(talk * 5 + (n % 5)) },
          ...{ way: 'phone', person: 'Jo Reed', summary: 'Asks for the costs by district.' },
          ...(talk === 2 ? { next: 'Send the costs', due: day((n % 9) - 4) } : { next: '', due: null }),
          ...{ doneAt: null, doneBy: null, actorId: null, actor: 'Dana Ops', at: today },
        });
  });
  const keys = people.map(({ key }) => key);
  for (const [n, position] of (['asked', 'leaning', 'signed'] as const).entries())
    await recordMany(
      world,
      anAdmin,
      letter.slug,
      keys.filter((_, at) => at % 5 === n),
      { position, source: 'e-mail from the office' },
    );
  for (const n of [1, 2])
    await assignMany(
      world,
      anAdmin,
      letter.slug,
      keys.filter((_, at) => at % 3 === n),
      `bench-${n}`,
    );
  const cookie = `${cookieFor(world.settings, 'session').name}=${await openSession(world, 'bench-0')}`;
  return { slug: letter.slug, headers: { cookie } };
}

function aMember(n: number, state: string): typeof legislators.$inferInsert {
  const [first, last] = [`Person${n % 60}`, `Number${String(n).padStart(3, '0')}`];
  const party = n % 2 === 0 ? 'Democrat' : 'Republican';
  return {
    ...{ key: `bench-${n}`, first, last, full: `${first} ${last}`, suffix: null, state, party, caucus: party },
    ...{ sortName: `${last} ${first}`.toLowerCase(), searchText: ` ${first} ${last} `.toLowerCase() },
    ...{ body: n < SENATORS ? 'bench-senate' : 'bench-house', district: String(n), class: null, title: 'Member' },
    ...{ voting: true, serving: true, since: `${1990 + (n % 35)}-01-03`, termStart: '2025-01-03', termEnd: null },
    ...{ leftOn: null, phone: '202-555-0100', website: 'https://office.example', contactForm: null, email: null },
    checksum: 'invented',
  };
}
