import supertest from 'supertest';
import { expect, test } from 'vitest';
import { record } from '../../server/cosigners/cosigners.ts';
import { messages, zipDistricts } from '../../server/db/tables.ts';
import { anApp, signedIn } from '../support/app.ts';
import { aLegislature } from '../support/invented/legislature.ts';
import { aCampaign, aLetter } from '../support/invented/letters.ts';
import { aViewer } from '../support/people.ts';
import { aWorld, type TestWorld } from '../support/world.ts';

async function aSite(different: Parameters<typeof aLetter>[1] = {}) {
  const world = await aWorld();
  const people = await aLegislature(world);
  await world.db.transaction(
    async (tx) =>
      void (await tx.insert(zipDistricts).values([
        { zip: '44691', state: 'OH', district: 7 },
        { zip: '67501', state: 'KS', district: 1 },
        { zip: '67501', state: 'KS', district: 4 },
        { zip: '78201', state: 'TX', district: 23 },
        { zip: '78250', state: 'TX', district: 20 },
        { zip: '78250', state: 'TX', district: 23 },
      ])),
  );
  const { letter, campaign } = await aLetter(world, different);
  const site = supertest(anApp(world));
  const write = (query: Record<string, string> = {}) => site.get(`/letters/${letter.slug}/write`).query(query);
  return { world, people, letter, campaign, site, write };
}

const sign = async (world: TestWorld, campaignId: string, slug: string, key: string) => {
  await record(world, aViewer(campaignId, 'organizer'), slug, key, {
    position: 'signed',
    day: '2026-11-22',
    source: 'e-mail from the office',
  });
  // The public learns of it after the time in which a slip is corrected.
  world.pass({ minutes: 20 });
};

test('from a ZIP code to an office’s own form, with one’s own words first', async () => {
  const { world, people, letter, site, write } = await aSite();
  const asked = await write().expect(200);
  expect(asked.text).toContain('Your ZIP code');

  const board = await write({ zip: '44691' }).expect(200);
  expect(board.text).toContain('Representative Ben Okafor');
  expect(board.text).toContain('has not signed this letter yet');
  const address = `/letters/${letter.slug}/write/${people.okafor.key}`;
  expect(board.text).toContain(`${address}?zip=44691`);

  const page = await site.get(address).query({ zip: '44691' }).expect(200);
  expect(page.text).toContain('Dear Representative Okafor:');
  expect(page.text).toContain('Ohio 44691');
  // The redirect of the form to the office is held to the policy of this page.
  expect(page.headers['content-security-policy']).toContain("form-action 'self' https: http:");
  expect((await write()).headers['content-security-policy']).toMatch(/form-action 'self'(;|$)/);

  const changed = await site
    .post(address)
    .type('form')
    .send({
      zip: '44691',
      own: 'My well <b>is</b> downstream.',
      name: 'Zoë',
      subject: 'Rivers',
      text: 'Please sign it.',
    })
    .expect(200);
  const whole = /<textarea id="whole"[^>]*>([\s\S]*?)<\/textarea>/.exec(changed.text)?.[1] ?? '';
  expect(whole.split('\n\n')).toEqual([
    'Dear Representative Okafor:',
    'My well &lt;b&gt;is&lt;/b&gt; downstream.',
    'Please sign it.',
    'Sincerely,\nZoë\nOhio 44691',
  ]);
  expect(await world.db.select().from(messages)).toEqual([]);

  const opened = await site.post(`${address}/way`).type('form').send({ way: 'form' }).expect(303);
  expect(opened.headers['location']).toBe(people.okafor.contactForm);
  const called = await site.post(`${address}/way`).type('form').send({ way: 'phone', zip: '44691' }).expect(303);
  expect(called.headers['location']).toBe(`/letters/${letter.slug}/write?zip=44691&note=reported`);
  await site.get(called.headers['location'] as string).expect(200);
  const states = (await world.db.select().from(messages)).map(({ state, way }) => [state, way]);
  expect(states).toEqual([
    ['opened', 'form'],
    ['reported', 'phone'],
  ]);
});

test('who has signed is thanked', async () => {
  const { world, people, letter, campaign, site, write } = await aSite();
  await sign(world, campaign.id, letter.slug, people.okafor.key);
  const board = await write({ zip: '44691' }).expect(200);
  expect(board.text).toContain('has signed this letter');
  expect(board.text).toContain('Thank Representative Okafor');
  const page = await site.get(`/letters/${letter.slug}/write/${people.okafor.key}`).expect(200);
  expect(page.text).toContain('Thank you for signing the letter on clean rivers.');
  const { body } = await site.get(`/api/v1/letters/${letter.slug}/message`).query({ legislator: people.okafor.key });
  expect(body).toMatchObject({ legislator: people.okafor.key, ask: 'thanks' });
});

test('a ZIP code in several districts asks which one, and shows the senators meanwhile', async () => {
  const { write } = await aSite();
  const board = await write({ zip: '67501' }).expect(200);
  expect(board.text).toContain('Which district of Kansas do you vote in?');
  expect(board.text).toContain('Representative Orson Smith');
  const link = /href="([^"]*district=4)"/.exec(board.text)?.[1]?.replaceAll('&amp;', '&') as string;
  const chosen = await write(Object.fromEntries(new URL(link, 'https://x.example').searchParams)).expect(200);
  expect(chosen.text).toContain('Kansas’s 4th district');
  expect(chosen.text).toContain('Write to Representative Smith');

  const texas = await write({ zip: '78250' }).expect(200);
  expect(texas.text).toContain('Meanwhile, your senators');
  expect(texas.text).toContain('Senator José Martínez III');
});

test('a vacant seat says so', async () => {
  const { write } = await aSite();
  const board = await write({ zip: '78201' }).expect(200);
  expect(board.text).toContain('The seat of Texas’s 23rd district in the House is vacant');
  expect(board.text).toContain('Senator José Martínez III');
});

test('a ZIP code that the table lacks leads on: by its prefix where that is sure, else by choosing', async () => {
  const { write } = await aSite();
  const guam = await write({ zip: '96910' }).expect(200);
  expect(guam.text).toContain('Write to Delegate Santos');

  const box = await write({ zip: '43299' }).expect(200);
  expect(box.text).toContain('Which district of Ohio do you vote in?');
  const inOhio = await write({ zip: '43299', state: 'OH', district: '7' }).expect(200);
  expect(inOhio.text).toContain('Representative Ben Okafor');

  const military = await write({ zip: '09012' }).expect(200);
  expect(military.text).toContain('You vote where your home in the States is');
  expect(military.text).toContain('<option value="OH">Ohio</option>');
  const kansas = await write({ zip: '09012', state: 'KS' }).expect(200);
  expect(kansas.text).toContain('Which district of Kansas do you vote in?');
  const elsewhere = await write({ zip: '44691', other: 'yes' }).expect(200);
  expect(elsewhere.text).toContain('Which state or territory do you vote in?');
  expect(elsewhere.text).not.toContain('Okafor');
});

test('what is no ZIP code is told at the field', async () => {
  const { write } = await aSite();
  const page = await write({ zip: '4469"><script>' }).expect(422);
  expect(page.text).toContain('A ZIP code has five digits, such as 44691.');
  expect(page.text).not.toContain('"><script>');
});

test('a program asks for the text and the ways to a legislator', async () => {
  const { site, letter, people } = await aSite();
  const ask = (legislator?: string) => site.get(`/api/v1/letters/${letter.slug}/message`).query({ legislator });
  const { body } = await ask(people.okafor.key).expect(200);
  expect(body).toMatchObject({ ask: 'request', subject: 'Please sign the letter on clean rivers' });
  expect(body.text).toMatch(/^Dear Representative Okafor:\n\nI ask you to sign/);
  expect(body.ways.map((way: { way: string }) => way.way)).toEqual(['form', 'phone', 'print', 'copy']);
  expect(body.ways[0].url).toBe(people.okafor.contactForm);
  await ask('nobody').expect(404);
  expect((await ask().expect(400)).body.errors).toMatchObject([{ path: 'legislator' }]);
  await site.get('/api/v1/letters/no-such-letter/message').query({ legislator: people.okafor.key }).expect(404);
});

test('a closed letter is not asked for, and a draft is not told of', async () => {
  const closed = await aSite({ state: 'closed' });
  const page = await closed.write({ zip: '44691' }).expect(200);
  expect(page.text).toContain('Representative Ben Okafor');
  expect(page.text).not.toContain('Write to Representative');
  await closed.site.get(`/letters/${closed.letter.slug}/write/${closed.people.okafor.key}`).expect(409);
  const draft = await aSite({ state: 'draft' });
  await draft.write().expect(404);
  await draft.site.get(`/letters/${draft.letter.slug}/write/${draft.people.okafor.key}`).expect(404);
});

test('staff see on the desk what was done, others do not', async () => {
  const { world, site, letter, campaign, people } = await aSite();
  const address = `/desk/letters/${letter.slug}/messages`;
  const staffer = await signedIn(world, { name: 'Sam', email: 'sam@mail.example', roles: [[campaign.id, 'staffer']] });
  expect((await staffer.get(address).expect(200)).text).toContain('Nobody has written yet');
  await site.post(`/letters/${letter.slug}/write/${people.okafor.key}/way`).type('form').send({ way: 'form' });
  const page = await staffer.get(address).expect(200);
  expect(page.text).toMatch(/Representative Ben Okafor<\/a> <span class="meta">Republican · OH-7</);
  expect(page.text).toContain('a form or letter was opened; no more is known');
  const volunteer = await signedIn(world, {
    name: 'Vi',
    email: 'vi@mail.example',
    roles: [[campaign.id, 'volunteer']],
  });
  await volunteer.get(address).expect(403);
  await site.get(address).expect(303);
});

test('a letter of an example campaign sends nothing', async () => {
  const { world, people, site } = await aSite();
  const campaign = await aCampaign(world, { example: true });
  const { letter } = await aLetter(world, { campaignId: campaign.id, openToBodies: ['example-city-council'] });
  const address = `/letters/${letter.slug}/write/${people.park.key}`;
  expect((await site.get(address).expect(200)).text).not.toContain('Send it by e-mail');
  const typed = { zip: '44691', name: 'Zoë', email: 'zoe@mail.example', subject: 'x', text: 'y' };
  const page = await site.post(`${address}/send`).type('form').send(typed).expect(422);
  expect(page.text).toContain('This office takes no messages from here now.');
  expect(await world.db.select().from(messages)).toEqual([]);
});

test('what is kept is said, by the site and by each campaign in its own words', async () => {
  const { world, site } = await aSite();
  const campaign = await aCampaign(world, { privacy: 'We are **careful**.' });
  const page = await site.get('/privacy').expect(200);
  expect(page.text).toContain('forgotten 30 days after it was sent');
  const own = await site.get(`/campaigns/${campaign.slug}/privacy`).expect(200);
  expect(own.text).toContain('<strong>careful</strong>');
  expect(own.text).toContain('1 Example Plaza, Santa Fe, NM 87501');
  expect(own.text).toContain(campaign.sponsorContact);
  const hidden = await aCampaign(world, { publishedAt: null });
  await site.get(`/campaigns/${hidden.slug}/privacy`).expect(404);
});
