import { eq } from 'drizzle-orm';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { addressKeyOf } from '../../server/basics/addresses.ts';
import { commandLine } from '../../server/basics/viewer.ts';
import { type signatures, updateRecipients, updates } from '../../server/db/tables.ts';
import { roomForMore } from '../../server/mail/mail.ts';
import { suppress } from '../../server/mail/suppressing.ts';
import {
  changeConsents,
  erase,
  findSubscribers,
  listSubscribers,
  stopUpdates,
  tokenOf,
  withdraw,
} from '../../server/signatures/signatures.ts';
import {
  cancelUpdate,
  countRecipients,
  editUpdate,
  findNumbers,
  forgetRecipients,
  pauseUpdate,
  recountUpdates,
  resumeUpdate,
  scheduleUpdate,
  sendUpdate,
  type Update,
  unscheduleUpdate,
  updateMailed,
  workOnUpdates,
  writeUpdate,
} from '../../server/updates/updates.ts';
import { sendAll } from '../../server/worker.ts';
import { aCampaign, aLetter, type LetterRow } from '../support/invented/letters.ts';
import { addSignatures, aSignature } from '../support/invented/signatures.ts';
import { aPostOffice, withPost } from '../support/smtp.ts';
import { aWorld, type TestWorld } from '../support/world.ts';

const text = { subject: 'The Secretary answered', text: 'Dear {{first_name|friend}},\n\nThe Secretary **answered**.' };

/** Signers who asked for news, each with an address of their own unless `different` says so. */
async function subscribers(
  world: TestWorld,
  letter: LetterRow,
  n: number,
  different: (i: number) => Partial<typeof signatures.$inferSelect> = () => ({}),
) {
  const rows = Array.from({ length: n }, (_, i) => {
    const at = new Date(world.now().getTime() - (n - i) * 1000);
    const given = { updates: true, createdAt: at, email: `reader.${letter.id}.${i}@mail.example`, ...different(i) };
    return aSignature(world, letter, { ...given, addressKey: addressKeyOf(world, given.email ?? '') });
  });
  await addSignatures(world, letter, rows);
  return rows;
}

async function aReadyUpdate(world: TestWorld, n: number, different?: Parameters<typeof subscribers>[3]) {
  const { letter, campaign } = await aLetter(world, { openToPublic: true });
  const signers = await subscribers(world, letter, n, different);
  const update = await writeUpdate(world, commandLine, letter.slug, { ...text, states: [] });
  const which = { slug: letter.slug, id: update.id };
  await countRecipients(world, commandLine, which);
  await workOnUpdates(world);
  return { letter, campaign, signers, update, which };
}

const now = async (world: TestWorld, { id }: { id: string }): Promise<Update> => {
  const [row] = await world.db.select().from(updates).where(eq(updates.id, id));
  return row as Update;
};

const send = async (world: TestWorld, which: { slug: string; id: string }) =>
  sendUpdate(world, commandLine, which, (await now(world, which)).changedAt);

const numbers = async (world: TestWorld, which: { id: string }) => findNumbers(world.db, await now(world, which));

/** Works until everything has gone out. */
const workOff = async (world: TestWorld) => {
  for (let n = 0; n < 200; n += 1) {
    const more = await workOnUpdates(world);
    if ((await sendAll(world)) === 0 && !more) break;
  }
  await workOnUpdates(world);
};

const wrong = (world: TestWorld, { id }: LetterRow) => world.db.transaction((tx) => recountUpdates(tx, id));
const received = (world: TestWorld) => world.mailbox.map(({ to }) => to.address);

test('only confirmed signers who asked for news are found, in the order in which they confirmed', async () => {
  const world = await aWorld();
  const { letter } = await aLetter(world, { openToPublic: true });
  const rows = await subscribers(world, letter, 7, (i) => ({
    ...(i === 1 && { updates: false }),
    ...(i === 3 && { state: 'pending' as const }),
    ...(i === 5 && { email: null }),
  }));
  const first = await listSubscribers(world.db, letter.id, null, 2);
  expect(first.map(({ id }) => id)).toEqual([rows[0]?.id, rows[2]?.id]);
  const last = first.at(-1);
  const rest = await listSubscribers(
    world.db,
    letter.id,
    { confirmedAt: last?.confirmedAt ?? new Date(0), id: last?.id ?? '' },
    10,
  );
  expect(rest.map(({ id }) => id)).toEqual([rows[4]?.id, rows[6]?.id]);

  const key = rows[0]?.addressKey ?? '';
  expect(await world.db.transaction((tx) => stopUpdates(tx, world, [letter.id], key))).toBe(1);
  expect(await world.db.transaction((tx) => stopUpdates(tx, world, [letter.id], key))).toBe(0);
  expect(
    await findSubscribers(
      world.db,
      letter.id,
      rows.map(({ addressKey }) => addressKey ?? ''),
    ),
  ).toHaveLength(3);
});

test('an update reaches each address once, however many names signed with it, and nobody who did not ask', async () => {
  const world = await aWorld();
  const { letter, which } = await aReadyUpdate(world, 9, (i) => ({
    ...(i < 3 && { email: 'family@mail.example', name: ['Ana Rivera', 'Ben Rivera', 'Zoë Rivera'][i] ?? '' }),
    ...(i === 8 && { updates: false }),
  }));
  expect(await numbers(world, which)).toMatchObject({ addressed: 6, listed: 6, all: 6 });
  expect(world.mailbox).toEqual([]);
  await send(world, which);
  await workOff(world);
  expect(received(world)).toHaveLength(6);
  expect(new Set(received(world)).size).toBe(6);
  const [family] = world.mailbox.filter(({ to }) => to.address === 'family@mail.example');
  expect(family?.text).toContain('Dear Ana,');
  expect(family?.text).toContain('1 Example Plaza, Santa Fe, NM 87501');
  expect(family?.headers?.['List-Unsubscribe']).toMatch(/^<http[^<>]+\/unsubscribe\/[\w-]+>$/);
  expect(await now(world, which)).toMatchObject({ state: 'done' });
  expect(await numbers(world, which)).toMatchObject({ sent: 6, listed: 0, queued: 0 });
  expect(await wrong(world, letter)).toEqual([]);
});

test('who lives elsewhere gets none, and a change of readers counts anew', async () => {
  const world = await aWorld();
  const { letter, which } = await aReadyUpdate(world, 10, (i) => ({ homeState: i < 4 ? 'OH' : 'NM' }));
  expect((await now(world, which)).byState).toEqual({ OH: 4, NM: 6 });
  await editUpdate(world, commandLine, which, { ...text, states: ['OH'] });
  await workOnUpdates(world);
  expect(await numbers(world, which)).toMatchObject({ addressed: 4, all: 4 });
  expect((await now(world, which)).byState).toEqual({ OH: 4 });
  await send(world, which);
  await workOff(world);
  expect(received(world)).toHaveLength(4);
  expect(await wrong(world, letter)).toEqual([]);
});

test('the suppressed get none: at listing, at queueing and at sending', async () => {
  const world = await aWorld();
  const { letter, campaign, signers, which } = await aReadyUpdate(world, 5);
  const leave = (i: number, campaignId: string | null) =>
    world.db.transaction((tx) =>
      suppress(tx, world, { addressKey: signers[i]?.addressKey ?? '', campaignId, why: 'unsubscribed' }),
    );
  await leave(0, campaign.id);
  await countRecipients(world, commandLine, which);
  await workOnUpdates(world);
  expect(await numbers(world, which)).toMatchObject({ addressed: 4, suppressed: 1 });
  await leave(1, null);
  await send(world, which);
  await workOnUpdates(world);
  expect(await numbers(world, which)).toMatchObject({ queued: 3, suppressed: 2 });
  await leave(2, campaign.id);
  await workOff(world);
  expect(received(world).sort()).toEqual([signers[3]?.email, signers[4]?.email].sort());
  expect(await numbers(world, which)).toMatchObject({ sent: 2, suppressed: 3, addressed: 2 });
  expect(await wrong(world, letter)).toEqual([]);
});

test('who withdraws or wants no more news after being listed is left out; who signs up before it goes out is not', async () => {
  const world = await aWorld();
  const { letter, signers, which } = await aReadyUpdate(world, 4);
  const token = (i: number) => tokenOf(world, signers[i]?.id ?? '');
  await withdraw(world, token(0));
  await changeConsents(world, token(1), { updates: false, share: false });
  world.pass({ minutes: 1 });
  await subscribers(world, letter, 1, () => ({ email: 'late@mail.example', createdAt: world.now() }));
  await send(world, which);
  await workOff(world);
  expect(received(world).sort()).toEqual(['late@mail.example', signers[2]?.email, signers[3]?.email].sort());
  expect(await numbers(world, which)).toMatchObject({ sent: 3, skipped: 2 });
  expect(await wrong(world, letter)).toEqual([]);
});

test('who leaves while the mail waits gets none; another name of the same address that still wants it does', async () => {
  const world = await aWorld();
  const { letter, signers, which } = await aReadyUpdate(world, 5, (i) => ({
    ...(i < 2 && { email: 'family@mail.example', nameKey: `family-${i}` }),
  }));
  await send(world, which);
  await workOnUpdates(world);
  expect(await numbers(world, which)).toMatchObject({ queued: 4 });
  const token = (i: number) => tokenOf(world, signers[i]?.id ?? '');
  await withdraw(world, token(0));
  await erase(world, token(2));
  await changeConsents(world, token(3), { updates: false, share: false });
  await workOff(world);
  expect(received(world).sort()).toEqual(['family@mail.example', signers[4]?.email].sort());
  expect(await numbers(world, which)).toMatchObject({ sent: 2, skipped: 2, queued: 0, listed: 0 });
  expect(await now(world, which)).toMatchObject({ state: 'done' });
  expect(await wrong(world, letter)).toEqual([]);
});

test('long after it ended the hashes of its readers are forgotten, and the numbers stay', async () => {
  const world = await aWorld();
  const { letter, which } = await aReadyUpdate(world, 120);
  await send(world, which);
  await workOff(world);
  world.pass({ days: world.settings.keepAddressDays + 1 });
  await forgetRecipients(world);
  await forgetRecipients(world);
  const rows = await world.db.select().from(updateRecipients);
  expect(rows.every(({ addressKey, signatureId }) => addressKey === `gone:${signatureId}`)).toBe(true);
  expect(await numbers(world, which)).toMatchObject({ sent: 120 });
  expect(await wrong(world, letter)).toEqual([]);
});

test('it goes out at its time and not before, as it was written then; until then it can be taken back', async () => {
  const world = await aWorld();
  const { which } = await aReadyUpdate(world, 2);
  const at = new Date(world.now().getTime() + 3_600_000);
  await scheduleUpdate(world, commandLine, which, at);
  await expect(editUpdate(world, commandLine, which, { ...text, states: [] })).rejects.toMatchObject({
    reason: 'update-fixed',
  });
  await unscheduleUpdate(world, commandLine, which);
  await editUpdate(world, commandLine, which, { ...text, subject: 'The Secretary said yes', states: [] });
  await scheduleUpdate(world, commandLine, which, at);
  world.pass({ minutes: 59 });
  await workOff(world);
  expect(world.mailbox).toEqual([]);
  world.pass({ minutes: 1 });
  await workOff(world);
  expect(world.mailbox.map(({ subject }) => subject)).toEqual(['The Secretary said yes', 'The Secretary said yes']);
  await expect(scheduleUpdate(world, commandLine, which, at)).rejects.toMatchObject({ reason: 'too-early' });
});

test('a pause takes back what waits, a resume goes on, and nobody gets it twice', async () => {
  const world = await aWorld();
  const { letter, which } = await aReadyUpdate(world, 120);
  await send(world, which);
  await workOnUpdates(world);
  expect(await numbers(world, which)).toMatchObject({ queued: 120 });
  for (let n = 0; n < 3; n += 1) {
    await pauseUpdate(world, commandLine, which);
    expect(await numbers(world, which)).toMatchObject({ queued: 0, listed: 120 });
    await workOff(world);
    expect(world.mailbox).toEqual([]);
    await resumeUpdate(world, commandLine, which);
    await workOnUpdates(world);
  }
  await workOff(world);
  expect(new Set(received(world)).size).toBe(120);
  expect(received(world)).toHaveLength(120);
  expect(await wrong(world, letter)).toEqual([]);
  await expect(pauseUpdate(world, commandLine, which)).rejects.toMatchObject({ reason: 'not-sending' });
});

test('cancelled, it goes no further', async () => {
  const world = await aWorld();
  const { letter, which } = await aReadyUpdate(world, 30);
  await send(world, which);
  await workOnUpdates(world);
  await cancelUpdate(world, commandLine, which);
  await workOff(world);
  expect(world.mailbox).toEqual([]);
  expect(await now(world, which)).toMatchObject({ state: 'cancelled', endedAt: world.now() });
  await expect(resumeUpdate(world, commandLine, which)).rejects.toMatchObject({ reason: 'not-paused' });
  expect(await wrong(world, letter)).toEqual([]);
});

test('when too many come back it pauses itself, says why, and goes on only when somebody says so', async () => {
  const world = await aWorld();
  const { letter, which } = await aReadyUpdate(world, 600);
  await send(world, which);
  await workOnUpdates(world);
  await sendAll(world);
  const gone = received(world).slice(0, 30);
  const reasons = gone.map((address) => `update:${which.id}:${addressKeyOf(world, address)}:0`);
  await world.db.transaction((tx) =>
    updateMailed(world)(
      tx,
      reasons.map((reason) => ({ reason, outcome: 'bounced' as const, problem: 'it came back' })),
    ),
  );
  await workOnUpdates(world);
  const paused = await now(world, which);
  expect(paused.state).toBe('paused');
  expect(paused.pausedFor).toMatch(/^It paused by itself: 30 of 5\d\d mails/);
  await resumeUpdate(world, commandLine, which);
  await workOff(world);
  expect(await now(world, which)).toMatchObject({ state: 'done' });
  expect(await numbers(world, which)).toMatchObject({ sent: 570, returned: 30 });
  expect(await wrong(world, letter)).toEqual([]);
});

test('a domain that rests keeps an update from nobody else, and a pause takes all back that waits for it', async () => {
  const world = await aWorld();
  const office = await aPostOffice((to) => (to.endsWith('@busy.example') ? '451 4.7.1 come back later' : null));
  const { which, signers } = await aReadyUpdate(withPost(world, office), 1100, (i) => ({
    email: `reader${i}@${i % 20 === 0 ? 'near' : 'busy'}.example`,
  }));
  await send(world, which);
  for (let n = 0; n < 10; n += 1) {
    await workOnUpdates(world);
    await sendAll(world);
  }
  expect(office.taken).toHaveLength(signers.length / 20);
  expect(await numbers(world, which)).toMatchObject({ sent: 55, queued: 1045, listed: 0 });
  await pauseUpdate(world, commandLine, which);
  expect(await numbers(world, which)).toMatchObject({ sent: 55, queued: 0, listed: 1045 });
  expect(await roomForMore(world, 500)).toBe(500);
});

test('two workers at once send to nobody twice', async () => {
  const world = await aWorld();
  const { letter, which } = await aReadyUpdate(world, 450);
  await countRecipients(world, commandLine, which);
  await Promise.all([workOnUpdates(world), workOnUpdates(world), workOnUpdates(world)]);
  expect(await numbers(world, which)).toMatchObject({ addressed: 450, all: 450 });
  await send(world, which);
  for (let n = 0; n < 10; n += 1)
    await Promise.all([workOnUpdates(world), sendAll(world), workOnUpdates(world), sendAll(world)]);
  await workOff(world);
  expect(received(world)).toHaveLength(450);
  expect(new Set(received(world)).size).toBe(450);
  expect(await wrong(world, letter)).toEqual([]);
});

/** The same world whose database breaks off after so many more transactions, as a killed process does. */
function breaking(world: TestWorld, after: number): TestWorld {
  let left = after;
  const db = new Proxy(world.db, {
    get: (target, name) => {
      if (name !== 'transaction') return Reflect.get(target, name, target);
      return (work: Parameters<typeof target.transaction>[0]) => {
        left -= 1;
        if (left < 0) throw new Error('killed');
        return target.transaction(work);
      };
    },
  });
  return { ...world, db };
}

test('stopped at any moment it goes on where it was, and each gets it once', async () => {
  const stops = fc.array(fc.nat({ max: 12 }), { minLength: 1, maxLength: 6 });
  await fc.assert(
    fc.asyncProperty(stops, async (moments) => {
      const world = await aWorld();
      const { letter, which } = await aReadyUpdate(world, 230);
      await send(world, which);
      for (const after of moments) {
        await workOnUpdates(breaking(world, after)).catch(() => {});
        await sendAll(world);
      }
      await workOff(world);
      expect(received(world)).toHaveLength(230);
      expect(new Set(received(world)).size).toBe(230);
      expect(await now(world, which)).toMatchObject({ state: 'done' });
      expect(await wrong(world, letter)).toEqual([]);
    }),
    { numRuns: 6, seed: 5 },
  );
});

test('nothing goes out that was not counted, for the example, or after somebody else has changed it', async () => {
  const world = await aWorld();
  const { letter } = await aLetter(world, { openToPublic: true });
  await subscribers(world, letter, 2);
  const update = await writeUpdate(world, commandLine, letter.slug, { ...text, states: [] });
  const which = { slug: letter.slug, id: update.id };
  await expect(send(world, which)).rejects.toMatchObject({ reason: 'not-counted' });
  await countRecipients(world, commandLine, which);
  await workOnUpdates(world);
  world.pass({ minutes: 1 });
  await editUpdate(world, commandLine, which, { ...text, subject: 'Something else', states: [] });
  await expect(sendUpdate(world, commandLine, which, update.changedAt)).rejects.toMatchObject({
    reason: 'update-changed',
  });

  const example = await aCampaign(world, { example: true });
  const { letter: shown } = await aLetter(world, { openToPublic: true, campaignId: example.id });
  await subscribers(world, shown, 2);
  const other = await writeUpdate(world, commandLine, shown.slug, { ...text, states: [] });
  await countRecipients(world, commandLine, { slug: shown.slug, id: other.id });
  await workOnUpdates(world);
  await expect(send(world, { slug: shown.slug, id: other.id })).rejects.toMatchObject({
    reason: 'example-sends-nothing',
  });
  expect(await world.db.select().from(updateRecipients)).toHaveLength(4);
});
