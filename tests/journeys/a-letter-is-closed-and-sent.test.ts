import supertest from 'supertest';
import { expect, test } from 'vitest';
import { record } from '../../server/cosigners/cosigners.ts';
import { publishVersion } from '../../server/letters/letters.ts';
import { addStaffContact } from '../../server/whip/whip.ts';
import { anApp, signedIn } from '../support/app.ts';
import { aLegislature } from '../support/invented/legislature.ts';
import { aLetter, type LetterRow } from '../support/invented/letters.ts';
import { anAdmin } from '../support/people.ts';
import { aWorld } from '../support/world.ts';

async function aDesk(different: Partial<LetterRow> = {}) {
  const world = await aWorld();
  const people = await aLegislature(world);
  const { letter, campaign } = await aLetter(world, different);
  const as = (role: 'organizer' | 'staffer' | 'volunteer') =>
    signedIn(world, { name: 'Dana Ops', email: `${role}@team.example`, roles: [[campaign.id, role]] });
  const put = (key: string, position: 'signed' | 'leaning' | 'withdrawn') =>
    record(world, anAdmin, letter.slug, key, { position, source: 'e-mail from the scheduler' });
  const sending = `/desk/letters/${letter.slug}/sending`;
  return { world, people, letter, campaign, as, put, sending, visitor: supertest(anApp(world)) };
}

test('an organizer gives more time, reminds an office, closes, sends, and keeps what was answered', async () => {
  const { world, people, letter, as, put, sending, visitor } = await aDesk();
  await put(people.rivera.key, 'signed');
  await put(people.okafor.key, 'leaning');
  await put(people.fjeld.key, 'leaning');
  const staff = { name: 'Sam Lee', title: 'LD', email: 'sam.lee@office.example', phone: '' };
  await world.db.transaction((tx) => addStaffContact(tx, world, anAdmin, letter.campaignId, people.okafor.key, staff));
  const desk = await as('organizer');
  const first = await desk.get(sending).expect(200);
  expect(first.text).toContain('The deadline is in 14 days');
  expect(first.text).toContain('Not signed yet: 2 leaning.');

  // More time, with a reason that everybody reads.
  const earlier = await desk
    .post(`${sending}/extend`)
    .type('form')
    .send({ deadline: '2026-12-01T17:00', reason: 'A recess week.' })
    .expect(422);
  expect(earlier.text).toContain('An extended deadline is later than the present one.');
  expect(earlier.text).toContain('value="A recess week."');
  await desk.post(`${sending}/extend`).type('form').send({ deadline: '2026-12-11T17:00', reason: '' }).expect(422);
  await desk
    .post(`${sending}/extend`)
    .type('form')
    .send({ deadline: '2026-12-11T17:00', reason: 'A recess week.' })
    .expect(303);

  // Offices that lean hear of it, those with an address by mail.
  world.at('2026-12-08T15:00:00Z');
  expect((await desk.get(sending)).text).toContain(`${sending}/reminders`);
  const reminders = await desk.get(`${sending}/reminders`).expect(200);
  expect(reminders.text).toContain('sam.lee@office.example');
  expect(reminders.text).toContain('Representative Ben Okafor has not signed it yet.');
  expect(reminders.text).toMatch(new RegExp(`To be phoned[\\s\\S]*whip/${people.fjeld.key}`));
  const sent = await desk
    .post(`${sending}/reminders`)
    .type('form')
    .send({ office: [people.okafor.key, people.fjeld.key] })
    .expect(303);
  const after = await desk.get(sent.headers['location'] as string).expect(200);
  expect(after.text).toContain('1 reminder is on the way');
  expect(after.text).toContain('written, and waits to be sent');
  expect((await desk.get(`/desk/letters/${letter.slug}/whip/${people.okafor.key}`)).text).toContain(
    'A reminder of the deadline',
  );

  await desk.post(`${sending}/close`).expect(303);
  const closed = await desk.get(`${sending}?note=closed`).expect(200);
  expect(closed.text).toContain('It carries the name of 1 legislator.');
  expect(closed.text).toContain(`/desk/letters/${letter.slug}/documents`);
  const wrong = { sentDay: '2026-12-24', 'deliver.0': 'yes', 'how.0': 'by hand' };
  const refused = await desk.post(`${sending}/sent`).type('form').send(wrong).expect(422);
  expect(refused.text).toContain('This day is still to come.');
  await desk
    .post(`${sending}/sent`)
    .type('form')
    .send({ ...wrong, sentDay: '2026-12-08', other: 'Governor Pell', 'how.other': 'e-mail' })
    .expect(303);

  world.pass({ days: 9 });
  await desk.post(`${sending}/deliveries`).type('form').send({ day: '2026-12-17' }).expect(422);
  const reply = {
    ...{ replyDay: '2026-12-16', author: 'Secretary Voss' },
    ...{ summary: 'She <will> look at it.', source: 'https://water.example/answer' },
  };
  await desk
    .post(`${sending}/replies`)
    .type('form')
    .send({ ...reply, source: '' })
    .expect(422);
  await desk.post(`${sending}/replies`).type('form').send(reply).expect(303);
  await put(people.rivera.key, 'withdrawn');

  const page = await visitor.get(`/letters/${letter.slug}`).expect(200);
  expect(page.text).toContain('What was answered');
  expect(page.text).toContain('She &lt;will&gt; look at it.');
  expect(page.text).toContain('The Honorable E. Voss, Secretary, U.S. Department of Water, by hand, December 8, 2026');
  expect(page.text).toContain('Erratum, December 17, 2026: Senator Ana Rivera (D-NM) withdrew the signature.');
  expect(page.text).toContain('extended from December 6, 2026');
  expect(page.text).toContain(`type="application/atom+xml" title="Changes: A letter on clean rivers"`);
  expect((await desk.get(sending)).text).toContain('Erratum, December 17, 2026');

  const { body } = await visitor.get(`/api/v1/letters/${letter.slug}/deliveries`).expect(200);
  expect(body.items.map((row: { recipient: string }) => row.recipient)).toEqual([
    'The Honorable E. Voss, Secretary, U.S. Department of Water',
    'Governor Pell',
  ]);
  expect(JSON.stringify(body)).not.toContain('Dana');
  await desk.post(`${sending}/deliveries/${body.items[1].id}/remove`).expect(303);
  expect((await visitor.get(`/api/v1/letters/${letter.slug}/deliveries?again`)).body.total).toBe(1);
  const answers = await visitor.get(`/api/v1/letters/${letter.slug}/replies`).expect(200);
  await desk.post(`${sending}/replies/${answers.body.items[0].id}/remove`).expect(303);
  expect((await visitor.get(`/letters/${letter.slug}?again`)).text).not.toContain('What was answered');
});

test('where all have signed an earlier text, the next step is to ask them again', async () => {
  const { world, people, letter, as, put, sending } = await aDesk();
  await put(people.rivera.key, 'signed');
  await publishVersion(world, anAdmin, letter.slug, { text: 'Another text.', substantive: true, reason: 'An ask.' });
  const page = await (await as('organizer')).get(sending).expect(200);
  expect(page.text).toContain('1 legislator signed it and has yet to say yes to the present one.');
  expect(page.text).toContain(`role="button" href="/desk/letters/${letter.slug}/offices"`);
});

test('the last miles are the organizers’ alone, and a draft has none', async () => {
  const { letter, as, sending, visitor } = await aDesk({ state: 'sent', sentDay: '2026-11-20' });
  const staffer = await as('staffer');
  await staffer.get(sending).expect(403);
  await staffer.get(`${sending}/reminders`).expect(403);
  for (const part of ['extend', 'close', 'sent', 'deliveries', 'replies', 'reminders', 'replies/x/remove'])
    await staffer.post(`${sending}/${part}`).type('form').send({ sentDay: '2026-11-22' }).expect(403);
  expect((await visitor.get(sending)).status).toBe(303);
  const row = { day: '2026-11-21', recipient: 'Secretary Voss', how: 'mail' };
  await visitor.post(`/api/v1/letters/${letter.slug}/deliveries`).send(row).expect(401);

  const organizer = await as('organizer');
  const api = `/api/v1/letters/${letter.slug}`;
  const bad = await organizer
    .post(`${api}/deliveries`)
    .send({ ...row, how: 'pigeon', more: 1 })
    .expect(400);
  expect(bad.body.errors.map(({ path }: { path: string }) => path).sort()).toEqual(['how', 'more']);
  const { body: one } = await organizer.post(`${api}/deliveries`).send(row).expect(201);
  const { body: again } = await organizer.post(`${api}/deliveries`).send(row).expect(201);
  expect(again).toEqual(one);
  const answer = { day: '2026-11-21', author: 'Secretary Voss', summary: 'No.', source: 'a letter' };
  expect((await organizer.post(`${api}/replies`).send(answer).expect(201)).body).toMatchObject(answer);
  await organizer
    .post(`${api}/replies`)
    .send({ ...answer, day: '2030-01-01' })
    .expect(400);

  const draft = await aDesk({ state: 'draft' });
  const theirs = await draft.as('organizer');
  await theirs.get(draft.sending).expect(404);
  await theirs.post(`/api/v1/letters/${draft.letter.slug}/deliveries`).send(row).expect(409);
});

test('the desk says that a deadline is near, to organizers', async () => {
  const { world, people, as, put, sending } = await aDesk();
  await put(people.okafor.key, 'leaning');
  const organizer = await as('organizer');
  expect((await organizer.get('/desk').expect(200)).text).not.toContain('deadline in');
  world.pass({ days: 11 });
  const home = await organizer.get('/desk').expect(200);
  expect(home.text).toMatch(new RegExp(`href="${sending}"[^>]*>deadline in 3 days: 1 leans<`));
  const staffer = await as('staffer');
  expect((await staffer.get('/desk').expect(200)).text).not.toContain('deadline in');
});

test('a draft is deleted and not withdrawn, though a program may', async () => {
  const { letter, as } = await aDesk({ state: 'draft' });
  const organizer = await as('organizer');
  const page = await organizer.get(`/desk/letters/${letter.slug}`).expect(200);
  expect(page.text).not.toContain('Withdraw the letter');
  expect(page.text).toContain('Delete this draft');
  const withdrawn = { state: 'withdrawn', reason: 'Never mind.' };
  await organizer.patch(`/api/v1/letters/${letter.slug}`).send(withdrawn).expect(200);
});
