import supertest from 'supertest';
import { expect, test } from 'vitest';
import { makeToken } from '../../server/accounts/tokens.ts';
import { listEntries } from '../../server/cosigners/cosigners.ts';
import { legislators } from '../../server/db/tables.ts';
import { listContacts } from '../../server/whip/whip.ts';
import { anApp, signedIn } from '../support/app.ts';
import { aLegislature } from '../support/invented/legislature.ts';
import { aLetter } from '../support/invented/letters.ts';
import { anAdmin } from '../support/people.ts';
import { aWorld } from '../support/world.ts';

async function aDesk() {
  const world = await aWorld();
  const people = await aLegislature(world);
  const { letter, campaign } = await aLetter(world);
  const as = (role: 'organizer' | 'staffer' | 'volunteer', name = 'Dana Ops') =>
    signedIn(world, { name, email: `${role}@team.example`, roles: [[campaign.id, role]] });
  return { world, people, letter, campaign, as, whip: `/desk/letters/${letter.slug}/whip` };
}

const talk = { day: '2026-11-20', way: 'phone', person: 'Jo Reed', summary: 'Asks for the costs.', position: '' };

test('one form logs a call, records the position and what is due, and the desk reminds of it until it is done', async () => {
  const { world, people, letter, as, whip } = await aDesk();
  const desk = await as('organizer');
  expect((await desk.get('/desk')).text).toContain('Nothing is due today.');
  expect((await desk.get(whip)).text).toContain('Nothing is due today.');
  const page = `${whip}/${people.okafor.key}`;
  await desk
    .post(page)
    .type('form')
    .send({ ...talk, position: 'leaning', next: 'Send the costs', due: '2026-11-21' })
    .expect(303);
  const [entry] = await listEntries(world.db, anAdmin, letter, people.okafor.key);
  expect(entry).toMatchObject({ position: 'leaning', day: '2026-11-20', source: 'phone call with the office' });

  const shown = (await desk.get(page).expect(200)).text;
  for (const words of ['with Jo Reed', 'Asks for the costs.', 'Send the costs', 'overdue', 'Leaning yes'])
    expect(shown).toContain(words);
  for (const url of ['/desk', whip, `${whip}?due=now`]) {
    const { text } = await desk.get(url).expect(200);
    expect(text).toContain('Send the costs');
    expect(text).toContain(`href="${page}"`);
  }
  const [contact] = await listContacts(world.db, anAdmin, letter, people.okafor.key);
  const done = { contact: contact?.id, from: 'desk' };
  const after = await desk.post(`${page}/done`).type('form').send(done).expect(303);
  expect((await desk.get(after.headers['location'] as string)).text).toContain('Nothing is due today.');
  expect((await desk.get(page)).text).toContain('Send the costs: done by Dana Ops');
});

test('what a form lacks is told beside its field, and nothing of it is kept', async () => {
  const { world, people, letter, as, whip } = await aDesk();
  const desk = await as('organizer');
  const page = `${whip}/${people.okafor.key}`;
  const tries: [Record<string, string>, string][] = [
    [{ day: '2026-11-20', position: '' }, 'Please say how you were in touch, or choose'],
    [{ ...talk, way: '' }, 'Please say how you were in touch.'],
    [{ ...talk, summary: '' }, 'Please say in a few words what was said.'],
    [{ ...talk, due: '2026-11-30' }, 'Please say what is to be done by then.'],
    [{ ...talk, position: 'leaning', day: '2026-12-24' }, 'This day is still to come.'],
    [{ ...talk, day: 'yesterday' }, 'A day as year-month-day'],
  ];
  for (const [form, words] of tries) {
    const { text } = await desk.post(page).type('form').send(form).expect(422);
    expect(text).toContain(words);
  }
  expect(await listContacts(world.db, anAdmin, letter, people.okafor.key)).toEqual([]);
  expect(await listEntries(world.db, anAdmin, letter, people.okafor.key)).toEqual([]);
  await desk.post(`${page}/done`).type('form').send({}).expect(404);
});

test('several at once are talked to and given to a volunteer, and refusals are told', async () => {
  const { world, people, letter, as, whip } = await aDesk();
  const desk = await as('organizer');
  const volunteer = await as('volunteer', 'Vic Tory');
  const keys = [people.okafor.key, people.hoek.key];
  const contact = { deed: 'contact', talked: '2026-11-20', way: 'e-mail', summary: 'Sent the text.', keys };
  const logged = await desk.post(`${whip}?party=R&sort=due`).type('form').send(contact).expect(303);
  expect(logged.headers['location']).toBe(`${whip}?party=R&sort=due&note=logged`);
  for (const key of keys) expect(await listContacts(world.db, anAdmin, letter, key)).toHaveLength(1);
  const empty = await desk
    .post(whip)
    .type('form')
    .send({ ...contact, summary: '' })
    .expect(422);
  expect(empty.text).toContain('Please say in a few words what was said.');
  expect(empty.text.match(/ checked>/g)).toHaveLength(2);

  const account = /<option value="([^"]+)">Vic Tory/.exec((await desk.get(whip)).text)?.[1];
  await desk.post(`${whip}?state=KS`).type('form').send({ deed: 'assign', all: 'yes', account }).expect(303);
  const own = (await volunteer.get(whip).expect(200)).text;
  expect(own).toContain('Orson Smith');
  expect(own).toContain('Osgood Smith');
  expect(own).not.toContain('Ben Okafor</a>');
  expect((await desk.get(`${whip}?who=${account}&q=orson`)).text).toContain('1 legislator<');
  await desk.post(whip).type('form').send({ deed: 'assign', keys, account: 'nobody' }).expect(422);
  await volunteer.post(whip).type('form').send({ deed: 'assign', keys, account }).expect(403);
  const refused = await volunteer.post(whip).type('form').send(contact).expect(200);
  expect(refused.text).toContain('assigned to you');
});

test('a long list comes by the hundred, or whole, and its heads put it in order', async () => {
  const { world, people, as, whip } = await aDesk();
  await world.db.transaction(async (tx) => {
    for (let n = 0; n < 120; n += 1) {
      const name = `Zz${String(n).padStart(3, '0')}`;
      const one = { key: `Z99${n}`, last: name, full: `Person ${name}`, sortName: name.toLowerCase() };
      await tx.insert(legislators).values({ ...people.okafor, ...one, district: String(n) });
    }
  });
  const desk = await as('organizer');
  const rows = (text: string) => text.match(/name="keys"/g)?.length;
  const first = (await desk.get(whip).expect(200)).text;
  expect(rows(first)).toBe(100);
  expect(first).toContain('1 to 100 of 141');
  expect(first).toContain('aria-sort="ascending"');
  const second = (await desk.get(`${whip}?page=2`).expect(200)).text;
  expect(rows(second)).toBe(41);
  expect(second).toContain('Person Zz119');
  expect(rows((await desk.get(`${whip}?show=all`)).text)).toBe(141);
  expect(rows((await desk.get(`${whip}?page=99`)).text)).toBe(41);
  const turned = (await desk.get(`${whip}?dir=down&state=OH`)).text;
  expect(turned).toContain('aria-sort="descending"');
  expect(turned.indexOf('Zz119')).toBeLessThan(turned.indexOf('Zz118'));
  expect(turned).toContain(`href="${whip}?state=OH&amp;sort=since"`);
});

test('staff contacts are kept, exported and removed, and staffers see none of them', async () => {
  const { people, letter, as, whip } = await aDesk();
  const desk = await as('organizer');
  const staffer = await as('staffer', 'Stef Read');
  const page = `${whip}/${people.okafor.key}`;
  const jo = { name: 'Jo Reed', title: 'Legislative Director', email: 'jo.reed@mail.house.gov', phone: '' };
  const wrong = await desk
    .post(`${page}/staff`)
    .type('form')
    .send({ ...jo, email: '' })
    .expect(422);
  expect(wrong.text).toContain('Please give an e-mail address or a phone number.');
  await desk.post(`${page}/staff`).type('form').send(jo).expect(303);
  await desk
    .post(page)
    .type('form')
    .send({ ...talk, position: 'asked' })
    .expect(303);
  const shown = (await desk.get(page)).text;
  expect(shown).toContain('mailto:jo.reed@mail.house.gov');
  const csv = (await desk.get(`/desk/letters/${letter.slug}/cosigners.csv?position=asked`).expect(200)).text;
  expect(csv).toContain('Jo Reed, Legislative Director, jo.reed@mail.house.gov');
  const read = (await staffer.get(page).expect(200)).text + (await staffer.get(`${whip}/print`)).text;
  expect(read).not.toMatch(/Jo Reed|costs/);
  expect((await staffer.get(`/desk/letters/${letter.slug}/cosigners.csv`)).text).not.toContain('Jo Reed');
  await staffer.post(`${page}/staff`).type('form').send(jo).expect(403);
  const staff = /name="staff" value="([^"]+)"/.exec(shown)?.[1];
  await desk.post(`${page}/staff/remove`).type('form').send({ staff }).expect(303);
  expect((await desk.get(page)).text).toContain('Nobody is known yet who answers there.');
  await desk.post(`${page}/staff/remove`).type('form').send({ staff }).expect(404);
});

test('a sheet for a meeting has the last note of each office, narrowed as the list is', async () => {
  const { people, as, whip } = await aDesk();
  const desk = await as('organizer');
  await desk
    .post(`${whip}/${people.okafor.key}`)
    .type('form')
    .send({ ...talk, next: 'Call', due: '2026-11-25' });
  await desk
    .post(`${whip}/${people.okafor.key}`)
    .type('form')
    .send({ ...talk, day: '2026-11-21', summary: 'Newer.' });
  const { text } = await desk.get(`${whip}/print?state=OH,KS&position=none`).expect(200);
  expect(text).toContain('Newer.');
  expect(text).not.toContain('Asks for the costs.');
  expect(text).toContain('Next: Call by Nov 25');
  expect(text).toContain('3 legislators (OH,KS, Not contacted)');
  expect(text).not.toContain('Ana Rivera');
});

test('programs narrow the list and keep the log by the same rules', async () => {
  const { world, people, letter, campaign } = await aDesk();
  const app = anApp(world);
  const token = (role: 'organizer' | 'staffer') =>
    makeToken(world, anAdmin, { name: role, role, campaignId: campaign.id });
  const [organizer, staffer] = [await token('organizer'), await token('staffer')];
  const url = `/api/v1/letters/${letter.slug}/whip`;
  const contacts = `${url}/${people.okafor.key}/contacts`;
  const get = (path: string, secret = organizer) => supertest(app).get(path).auth(secret, { type: 'bearer' });
  const post = (body: object, secret = organizer, path = contacts) =>
    supertest(app).post(path).auth(secret, { type: 'bearer' }).send(body);
  const said = { way: 'phone', summary: 'Asks for the costs.', next: 'Send them', due: '2026-11-22' };
  const made = await post(said).expect(201);
  expect(made.body).toMatchObject({ ...said, day: '2026-11-22', person: '', done: null });
  expect((await post(said).expect(201)).body.id).toBe(made.body.id);
  const { body: due } = await get(`${url}?due=now`).expect(200);
  expect(due.items).toMatchObject([
    {
      key: people.okafor.key,
      lastContact: '2026-11-22',
      next: { contact: made.body.id, text: 'Send them', due: '2026-11-22' },
      assignees: [],
    },
  ]);
  await post({ way: 'e-mail', summary: 'Sent.', finishes: [made.body.id] }).expect(201);
  const { body: list } = await get(contacts).expect(200);
  expect(list.items).toMatchObject([{ summary: 'Sent.' }, { done: { by: expect.stringContaining('organizer') } }]);
  expect((await get(`${url}?due=now`)).body.total).toBe(0);
  expect((await get(`${url}?contact=none&state=OH`)).body.total).toBe(0);

  const { body: seen } = await get(`${url}?state=OH`, staffer).expect(200);
  expect(Object.keys(seen.items[0])).not.toEqual(expect.arrayContaining(['lastContact']));
  await get(contacts, staffer).expect(403);
  await post(said, staffer).expect(403);
  await get(`${url}/nobody/contacts`).expect(404);
  const { body: wrong } = await post({ way: 'pigeon', due: 'soon' }).expect(400);
  expect(wrong.errors.map(({ path }: { path: string }) => path).sort()).toEqual(['due', 'summary', 'way']);
  expect((await get(`${url}?due=soon`).expect(400)).body.errors[0].path).toBe('due');
});
