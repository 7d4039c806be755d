import { eq } from 'drizzle-orm';
import supertest from 'supertest';
import { describe, expect, test } from 'vitest';
import { makeToken } from '../../server/accounts/tokens.ts';
import type { Role } from '../../server/basics/viewer.ts';
import { campaigns } from '../../server/db/tables.ts';
import { listHistory } from '../../server/history/history.ts';
import { anApp, signedIn } from '../support/app.ts';
import { aLetter, type LetterRow } from '../support/invented/letters.ts';
import { someSignatures } from '../support/invented/signatures.ts';
import { anAdmin } from '../support/people.ts';
import { aWorld } from '../support/world.ts';

async function aSite(different: Partial<LetterRow> = {}) {
  const world = await aWorld();
  const { letter, campaign } = await aLetter(world, { openToPublic: true, ...different });
  const site = supertest(anApp(world));
  const token = async (role: Role) =>
    `Bearer ${await makeToken(world, anAdmin, { name: role, role, campaignId: campaign.id })}`;
  const page = `/letters/${letter.slug}`;
  const calls = `/api/v1${page}`;
  return { world, letter, campaign, site, token, page, calls };
}

/** What must never reach the public. */
const secrets = /secret\.example|Hidden|Main Street|44690|private words|192\.0\.2|address-\d|Springfield/;

/** One of each kind, with all that a form can hold. */
const whole = (n: number) => ({
  ...{ email: `person.${n}@secret.example`, address: `${n} Main Street`, city: 'Springfield', zip: '44690' },
  ...{ homeState: 'OH', homeDistrict: '7', lookup: 'zip' as const, comment: 'My private words.' },
  ...[
    { name: 'Ana Rivera', display: 'full' as const, title: 'Professor', organization: 'State College', share: true },
    { name: 'Ben Hidden', display: 'initials' as const, title: 'Mayor of Hidden', organization: 'Hidden Town' },
    { name: 'Hidden Person', display: 'anonymous' as const },
    {
      name: 'Cora Hidden',
      kind: 'organization' as const,
      organization: 'Rivers United',
      website: 'https://r.example/',
    },
  ][n],
});

test('the page shows the count, the way to the goal, the newest names, and where and when they signed', async () => {
  const { world, letter, site, page, campaign } = await aSite();
  const empty = await site.get(page).expect(200);
  expect(empty.text).toContain('Be the first to sign.');
  expect(empty.text).not.toContain('Signatures by state');
  await someSignatures(world, letter, 4, whole);
  await someSignatures(world, letter, 2, { state: 'removed', reason: 'fake' });
  await someSignatures(world, letter, 3, { state: 'pending' });
  world.pass({ minutes: 1 });
  const { text } = await site.get(`${page}?fresh`).expect(200);
  expect(text).toContain('<strong>4</strong> signatures');
  expect(text).toContain('3 people and 1 organization');
  expect(text).toContain('96 more to reach 100.');
  expect(text).toMatch(/Rivers United[\s\S]*B\. H\.[\s\S]*Ana Rivera/);
  expect(text).toContain('Signatures from 1 state or territory');
  expect(text).toContain('Signatures by day, the most on November 22, 2026: 4');
  expect(text).toMatch(/Submitted in all<\/dt><dd>9</);
  expect(text).toMatch(/Removed<\/dt><dd>2 not given by the person named</);
  expect(text).toMatch(/Not counted yet<\/dt><dd>3</);
  expect(text).not.toMatch(secrets);
  for (const address of ['/', `/campaigns/${campaign.slug}`])
    expect((await site.get(`${address}?fresh`).expect(200)).text).toContain('4 signatures');
});

test('the part that keeps itself up to date is small, the same for all, and nothing when nothing changed', async () => {
  const { world, letter, site, page } = await aSite();
  await someSignatures(world, letter, 1, { name: 'Ana Rivera' });
  expect((await site.get(page).expect(200)).text).toContain(`data-live="${page}/live"`);
  const first = await site.get(`${page}/live`).expect(200);
  expect(first.headers['cache-control']).toBe('public, max-age=0, s-maxage=1');
  expect(first.headers['x-robots-tag']).toBe('noindex');
  expect(first.text).toMatch(/^\s*<p class="count"><strong>1<\/strong> signature/);
  expect(first.text).toContain('Ana Rivera');
  expect(first.text.length).toBeLessThan(1000);
  await site.get(`${page}/live`).set('If-None-Match', String(first.headers['etag'])).expect(304);
});

describe('the list of names', () => {
  test('has a hundred on a page, is searched by a form, and asks search engines to leave it out', async () => {
    const { world, letter, site, page } = await aSite();
    await someSignatures(world, letter, 230, (n) => ({ name: `Ana ${String.fromCharCode(65 + (n % 26))}xy Number` }));
    await someSignatures(world, letter, 4, whole);
    const names = (text: string) =>
      [...text.matchAll(/<li>([^<]*) <span class="meta">/g)].map(([, name]) => name?.trim());
    const first = await site.get(`${page}/signatures`).expect(200);
    expect(first.headers['x-robots-tag']).toBe('noindex');
    expect(first.text).toContain('<meta name="robots" content="noindex">');
    expect(first.headers['cache-control']).toBe('public, max-age=0, s-maxage=1');
    expect(first.text).toContain('234 signatures: 233 people and 1 organization.');
    expect(names(first.text)).toHaveLength(100);
    expect(first.text).toContain('Professor, State College (for identification only)');
    expect(first.text).not.toMatch(secrets);
    const seen = names(first.text);
    let next = /href="([^"]*after=[^"]*)"/.exec(first.text)?.[1];
    while (next) {
      const { text } = await site.get(next.replaceAll('&amp;', '&')).expect(200);
      seen.push(...names(text));
      next = /href="([^"]*after=[^"]*)"/.exec(text)?.[1];
    }
    // The one who signed without a name is only counted.
    expect(seen).toHaveLength(233);

    const found = await site.get(`${page}/signatures?q=RIVER`).expect(200);
    expect(names(found.text)).toEqual(['Ana Rivera', 'Rivers United']);
    expect(found.text).toContain('value="RIVER"');
    expect((await site.get(`${page}/signatures?q=hidden`).expect(200)).text).toContain('No name that is shown');
    const odd = await site.get(`${page}/signatures?q=${encodeURIComponent('"><b>%_\\')}`).expect(200);
    expect(odd.text).not.toContain('"><b>');
    await site.get(`${page}/signatures?after=nonsense`).expect(400);
    await site.get('/letters/no-such-letter/signatures').expect(404);
  });

  test('waits for the campaign to look where it says so', async () => {
    const { world, letter, campaign, site, page } = await aSite();
    await world.db.transaction(async (tx) => {
      await tx.update(campaigns).set({ moderatesNames: true }).where(eq(campaigns.id, campaign.id));
    });
    await someSignatures(world, letter, 2, { name: 'Not Seen', shownAs: null, firstLast: null, lastFirst: null });
    const { text } = await site.get(`${page}/signatures`).expect(200);
    expect(text).toContain('2 signatures.');
    expect(text).toContain('The campaign looks at each name before it is shown.');
    expect(text).not.toContain('Not Seen');
  });

  test('is a number alone where the campaign publishes no names, and nothing at all where it is private', async () => {
    const counted = await aSite({ showSignatures: 'count' });
    await someSignatures(counted.world, counted.letter, 4, whole);
    const list = await counted.site.get(`${counted.page}/signatures`).expect(200);
    expect(list.text).toContain('4 signatures.');
    for (const text of [list.text, (await counted.site.get(counted.page)).text]) {
      expect(text).not.toMatch(/Ana Rivera|Rivers United|B\. H\.|by state/);
      expect(text).toContain('publishes');
    }
    expect((await counted.site.get(`${counted.calls}/signatures`).expect(200)).body).toEqual({
      ...{ items: [], total: 4, next: null },
    });

    const hidden = await aSite({ showSignatures: 'private' });
    await someSignatures(hidden.world, hidden.letter, 4, whole);
    const { text } = await hidden.site.get(hidden.page).expect(200);
    expect(text).not.toMatch(/data-live|Ana Rivera|4 signatures/);
    for (const address of ['/signatures', '/live']) await hidden.site.get(hidden.page + address).expect(404);
    await hidden.site.get(`${hidden.calls}/signatures`).expect(404);
    await hidden.site.get(`${hidden.calls}/signatures.csv`).expect(401);
    expect((await hidden.site.get(`${hidden.calls}/tally`).expect(200)).body.signatures).toBeNull();
    const volunteer = await hidden.token('volunteer');
    const told = await hidden.site.get(`${hidden.calls}/signatures`).set('Authorization', volunteer).expect(200);
    expect(told.body.items).toHaveLength(3);
    expect(JSON.stringify(told.body)).not.toMatch(secrets);
  });
});

describe('programs read', () => {
  test('names as their display choice allows, whole signatures as staffers, shared addresses as organizers', async () => {
    const { world, letter, site, calls, token } = await aSite();
    await someSignatures(world, letter, 4, whole);
    await someSignatures(world, letter, 2, { state: 'held', reason: 'third' });
    const get = (query = '') => site.get(`${calls}/signatures${query}`);
    const { body } = await get().expect(200);
    expect(body).toEqual({
      items: [
        {
          ...{ name: 'Rivers United', kind: 'organization', organization: 'Rivers United', title: null },
          ...{ website: 'https://r.example/', display: 'full', day: '2026-11-22', version: 1 },
        },
        {
          ...{ name: 'B. H.', kind: 'person', organization: null, title: null },
          ...{ website: null, display: 'initials', day: '2026-11-22', version: 1 },
        },
        {
          ...{ name: 'Ana Rivera', kind: 'person', organization: 'State College', title: 'Professor' },
          ...{ website: null, display: 'full', day: '2026-11-22', version: 1 },
        },
      ],
      total: null,
      next: null,
    });
    const first = await get('?limit=2').expect(200);
    const rest = await get(`?limit=2&cursor=${first.body.next}`).expect(200);
    expect([...first.body.items, ...rest.body.items]).toEqual(body.items);
    expect((await get('?q=river').expect(200)).body.items).toHaveLength(2);
    await get('?state=held').expect(401);
    await get('?state=held')
      .set('Authorization', await token('volunteer'))
      .expect(403);
    await get('?cursor=nonsense').expect(400);

    const staffer = await token('staffer');
    const whole4 = await get().set('Authorization', staffer).expect(200);
    expect(whole4.body.total).toBe(4);
    expect(whole4.body.items[1]).toMatchObject({
      ...{ name: 'Hidden Person', shownAs: null, display: 'anonymous', status: 'confirmed', city: 'Springfield' },
      ...{ state: 'OH', district: 7, zip: '44690', comment: 'My private words.', share: false },
    });
    expect(JSON.stringify(whole4.body)).not.toMatch(/secret\.example|Main Street|"email"|address-\d/);
    const held = await get('?state=held&limit=1').set('Authorization', staffer).expect(200);
    expect(held.body).toMatchObject({ total: 2, items: [{ status: 'held', reason: 'third' }] });
    const other = await get(`?state=held&limit=1&cursor=${held.body.next}`).set('Authorization', staffer).expect(200);
    expect(other.body).toMatchObject({ next: null, items: [{ status: 'held' }] });
    expect(other.body.items[0].id).not.toBe(held.body.items[0].id);
    expect(await listHistory(world.db, 'letter', letter.id)).toEqual([]);

    const organizer = await token('organizer');
    const shared = await get().set('Authorization', organizer).expect(200);
    const addresses = shared.body.items.map(({ email, address }: Record<string, unknown>) => [email, address]);
    expect(addresses).toEqual([
      [null, null],
      [null, null],
      [null, null],
      ['person.0@secret.example', '0 Main Street'],
    ]);
    expect(await listHistory(world.db, 'letter', letter.id)).toMatchObject([{ deed: 'looked at addresses' }]);
    const found = await get('?q=riv').set('Authorization', organizer).expect(200);
    expect(found.body.items.map(({ name }: { name: string }) => name)).toEqual(['Ana Rivera', 'Cora Hidden']);
    expect(found.body.total).toBeNull();
    expect(await listHistory(world.db, 'letter', letter.id)).toHaveLength(2);
  });

  test('the tally and the files, each as their role may', async () => {
    const { world, letter, campaign, site, calls, token } = await aSite();
    await someSignatures(world, letter, 4, whole);
    await someSignatures(world, letter, 1, { state: 'withdrawn', name: 'Wren Gone' });
    const tally = await site.get(`${calls}/tally`).expect(200);
    expect(tally.body.signatures).toMatchObject({
      confirmed: 4,
      people: 3,
      organizations: 1,
      submitted: 5,
      withdrawn: 1,
    });
    const file = `${calls}/signatures.csv`;
    await site.get(file).expect(401);
    await site.get(`/desk/letters/${letter.slug}/signatures.csv`).expect(303);
    await site
      .get(file)
      .set('Authorization', await token('volunteer'))
      .expect(403);
    const staffer = await site.get(file).set('Authorization', await token('staffer'));
    const dana = {
      name: 'Dana',
      email: 'dana@rivers.example',
      roles: [[campaign.id, 'staffer']] as [string, 'staffer'][],
    };
    const atDesk = await (await signedIn(world, dana)).get(`/desk/letters/${letter.slug}/signatures.csv`);
    for (const { text, headers } of [staffer, atDesk]) {
      expect(headers['content-disposition']).toContain(`filename="${letter.slug}-signatures-2026-11-22.csv"`);
      expect(text.trim().split('\r\n')).toHaveLength(5);
      expect(text).not.toMatch(/Wren Gone|secret\.example/);
    }
    const all = await site.get(`${calls}/signatures.json?states=all`).set('Authorization', await token('organizer'));
    expect(all.body.map((row: { status: string; email: string }) => [row.status, row.email])).toEqual([
      ['confirmed', 'person.0@secret.example'],
      ...[
        ['confirmed', null],
        ['confirmed', null],
        ['confirmed', null],
        ['withdrawn', null],
      ],
    ]);
    await site
      .get(`${calls}/signatures.csv?states=some`)
      .set('Authorization', await token('staffer'))
      .expect(400);
  });
});
