import { once } from 'node:events';
import { asc } from 'drizzle-orm';
import { expect, test } from 'vitest';
import { dialect } from '../../server/db/dialect.ts';
import { outbox, signatures } from '../../server/db/tables.ts';
import { recountSignatures } from '../../server/signatures/signatures.ts';
import { read } from '../../server/tallies/tallies.ts';
import { aServer } from '../support/process.ts';
import { anOpenLetter, typed } from '../support/signing.ts';
import { aWorld, type TestWorld } from '../support/world.ts';

const unlimited = { SIGNING_PROTECTION: 'off' };

/** Signs with an address; whether the answer was that it is taken. */
async function sign(url: string, slug: string, email: string): Promise<boolean> {
  const body = new URLSearchParams({ ...typed, email });
  const answer = await fetch(`${url}/letters/${slug}/signatures`, { method: 'POST', body, redirect: 'manual' });
  if (answer.status >= 400) throw new Error(`${email}: ${answer.status}`);
  return answer.status === 303;
}

/** What the rows say, what the outbox says, and what the kept numbers say. */
async function countedThrice({ db }: TestWorld, letterId: string) {
  const rows = await db.select().from(signatures).orderBy(asc(signatures.id));
  const mails = await db.select().from(outbox);
  const kept = (await read(db, letterId)).get('signatures') ?? [];
  return {
    addresses: rows.map((row) => row.email ?? '').sort(),
    mailed: mails.map((mail) => mail.toAddress).sort(),
    pending: kept.find((cell) => cell.dimension === 'status' && cell.key === 'pending')?.count ?? 0,
  };
}

test('what was answered is there though the server is killed in a rush, with its mail and in the numbers', async () => {
  const world = await aWorld();
  const { letter } = await anOpenLetter(world);
  const { program, url } = await aServer(world, unlimited);
  const taken: string[] = [];
  let killed = false;
  let next = 0;
  const visitor = async () => {
    while (!killed) {
      const email = `signer.${(next += 1)}@mail.example`;
      try {
        if (await sign(url, letter.slug, email)) taken.push(email);
      } catch (error) {
        if (!killed) throw error;
      }
      if (taken.length > 400 && !killed) {
        killed = true;
        program.kill('SIGKILL');
      }
    }
  };
  const ended = once(program, 'exit');
  await Promise.all(Array.from({ length: 32 }, visitor));
  expect((await ended)[1]).toBe('SIGKILL');

  const again = await aServer(world, unlimited);
  expect((await fetch(`${again.url}/readyz`)).status).toBe(200);
  const { addresses, mailed, pending } = await countedThrice(world, letter.id);
  expect(taken.length).toBeGreaterThan(400);
  const there = new Set(addresses);
  expect(taken.filter((email) => !there.has(email))).toEqual([]);
  expect(there.size).toBe(addresses.length);
  expect(mailed).toEqual(addresses);
  expect(pending).toBe(addresses.length);
  expect(await world.db.transaction((tx) => recountSignatures(tx, letter.id))).toEqual([]);
  // And it goes on from there: the same addresses are known, new ones are taken.
  expect(await sign(again.url, letter.slug, taken[0] as string)).toBe(true);
  expect(await sign(again.url, letter.slug, 'late@mail.example')).toBe(true);
  expect((await countedThrice(world, letter.id)).pending).toBe(addresses.length + 1);
}, 60_000);

if (dialect === 'postgres')
  test('two servers take the same letter’s signatures: each address once, and the numbers are right', async () => {
    const world = await aWorld();
    const { letter } = await anOpenLetter(world);
    const one = await aServer(world, unlimited);
    const other = await aServer(world, unlimited);
    const emails = Array.from({ length: 300 }, (_, n) => `signer.${n}@mail.example`);
    const rush = async (url: string, order: string[]) => {
      const left = [...order];
      const visitor = async () => {
        for (let email = left.pop(); email !== undefined; email = left.pop())
          expect(await sign(url, letter.slug, email)).toBe(true);
      };
      await Promise.all(Array.from({ length: 24 }, visitor));
    };
    // The one begins where the other ends, each asks twice, and in the middle they meet.
    await Promise.all([
      rush(one.url, [...emails, ...emails]),
      rush(other.url, [...emails].reverse()),
      rush(other.url, [...emails]),
    ]);
    const { addresses, mailed, pending } = await countedThrice(world, letter.id);
    expect(addresses).toEqual([...emails].sort());
    expect(mailed).toEqual(addresses);
    expect(pending).toBe(emails.length);
    expect(await world.db.transaction((tx) => recountSignatures(tx, letter.id))).toEqual([]);
  }, 60_000);
