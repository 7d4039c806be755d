import { eq } from 'drizzle-orm';
import supertest from 'supertest';
import { expect, test } from 'vitest';
import { addressKeyOf } from '../../server/basics/addresses.ts';
import { commandLine } from '../../server/basics/viewer.ts';
import { letters, signatures } from '../../server/db/tables.ts';
import { listSuppressed, suppress } from '../../server/mail/suppressing.ts';
import { confirm, tokenOf } from '../../server/signatures/signatures.ts';
import {
  countRecipients,
  findUpdate,
  sendUpdate,
  unsubscribeUrl,
  workOnUpdates,
  writeUpdate,
} from '../../server/updates/updates.ts';
import { sendAll } from '../../server/worker.ts';
import { anApp } from '../support/app.ts';
import { aCampaign, aLetter, type LetterRow } from '../support/invented/letters.ts';
import { addSignatures, aSignature } from '../support/invented/signatures.ts';
import { aWorld, type TestWorld } from '../support/world.ts';

const EMAIL = 'zoe@mail.example';

/** Two letters of a campaign and one of another, all signed by one reader who wants news of each. */
async function aReader() {
  const world = await aWorld();
  const campaign = await aCampaign(world);
  const two = [0, 1].map(() => aLetter(world, { campaignId: campaign.id, openToPublic: true }));
  const other = await aLetter(world, { openToPublic: true });
  const ours = (await Promise.all(two)).map(({ letter }) => letter);
  const addressKey = addressKeyOf(world, EMAIL);
  const rows = [];
  for (const letter of [...ours, other.letter]) {
    const row = aSignature(world, letter, { name: 'Zoë Łukasz', email: EMAIL, addressKey, updates: true });
    await addSignatures(world, letter, [row]);
    rows.push(row);
  }
  const path = new URL(unsubscribeUrl(world, campaign.id, addressKey)).pathname;
  const wants = async () =>
    (await world.db.select().from(signatures).orderBy(signatures.id)).map(({ updates }) => updates);
  const off = async (campaignId = campaign.id) =>
    (await listSuppressed(world.db, [addressKey], campaignId)).get(addressKey) ?? null;
  return { world, campaign, letters: ours, other: other.letter, rows, path, addressKey, wants, off };
}

/** Writes an update to a letter's readers and sends it; gives how many mails went out. */
async function sendNews(world: TestWorld, { slug }: LetterRow): Promise<number> {
  const before = world.mailbox.length;
  const form = { subject: 'News', text: 'All is well.', states: [] };
  const { id } = await writeUpdate(world, commandLine, slug, form);
  await countRecipients(world, commandLine, { slug, id });
  await workOnUpdates(world);
  const counted = await findUpdate(world.db, id);
  await sendUpdate(world, commandLine, { slug, id }, counted?.update.changedAt ?? world.now());
  for (let n = 0; n < 3; n += 1) {
    await workOnUpdates(world);
    await sendAll(world);
  }
  return world.mailbox.length - before;
}

test('a mail program unsubscribes by the headers alone: one post, no cookie, no redirect, and no more mail', async () => {
  const {
    world,
    letters: [letter],
    other,
    off,
  } = await aReader();
  await sendNews(world, letter as LetterRow);
  const headers = world.mailbox[0]?.headers ?? {};
  expect(headers['List-Unsubscribe-Post']).toBe('List-Unsubscribe=One-Click');
  const { pathname } = new URL(/^<([^<>]*)>$/.exec(headers['List-Unsubscribe'] ?? '')?.[1] ?? '');

  const answer = await supertest(anApp(world))
    .post(pathname)
    .set('User-Agent', 'a mail program')
    .set('Content-Type', 'application/x-www-form-urlencoded')
    .send('List-Unsubscribe=One-Click');
  expect(answer.status).toBe(200);
  expect(answer.headers).not.toHaveProperty('set-cookie');
  expect(answer.headers['cache-control']).toBe('private, no-store');
  expect(await off()).toBe('unsubscribed');
  expect(await sendNews(world, letter as LetterRow)).toBe(0);
  expect(await sendNews(world, other)).toBe(1);
});

test.each([
  [
    'several parts',
    { 'Content-Type': 'multipart/form-data; boundary=x' },
    '--x\r\nContent-Disposition: form-data; name="List-Unsubscribe"\r\n\r\nOne-Click\r\n--x--\r\n',
  ],
  [
    'another site’s page',
    { Origin: 'https://webmail.example', 'Sec-Fetch-Site': 'cross-site' },
    'List-Unsubscribe=One-Click',
  ],
  ['a private window', { Origin: 'null' }, 'List-Unsubscribe=One-Click'],
  ['no body', {}, ''],
])('it comes from %s', async (_name, headers: Record<string, string>, body) => {
  const { world, path, wants, off } = await aReader();
  const form = { 'Content-Type': 'application/x-www-form-urlencoded' };
  const post = () =>
    supertest(anApp(world))
      .post(path)
      .set({ ...form, ...headers })
      .send(body);
  for (const _ of [1, 2]) expect((await post()).status).toBe(200);
  expect(await off()).toBe('unsubscribed');
  // Of every letter of the campaign, and of no other.
  expect(await wants()).toEqual([false, false, true]);
});

test('opening the link changes nothing; the page’s button does, and a mistake is taken back by another', async () => {
  const {
    world,
    campaign,
    letters: [letter],
    path,
    wants,
    off,
  } = await aReader();
  const browser = supertest(anApp(world));
  const post = (body: object) => browser.post(path).type('form').send(body);
  for (const _ of [1, 2]) {
    const page = (await browser.get(path).expect(200)).text;
    expect(page).toContain('No more news?');
    expect(page).toContain('name="List-Unsubscribe" value="One-Click"');
  }
  await browser.head(path).expect(200);
  expect(await wants()).toEqual([true, true, true]);

  const done = (await post({ 'List-Unsubscribe': 'One-Click' }).expect(200)).text;
  expect(done).toContain('You are off the list');
  expect(done).toContain(campaign.sponsor);
  expect((await browser.get(path)).text).toContain('You are off the list');
  expect(await sendNews(world, letter as LetterRow)).toBe(0);

  expect((await post({ keep: 'yes' }).expect(200)).text).toContain('You are on the list again');
  expect([await wants(), await off()]).toEqual([[true, true, true], null]);
  expect(await sendNews(world, letter as LetterRow)).toBe(1);
});

test('an address that was never given out is answered alike, whatever it is', async () => {
  const { world, campaign, path, wants, addressKey } = await aReader();
  const browser = supertest(anApp(world));
  const elsewhere = { ...world, secret: 'the secret of another installation' };
  const foreign = new URL(unsubscribeUrl(elsewhere, campaign.id, addressKey)).pathname;
  const answers = new Set<string>();
  for (const wrong of [
    `${path.slice(0, -1)}0`,
    `${path}0`,
    '/unsubscribe/x',
    foreign,
    `/unsubscribe/${'a'.repeat(190)}`,
  ]) {
    answers.add((await browser.get(wrong).expect(404)).text);
    answers.add((await browser.post(wrong).type('form').send('List-Unsubscribe=One-Click').expect(404)).text);
    answers.add((await browser.post(wrong).type('form').send('keep=yes').expect(404)).text);
  }
  expect(answers.size).toBe(1);
  expect(await wants()).toEqual([true, true, true]);
  // Nothing else is let in from other pages.
  for (const near of [`${path}/more`, '/privacy'])
    expect((await browser.post(near).set('Sec-Fetch-Site', 'cross-site').send('')).status).toBe(403);
});

test('who asks for news again, on their own page or with another signature, is on the list again', async () => {
  const {
    world,
    rows,
    letters: [letter],
    path,
    wants,
    off,
    addressKey,
  } = await aReader();
  const browser = supertest(anApp(world));
  const leave = () => browser.post(path).type('form').send('List-Unsubscribe=One-Click').expect(200);
  const tick = (body: object) =>
    browser
      .post(`/my/${tokenOf(world, rows[0]?.id ?? '')}/consents`)
      .type('form')
      .send(body)
      .expect(303);
  await leave();
  await tick({ share: 'yes' });
  expect(await off()).toBe('unsubscribed');
  await tick({ updates: 'yes' });
  expect([await wants(), await off()]).toEqual([[true, false, true], null]);

  await leave();
  const late = aSignature(world, letter as LetterRow, { state: 'pending', updates: true, email: EMAIL, addressKey });
  await addSignatures(world, letter as LetterRow, [late]);
  await confirm(world, tokenOf(world, late.id));
  expect(await off()).toBeNull();
});

test('an address whose mail came back, or that complained, is not put back by its own wish', async () => {
  for (const why of ['bounced', 'complained'] as const) {
    const { world, campaign, rows, path, wants, off, addressKey } = await aReader();
    const browser = supertest(anApp(world));
    const campaignId = why === 'bounced' ? null : campaign.id;
    await world.db.transaction((tx) => suppress(tx, world, { addressKey, campaignId, why }));
    expect((await browser.get(path).expect(200)).text).toContain('You get no more news');
    await browser.post(path).type('form').send('List-Unsubscribe=One-Click').expect(200);
    const page = (await browser.post(path).type('form').send('keep=yes').expect(200)).text;
    expect(page).toContain('You get no more news');
    expect(page).not.toContain('<button>');
    await browser
      .post(`/my/${tokenOf(world, rows[0]?.id ?? '')}/consents`)
      .type('form')
      .send('updates=yes')
      .expect(303);
    expect(await off()).toBe(why);
    expect(await wants()).toEqual([true, false, true]);
  }
});

test('an address that was forgotten meanwhile can still leave', async () => {
  const { world, path, off } = await aReader();
  await world.db.transaction(async (tx) => {
    await tx.update(signatures).set({ addressKey: null, email: null, name: null });
    await tx.update(letters).set({ state: 'closed' }).where(eq(letters.state, 'circulating'));
  });
  await supertest(anApp(world)).post(path).type('form').send('List-Unsubscribe=One-Click').expect(200);
  expect(await off()).toBe('unsubscribed');
  expect((await supertest(anApp(world)).post(path).type('form').send('keep=yes').expect(200)).text).toContain(
    'Nothing that you signed is kept with this address any more',
  );
});
