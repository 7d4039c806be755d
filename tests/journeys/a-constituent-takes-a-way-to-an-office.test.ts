import supertest from 'supertest';
import { expect, test } from 'vitest';
import { cwcDeliveries, messages, zipDistricts } from '../../server/db/tables.ts';
import { sendDue } from '../../server/mail/sending.ts';
import { addWriter } from '../../server/messages/messages.ts';
import { listenersOf } from '../../server/worker.ts';
import { anApp } from '../support/app.ts';
import { agent, withOffices } from '../support/cwc.ts';
import { aLegislature, type Row } from '../support/invented/legislature.ts';
import { aLetter } from '../support/invented/letters.ts';
import { aWorld } from '../support/world.ts';

const cwc = { ...agent, CWC_HOUSE_URL: 'https://cwc.example/v2', CWC_HOUSE_KEY: 'a-key' };

async function aSite(env: Record<string, string> = {}) {
  const world = await aWorld({ env });
  const people = await aLegislature(world);
  await world.db.transaction(
    async (tx) => void (await tx.insert(zipDistricts).values({ zip: '44691', state: 'OH', district: 7 })),
  );
  const openToBodies = ['us-house', 'us-senate', 'example-city-council'];
  const { letter } = await aLetter(world, { openToBodies, topic: 'Environmental Protection' });
  const site = supertest(anApp(world));
  const at = (to: Row) => `/letters/${letter.slug}/write/${to.key}`;
  const post = (path: string, fields: object) => site.post(path).type('form').send(fields);
  const rows = () => world.db.select().from(messages);
  const hidden = (html: string, name: string) => new RegExp(`name="${name}" value="([^"]+)"`).exec(html)?.[1] ?? '';
  return { world, people, letter, site, at, post, rows, hidden };
}

const typed = { zip: '44691', subject: 'Rivers', text: 'Please sign it.', own: 'My well is downstream.', name: 'Zoë' };

test('a form is opened, and sent when the same visitor says so', async () => {
  const { people, letter, site, at, post, rows, hidden } = await aSite();
  const page = await site.get(at(people.okafor)).query({ zip: '44691' }).expect(200);
  const visit = hidden(page.text, 'visit');
  // Reading the message as it now stands is the same visit.
  const read = await post(at(people.okafor), { ...typed, visit }).expect(200);
  expect(hidden(read.text, 'visit')).toBe(visit);
  const opened = await post(`${at(people.okafor)}/way`, { ...typed, visit, way: 'form' }).expect(303);
  expect(opened.headers['location']).toBe(people.okafor.contactForm);
  expect(await rows()).toMatchObject([{ state: 'opened', way: 'form' }]);
  const sent = await post(`${at(people.okafor)}/way`, { ...typed, visit, done: 'form' }).expect(303);
  expect(sent.headers['location']).toBe(`/letters/${letter.slug}/write?zip=44691&note=reported`);
  expect(await rows()).toMatchObject([{ state: 'reported', way: 'form', text: null, name: null, zip: null }]);
  await post(`${at(people.okafor)}/way`, { zip: '44691' }).expect(404);
  await post(`${at(people.okafor)}/way`, { way: 'email' }).expect(404);
});

test('a call that nobody answers leaves the page as it was typed; one that somebody answers is told', async () => {
  const { people, at, post, rows, hidden } = await aSite();
  const page = await post(`${at(people.okafor)}/way`, {
    ...typed,
    visit: 'a-visit-of-mine',
    called: 'no answer',
  }).expect(200);
  expect(page.text).toContain('Noted that nobody answered.');
  expect(page.text).toContain('My well is downstream.');
  expect(page.text).toContain('I am a constituent from Ohio 44691.');
  expect(hidden(page.text, 'visit')).toBe('a-visit-of-mine');
  expect(await rows()).toMatchObject([{ state: 'opened', way: 'phone', outcome: 'no answer' }]);
  await post(`${at(people.okafor)}/way`, { visit: 'a-visit-of-mine', called: 'voicemail' }).expect(303);
  expect(await rows()).toMatchObject([{ state: 'reported', way: 'phone', outcome: 'voicemail' }]);
});

test('a letter to print is made for this visitor and nobody else, and is posted when they say so', async () => {
  const { people, at, post, rows } = await aSite();
  const fields = { ...typed, visit: 'a-visit-of-mine', address: '12 Elm St\nWooster, OH 44691' };
  const made = await post(`${at(people.okafor)}/print`, fields)
    .buffer(true)
    .expect(200);
  expect(made.headers['content-type']).toBe('application/pdf');
  expect(made.headers['cache-control']).toBe('private, no-store');
  expect(made.headers['content-disposition']).toBe(`inline; filename="letter-to-${people.okafor.key}.pdf"`);
  const [row, ...more] = await rows();
  expect(more).toEqual([]);
  expect(row).toMatchObject({ state: 'opened', way: 'print', text: null, name: null });
  await post(`${at(people.okafor)}/way`, { visit: 'a-visit-of-mine', done: 'print' }).expect(303);
  expect(await rows()).toMatchObject([{ state: 'reported', way: 'print' }]);
  const nameless = await post(`${at(people.okafor)}/print`, { ...fields, name: '' }).expect(422);
  expect(nameless.text).toContain('A letter needs the name of its writer.');
});

test('who is known is filled in, asked nothing more, and finds what they have done in place of the form', async () => {
  const { world, people, letter, site, at, post, rows } = await aSite();
  const email = 'zoe@mail.example';
  const my = await world.db.transaction((tx) => addWriter(tx, world, { letterId: letter.id, email }));
  const page = await site.get(at(people.park)).query({ my }).expect(200);
  expect(page.headers['cache-control']).toBe('private, no-store');
  expect(page.headers['referrer-policy']).toBe('no-referrer');
  expect(page.text).toContain('Send it to Council Member Park now');
  const sent = await post(`${at(people.park)}/send`, { ...typed, my, email }).expect(303);
  expect(sent.headers['location']).toBe(`/my/messages/${my}?note=queued`);
  expect((await site.get(sent.headers['location'] as string).expect(200)).text).toContain('Waits to be sent');
  const again = await post(`${at(people.park)}/send`, { ...typed, my, email }).expect(303);
  expect(again.headers['location']).toBe(`/my/messages/${my}?note=already`);
  await sendDue(world, listenersOf(world));
  expect(world.mailbox.map(({ to }) => to.address)).toEqual(['park@council.example']);

  const done = await site.get(at(people.park)).query({ my }).expect(200);
  expect(done.text).toContain('You have written to this office');
  expect(done.text).toContain('My well is downstream.');
  expect(done.text).not.toContain('id="message-form"');
  // They can still call: how it ended stands beside what was sent.
  await post(`${at(people.park)}/way`, { my, called: 'reached' }).expect(303);
  expect(await rows()).toMatchObject([{ way: 'email', state: 'sent', outcome: 'reached' }]);

  const next = await site.get(at(people.abara)).query({ my }).expect(200);
  expect(next.text).toContain('value="zoe@mail.example"');
  expect(next.text).toContain('value="Zoë"');
  expect(next.text).toContain('value="44691"');
  // What they take to an office themselves is kept for their receipts, with where they vote; of a stranger neither is.
  const okafor = people.okafor;
  await post(`${at(okafor)}/way`, { ...typed, my, way: 'form' }).expect(303);
  await post(`${at(okafor)}/way`, { ...typed, way: 'form', visit: 'a-visit-of-a-stranger' }).expect(303);
  const taken = (await rows()).filter(({ legislator }) => legislator === okafor.key);
  expect(taken.find(({ personKey }) => personKey !== null)).toMatchObject({
    ...{ state: 'opened', subject: 'Rivers', homeState: 'OH', homeDistrict: '7', email: null },
    text: expect.stringContaining('My well is downstream.\n\nPlease sign it.'),
  });
  expect(taken.find(({ personKey }) => personKey === null)).toMatchObject({
    text: null,
    subject: null,
    homeState: null,
  });
  const receipts = await site.get(`/my/messages/${my}`).expect(200);
  expect(receipts.text.match(/My well is downstream\./g)).toHaveLength(2);
  // With nobody's token, or another letter's, the page is a stranger's.
  const other = await aLetter(world, { openToBodies: ['example-city-council'] });
  const stranger = await site.get(`/letters/${other.letter.slug}/write/${people.abara.key}`).query({ my }).expect(200);
  expect(stranger.text).not.toContain('zoe@mail.example');
  expect(stranger.text).not.toContain(my);
});

test('an office of Congress that takes messages from here is sent one, and one that stopped leads to its form', async () => {
  const { world, people, site, at, post, rows } = await aSite(cwc);
  await withOffices(world, 'HOH07');
  const page = await site.get(at(people.okafor)).query({ zip: '44691' }).expect(200);
  expect(page.text).toContain('The Senate’s service takes only these.');
  const office = { ...typed, email: 'zoe@mail.example', prefix: 'Ms.', first: 'Zoë', last: 'Łukasz', answer: 'yes' };
  const lacking = await post(`${at(people.okafor)}/send`, { ...office, prefix: 'Mx.' }).expect(422);
  for (const told of ['it takes these five forms only', 'Offices need your street address', 'Offices need your city'])
    expect(lacking.text).toContain(told);
  expect(lacking.text).toContain('My well is downstream.');
  const whole = { ...office, street: '12 Elm St', city: 'Wooster' };
  await post(`${at(people.okafor)}/send`, whole).expect(303);
  await sendDue(world);
  const link = new URL(/http\S+/.exec(world.mailbox[0]?.text ?? '')?.[0] ?? '');
  const asks = await site.get(link.pathname + link.search).expect(200);
  expect(asks.text).toContain('Send it to Representative Okafor');
  expect(asks.text).not.toContain('12 Elm St');

  // The offices' list was not read for days: what was written then waits for nobody.
  world.pass({ days: 9 });
  const token = link.searchParams.get('token');
  const closed = await post('/messages/confirm', { token }).expect(303);
  const told = await site.get(closed.headers['location'] as string).expect(200);
  expect(told.text).toContain('This office takes no messages from here now');
  expect(told.text).toContain(at(people.okafor));
  expect(await world.db.select().from(cwcDeliveries)).toEqual([]);
  const form = await post(`${at(people.okafor)}/send`, whole).expect(422);
  expect(form.text).toContain('Please use its own form');
  expect(form.text).toContain('2. Take it to the office’s own form');
  expect(form.text).toContain('My well is downstream.');
  expect((await rows()).map(({ state }) => state)).toEqual(['confirming']);
});

test('a visitor cannot have letters made without end', async () => {
  const { people, at, post } = await aSite();
  const fields = { ...typed, name: 'Zoë' };
  for (let n = 0; n < 30; n += 1) await post(`${at(people.okafor)}/print`, { ...fields, text: 'x' }).expect(200);
  await post(`${at(people.okafor)}/print`, fields).expect(429);
});
