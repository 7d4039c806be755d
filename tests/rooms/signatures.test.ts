import { eq } from 'drizzle-orm';
import { expect, test } from 'vitest';
import { Refused } from '../../server/basics/errors.ts';
import { history, letters, outbox, signatures } from '../../server/db/tables.ts';
import {
  changeConsents,
  changeDisplay,
  choosePlace,
  confirm,
  countConfirmed,
  disown,
  dropUnconfirmed,
  erase,
  idOf,
  inState,
  recountSignatures,
  type SignRequest,
  SUBJECT,
  sendAgain,
  sign,
  signAgain,
  signForm,
  signRequest,
  tokenOf,
  withdraw,
} from '../../server/signatures/signatures.ts';
import { sumByKey } from '../../server/tallies/sums.ts';
import { read } from '../../server/tallies/tallies.ts';
import { anOpenLetter } from '../support/signing.ts';
import { aWorld } from '../support/world.ts';

const visitor = { network: '192.0.2.1', challenge: '', trap: '' };
const zoe = { name: 'Zoë Łukasz', email: 'zoe@mail.example', zip: '44691' };

async function aSigning(
  different: Parameters<typeof anOpenLetter>[1] = {},
  campaign: { moderatesNames?: boolean } = {},
) {
  const world = await aWorld();
  const { letter } = await anOpenLetter(world, different, campaign);
  /** Signs, and gives the token that the signature has if it is a new one. */
  const give = async (form: Partial<SignRequest> = {}, from: Partial<typeof visitor> = {}) => {
    const request = { ...signRequest.parse({ ...zoe, ...form }), words: form.words ?? null };
    return tokenOf(world, await sign(world, letter.slug, request, { ...visitor, ...from }));
  };
  const rows = () => world.db.select().from(signatures).orderBy(signatures.id);
  const states = async () => (await rows()).map(({ state }) => state);
  const mails = () => world.db.select().from(outbox).orderBy(outbox.id);
  /** What the kept numbers say, after proving that they are right. */
  const numbers = async () => {
    expect(await world.db.transaction((tx) => recountSignatures(tx, letter.id))).toEqual([]);
    const cells = (await read(world.db, letter.id)).get(SUBJECT) ?? [];
    const by = (dimension: string) =>
      Object.fromEntries(sumByKey(cells, dimension).map(({ key, count }) => [key, count]));
    return {
      status: by('status'),
      kind: by('kind'),
      state: by('state'),
      district: by('district'),
      day: by('day'),
      confirmed: inState(cells, 'confirmed'),
    };
  };
  return { world, letter, give, rows, states, mails, numbers };
}

test('a signature is kept with its mail, counts once it is confirmed, and leaves when it is withdrawn', async () => {
  const { world, letter, give, rows, mails, numbers } = await aSigning();
  const token = await give({ comment: 'My well.', updates: true });
  expect(await rows()).toMatchObject([
    {
      ...{ state: 'pending', kind: 'person', name: 'Zoë Łukasz', email: 'zoe@mail.example', comment: 'My well.' },
      ...{ zip: '44691', homeState: 'OH', homeDistrict: '7', lookup: 'zip', updates: true, share: false },
      ...{ version: 1, shownAs: null, mails: 1, network: '192.0.2.1', confirmedAt: null },
    },
  ]);
  expect((await mails()).map(({ kind, toAddress }) => [kind, toAddress])).toEqual([
    ['confirm-signature', 'zoe@mail.example'],
  ]);
  expect(await numbers()).toMatchObject({ status: { pending: 1 }, kind: {}, confirmed: 0 });

  const done = await confirm(world, token);
  expect(done).toMatchObject({ kind: 'confirmed' });
  expect(await rows()).toMatchObject([
    { state: 'confirmed', shownAs: 'Zoë Łukasz', firstLast: 'zoe łukasz', lastFirst: 'łukasz zoe' },
  ]);
  expect(await numbers()).toEqual({
    ...{ status: { confirmed: 1 }, kind: { person: 1 }, state: { OH: 1 }, district: { 'OH-7': 1 } },
    ...{ day: { '2026-11-22': 1 }, confirmed: 1 },
  });
  expect((await confirm(world, token)).kind).toBe('done');
  await withdraw(world, token);
  await withdraw(world, token);
  expect(await rows()).toMatchObject([{ state: 'withdrawn', shownAs: null, firstLast: null }]);
  expect(await numbers()).toMatchObject({ status: { withdrawn: 1 }, kind: {}, day: {} });
  expect(await countConfirmed(world.db, letter.id)).toBe(0);
});

test('the day is that of the letter’s time zone', async () => {
  const { world, give, numbers } = await aSigning({ timeZone: 'Pacific/Honolulu' });
  world.at('2026-11-23T08:00:00Z');
  await confirm(world, await give());
  expect((await numbers()).day).toEqual({ '2026-11-22': 1 });
});

test.each([
  ['the same again', {}, {}, 1],
  ['Ł is a letter of its own', {}, { name: 'ZOE LUKASZ' }, 2],
  ['accents apart, capitals', { name: 'Zoë Ana' }, { name: 'ZOË ANA' }, 1],
  [
    'dots and a tag where the provider ignores them',
    { email: 'zoe.l@gmail.com' },
    { email: 'zoel+x@googlemail.com' },
    1,
  ],
  ['dots where they count', { email: 'zoe.l@mail.example' }, { email: 'zoel@mail.example' }, 2],
  ['letters that cannot be seen', { name: 'Zoë Ana' }, { name: 'Zo\u3164e\u034f\u200b A\u00adna' }, 1],
  ['capitals in the address', {}, { email: 'ZOE@Mail.Example' }, 1],
  ['another person at the same address', {}, { name: 'Ben Łukasz' }, 2],
])('once each: %s', async (_, first, second, count) => {
  const { give, rows, numbers } = await aSigning();
  await give(first);
  await give(second);
  expect(await rows()).toHaveLength(count);
  expect((await numbers()).status).toEqual({ pending: count });
});

test('many at once with one name and address are one signature and one mail', async () => {
  const { give, rows, mails, numbers, world } = await aSigning();
  const tokens = await Promise.all(Array.from({ length: 20 }, () => give()));
  expect(await rows()).toHaveLength(1);
  expect(await mails()).toHaveLength(1);
  const [row] = await rows();
  const token = tokenOf(world, row?.id ?? '');
  expect(tokens.filter((one) => one === token)).toHaveLength(1);
  await Promise.all(Array.from({ length: 5 }, () => confirm(world, token)));
  expect((await numbers()).confirmed).toBe(1);
});

test('a repeat within a day causes no mail, a later one the right mail, three in all', async () => {
  const { world, give, mails } = await aSigning({ deadline: null });
  const kinds = async () => (await mails()).map(({ kind }) => kind);
  const token = await give();
  world.pass({ hours: 23 });
  await give();
  expect(await kinds()).toEqual(['confirm-signature']);
  world.pass({ hours: 2 });
  await give();
  expect(await kinds()).toEqual(['confirm-signature', 'confirm-signature']);
  await confirm(world, token);
  await give();
  world.pass({ hours: 25 });
  await give();
  expect(await kinds()).toEqual(['confirm-signature', 'confirm-signature', 'already-signed']);
  world.pass({ days: 3 });
  await give();
  expect(await mails()).toHaveLength(3);
});

test('names that share an address share its three mails', async () => {
  const { give, mails, rows } = await aSigning();
  for (const name of ['Zoë Łukasz', 'Ben Łukasz', 'Ida Łukasz', 'Jan Łukasz']) await give({ name });
  expect(await rows()).toHaveLength(4);
  expect((await mails()).map(({ reason }) => reason.split(':').at(-1))).toEqual(['1', '2', '3']);
});

test('a repeat while it waits takes what was typed last; one that counts stays as it is', async () => {
  const { world, give, rows } = await aSigning();
  const token = await give({ display: 'full' });
  await give({ display: 'initials', zip: '78250' });
  expect(await rows()).toMatchObject([{ display: 'initials', homeState: 'TX', homeDistrict: null, lookup: null }]);
  await confirm(world, token);
  expect(await rows()).toMatchObject([{ shownAs: 'Z. Ł.', firstLast: null }]);
  await give({ display: 'anonymous' });
  expect(await rows()).toMatchObject([{ state: 'confirmed', display: 'initials' }]);
});

test('two of an address are counted, a third is held until somebody has looked', async () => {
  const { world, give, numbers, rows } = await aSigning();
  const tokens = [];
  for (const name of ['Zoë Łukasz', 'Ben Łukasz', 'Ida Łukasz']) tokens.push(await give({ name }));
  const kinds = [];
  for (const token of tokens) kinds.push((await confirm(world, token)).kind);
  expect(kinds).toEqual(['confirmed', 'confirmed', 'held']);
  expect((await rows())[2]).toMatchObject({ state: 'held', reason: 'third' });
  expect((await numbers()).status).toEqual({ confirmed: 2, held: 1 });
});

test('what is suspected is held without a mail and without a word', async () => {
  const { give, rows, mails } = await aSigning();
  await give({}, { trap: 'my fax' });
  await give({ email: 'ana@mailinator.com' });
  expect((await rows()).map(({ state, reason, mails }) => [state, reason, mails])).toEqual([
    ['held', 'trap', 0],
    ['held', 'disposable', 0],
  ]);
  expect(await mails()).toEqual([]);
});

test('an organization waits for approval, and is one by its own name', async () => {
  const { world, give, rows, numbers } = await aSigning();
  const form = { kind: 'organization', organization: 'Friends of the River', website: 'rivers.example' } as const;
  const token = await give(form);
  await give({ ...form, name: 'Ben Łukasz' });
  expect(await rows()).toMatchObject([{ website: 'https://rivers.example', name: 'Ben Łukasz' }]);
  expect((await confirm(world, token)).kind).toBe('waiting');
  expect((await numbers()).status).toEqual({ waiting: 1 });
});

test('a withdrawn one signs again: by the form after a new mail, or at once behind its link', async () => {
  const { world, give, states, mails, numbers } = await aSigning();
  const token = await give();
  await confirm(world, token);
  await withdraw(world, token);
  await give();
  expect(await states()).toEqual(['pending']);
  expect(await mails()).toHaveLength(2);
  await confirm(world, token);
  await withdraw(world, token);
  await signAgain(world, token);
  await signAgain(world, token);
  expect((await numbers()).status).toEqual({ confirmed: 1 });
  expect(await mails()).toHaveLength(2);
  await withdraw(world, token);
  world.pass({ days: 20 });
  await expect(signAgain(world, token)).rejects.toThrow(Refused);
  expect(await states()).toEqual(['withdrawn']);
});

test('“this was not me” forgets, tells organizers, and keeps the same from being signed again', async () => {
  const { world, letter, give, rows, states, numbers } = await aSigning();
  const token = await give();
  await confirm(world, token);
  await disown(world, token);
  expect(await rows()).toMatchObject([{ state: 'disowned', name: null, email: null, zip: null, shownAs: null }]);
  expect((await numbers()).status).toEqual({ disowned: 1 });
  const noted = await world.db.select().from(history).where(eq(history.subjectId, letter.id));
  expect(noted.map(({ deed }) => deed)).toEqual(['disowned a signature']);
  expect(JSON.stringify(noted)).not.toContain('zoe');
  await give();
  expect(await states()).toEqual(['disowned']);
});

test('erasing before the end withdraws; after it, an anonymous one goes on counting', async () => {
  const { world, give, rows, numbers } = await aSigning();
  const [early, late] = [await give(), await give({ email: 'ben@mail.example' })];
  await confirm(world, early);
  await confirm(world, late);
  await erase(world, early);
  expect((await rows())[0]).toMatchObject({ state: 'withdrawn', name: null, email: null, addressKey: null });
  world.pass({ days: 20 });
  await erase(world, late);
  expect((await rows())[1]).toMatchObject({
    state: 'confirmed',
    name: null,
    email: null,
    shownAs: null,
    homeState: 'OH',
  });
  expect(await numbers()).toMatchObject({ status: { withdrawn: 1, confirmed: 1 }, district: { 'OH-7': 1 } });
  await expect(erase(world, late)).rejects.toThrow('does not exist');
});

test('what was signed in time is confirmed up to 48 hours after the end, and not a minute later', async () => {
  const { world, letter, give, states } = await aSigning();
  const deadline = letter.deadline as Date;
  const [early, late] = [await give(), await give({ email: 'ben@mail.example' })];
  world.at(new Date(deadline.getTime() + 47.9 * 3_600_000).toISOString());
  expect((await confirm(world, early)).kind).toBe('confirmed');
  world.pass({ minutes: 10 });
  expect((await confirm(world, late)).kind).toBe('late');
  expect(await states()).toEqual(['confirmed', 'pending']);
  await expect(give({ email: 'ida@mail.example' })).rejects.toThrow('closed');
});

test('nothing is confirmed once the letter was sent or withdrawn', async () => {
  const { world, letter, give } = await aSigning();
  const token = await give();
  for (const state of ['sent', 'withdrawn'] as const) {
    await world.db.transaction(
      async (tx) =>
        void (await tx.update(letters).set({ state, closedAt: world.now() }).where(eq(letters.id, letter.id))),
    );
    expect((await confirm(world, token)).kind).toBe('late');
  }
});

test('a place is corrected, and the numbers go along', async () => {
  const { world, give, numbers } = await aSigning();
  const token = await give({ zip: '' });
  await confirm(world, token);
  expect((await numbers()).district).toEqual({ unknown: 1 });
  await choosePlace(world, token, { zip: '78250', state: 'TX', district: '23' });
  expect(await numbers()).toMatchObject({ state: { TX: 1 }, district: { 'TX-23': 1 } });
  await expect(choosePlace(world, token, { zip: '78250', state: 'TX', district: '1' })).rejects.toThrow('district');
  await expect(choosePlace(world, token, { zip: '', state: 'OH', district: '99' })).rejects.toThrow('district');
  await choosePlace(world, token, { zip: '44691', state: '', district: '' });
  expect(await numbers()).toMatchObject({ state: { OH: 1 }, district: { 'OH-7': 1 } });
  // Two at once: the numbers move once for each change that took place.
  const both = [
    choosePlace(world, token, { zip: '78250', state: 'TX', district: '20' }),
    choosePlace(world, token, { zip: '78250', state: 'TX', district: '23' }),
    withdraw(world, token),
  ];
  await Promise.allSettled(both);
  await numbers();
});

test('a signer abroad is counted there', async () => {
  const { world, give, numbers } = await aSigning();
  const token = await give({ zip: 'K1A 0B1', country: 'CA' });
  await confirm(world, token);
  expect(await numbers()).toMatchObject({ state: { abroad: 1 }, district: { abroad: 1 } });
  await choosePlace(world, token, { zip: '44691', state: '', district: '' });
  expect(await numbers()).toMatchObject({ state: { abroad: 1 } });
});

test('a name is shown as its signer chose, and only after a look where the campaign wants one', async () => {
  const { world, give, rows } = await aSigning();
  const token = await give();
  await changeDisplay(world, token, 'initials');
  expect(await rows()).toMatchObject([{ shownAs: null }]);
  await confirm(world, token);
  expect(await rows()).toMatchObject([{ shownAs: 'Z. Ł.' }]);
  await changeDisplay(world, token, 'anonymous');
  expect(await rows()).toMatchObject([{ shownAs: null, firstLast: null }]);
  await changeConsents(world, token, { updates: true, share: true });
  expect(await rows()).toMatchObject([{ updates: true, share: true }]);

  const moderated = await aSigning({}, { moderatesNames: true });
  const other = await moderated.give();
  await confirm(moderated.world, other);
  expect(await moderated.rows()).toMatchObject([{ state: 'confirmed', shownAs: null }]);
  await changeDisplay(moderated.world, other, 'full');
  expect(await moderated.rows()).toMatchObject([{ shownAs: null }]);
});

test('the mail is sent again for who waits, after five minutes, and for nobody else', async () => {
  const { world, letter, give, mails } = await aSigning();
  const typed = { kind: 'person' as const, organization: '', ...zoe };
  await sendAgain(world, letter.slug, typed);
  const token = await give();
  await sendAgain(world, letter.slug, typed);
  expect(await mails()).toHaveLength(1);
  world.pass({ minutes: 5 });
  await Promise.all([sendAgain(world, letter.slug, typed), sendAgain(world, letter.slug, typed)]);
  expect(await mails()).toHaveLength(2);
  await confirm(world, token);
  world.pass({ minutes: 5 });
  await sendAgain(world, letter.slug, typed);
  expect(await mails()).toHaveLength(2);
});

test('a signature with a wrong address is dropped while it waits, and its address may sign later', async () => {
  const { world, give, rows, states, mails, numbers } = await aSigning();
  const token = await give();
  await dropUnconfirmed(world, idOf(world, token) ?? '');
  expect(await rows()).toMatchObject([{ state: 'expired', email: null, addressKey: null }]);
  // The first mail had not left: a stranger is not written to about a page that is gone.
  expect(await mails()).toMatchObject([{ state: 'failed', toAddress: '' }]);
  const again = await give();
  expect((await mails()).map(({ reason }) => reason.split(':').at(-1))).toEqual(['1', '2']);
  await confirm(world, again);
  await dropUnconfirmed(world, idOf(world, again) ?? '');
  expect(await states()).toEqual(['expired', 'confirmed']);
  expect((await numbers()).status).toEqual({ expired: 1, confirmed: 1 });
});

test('a link is made for one signature, and nothing else opens one', async () => {
  const world = await aWorld();
  const id = '0190a1b2-c3d4-7e5f-8a9b-0c1d2e3f4a5b';
  const token = tokenOf(world, id);
  expect(token).toMatch(/^[0-9a-f]{64}$/);
  expect(idOf(world, token)).toBe(id);
  for (const wrong of ['', 'x', token.slice(1), `${token}x`, token.replace(/.$/, (end) => (end === 'A' ? 'B' : 'A'))])
    expect(idOf(world, wrong)).toBeNull();
  expect(idOf({ secret: 'another secret that is long enough' }, token)).toBeNull();
});

test('what a form may hold', () => {
  const given = { ...zoe, age: 'yes' };
  const problems = (different: object) =>
    signForm.safeParse({ ...given, ...different }).error?.issues.map(({ path }) => path.join('.')) ?? [];
  expect(problems({})).toEqual([]);
  expect(problems({ name: '   ' })).toEqual(['name']);
  expect(problems({ name: 'Buy at www.shop.example' })).toEqual(['name']);
  expect(problems({ age: 'no' })).toEqual(['age']);
  expect(problems({ zip: 'K1A 0B1' })).toEqual(['zip']);
  expect(problems({ zip: 'K1A 0B1', country: 'ca' })).toEqual([]);
  expect(problems({ kind: 'organization', name: '' })).toEqual(['name', 'organization']);
  expect(problems({ write: 'yes', zip: '' })).toEqual(['zip']);
  expect(problems({ website: 'javascript:alert(1)' })).toEqual(['website']);
  expect(problems({ website: 'https://bank.example@evil.example' })).toEqual(['website']);
  for (const blank of ['\u3164', '\u2800\u2800', '\u0301', '\uE000'])
    expect(problems({ name: blank })).toEqual(['name']);
  const read = signForm.parse({ ...given, website: 'https://rivers.example/\0\n', country: 'pr', zip: '00901' });
  expect(read).toMatchObject({ website: 'https://rivers.example/', country: 'US' });
  expect(problems({ comment: 'x'.repeat(1001) })).toEqual(['comment']);
  expect(problems({ name: ['a', 'b'] })).toEqual(['name']);
  for (const nothing of [null, undefined, 'x', 7, []]) expect(signRequest.safeParse(nothing).success).toBe(false);
});
