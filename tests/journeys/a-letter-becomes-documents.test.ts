import supertest from 'supertest';
import { expect, test } from 'vitest';
import { record } from '../../server/cosigners/cosigners.ts';
import { anApp, signedIn } from '../support/app.ts';
import { aLegislature } from '../support/invented/legislature.ts';
import { aLetter, type LetterRow } from '../support/invented/letters.ts';
import { addSignatures, aSignature } from '../support/invented/signatures.ts';
import { anAdmin } from '../support/people.ts';
import { aWorld } from '../support/world.ts';

const types = {
  pdf: 'application/pdf',
  docx: 'application/vnd.openxmlformats-officedocument.wordprocessingml.document',
  txt: 'text/plain; charset=utf-8',
};
type Format = keyof typeof types;

async function aStory(different: Partial<LetterRow> = {}) {
  const world = await aWorld();
  const people = await aLegislature(world);
  const { letter, campaign } = await aLetter(world, { leads: ['R990001'], ...different });
  if (letter.state !== 'draft')
    await record(world, anAdmin, letter.slug, people.rivera.key, { position: 'signed', source: 'a call' });
  const as = (role: 'organizer' | 'staffer' | 'volunteer') =>
    signedIn(world, { name: 'Dana Ops', email: `${role}@team.example`, roles: [[campaign.id, role]] });
  return { world, people, letter, campaign, as, stranger: supertest(anApp(world)) };
}

test('everybody gets a published letter as a file that any cache may keep, and is told when it has not changed', async () => {
  const { stranger, letter, world, people } = await aStory();
  for (const format of ['pdf', 'docx', 'txt'] as Format[]) {
    const address = `/letters/${letter.slug}/letter.${format}`;
    const { status, headers, body } = await stranger.get(address).buffer(true);
    expect(status).toBe(200);
    expect(headers).toMatchObject({
      'content-type': types[format],
      'cache-control': 'public, max-age=0, s-maxage=1',
      'content-disposition': `${format === 'docx' ? 'attachment' : 'inline'}; filename="${letter.slug}-letter-draft-2026-11-22.${format}"`,
    });
    expect(headers['set-cookie']).toBeUndefined();
    expect(body).toBeDefined();
    const known = await stranger.get(address).set('If-None-Match', headers['etag'] ?? '');
    expect(known.status).toBe(304);
    expect((await stranger.head(address)).headers['etag']).toBe(headers['etag']);
  }
  const address = `/letters/${letter.slug}/letter.txt`;
  const before = await stranger.get(address);
  expect(before.text).toContain('Ana Rivera\nUnited States Senator');
  expect((await stranger.get(`${address}?blank=yes`)).text).toContain('____\nAna Rivera');
  await record(world, anAdmin, letter.slug, people.okafor.key, { position: 'signed', source: 'a call' });
  const after = await stranger.get(address).set('If-None-Match', before.headers['etag'] ?? '');
  expect(after.status).toBe(200);
  expect(after.text).toMatch(/Ana Rivera +Ben Okafor/);
});

test('a rush on a letter is answered with one file', async () => {
  const { stranger, letter } = await aStory();
  const answers = await Promise.all(
    Array.from({ length: 30 }, () => stranger.get(`/letters/${letter.slug}/letter.pdf`).buffer(true)),
  );
  expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([200]));
  expect(new Set(answers.map(({ headers }) => headers['etag'])).size).toBe(1);
});

test('a draft is a file for its team alone, and names that are kept are not in what the public gets', async () => {
  const draft = await aStory({ state: 'draft' });
  for (const format of ['pdf', 'docx', 'txt'])
    expect((await draft.stranger.get(`/letters/${draft.letter.slug}/letter.${format}`)).status).toBe(404);
  expect((await (await draft.as('volunteer')).get(`/letters/${draft.letter.slug}/letter.pdf`)).status).toBe(404);
  const mine = await (await draft.as('staffer')).get(`/letters/${draft.letter.slug}/letter.txt`);
  expect(mine.text).toMatch(/^DRAFT for circulation/);
  expect(mine.headers['cache-control']).toBe('private, no-store');

  const kept = await aStory({ showCosigners: 'private' });
  expect((await kept.stranger.get(`/letters/${kept.letter.slug}/letter.txt`)).text).not.toContain('Rivera');
  const staffer = await kept.as('staffer');
  // The public's address gives the same to everybody.
  expect((await staffer.get(`/letters/${kept.letter.slug}/letter.txt`)).text).not.toContain('Rivera');
  const desk = await staffer.get(`/desk/letters/${kept.letter.slug}/documents/letter.txt`);
  expect(desk.text).toContain('Ana Rivera');
  expect(desk.headers['cache-control']).toBe('private, no-store');
});

test('the desk’s documents are for staffers, and what they say is for organizers', async () => {
  const { world, letter, campaign, as, stranger } = await aStory({ openToPublic: true });
  const base = `/desk/letters/${letter.slug}/documents`;
  const row = aSignature(world, letter, {
    kind: 'organization',
    organization: 'Bay Friends',
    name: 'Al',
    homeState: 'OH',
  });
  await addSignatures(world, letter, [row]);
  const [organizer, staffer, volunteer] = [await as('organizer'), await as('staffer'), await as('volunteer')];
  for (const address of [base, `${base}/dear-colleague.pdf`, `${base}/appendix.txt`, `${base}/signatures.docx`]) {
    expect((await stranger.get(address)).headers['location']).toMatch(/^\/sign-in/);
    expect((await volunteer.get(address)).status).toBe(403);
    expect((await staffer.get(address)).status).toBe(200);
  }
  const page = (await staffer.get(base)).text;
  expect(page).toContain('Open the letter as PDF');
  expect(page).toContain('We invite you to join us in signing a letter to The Honorable E. Voss');
  expect(page).not.toContain('<textarea');
  expect(page).toContain(`/desk/campaigns/${campaign.slug}/brief.pdf`);
  const links = [...page.matchAll(/href="(\/desk\/(?:letters|campaigns)\/[^"]+\.(?:pdf|docx|txt)[^"]*)"/g)];
  expect(links.length).toBeGreaterThan(14);
  for (const [, link = ''] of links) expect((await staffer.get(link.replaceAll('&amp;', '&'))).status, link).toBe(200);

  const says = { dearColleague: 'The rivers cannot wait.' };
  expect((await staffer.post(`${base}/dear-colleague`).type('form').send(says)).status).toBe(403);
  expect((await organizer.post(`${base}/dear-colleague`).type('form').send(says)).status).toBe(303);
  expect((await organizer.get(`${base}/dear-colleague.txt`)).text).toContain(
    'Dear Colleague,\n\nThe rivers cannot wait.',
  );
  const long = await organizer
    .post(`${base}/dear-colleague`)
    .type('form')
    .send({ dearColleague: 'x'.repeat(20_001) });
  expect(long.status).toBe(422);
  expect(long.text).toContain('Please keep this to 20,000 characters.');

  expect((await organizer.get(`${base}/appendix.txt`)).text).toContain('Ohio\n----\n\nBay Friends');
  expect((await staffer.post(`${base}/national`).type('form').send({ national: row.id })).status).toBe(403);
  expect((await organizer.post(`${base}/national`).type('form').send({ national: row.id })).status).toBe(303);
  expect((await organizer.get(`${base}/appendix.txt`)).text).toContain('National\n--------\n\nBay Friends');
  expect((await organizer.get(`${base}?note=national`)).text).toContain('The appendix names these first.');
  expect((await organizer.post(`${base}/national`).type('form').send({ national: 'another' })).status).toBe(404);
  await organizer.post(`${base}/national`).type('form').send({});
  expect((await organizer.get(`${base}/appendix.txt`)).text).not.toContain('National');
});

test('a campaign’s brief is public once the campaign is, and its team’s before', async () => {
  const { stranger, campaign } = await aStory();
  const brief = await stranger.get(`/campaigns/${campaign.slug}/brief.pdf`);
  expect(brief.status).toBe(200);
  expect(brief.headers).toMatchObject({
    'content-disposition': `inline; filename="${campaign.slug}-brief.pdf"`,
    'cache-control': 'public, max-age=0, s-maxage=1',
  });
  expect((await stranger.get(`/campaigns/${campaign.slug}/brief.txt`)).text).toContain('Background');
  expect((await stranger.get('/campaigns/none/brief.pdf')).status).toBe(404);
});
