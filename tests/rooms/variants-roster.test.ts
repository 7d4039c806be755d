// The real roster stands here for its members' seats, parties and committees alone: nobody's position is recorded, and
// everybody counts as not having signed.
import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { VariantConditions } from '../../server/db/tables.ts';
import {
  findLegislator,
  type LegislatorRow,
  listCommittees,
  listServing,
} from '../../server/legislators/legislators.ts';
import { applyPlan } from '../../server/legislators/load/apply.ts';
import { readBundled } from '../../server/legislators/load/bundled.ts';
import { planRoster } from '../../server/legislators/load/plan.ts';
import type { Letter } from '../../server/letters/letters.ts';
import { checkTexts } from '../../server/variants/checking.ts';
import { addVariant, type Variant } from '../../server/variants/keeping.ts';
import { aboutLetter, offersTo, offerTo } from '../../server/variants/variants.ts';
import '../support/chance.ts';
import { aLetter } from '../support/invented/letters.ts';
import { aWorld } from '../support/world.ts';

async function aCongress() {
  const world = await aWorld();
  const roster = readBundled(readFileSync('data/legislators.jsonl', 'utf8'), 'data');
  await applyPlan(world, await planRoster(world.db, roster, { acceptDepartures: false, today: '2026-11-22' }));
  const { letter } = await aLetter(world);
  const members = await listServing(world.db, letter.openToBodies);
  return { world, letter: letter as Letter, members };
}

/** What a text's conditions mean, said in the plainest way. */
const fits = ({ conditions }: Variant, row: LegislatorRow, sits: Set<string>): boolean =>
  (conditions.party ?? [row.party]).some((party) => party === row.party || party === row.caucus) &&
  (conditions.body ?? [row.body]).includes(row.body) &&
  (conditions.state ?? [row.state]).includes(row.state ?? '') &&
  (conditions.committee ?? [...sits, '-']).some((key) => sits.has(key) || key === '-') &&
  (conditions.legislator ?? [row.key]).includes(row.key);

test('whatever the texts are, every serving member gets exactly one, and it is the first that fits', async () => {
  const { world, letter, members } = await aCongress();
  expect(members.length).toBeGreaterThan(500);
  const all = await listCommittees(world.db);
  // Of each member the committees, and those that these are subcommittees of.
  const sitting = new Map<string, Set<string>>();
  for (const { key } of members) {
    const own = (await findLegislator(world.db, key))?.committees ?? [];
    sitting.set(key, new Set(own.flatMap((one) => [one.key, ...(one.parent ? [one.parent] : [])])));
  }
  const some = (values: string[]) =>
    fc.option(fc.uniqueArray(fc.constantFrom(...values), { minLength: 1, maxLength: 4 }));
  const conditions = fc
    .record({
      party: some(['Democrat', 'Republican', 'Independent']),
      body: some(['us-senate', 'us-house']),
      state: some([...new Set(members.map(({ state }) => state ?? ''))]),
      committee: some(all.map(({ key }) => key)),
      legislator: some(members.map(({ key }) => key)),
    })
    .map(
      (given): VariantConditions => Object.fromEntries(Object.entries(given).filter(([, values]) => values !== null)),
    );
  const about = aboutLetter(world, letter);
  await fc.assert(
    fc.asyncProperty(fc.array(conditions, { maxLength: 12 }), async (drawn) => {
      const variants = drawn.map(
        (one, n): Variant => ({
          ...{ id: `v${n}`, campaignId: letter.campaignId, ordinal: n, name: `Text ${n}`, letterId: null },
          ...{ ask: 'request', conditions: one, subject: 'Subject', text: 'Text', script: '' },
        }),
      );
      const { everybody, warnings } = await checkTexts(world.db, letter, variants, about, world.now());
      expect(everybody.map(({ legislator }) => legislator.key)).toEqual(members.map(({ key }) => key));
      const expected = members.map(
        (row) => variants.find((variant) => fits(variant, row, sitting.get(row.key) as Set<string>))?.id ?? null,
      );
      expect(everybody.map(({ variant }) => variant)).toEqual(expected);
      // A text that nobody gets is warned of, and no other.
      for (const { id } of variants) expect(warnings.get(id)?.length).toBe(expected.includes(id) ? 0 : 1);
    }),
    { numRuns: 40 },
  );
});

test('a hundred texts are chosen and filled for all of Congress at once, and for one, without waiting', async () => {
  const { world, letter, members } = await aCongress();
  const committees = (await listCommittees(world.db)).map(({ key }) => key);
  await world.db.transaction(async (tx) => {
    for (let n = 0; n < 100; n += 1)
      await addVariant(tx, world, letter.campaignId, {
        ...{ name: `Text ${n}`, letterId: null, ask: 'request' },
        conditions: n % 2 ? { committee: committees.slice(n, n + 2), party: ['Nobody'] } : { state: ['ZZ'] },
        ...{ subject: 'On {{letter}}', text: `{{legislator}} of {{state}} {{link}} ${'x '.repeat(2000)}`, script: '' },
      });
  });
  const about = aboutLetter(world, letter);
  const asked = members.map((legislator) => ({ legislator, standing: 'not signed', ask: 'request' }) as const);
  const timed = async (times: number, work: () => Promise<unknown>) => {
    await work();
    const from = performance.now();
    for (let n = 0; n < times; n += 1) await work();
    return (performance.now() - from) / times;
  };
  const all = await timed(5, () => offersTo(world.db, letter, asked, about));
  const one = await timed(50, () => offerTo(world.db, letter, asked[0] as (typeof asked)[number], about));
  if (process.env['SHOW_TIMES']) console.log({ allMs: all.toFixed(1), oneUs: (one * 1000).toFixed(0) });
  // Far above what a quiet machine takes: a query for each legislator or each text would be far above this.
  expect(all).toBeLessThan(500);
  expect(one).toBeLessThan(50);
});
