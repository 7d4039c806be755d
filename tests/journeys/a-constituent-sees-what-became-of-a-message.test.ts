import { and, eq } from 'drizzle-orm';
import supertest from 'supertest';
import { expect, test } from 'vitest';
import { tallies, zipDistricts } from '../../server/db/tables.ts';
import { sendDue } from '../../server/mail/sending.ts';
import { askWriters, findCounts, forgetOld, recountMessages } from '../../server/messages/messages.ts';
import { listenersOf } from '../../server/worker.ts';
import { anApp, signedIn } from '../support/app.ts';
import { aLegislature } from '../support/invented/legislature.ts';
import { aLetter } from '../support/invented/letters.ts';
import {
  anOpenLetter,
  aVisitor,
  linkIn as linkToSignature,
  newestMail,
  seenIn,
  tokenIn,
  typed,
} from '../support/signing.ts';
import { aPostOffice, type Conduct, withPost } from '../support/smtp.ts';
import { aWorld, type TestWorld } from '../support/world.ts';

test('a message that an office’s server refuses: its writer is told, and takes another way', async () => {
  const { world, office, site, people, letter, send, write } = await aCouncil((to) =>
    to === 'park@council.example' ? 550 : null,
  );
  const receipts = await write();
  // What its end gives rise to goes out with it or after it.
  await send();
  await send();

  const told = office.taken.find(({ mail }) => mail.subject?.includes('may not have arrived'));
  expect(told?.to).toEqual(['zoe@mail.example']);
  expect(told?.mail.subject).toBe('Your message to Council Member Park may not have arrived');
  expect(new URL(linkIn(told?.mail.text)).pathname).toBe(receipts);
  expect(office.taken.filter(({ to }) => to.includes('park@council.example'))).toEqual([]);

  const page = await site.get(receipts).expect(200);
  expect(page.headers['cache-control']).toBe('private, no-store');
  expect(page.headers['referrer-policy']).toBe('no-referrer');
  expect(page.text).toContain('Not delivered');
  expect(page.text).toContain('It is not sent again by itself');
  expect(page.text).toContain('My well is downstream of the plant.');

  // The other ways, with the writer's name filled in and nothing to confirm once more.
  const again = /href="([^"]+)">Other ways to Council Member Park/.exec(page.text)?.[1] ?? '';
  const ways = await site.get(again.replaceAll('&amp;', '&')).expect(200);
  expect(ways.headers['cache-control']).toBe('private, no-store');
  expect(ways.headers['referrer-policy']).toBe('no-referrer');
  expect(ways.text).toContain('Zoë Łukasz');
  const my = receipts.split('/').at(-1);
  await site
    .post(`/letters/${letter.slug}/write/${people.park.key}/way`)
    .type('form')
    .send({ done: 'mailto', my, zip: '44691' })
    .expect(303);
  const after = await site.get(receipts).expect(200);
  expect(after.text).toContain('You said that you sent it.');
  expect((await findCounts(world.db, letter.id)).byState).toEqual({ reported: 1 });
  expect(await world.db.transaction((tx) => recountMessages(tx, letter.id))).toEqual([]);
});

test('two weeks later one question is asked, and answered on the page by a button', async () => {
  const { world, office, site, letter, campaign, send, write } = await aCouncil();
  const receipts = await write();
  await send();
  expect((await site.get(receipts).expect(200)).text).toContain(
    'On December 6, 2026 this page asks you whether they answered.',
  );
  world.pass({ days: 14, minutes: 1 });
  await askWriters(world);
  await send();
  const asked = office.taken.at(-1);
  expect(asked?.mail.subject).toBe('Did Council Member Park answer you?');
  expect(asked?.to).toEqual(['zoe@mail.example']);
  expect(new URL(linkIn(asked?.mail.text)).pathname).toBe(receipts);

  // A mail scanner opens the link: nothing is answered by that.
  const page = await site.get(receipts).expect(200);
  expect(page.text).toContain('Did Council Member Park answer you?');
  const message = /name="message" value="([^"]+)"/.exec(page.text)?.[1];
  const say = (answered: string) =>
    site.post(`${receipts}/answered`).type('form').send({ message, answered }).expect(303);
  await say('no');
  await say('yes');
  expect((await site.get(receipts)).text).toContain('You said: yes.');
  await site.post(`${receipts}/answered`).type('form').send({ message, answered: 'perhaps' }).expect(404);

  const staffer = await signedIn(world, {
    ...{ name: 'Sam Staff', email: 'sam@rivers.example', roles: [[campaign.id, 'staffer']] },
  });
  const numbers = await staffer.get(`/desk/letters/${letter.slug}/messages`).expect(200);
  expect(numbers.text).toContain('Offices answered 1 of the 1 messages whose writers have said so far (100 %).');
  expect(numbers.text).toContain('Nothing is stuck.');
  expect(numbers.text).not.toMatch(/Zoë|zoe@|downstream/);

  // In time the person is forgotten; what became of the message is still there.
  world.pass({ days: 30 });
  await forgetOld(world);
  const late = await site.get(receipts).expect(200);
  expect(late.text).not.toMatch(/Zoë|downstream|zoe@/);
  expect(late.text).toContain('You said: yes.');
});

test('a page behind a link is found by its link alone, and every wrong one gets the same answer', async () => {
  const { site, letter, write } = await aCouncil();
  const receipts = await write();
  const wrong = [`${receipts.slice(0, -1)}0`, '/my/messages/x', `/my/messages/${letter.id}`, `${receipts}.pdf`];
  const answers = await Promise.all(wrong.map((address) => site.get(address).expect(404)));
  expect(new Set(answers.map(({ text }) => text)).size).toBe(1);
  for (const deed of ['answered', 'sent', 'unquote', 'forget'])
    await site.post(`/my/messages/x/${deed}`).type('form').send({ message: 'x', answered: 'yes' }).expect(404);
});

test('a writer forgets their texts, and the receipts stay without them', async () => {
  const { world, site, letter, send, write } = await aCouncil();
  const receipts = await write();
  const forget = () => site.post(`${receipts}/forget`).expect(303);
  const early = await forget();
  expect((await site.get(early.headers['location'] as string)).text).toContain('on its way this moment');
  await send();
  const done = await forget();
  const page = await site.get(done.headers['location'] as string).expect(200);
  expect(page.text).toContain('are forgotten here');
  expect(page.text).not.toMatch(/Zoë|downstream/);
  expect(page.text).toContain('Sent');
  expect((await findCounts(world.db, letter.id)).byState).toEqual({ sent: 1 });
});

test('organizers see what is stuck and why, and strangers and volunteers see nothing', async () => {
  const { world, site, people, letter, campaign, send, write } = await aCouncil(() => null);
  await write();
  world.mailer = { ...world.mailer, ready: false };
  world.pass({ hours: 2 });
  const as = (name: string, role: 'organizer' | 'volunteer') =>
    signedIn(world, { name, email: `${role}@rivers.example`, roles: [[campaign.id, role]] });
  const organizer = await as('Ola Organ', 'organizer');
  const at = `/desk/letters/${letter.slug}/messages`;
  const waiting = await organizer.get(at).expect(200);
  expect(waiting.text).toContain('E-mail from here: waiting since Sunday, November 22, 2026');
  expect(waiting.text).toContain('No mail server is set up.');
  expect(waiting.text).toContain('Messages from 1 state or territory');
  world.mailer = { ...world.mailer, ready: true };
  expect(await send()).toBeGreaterThan(0);
  expect((await organizer.get(at)).text).toContain('Nothing is stuck.');

  const found = await organizer.get(at).query({ q: 'park', sort: 'name' }).expect(200);
  expect(found.text).toContain(people.park.full);
  const none = await organizer.get(at).query({ q: 'nobody', page: '-3', sort: 'x' }).expect(200);
  expect(none.text).toContain('No legislator who was written to fits.');
  await (await as('Vi Volun', 'volunteer')).get(at).expect(403);
  await site.get(at).expect(303);
});

test('the desk says what is to be counted once more, of messages from before days and states were counted', async () => {
  const { world, letter, campaign, write } = await aCouncil();
  await write();
  await world.db.transaction(async (tx) => {
    await tx.delete(tallies).where(and(eq(tallies.letterId, letter.id), eq(tallies.dimension, 'day')));
  });
  const staffer = await signedIn(world, {
    ...{ name: 'Sam Staff', email: 'sam@rivers.example', roles: [[campaign.id, 'staffer']] },
  });
  const look = async () => (await staffer.get(`/desk/letters/${letter.slug}/messages`).expect(200)).text;
  expect(await look()).toContain(`npx undersigned recount ${letter.slug}`);
  await world.db.transaction((tx) => recountMessages(tx, letter.id));
  expect(await look()).not.toContain('npx undersigned recount');
});

test('a signer whose message went along with the signature sees on their own page what became of it', async () => {
  const world = await aWorld();
  const { letter, people } = await anOpenLetter(world, { openToBodies: ['us-house', 'example-city-council'] });
  const visitor = aVisitor(world);
  await visitor
    .post(`/letters/${letter.slug}/signatures`, { ...typed, write: 'yes', words: 'My well is near.' })
    .expect(303);
  const token = tokenIn(linkToSignature(await newestMail(world)));
  const shown = await visitor.get(`/letters/${letter.slug}/confirm?token=${token}`).expect(200);
  const pressed = { token, member: people.park.key, seen: seenIn(shown.text) };
  await visitor.post(`/letters/${letter.slug}/confirm`, pressed).expect(303);
  await newestMail(world);
  const own = await visitor.get(`/my/${token}`).expect(200);
  expect(own.text).toMatch(/Council Member Park <span class="badge" data-delivery="sent">Sent<\/span>/);
  const receipts = /href="(\/my\/messages\/[\w-]+)"/.exec(own.text)?.[1] ?? '';
  const page = await visitor.get(receipts).expect(200);
  expect(page.text).toContain('Your message was sent.');
  // Their representative is reached by a form: that is what is next, and nothing need be typed twice.
  expect(page.text).toContain('Write to Representative Okafor');
});

// ── what the tests are built of ──

const linkIn = (text: string | undefined): string => /https?:\S+/.exec(text ?? '')?.[0] ?? '';

async function aCouncil(conduct: Conduct = () => null) {
  const office = await aPostOffice(conduct);
  const world: TestWorld = withPost(await aWorld(), office);
  const people = await aLegislature(world);
  await world.db.transaction(
    async (tx) => void (await tx.insert(zipDistricts).values([{ zip: '44691', state: 'OH', district: 7 }])),
  );
  const { letter, campaign } = await aLetter(world, { openToBodies: ['us-house', 'example-city-council'] });
  const site = supertest(anApp(world));
  const send = () => sendDue(world, listenersOf(world));
  /** Writes to the council member, confirms the address, and gives the address of the writer's page. */
  const write = async (): Promise<string> => {
    await site
      .post(`/letters/${letter.slug}/write/${people.park.key}/send`)
      .type('form')
      .send({
        ...{ zip: '44691', name: 'Zoë Łukasz', email: 'zoe@mail.example', own: 'My well is downstream of the plant.' },
        ...{ subject: 'Please sign the letter on clean rivers', text: 'I ask you to sign the letter.' },
      })
      .expect(303);
    await send();
    const link = new URL(linkIn(office.taken.at(-1)?.mail.text));
    const confirmed = await site
      .post('/messages/confirm')
      .type('form')
      .send({ token: link.searchParams.get('token') })
      .expect(303);
    const location = confirmed.headers['location'] as string;
    expect(location).toMatch(/^\/my\/messages\/[\w-]+\?note=confirmed$/);
    expect((await site.get(location).expect(200)).text).toContain('Waits to be sent');
    return location.replace(/\?.*/, '');
  };
  return { world, office, people, letter, campaign, site, send, write };
}
