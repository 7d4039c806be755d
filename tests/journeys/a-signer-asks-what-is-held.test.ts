import { expect, test } from 'vitest';
import { addressKeyOf } from '../../server/basics/addresses.ts';
import { keyed } from '../../server/basics/ids.ts';
import { commandLine } from '../../server/basics/viewer.ts';
import {
  messages,
  organizationInvitations,
  outbox,
  signatures,
  updateRecipients,
  writers,
} from '../../server/db/tables.ts';
import { moveLetter } from '../../server/letters/letters.ts';
import { findCounts, recountMessages } from '../../server/messages/messages.ts';
import { recountSignatures } from '../../server/signatures/signatures.ts';
import {
  countRecipients,
  recountUpdates,
  sendUpdate,
  workOnUpdates,
  writeUpdate,
} from '../../server/updates/updates.ts';
import { sendAll } from '../../server/worker.ts';
import { aLetter } from '../support/invented/letters.ts';
import { anOpenLetter, aVisitor, linkIn, tokenIn, typed } from '../support/signing.ts';
import { aWorld, type TestWorld } from '../support/world.ts';

const gmail = { ...typed, email: 'zoe.lukasz@gmail.com', address: '1 River Road', comment: 'My well is near.' };

/** Signs a letter and confirms it. */
async function sign(world: TestWorld, slug: string, form: object = gmail) {
  const visitor = aVisitor(world);
  await visitor.post(`/letters/${slug}/signatures`, form).expect(303);
  await sendAll(world);
  const token = tokenIn(linkIn(world.mailbox.at(-1)?.text));
  await visitor.post(`/letters/${slug}/confirm`, { token }).expect(303);
  return token;
}

/** Asks what is held, and gives the link of the mail, as the address sees it. */
async function ask(world: TestWorld, email: string) {
  const visitor = aVisitor(world);
  await visitor.post('/privacy', { email }).expect(303);
  await sendAll(world);
  const mail = world.mailbox.at(-1);
  expect(mail?.to.address).toBe(email);
  const link = linkIn(mail?.text);
  return { visitor, link: link.pathname + link.search, token: link.searchParams.get('token') ?? '' };
}

test('whoever has the address reads, downloads and erases all that is held of it', async () => {
  const world = await aWorld();
  const { letter, campaign, people } = await anOpenLetter(world, {
    openToBodies: ['us-house', 'us-senate', 'example-city-council'],
  });
  const { letter: closed } = await aLetter(world, { openToPublic: true, campaignId: campaign.id });
  await sign(world, letter.slug);
  await sign(world, closed.slug);
  await sign(world, letter.slug, { ...typed, name: 'Ana Rivera', email: 'ana@mail.example' });
  await moveLetter(world, commandLine, closed.slug, 'closed', { reason: 'It is time.' });
  const visitor = aVisitor(world);
  const message = { zip: '44691', name: 'Zoë Łukasz', subject: 'Rivers', text: 'Please sign.', own: 'My own words.' };
  const send = (email: string) =>
    visitor.post(`/letters/${letter.slug}/write/${people.park.key}/send`, { ...message, email }).expect(303);
  await send('zoelukasz@gmail.com');
  await sendAll(world);
  const confirming = linkIn(world.mailbox.at(-1)?.text).searchParams.get('token');
  await visitor.post('/messages/confirm', { token: confirming }).expect(303);
  await world.db.transaction(async (tx) => {
    await tx.insert(organizationInvitations).values({
      ...{ id: 'invitation-1', letterId: letter.id, organization: 'River Watch', name: 'Zoë Łukasz' },
      ...{ email: 'zoe.lukasz@gmail.com', addressKey: addressKeyOf(world, 'zoe.lukasz@gmail.com') },
      ...{ state: 'invited', invitedBy: 'Dana Ops', createdAt: world.now() },
    });
  });

  // Asked with another writing of the same mailbox. The confirmed message to the council waits to be sent meanwhile.
  world.mailer.ready = false;
  await visitor.post('/privacy', { email: 'Zoe.Lukasz+letters@googlemail.com' }).expect(303);
  const waiting = (await world.db.select().from(outbox)).find(({ kind }) => kind === 'privacy-link');
  const link = String(waiting?.data['link']).replace(world.settings.baseUrl, '');
  const token = new URL(link, 'http://x').searchParams.get('token') ?? '';

  const page = await visitor.get(link).expect(200);
  expect(page.headers['cache-control']).toBe('private, no-store');
  expect(page.headers['referrer-policy']).toBe('no-referrer');
  for (const text of [
    'Zoë Łukasz',
    '1 River Road',
    'My well is near.',
    'My own words.',
    'River Watch',
    '44691',
    'E-mail from here',
  ])
    expect(page.text).toContain(text);
  expect(page.text).not.toContain('Ana');

  const file = await visitor.get(`/privacy/held.json?token=${token}`).expect(200);
  expect(file.headers['content-disposition']).toContain('attachment');
  expect(file.headers['cache-control']).toBe('private, no-store');
  expect(file.body.signatures).toHaveLength(2);
  for (const { mails } of file.body.signatures) expect(mails).toBe(1);
  expect(file.body.messages).toMatchObject([{ text: expect.stringContaining('My own words.'), state: 'queued' }]);
  expect(file.body.receipts).toMatchObject([{ letterTitle: letter.title, askedAt: null }]);
  expect(file.body.invitations).toMatchObject([{ organization: 'River Watch', name: 'Zoë Łukasz' }]);
  expect(file.body.mails.map(({ kind }: { kind: string }) => kind).sort()).toEqual([
    ...['confirm-message', 'confirm-signature', 'confirm-signature', 'message'],
  ]);

  expect((await visitor.get(`/privacy/erase?token=${token}`).expect(200)).text).toContain(
    '2 signatures, 1 message and 1 invitation',
  );
  const done = await visitor.post('/privacy/erase', { token }).expect(303);
  const told = await visitor.get(done.headers['location'] as string).expect(200);
  expect(told.text).toContain('1 signature withdrawn and forgotten.');
  expect(told.text).toContain('1 signature under closed letters forgotten');
  expect(told.text).toContain('1 message forgotten');
  expect((await visitor.get(link).expect(200)).text).not.toContain('Zoë Łukasz');

  const all = JSON.stringify([
    await world.db.select().from(signatures),
    await world.db.select().from(messages),
    await world.db.select().from(organizationInvitations),
  ]);
  expect(await world.db.select().from(writers)).toEqual([]);
  expect(all).not.toMatch(/Łukasz|lukasz|River Road|My well|My own/);
  expect(all).toContain('Ana Rivera');
  const tally = async (slug: string) => (await visitor.get(`/api/v1/letters/${slug}/tally`)).body.signatures;
  expect(await tally(letter.slug)).toMatchObject({ confirmed: 1 });
  expect(await tally(closed.slug)).toMatchObject({ confirmed: 1, byState: [{ key: 'OH', count: 1 }] });
  for (const { id } of [letter, closed])
    expect(
      await world.db.transaction(async (tx) => [
        ...(await recountSignatures(tx, id)),
        ...(await recountMessages(tx, id)),
      ]),
    ).toEqual([]);
  // The message that waited is not sent any more.
  expect((await findCounts(world.db, letter.id)).byState).toEqual({ failed: 1 });
  world.mailer.ready = true;
  world.mailbox.length = 0;
  await sendAll(world);
  expect(world.mailbox.map(({ to }) => to.address)).toEqual(['zoe.lukasz+letters@googlemail.com']);
  // Twice is once.
  const again = await visitor.post('/privacy/erase', { token }).expect(303);
  expect((await visitor.get(again.headers['location'] as string).expect(200)).text).toContain('nothing had to be done');
});

test('the news that went to somebody is told, and forgotten with the rest', async () => {
  const world = await aWorld();
  const { letter } = await anOpenLetter(world);
  await sign(world, letter.slug, { ...gmail, updates: 'yes' });
  const form = { subject: 'An answer came', text: 'It came.', states: [] };
  const update = await writeUpdate(world, commandLine, letter.slug, form);
  const which = { slug: letter.slug, id: update.id };
  await countRecipients(world, commandLine, which);
  await workOnUpdates(world);
  await sendUpdate(world, commandLine, which, update.changedAt);
  for (let n = 0; n < 3; n += 1) {
    await workOnUpdates(world);
    await sendAll(world);
  }
  const { visitor, link, token } = await ask(world, 'zoe.lukasz@gmail.com');
  const page = (await visitor.get(link).expect(200)).text;
  expect(page).toContain('An answer came');
  expect(page).toContain('sent to you');
  await visitor.post('/privacy/erase', { token }).expect(303);
  const [row, ...more] = await world.db.select().from(updateRecipients);
  expect([row?.state, more]).toEqual(['sent', []]);
  expect(row?.addressKey).not.toBe(addressKeyOf(world, gmail.email));
  expect((await visitor.get(link).expect(200)).text).not.toContain('An answer came');
  expect(await world.db.transaction((tx) => recountUpdates(tx, letter.id))).toEqual([]);
});

test('a stranger learns nothing: the answers are the same, and the mail goes to the address alone', async () => {
  const world = await aWorld();
  const { letter } = await anOpenLetter(world);
  await sign(world, letter.slug);
  const answer = async (email: string) => {
    const visitor = aVisitor(world);
    const asked = await visitor.post('/privacy', { email }).expect(303);
    const page = await visitor.get(asked.headers['location'] as string).expect(200);
    return { location: asked.headers['location'], text: page.text };
  };
  expect(await answer('zoe.lukasz@gmail.com')).toEqual(await answer('nobody@mail.example'));
  await sendAll(world);
  const mailTo = (address: string) => world.mailbox.findLast(({ to }) => to.address === address);
  const [known, unknown] = [mailTo('zoe.lukasz@gmail.com'), mailTo('nobody@mail.example')];
  const bare = (text = '') => text.replace(/token=\S+/, '');
  expect(bare(known?.text)).toBe(bare(unknown?.text));
  const nothing = linkIn(unknown?.text);
  expect(
    (
      await aVisitor(world)
        .get(nothing.pathname + nothing.search)
        .expect(200)
    ).text,
  ).toContain('Nothing is held of nobody@mail.example.');
});

test('a link works for a day, and only as it was made', async () => {
  const world = await aWorld();
  const { letter } = await anOpenLetter(world);
  await sign(world, letter.slug);
  const { visitor, link, token } = await ask(world, 'zoe.lukasz@gmail.com');
  await visitor.get(link).expect(200);
  const changed = token.slice(0, 30) + (token[30] === 'A' ? 'B' : 'A') + token.slice(31);
  for (const wrong of [changed, '', 'x', 'a'.repeat(5000)]) {
    await visitor.get(`/privacy/held?token=${wrong}`).expect(404);
    await visitor.get(`/privacy/held.json?token=${wrong}`).expect(404);
    await visitor.post('/privacy/erase', { token: wrong }).expect(404);
    await visitor.get(`/privacy/erased?done=${wrong}`).expect(404);
  }
  await visitor.get(`/privacy/erased?done=${token}`).expect(404);
  world.pass({ hours: 24 });
  const ended = await visitor.get(link).expect(404);
  expect(ended.text).toContain('This link has ended');
  await visitor.post('/privacy/erase', { token }).expect(404);
  expect((await world.db.select().from(signatures))[0]?.name).toBe('Zoë Łukasz');
});

test('opening links changes nothing, and an address is not flooded', async () => {
  const world = await aWorld();
  const { letter } = await anOpenLetter(world);
  await sign(world, letter.slug);
  const { visitor, link, token } = await ask(world, 'zoe.lukasz@gmail.com');
  const before = await world.db.select().from(signatures);
  for (const path of [link, `/privacy/held.json?token=${token}`, `/privacy/erase?token=${token}`]) {
    await visitor.get(path).expect(200);
    await visitor.browser.head(path).expect(200);
  }
  expect(await world.db.select().from(signatures)).toEqual(before);
  for (let n = 0; n < 5; n += 1) await visitor.post('/privacy', { email: 'zoelukasz@gmail.com' }).expect(303);
  await sendAll(world);
  expect(world.mailbox.filter(({ subject }) => subject.startsWith('What '))).toHaveLength(3);
  for (let n = 0; n < 4; n += 1) await visitor.post('/privacy', { email: `n${n}@mail.example` }).expect(303);
  await visitor.post('/privacy', { email: 'another@mail.example' }).expect(429);
  const wrong = await visitor.post('/privacy', { email: 'no address' }).expect(422);
  expect(wrong.text).toContain('Please give your e-mail address');
});

test('messages that were kept by the address as it was typed are found too', async () => {
  const world = await aWorld();
  const { letter, people } = await anOpenLetter(world);
  await world.db.transaction(async (tx) => {
    await tx.insert(messages).values({
      ...{ id: 'message-1', letterId: letter.id, legislator: people.okafor.key, ask: 'request', way: 'email' },
      ...{ state: 'sent', personKey: keyed(world.secret, 'zoe.lukasz@gmail.com'), name: 'Zoë', edited: false },
      ...{ email: 'zoe.lukasz@gmail.com', mailsSent: 1, createdAt: world.now(), changedAt: world.now() },
    });
  });
  const { visitor, token } = await ask(world, 'zoe.lukasz@gmail.com');
  expect((await visitor.get(`/privacy/held.json?token=${token}`)).body.messages).toHaveLength(1);
  await visitor.post('/privacy/erase', { token }).expect(303);
  expect((await visitor.get(`/privacy/held.json?token=${token}`)).body.messages).toEqual([]);
});

test('the pages say what is kept, and for how long', async () => {
  const world = await aWorld({ env: { KEEP_UNCONFIRMED_DAYS: '11', KEEP_IP_DAYS: '22', KEEP_ADDRESS_DAYS: '77' } });
  const { campaign } = await anOpenLetter(world);
  for (const path of ['/privacy', `/campaigns/${campaign.slug}/privacy`]) {
    const { text } = await aVisitor(world).get(path).expect(200);
    expect(text).toContain('forgotten after 11 days');
    expect(text).toContain('Forgotten after 22 days');
    expect(text).toContain('closed for 77 days');
    expect(text).toContain('What do you hold of me?');
  }
});

test('every mail about a letter is counted, those for another name with the same address too', async () => {
  const world = await aWorld();
  const { letter } = await anOpenLetter(world);
  await sign(world, letter.slug);
  await sign(world, letter.slug, { ...typed, name: 'Bo Łukasz', email: 'zoe.lukasz@gmail.com' });
  const { visitor, token } = await ask(world, 'zoe.lukasz@gmail.com');
  const file = await visitor.get(`/privacy/held.json?token=${token}`).expect(200);
  expect(file.body.signatures.map(({ mails }: { mails: number }) => mails)).toEqual([2, 2]);
});
