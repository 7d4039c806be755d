import { asc, eq, sql } from 'drizzle-orm';
import { describe, expect, test } from 'vitest';
import type { World } from '../../server/basics/world.ts';
import { dialect } from '../../server/db/dialect.ts';
import { findFact, setFact } from '../../server/db/facts.ts';
import { gather, together } from '../../server/db/gather.ts';
import { hot } from '../../server/db/hot.ts';
import { many } from '../../server/db/many.ts';
import { migrate, pendingMigrations } from '../../server/db/migrate.ts';
import { accounts, outbox, siteFacts, tries } from '../../server/db/tables.ts';
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

describe('many rows at once', () => {
  const at = new Date('2026-11-22T15:00:00.123Z');
  const mail = (n: number, more: object = {}): typeof outbox.$inferInsert => ({
    ...{
      id: `mail-${n}`,
      reason: `reason-${n}`,
      kind: 'invitation',
      toAddress: 'ana@mail.example',
      toName: '{"A", \\na}',
    },
    ...{ replyAddress: null, replyName: 'NULL', data: { link: 'a,{"b"}', nothing: null, list: [1] }, state: 'waiting' },
    ...{ stream: 'updates', bodyId: null, addressKey: 'a-key', domain: 'mail.example' },
    ...{ attempts: n, dueAt: at, createdAt: at, sentAt: null, problem: null },
    ...more,
  });
  const addMails = many(outbox, { conflict: 'ignore', returning: { id: outbox.id } });
  const count = (key: string, by: number) => ({ key, count: by, until: at });
  const addTries = many(tries, { conflict: { on: [tries.key], add: tries.count }, returning: { count: tries.count } });

  test('keep values of every kind, and those that are missing', async () => {
    const { db } = await aWorld();
    const rows = [mail(1), mail(2, { sentAt: at, replyAddress: '', problem: "it's“odd”\\" })];
    expect(await db.transaction((tx) => addMails(tx, rows))).toEqual([{ id: 'mail-1' }, { id: 'mail-2' }]);
    expect(await db.select().from(outbox).orderBy(asc(outbox.id))).toEqual(rows);

    const account = { id: 'a', email: 'ana@mail.example', name: 'Ana', passwordHash: '', admin: true, createdAt: at };
    const addAccounts = many(accounts, { conflict: 'ignore' });
    const second = { ...account, id: 'b', email: 'ben@mail.example', admin: false };
    expect(await db.transaction((tx) => addAccounts(tx, [account, second]))).toEqual([]);
    expect(await db.select().from(accounts).orderBy(asc(accounts.id))).toEqual([account, second]);
  });

  test('that are there already are left alone and not told of', async () => {
    const { db } = await aWorld();
    await db.transaction((tx) => addMails(tx, [mail(1)]));
    const rows = [mail(2), mail(1, { kind: 'message' }), mail(3, { reason: 'reason-2' })];
    expect(await db.transaction((tx) => addMails(tx, rows))).toEqual([{ id: 'mail-2' }]);
    expect(await db.transaction((tx) => addMails(tx, []))).toEqual([]);
    expect(await db.select().from(outbox).orderBy(asc(outbox.id))).toEqual([mail(1), mail(2)]);
  });

  test('add their counts to what was counted', async () => {
    const { db } = await aWorld();
    await db.transaction((tx) => addTries(tx, [count('a', 2), count('b', 1)]));
    expect(await db.transaction((tx) => addTries(tx, [count('b', -3), count('c', 5)]))).toEqual([
      { count: -2 },
      { count: 5 },
    ]);
    const kept = await db.select().from(tries).orderBy(asc(tries.key));
    expect(kept).toEqual([count('a', 2), count('b', -2), count('c', 5)]);
  });

  test('are gone when their deed is undone, and refused after its end', async () => {
    const { db } = await aWorld();
    let late: () => Promise<unknown> = async () => {};
    const undone = db.transaction(async (tx) => {
      late = () => addMails(tx, [mail(2)]);
      await addMails(tx, [mail(1)]);
      await addTries(tx, [count('a', 1)]);
      throw new Error('undone');
    });
    await expect(undone).rejects.toThrow('undone');
    await expect(late()).rejects.toThrow('over');
    expect(await db.select().from(outbox)).toEqual([]);
    expect(await db.select().from(tries)).toEqual([]);
  });
});

describe('gathered items', () => {
  /** Notes facts; remembers how many came in each batch. */
  const aNotebook = () => {
    const batches: number[] = [];
    const note = gather(async (tx, _world: World, names: string[]) => {
      batches.push(names.length);
      for (const name of names) {
        await setFact(tx, name, 'noted');
        if (name === 'bad') throw new Error('a bad one');
      }
      return names.map((name) => name.toUpperCase());
    });
    return { note, batches };
  };
  const namesIn = async ({ db }: World) => (await db.select().from(siteFacts)).map((row) => row.name).sort();

  test('share a transaction, and each has its own result', async () => {
    const world = await aWorld();
    const { note, batches } = aNotebook();
    const names = Array.from({ length: 250 }, (_, n) => `fact-${n}`);
    const results = await Promise.all(names.map((name) => note(world, name)));
    expect(results).toEqual(names.map((name) => name.toUpperCase()));
    expect(batches).toEqual([100, 100, 50]);
    expect((await namesIn(world)).length).toBe(250);
    expect(await note(world, 'alone')).toBe('ALONE');
  });

  test('fail alone', async () => {
    const world = await aWorld();
    const { note } = aNotebook();
    const results = await Promise.allSettled(['a', 'bad', 'c'].map((name) => note(world, name)));
    expect(results).toMatchObject([{ value: 'A' }, { reason: new Error('a bad one') }, { value: 'C' }]);
    await expect(note(world, 'bad')).rejects.toThrow('a bad one');
    expect(await namesIn(world)).toEqual(['a', 'c']);
    expect(await note(world, 'd')).toBe('D');
  });

  test('go to the world they came with', async () => {
    const [one, other] = [await aWorld(), await aWorld()];
    const { note } = aNotebook();
    await Promise.all([note(one, 'here'), note(other, 'there'), note(one, 'too')]);
    expect([await namesIn(one), await namesIn(other)]).toEqual([['here', 'too'], ['there']]);
  });

  test('are told when no transaction can begin', async () => {
    const world = await aWorld();
    const { note } = aNotebook();
    const gone: World = { ...world, db: { ...world.db, transaction: () => Promise.reject(new Error('gone')) } };
    const results = await Promise.allSettled([note(gone, 'a'), note(gone, 'b')]);
    expect(results.map((result) => result.status)).toEqual(['rejected', 'rejected']);
    await expect(note(gone, 'c')).rejects.toThrow('gone');
  });

  if (dialect === 'sqlite')
    test('cannot be waited for inside a deed', async () => {
      const world = await aWorld();
      const { note } = aNotebook();
      await expect(world.db.transaction(() => note(world, 'inside'))).rejects.toThrow('inside another');
      expect(await namesIn(world)).toEqual([]);
    });
});

test('whoever asks in the same turn is answered by one reading, each as it is', async () => {
  const world = await aWorld();
  const readings: number[] = [];
  const find = together((_world: World, names: string[]) => {
    readings.push(names.length);
    return names.map(async (name) => {
      if (name === 'bad') throw new Error('a bad one');
      return name.toUpperCase();
    });
  });
  const answers = await Promise.allSettled(['a', 'bad', 'c'].map((name) => find(world, name)));
  expect(answers).toMatchObject([{ value: 'A' }, { reason: new Error('a bad one') }, { value: 'C' }]);
  expect(await find(world, 'd')).toBe('D');
  expect(readings).toEqual([3, 1]);
});

test('migrating twice changes nothing, and an edited migration is noticed', async () => {
  const { db } = await aWorld();
  expect(await migrate(db)).toEqual([]);
  expect(await pendingMigrations(db)).toEqual([]);
  const edited = { name: '0000_start', checksum: 'another', statements: [] };
  await expect(pendingMigrations(db, [edited])).rejects.toThrow('0000_start was edited');
});

if (dialect === 'postgres')
  test('two deeds that wait for each other are both done in the end', async () => {
    const { db } = await aWorld();
    await db.transaction(async (tx) => {
      await setFact(tx, 'a', '0');
      await setFact(tx, 'b', '0');
    });
    const crossing = (first: string, second: string) =>
      db.transaction(async (tx) => {
        await setFact(tx, first, `${first}${second}`);
        await pause();
        await setFact(tx, second, `${first}${second}`);
      });
    await Promise.all([crossing('a', 'b'), crossing('b', 'a')]);
    expect(await findFact(db, 'a')).toBe(await findFact(db, 'b'));
  });
