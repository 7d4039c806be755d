import { eq } from 'drizzle-orm';
import { expect, test } from 'vitest';
import { commandLine } from '../../server/basics/viewer.ts';
import { outbox, type SignatureState, signatures } from '../../server/db/tables.ts';
import { moveLetter } from '../../server/letters/letters.ts';
import { forgetOldMails } from '../../server/mail/mail.ts';
import { signRequest } from '../../server/signatures/forms.ts';
import {
  changeConsents,
  confirm,
  disown,
  forgetOldSignatures,
  recountSignatures,
  remind,
  requireSigned,
  type SignRequest,
  sign,
  tokenOf,
  withdraw,
} from '../../server/signatures/signatures.ts';
import { read } from '../../server/tallies/tallies.ts';
import { sendAll } from '../../server/worker.ts';
import { aLetter, type LetterRow } from '../support/invented/letters.ts';
import { addSignatures, aSignature, someSignatures } from '../support/invented/signatures.ts';
import { aWorld, type TestWorld } from '../support/world.ts';

const ana = { name: 'Ana Rivera', email: 'ana@mail.example', zip: '44691', address: '1 River Road' };

const give = (world: TestWorld, { slug }: LetterRow, form: Partial<SignRequest> = {}) =>
  sign(world, slug, { ...signRequest.parse(ana), ...form }, { network: '192.0.2.7', challenge: '', trap: '' });

const rowsOf = (world: TestWorld, letter: LetterRow) =>
  world.db.select().from(signatures).where(eq(signatures.letterId, letter.id)).orderBy(signatures.id);

const firstOf = async (world: TestWorld, letter: LetterRow) => {
  const [row] = await rowsOf(world, letter);
  if (!row) throw new Error('There is no signature.');
  return row;
};

const status = async (world: TestWorld, letter: LetterRow) =>
  Object.fromEntries(
    ((await read(world.db, letter.id)).get('signatures') ?? [])
      .filter(({ dimension }) => dimension === 'status')
      .map(({ key, count }) => [key, count]),
  );

/** What the kept numbers have wrong; nothing, ever. */
const wrong = (world: TestWorld, letter: LetterRow) => world.db.transaction((tx) => recountSignatures(tx, letter.id));

const open = (world: TestWorld, different: Partial<LetterRow> = {}) =>
  aLetter(world, { openToPublic: true, deadline: null, ...different });

test('what nobody confirmed is forgotten after 14 days, is still counted as submitted, and may be given again', async () => {
  const world = await aWorld();
  const { letter } = await open(world);
  await give(world, letter);
  await addSignatures(world, letter, [aSignature(world, letter, { state: 'held', reason: 'trap' })]);
  world.pass({ days: 13, hours: 23 });
  await forgetOldSignatures(world);
  expect(await status(world, letter)).toEqual({ pending: 1, held: 1 });
  world.pass({ hours: 2 });
  await forgetOldSignatures(world);
  expect(await status(world, letter)).toEqual({ expired: 2 });
  const row = await firstOf(world, letter);
  expect(row).toMatchObject({ state: 'expired', addressKey: null, nameKey: null, homeState: row.homeState });
  expect(JSON.stringify(await rowsOf(world, letter))).not.toMatch(/Ana|Rivera|mail\.example|River Road|192\.0\.2/);
  await give(world, letter);
  expect(await status(world, letter)).toEqual({ expired: 2, pending: 1 });
  expect(await wrong(world, letter)).toEqual([]);
});

test('many at once are forgotten in pieces, and every number adds up as before', async () => {
  const world = await aWorld();
  const { letter } = await open(world);
  const states: SignatureState[] = ['pending', 'held', 'confirmed', 'withdrawn', 'removed', 'waiting'];
  await someSignatures(world, letter, 1500, (n) => ({ state: states[n % states.length] as SignatureState }));
  const before = await read(world.db, letter.id);
  world.pass({ days: 40 });
  await forgetOldSignatures(world);
  const numbers = await status(world, letter);
  expect(numbers).toEqual({ expired: 500, confirmed: 250, withdrawn: 250, removed: 250, waiting: 250 });
  const confirmedBy = (cells: typeof before) =>
    cells.get('signatures')?.filter(({ dimension }) => dimension.includes('@'));
  expect(confirmedBy(await read(world.db, letter.id))).toEqual(confirmedBy(before));
  expect(await wrong(world, letter)).toEqual([]);
  const rows = await rowsOf(world, letter);
  expect(rows.filter(({ network }) => network !== null)).toEqual([]);
  expect(rows.filter(({ state, name }) => name !== null && state !== 'confirmed' && state !== 'waiting')).toEqual([]);
  expect(rows.filter(({ state, name }) => state === 'confirmed' && name === null)).toEqual([]);
});

test('a network is forgotten after 30 days in every state, and of a signature that changed its state meanwhile', async () => {
  const world = await aWorld({ env: { KEEP_UNCONFIRMED_DAYS: '90' } });
  const { letter } = await open(world);
  const states: SignatureState[] = ['pending', 'held', 'waiting', 'confirmed', 'withdrawn', 'disowned', 'removed'];
  const rows = await someSignatures(world, letter, states.length, (n) => ({ state: states[n] as SignatureState }));
  const known = async () => (await rowsOf(world, letter)).filter(({ network }) => network !== null).length;
  world.pass({ days: 29 });
  await forgetOldSignatures(world);
  expect(await known()).toBe(states.length);
  world.pass({ days: 1, minutes: 10 });
  await forgetOldSignatures(world);
  expect(await known()).toBe(0);
  // As if one had gone to another state while the walk went by, so that it passed it by.
  const [first] = rows;
  await world.db.transaction((tx) =>
    tx
      .update(signatures)
      .set({ network: '192.0.2.9' })
      .where(eq(signatures.id, first?.id ?? '')),
  );
  world.pass({ hours: 1 });
  await forgetOldSignatures(world);
  expect(await known()).toBe(0);
});

test('a withdrawn signature is forgotten whole, a disowned or removed one but for its keys; an old one not before its time', async () => {
  const world = await aWorld();
  const { letter } = await open(world);
  const old = new Date(world.now().getTime() - 100 * 86_400_000);
  const states: SignatureState[] = ['withdrawn', 'disowned', 'removed'];
  await someSignatures(world, letter, 3, (n) => ({
    state: states[n] as SignatureState,
    ...{ createdAt: old, changedAt: world.now(), nameKey: `n${n}`, addressKey: `a${n}` },
  }));
  await forgetOldSignatures(world);
  world.pass({ days: 13 });
  await forgetOldSignatures(world);
  expect((await rowsOf(world, letter)).map(({ name }) => name === null)).toEqual([false, false, false]);
  world.pass({ days: 2 });
  await forgetOldSignatures(world);
  const rows = await rowsOf(world, letter);
  expect(rows.map(({ name, email, addressKey }) => [name, email, addressKey])).toEqual([
    [null, null, null],
    [null, null, 'a1'],
    [null, null, 'a2'],
  ]);
  expect(await wrong(world, letter)).toEqual([]);
});

test('whoever disowned a signature is not written to again for that letter, however long it lasts', async () => {
  const world = await aWorld();
  const { letter } = await open(world);
  await give(world, letter);
  await disown(world, tokenOf(world, (await firstOf(world, letter)).id));
  world.pass({ days: 60 });
  await forgetOldSignatures(world);
  await give(world, letter);
  expect(await status(world, letter)).toEqual({ disowned: 1 });
});

test('90 days after closing, addresses go and the roll stays; a consent keeps them until it is taken back', async () => {
  const world = await aWorld();
  const { letter } = await open(world);
  await give(world, letter);
  await give(world, letter, { name: 'Ben Okafor', email: 'ben@mail.example', updates: true });
  for (const { id } of await rowsOf(world, letter)) await confirm(world, tokenOf(world, id));
  await moveLetter(world, commandLine, letter.slug, 'closed', { reason: 'It is time.' });
  world.pass({ days: 89 });
  await forgetOldSignatures(world);
  expect((await rowsOf(world, letter)).every(({ email }) => email !== null)).toBe(true);
  world.pass({ days: 2 });
  await forgetOldSignatures(world);
  const [first, second] = await rowsOf(world, letter);
  expect(first).toMatchObject({ name: 'Ana Rivera', shownAs: 'Ana Rivera', state: 'confirmed', homeState: 'OH' });
  expect(first).toMatchObject({ email: null, address: null, zip: null, network: null });
  expect(second).toMatchObject({ email: 'ben@mail.example', zip: '44691', network: null });
  // The link of a mail still opens it, so that the rest can be erased too.
  expect((await requireSigned(world, world.db, tokenOf(world, first?.id ?? ''))).signature.name).toBe('Ana Rivera');
  await changeConsents(world, tokenOf(world, second?.id ?? ''), { updates: false, share: false });
  expect((await rowsOf(world, letter))[1]).toMatchObject({ name: 'Ben Okafor', email: null, zip: null });
  expect(await status(world, letter)).toEqual({ confirmed: 2 });
  expect(await wrong(world, letter)).toEqual([]);
});

test('a letter that was opened again and closed anew keeps its addresses for 90 days more', async () => {
  const world = await aWorld();
  const { letter } = await open(world);
  await someSignatures(world, letter, 1);
  const close = () => moveLetter(world, commandLine, letter.slug, 'closed', { reason: 'It is time.' });
  await close();
  world.pass({ days: 80 });
  await moveLetter(world, commandLine, letter.slug, 'circulating', { reason: 'More time.' });
  world.pass({ days: 40 });
  await forgetOldSignatures(world);
  await close();
  world.pass({ days: 89 });
  await forgetOldSignatures(world);
  expect((await firstOf(world, letter)).email).not.toBeNull();
  world.pass({ days: 2 });
  await forgetOldSignatures(world);
  expect((await firstOf(world, letter)).email).toBeNull();
});

test('stopped half-way, forgetting goes on where it was', async () => {
  const world = await aWorld();
  const { letter } = await open(world);
  await someSignatures(world, letter, 450, { state: 'pending' });
  world.pass({ days: 15 });
  const stopping = new AbortController();
  const { transaction } = world.db;
  world.db.transaction = (work) => {
    stopping.abort();
    return transaction.call(world.db, work) as ReturnType<typeof work>;
  };
  await forgetOldSignatures(world, stopping.signal);
  world.db.transaction = transaction;
  expect(await status(world, letter)).toEqual({ pending: 350, expired: 100 });
  await forgetOldSignatures(world);
  expect(await status(world, letter)).toEqual({ expired: 450 });
  expect(await wrong(world, letter)).toEqual([]);
});

test('one reminder after three days to whoever has not confirmed, then none', async () => {
  const world = await aWorld();
  const { letter } = await open(world);
  await give(world, letter);
  await give(world, letter, { name: 'Ben Okafor', email: 'ben@mail.example' });
  await give(world, letter, { name: 'Cy Lan', email: 'cy@mail.example' });
  const [, second, third] = await rowsOf(world, letter);
  await confirm(world, tokenOf(world, second?.id ?? ''));
  await withdraw(world, tokenOf(world, third?.id ?? ''));
  await sendAll(world);
  const subjects = () => world.mailbox.splice(0).map(({ to, subject }) => `${to.address}: ${subject}`);
  subjects();
  world.pass({ days: 2, hours: 23 });
  expect(await remind(world)).toBe(false);
  await sendAll(world);
  expect(subjects()).toEqual([]);
  for (let hours = 0; hours < 300; hours += 25) {
    world.pass({ hours: 25 });
    await remind(world);
    await sendAll(world);
  }
  expect(subjects()).toEqual(['ana@mail.example: Still to confirm: your name under "A letter on clean rivers"']);
  expect((await firstOf(world, letter)).mails).toBe(2);
});

test('no reminder where it would come too late, is not wanted, or cannot be sent', async () => {
  const world = await aWorld();
  const soon = new Date(world.now().getTime() + 86_400_000);
  const { letter: over } = await open(world, { deadline: soon });
  await give(world, over);
  const { letter } = await open(world);
  await give(world, letter);
  await sendAll(world);
  world.mailbox.length = 0;
  world.pass({ days: 13 });
  await remind(world);
  await sendAll(world);
  expect(world.mailbox).toEqual([]);
  await give(world, letter, { name: 'Ben Okafor', email: 'ben@mail.example' });
  world.pass({ days: 4 });
  world.mailer.ready = false;
  await remind(world);
  expect((await world.db.select().from(outbox)).filter(({ kind }) => kind === 'remind-signature')).toEqual([]);
  world.mailer.ready = true;
  await remind(world);
  await sendAll(world);
  expect(world.mailbox.map(({ to }) => to.address)).toContain('ben@mail.example');
});

test('reminders leave room in the outbox for whoever signs now', async () => {
  const world = await aWorld();
  const { letter } = await open(world);
  await someSignatures(world, letter, 300, { state: 'pending' });
  world.pass({ days: 4 });
  const waiting = async () => (await world.db.select().from(outbox)).filter(({ state }) => state === 'waiting').length;
  expect(await remind(world)).toBe(true);
  expect(await waiting()).toBeLessThanOrEqual(200);
  expect(await remind(world)).toBe(true);
  expect(await waiting()).toBeLessThanOrEqual(200);
  await sendAll(world);
  expect(await remind(world)).toBe(false);
  await sendAll(world);
  expect(new Set(world.mailbox.map(({ to }) => to.address)).size).toBe(300);
  expect(world.mailbox).toHaveLength(300);
});

test('that a mail was sent is forgotten too, once it is long ago', async () => {
  const world = await aWorld();
  const { letter } = await open(world);
  await give(world, letter);
  await sendAll(world);
  world.pass({ days: 89 });
  await forgetOldMails(world);
  expect(await world.db.select().from(outbox)).toHaveLength(1);
  world.pass({ days: 2 });
  await forgetOldMails(world);
  expect(await world.db.select().from(outbox)).toEqual([]);
});
