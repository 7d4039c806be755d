import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { addressKeyOf } from '../../server/basics/addresses.ts';
import { NotFound } from '../../server/basics/errors.ts';
import { messages, outbox, writers } from '../../server/db/tables.ts';
import type { LegislatorRow } from '../../server/legislators/legislators.ts';
import type { EndedMail } from '../../server/mail/sending.ts';
import { suppress } from '../../server/mail/suppressing.ts';
import { askWriters } from '../../server/messages/asking.ts';
import { messageCarried, messageMailed } from '../../server/messages/ended.ts';
import { eraseMessages, listHeldMessages } from '../../server/messages/erasing.ts';
import { findKnown } from '../../server/messages/known.ts';
import {
  addWriter,
  findCounts,
  findReceiptsOf,
  findWriter,
  forgetOld,
  KEEP_DAYS,
  noteWay,
  nowhere,
  recountMessages,
  requireWriting,
  writeConfirmed,
} from '../../server/messages/messages.ts';
import { findWaiting } from '../../server/messages/numbers.ts';
import { answer, forgetTexts, markSent, requireReceipts, withdrawQuote } from '../../server/messages/receipts.ts';
import { aboutLetter, textsMark } from '../../server/variants/variants.ts';
import { aLegislature } from '../support/invented/legislature.ts';
import { aLetter } from '../support/invented/letters.ts';
import { aWorld, type TestWorld } from '../support/world.ts';

describe('a writer', () => {
  test('has one page for each letter, whatever way the address is written', async () => {
    const { world, letter } = await aCouncilLetter();
    const add = (email: string) => world.db.transaction((tx) => addWriter(tx, world, { letterId: letter.id, email }));
    const token = await add('zoe@gmail.com');
    expect(await add('Z.oe+letters@googlemail.com')).toBe(token);
    expect(await add('zora@gmail.com')).not.toBe(token);
    expect((await findWriter(world, world.db, token))?.letterId).toBe(letter.id);
    for (const wrong of ['', token.slice(1), `${token.slice(0, -1)}x`, 'a'.repeat(300)])
      expect(await findWriter(world, world.db, wrong)).toBeNull();
    expect(await world.db.$count(writers)).toBe(2);
  });

  test('sees each message with its legislator and what they could write next, and nobody else’s', async () => {
    const { world, people, letter, write } = await aCouncilLetter();
    const token = await write('zoe@mail.example', people.park);
    await write('ana@mail.example', people.park);
    const { receipts, next, asked } = await requireReceipts(world, token);
    expect(receipts.map(({ message, legislator }) => [message.email, legislator.key, message.state])).toEqual([
      ['zoe@mail.example', people.park.key, 'queued'],
    ]);
    expect(asked).toMatchObject({ state: 'OH', district: '7' });
    expect(next.map(({ legislator }) => legislator.key)).toEqual([people.okafor.key]);
    expect(await findReceiptsOf(world, world.db, letter.id, 'nobody@mail.example')).toBeNull();
    const brief = await findReceiptsOf(world, world.db, letter.id, 'ZOE@mail.example');
    expect([brief?.token, brief?.receipts.length]).toEqual([token, 1]);
  });
});

describe('a delivery that has ended', () => {
  test('is sent once it went out, and only then its writer is to be asked', async () => {
    const { world, people, write, ended, only } = await aCouncilLetter();
    await write('zoe@mail.example', people.park);
    world.pass({ minutes: 5 });
    await ended('sent');
    expect(await only()).toMatchObject({ state: 'sent', problem: null });
    const [writer] = await world.db.select().from(writers);
    expect(writer?.askAt).toEqual(new Date(world.now().getTime() + 14 * 86_400_000));
    expect(await mailsOf(world, 'message-failed')).toEqual([]);
  });

  test.each([
    ['failed', 'refused by the mail server'],
    ['unsure', 'the mail server did not answer; it may have arrived'],
  ] as const)('is told of by mail once when it %s', async (outcome, problem) => {
    const { world, people, letter, write, ended, only } = await aCouncilLetter();
    const token = await write('zoe@mail.example', people.park);
    await ended(outcome, problem);
    await ended(outcome, problem);
    expect(await only()).toMatchObject({ state: 'failed', problem });
    const [mail, ...more] = await mailsOf(world, 'message-failed');
    expect(more).toEqual([]);
    expect(mail?.toAddress).toBe('zoe@mail.example');
    expect(mail?.data).toMatchObject({ problem, legislator: 'Council Member Park' });
    expect(String(mail?.data['link'])).toMatch(new RegExp(`/my/messages/${token}$`));
    expect((await findCounts(world.db, letter.id)).failedBecause).toEqual([{ key: problem, count: 1 }]);
  });

  test('that comes back after it was sent is a failure then', async () => {
    const { world, people, letter, write, ended, only } = await aCouncilLetter();
    await write('zoe@mail.example', people.park);
    await ended('bounced', 'too soon');
    expect((await only())?.state).toBe('queued');
    await ended('sent');
    await ended('bounced', 'it came back: no such mailbox');
    expect(await only()).toMatchObject({ state: 'failed', problem: 'it came back: no such mailbox' });
    expect((await findCounts(world.db, letter.id)).byState).toEqual({ failed: 1 });
    expect(await mailsOf(world, 'message-failed')).toHaveLength(1);
    await agrees(world, letter.id);
  });

  test('forgets what the office’s service alone needed', async () => {
    const { world, people, write, only } = await aCouncilLetter();
    await write('zoe@mail.example', people.park);
    const details = { street: '1 Main Street', city: 'Wooster', state: 'OH', zip: '44691', phone: '', prefix: 'Ms.' };
    const full = { ...details, first: 'Zoë', last: 'Łukasz' } as (typeof messages.$inferSelect)['details'];
    await world.db.transaction(async (tx) => void (await tx.update(messages).set({ way: 'cwc', details: full })));
    const id = (await only())?.id ?? '';
    await world.db.transaction((tx) =>
      messageCarried(world)(tx, { messageId: id, outcome: 'failed', problem: 'the office does not know the district' }),
    );
    expect(await only()).toMatchObject({ state: 'failed', details: null });
    expect(await mailsOf(world, 'message-failed')).toHaveLength(1);
  });
});

describe('did they answer', () => {
  test('is asked two weeks later, once, and counted as it is said last', async () => {
    const { world, people, letter, write, ended, only } = await aCouncilLetter();
    const token = await write('zoe@mail.example', people.park);
    await ended('sent');
    const id = (await only())?.id ?? '';
    await answer(world, token, id, 'yes');
    expect((await only())?.answered).toBeNull();
    world.pass({ days: 13 });
    await askWriters(world);
    expect(await mailsOf(world, 'did-they-answer')).toEqual([]);
    world.pass({ days: 1 });
    expect(await askWriters(world)).toBe(false);
    await askWriters(world);
    const [mail, ...more] = await mailsOf(world, 'did-they-answer');
    expect(more).toEqual([]);
    expect(mail?.stream).toBe('updates');
    expect(mail?.data).toMatchObject({ legislators: 'Council Member Park' });
    const said = async () => (await findCounts(world.db, letter.id)).answered;
    await answer(world, token, id, 'no');
    expect(await said()).toEqual({ yes: [], no: [{ key: people.park.key, count: 1 }] });
    await Promise.all([answer(world, token, id, 'yes'), answer(world, token, id, 'yes')]);
    expect(await said()).toEqual({ yes: [{ key: people.park.key, count: 1 }], no: [] });
    await agrees(world, letter.id);
  });

  test('is not asked again for what was sent later', async () => {
    const { world, people, letter, write, ended } = await aCouncilLetter();
    const token = await write('zoe@mail.example', people.park);
    await ended('sent');
    world.pass({ days: 15 });
    await askWriters(world);
    await reach(world, letter.slug, people.okafor, token, 'phone');
    world.pass({ days: 15 });
    await askWriters(world);
    expect(await mailsOf(world, 'did-they-answer')).toHaveLength(1);
  });

  test('is not asked of who wants no such mail, has said so already, or is forgotten', async () => {
    const { world, people, campaign, write, ended, rows } = await aCouncilLetter();
    await write('zoe@mail.example', people.park);
    const said = await write('ana@mail.example', people.park);
    const gone = await write('kim@mail.example', people.park);
    await ended('sent');
    const addressKey = addressKeyOf(world, 'zoe@mail.example');
    await world.db.transaction((tx) =>
      suppress(tx, world, { addressKey, campaignId: campaign.id, why: 'unsubscribed' }),
    );
    world.pass({ days: 14 });
    await answer(world, said, (await rows()).find(({ email }) => email === 'ana@mail.example')?.id ?? '', 'no');
    expect(await forgetTexts(world, gone)).toBe(0);
    await askWriters(world);
    expect(await mailsOf(world, 'did-they-answer')).toEqual([]);
    expect((await world.db.select().from(writers)).every(({ askAt, askedAt }) => !askAt && askedAt)).toBe(true);
  });

  test('is not said of somebody else’s message', async () => {
    const { world, people, write, ended, rows } = await aCouncilLetter();
    await write('zoe@mail.example', people.park);
    const other = await write('ana@mail.example', people.park);
    await ended('sent');
    world.pass({ days: 14 });
    const id = (await rows()).find(({ email }) => email === 'zoe@mail.example')?.id ?? '';
    await expect(answer(world, other, id, 'yes')).rejects.toThrow(NotFound);
    await expect(withdrawQuote(world, other, id)).rejects.toThrow(NotFound);
    await expect(markSent(world, 'nonsense', id)).rejects.toThrow(NotFound);
  });
});

describe('what a writer takes back', () => {
  test('an opened form is sent when they say so, and not before', async () => {
    const { world, people, letter, write } = await aCouncilLetter();
    const token = await write('zoe@mail.example', people.park);
    await reach(world, letter.slug, people.okafor, token, 'form');
    const opened = (await requireReceipts(world, token)).receipts.find(({ message }) => message.state === 'opened');
    await markSent(world, token, opened?.message.id ?? '');
    await markSent(world, token, opened?.message.id ?? '');
    expect((await findCounts(world.db, letter.id)).byState).toEqual({ queued: 1, reported: 1 });
    await agrees(world, letter.id);
  });

  test('texts are forgotten at once or in time; words that may be quoted stay until they are taken back', async () => {
    const { world, people, letter, write, ended, only } = await aCouncilLetter();
    const token = await write('zoe@mail.example', people.park);
    await world.db.transaction(async (tx) => void (await tx.update(messages).set({ quote: 'My well is near.' })));
    expect(await forgetTexts(world, token)).toBe(1);
    expect((await only())?.text).not.toBeNull();
    await ended('sent');
    world.pass({ days: KEEP_DAYS, minutes: 1 });
    expect(await forgetOld(world)).toEqual({ unconfirmed: 0, delivered: 1 });
    expect(await forgetOld(world)).toEqual({ unconfirmed: 0, delivered: 0 });
    expect(await only()).toMatchObject({ name: null, email: null, text: null, parts: null, quote: 'My well is near.' });
    await withdrawQuote(world, token, (await only())?.id ?? '');
    expect((await only())?.quote).toBeNull();
    expect((await requireReceipts(world, token)).receipts).toHaveLength(1);
    await agrees(world, letter.id);
  });

  test('erasing takes back what waits and forgets the writer', async () => {
    const { world, people, letter, write, only } = await aCouncilLetter();
    const token = await write('zoe@mail.example', people.park);
    for await (const rows of listHeldMessages(world, world.db, 'zoe@mail.example'))
      expect(await world.db.transaction((tx) => eraseMessages(tx, world, rows))).toEqual({
        forgotten: 1,
        onTheirWay: 0,
      });
    expect(await only()).toMatchObject({ state: 'failed', personKey: null, email: null, text: null });
    expect(await findWriter(world, world.db, token)).toBeNull();
    await expect(requireReceipts(world, token)).rejects.toThrow(NotFound);
    expect((await findCounts(world.db, letter.id)).failedBecause).toEqual([
      { key: 'taken back by its writer', count: 1 },
    ]);
    await agrees(world, letter.id);
  });
});

describe('the kept numbers', () => {
  test('tell where messages come from, from which day, in whose words, and what waits too long', async () => {
    const { world, people, letter, write } = await aCouncilLetter();
    await write('zoe@mail.example', people.park, 'My well is near.');
    world.pass({ days: 1 });
    await write('ana@mail.example', people.park);
    world.pass({ minutes: 61 });
    await write('kim@mail.example', people.park);
    const counts = await findCounts(world.db, letter.id);
    expect(counts.byHome).toEqual([{ key: 'OH', count: 3 }]);
    expect(counts.byDay).toEqual([
      { key: '2026-11-22', count: 1 },
      { key: '2026-11-23', count: 2 },
    ]);
    expect(counts.edited).toEqual({ yes: 1, no: 2 });
    expect(await findWaiting(world, letter.id)).toEqual([
      { way: 'email', count: 2, since: new Date('2026-11-22T15:00:00Z') },
    ]);
  });

  test('agree with the rows whatever happens in whatever order', async () => {
    const deeds = [
      'write',
      'sent',
      'failed',
      'bounced',
      'opened',
      'mark',
      'yes',
      'no',
      'forget',
      'erase',
      'wait',
    ] as const;
    const step = fc.record({ deed: fc.constantFrom(...deeds), who: fc.integer({ min: 0, max: 2 }) });
    await fc.assert(
      fc.asyncProperty(fc.array(step, { minLength: 5, maxLength: 25 }), async (steps) => {
        const { world, people, letter, write, ended, rows } = await aCouncilLetter();
        for (const { deed, who } of steps) {
          const email = `person${who}@mail.example`;
          const found = await findReceiptsOf(world, world.db, letter.id, email);
          const token = found?.token ?? '';
          const ids = found?.receipts.map(({ message }) => message.id) ?? [];
          if (deed === 'write') await write(email, people.park, who === 0 ? 'In my own words.' : '');
          else if (deed === 'wait') world.pass({ days: 8 });
          else if (deed === 'sent' || deed === 'failed' || deed === 'bounced') await ended(deed, deed, ids);
          else if (deed === 'erase')
            for await (const held of listHeldMessages(world, world.db, email))
              await world.db.transaction((tx) => eraseMessages(tx, world, held));
          else if (!found) continue;
          else if (deed === 'opened') await reach(world, letter.slug, people.okafor, token, 'form');
          else if (deed === 'forget') await forgetTexts(world, token);
          else
            for (const id of ids) await (deed === 'mark' ? markSent(world, token, id) : answer(world, token, id, deed));
        }
        const counts = await findCounts(world.db, letter.id);
        const total = (cells: { count: number }[]) => cells.reduce((sum, { count }) => sum + count, 0);
        const all = (await rows()).length;
        expect([total(counts.byDay), total(counts.byHome), total(counts.byLegislator)]).toEqual([all, all, all]);
        await agrees(world, letter.id);
      }),
      { numRuns: 12 },
    );
  });
});

// ── what the tests are built of ──

const agrees = async (world: TestWorld, letterId: string) =>
  expect(await world.db.transaction((tx) => recountMessages(tx, letterId))).toEqual([]);

const mailsOf = async (world: TestWorld, kind: string) =>
  (await world.db.select().from(outbox)).filter((mail) => mail.kind === kind);

/** What a known writer does by themselves. */
async function reach(world: TestWorld, slug: string, to: LegislatorRow, token: string, way: 'form' | 'phone') {
  const writing = await requireWriting(world, null, slug, to.key);
  const known = await findKnown(world, world.db, writing, token);
  await noteWay(world, writing, way, '192.0.2.1', { known });
}

async function aCouncilLetter() {
  const world = await aWorld();
  const people = await aLegislature(world);
  const { letter, campaign } = await aLetter(world, { openToBodies: ['us-house', 'example-city-council'] });
  const rows = () => world.db.select().from(messages);
  return {
    ...{ world, people, letter, campaign, rows },
    only: async () => (await rows())[0],
    /** Writes with an address that is proved, and gives the token of the writer's page. */
    write: async (email: string, to: LegislatorRow, words = ''): Promise<string> => {
      const asked = { ...nowhere, state: 'OH', district: '7' };
      const seen = await textsMark(world.db, letter, aboutLetter(world, letter));
      await world.db.transaction((tx) =>
        writeConfirmed(tx, world, { letter, campaign }, { name: 'Zoë Łukasz', email, asked, words, seen }, [to.key]),
      );
      return (await findReceiptsOf(world, world.db, letter.id, email))?.token ?? '';
    },
    /** Ends the mails of these messages, of all unless said. */
    ended: async (outcome: EndedMail['outcome'], problem: string | null = null, ids?: string[]) => {
      const all = ids ?? (await rows()).map(({ id }) => id);
      const mails = all.map((id) => ({
        reason: `message:${id}`,
        outcome,
        problem: outcome === 'sent' ? null : problem,
      }));
      await world.db.transaction((tx) => messageMailed(world)(tx, mails as EndedMail[]));
    },
  };
}
