import { eq, sql } from 'drizzle-orm';
import { describe, expect, test } from 'vitest';
import { dialect } from '../../server/db/dialect.ts';
import { findFact, setFact } from '../../server/db/facts.ts';
import { hot } from '../../server/db/hot.ts';
import { migrate, pendingMigrations } from '../../server/db/migrate.ts';
import { siteFacts } from '../../server/db/tables.ts';
import { aWorld } from '../support/world.ts';

const pause = () => new Promise((resolve) => setTimeout(resolve, 5));

describe('a deed', () => {
  test('is whole or not at all', async () => {
    const { db } = await aWorld();
    await expect(
      db.transaction(async (tx) => {
        await setFact(tx, 'colour', 'blue');
        throw new Error('changed my mind');
      }),
    ).rejects.toThrow('changed my mind');
    expect(await findFact(db, 'colour')).toBeNull();
  });

  test('that fails leaves its neighbours in the same commit alone', async () => {
    const { db } = await aWorld();
    const results = await Promise.allSettled([
      db.transaction((tx) => setFact(tx, 'a', '1')),
      db.transaction(async (tx) => {
        await setFact(tx, 'b', '2');
        throw new Error('no');
      }),
      db.transaction((tx) => setFact(tx, 'c', '3')),
    ]);
    expect(results.map((result) => result.status)).toEqual(['fulfilled', 'rejected', 'fulfilled']);
    expect((await db.select().from(siteFacts)).map((row) => row.name).sort()).toEqual(['a', 'c']);
  });

  test('sees what it wrote, and others see it once it is over', async () => {
    const { db } = await aWorld();
    await db.transaction(async (tx) => {
      await setFact(tx, 'colour', 'blue');
      expect(await findFact(tx, 'colour')).toBe('blue');
      if (dialect === 'sqlite') expect(await findFact(db, 'colour')).toBeNull();
    });
    expect(await findFact(db, 'colour')).toBe('blue');
  });

  test('refuses a statement that comes after its end', async () => {
    const { db } = await aWorld();
    let late: () => Promise<unknown> = async () => {};
    await db.transaction(async (tx) => {
      late = async () => tx.delete(siteFacts).where(eq(siteFacts.name, 'colour'));
    });
    // One engine wraps the reason in an error of its own.
    await expect(late()).rejects.toSatisfy((error: Error) => /over/.test(String(error.cause ?? error)));
  });

  if (dialect === 'sqlite')
    test('that waits for something else is refused, and the next one is not', async () => {
      const { db } = await aWorld();
      const slow = db.transaction(async (tx) => {
        await setFact(tx, 'slow', '1');
        await pause();
        await setFact(tx, 'slow', '2');
      });
      const next = db.transaction((tx) => setFact(tx, 'next', '1'));
      await expect(slow).rejects.toThrow('waited for something other than its tx');
      await next;
      expect(await findFact(db, 'slow')).toBeNull();
      expect(await findFact(db, 'next')).toBe('1');
    });

  if (dialect === 'sqlite')
    test('cannot be opened inside another', async () => {
      const { db } = await aWorld();
      await expect(db.transaction(() => db.transaction(async () => {}))).rejects.toThrow('inside another');
    });
});

test('a prepared query runs inside the transaction it is given', async () => {
  const { db } = await aWorld();
  const find = hot<{ name: string }, { value: string }[]>((on) =>
    on
      .select({ value: siteFacts.value })
      .from(siteFacts)
      .where(eq(siteFacts.name, sql.placeholder('name'))),
  );
  const undone = db.transaction(async (tx) => {
    await setFact(tx, 'colour', 'blue');
    expect(await find(tx, { name: 'colour' })).toEqual([{ value: 'blue' }]);
    throw new Error('undone');
  });
  await expect(undone).rejects.toThrow('undone');
  expect(await find(db, { name: 'colour' })).toEqual([]);
});

test('migrating twice changes nothing, and an edited migration is noticed', async () => {
  const { db } = await aWorld();
  expect(await migrate(db)).toEqual([]);
  expect(await pendingMigrations(db)).toEqual([]);
  const edited = { name: '0000_start', checksum: 'another', statements: [] };
  await expect(pendingMigrations(db, [edited])).rejects.toThrow('0000_start was edited');
});
