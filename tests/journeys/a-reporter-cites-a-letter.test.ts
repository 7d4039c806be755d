import supertest from 'supertest';
import { expect, test } from 'vitest';
import { listEntries, record } from '../../server/cosigners/cosigners.ts';
import { changeLetter, findLetterById, type Letter, publishVersion } from '../../server/letters/letters.ts';
import { anApp, signedIn } from '../support/app.ts';
import { aLegislature } from '../support/invented/legislature.ts';
import { aCampaign, aLetter, type LetterRow } from '../support/invented/letters.ts';
import { anAdmin } from '../support/people.ts';
import { aWorld } from '../support/world.ts';

async function aPublicLetter(different: Partial<LetterRow> = {}) {
  const world = await aWorld();
  const people = await aLegislature(world);
  const { letter, campaign } = await aLetter(world, different);
  const put = (key: string, position: 'signed' | 'withdrawn' | null, more: object = {}) =>
    record(world, anAdmin, letter.slug, key, { position, source: 'e-mail from X’s scheduler', ...more });
  const url = `/letters/${letter.slug}`;
  return { world, people, letter, campaign, put, url, visitor: supertest(anApp(world)) };
}

test('the record says who signed and when, who withdrew, and how to cite it', async () => {
  const { world, people, letter, put, url, visitor } = await aPublicLetter({
    ...{ reportedTotal: 36, reportedSource: 'The Gazette' },
  });
  await put(people.rivera.key, 'signed', { day: '2026-11-20' });
  await put(people.okafor.key, 'signed');
  await publishVersion(world, anAdmin, letter.slug, { text: 'Another.', substantive: false, reason: 'A comma.' });
  world.pass({ days: 2 });
  await put(people.okafor.key, 'withdrawn');
  const page = await visitor.get(`${url}/record`).expect(200);
  expect(page.headers['cache-control']).toMatch(/^public/);
  const { text } = page;
  const words = text.replace(/<[^>]+>/g, '').replace(/\s+/g, ' ');
  expect(words).toContain('Public record as of Tuesday, November 24, 2026 at 10:00 AM EST');
  expect(words).toContain('Ana Rivera Senator · D-NM' + 'signed version 1, November 20, 2026');
  expect(words).toContain('signed version 1, November 22, 2026' + 'withdrew November 24, 2026');
  expect(words).toContain('36 signers reported by The Gazette; not counted here');
  expect(words).toContain(`Rivers Example Committee, “A letter on clean rivers”, public record as of Tuesday`);
  expect(text).toContain(`${url}/versions/2/changes`);
  for (const id of [`signed-${people.rivera.key}`, `withdrew-${people.okafor.key}`, 'version-2', 'legislators'])
    expect(text.match(new RegExp(`id="${id}"`, 'g')), id).toHaveLength(1);
  expect(text).not.toContain('scheduler');
  // Whoever is signed in reads the same.
  const member = await signedIn(world, {
    ...{
      name: 'Dana',
      email: 'dana@team.example',
      roles: [[letter.campaignId, 'organizer']] as [string, 'organizer'][],
    },
  });
  expect((await member.get(`${url}/record`).expect(200)).text).toBe(text);
});

test('the feed waits a quarter of an hour, keeps its ids, and says when nothing is new', async () => {
  const { world, people, letter, campaign, put, url, visitor } = await aPublicLetter({ title: 'Rivers & <lakes>' });
  world.pass({ days: 1 });
  await put(people.rivera.key, 'signed');
  world.pass({ minutes: 14 });
  const before = await visitor.get(`${url}/changes.atom`).expect(200);
  expect(before.headers['content-type']).toBe('application/atom+xml; charset=utf-8');
  expect(before.headers['cache-control']).toMatch(/^public/);
  expect(before.text).not.toContain('Rivera');
  world.pass({ minutes: 1 });
  // An address with a query is made anew at once.
  const now = await visitor.get(`${url}/changes.atom?1`).expect(200);
  expect(now.text).toContain('<title>Senator Ana Rivera (D-NM) signed on November 23, 2026.</title>');
  expect(now.text).toContain('<title>Rivers &amp; &lt;lakes&gt;</title>');
  expect(now.text).toContain(`<author><name>${campaign.sponsor}</name></author>`);
  expect(now.text).toContain(`href="${world.settings.baseUrl}${url}/record#signed-${people.rivera.key}"`);
  expect(now.text).toContain('<updated>2026-11-23T15:15:00.000Z</updated>');
  await visitor
    .get(`${url}/changes.atom?1`)
    .set('If-None-Match', now.headers['etag'] as string)
    .expect(304);

  // A slip that was told of leaves the feed and the page.
  const row = (await findLetterById(world.db, letter.id)) as Letter;
  const [slip] = await listEntries(world.db, anAdmin, row, people.rivera.key);
  await put(people.rivera.key, null, { corrects: slip?.id });
  for (const page of ['changes.atom?2', 'record?2'])
    expect((await visitor.get(`${url}/${page}`).expect(200)).text).not.toContain('Rivera');
  // Also for a reader that goes by the day it asked last.
  await visitor.get(`${url}/changes.atom?3`).set('If-Modified-Since', world.now().toUTCString()).expect(200);
});

test('programs read the changes page by page, and a place in the list lasts', async () => {
  const { world, people, put, url, visitor } = await aPublicLetter();
  for (const alias of ['rivera', 'okafor', 'halloway'] as const) {
    await put(people[alias].key, 'signed');
    world.pass({ hours: 1 });
  }
  const api = `/api/v1${url}/changes`;
  const { body: first } = await visitor.get(`${api}?limit=2`).expect(200);
  expect(first.total).toBe(4);
  expect(first.items[0]).toEqual({
    ...{ id: expect.stringMatching(/^signed-/), kind: 'signed', day: '2026-11-22', version: 1 },
    ...{ since: '2026-11-22T17:00:00.000Z', at: '2026-11-22T17:00:00.000Z' },
    words: expect.stringContaining(people.halloway.full),
    legislator: { key: people.halloway.key, name: expect.stringContaining(people.halloway.full) },
    url: `${world.settings.baseUrl}${url}/record#signed-${people.halloway.key}`,
  });
  // The last one of the page leaves: the next page begins where it stood.
  const row = { key: people.okafor.key, id: first.items[1].id.replace('signed-', '') };
  await put(row.key, null, { corrects: row.id });
  const { body: rest } = await visitor.get(`${api}?limit=2&cursor=${encodeURIComponent(first.next)}`).expect(200);
  expect(rest.items.map(({ kind }: { kind: string }) => kind)).toEqual(['signed', 'published']);
  expect(rest.next).toBeNull();
  await visitor.get(`${api}?cursor=nonsense`).expect(400);
});

test('a letter that counts names nobody, and a private one is not found in any form', async () => {
  const { world, people, letter, put, url, visitor } = await aPublicLetter({ showCosigners: 'count' });
  await put(people.rivera.key, 'signed');
  await put(people.okafor.key, 'signed');
  await put(people.okafor.key, 'withdrawn');
  world.pass({ days: 1 });
  const forms = [`${url}/record`, `${url}/changes.atom`, `/api/v1${url}/changes`];
  for (const form of forms) {
    const { text } = await visitor.get(form).expect(200);
    for (const name of ['Rivera', 'Okafor', 'Senate', 'R990001']) expect(text, form).not.toContain(name);
  }
  expect((await visitor.get(`${url}/record`)).text).toContain('how many have signed, and not who');

  await changeLetter(world, anAdmin, letter.slug, { visibility: { cosigners: 'private' } }, 'Asked to.');
  for (const form of forms) await visitor.get(`${form}?again`).expect(404);
  expect((await visitor.get(`${url}?again`).expect(200)).text).not.toContain('changes.atom');
  const roles: [string, 'volunteer'][] = [[letter.campaignId, 'volunteer']];
  const member = await signedIn(world, { name: 'Vic', email: 'vic@team.example', roles });
  for (const form of forms) {
    const { text, headers } = await member.get(form).expect(200);
    expect(text, form).toContain('Rivera');
    expect(headers['cache-control'], form).toBe('private, no-store');
  }
  const another = await aCampaign(world);
  const other = await signedIn(world, { name: 'Olga', email: 'olga@else.example', roles: [[another.id, 'organizer']] });
  await other.get(`${url}/record`).expect(404);
});
