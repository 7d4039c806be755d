import { eq } from 'drizzle-orm';
import { beforeEach, expect, test } from 'vitest';
import { findStand, record } from '../../server/cosigners/cosigners.ts';
import { legislators, officeLinks } from '../../server/db/tables.ts';
import { publishVersion } from '../../server/letters/letters.ts';
import { officeLinkFor } from '../../server/office/office.ts';
import { sendAll } from '../../server/worker.ts';
import { signedIn } from '../support/app.ts';
import { aLegislature } from '../support/invented/legislature.ts';
import { aLetter, type CampaignRow, type LetterRow } from '../support/invented/letters.ts';
import { anAdmin } from '../support/people.ts';
import { aVisitor, linkIn } from '../support/signing.ts';
import { aWorld, type TestWorld } from '../support/world.ts';

let world: TestWorld;
let people: Awaited<ReturnType<typeof aLegislature>>;
let letter: LetterRow;
let campaign: CampaignRow;

beforeEach(async () => {
  world = await aWorld();
  people = await aLegislature(world);
  ({ letter, campaign } = await aLetter(world));
});

/** What a staffer types. */
const typed = {
  answer: 'sign',
  name: 'Priya Example',
  title: 'Legislative Director',
  email: 'priya.example@mail.house.gov',
  authorized: 'yes',
};

const organizer = () =>
  signedIn(world, { name: 'Dana Ops', email: 'dana@team.example', roles: [[campaign.id, 'organizer']] });

const linkFor = async (key: string) =>
  new URL(await world.db.transaction((tx) => officeLinkFor(tx, world, anAdmin, letter, key))).pathname;

const stand = (key: string) => findStand(world.db, anAdmin, letter, key);

const offices = () => `/desk/letters/${letter.slug}/offices`;

/** The actions of forms on a page that end so. */
const actionsIn = (html: string, end: string) =>
  [...html.matchAll(/action="([^"]+)"/g)].map(([, action]) => action ?? '').filter((action) => action.endsWith(end));

test('an organizer makes links, an office signs by mail, and the name stands under the letter', async () => {
  const { okafor, rivera, hoek } = people;
  for (const { key } of [okafor, rivera, hoek])
    await record(world, anAdmin, letter.slug, key, { position: 'asked', source: 'a call' });
  const desk = await organizer();
  const before = await desk.get(offices()).expect(200);
  expect(before.text).toContain('Make links for 3 offices');
  const until = '2026-12-08T10:00';
  const made = await desk.post(`${offices()}/links`).type('form').send({ who: 'asked', until }).expect(303);
  const page = await desk.get(made.headers.location as string).expect(200);
  expect(page.text).toContain('3 offices have links to this text now.');
  const addresses = [...page.text.matchAll(/value="(http[^"]+\/office\/[^"]+)"/g)].map(([, url]) => url as string);
  expect(new Set(addresses).size).toBe(3);
  const link = await linkFor(okafor.key);
  expect(addresses.map((url) => new URL(url).pathname)).toContain(link);

  const office = aVisitor(world);
  const shown = await office.get(link).expect(200);
  expect(shown.headers['cache-control']).toBe('private, no-store');
  expect(shown.headers['referrer-policy']).toBe('no-referrer');
  expect(shown.headers['x-robots-tag']).toBe('noindex');
  expect(shown.text).toContain('Ben Okafor');
  expect(shown.text).toContain('We ask that the rivers be kept clean.');
  expect(shown.text).toContain('Rivers Example Committee');
  for (const secret of ['asked', 'leaning', 'a call', 'Dana Ops', 'Rivera', 'Hoek'])
    expect(shown.text).not.toContain(secret);

  const answered = await office.post(link, typed).expect(303);
  expect((await stand(okafor.key))?.position).toBe('committed');
  const thanks = await office.get(answered.headers.location as string).expect(200);
  expect(thanks.text).toContain('look into your mail');
  expect(thanks.text).toContain(typed.email);

  await sendAll(world);
  const [mail] = world.mailbox;
  expect(world.mailbox.length).toBe(1);
  expect(mail?.to).toEqual({ name: '', address: typed.email });
  expect(`${mail?.subject} ${mail?.text}`).not.toMatch(/Priya|Director/);
  const confirm = linkIn(mail?.text).pathname;
  expect((await office.get(confirm).expect(200)).text).toContain('Confirm: Representative Okafor signs');
  expect((await stand(okafor.key))?.position).toBe('committed');
  await office.post(confirm).expect(303);
  await office.post(confirm).expect(303);
  expect((await office.get(confirm).expect(200)).text).toContain('Representative Okafor is among the signers');

  expect(await stand(okafor.key)).toMatchObject({
    position: 'signed',
    version: 1,
    source: 'the office’s own answer, confirmed by e-mail at mail.house.gov',
    note: 'Answered by Priya Example, Legislative Director, on November 22, 2026.',
  });
  const published = await office.get(`/letters/${letter.slug}`).expect(200);
  expect(published.text).toContain('Ben Okafor');
  for (const secret of ['Priya', 'Legislative Director', 'mail.house.gov'])
    expect(published.text).not.toContain(secret);
  const after = await desk.get(offices()).expect(200);
  expect(after.text).toContain('Priya Example, Legislative Director');
  expect(after.text).toContain('by e-mail at mail.house.gov');
});

test('an answer from another address waits for an organizer, who accepts it', async () => {
  const { key } = people.rivera;
  const office = aVisitor(world);
  const link = await linkFor(key);
  const answered = await office.post(link, { ...typed, email: 'priya@senate.gov.example' }).expect(303);
  const thanks = await office.get(answered.headers.location as string).expect(200);
  expect(thanks.text).toContain('The campaign takes it from here');
  await sendAll(world);
  expect(world.mailbox).toEqual([]);
  expect((await stand(key))?.position).toBe('committed');

  const desk = await organizer();
  const page = await desk.get(offices()).expect(200);
  const overview = offices().replace(/\/offices$/, '');
  expect((await desk.get(overview)).text).toContain('1 answer of offices waits for you');
  expect(page.text).toContain('1 answer waits for you');
  expect(page.text).toContain('Not at a mail domain of the body: senate.gov.example');
  const [accept = ''] = actionsIn(page.text, '/accept');
  await desk.post(accept).expect(303);
  expect(await stand(key)).toMatchObject({
    position: 'signed',
    source: 'the office’s own answer, accepted by the campaign',
  });
  await desk.post(accept).expect(409);
  expect((await desk.get(overview)).text).not.toContain('answer of offices');
  expect((await desk.get(offices())).text).toContain('by Dana Ops');
});

test('what an organizer refuses is taken back, with a reason', async () => {
  const { key } = people.rivera;
  await record(world, anAdmin, letter.slug, key, { position: 'leaning', source: 'a call' });
  await aVisitor(world)
    .post(await linkFor(key), { ...typed, email: 'somebody@mail.example' })
    .expect(303);
  expect((await stand(key))?.position).toBe('committed');
  const desk = await organizer();
  const [refuse = ''] = actionsIn((await desk.get(offices())).text, '/refuse');
  const again = await desk.post(refuse).type('form').send({ reason: ' ' }).expect(422);
  expect(again.text).toContain('Please say why it is not accepted.');
  await desk.post(refuse).type('form').send({ reason: 'Nobody there knows them' }).expect(303);
  expect((await stand(key))?.position).toBe('leaning');
  expect((await desk.get(offices())).text).toContain('because: Nobody there knows them');
});

test('a no counts once it is confirmed; a request for a change needs words and records nothing', async () => {
  const { okafor, hoek } = people;
  const office = aVisitor(world);
  await record(world, anAdmin, letter.slug, okafor.key, { position: 'asked', source: 'a call' });
  await office.post(await linkFor(okafor.key), { ...typed, answer: 'decline' }).expect(303);
  expect((await stand(okafor.key))?.position).toBe('asked');
  await sendAll(world);
  await office.post(linkIn(world.mailbox.at(-1)?.text).pathname).expect(303);
  expect((await stand(okafor.key))?.position).toBe('declined');
  expect((await office.get(`/letters/${letter.slug}`)).text).not.toContain('Okafor');

  const link = await linkFor(hoek.key);
  const empty = await office.post(link, { ...typed, answer: 'change' }).expect(422);
  expect(empty.text).toContain('Please say what would need to change.');
  expect(empty.text).toContain('value="Priya Example"');
  await office.post(link, { ...typed, answer: 'change', comment: 'Drop the second ask.' }).expect(303);
  expect((await stand(hoek.key))?.position).toBeNull();
  await sendAll(world);
  await office.post(linkIn(world.mailbox.at(-1)?.text).pathname).expect(303);
  expect((await stand(hoek.key))?.position).toBeNull();
  const desk = await organizer();
  const page = await desk.get(offices()).expect(200);
  expect(page.text).toContain('Drop the second ask.');
  expect(page.text).toContain('1 answer waits for you');
  await desk.post(actionsIn(page.text, '/accept')[0] ?? '').expect(303);
  expect((await desk.get(offices())).text).not.toContain('waits for you');
});

test('a form lacks something: each field says what; nothing is kept', async () => {
  const link = await linkFor(people.okafor.key);
  const page = await aVisitor(world).post(link, { email: 'nobody' }).expect(422);
  for (const words of ['choose an answer', 'give your name', 'your title', 'office e-mail', 'you are authorized'])
    expect(page.text).toContain(words);
  expect((await stand(people.okafor.key))?.position).toBeNull();
});

test('links that ended, were revoked, made up or belong to somebody who left are told alike', async () => {
  const { okafor, rivera, hoek, luna } = people;
  const office = aVisitor(world);
  const desk = await organizer();
  const revoked = await linkFor(okafor.key);
  const [revoke = ''] = actionsIn((await desk.get(offices())).text, '/revoke');
  await desk.post(revoke).expect(303);
  const short = await linkFor(hoek.key);
  const left = await linkFor(luna.key);
  await world.db.transaction(async (tx) => {
    await tx.update(officeLinks).set({ expiresAt: world.now() }).where(eq(officeLinks.legislator, hoek.key));
    await tx.update(legislators).set({ serving: false }).where(eq(legislators.key, luna.key));
  });
  const real = await linkFor(rivera.key);
  const guessed = `${real.slice(0, -1)}${real.endsWith('0') ? '1' : '0'}`;
  const pages = new Set<string>();
  for (const path of [revoked, short, left, guessed, '/office/guess', '/office/confirm/guess'])
    for (const page of [await office.get(path).expect(404), await office.post(path, typed).expect(404)]) {
      expect(page.headers['cache-control']).toBe('private, no-store');
      pages.add(page.text);
    }
  expect(pages.size).toBe(1);
  expect([...pages][0]).toContain('This link opens nothing');
  // A new link for whose link was revoked is another one.
  expect(await linkFor(okafor.key)).not.toBe(revoked);
});

test('an answer never counts for a text that was not shown', async () => {
  const { key } = people.okafor;
  const office = aVisitor(world);
  const link = await linkFor(key);
  await office.post(link, typed).expect(303);
  await sendAll(world);
  await publishVersion(world, anAdmin, letter.slug, {
    text: 'We ask that rivers and lakes be kept clean.',
    substantive: true,
    reason: 'lakes added',
  });
  const page = await office.get(link).expect(200);
  expect(page.text).toContain('The text has changed since you got this link');
  expect(page.text).toContain('rivers and lakes');
  expect(page.text).not.toContain('<form method="post" action="/office');
  await office.post(link, { ...typed, answer: 'decline' }).expect(409);

  const confirm = linkIn(world.mailbox.at(-1)?.text).pathname;
  expect((await office.get(confirm)).text).toContain('This confirms version 1, which you read');
  await office.post(confirm).expect(303);
  expect(await stand(key)).toMatchObject({ position: 'signed', version: 1, toReconfirm: true });
  expect((await office.get(`/letters/${letter.slug}`)).text).not.toContain('Ben Okafor');

  letter = { ...letter, version: 2 };
  const fresh = await linkFor(key);
  expect(fresh).not.toBe(link);
  expect((await office.get(fresh)).text).toContain('rivers and lakes');
});

test('a corrected typo leaves a link as it is: the text that it shows is the one that is answered', async () => {
  const link = await linkFor(people.okafor.key);
  await publishVersion(world, anAdmin, letter.slug, {
    text: 'We ask that the rivers be kept clean!',
    substantive: false,
    reason: 'punctuation',
  });
  const office = aVisitor(world);
  const page = await office.get(link).expect(200);
  expect(page.text).toContain('We ask that the rivers be kept clean.');
  expect(page.text).toContain('Version 2 only corrects its wording');
  await office.post(link, typed).expect(303);
  await sendAll(world);
  await office.post(linkIn(world.mailbox.at(-1)?.text).pathname).expect(303);
  expect(await stand(people.okafor.key)).toMatchObject({ position: 'signed', version: 1, toReconfirm: false });
});

test('a letter that closed says so kindly, and still takes the confirmation of what came in time', async () => {
  const { key } = people.okafor;
  const office = aVisitor(world);
  const link = await linkFor(key);
  world.pass({ days: 13, hours: 23 });
  await office.post(link, typed).expect(303);
  await sendAll(world);
  world.pass({ hours: 2 });
  const page = await office.get(link).expect(200);
  expect(page.text).toContain('This letter closed on');
  expect(page.text).toContain('hello@rivers.example');
  await office.post(link, typed).expect(409);
  await office.post(linkIn(world.mailbox.at(-1)?.text).pathname).expect(303);
  expect((await stand(key))?.position).toBe('signed');
  world.pass({ days: 2 });
  await office.get(link).expect(404);
});

test('mails are three at most, and the link in them ends after two days', async () => {
  const office = aVisitor(world);
  const link = await linkFor(people.okafor.key);
  const { location } = (await office.post(link, typed).expect(303)).headers;
  // A second click says the same and sends nothing more.
  expect((await office.post(link, typed).expect(303)).headers.location).toBe(location);
  for (let n = 0; n < 4; n += 1) await office.post(`${location}/again`).expect(303);
  expect((await office.get(location as string)).text).toContain('It was sent three times');
  await sendAll(world);
  expect(world.mailbox.length).toBe(3);
  expect(new Set(world.mailbox.map(({ text }) => linkIn(text).pathname)).size).toBe(1);
  world.pass({ days: 2 });
  await office.post(linkIn(world.mailbox[0]?.text).pathname).expect(404);
  expect((await stand(people.okafor.key))?.position).toBe('committed');
});

test('whoever tries too often is told to wait, with what was typed', async () => {
  const office = aVisitor(world);
  const link = await linkFor(people.okafor.key);
  for (let n = 0; n < 20; n += 1)
    await office.post(link, { ...typed, email: 'priya@mail.example', comment: String(n) }).expect(303);
  const page = await office.post(link, { ...typed, comment: 'once more' }).expect(429);
  expect(page.headers['retry-after']).toBeDefined();
  expect(page.text).toContain('Too many tries');
  expect(page.text).toContain('once more');
});

test('only organizers of the campaign see the page; programs get a link in the style of the interface', async () => {
  const path = `/api/v1/letters/${letter.slug}/offices/${people.okafor.key}/link`;
  const stranger = aVisitor(world);
  await stranger.get(offices()).expect(303);
  await stranger.browser.post(path).expect(401);
  const staffer = await signedIn(world, { name: 'Sam', email: 'sam@team.example', roles: [[campaign.id, 'staffer']] });
  await staffer.get(offices()).expect(403);
  await staffer.post(`${offices()}/links`).type('form').send({ who: 'asked', until: '2026-12-08T10:00' }).expect(403);
  await staffer.post(path).expect(403);

  const desk = await organizer();
  const { body } = await desk.post(path).expect(200);
  expect(body).toEqual({
    url: `${world.settings.baseUrl}${await linkFor(people.okafor.key)}`,
    expiresAt: '2026-12-08T15:00:00.000Z',
  });
  await desk.post(path).send({}).expect(200);
  await desk.post(path).send({ other: 1 }).expect(400);
  await desk.post(path).type('form').send('a=b').expect(415);
  await desk.post(path.replace(people.okafor.key, 'X999999')).expect(404);
  const { body: problem } = await desk.post(path.replace(people.okafor.key, people.ito.key)).expect(400);
  expect(problem.errors[0].message).toContain('does not serve');
});

test('an organizer finds offices by name and ticks them', async () => {
  const desk = await organizer();
  const found = await desk.get(`${offices()}?q=smith&position=`).expect(200);
  for (const { key } of [people.smithOrson, people.smithOsgood, people.smithOttilie])
    expect(found.text).toContain(`value="${key}"`);
  const post = (body: object) => desk.post(`${offices()}/links?q=smith&position=`).type('form').send(body);
  const none = await post({ who: 'picked', until: '2026-12-08T10:00' }).expect(422);
  expect(none.text).toContain('Please tick at least one office.');
  const past = await post({ who: 'picked', key: people.smithOrson.key, until: '2020-01-01T10:00' }).expect(422);
  expect(past.text).toContain('This moment has passed');
  expect(past.text).toMatch(new RegExp(`value="${people.smithOrson.key}" checked`));
  const { headers } = await post({
    who: 'picked',
    key: [people.smithOrson.key, people.smithOttilie.key],
    until: '2026-12-08T10:00',
  }).expect(303);
  expect(headers.location).toContain('made-2');
});

test('the admin sets the mail domains of a council, and its offices then confirm by mail', async () => {
  const admin = await signedIn(world, { name: 'Ada Min', email: 'ada@team.example', admin: true });
  const page = await admin.get('/desk/site').expect(200);
  expect(page.text).toContain('mail.house.gov, house.gov, as usual');
  const set = (domains: string) =>
    admin.post('/desk/site/domains').type('form').send({ body: 'example-city-council', domains });
  const wrong = await set('council.example, gmail.com').expect(422);
  expect(wrong.text).toContain('Anybody may have an address at gmail.com');
  expect(wrong.text).toContain('value="council.example, gmail.com"');
  await set('council.example').expect(303);
  const desk = await organizer();
  await desk.post('/desk/site/domains').type('form').send({ body: 'us-senate', domains: '' }).expect(403);

  ({ letter, campaign } = await aLetter(world, { openToBodies: ['example-city-council'] }));
  const office = aVisitor(world);
  const link = await linkFor(people.park.key);
  expect((await office.get(link).expect(200)).text).toContain('@council.example');
  await office.post(link, { ...typed, email: 'staff@ward1.council.example' }).expect(303);
  await sendAll(world);
  await office.post(linkIn(world.mailbox.at(-1)?.text).pathname).expect(303);
  expect((await stand(people.park.key))?.position).toBe('signed');
});

test('a staffer reads what is held of an answer, and has it forgotten while it does not count', async () => {
  const office = aVisitor(world);
  await office.post(await linkFor(people.rivera.key), { ...typed, email: 'priya@senate.gov' }).expect(303);
  await office.post('/privacy', { email: 'priya@senate.gov' }).expect(303);
  await sendAll(world);
  const mail = world.mailbox.find(({ text }) => text.includes('/privacy/held'));
  const { search } = linkIn(mail?.text);
  const held = await office.get(`/privacy/held${search}`).expect(200);
  expect(held.text).toContain('Answers for a legislator’s office');
  expect(held.text).toContain('Legislative Director');
  const token = new URLSearchParams(search).get('token');
  const erased = await office.post('/privacy/erase', { token }).expect(303);
  expect((await office.get(erased.headers.location as string)).text).toContain('1 answer for an office forgotten.');
  expect((await office.get(`/privacy/held${search}`)).text).toContain('Nothing is held of priya@senate.gov');
});
