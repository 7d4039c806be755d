import Client from 'better-sqlite3';
import { and, eq } from 'drizzle-orm';
import { describe, expect, test, vi } from 'vitest';
import { tallyOf } from '../../server/cosigners/cosigners.ts';
import { dialect } from '../../server/db/dialect.ts';
import { letters, letterVersions, signatures, tallies } from '../../server/db/tables.ts';
import { allStates, exportColumns, listSignaturesInBatches } from '../../server/signatures/batches.ts';
import { listRecent, listShown, placeOf } from '../../server/signatures/listing.ts';
import { goalOf } from '../../server/signatures/milestones.ts';
import { nameLine } from '../../server/signatures/numbers.pages.ts';
import { recountSignatures } from '../../server/signatures/signatures.ts';
import { dayChart, lastDays } from '../../server/tallies/dayChart.ts';
import { stateMap } from '../../server/tallies/stateMap.ts';
import { aLetter, type LetterRow } from '../support/invented/letters.ts';
import { addSignatures, aSignature, someSignatures } from '../support/invented/signatures.ts';
import { aViewer } from '../support/people.ts';
import { aWorld, type TestWorld } from '../support/world.ts';

async function aPublicLetter(different: Partial<LetterRow> = {}) {
  const world = await aWorld();
  const { letter } = await aLetter(world, { openToPublic: true, ...different });
  return { world, letter };
}

/** Publishes another text under the letter, as its routes would. */
async function aNewVersion(world: TestWorld, letter: LetterRow, substantive: boolean): Promise<LetterRow> {
  const number = letter.version + 1;
  await world.db.transaction(async (tx) => {
    await tx.update(letters).set({ version: number }).where(eq(letters.id, letter.id));
    const publishedAt = world.now();
    await tx
      .insert(letterVersions)
      .values({ letterId: letter.id, number, text: `Text ${number}.`, substantive, reason: '', publishedAt });
  });
  return { ...letter, version: number };
}

const sum = (counts: { count: number }[] | null) => counts?.reduce((all, { count }) => all + count, 0);

describe('what people watch', () => {
  test('is broken down by state, district and day, each adding up, with what is not known and abroad', async () => {
    const { world, letter } = await aPublicLetter();
    const at = (moment: string) => ({ createdAt: new Date(moment), confirmedAt: new Date(moment) });
    const home = (homeState: string | null, homeDistrict: string | null) => ({ homeState, homeDistrict });
    await addSignatures(world, letter, [
      // Late in the evening in Washington, the next day in London.
      aSignature(world, letter, { ...home('OH', '7'), ...at('2026-11-21T02:00:00Z') }),
      aSignature(world, letter, { ...home('OH', '10'), ...at('2026-11-22T14:00:00Z') }),
      aSignature(world, letter, { ...home('VT', '0'), ...at('2026-11-22T14:00:00Z') }),
      aSignature(world, letter, { ...home('NM', null), ...at('2026-11-22T14:00:00Z') }),
      aSignature(world, letter, { ...home(null, null), ...at('2026-11-22T14:00:00Z') }),
      aSignature(world, letter, { ...home(null, null), country: 'CA', ...at('2026-11-22T14:00:00Z') }),
      aSignature(world, letter, {
        ...home('OH', '7'),
        ...{ kind: 'organization', organization: 'Rivers United', ...at('2026-11-22T14:00:00Z') },
      }),
    ]);
    const { signatures: told } = await tallyOf(world.db, null, letter, world.now());
    expect(told).toEqual({
      ...{ confirmed: 7, people: 6, organizations: 1, toReconfirm: 0, submitted: 7, unconfirmed: 0 },
      ...{ waiting: 0, withdrawn: 0, disowned: 0, expired: 0, removed: [] },
      byState: [
        { key: 'NM', count: 1 },
        { key: 'OH', count: 3 },
        { key: 'VT', count: 1 },
        { key: 'abroad', count: 1 },
        { key: 'unknown', count: 1 },
      ],
      byDistrict: [
        { key: 'OH-10', count: 1 },
        { key: 'OH-7', count: 2 },
        { key: 'VT-0', count: 1 },
        { key: 'abroad', count: 1 },
        { key: 'unknown', count: 2 },
      ],
      byDay: [
        { key: '2026-11-20', count: 1 },
        { key: '2026-11-22', count: 6 },
      ],
    });
    for (const by of [told?.byState, told?.byDistrict, told?.byDay]) expect(sum(by ?? null)).toBe(7);
  });

  test('says openly what became of all that were submitted', async () => {
    const { world, letter } = await aPublicLetter();
    await someSignatures(world, letter, 4);
    for (const [state, n] of [
      ['pending', 3],
      ['held', 2],
      ['waiting', 1],
      ['withdrawn', 2],
      ['disowned', 1],
      ['expired', 1],
    ] as const)
      await someSignatures(world, letter, n, { state });
    await someSignatures(world, letter, 2, { state: 'removed', reason: 'fake' });
    await someSignatures(world, letter, 1, { state: 'removed', reason: 'duplicate' });
    const { signatures: told } = await tallyOf(world.db, null, letter, world.now());
    expect(told).toMatchObject({
      ...{ submitted: 17, confirmed: 4, unconfirmed: 5, waiting: 1 },
      ...{ withdrawn: 2, disowned: 1, expired: 1 },
    });
    expect(told?.removed).toEqual([
      { key: 'duplicate', count: 1 },
      { key: 'fake', count: 2 },
    ]);
    expect(told).not.toHaveProperty('byStatus');
    const staffer = await tallyOf(world.db, aViewer(letter.campaignId, 'staffer'), letter, world.now());
    expect(sum(staffer.signatures?.byStatus ?? null)).toBe(17);
    expect(await world.db.transaction((tx) => recountSignatures(tx, letter.id))).toEqual([]);
  });

  test('counts who signed an older text apart, by version and without touching a row', async () => {
    const { world, letter } = await aPublicLetter();
    await someSignatures(world, letter, 3);
    const corrected = await aNewVersion(world, letter, false);
    await someSignatures(world, corrected, 2);
    expect((await tallyOf(world.db, null, corrected, world.now())).signatures).toMatchObject({
      ...{ confirmed: 5, toReconfirm: 0 },
    });
    expect((await listShown(world.db, corrected, { limit: 50 })).items).toHaveLength(5);
    const changed = await aNewVersion(world, corrected, true);
    await someSignatures(world, changed, 1, { name: 'Nadia Newtext' });
    expect((await tallyOf(world.db, null, changed, world.now())).signatures).toMatchObject({
      ...{ confirmed: 1, people: 1, toReconfirm: 5, submitted: 6 },
    });
    expect((await listShown(world.db, changed, { limit: 50 })).items.map(({ shownAs }) => shownAs)).toEqual([
      'Nadia Newtext',
    ]);
    expect((await listShown(world.db, changed, { limit: 50, older: true })).items).toHaveLength(6);
  });

  test('shows totals alone where the campaign wants it, and a breakdown once every part has ten', async () => {
    const { world, letter } = await aPublicLetter({ showSignatures: 'count' });
    await someSignatures(world, letter, 12, { homeState: 'OH', homeDistrict: '7' });
    await someSignatures(world, letter, 9, { homeState: 'NM', homeDistrict: '3' });
    await someSignatures(world, letter, 1, { kind: 'organization', organization: 'Rivers United', homeState: 'OH' });
    const told = async (viewer: Parameters<typeof tallyOf>[1] = null) =>
      (await tallyOf(world.db, viewer, letter, world.now())).signatures;
    expect(await told()).toMatchObject({ confirmed: 22, people: null, organizations: null, byState: null });
    expect(await told()).toMatchObject({ byDistrict: null, byDay: [{ key: '2026-11-22', count: 22 }] });
    expect(await told(aViewer(letter.campaignId, 'volunteer'))).toMatchObject({ people: 21, organizations: 1 });
    await someSignatures(world, letter, 1, { homeState: 'NM', homeDistrict: '3' });
    expect((await told())?.byState).toEqual([
      { key: 'NM', count: 10 },
      { key: 'OH', count: 13 },
    ]);
  });

  test('is nothing for a stranger where it is private', async () => {
    const { world, letter } = await aPublicLetter({ showSignatures: 'private' });
    await someSignatures(world, letter, 2);
    expect((await tallyOf(world.db, null, letter, world.now())).signatures).toBeNull();
    expect((await tallyOf(world.db, aViewer('another', 'organizer'), letter, world.now())).signatures).toBeNull();
    const { signatures: told } = await tallyOf(world.db, aViewer(letter.campaignId, 'volunteer'), letter, world.now());
    expect(told).toMatchObject({ confirmed: 2 });
  });

  test('is set right by a recount', async () => {
    const { world, letter } = await aPublicLetter();
    await someSignatures(world, letter, 5, { homeState: 'OH', homeDistrict: '7' });
    const before = await tallyOf(world.db, null, letter, world.now());
    await world.db.transaction(async (tx) => {
      const wrong = and(eq(tallies.letterId, letter.id), eq(tallies.dimension, 'state@1'));
      await tx.update(tallies).set({ count: 99 }).where(wrong);
    });
    expect(await world.db.transaction((tx) => recountSignatures(tx, letter.id))).toEqual([
      { dimension: 'state@1', key: 'OH', was: 99, is: 5 },
    ]);
    expect(await tallyOf(world.db, null, letter, world.now())).toEqual(before);
  });
});

test('the goal grows by milestones', () => {
  const goals = [0, 99, 100, 249, 250, 499, 500, 999, 1000, 2500, 9_999, 250_000, 999_999, 5_000_000];
  expect(goals.map(goalOf)).toEqual([
    ...[100, 100, 250, 250, 500, 500, 1000, 1000, 2500, 5000, 10_000, 500_000, 1_000_000, 10_000_000],
  ]);
});

describe('names', () => {
  test('are shown as each signer chose, newest first', async () => {
    const { world, letter } = await aPublicLetter();
    await someSignatures(
      world,
      letter,
      5,
      (n) =>
        [
          { name: 'Ana María Rivera', display: 'full' as const, title: 'Professor', organization: 'State College' },
          { name: 'Ben Okafor', display: 'initials' as const, title: 'Mayor', organization: 'Springfield' },
          { name: 'Hidden Person', display: 'anonymous' as const },
          { name: 'Cora Contact', kind: 'organization' as const, organization: 'Rivers United', title: 'Director' },
          { name: 'Zoë Łukasz' },
        ][n] as object,
    );
    const recent = await listRecent(world.db, letter, 10);
    expect(recent.map(nameLine)).toEqual([
      { name: 'Zoë Łukasz', line: '' },
      { name: 'Rivers United', line: 'Organization' },
      { name: 'B. O.', line: '' },
      { name: 'Ana María Rivera', line: 'Professor, State College (for identification only)' },
    ]);
    expect(await listRecent(world.db, letter, 2)).toEqual(recent.slice(0, 2));
  });

  test('come page by page, each once, also while others sign', async () => {
    const { world, letter: first } = await aPublicLetter();
    const at = world.now();
    // Many at one moment, and of two texts.
    await someSignatures(world, first, 7, { createdAt: at, confirmedAt: at });
    const letter = await aNewVersion(world, first, false);
    await someSignatures(world, letter, 8, { createdAt: at, confirmedAt: at });
    await someSignatures(world, letter, 6);
    const whole = (await listShown(world.db, letter, { limit: 100 })).items.map(({ id }) => id);
    expect(whole).toHaveLength(21);
    const seen: string[] = [];
    let cursor: string | null = null;
    do {
      const { items, next }: Awaited<ReturnType<typeof listShown>> = await listShown(world.db, letter, {
        limit: 4,
        cursor,
      });
      seen.push(...items.map(({ id }) => id));
      cursor = next;
      world.pass({ minutes: 1 });
      await someSignatures(world, letter, 1);
    } while (cursor);
    expect(seen).toEqual(whole);
  });

  test('are found by the beginning of a first or last name or of an organization', async () => {
    const { world, letter } = await aPublicLetter();
    const full = [
      'Ana Rivera',
      'ÁNA Smith',
      'Anaya Bell',
      'Rivera Ana',
      'Bo Anan',
      'José María de la Peña',
      'Pat O’Neil',
    ];
    await addSignatures(world, letter, [
      ...full.map((name) => aSignature(world, letter, { name })),
      aSignature(world, letter, { name: 'Ana Initials', display: 'initials' }),
      aSignature(world, letter, { name: 'Ana Hidden', display: 'anonymous' }),
      aSignature(world, letter, { name: 'Ana Gone', state: 'withdrawn' }),
      aSignature(world, letter, { name: 'Con Tact', kind: 'organization', organization: 'Anadromous Fish Society' }),
      aSignature(world, letter, { name: 'Prince' }),
    ]);
    const found = async (q: string) =>
      (await listShown(world.db, letter, { limit: 50, q })).items.map(({ shownAs }) => shownAs);
    expect(await found('ana')).toEqual([
      ...['Ana Rivera', 'Rivera Ana', 'ÁNA Smith', 'Anadromous Fish Society', 'Bo Anan', 'Anaya Bell'],
    ]);
    expect(await found('Rivera, A')).toEqual(['Ana Rivera', 'Rivera Ana']);
    expect(await found("o'neil")).toEqual(['Pat O’Neil']);
    expect(await found('peña')).toEqual(['José María de la Peña']);
    expect(await found('prince')).toEqual(['Prince']);
    expect(await found('%')).toEqual([]);
    expect(await found('tact')).toEqual([]);
    const paged: (string | null)[] = [];
    let cursor: string | null = null;
    do {
      const page: Awaited<ReturnType<typeof listShown>> = await listShown(world.db, letter, {
        limit: 1,
        q: 'ana',
        cursor,
      });
      paged.push(...page.items.map(({ shownAs }) => shownAs));
      cursor = page.next;
    } while (cursor);
    expect(paged).toEqual(await found('ana'));
  });

  test('of another letter, and a cursor that is none, are refused', async () => {
    const { world, letter } = await aPublicLetter();
    const { letter: other } = await aLetter(world, { openToPublic: true });
    await someSignatures(world, other, 3);
    expect((await listShown(world.db, letter, { limit: 5 })).items).toEqual([]);
    for (const cursor of [
      'x',
      'W10',
      Buffer.from('["a"]').toString('base64url'),
      Buffer.from('[1,2]').toString('base64url'),
    ])
      expect(() => placeOf(cursor)).toThrow();
    const farAway = Buffer.from('["8640000000000000","id"]').toString('base64url');
    await expect(listShown(world.db, letter, { limit: 5, cursor: farAway })).rejects.toThrow();
    const wrong = Buffer.from('["ana","id"]').toString('base64url');
    await expect(listShown(world.db, letter, { limit: 5, cursor: wrong })).rejects.toThrow();
  });

  if (dialect === 'sqlite')
    test('are read by an index, without sorting, on SQLite', async () => {
      const { world, letter } = await aPublicLetter();
      await someSignatures(world, letter, 3);
      const prepared = vi.spyOn(Client.prototype, 'prepare');
      await listShown(world.db, letter, { limit: 5 });
      await listShown(world.db, letter, { limit: 5, q: 'ana' });
      for await (const _ of listSignaturesInBatches(world.db, letter.id, ['confirmed']));
      const statements = prepared.mock.calls.map(([text]) => text).filter((text) => text.includes('from "signatures"'));
      prepared.mockRestore();
      const plans = await Promise.all(
        statements.map(async (text) => {
          const plan = await world.db.raw.all(
            `explain query plan ${text}`,
            Array(text.split('?').length - 1).fill(null),
          );
          return plan.map(({ detail }) => detail).join('; ');
        }),
      );
      const state = 'signatures USING INDEX signatures_state (letter_id=? AND state=?';
      expect(plans.map((plan) => plan.replace('COVERING ', '')).sort()).toEqual([
        'SEARCH signatures USING INDEX signatures_first (letter_id=? AND version=? AND (first_last,id)>(?,?) AND first_last<?)',
        'SEARCH signatures USING INDEX signatures_last (letter_id=? AND version=? AND (last_first,id)>(?,?) AND last_first<?)',
        'SEARCH signatures USING INDEX signatures_shown (letter_id=? AND version=? AND (confirmed_at,id)<(?,?))',
        `SEARCH ${state} AND (created_at,id)>(?,?) AND (created_at,id)<(?,?))`,
        `SEARCH ${state})`,
      ]);
    });
});

test('an export has every signature of a state once, up to the newest at its start', async () => {
  const { world, letter } = await aPublicLetter();
  const rows = await someSignatures(world, letter, 1203);
  await someSignatures(world, letter, 3, { state: 'pending' });
  const read: string[] = [];
  for await (const batch of listSignaturesInBatches(world.db, letter.id, ['confirmed'])) {
    if (read.length === 0) {
      world.pass({ minutes: 1 });
      await someSignatures(world, letter, 2);
    }
    expect(batch.length).toBeLessThanOrEqual(500);
    read.push(...batch.map((row) => String(row.at(-1))));
  }
  expect(read).toEqual(rows.map(({ id }) => id));
  const states: string[] = [];
  for await (const batch of listSignaturesInBatches(world.db, letter.id, allStates))
    states.push(...batch.map((row) => String(row[exportColumns.indexOf('status')])));
  expect(states.filter((state) => state === 'confirmed')).toHaveLength(1205);
  expect(states.filter((state) => state === 'pending')).toHaveLength(3);
  expect(new Set(allStates)).toEqual(new Set(signatures.state.enumValues ?? allStates));
});

describe('pictures', () => {
  const described = { id: 'x', title: 'Title', description: 'Words' };

  test('of days have every day in its place, the newest last', () => {
    const byDay = [
      { key: '2026-10-30', count: 4 },
      { key: '2026-11-02', count: 1 },
      { key: 'unknown', count: 2 },
    ];
    expect(lastDays(byDay, 60)).toEqual([
      { key: '2026-10-30', count: 4 },
      { key: '2026-10-31', count: 0 },
      { key: '2026-11-01', count: 0 },
      { key: '2026-11-02', count: 1 },
    ]);
    expect(lastDays(byDay, 2).map(({ key }) => key)).toEqual(['2026-11-01', '2026-11-02']);
    expect(lastDays([], 60)).toEqual([]);
    const drawn = dayChart(lastDays(byDay, 60), described);
    expect(drawn.match(/class="bar"/g)).toHaveLength(4);
    expect(drawn).toContain('November 2, 2026');
    expect(dayChart([{ key: '2026-11-02', count: 1 }], described).match(/November 2, 2026/g)).toHaveLength(1);
  });

  test('of states tell large numbers apart, and write them short', () => {
    const drawn = stateMap(
      new Map([
        ['CA', 12_345],
        ['OH', 1200],
        ['VT', 7],
      ]),
      described,
    );
    expect(drawn).toContain('>12.3K<');
    expect(drawn).toContain('>1.2K<');
    const level = (count: string) =>
      new RegExp(`class="tile-count" data-level="(\\d)"[^>]*>${count}<`).exec(drawn)?.[1];
    expect([level('12.3K'), level('1.2K'), level('7')]).toEqual(['4', '2', '1']);
  });
});
