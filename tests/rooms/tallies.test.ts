import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { listEntries, listSigned, listWhip, record, recount, tallyOf } from '../../server/cosigners/cosigners.ts';
import { positions } from '../../server/cosigners/forms.ts';
import { uncorrected } from '../../server/cosigners/standing.ts';
import { move, read, replace } from '../../server/tallies/tallies.ts';
import { aLegislature } from '../support/invented/legislature.ts';
import { aLetter } from '../support/invented/letters.ts';
import { aViewer } from '../support/people.ts';
import { aWorld } from '../support/world.ts';

const cell = (dimension: string, key: string, by: number) => ({ dimension, key, by });

describe('kept numbers', () => {
  test('are moved together with the deed, or not at all', async () => {
    const world = await aWorld();
    const { letter } = await aLetter(world);
    const moved = [cell('state', 'NM', 1), cell('state', 'NM', 1), cell('state', 'OH', 1), cell('state', 'OH', -1)];
    await world.db.transaction((tx) => move(tx, letter.id, 'messages', moved));
    await expect(
      world.db.transaction(async (tx) => {
        await move(tx, letter.id, 'messages', [cell('state', 'NM', 5)]);
        throw new Error('changed my mind');
      }),
    ).rejects.toThrow('changed my mind');
    expect(await read(world.db, letter.id)).toEqual(
      new Map([['messages', [{ dimension: 'state', key: 'NM', count: 2 }]]]),
    );
  });

  test('come out right when many move them at once, in whatever order', async () => {
    const world = await aWorld();
    const { letter } = await aLetter(world);
    const keys = ['CA', 'NM', 'OH', 'VT'];
    await Promise.all(
      Array.from({ length: 40 }, (_, n) =>
        world.db.transaction((tx) => {
          const turned = [...keys.slice(n % 4), ...keys.slice(0, n % 4)];
          return move(
            tx,
            letter.id,
            'cosigners',
            turned.map((key) => cell('state', key, 1)),
          );
        }),
      ),
    );
    const cells = (await read(world.db, letter.id)).get('cosigners') ?? [];
    expect(cells.map(({ key, count }) => [key, count]).sort()).toEqual(keys.map((key) => [key, 40]));
  });

  test('that are wrong are set right, and what was right stays untold', async () => {
    const world = await aWorld();
    const { letter } = await aLetter(world);
    await world.db.transaction((tx) =>
      move(tx, letter.id, 'cosigners', [cell('state', 'NM', 3), cell('state', 'OH', 1), cell('state', 'VT', 2)]),
    );
    const counted = [
      { dimension: 'state', key: 'NM', count: 1 },
      { dimension: 'state', key: 'NM', count: 1 },
      { dimension: 'state', key: 'OH', count: 1 },
      { dimension: 'party', key: 'Democrat', count: 1 },
    ];
    const repairs = await world.db.transaction((tx) => replace(tx, letter.id, 'cosigners', async () => counted));
    expect(repairs).toEqual([
      { dimension: 'party', key: 'Democrat', was: 0, is: 1 },
      { dimension: 'state', key: 'NM', was: 3, is: 2 },
      { dimension: 'state', key: 'VT', was: 2, is: 0 },
    ]);
    expect(await world.db.transaction((tx) => replace(tx, letter.id, 'cosigners', async () => counted))).toEqual([]);
  });

  test('of positions equal the records behind them, whatever was recorded and corrected', async () => {
    const step = fc.record({
      who: fc.nat(7),
      position: fc.constantFrom(...positions, null),
      corrects: fc.option(fc.nat(3), { nil: undefined, freq: 2 }),
      source: fc.constantFrom('a call', 'an e-mail'),
    });
    const world = await aWorld();
    const people = Object.values(await aLegislature(world)).filter(
      (person) => person.serving && person.body.startsWith('us-'),
    );
    await fc.assert(
      fc.asyncProperty(fc.array(step, { minLength: 40, maxLength: 40 }), async (steps) => {
        const { letter } = await aLetter(world);
        const organizer = aViewer(letter.campaignId, 'organizer');
        for (const { who, position, corrects, source } of steps) {
          const key = people[who]?.key ?? '';
          const entries = uncorrected((await listEntries(world.db, organizer, letter, key)).reverse());
          const entry = corrects === undefined ? undefined : entries[corrects % Math.max(1, entries.length)]?.entry.id;
          await record(world, organizer, letter.slug, key, { position, source, corrects: entry });
        }
        const { all } = await listWhip(world.db, organizer, letter);
        const tally = (await tallyOf(world.db, organizer, letter, world.now())).cosigners;
        const count = (position: string) => all.filter((stand) => stand.position === position).length;
        expect(tally?.byPosition).toEqual(
          [...positions]
            .sort()
            .map((key) => ({ key, count: count(key) }))
            .filter((one) => one.count > 0),
        );
        expect(tally?.signed).toBe(count('signed'));
        expect(await listSigned(world.db, letter)).toHaveLength(count('signed'));
        for (const by of [tally?.byBody, tally?.byParty, tally?.byCaucus, tally?.byState])
          expect(by?.reduce((sum, one) => sum + one.count, 0)).toBe(count('signed'));
        expect(await recount(world, letter.id)).toEqual([]);
      }),
      { numRuns: 6 },
    );
  });
});
