import { eq } from 'drizzle-orm';
import { expect, test } from 'vitest';
import {
  askNext,
  askToReaffirm,
  findProgress,
  reaffirm,
  recountAffirmations,
} from '../../server/affirmations/affirmations.ts';
import { commandLine } from '../../server/basics/viewer.ts';
import { affirmations, signatures } from '../../server/db/tables.ts';
import { moveLetter, publishVersion, requirePublished } from '../../server/letters/letters.ts';
import { disown, erase, recountSignatures, tokenOf, withdraw } from '../../server/signatures/signatures.ts';
import { read } from '../../server/tallies/tallies.ts';
import { sendAll } from '../../server/worker.ts';
import { aLetter, type LetterRow } from '../support/invented/letters.ts';
import { someSignatures } from '../support/invented/signatures.ts';
import { aWorld, type TestWorld } from '../support/world.ts';

const publish = (world: TestWorld, { slug }: LetterRow, text: string, substantive = true) =>
  publishVersion(world, commandLine, slug, { text, substantive, reason: 'We ask for more.' });

const askAll = async (world: TestWorld) => {
  while (await askNext(world)) await sendAll(world);
  await sendAll(world);
};

const wrong = (world: TestWorld, { id }: LetterRow) =>
  world.db.transaction(async (tx) => [...(await recountSignatures(tx, id)), ...(await recountAffirmations(tx, id))]);

/** A letter with so many signers of its first version, and a second one that changes the substance. */
async function changedLetter(world: TestWorld, n: number) {
  const { letter } = await aLetter(world, { openToPublic: true });
  const signers = await someSignatures(world, letter, n);
  world.pass({ hours: 1 });
  await publish(world, letter, 'We ask that rivers and lakes be kept clean.');
  return { letter, signers, at: (i: number) => tokenOf(world, signers[i]?.id ?? '') };
}

test('signers of an earlier version are asked once each, and only once an organizer says so', async () => {
  const world = await aWorld();
  const { letter } = await changedLetter(world, 3);
  await someSignatures(world, (await requirePublished(world.db, null, letter.slug)) as LetterRow, 2);
  await askAll(world);
  expect(world.mailbox).toEqual([]);
  await askToReaffirm(world, commandLine, letter.slug);
  await askAll(world);
  expect(world.mailbox).toHaveLength(3);
  expect(new Set(world.mailbox.map(({ to }) => to.address)).size).toBe(3);
  expect(world.mailbox[0]?.text).toContain('We ask for more.');
  expect(await findProgress(world.db, letter.id)).toEqual({
    ...{ version: 2, state: 'done', outstanding: 3, asked: 3, affirmed: 0 },
  });
  await askToReaffirm(world, commandLine, letter.slug);
  await askAll(world);
  expect(world.mailbox).toHaveLength(3);
  expect(await wrong(world, letter)).toEqual([]);
});

test('whoever re-affirms is counted under the new version, with place, day and kind; the others stay apart', async () => {
  const world = await aWorld();
  const { letter, at } = await changedLetter(world, 4);
  await askToReaffirm(world, commandLine, letter.slug);
  await askAll(world);
  const done = await reaffirm(world, letter.slug, at(0), 2);
  expect(done).toMatchObject({ state: 'stands', signed: { signature: { version: 2, state: 'confirmed' } } });
  expect((await reaffirm(world, letter.slug, at(0), 2)).state).toBe('stands');
  await withdraw(world, at(1));
  expect((await reaffirm(world, letter.slug, at(1), 2)).state).toBe('uncounted');
  const cells = (await read(world.db, letter.id)).get('signatures') ?? [];
  const total = (dimension: string) =>
    cells.filter((cell) => cell.dimension === dimension).reduce((sum, { count }) => sum + count, 0);
  for (const dimension of ['kind', 'state', 'district', 'day'])
    expect([total(`${dimension}@1`), total(`${dimension}@2`)]).toEqual([2, 1]);
  expect(await findProgress(world.db, letter.id)).toMatchObject({ outstanding: 2, asked: 4, affirmed: 1 });
  expect(await wrong(world, letter)).toEqual([]);
});

test('whose signature has ended is not written to any more', async () => {
  const world = await aWorld();
  const { letter, at } = await changedLetter(world, 4);
  await askToReaffirm(world, commandLine, letter.slug);
  await askNext(world);
  await withdraw(world, at(0));
  await erase(world, at(1));
  await disown(world, at(2));
  await sendAll(world);
  expect(world.mailbox.map(({ text }) => text.includes(at(3)))).toEqual([true]);
});

test('two presses at the same moment are one', async () => {
  const world = await aWorld();
  const { letter, at } = await changedLetter(world, 1);
  const both = await Promise.all([1, 2, 3, 4].map(() => reaffirm(world, letter.slug, at(0), 2)));
  expect(both.map(({ state }) => state)).toEqual(['stands', 'stands', 'stands', 'stands']);
  expect(await findProgress(world.db, letter.id)).toMatchObject({ outstanding: 0, asked: 0, affirmed: 1 });
  expect(await wrong(world, letter)).toEqual([]);
});

test('a small correction asks nobody, and does not hide an older change of substance', async () => {
  const world = await aWorld();
  const { letter } = await aLetter(world, { openToPublic: true });
  const [signer] = await someSignatures(world, letter, 1);
  await publish(world, letter, 'We ask that the rivers be kept clean!', false);
  await expect(askToReaffirm(world, commandLine, letter.slug)).rejects.toMatchObject({ reason: 'nobody-to-ask' });
  await publish(world, letter, 'We ask that rivers and lakes be kept clean.');
  await publish(world, letter, 'We ask that rivers and lakes be kept clean!', false);
  await askToReaffirm(world, commandLine, letter.slug);
  await askAll(world);
  const token = tokenOf(world, signer?.id ?? '');
  await expect(reaffirm(world, letter.slug, token, 3)).rejects.toMatchObject({ reason: 'newer-version' });
  const { signed } = await reaffirm(world, letter.slug, token, 4);
  expect(signed.signature.version).toBe(4);
  expect(await findProgress(world.db, letter.id)).toMatchObject({ version: 3, outstanding: 0, asked: 1, affirmed: 1 });
  expect(await wrong(world, letter)).toEqual([]);
});

test('asking goes on after a stop where it was, and ends for a text that was changed again', async () => {
  const world = await aWorld();
  const { letter } = await changedLetter(world, 320);
  await askToReaffirm(world, commandLine, letter.slug);
  await expect(askToReaffirm(world, commandLine, letter.slug)).rejects.toMatchObject({ reason: 'asking-already' });
  expect(await askNext(world)).toBe(true);
  const { asked } = await findProgress(world.db, letter.id);
  expect(asked).toBeGreaterThan(0);
  expect(asked).toBeLessThanOrEqual(200);
  // Another process takes over; both at once ask nobody twice.
  while ((await Promise.all([askNext(world), askNext(world)])).some(Boolean)) await sendAll(world);
  await sendAll(world);
  expect(world.mailbox).toHaveLength(320);
  expect(new Set(world.mailbox.map(({ to }) => to.address)).size).toBe(320);
  expect(await wrong(world, letter)).toEqual([]);

  await publish(world, letter, 'We ask that all waters be kept clean.');
  await askToReaffirm(world, commandLine, letter.slug);
  await askNext(world);
  await publish(world, letter, 'We ask that all waters be kept clean for good.');
  await askAll(world);
  expect((await findProgress(world.db, letter.id)).state).toBe('unasked');
  expect(world.mailbox.length).toBeLessThan(640);
});

test('nobody is asked whose address is forgotten, who is not counted, or once the letter was sent', async () => {
  const world = await aWorld();
  const { letter, signers, at } = await changedLetter(world, 3);
  await withdraw(world, at(0));
  await world.db.transaction((tx) =>
    tx
      .update(signatures)
      .set({ email: null })
      .where(eq(signatures.id, signers[1]?.id ?? '')),
  );
  await askToReaffirm(world, commandLine, letter.slug);
  await moveLetter(world, commandLine, letter.slug, 'closed', { reason: 'It is time.' });
  await askAll(world);
  expect(world.mailbox.map(({ to }) => to.address)).toEqual([signers[2]?.email]);
  expect(await world.db.select().from(affirmations)).toHaveLength(1);
  await moveLetter(world, commandLine, letter.slug, 'sent', {});
  await expect(reaffirm(world, letter.slug, at(2), 2)).rejects.toMatchObject({ reason: 'letter-closed' });
  await expect(askToReaffirm(world, commandLine, letter.slug)).rejects.toMatchObject({ reason: 'letter-closed' });
});
