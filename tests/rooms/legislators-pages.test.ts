/** The public pages of legislators, and their calls, over HTTP. */

import supertest from 'supertest';
import { beforeEach, expect, test } from 'vitest';
import { legislators, zipDistricts } from '../../server/db/tables.ts';
import { importRoster } from '../../server/legislators/load/load.ts';
import { anApp } from '../support/app.ts';
import { aWorld, type TestWorld } from '../support/world.ts';

let world: TestWorld;
let site: ReturnType<typeof supertest>;
beforeEach(async () => {
  world = await aWorld();
  await importRoster(world, 'tests/support/rosters/congress');
  site = supertest(anApp(world));
});

const names = (text: string) => [...text.matchAll(/<li><a href="\/legislators\/([^"]+)">/g)].map((match) => match[1]);

test('the list is searched by any part of a name and narrowed by filters', async () => {
  const all = await site.get('/legislators').expect(200);
  expect(names(all.text)).toHaveLength(6);
  expect(all.text).toContain('6 sitting legislators');
  const found = await site.get('/legislators').query({ q: 'pena' }).expect(200);
  expect(names(found.text)).toEqual(['Z000001']);
  expect(found.text).toContain('Senator · NM · Independent (caucuses with Democrats)');
  const filtered = await site
    .get('/legislators')
    .query({ body: 'us-house', party: 'Democrat', state: 'GU' })
    .expect(200);
  expect(names(filtered.text)).toEqual(['Z000005']);
  expect(filtered.text).toContain('<option value="GU" selected>Guam</option>');
  const sitting = await site.get('/legislators').query({ committee: 'SSRV' }).expect(200);
  expect(names(sitting.text)).toEqual(['Z000001']);
});

test('former members are found when they are asked for', async () => {
  const without = await site.get('/legislators').query({ q: 'gone' }).expect(200);
  expect(without.text).toContain('Nobody of the name “gone” is here among the sitting members.');
  const former = await site.get('/legislators').query({ q: 'gone', former: 'yes' }).expect(200);
  expect(names(former.text)).toEqual(['Z000091']);
  expect(former.text).toContain('former member');
});

test('what is typed stays text', async () => {
  const page = await site.get('/legislators').query({ q: '"><script>x</script>', party: '<b>' }).expect(200);
  expect(page.text).not.toContain('<script>x');
  expect(page.text).not.toContain('<b>');
});

test('a list of more than fifty goes on on the next page', async () => {
  const [row] = await world.db.select().from(legislators).limit(1);
  if (!row) throw new Error('The sample has nobody.');
  const more = Array.from({ length: 60 }, (_, n) => ({
    ...row,
    key: `M${n}`,
    sortName: `a${String(n).padStart(3, '0')}`,
  }));
  await world.db.transaction(async (tx) => void (await tx.insert(legislators).values(more)));
  const first = await site.get('/legislators').query({ body: row.body }).expect(200);
  expect(names(first.text)).toHaveLength(50);
  const next = /href="(\/legislators\?[^"]+)" rel="next"/.exec(first.text)?.[1]?.replaceAll('&amp;', '&');
  expect(next).toContain(`body=${row.body}`);
  const second = await site.get(next as string).expect(200);
  expect(names(second.text)).toContain('M59');
  expect(names(second.text).filter((key) => names(first.text).includes(key))).toEqual([]);
  expect(second.text).not.toContain('rel="next"');
  await site.get('/legislators').query({ cursor: 'x' }).expect(400);
});

test('a ZIP code finds one’s own members, candidates and vacant seats', async () => {
  await world.db.transaction(
    async (tx) =>
      void (await tx.insert(zipDistricts).values([
        { zip: '44691', state: 'OH', district: 7 },
        { zip: '44692', state: 'OH', district: 7 },
        { zip: '44692', state: 'OH', district: 8 },
      ])),
  );
  const one = await site.get('/legislators').query({ zip: '44691' }).expect(200);
  expect(one.text).toContain('ZIP code 44691 lies in OH-7.');
  expect(one.text).toContain('OH (class 1) in the Senate: the seat is vacant.');
  const two = await site.get('/legislators').query({ zip: '44692' }).expect(200);
  expect(two.text).toContain('lies in 2 districts: OH-7 and OH-8');
  expect(two.text).toContain('perhaps yours');
  const none = await site.get('/legislators').query({ zip: '09012' }).expect(200);
  expect(none.text).toContain('is not in our table');
  const malformed = await site.get('/legislators').query({ zip: '4469' }).expect(422);
  expect(malformed.text).toContain('A ZIP code has five digits');
});

test('a page for each legislator: seat, term, contact, offices, committees, terms', async () => {
  const { text, headers } = await site.get('/legislators/Z000001').expect(200);
  expect(headers['cache-control']).toMatch(/public/);
  expect(text).toContain('<h1>Ana M. Rivera Peña</h1>');
  expect(text).toContain('January 3, 2025 to January 3, 2031');
  expect(text).toContain('New Mexico, class 1');
  expect(text).toContain('href="https://rivera.example/contact"');
  expect(text).toContain('href="tel:+12025550101"');
  expect(text).toContain('12 Elm St, 300, Old Hall\nSanta Fe, NM 87501');
  expect(text).toMatch(/Senate Committee on Rivers<\/a> <span class="badge">Ranking Member/);
  expect(text).toContain('The Upper Rivers');
  expect(text).toContain('House, NM-1');
  await site.get('/legislators/Z999999').expect(404);
});

test('a former member’s page has no way to an office that is somebody else’s now', async () => {
  const { text } = await site.get('/legislators/Z000091').expect(200);
  expect(text).toContain('Former member of the U.S. House of Representatives');
  expect(text).not.toContain('202-555-0191');
});

test('a state legislator’s key has a slash in it', async () => {
  await importRoster(world, 'tests/support/rosters/ri');
  const key = 'ocd-person/00000000-0000-4000-8000-000000000001';
  for (const address of [`/legislators/${key}`, `/legislators/${encodeURIComponent(key)}`])
    expect((await site.get(address).expect(200)).text).toContain('<h1>Ben Okafor</h1>');
  const { body } = await site.get(`/api/v1/legislators/${encodeURIComponent(key)}`).expect(200);
  expect(body).toMatchObject({ key, district: 12, body: 'ri-house', termEnd: null });
});

test('the API: a legislator in the shape of the contract', async () => {
  const { body } = await site.get('/api/v1/legislators/Z000001').expect(200);
  expect(body).toMatchObject({
    key: 'Z000001',
    name: { first: 'Ana', last: 'Rivera Peña', full: 'Ana M. Rivera Peña', suffix: null },
    title: 'Senator',
    party: 'Independent',
    caucus: 'Democrat',
    body: 'us-senate',
    state: 'NM',
    district: null,
    class: 1,
    voting: true,
    serving: true,
    termStart: '2025-01-03',
    termEnd: '2031-01-03',
    termEnded: false,
    phone: '202-555-0101',
    website: 'https://rivera.example',
    contactForm: 'https://rivera.example/contact',
    email: null,
  });
  expect(body.offices).toHaveLength(2);
  expect(body.committees[0]).toEqual({
    key: 'SSRV',
    name: 'Senate Committee on Rivers',
    parent: null,
    side: 'minority',
    rank: 1,
    title: 'Ranking Member',
  });
  const at = await site.get('/api/v1/legislators/Z000004').expect(200);
  expect(at.body).toMatchObject({ district: 0, state: 'WY' });
  expect((await site.get('/api/v1/legislators/Z000002').expect(200)).body.termEnded).toBe(true);
  const missing = await site.get('/api/v1/legislators/Z999999').expect(404);
  expect(missing.headers['content-type']).toMatch(/application\/problem\+json/);
});

test('the API: lists with filters, a total and pages', async () => {
  const list = async (query: Record<string, string>) =>
    (await site.get('/api/v1/legislators').query(query).expect(200)).body;
  expect(await list({ serving: 'true' })).toMatchObject({ total: 6, next: null });
  expect(await list({})).toMatchObject({ total: 8 });
  expect(await list({ serving: 'false' })).toMatchObject({ total: 2 });
  expect(await list({ q: 'PEÑA' })).toEqual(await list({ q: 'pena' }));
  expect((await list({ q: 'lukasz' })).items[0].name.full).toBe('C. Scott Łukasz III');
  expect((await list({ q: 'lucas' })).total).toBe(1);
  expect((await list({ state: 'WY', district: '0', q: '' })).total).toBe(1);
  const first = await list({ limit: '2' });
  expect(first.items).toHaveLength(2);
  const second = await list({ limit: '2', cursor: first.next });
  expect(second.items[0].key).not.toBe(first.items[0].key);
  for (const bad of [{ limit: '0' }, { limit: '501' }, { serving: 'maybe' }, { cursor: 'x' }])
    expect((await site.get('/api/v1/legislators').query(bad).expect(400)).body.errors).toHaveLength(1);
  const said = async (query: string) => (await site.get(`/api/v1/legislators?${query}`).expect(400)).body.errors;
  expect(await said('serving=maybe')).toEqual([{ path: 'serving', message: 'true or false' }]);
  expect(await said('q=a&q=b')).toEqual([{ path: 'q', message: 'one text, given once' }]);
});

test('the API: lookup by ZIP code', async () => {
  await world.db.transaction(
    async (tx) => void (await tx.insert(zipDistricts).values([{ zip: '44691', state: 'OH', district: 7 }])),
  );
  const { body } = await site.get('/api/v1/lookup').query({ zip: '44691-1234' }).expect(200);
  expect(body).toMatchObject({
    zip: '44691',
    districts: [{ state: 'OH', district: 7 }],
    needsAddress: false,
    state: 'OH',
  });
  expect(body.legislators.map((one: { key: string; certain: boolean }) => [one.key, one.certain])).toEqual([
    ['Z000003', true],
  ]);
  expect(body.vacancies).toEqual([
    { body: 'us-senate', state: 'OH', district: null, class: 1 },
    { body: 'us-senate', state: 'OH', district: null, class: 3 },
  ]);
  const guam = await site.get('/api/v1/lookup').query({ zip: '96910' }).expect(200);
  expect(guam.body).toMatchObject({ districts: [], needsAddress: true, state: 'GU' });
  expect(guam.body.legislators.map((one: { key: string }) => one.key)).toEqual(['Z000005']);
  const unknown = await site.get('/api/v1/lookup').query({ zip: '00000' }).expect(200);
  expect(unknown.body).toEqual({
    zip: '00000',
    districts: [],
    state: null,
    needsAddress: true,
    legislators: [],
    vacancies: [],
    method: null,
  });
  for (const zip of ['1234', 'abcde', '']) await site.get('/api/v1/lookup').query({ zip }).expect(400);
  await site.get('/api/v1/lookup').expect(400);
});
