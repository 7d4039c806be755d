import { eq } from 'drizzle-orm';
import { describe, expect, test } from 'vitest';
import { cosigners, messages, tallies, zipDistricts } from '../../server/db/tables.ts';
import type { LegislatorRow } from '../../server/legislators/legislators.ts';
import type { Letter } from '../../server/letters/letters.ts';
import { NotTaken } from '../../server/mail/refusals.ts';
import { sendDue } from '../../server/mail/sending.ts';
import { type SendForm, sendForm } from '../../server/messages/forms.ts';
import {
  confirm,
  findCounts,
  forget,
  forgetOld,
  KEEP_DAYS,
  listMessagesInBatches,
  noteWay,
  nowhere,
  recountMessages,
  requireWriting,
  send,
  writeBoard,
} from '../../server/messages/messages.ts';
import { askFor } from '../../server/variants/variants.ts';
import { listenersOf } from '../../server/worker.ts';
import { aLegislature } from '../support/invented/legislature.ts';
import { aLetter } from '../support/invented/letters.ts';
import { aWorld, type TestWorld } from '../support/world.ts';

describe('the board', () => {
  test('has senators and representative with what the public may know of each', async () => {
    const world = await aWorld();
    const { letter, people } = await aRiverLetter(world);
    await signed(world, letter.id, people.okafor);
    const board = await writeBoard(world, letter, { ...nowhere, zip: '44691' });
    expect(board.own.map(({ legislator, standing, ask }) => [legislator.key, standing, ask])).toEqual([
      [people.okafor.key, 'signed', 'thanks'],
    ]);
    expect(board.choices).toEqual([]);
  });

  test('says nothing of positions where the letter does not name its signers', async () => {
    const world = await aWorld();
    const { letter, people } = await aRiverLetter(world, { showCosigners: 'count' });
    await signed(world, letter.id, people.okafor);
    const board = await writeBoard(world, letter, { ...nowhere, zip: '44691' });
    expect(board.own.map(({ standing, ask }) => [standing, ask])).toEqual([['hidden', 'request']]);
  });

  test('says that a seat is vacant, and shows the senators all the same', async () => {
    const world = await aWorld();
    const { letter, people } = await aRiverLetter(world);
    await world.db.transaction(
      async (tx) => void (await tx.insert(zipDistricts).values({ zip: '78201', state: 'TX', district: 23 })),
    );
    const board = await writeBoard(world, letter, { ...nowhere, zip: '78201' });
    expect(board.own.map(({ legislator }) => legislator.key)).toEqual([people.martinez.key]);
    expect(board.vacancies).toMatchObject([{ body: 'us-house', state: 'TX', district: '23' }]);
  });

  test('asks which district, names who serves in each, and shows the senators meanwhile', async () => {
    const world = await aWorld();
    const { letter, people } = await aRiverLetter(world);
    await world.db.transaction(
      async (tx) =>
        void (await tx.insert(zipDistricts).values([
          { zip: '78250', state: 'TX', district: 20 },
          { zip: '78250', state: 'TX', district: 23 },
          { zip: '67501', state: 'KS', district: 1 },
          { zip: '67501', state: 'KS', district: 4 },
        ])),
    );
    const look = (zip: string) => writeBoard(world, letter, { ...nowhere, zip });
    const texas = await look('78250');
    expect(texas.own.map(({ legislator }) => legislator.key)).toEqual([people.martinez.key]);
    expect(texas.vacancies).toEqual([]);
    // The invented roster has no seat for the 20th, and nobody left in the 23rd.
    expect(texas.choices.map(({ place, member, vacant }) => [place.district, member, vacant])).toEqual([
      [20, null, false],
      [23, null, true],
    ]);
    const kansas = await look('67501');
    expect(kansas.choices.map(({ member }) => member?.key)).toEqual([people.smithOrson.key, people.smithOsgood.key]);
  });

  test('asks no district for a letter that only senators can sign, and has no senators for one that they cannot', async () => {
    const world = await aWorld();
    const { letter } = await aRiverLetter(world, { openToBodies: ['us-senate'] });
    const senate = await writeBoard(world, letter, { ...nowhere, zip: '43299' });
    expect(senate.choices).toEqual([]);
    const { letter: house } = await aLetter(world, { openToBodies: ['us-house'] });
    const board = await writeBoard(world, house, { ...nowhere, state: 'TX', district: '23' });
    expect(board.own).toEqual([]);
    expect(board.vacancies).toHaveLength(1);
  });
});

test('a closed letter has nothing to ask for, but thanks are always in place', async () => {
  const world = await aWorld();
  const { letter } = await aRiverLetter(world);
  const now = world.now();
  expect(askFor(letter, 'not signed', now)).toBe('request');
  expect(askFor(letter, 'withdrew', now)).toBe('request');
  const late = new Date(now.getTime() + 15 * 86_400_000);
  expect(askFor(letter, 'not signed', late)).toBeNull();
  for (const state of ['closed', 'sent'] as const) {
    expect(askFor({ ...letter, state }, 'not signed', now)).toBeNull();
    expect(askFor({ ...letter, state }, 'signed', now)).toBe('thanks');
  }
  for (const state of ['withdrawn', 'draft'] as const) expect(askFor({ ...letter, state }, 'signed', now)).toBeNull();
});

describe('what was done is recorded as what it was', () => {
  test('an opened form is opened, a call is reported; each visitor counts once a day', async () => {
    const world = await aWorld();
    const { letter, people } = await aRiverLetter(world);
    const writing = await requireWriting(world, null, letter.slug, people.okafor.key);
    expect(await noteWay(world, writing, 'form', '192.0.2.1')).toBe(true);
    expect(await noteWay(world, writing, 'form', '192.0.2.1')).toBe(false);
    expect(await noteWay(world, writing, 'phone', '192.0.2.1')).toBe(true);
    expect(await noteWay(world, writing, 'form', '192.0.2.2')).toBe(true);
    expect((await findCounts(world.db, letter.id)).byState).toEqual({ opened: 2, reported: 1 });
    const rows = await world.db.select().from(messages);
    expect(rows.every((row) => row.personKey === null && row.name === null && row.zip === null)).toBe(true);
  });

  test('a visitor cannot drive a count up', async () => {
    const world = await aWorld();
    const { letter, people } = await aRiverLetter(world);
    const writing = await requireWriting(world, null, letter.slug, people.okafor.key);
    for (let day = 0; day < 3; day += 1) {
      for (let n = 0; n < 40; n += 1) await noteWay(world, writing, 'form', '192.0.2.1');
      world.pass({ days: 1, minutes: 1 });
    }
    expect((await findCounts(world.db, letter.id)).byState).toEqual({ opened: 3 });
  });

  test('a mail is queued once confirmed, sent once sent, and failed when it was refused', async () => {
    const world = await aWorld();
    const { letter, people } = await aRiverLetter(world, { openToBodies: ['example-city-council'] });
    await write(world, letter, people.park);
    await write(world, letter, people.abara);
    expect((await findCounts(world.db, letter.id)).byState).toEqual({});
    await sendDue(world, listenersOf(world));
    for (const mail of world.mailbox) await confirm(world, tokenIn(mail.text));
    expect((await findCounts(world.db, letter.id)).byState).toEqual({ queued: 2 });
    world.mailer.send = async (mail) => {
      if (mail.to.address.startsWith('abara')) throw new NotTaken({ command: 'RCPT TO', responseCode: 550 }, false);
    };
    await sendDue(world, listenersOf(world));
    const counts = await findCounts(world.db, letter.id);
    expect(counts.byState).toEqual({ sent: 1, failed: 1 });
    expect(new Set(counts.byLegislator)).toEqual(
      new Set([
        { state: 'failed', legislator: people.abara.key, count: 1 },
        { state: 'sent', legislator: people.park.key, count: 1 },
      ]),
    );
  });

  test('counting again agrees, and repairs what does not', async () => {
    const world = await aWorld();
    const { letter, people } = await aRiverLetter(world, { openToBodies: ['example-city-council'] });
    await write(world, letter, people.park);
    await sendDue(world);
    await confirm(world, tokenIn(world.mailbox[0]?.text));
    const writing = await requireWriting(world, null, letter.slug, people.abara.key);
    await noteWay(world, writing, 'form', '192.0.2.1');
    expect(await world.db.transaction((tx) => recountMessages(tx, letter.id))).toEqual([]);
    await world.db.transaction(
      async (tx) => void (await tx.update(tallies).set({ count: 7 }).where(eq(tallies.dimension, 'queued'))),
    );
    expect(await world.db.transaction((tx) => recountMessages(tx, letter.id))).toEqual([
      { dimension: 'queued', key: '', was: 7, is: 1 },
    ]);
  });
});

describe('a message that waits for its confirmation', () => {
  test('can be written anew by a later request; the older link then leads nowhere', async () => {
    const world = await aWorld();
    const { letter, people } = await aRiverLetter(world, { openToBodies: ['example-city-council'] });
    await write(world, letter, people.park, { own: 'First words.' });
    await sendDue(world);
    world.pass({ minutes: 5 });
    await write(world, letter, people.park, { own: 'Pressed too often.' });
    world.pass({ minutes: 10 });
    await write(world, letter, people.park, { own: 'Better words.' });
    await sendDue(world);
    expect(world.mailbox).toHaveLength(2);
    await expect(confirm(world, tokenIn(world.mailbox[0]?.text))).rejects.toThrow('does not exist');
    expect(await confirm(world, tokenIn(world.mailbox[1]?.text))).toBe('queued');
    await sendDue(world);
    expect(world.mailbox[2]?.text).toContain('Better words.');
  });

  test('is asked about three times at most', async () => {
    const world = await aWorld();
    const { letter, people } = await aRiverLetter(world, { openToBodies: ['example-city-council'] });
    for (let n = 0; n < 6; n += 1) {
      await write(world, letter, people.park);
      world.pass({ hours: 1 });
    }
    await sendDue(world);
    expect(world.mailbox).toHaveLength(3);
  });

  test('is confirmed once by two at once', async () => {
    const world = await aWorld();
    const { letter, people } = await aRiverLetter(world, { openToBodies: ['example-city-council'] });
    await write(world, letter, people.park);
    await sendDue(world);
    const token = tokenIn(world.mailbox[0]?.text);
    expect(await Promise.all([confirm(world, token), confirm(world, token)])).toEqual(['queued', 'queued']);
    await sendDue(world, listenersOf(world));
    expect(world.mailbox).toHaveLength(2);
    expect((await findCounts(world.db, letter.id)).byState).toEqual({ sent: 1 });
    expect(await confirm(world, token)).toBe('sent');
  });

  test('of two people with one name are two, and of one person with two spellings of an address one', async () => {
    const world = await aWorld();
    const { letter, people } = await aRiverLetter(world, { openToBodies: ['example-city-council'] });
    await write(world, letter, people.park);
    await write(world, letter, people.park, { email: 'other@mail.example' });
    expect(await world.db.select().from(messages)).toHaveLength(2);
    expect(sendForm.parse({ ...typed, email: ' Zoe@MAIL.example ' }).email).toBe('zoe@mail.example');
  });

  test('is one when it is sent twice at once', async () => {
    const world = await aWorld();
    const { letter, people } = await aRiverLetter(world, { openToBodies: ['example-city-council'] });
    await Promise.all([write(world, letter, people.park), write(world, letter, people.park)]);
    await sendDue(world);
    expect(world.mailbox).toHaveLength(1);
  });

  test('is not taken from a visitor who sends too many', async () => {
    const world = await aWorld();
    const { letter, people } = await aRiverLetter(world, { openToBodies: ['example-city-council'] });
    const nth = (n: number) => write(world, letter, people.park, { email: `person${n}@mail.example` });
    for (let n = 0; n < 20; n += 1) await nth(n);
    await expect(nth(20)).rejects.toThrow('Too many tries');
    world.pass({ hours: 2 });
    await nth(20);
  });

  test('does not fill a mailbox, and says nothing of it to whoever tries', async () => {
    const world = await aWorld();
    const people = await aLegislature(world);
    const different = { openToBodies: ['example-city-council'] };
    for (let n = 0; n < 9; n += 1) {
      const { letter } = await aLetter(world, different);
      for (const to of [people.park, people.abara, people.smithCouncil])
        await send(world, { slug: letter.slug, key: to.key }, form, `192.0.2.${n}`);
    }
    while ((await sendDue(world)) > 0);
    expect(world.mailbox).toHaveLength(20);
  });

  test('goes to nobody whose office takes forms alone', async () => {
    const world = await aWorld();
    const { letter, people } = await aRiverLetter(world);
    await expect(write(world, letter, people.okafor)).rejects.toThrow('takes no messages from here now');
    const { letter: other } = await aLetter(world, { openToBodies: ['us-house'] });
    await expect(write(world, other, people.park)).rejects.toThrow('This legislator does not exist.');
    await expect(write(world, letter, people.ito)).rejects.toThrow('This legislator does not exist.');
  });
});

describe('what is kept', () => {
  test('is forgotten in time: unconfirmed whole, delivered but for the count', async () => {
    const world = await aWorld();
    const { letter, people } = await aRiverLetter(world, { openToBodies: ['example-city-council'], deadline: null });
    await write(world, letter, people.park);
    await write(world, letter, people.abara);
    await sendDue(world);
    await confirm(world, tokenIn(world.mailbox[0]?.text));
    await sendDue(world, listenersOf(world));
    world.pass({ days: 13 });
    expect(await forgetOld(world)).toEqual({ unconfirmed: 0, delivered: 0 });
    world.pass({ days: 2 });
    expect(await forgetOld(world)).toEqual({ unconfirmed: 1, delivered: 0 });
    world.pass({ days: KEEP_DAYS });
    expect(await forgetOld(world)).toEqual({ unconfirmed: 0, delivered: 1 });
    const rows = await world.db.select().from(messages);
    expect(rows).toHaveLength(1);
    expect(rows[0]).toMatchObject({ name: null, email: null, zip: null, subject: null, text: null, tokenHash: null });
    expect(rows[0]).toMatchObject({ homeState: 'OH', homeDistrict: '7', state: 'sent' });
    expect((await findCounts(world.db, letter.id)).byState).toEqual({ sent: 1 });
    // And still nobody writes twice.
    await write(world, letter, rows[0]?.legislator === people.park.key ? people.park : people.abara);
    expect(await world.db.select().from(messages)).toHaveLength(1);
  });

  test('is forgotten sooner by whoever has the link, and the count stays', async () => {
    const world = await aWorld();
    const { letter, people } = await aRiverLetter(world, { openToBodies: ['example-city-council'] });
    await write(world, letter, people.park);
    await sendDue(world);
    const token = tokenIn(world.mailbox[0]?.text);
    await confirm(world, token);
    await expect(forget(world, token)).rejects.toMatchObject({ reason: 'on-its-way' });
    await sendDue(world, listenersOf(world));
    await forget(world, token);
    expect((await world.db.select().from(messages))[0]).toMatchObject({
      name: null,
      email: null,
      text: null,
      state: 'sent',
    });
    expect((await findCounts(world.db, letter.id)).byState).toEqual({ sent: 1 });
    await expect(forget(world, token)).rejects.toThrow('does not exist');
  });

  test('is listed without addresses and texts, and without what nobody confirmed', async () => {
    const world = await aWorld();
    const { letter, people } = await aRiverLetter(world, { openToBodies: ['example-city-council'] });
    await write(world, letter, people.park);
    await sendDue(world);
    await confirm(world, tokenIn(world.mailbox[0]?.text));
    await write(world, letter, people.abara);
    const listed = [];
    for await (const batch of listMessagesInBatches(world.db, letter.id)) listed.push(...batch);
    expect(listed).toMatchObject([
      {
        firstName: 'Zoë',
        lastName: 'Łukasz',
        state: 'OH',
        zip5: '44691',
        district: '7',
        lookup: 'zip',
        status: 'queued',
      },
    ]);
    expect(JSON.stringify(listed)).not.toMatch(/mail\.example|clean rivers/);
  });
});

// ── what the tests are built of ──

const typed = {
  ...{ zip: '44691', name: 'Zoë Łukasz', email: 'zoe@mail.example' },
  ...{ subject: 'Please sign the letter on clean rivers', text: 'I ask you to sign.' },
};
const form: SendForm = sendForm.parse(typed);

const write = (world: TestWorld, letter: Letter, to: LegislatorRow, different: Partial<SendForm> = {}) =>
  send(world, { slug: letter.slug, key: to.key }, { ...form, ...different }, '192.0.2.7');

const tokenIn = (text: string | undefined): string => /token=(\S+)/.exec(text ?? '')?.[1] ?? '';

async function aRiverLetter(world: TestWorld, different: Partial<Letter> = {}) {
  const people = await aLegislature(world);
  await world.db.transaction(
    async (tx) => void (await tx.insert(zipDistricts).values({ zip: '44691', state: 'OH', district: 7 })),
  );
  return { people, ...(await aLetter(world, different)) };
}

/** As an organizer's entry leaves it. */
async function signed(world: TestWorld, letterId: string, legislator: LegislatorRow): Promise<void> {
  const { body, state, district, class: number, title, party, caucus, key } = legislator;
  const entry = {
    entryId: 'entry-1',
    signedEntryId: 'entry-1',
    version: 1,
    day: '2026-11-20',
    source: 'a test',
    note: '',
  };
  const seat = { body, state, district, class: number, title, party, caucus };
  await world.db.transaction(
    async (tx) =>
      void (await tx
        .insert(cosigners)
        .values({ letterId, legislator: key, position: 'signed', withdrew: false, ...entry, ...seat })),
  );
}
