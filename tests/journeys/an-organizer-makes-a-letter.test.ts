import { describe, expect, test } from 'vitest';
import { findLetter, listVersions } from '../../server/letters/letters.ts';
import { signedIn } from '../support/app.ts';
import { aLegislature } from '../support/invented/legislature.ts';
import { aCampaign, aLetter } from '../support/invented/letters.ts';
import { aWorld } from '../support/world.ts';

const dana = { name: 'Dana Ops', email: 'dana@ops.example' };

/** What a browser sends of the editor when only these fields were touched. */
const filled = {
  do: 'save',
  title: 'Keep the rivers clean',
  slug: '',
  text: 'We ask that the rivers be **kept clean**.',
  'addressees.0.office': 'secretary',
  'addressees.0.name': 'Elena Voss',
  'addressees.0.title': '',
  'addressees.0.organization': 'U.S. Department of Water',
  'addressees.0.address': '1 Example Plaza NW\r\nWashington, DC 20500',
  'addressees.0.salutation': '',
  bodies: ['us-senate', 'us-house'],
  public: 'yes',
  'lead.0': '',
  deadline: '2026-12-20T17:00',
  timeZone: 'America/New_York',
  order: 'alphabetical',
  showCosigners: 'names',
  showSignatures: 'names',
};

/** What an input in a page holds. */
const valueIn = (html: string, name: string) =>
  new RegExp(`name="${name.replaceAll('.', '\\.')}" value="([^"]*)"`).exec(html)?.[1];

async function aDesk() {
  const world = await aWorld();
  const people = await aLegislature(world);
  const campaign = await aCampaign(world, { publishedAt: null });
  const browser = await signedIn(world, { ...dana, roles: [[campaign.id, 'organizer']] });
  const write = (fields: Record<string, unknown> = {}) =>
    browser
      .post(`/desk/campaigns/${campaign.slug}/letters/new`)
      .type('form')
      .send({ ...filled, ...fields });
  return { world, people, campaign, browser, write };
}

test('from nothing to a published letter', async () => {
  const world = await aWorld();
  await aLegislature(world);
  const browser = await signedIn(world, { ...dana, admin: true });
  expect((await browser.get('/desk/campaigns/new').expect(200)).text).toContain('Start a campaign');
  const started = await browser.post('/desk/campaigns/new').type('form').send({
    title: 'Clean Rivers Now',
    slug: '',
    summary: '',
    sponsor: 'Rivers Example Committee',
    sponsorAddress: '',
    sponsorContact: '',
    privacy: '',
  });
  expect(started.headers['location']).toBe('/desk/campaigns/clean-rivers-now?note=campaign-created');
  expect((await browser.get(started.headers['location'] ?? '')).text).toContain('postal address');

  const editor = await browser.get('/desk/campaigns/clean-rivers-now/letters/new').expect(200);
  expect(valueIn(editor.text, 'deadline')).toBe('2026-12-20T17:00');
  expect(editor.text.match(/name="bodies" value="us-(senate|house)" checked/g)).toHaveLength(2);
  expect(editor.text).toContain('Ana Rivera, Senator (Democrat, NM)');
  const saved = await browser
    .post('/desk/campaigns/clean-rivers-now/letters/new')
    .type('form')
    .send(filled)
    .expect(303);
  const letterUrl = '/desk/letters/keep-the-rivers-clean';
  expect(saved.headers['location']).toBe(`${letterUrl}?note=created`);

  const overview = await browser.get(letterUrl).expect(200);
  expect(overview.text).toContain('The Honorable Elena Voss\nSecretary\nU.S. Department of Water\n1 Example Plaza NW');
  expect(overview.text).toContain('Dear Secretary Voss:');
  expect(overview.text).toContain('<strong>kept clean</strong>');
  expect(overview.text).not.toContain('Publish the letter');
  await browser.post(`${letterUrl}/state`).type('form').send({ state: 'circulating' }).expect(409);

  const whole = { title: 'Clean Rivers Now', summary: '', sponsor: 'Rivers Example Committee', privacy: '' };
  const bad = { ...whole, sponsorAddress: '1 Example Plaza', sponsorContact: 'nobody' };
  const again = await browser.post('/desk/campaigns/clean-rivers-now/edit').type('form').send(bad).expect(422);
  expect(again.text).toContain('An e-mail address such as');
  expect(again.text).toContain('value="1 Example Plaza"');
  await browser
    .post('/desk/campaigns/clean-rivers-now/edit')
    .type('form')
    .send({ ...bad, sponsorContact: 'hello@rivers.example' })
    .expect(303);

  expect((await browser.get(letterUrl)).text).toContain('Publish the letter');
  await browser
    .post(`${letterUrl}/state`)
    .type('form')
    .send({ state: 'circulating' })
    .expect(303, /note=published/);
  const published = await browser.get(`${letterUrl}?note=published`);
  expect(published.text).toContain('everybody can read it');
  expect(published.text).toContain('/letters/keep-the-rivers-clean"');
  expect((await findLetter(world.db, 'keep-the-rivers-clean'))?.deadline?.toISOString()).toBe(
    '2026-12-20T22:00:00.000Z',
  );
  await browser
    .post(`${letterUrl}/edit`)
    .type('form')
    .send({ ...filled, text: 'Other' })
    .expect(409);
  await browser.get(`${letterUrl}/edit`).expect(303);
});

describe('the editor', () => {
  test('shows again what was typed, with each problem at its field', async () => {
    const { write } = await aDesk();
    const page = await write({
      title: '',
      deadline: 'soon',
      text: 'x'.repeat(100_001),
      slug: 'Bad Slug!',
      timeZone: 'Mars/Base',
    }).expect(422);
    for (const name of ['title', 'deadline', 'text', 'slug', 'timeZone'])
      expect(page.text).toContain(`id="${name}-problem"`);
    expect(page.text).toContain('5 things need another look');
    expect(valueIn(page.text, 'addressees.0.name')).toBe('Elena Voss');
  });

  test('adds addressees and leads without a script, and fills in forms of address', async () => {
    const { write, world } = await aDesk();
    const added = await write({ do: 'add-addressee' }).expect(200);
    expect(added.text).toContain('Addressee 2');
    expect(valueIn(added.text, 'addressees.1.name')).toBe('');
    expect(valueIn(added.text, 'addressees.0.name')).toBe('Elena Voss');
    const more = await write({ do: 'add-lead', 'lead.0': 'Ana Rivera' }).expect(200);
    expect(more.text).toContain('Lead 3');
    const usual = await write({ do: 'fill' }).expect(200);
    expect(valueIn(usual.text, 'addressees.0.name')).toBe('The Honorable Elena Voss');
    expect(valueIn(usual.text, 'addressees.0.salutation')).toBe('Dear Secretary Voss:');
    expect(await findLetter(world.db, 'keep-the-rivers-clean')).toBeNull();
  });

  test('never guesses a lead: it asks whom an unclear name means', async () => {
    const { write, world, people } = await aDesk();
    const asked = await write({ 'lead.0': 'Smith', 'lead.1': 'Nobody Atall', 'lead.2': 'Ana Rivera' }).expect(422);
    for (const person of [people.smithOttilie, people.smithOrson, people.smithOsgood])
      expect(asked.text).toContain(`name="lead.0.choice" value="${person.key}"`);
    expect(asked.text).toContain('Nobody who serves in the chosen bodies is called “Nobody Atall”.');
    await write({ 'lead.0': 'Smith', 'lead.0.choice': people.rivera.key }).expect(422);
    await write({
      'lead.0': 'Smith',
      'lead.0.choice': people.smithOrson.key,
      'lead.1': 'ana rivera',
      'lead.2': 'Ben Okafor, Representative (Republican, OH-7)',
    }).expect(303);
    expect((await findLetter(world.db, 'keep-the-rivers-clean'))?.leads).toEqual([
      people.smithOrson.key,
      people.rivera.key,
      people.okafor.key,
    ]);
  });

  test('does not propose or take members of other bodies, or who has left', async () => {
    const { write } = await aDesk();
    for (const lead of ['Ben Okafor', 'Carla Ito']) {
      const page = await write({ bodies: 'us-senate', 'lead.0': lead }).expect(422);
      expect(page.text).toContain(`Nobody who serves in the chosen bodies is called “${lead}”.`);
    }
  });

  test('takes what a form of another kind sends without breaking', async () => {
    const { browser, campaign } = await aDesk();
    const url = `/desk/campaigns/${campaign.slug}/letters/new`;
    await browser.post(url).type('form').send('').expect(422);
    await browser
      .post(url)
      .type('form')
      .send('title=a&title=b&bodies=mars&__proto__=x&addressees.0.name[]=q&do=save')
      .expect(422);
    await browser
      .post(url)
      .send({ title: { $gt: '' } })
      .expect(422);
  });
});

test('a published letter is moved, extended, given versions and copied', async () => {
  const { world, write, browser } = await aDesk();
  await write().expect(303);
  const url = '/desk/letters/keep-the-rivers-clean';
  const post = (path: string, fields: object) =>
    browser
      .post(url + path)
      .type('form')
      .send(fields);
  await post('/state', { state: 'circulating' }).expect(303);

  expect((await browser.get(`${url}/versions/new`).expect(200)).text).toContain('name="after" value="1"');
  await post('/versions/new', { after: '1', text: '', reason: '' }).expect(422);
  await post('/versions/new', { after: '1', text: 'A new text.', reason: 'Clearer.', substantive: 'yes' }).expect(303);
  await post('/versions/new', { after: '1', text: 'A rival text.', reason: '' }).expect(409);
  expect((await browser.get(`${url}/versions/1`).expect(200)).text).toContain('kept clean');
  await browser.get(`${url}/versions/3`).expect(404);

  const settings = { ...filled, reason: '' };
  await post('/settings', settings).expect(303, /unchanged/);
  expect((await post('/settings', { ...settings, deadline: '2027-03-14T17:00' }).expect(422)).text).toContain(
    'id="reason-problem"',
  );
  await post('/settings', { ...settings, deadline: '2027-03-14T17:00', reason: 'Three offices asked.' }).expect(303);
  expect((await browser.get(url)).text).toContain('deadline: Dec 20, 2026, 5:00 PM EST → Mar 14, 2027, 5:00 PM EDT');
  expect((await browser.get(`${url}/settings`).expect(200)).text).toContain('value="2027-03-14T17:00"');

  await post('/state', { state: 'closed', 'closed.reason': '' }).expect(303);
  const unexplained = await post('/state', {
    state: 'circulating',
    'circulating.deadline': '2027-04-01T17:00',
    'circulating.reason': '',
  }).expect(422);
  expect(unexplained.text).toContain('id="circulating.reason-problem"');
  await post('/state', { state: 'circulating', 'circulating.deadline': 'x', 'circulating.reason': 'More.' }).expect(
    422,
  );
  await post('/state', {
    state: 'circulating',
    'circulating.deadline': '2027-04-01T17:00',
    'circulating.reason': 'More.',
  }).expect(303);
  await post('/state', { state: 'sent' }).expect(409);
  await post('/state', { state: 'nowhere' }).expect(422);
  await post('/state', { state: 'closed' }).expect(303);
  await post('/state', { state: 'sent', 'sent.sentDay': '2026-13-01' }).expect(422);
  await post('/state', { state: 'sent', 'sent.sentDay': '2026-11-20' }).expect(303);
  expect((await browser.get(url)).text).toContain('Sent November 20, 2026');

  const copied = await post('/copy', {}).expect(303);
  expect(copied.headers['location']).toBe('/desk/letters/keep-the-rivers-clean-2?note=copied');
  await browser.post('/desk/letters/keep-the-rivers-clean-2/delete').expect(303);
  await post('/delete', {}).expect(409);
  expect(await listVersions(world.db, (await findLetter(world.db, 'keep-the-rivers-clean'))?.id ?? '')).toHaveLength(2);
});

test('what constituents are offered to say is changed at the desk, and never left empty', async () => {
  const { world, write, browser } = await aDesk();
  await write().expect(303);
  const url = '/desk/letters/keep-the-rivers-clean/texts';
  const texts = { messageSubject: 'The rivers', messageRequest: 'Please sign.', messageThanks: 'Thank you.' };
  const refused = await browser
    .post(url)
    .type('form')
    .send({ ...texts, messageRequest: ' ' })
    .expect(422);
  expect(refused.text).toContain('What should they ask for?');
  expect(refused.text).toContain('value="The rivers"');
  await browser.post(url).type('form').send(texts).expect(303);
  expect(await findLetter(world.db, 'keep-the-rivers-clean')).toMatchObject(texts);
  expect((await browser.get(url).expect(200)).text).toContain('Please sign.');
});

test('the desk of another campaign is not there, and roles see what is theirs', async () => {
  const { world, campaign, write } = await aDesk();
  await write().expect(303);
  const other = await aCampaign(world);
  const stranger = await signedIn(world, { name: 'Sam', email: 'sam@else.example', roles: [[other.id, 'organizer']] });
  const pages = ['', '/edit', '/settings', '/texts', '/versions/new', '/versions/1'].map(
    (page) => `/desk/letters/keep-the-rivers-clean${page}`,
  );
  const campaignPages = ['', '/edit', '/letters/new'].map((page) => `/desk/campaigns/${campaign.slug}${page}`);
  for (const page of [...pages, ...campaignPages]) await stranger.get(page).expect(404);
  for (const deed of ['edit', 'state', 'settings', 'texts', 'copy', 'delete', 'versions/new'])
    await stranger
      .post(`/desk/letters/keep-the-rivers-clean/${deed}`)
      .type('form')
      .send({ ...filled, state: 'withdrawn', reason: 'x' })
      .expect(404);
  for (const deed of ['edit', 'publish', 'delete', 'letters/new'])
    await stranger.post(`/desk/campaigns/${campaign.slug}/${deed}`).type('form').send(filled).expect(404);

  const staffer = await signedIn(world, { name: 'Sol', email: 'sol@ops.example', roles: [[campaign.id, 'staffer']] });
  expect((await staffer.get('/desk/letters/keep-the-rivers-clean').expect(200)).text).not.toContain(
    'Delete this draft',
  );
  await staffer.get('/desk/letters/keep-the-rivers-clean/edit').expect(403);
  await staffer.post('/desk/letters/keep-the-rivers-clean/delete').expect(403);
  const volunteer = await signedIn(world, {
    name: 'Val',
    email: 'val@ops.example',
    roles: [[campaign.id, 'volunteer']],
  });
  expect((await volunteer.get(`/desk/campaigns/${campaign.slug}`).expect(200)).text).not.toContain(
    'Keep the rivers clean',
  );
  await volunteer.get('/desk/letters/keep-the-rivers-clean').expect(403);
  await volunteer.get('/desk/campaigns/new').expect(403);
});

test('scripts in a letter stay text on every page of the desk', async () => {
  const { browser, write } = await aDesk();
  const evil = '<script>alert(1)</script>';
  await write({
    title: `T ${evil}`,
    text: `${evil} [x](javascript:alert(1))`,
    'addressees.0.name': evil,
    'addressees.0.office': '',
  }).expect(303);
  for (const page of ['', '/edit']) {
    const { text } = await browser.get(`/desk/letters/t-script-alert-1-script${page}`).expect(200);
    expect(text).not.toContain('<script>alert');
    expect(text).not.toContain('href="javascript');
  }
});

test('an example’s pages say so', async () => {
  const world = await aWorld();
  await aLegislature(world);
  const campaign = await aCampaign(world, { example: true });
  const { letter } = await aLetter(world, { campaignId: campaign.id });
  const browser = await signedIn(world, { ...dana, admin: true });
  for (const page of ['', '/settings', '/versions/new', '/versions/1'])
    expect((await browser.get(`/desk/letters/${letter.slug}${page}`).expect(200)).text).toContain('class="banner"');
});
