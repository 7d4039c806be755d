/** The ways to an office: what a stranger's visit leaves, and a known writer's one row, whatever they do and how often. */
import { eq } from 'drizzle-orm';
import { describe, expect, test } from 'vitest';
import { record } from '../../server/cosigners/cosigners.ts';
import { cwcDeliveries, cwcOffices, messages, outbox, writers, zipDistricts } from '../../server/db/tables.ts';
import { NotTaken } from '../../server/mail/refusals.ts';
import { sendDue } from '../../server/mail/sending.ts';
import { officeForm, type SendForm, sendForm } from '../../server/messages/forms.ts';
import { findKnown, maySend, replaces } from '../../server/messages/known.ts';
import {
  addWriter,
  confirm,
  findCounts,
  noteWay,
  nowhere,
  recountMessages,
  requirePending,
  requireWriting,
  send,
  writeConfirmed,
} from '../../server/messages/messages.ts';
import { eraseAll, findHeld } from '../../server/privacy/privacy.ts';
import { listenersOf } from '../../server/worker.ts';
import { agent, withOffices } from '../support/cwc.ts';
import { aLegislature, type Row } from '../support/invented/legislature.ts';
import { aLetter } from '../support/invented/letters.ts';
import { aViewer } from '../support/people.ts';
import { aWorld, type TestWorld } from '../support/world.ts';

const typed = {
  ...{ zip: '44691', name: 'Zoë Łukasz', email: 'zoe@mail.example', own: 'My well is downstream.' },
  ...{ subject: 'Please sign the letter on clean rivers', text: 'I ask you to sign.' },
};
const office = {
  ...typed,
  ...{ state: 'OH', district: '7', prefix: 'Ms.', first: 'Zoë', last: 'Łukasz' },
  ...{ street: '12 Elm St', city: 'Wooster', phone: '(202) 555-0100', answer: 'yes' },
};

async function aCouncilLetter(env: Record<string, string> = {}) {
  const world = await aWorld({ env });
  const people = await aLegislature(world);
  const openToBodies = ['us-house', 'us-senate', 'example-city-council'];
  const { letter, campaign } = await aLetter(world, { openToBodies, topic: 'Environmental Protection' });
  const writingTo = (to: Row) => requireWriting(world, null, letter.slug, to.key);
  const write = (to: Row, form: SendForm, visitor = '192.0.2.1') =>
    send(world, { slug: letter.slug, key: to.key }, form, visitor);
  const my = await world.db.transaction((tx) => addWriter(tx, world, { letterId: letter.id, email: typed.email }));
  const known = async (to: Row) => findKnown(world, world.db, await writingTo(to), my);
  const rows = () => world.db.select().from(messages);
  const agrees = async () => expect(await world.db.transaction((tx) => recountMessages(tx, letter.id))).toEqual([]);
  return { world, people, letter, campaign, writingTo, write, my, known, rows, agrees };
}

const mailsTo = async (world: TestWorld, kind: string) =>
  (await world.db.select().from(outbox)).filter((mail) => mail.kind === kind);

describe('a stranger', () => {
  test('opens a form and says later that it was sent: one row, which moves from opened to reported', async () => {
    const { world, people, letter, writingTo, rows, agrees } = await aCouncilLetter();
    const writing = await writingTo(people.okafor);
    const visit = 'a-visit-to-one-page';
    expect(await noteWay(world, writing, 'form', '192.0.2.1', { visit })).toBe(true);
    expect((await findCounts(world.db, letter.id)).byState).toEqual({ opened: 1 });
    // Somebody else's word moves nothing of it, and a second person of one network is not counted twice.
    expect(await noteWay(world, writing, 'form', '192.0.2.1', { visit: 'another-visit', done: true })).toBe(false);
    expect(await noteWay(world, writing, 'form', '192.0.2.1', { visit, done: true })).toBe(true);
    expect(await noteWay(world, writing, 'form', '192.0.2.1', { visit, done: true })).toBe(false);
    expect((await findCounts(world.db, letter.id)).byState).toMatchObject({ reported: 1 });
    expect(await rows()).toMatchObject([{ state: 'reported', way: 'form', personKey: null, zip: null, text: null }]);
    await agrees();
  });

  test('whom nobody answers has tried to call, and may say later that somebody did', async () => {
    const { world, people, writingTo, rows, agrees } = await aCouncilLetter();
    const writing = await writingTo(people.okafor);
    const call = (outcome: 'no answer' | 'reached') =>
      noteWay(world, writing, 'phone', '192.0.2.1', { visit: 'a-visit-to-one-page', outcome });
    await call('no answer');
    expect(await rows()).toMatchObject([{ state: 'opened', way: 'phone', outcome: 'no answer' }]);
    await call('reached');
    expect(await rows()).toMatchObject([{ state: 'reported', way: 'phone', outcome: 'reached' }]);
    await agrees();
  });

  test('cannot make a link of a visit, nor one visit of another', async () => {
    const { world, people, writingTo, rows } = await aCouncilLetter();
    const writing = await writingTo(people.okafor);
    await noteWay(world, writing, 'form', '192.0.2.1', { visit: 'a-visit-to-one-page' });
    await expect(requirePending(world, 'a-visit-to-one-page')).rejects.toThrow('does not exist');
    await noteWay(world, writing, 'print', '192.0.2.1', { visit: 'a-visit-to-one-page' });
    await noteWay(world, await writingTo(people.rivera), 'form', '192.0.2.1', { visit: 'a-visit-to-one-page' });
    expect((await rows()).map(({ way, state }) => [way, state])).toEqual([
      ['form', 'opened'],
      ['print', 'opened'],
      ['form', 'opened'],
    ]);
  });
});

describe('a writer whose address is proved', () => {
  test('is asked nothing more, and writes once however often and however fast', async () => {
    const { world, people, write, my, agrees } = await aCouncilLetter();
    const form = sendForm.parse({ ...typed, my });
    const outcomes = await Promise.all([0, 1, 2, 3].map(() => write(people.park, form)));
    expect(outcomes.sort()).toEqual(['already', 'already', 'already', 'queued']);
    await sendDue(world, listenersOf(world));
    expect(world.mailbox.map(({ to }) => to.address)).toEqual(['park@council.example']);
    expect(await write(people.park, form)).toBe('already');
    expect(await write(people.abara, form)).toBe('queued');
    await agrees();
  });

  test('who presses the link of an earlier mail at the same moment has written once', async () => {
    const { world, people, write, my, rows, agrees } = await aCouncilLetter();
    await write(people.park, sendForm.parse(typed));
    await sendDue(world);
    const token = new URL(/http\S+/.exec(world.mailbox[0]?.text ?? '')?.[0] ?? '').searchParams.get('token') as string;
    const [state] = await Promise.all([confirm(world, token), write(people.park, sendForm.parse({ ...typed, my }))]);
    expect(state).toBe('queued');
    expect(await mailsTo(world, 'message')).toHaveLength(1);
    expect(await rows()).toHaveLength(1);
    await sendDue(world, listenersOf(world));
    expect((await requirePending(world, token)).state).toBe('sent');
    await agrees();
  });

  test('who gives another address is a stranger with it, and no token opens another letter', async () => {
    const { world, people, write, my } = await aCouncilLetter();
    expect(await write(people.park, sendForm.parse({ ...typed, my, email: 'other@mail.example' }))).toBe('asked');
    expect(await mailsTo(world, 'message')).toEqual([]);
    const { letter } = await aLetter(world, { openToBodies: ['example-city-council'] });
    const to = { slug: letter.slug, key: people.park.key };
    expect(await send(world, to, sendForm.parse({ ...typed, my }), '192.0.2.1')).toBe('asked');
  });

  test('has one row for every way: what is surer takes the place of what is not', async () => {
    const { world, people, writingTo, write, my, known, rows, agrees } = await aCouncilLetter();
    const writing = await writingTo(people.park);
    const take = async (way: 'form' | 'phone' | 'print', more = {}) =>
      noteWay(world, writing, way, '192.0.2.1', { known: await known(people.park), ...more });
    const seen = async () => (await rows()).map(({ way, state, outcome }) => [way, state, outcome]);
    await take('form');
    expect(await seen()).toEqual([['form', 'opened', null]]);
    await take('phone', { outcome: 'no answer' });
    await take('phone', { outcome: 'voicemail' });
    expect(await seen()).toEqual([['phone', 'reported', 'voicemail']]);
    await take('print');
    expect(await seen()).toEqual([['phone', 'reported', 'voicemail']]);
    // A call took no text there, so the text may follow it; then it is the text that the row tells of.
    expect(await write(people.park, sendForm.parse({ ...typed, my }))).toBe('queued');
    expect(await seen()).toEqual([['email', 'queued', 'voicemail']]);
    await take('phone', { outcome: 'reached' });
    await take('form', { done: true });
    expect(await seen()).toEqual([['email', 'queued', 'reached']]);
    await agrees();
  });

  test('who sent it by the office’s own form does not send it again from here', async () => {
    const { world, people, writingTo, write, my, known, agrees } = await aCouncilLetter();
    const writing = await writingTo(people.park);
    await noteWay(world, writing, 'form', '192.0.2.1', { known: await known(people.park), done: true });
    expect(await write(people.park, sendForm.parse({ ...typed, my }))).toBe('already');
    expect(await mailsTo(world, 'message')).toEqual([]);
    await agrees();
  });

  test('whose mail was refused takes another way, and not the same one again', async () => {
    const { world, people, writingTo, write, my, known, rows, agrees } = await aCouncilLetter();
    const form = sendForm.parse({ ...typed, my });
    await write(people.park, form);
    world.mailer.send = async (mail) => {
      if (mail.to.address === 'park@council.example')
        throw new NotTaken({ command: 'RCPT TO', responseCode: 550 }, false);
      world.mailbox.push(mail);
    };
    await sendDue(world, listenersOf(world));
    await sendDue(world, listenersOf(world));
    expect(world.mailbox.map(({ to }) => to.address)).toEqual(['zoe@mail.example']);
    expect(await write(people.park, form)).toBe('already');
    await noteWay(world, await writingTo(people.park), 'form', '192.0.2.1', { known: await known(people.park) });
    expect(await rows()).toMatchObject([{ way: 'form', state: 'opened', problem: null }]);
    // Now the row tells of another way, and yet this one had its turn: nothing is said to wait that nobody will send.
    await expect(write(people.park, form)).rejects.toThrow(/did not get through/);
    expect(await rows()).toMatchObject([{ way: 'form', state: 'opened' }]);
    expect(await mailsTo(world, 'message')).toHaveLength(1);
    await agrees();
  });

  test('is told nothing of what somebody else typed in their name, and it is quoted to nobody', async () => {
    const { world, people, writingTo, write, my, known, rows, agrees } = await aCouncilLetter();
    await write(people.park, sendForm.parse({ ...typed, my }));
    const others = { ...typed, name: 'Mallory', zip: '43004', own: 'I never wrote this.', quote: 'yes' };
    for (const to of [people.abara, people.rivera]) await write(to, sendForm.parse(others)).catch(() => {});
    const forged = (await rows()).filter(({ name }) => name === 'Mallory');
    expect(forged.map(({ state, quote }) => [state, quote])).toEqual([['confirming', 'I never wrote this.']]);
    expect(await known(people.abara)).toMatchObject({ name: 'Zoë Łukasz', place: { zip: '44691' } });

    await noteWay(world, await writingTo(people.abara), 'phone', '192.0.2.1', { known: await known(people.abara) });
    const row = async () => (await rows()).find(({ legislator }) => legislator === people.abara.key);
    expect(await row()).toMatchObject({ state: 'reported', quote: null, text: null, name: null, details: null });
    // The text may follow a call, and neither does that agree to what the other one ticked.
    expect(await write(people.abara, sendForm.parse({ ...typed, my }))).toBe('queued');
    expect(await row()).toMatchObject({ state: 'queued', quote: null, name: 'Zoë Łukasz' });
    await agrees();
  });

  test('who had all erased writes the same message to nobody twice', async () => {
    const { world, people, write, my, rows, agrees } = await aCouncilLetter();
    const form = sendForm.parse({ ...typed, my });
    await write(people.park, form);
    await write(people.abara, form);
    await sendDue(world, listenersOf(world));
    await eraseAll(world, typed.email);
    expect(await world.db.$count(writers)).toBe(0);
    const kept = (await rows()).map(({ personKey }) => personKey);
    expect(new Set(kept).size, 'nothing tells that these are of one person').toBe(2);
    expect(JSON.stringify(await findHeld(world, typed.email))).not.toContain('council.example');
    world.mailbox.length = 0;

    // A stranger is told what every stranger is told; no mail asks for what cannot be sent.
    expect(await write(people.park, sendForm.parse(typed))).toBe('asked');
    const other = sendForm.parse({ ...typed, email: 'ana@mail.example' });
    expect(await write(people.park, other)).toBe('asked');
    await sendDue(world, listenersOf(world));
    expect(world.mailbox.map(({ to }) => to.address)).toEqual(['ana@mail.example']);
    await agrees();
  });

  test('thanks whom they asked before: the two are apart', async () => {
    const { world, people, letter, campaign, write, my, rows, agrees } = await aCouncilLetter();
    const form = sendForm.parse({ ...typed, my });
    expect(await write(people.park, form)).toBe('queued');
    await record(world, aViewer(campaign.id, 'organizer'), letter.slug, people.park.key, {
      ...{ position: 'signed', day: '2026-11-22', source: 'e-mail from the office' },
    });
    world.pass({ minutes: 20 });
    expect(await write(people.park, form)).toBe('queued');
    expect(await write(people.park, form)).toBe('already');
    expect((await rows()).map(({ ask }) => ask).sort()).toEqual(['request', 'thanks']);
    await agrees();
  });

  test('lets the campaign show their own words when they tick it, and not else', async () => {
    const { world, people, writingTo, write, my, known, rows } = await aCouncilLetter();
    await write(people.park, sendForm.parse({ ...typed, my }));
    await write(people.abara, sendForm.parse({ ...typed, my, quote: 'yes' }));
    const quote = 'My well is downstream.';
    await noteWay(world, await writingTo(people.okafor), 'form', '192.0.2.1', {
      known: await known(people.okafor),
      quote,
    });
    const quotes = new Map((await rows()).map((row) => [row.legislator, row.quote]));
    expect([people.park, people.abara, people.okafor].map(({ key }) => quotes.get(key))).toEqual([null, quote, quote]);
    await noteWay(world, await writingTo(people.rivera), 'form', '192.0.2.1', { quote });
    expect((await rows()).find(({ legislator }) => legislator === people.rivera.key)?.quote).toBeNull();
  });
});

test('who signs and writes gets a token for the offices that their confirmation could not write to', async () => {
  const { world, people, letter, campaign } = await aCouncilLetter();
  await world.db.transaction(
    async (tx) => void (await tx.insert(zipDistricts).values({ zip: '44691', state: 'OH', district: 7 })),
  );
  const writer = {
    name: 'Ana Rivera',
    email: 'ana@mail.example',
    asked: { ...nowhere, zip: '44691' },
    words: 'Hello.',
    seen: '',
  };
  const write = () => world.db.transaction((tx) => writeConfirmed(tx, world, { letter, campaign }, writer, []));
  expect(await write()).toBe(0);
  const token = await world.db.transaction((tx) => addWriter(tx, world, { letterId: letter.id, email: writer.email }));
  const writing = await requireWriting(world, null, letter.slug, people.okafor.key);
  expect(await findKnown(world, world.db, writing, token)).toMatchObject({ row: null, email: '' });
  expect(await world.db.select().from(writers)).toHaveLength(2);
});

describe('an office of Congress that takes messages from here', () => {
  const env = { ...agent, CWC_HOUSE_URL: 'https://cwc.example/v2', CWC_HOUSE_KEY: 'a-key' };

  test('gets one after its writer has confirmed it, with what it asks for, and that is forgotten with it', async () => {
    const { world, people, write, rows, agrees } = await aCouncilLetter(env);
    await withOffices(world, 'HOH07');
    expect(await write(people.okafor, officeForm.parse(office))).toBe('asked');
    expect(await rows()).toMatchObject([{ way: 'cwc', state: 'confirming', details: { street: '12 Elm St' } }]);
    await sendDue(world);
    const token = new URL(/http\S+/.exec(world.mailbox[0]?.text ?? '')?.[0] ?? '').searchParams.get('token') as string;
    expect(await confirm(world, token)).toBe('queued');
    expect(await confirm(world, token)).toBe('queued');
    const [delivery, ...more] = await world.db.select().from(cwcDeliveries);
    expect(more).toEqual([]);
    expect(delivery).toMatchObject({
      office: 'HOH07',
      content: {
        constituent: { prefix: 'Ms.', street: '12 Elm St', phone: '202-555-0100', state: 'OH' },
        // The writer changed the campaign's request, so that it is theirs.
        ...{ statement: '', own: 'My well is downstream.\n\nI ask you to sign.', responseWanted: true },
      },
    });
    expect(await mailsTo(world, 'message')).toEqual([]);
    await agrees();
  });

  test('tells what it needs at the fields, and that somebody of another district is not its constituent', async () => {
    const { world, people, write } = await aCouncilLetter(env);
    await withOffices(world, 'HOH07');
    await expect(write(people.okafor, officeForm.parse({ ...office, prefix: 'Rev.' }))).rejects.toThrow('prefix');
    await expect(write(people.okafor, officeForm.parse({ ...office, street: '' }))).rejects.toThrow('street');
    await expect(write(people.okafor, officeForm.parse({ ...office, district: '3' }))).rejects.toThrow(
      'another district',
    );
    await expect(write(people.okafor, officeForm.parse({ ...office, zip: '02903', state: 'RI' }))).rejects.toThrow(
      'where Representative Okafor does not sit',
    );
  });

  test('that closed meanwhile gets nothing, and the writer is led elsewhere', async () => {
    const { world, people, write, rows } = await aCouncilLetter(env);
    await withOffices(world, 'HOH07');
    await write(people.okafor, officeForm.parse(office));
    await sendDue(world);
    await world.db.transaction(async (tx) => void (await tx.delete(cwcOffices).where(eq(cwcOffices.office, 'HOH07'))));
    const token = new URL(/http\S+/.exec(world.mailbox[0]?.text ?? '')?.[0] ?? '').searchParams.get('token') as string;
    expect(await confirm(world, token)).toBe('closed');
    expect(await world.db.select().from(cwcDeliveries)).toEqual([]);
    expect(await rows()).toMatchObject([{ state: 'confirming' }]);
    await expect(write(people.okafor, officeForm.parse(office))).rejects.toThrow('takes no messages from here now');
  });

  test('is written to once by somebody known, however fast', async () => {
    const { world, people, write, my } = await aCouncilLetter(env);
    await withOffices(world, 'HOH07');
    const form = officeForm.parse({ ...office, my });
    const outcomes = await Promise.all([0, 1, 2].map(() => write(people.okafor, form)));
    expect(outcomes.sort()).toEqual(['already', 'already', 'queued']);
    expect(await world.db.select().from(cwcDeliveries)).toHaveLength(1);
  });
});

test('the rules of one row hold for every pair: a text that went out is never taken for another', () => {
  const ways = ['form', 'phone', 'mailto', 'copy', 'print', 'email', 'cwc'] as const;
  const states = ['confirming', 'disowned', 'failed', 'opened', 'reported', 'queued', 'sent'] as const;
  for (const way of ways)
    for (const state of states) {
      const gone = state === 'queued' || state === 'sent' || (state === 'reported' && way !== 'phone');
      const open = ['email', 'cwc'].some((next) => maySend({ way, state }, next as 'email' | 'cwc'));
      expect([way, state, open]).toEqual([way, state, !gone]);
      for (const taken of ways.slice(0, 5)) {
        expect(replaces({ way, state }, { way: taken, state: 'opened' }) && gone).toBe(false);
        if (gone && taken !== way) expect(replaces({ way, state }, { way: taken, state: 'reported' })).toBe(false);
      }
    }
});
