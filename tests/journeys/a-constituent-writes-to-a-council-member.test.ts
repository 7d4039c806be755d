import { eq } from 'drizzle-orm';
import supertest from 'supertest';
import { expect, test } from 'vitest';
import { record } from '../../server/cosigners/cosigners.ts';
import { legislators, zipDistricts } from '../../server/db/tables.ts';
import { sendDue } from '../../server/mail/sending.ts';
import { findCounts } from '../../server/messages/messages.ts';
import { listenersOf } from '../../server/worker.ts';
import { anApp } from '../support/app.ts';
import { aLegislature } from '../support/invented/legislature.ts';
import { aLetter } from '../support/invented/letters.ts';
import { aViewer } from '../support/people.ts';
import { aPostOffice, withPost } from '../support/smtp.ts';
import { aWorld, type TestWorld } from '../support/world.ts';

async function aCouncilLetter(world: TestWorld) {
  const people = await aLegislature(world);
  await world.db.transaction(
    async (tx) => void (await tx.insert(zipDistricts).values([{ zip: '44691', state: 'OH', district: 7 }])),
  );
  const { letter, campaign } = await aLetter(world, {
    openToBodies: ['us-house', 'us-senate', 'example-city-council'],
  });
  return { people, letter, campaign };
}

const typed = {
  zip: '44691',
  name: 'Zoë Łukasz',
  email: 'Zoe@Mail.example',
  own: 'My well is downstream of the plant.',
  subject: 'Please sign the letter on clean rivers',
  text: 'I ask you to sign the letter on clean rivers.',
};

/** The link in a mail's text. */
const linkIn = (text: string | undefined) => new URL(/https?:\S+/.exec(text ?? '')?.[0] ?? '');

test('a constituent writes, confirms the address and is answered', async () => {
  const office = await aPostOffice();
  const world = withPost(await aWorld(), office);
  const { people, letter, campaign } = await aCouncilLetter(world);
  const site = supertest(anApp(world));
  const send = () => sendDue(world, listenersOf(world));

  const board = await site.get(`/letters/${letter.slug}/write`).query({ zip: '44691' }).expect(200);
  expect(board.headers['cache-control']).toBe('private, no-store');
  expect(board.text).toContain('Ohio’s 7th district');
  expect(board.text).toContain('Representative Ben Okafor');
  expect(board.text).toContain('Example City Council');

  const chosen = await site
    .get(`/letters/${letter.slug}/write/member`)
    .query({ zip: '44691', member: people.park.key })
    .expect(303);
  const page = await site.get(chosen.headers['location'] as string).expect(200);
  expect(page.text).toContain('Write to Council Member Park');
  expect(page.text).toContain('Dear Council Member Park:');

  const action = `/letters/${letter.slug}/write/${people.park.key}/send`;
  const after = await site.post(action).type('form').send(typed).expect(303);
  expect(after.headers['location']).toBe(`/letters/${letter.slug}/write/sent`);
  await site.get(after.headers['location'] as string).expect(200);

  expect(await send()).toBe(1);
  const [asked] = office.taken;
  expect(asked?.to).toEqual(['zoe@mail.example']);
  expect(asked?.mail.subject).toBe('Confirm your message to Council Member Park');
  expect(asked?.mail.text).not.toContain('downstream');
  const link = linkIn(asked?.mail.text);

  // A mail scanner opens the link: nothing happens by that.
  const shown = await site.get(link.pathname + link.search).expect(200);
  expect(shown.text).toContain('My well is downstream of the plant.');
  expect(shown.headers['referrer-policy']).toBe('no-referrer');
  expect(await send()).toBe(0);

  // The button is pressed twice at once.
  const token = link.searchParams.get('token');
  const press = () => site.post('/messages/confirm').type('form').send({ token }).expect(303);
  const [first] = await Promise.all([press(), press()]);
  const queued = await site.get(first.headers['location'] as string).expect(200);
  expect(queued.text).toContain('waits to be sent');
  expect((await findCounts(world.db, letter.id)).byState).toEqual({ queued: 1 });

  expect(await send()).toBe(1);
  expect(await send()).toBe(0);
  const mail = office.taken[1];
  expect(office.taken).toHaveLength(2);
  expect(mail?.to).toEqual(['park@council.example']);
  expect(mail?.mail.replyTo).toEqual([{ name: 'Zoë Łukasz', address: 'zoe@mail.example' }]);
  expect(mail?.mail.subject).toBe(typed.subject);
  expect(mail?.mail.text).toMatch(
    /^Dear Council Member Park:\n\nMy well is downstream of the plant\.\n\nI ask you to sign/,
  );
  expect(mail?.mail.text).toContain('Sincerely,\nZoë Łukasz\nOhio 44691');
  expect(mail?.mail.text).toContain(campaign.sponsor);
  expect((await findCounts(world.db, letter.id)).byState).toEqual({ sent: 1 });

  const again = await site.get(link.pathname + link.search).expect(200);
  expect(again.text).toContain('Your message was sent');
});

test('the page after writing is the same whether or not that address had written, and nobody is written to twice', async () => {
  const world = await aWorld();
  const { people, letter } = await aCouncilLetter(world);
  const site = supertest(anApp(world));
  const action = `/letters/${letter.slug}/write/${people.park.key}/send`;
  const post = (email = typed.email) =>
    site
      .post(action)
      .type('form')
      .send({ ...typed, email })
      .expect(303);
  const send = () => sendDue(world, listenersOf(world));

  const first = await post();
  await send();
  const again = await post(' ZOE@mail.example');
  expect(again.headers['location']).toBe(first.headers['location']);
  expect(again.text).toBe(first.text);
  expect(await send()).toBe(0);
  const link = linkIn(world.mailbox[0]?.text);
  await site
    .post('/messages/confirm')
    .type('form')
    .send({ token: link.searchParams.get('token') })
    .expect(303);
  await send();
  world.pass({ days: 1 });
  expect((await post()).headers['location']).toBe(first.headers['location']);
  await send();
  expect(world.mailbox.map((mail) => mail.to.address)).toEqual(['zoe@mail.example', 'park@council.example']);
});

test('what is missing is told at its field, and what was typed is still there', async () => {
  const world = await aWorld();
  const { people, letter } = await aCouncilLetter(world);
  const action = `/letters/${letter.slug}/write/${people.park.key}/send`;
  const site = supertest(anApp(world));
  const page = await site
    .post(action)
    .type('form')
    .send({ ...typed, email: 'nobody', name: '' })
    .expect(422);
  expect(page.text).toContain('Please give your e-mail address');
  expect(page.text).toContain('offices do not count mail without one');
  expect(page.text).toContain('My well is downstream of the plant.');
  const badZip = await site
    .post(action)
    .type('form')
    .send({ ...typed, zip: '4469' })
    .expect(422);
  expect(badZip.text).toContain('A ZIP code has five digits');
});

test('a state senator is not written to from another state', async () => {
  const world = await aWorld();
  const people = await aLegislature(world);
  await world.db.transaction(
    async (tx) =>
      void (await tx
        .update(legislators)
        .set({ email: 'bright@senate.example' })
        .where(eq(legislators.key, people.bright.key))),
  );
  const { letter } = await aLetter(world, { openToBodies: ['ri-senate'] });
  const site = supertest(anApp(world));
  const address = `/letters/${letter.slug}/write/${encodeURIComponent(people.bright.key)}`;
  await site.get(address).expect(200);
  const page = await site.post(`${address}/send`).type('form').send(typed).expect(422);
  expect(page.text).toContain('This ZIP code is in Ohio, where Senator Bright does not sit.');
  await site
    .post(`${address}/send`)
    .type('form')
    .send({ ...typed, zip: '02903' })
    .expect(303);
});

test('somebody whose address a stranger gave says so, and is not asked again', async () => {
  const world = await aWorld();
  const { people, letter } = await aCouncilLetter(world);
  const site = supertest(anApp(world));
  const action = `/letters/${letter.slug}/write/${people.park.key}/send`;
  await site.post(action).type('form').send(typed).expect(303);
  await sendDue(world);
  const link = linkIn(world.mailbox[0]?.text);
  const token = link.searchParams.get('token');
  const gone = await site.post('/messages/forget').type('form').send({ token }).expect(303);
  await site.get(gone.headers['location'] as string).expect(200);
  await site.get(link.pathname + link.search).expect(404);
  await site.post('/messages/confirm').type('form').send({ token }).expect(404);
  world.pass({ hours: 1 });
  await site.post(action).type('form').send(typed).expect(303);
  expect(await sendDue(world)).toBe(0);
});

test('a message is not sent once the legislator has signed', async () => {
  const world = await aWorld();
  const { people, letter, campaign } = await aCouncilLetter(world);
  const site = supertest(anApp(world));
  await site.post(`/letters/${letter.slug}/write/${people.park.key}/send`).type('form').send(typed).expect(303);
  await sendDue(world);
  await record(world, aViewer(campaign.id, 'organizer'), letter.slug, people.park.key, {
    position: 'signed',
    day: '2026-11-22',
    source: 'e-mail from the office',
  });
  world.pass({ minutes: 20 });
  const link = linkIn(world.mailbox[0]?.text);
  const page = await site.get(link.pathname + link.search).expect(200);
  expect(page.text).toContain('Things have changed since you wrote');
  await site
    .post('/messages/confirm')
    .type('form')
    .send({ token: link.searchParams.get('token') })
    .expect(303);
  expect(await sendDue(world)).toBe(0);
});
