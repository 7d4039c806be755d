import supertest from 'supertest';
import { expect, test } from 'vitest';
import { listEntries, listWhip } from '../../server/cosigners/cosigners.ts';
import { anApp, signedIn } from '../support/app.ts';
import { aLegislature } from '../support/invented/legislature.ts';
import { aLetter, type LetterRow } from '../support/invented/letters.ts';
import { anAdmin } from '../support/people.ts';
import { aWorld } from '../support/world.ts';

async function aDesk(different: Partial<LetterRow> = {}) {
  const world = await aWorld();
  const people = await aLegislature(world);
  const { letter, campaign } = await aLetter(world, different);
  const as = (role: 'organizer' | 'staffer' | 'volunteer', name = 'Dana Ops') =>
    signedIn(world, { name, email: `${role}@team.example`, roles: [[campaign.id, role]] });
  return { world, people, letter, as, whip: `/desk/letters/${letter.slug}/whip` };
}

const entry = { position: 'signed', day: '2026-11-22', source: 'e-mail from the office', note: 'Ask for a photo.' };

test('an organizer finds a senator, records the signature, and the public sees it', async () => {
  const { world, people, letter, as, whip } = await aDesk();
  const desk = await as('organizer');
  const list = await desk.get(`${whip}?q=rivera&body=us-senate`).expect(200);
  expect(list.text).toContain('Ana Rivera');
  expect(list.text).not.toContain('Ben Okafor');
  const form = await desk.get(`${whip}/${people.rivera.key}`).expect(200);
  expect(form.text).toContain('value="2026-11-22"');

  const done = await desk.post(`${whip}/${people.rivera.key}`).type('form').send(entry).expect(303);
  const after = await desk.get(done.headers['location'] as string).expect(200);
  expect(after.text).toContain('Recorded.');
  expect(after.text).toContain('Ask for a photo.');
  const again = await desk.post(`${whip}/${people.rivera.key}`).type('form').send(entry).expect(303);
  expect(again.headers['location']).toContain('note=unchanged');

  const whole = await desk.get(whip).expect(200);
  expect(whole.text).toContain('Rivera (D-NM)</textarea>');
  const visitor = supertest(anApp(world));
  const { body: tally } = await visitor.get(`/api/v1/letters/${letter.slug}/tally`).expect(200);
  expect(tally.cosigners).toMatchObject({ signed: 1, byState: [{ key: 'NM', count: 1 }], bipartisan: false });
  expect(tally.cosigners.byPosition).toBeUndefined();
  const { body: cosigners } = await visitor.get(`/api/v1/letters/${letter.slug}/cosigners`).expect(200);
  expect(cosigners).toEqual({
    items: [
      {
        order: 1,
        key: people.rivera.key,
        name: { first: 'Ana', last: 'Rivera', full: 'Ana Rivera', suffix: null },
        label: 'Sen. Rivera (D-NM)',
        title: 'Senator',
        party: 'Democrat',
        caucus: 'Democrat',
        body: 'us-senate',
        state: 'NM',
        district: null,
        class: 1,
        voting: true,
        lead: false,
        day: '2026-11-22',
        version: 1,
      },
    ],
    total: 1,
    next: null,
  });
});

test('what is wrong is told beside its field, and what was typed is still there', async () => {
  const { people, as, whip } = await aDesk();
  const desk = await as('organizer');
  const page = await desk
    .post(`${whip}/${people.rivera.key}`)
    .type('form')
    .send({ position: 'signed', day: '2027-01-01', source: '', note: 'Ask for a photo.' })
    .expect(422);
  expect(page.text).toContain('Please say where this is known from.');
  expect(page.text).toContain('Ask for a photo.');
  const late = await desk
    .post(`${whip}/${people.rivera.key}`)
    .type('form')
    .send({ ...entry, day: '2027-01-01' })
    .expect(422);
  expect(late.text).toContain('This day is still to come.');
});

test('a slip is corrected from the list of entries and leaves the public page', async () => {
  const { world, people, letter, as, whip } = await aDesk();
  const desk = await as('organizer');
  await desk.post(`${whip}/${people.smithOrson.key}`).type('form').send(entry).expect(303);
  const page = await desk.get(`${whip}/${people.smithOrson.key}`).expect(200);
  const link = /href="([^"]*correct=[^"#]*)/.exec(page.text)?.[1] ?? '';
  const form = await desk.get(link).expect(200);
  expect(form.text).toContain('Correct this entry');
  const corrects = /name="corrects" value="([^"]+)"/.exec(form.text)?.[1];
  await desk
    .post(`${whip}/${people.smithOrson.key}`)
    .type('form')
    .send({ ...entry, position: 'none', source: 'It was Osgood Smith', corrects })
    .expect(303);
  const after = await desk.get(`${whip}/${people.smithOrson.key}`).expect(200);
  expect(after.text).toContain('<s>Signed</s>');
  const visitor = supertest(anApp(world));
  const { body } = await visitor.get(`/api/v1/letters/${letter.slug}/cosigners`).expect(200);
  expect(body.items).toEqual([]);
  await desk
    .post(`${whip}/${people.smithOrson.key}`)
    .type('form')
    .send({ ...entry, corrects })
    .expect(409);
});

test('several at once are recorded, and a refused one is told by name', async () => {
  const { world, people, letter, as, whip } = await aDesk();
  const desk = await as('organizer');
  const keys = [people.rivera.key, people.okafor.key];
  const bulk = { position: 'asked', day: '2026-11-22', source: 'a Dear Colleague' };
  await desk.post(whip).type('form').send(bulk).expect(422);
  const done = await desk
    .post(`${whip}?party=Democrat`)
    .type('form')
    .send({ ...bulk, keys })
    .expect(303);
  expect(done.headers['location']).toBe(`${whip}?party=Democrat&note=bulk`);
  const everybody = await desk
    .post(`${whip}?state=KS`)
    .type('form')
    .send({ ...bulk, position: 'leaning', all: 'yes' });
  expect(everybody.status).toBe(303);
  const { all } = await listWhip(world.db, anAdmin, letter);
  expect(all.filter((stand) => stand.position === 'asked')).toHaveLength(2);
  expect(all.filter((stand) => stand.position === 'leaning').map((stand) => stand.last)).toEqual(['Smith', 'Smith']);
  const refused = await desk
    .post(whip)
    .type('form')
    .send({ ...bulk, keys: [people.ito.key, people.ota.key] })
    .expect(200);
  expect(refused.text).toContain('Carla Ito does not serve any more.');
  expect(refused.text).toContain('1 position recorded.');
  await desk
    .post(whip)
    .type('form')
    .send({ ...bulk, position: 'signed', all: 'yes' })
    .expect(422);
});

test('a volunteer follows up with the assigned office, and a staffer reads without notes', async () => {
  const { world, people, letter, as, whip } = await aDesk();
  const volunteer = await as('volunteer', 'Vic Tory');
  const organizer = await as('organizer');
  await volunteer.get(`${whip}/${people.okafor.key}`).expect(404);
  const page = await organizer.get(`${whip}/${people.okafor.key}`).expect(200);
  const account = /<option value="([^"]+)">Vic Tory/.exec(page.text)?.[1];
  await organizer.post(`${whip}/${people.okafor.key}/assign`).type('form').send({ account }).expect(303);

  const own = await volunteer.get(`${whip}/${people.okafor.key}`).expect(200);
  expect(own.text).not.toContain('value="signed"');
  const leaning = { ...entry, position: 'leaning', note: 'Worried about dams.' };
  await volunteer.post(`${whip}/${people.okafor.key}`).type('form').send(leaning).expect(303);
  await volunteer.post(`${whip}/${people.okafor.key}`).type('form').send(entry).expect(403);
  await volunteer.post(`${whip}/${people.rivera.key}`).type('form').send(leaning).expect(403);
  const list = await volunteer.get(whip).expect(200);
  expect(list.text).toContain('Ben Okafor');
  expect(list.text).not.toContain('Ana Rivera</a>');

  const staffer = await as('staffer', 'Stef Read');
  const read = await staffer.get(`${whip}/${people.okafor.key}`).expect(200);
  expect(read.text).toContain('Leaning yes');
  expect(read.text).not.toContain('dams');
  await staffer.post(`${whip}/${people.okafor.key}`).type('form').send(leaning).expect(403);
  expect(await listEntries(world.db, anAdmin, letter, people.okafor.key)).toHaveLength(1);

  await organizer.post(`${whip}/${people.okafor.key}/unassign`).type('form').send({ account }).expect(303);
  await volunteer.get(`${whip}/${people.okafor.key}`).expect(404);
});

test('no link of the desk leads a volunteer to a closed door', async () => {
  const { world, people, letter, as, whip } = await aDesk();
  await aLetter(world, { campaignId: letter.campaignId, state: 'draft' });
  const volunteer = await as('volunteer', 'Vic Tory');
  const organizer = await as('organizer');
  const account = /<option value="([^"]+)">Vic Tory/.exec((await organizer.get(`${whip}/${people.ota.key}`)).text)?.[1];
  await organizer.post(`${whip}/${people.ota.key}/assign`).type('form').send({ account }).expect(303);
  const linked = new Set<string>();
  for (const page of ['/desk', whip, `${whip}/${people.ota.key}`])
    for (const [, url = ''] of (await volunteer.get(page).expect(200)).text.matchAll(/href="(\/[^"#]*)"/g))
      linked.add(url.replaceAll('&amp;', '&'));
  expect(linked).toContain(`${whip}/${people.ota.key}`);
  for (const url of linked) expect([url, (await volunteer.get(url)).status]).toEqual([url, 200]);
});

test('strangers are sent to sign in, and learn nothing of a draft', async () => {
  const { world, letter, whip } = await aDesk({ state: 'draft' });
  const visitor = supertest(anApp(world));
  const asked = await visitor.get(whip);
  expect([303, 404]).toContain(asked.status);
  await visitor.get(`/api/v1/letters/${letter.slug}/whip`).expect(401);
  await visitor.get(`/api/v1/letters/${letter.slug}/tally`).expect(404);
  await visitor.get(`/api/v1/letters/${letter.slug}/cosigners.csv`).expect(404);
});
