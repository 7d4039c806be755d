import { describe, expect, test } from 'vitest';
import { zipDistricts } from '../../server/db/tables.ts';
import { districtInWords, findWhere, nowhere } from '../../server/messages/where.ts';
import { aWorld } from '../support/world.ts';

describe('where a ZIP code votes', () => {
  const look = async (
    rows: { zip: string; state: string; district: number }[],
    asked: Partial<{ zip: string; state: string; district: string }>,
  ) => {
    const world = await aWorld();
    if (rows.length > 0) await world.db.transaction(async (tx) => void (await tx.insert(zipDistricts).values(rows)));
    const where = await findWhere(world, { ...nowhere, ...asked });
    return {
      kind: where.kind,
      state: where.state?.code ?? null,
      district: where.district,
      choices: where.choices.length,
      method: where.method,
    };
  };

  test('is known when it lies in one district', async () => {
    expect(await look([{ zip: '44691', state: 'OH', district: 7 }], { zip: ' 44691-1234 ' })).toEqual({
      ...{ kind: 'one', state: 'OH', district: 7, choices: 0, method: 'zip' },
    });
  });

  test('is a question when it lies in several, in one state or in two', async () => {
    const rows = [
      { zip: '43201', state: 'OH', district: 3 },
      { zip: '43201', state: 'OH', district: 12 },
      { zip: '30165', state: 'AL', district: 3 },
      { zip: '30165', state: 'GA', district: 14 },
    ];
    expect(await look(rows, { zip: '43201' })).toMatchObject({
      kind: 'several',
      state: 'OH',
      district: null,
      choices: 2,
    });
    expect(await look(rows, { zip: '30165' })).toMatchObject({ kind: 'several', state: null, choices: 2 });
    expect(await look(rows, { zip: '30165', state: 'GA', district: '14' })).toMatchObject({
      ...{ kind: 'one', state: 'GA', district: 14, method: 'chosen' },
    });
  });

  test('is never a dead end when the table lacks it', async () => {
    // A territory has one seat, so its prefix tells all.
    for (const [zip, state] of [
      ['96910', 'GU'],
      ['96799', 'AS'],
      ['96950', 'MP'],
      ['00802', 'VI'],
    ])
      expect(await look([], { zip: zip as string })).toMatchObject({ kind: 'one', state, district: 0, method: 'zip' });
    // A post office box: the state is sure, its districts are to choose from.
    expect(await look([], { zip: '43299' })).toMatchObject({ kind: 'unknown', state: 'OH', choices: 15 });
    // Military mail: nothing is sure.
    expect(await look([], { zip: '09012' })).toMatchObject({ kind: 'unknown', state: null, choices: 0 });
    expect(await look([], { zip: '09012', state: 'oh' })).toMatchObject({ kind: 'unknown', state: 'OH', choices: 15 });
    expect(await look([], { zip: '09012', state: 'VT' })).toMatchObject({ kind: 'one', district: 0, method: 'chosen' });
    expect(await look([], { zip: '09012', state: 'OH', district: '99' })).toMatchObject({
      kind: 'unknown',
      choices: 15,
    });
  });

  test('tells what is no ZIP code from nothing at all', async () => {
    expect((await look([], {})).kind).toBe('nothing');
    for (const zip of ['4469', '446911', 'abcde', '44691-12', '-44691'])
      expect((await look([], { zip })).kind).toBe('malformed');
  });

  test('is said as people say it', () => {
    expect(districtInWords({ state: 'OH', district: 7 })).toBe('Ohio’s 7th district');
    expect(
      [1, 2, 3, 11, 12, 13, 21, 22, 52].map((district) => districtInWords({ state: 'CA', district }).split(' ')[1]),
    ).toEqual(['1st', '2nd', '3rd', '11th', '12th', '13th', '21st', '22nd', '52nd']);
    expect(districtInWords({ state: 'VT', district: 0 })).toBe('Vermont (at large)');
  });
});
