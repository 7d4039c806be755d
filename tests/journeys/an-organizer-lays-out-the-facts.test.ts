import supertest from 'supertest';
import { beforeEach, describe, expect, test } from 'vitest';
import { listCoverage, listExhibits, listTimeline } from '../../server/campaigns/campaigns.ts';
import { anApp, signedIn } from '../support/app.ts';
import { aCampaign, type CampaignRow } from '../support/invented/letters.ts';
import { aWorld, type TestWorld } from '../support/world.ts';

let world: TestWorld;
let campaign: CampaignRow;
let browser: Awaited<ReturnType<typeof signedIn>>;
beforeEach(async () => {
  world = await aWorld();
  campaign = await aCampaign(world);
  browser = await signedIn(world, { name: 'Dana Ops', email: 'dana@ops.example', roles: [[campaign.id, 'organizer']] });
});

const facts = (path = '') => `/desk/campaigns/${campaign.slug}/facts${path}`;
const post = (path: string, fields: object) => browser.post(facts(path)).type('form').send(fields);
const read = async (path: string) => (await browser.get(facts(path)).expect(200)).text;
const published = async () => (await supertest(anApp(world)).get(`/campaigns/${campaign.slug}`).expect(200)).text;

test('a table is pasted, looked at, saved, moved, downloaded, replaced and removed', async () => {
  expect(await read('')).toContain('No table yet');
  const typed = { title: 'Spills by year', note: 'As counted.', table: 'Year,Spills,Source\n2025,31,' };
  const refused = (await post('/exhibits/new', { ...typed, do: 'see' }).expect(422)).text;
  expect(refused).toContain('Line 2 has no source');
  expect(refused).toContain('2025,31,');
  const table = 'Year,Spills,Source\n2025,31,State report\n2026,"33 <b>",Same';
  const seen = (await post('/exhibits/new', { ...typed, table, do: 'see' }).expect(200)).text;
  expect(seen).toContain('2 rows, each with its source.');
  expect(seen).toContain('<td data-label="Spills:">33 &lt;b&gt;</td>');
  expect(await listExhibits(world.db, campaign.id)).toEqual([]);
  expect((await post('/exhibits/new', { ...typed, table, do: 'write' }).expect(200)).text).toContain('State report');
  await post('/exhibits/new', { ...typed, table, do: 'save' }).expect(303, /note=saved/);
  await post('/exhibits/new', { ...typed, title: 'Second', table, do: 'save' }).expect(303);

  const [first, second] = await listExhibits(world.db, campaign.id);
  if (!first || !second) throw new Error('There is no table.');
  await post(`/exhibits/${second.id}/move`, { to: 'up' }).expect(303);
  expect((await listExhibits(world.db, campaign.id))[0]?.title).toBe('Second');
  const file = await browser.get(facts(`/exhibits/${first.id}/table.csv`)).expect(200);
  expect(file.headers['content-disposition']).toContain('spills-by-year.csv');
  expect(file.text).toBe('\uFEFFYear,Spills,Source\r\n2025,31,State report\r\n2026,33 <b>,Same\r\n');
  await post(`/exhibits/${first.id}`, { ...typed, table: file.text.replace('31', '32'), do: 'save' }).expect(303);
  expect(await published()).toContain('<td data-label="Spills:">32</td>');
  await post(`/exhibits/${second.id}/delete`, {}).expect(303);
  await post(`/exhibits/${second.id}/delete`, {}).expect(404);
  const overview = await read('?note=removed');
  expect(overview).toContain('Removed.');
  expect(overview).toContain('<strong>removed an exhibit</strong> by Dana Ops');
});

test('coverage and the timeline are written, and refused where a field is wrong', async () => {
  const article = { outlet: 'Rivers Weekly', day: '2026-05-04', stance: 'critical', summary: 'It doubts the figures.' };
  for (const [field, value] of Object.entries({
    outlet: ' ',
    day: '2026-02-30',
    stance: 'angry',
    summary: '',
    url: 'http://rivers.example/doubts',
  })) {
    const page = (await post('/coverage/new', { ...article, url: '', [field]: value }).expect(422)).text;
    expect(page).toContain(`id="${field}-problem"`);
    if (field !== 'summary') expect(page).toContain('It doubts the figures.');
  }
  await post('/coverage/new', { ...article, url: 'javascript:alert(1)' }).expect(422);
  await post('/coverage/new', { ...article, url: 'https://rivers.example/doubts' }).expect(303);
  await post('/coverage/new', { ...article, outlet: 'Lake News', day: '2026', stance: 'supportive', url: '' }).expect(
    303,
  );
  const [item] = await listCoverage(world.db, campaign.id);
  expect(await read(`/coverage/${item?.id}`)).toContain('value="https://rivers.example/doubts"');
  await post(`/coverage/${item?.id}`, { ...article, url: '', summary: 'It has doubts.' }).expect(303);

  await post('/timeline/new', { day: 'May', text: 'A spill.', source: '' }).expect(422);
  await post('/timeline/new', { day: '2025-06', text: 'A spill.', source: 'State report' }).expect(303);
  const [spill] = await listTimeline(world.db, campaign.id);
  await post(`/timeline/${spill?.id}`, { day: '2025-06-01', text: 'A spill.', source: 'State report' }).expect(303);
  expect(await read(`/timeline/${spill?.id}`)).toContain('value="2025-06-01"');

  const page = await published();
  expect(page.indexOf('id="supportive"')).toBeLessThan(page.indexOf('id="critical"'));
  for (const words of ['It has doubts.', 'May 4, 2026', 'Lake News', 'June 1, 2025', 'Source: State report'])
    expect(page).toContain(words);
  expect(page).not.toContain('id="neutral"');
  await post(`/coverage/${item?.id}/delete`, {}).expect(303);
  await post(`/timeline/${spill?.id}/delete`, {}).expect(303);
  expect(await published()).not.toContain('Timeline');
  for (const path of ['/coverage/x', '/timeline/x', '/exhibits/x', '/exhibits/x/table.csv'])
    await browser.get(facts(path)).expect(404);
});

test('partners are added by lines, told apart from signers, and taken off', async () => {
  expect((await post('/partners', { partners: 'https://only.example' }).expect(422)).text).toContain(
    'Line 1 has no name.',
  );
  const lines = 'River Keepers, https://rk.example\nBird <i>Club</i>\nriver keepers';
  const done = await post('/partners', { partners: lines }).expect(303);
  expect(done.headers['location']).toBe(facts('?note=partners&added=2&known=1#partners'));
  expect(await read('?note=partners&added=2&known=1')).toContain('2 organizations added. 1 was there already.');
  const page = await published();
  expect(page).toContain('<a href="https://rk.example/" rel="nofollow noopener">River Keepers</a>');
  expect(page).toContain('Bird &lt;i&gt;Club&lt;/i&gt;');
  expect(page).toContain('is not a signature');
  const id = /name="partner" value="([^"]+)"/.exec(await read('/partners'))?.[1];
  await post('/partners/remove', { partner: id }).expect(303);
  expect(await published()).not.toContain('Bird &lt;i&gt;');
});

describe('what the campaign asks', () => {
  test('is written with the campaign and stands on its page and in the API', async () => {
    const fields = {
      ...{ title: campaign.title, summary: campaign.summary, sponsor: campaign.sponsor, privacy: '' },
      ...{ sponsorAddress: campaign.sponsorAddress, sponsorContact: campaign.sponsorContact },
    };
    expect(await read('')).toContain('write its ask');
    const edit = (ask?: string) =>
      browser
        .post(`/desk/campaigns/${campaign.slug}/edit`)
        .type('form')
        .send({ ...fields, ...(ask !== undefined && { ask }) })
        .expect(303);
    await edit('1. **Act** now.\n2. <script>x</script>');
    await edit();
    expect(await read('')).not.toContain('write its ask');
    const page = await published();
    expect(page).toContain('What the campaign asks');
    expect(page).toContain('<strong>Act</strong> now.');
    expect(page).not.toContain('<script>x');

    await post('/timeline/new', { day: '2025-06', text: 'A spill.', source: 'State report' }).expect(303);
    await post('/partners', { partners: 'River Keepers' }).expect(303);
    const table = { title: 'Spills', note: '', table: 'Year,Source\n2025,Report', do: 'save' };
    await post('/exhibits/new', table).expect(303);
    const { body } = await supertest(anApp(world)).get(`/api/v1/campaigns/${campaign.slug}`).expect(200);
    expect(body).toMatchObject({
      ask: '1. **Act** now.\n2. <script>x</script>',
      timeline: [{ day: '2025-06', text: 'A spill.', source: 'State report' }],
      exhibits: [{ title: 'Spills', note: '', columns: ['Year'], rows: [{ cells: ['2025'], source: 'Report' }] }],
      coverage: [],
      partners: [{ name: 'River Keepers', website: null }],
    });
    const made = await browser.post('/api/v1/campaigns').send({ title: 'Air', ask: 'Clean air.' }).expect(201);
    expect(made.body).toMatchObject({ ask: 'Clean air.', timeline: [] });
  });

  test('and its facts are for its organizers to write', async () => {
    const staffer = await signedIn(world, { name: 'Sol', email: 'sol@ops.example', roles: [[campaign.id, 'staffer']] });
    const other = await aCampaign(world, { publishedAt: null });
    for (const path of ['', '/exhibits/new', '/coverage/new', '/timeline/new', '/partners']) {
      await staffer.get(facts(path)).expect(403);
      await supertest(anApp(world)).get(facts(path)).set('Accept', 'application/json').expect(401);
      await browser.get(`/desk/campaigns/${other.slug}/facts${path}`).expect(404);
      if (path) await staffer.post(facts(path)).type('form').send({}).expect(403);
    }
  });
});
