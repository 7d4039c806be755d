import type { Page } from 'playwright-core';
import { expect, test } from 'vitest';
import { openSession } from '../../server/accounts/sessions.ts';
import { record } from '../../server/cosigners/cosigners.ts';
import { cookieFor } from '../../server/web/security.ts';
import { addStaffContact } from '../../server/whip/whip.ts';
import { anAccount } from '../support/app.ts';
import { aLegislature } from '../support/invented/legislature.ts';
import { aLetter } from '../support/invented/letters.ts';
import { anAdmin } from '../support/people.ts';
import { aWorld } from '../support/world.ts';
import { checkPage, openWindow, serveWorld, views } from './browser.ts';

const looks = [
  { view: views[0], scheme: 'dark' },
  { view: views[1], scheme: 'light' },
] as const;

/** What of a parsed document is looked at. */
interface Xml {
  children: Iterable<Xml>;
  namespaceURI: string | null;
  localName: string;
  textContent: string | null;
  getAttribute(name: string): string | null;
}

/** What an Atom feed must have (RFC 4287, section 4), as a browser's own parser reads it. */
const readFeed = (page: Page, text: string) =>
  page.locator('html').evaluate((html, xml) => {
    const window = html.ownerDocument.defaultView;
    const root: Xml = new window.DOMParser().parseFromString(xml, 'application/xml').documentElement;
    const atom = 'http://www.w3.org/2005/Atom';
    const all = (within: Xml, name: string) =>
      [...within.children].filter((one) => one.namespaceURI === atom && one.localName === name);
    const texts = (within: Xml, name: string) => all(within, name).map((one) => one.textContent ?? '');
    const whole = (one: Xml) => ['id', 'title', 'updated'].every((name) => texts(one, name).length === 1);
    const entries = all(root, 'entry');
    const moments = [
      ...entries.flatMap((one) => texts(one, 'published')),
      ...[root, ...entries].flatMap((one) => texts(one, 'updated')),
    ];
    return {
      wellFormed: root.localName === 'feed' && root.namespaceURI === atom,
      whole: whole(root) && entries.every(whole) && all(root, 'author').length === 1,
      self: all(root, 'link').filter((link) => link.getAttribute('rel') === 'self').length,
      moments: moments.every((moment) => /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/.test(moment)),
      ids: new Set(entries.flatMap((one) => texts(one, 'id'))).size === entries.length,
      titles: [root, ...entries].flatMap((one) => texts(one, 'title')),
    };
  }, text);

test.each(looks)('a letter is reminded of, closed, sent and cited $view.name, $scheme', async ({ view, scheme }) => {
  const world = await aWorld();
  const people = await aLegislature(world);
  const { letter, campaign } = await aLetter(world, { title: 'Rivers & lakes <now>' });
  const put = (alias: keyof typeof people, position: 'signed' | 'leaning' | 'committed' | 'withdrawn') =>
    record(world, anAdmin, letter.slug, people[alias].key, { position, source: 'a call' });
  for (const alias of ['rivera', 'okafor', 'halloway'] as const) await put(alias, 'signed');
  await put('fjeld', 'leaning');
  await put('smithOrson', 'committed');
  const staff = { name: 'Sam Lee', title: 'Legislative Director', email: 'sam.lee@office.example', phone: '' };
  await world.db.transaction((tx) => addStaffContact(tx, world, anAdmin, campaign.id, people.fjeld.key, staff));
  world.pass({ days: 9 });
  const roles: [string, 'organizer'][] = [[campaign.id, 'organizer']];
  const account = { name: 'Dana Ops', email: 'dana@team.example', roles };
  const token = await openSession(world, await anAccount(world, account));
  const site = await serveWorld(world);
  const window = await openWindow(view, scheme);
  try {
    await window.addCookies([{ name: cookieFor(world.settings, 'session').name, value: token, url: site.url }]);
    const page = await window.newPage();
    await page.goto(`${site.url}/desk/letters/${letter.slug}/sending`);
    await page.getByText('Extend the deadline').first().click();
    await page.getByLabel('Why?').fill('A recess week.');
    await checkPage(page, view);
    await page.getByRole('button', { name: 'Extend the deadline' }).click();
    await page.getByRole('status').getByText('The deadline is extended.').waitFor();
    world.pass({ days: 6 });
    await page.reload();
    await page.getByRole('button', { name: 'Remind the offices' }).click();
    await checkPage(page, view);
    await page.getByRole('button', { name: 'Send the reminder' }).click();
    await page.getByRole('status').getByText('1 reminder is on the way').waitFor();

    await page.getByRole('link', { name: 'Closing and sending' }).click();
    await page.getByText('Close it now').click();
    await page.getByRole('button', { name: 'Close the letter' }).click();
    await page.getByRole('status').getByText('The letter is closed.').waitFor();
    await checkPage(page, view);
    await page.getByLabel('How it reached The Honorable E. Voss').selectOption('by hand');
    await page.getByRole('button', { name: 'Mark as sent' }).click();
    await page.getByRole('status').getByText('The letter is marked as sent.').waitFor();
    world.pass({ days: 1 });
    await put('okafor', 'withdrawn');
    await page.reload();
    await page.getByLabel('What was answered').fill('The department will publish its data by the spring.');
    await page.getByLabel('Where it can be read').fill('https://water.example/answer');
    await page.getByRole('button', { name: 'Note the answer' }).click();
    await page.getByRole('status').getByText('The answer is noted').waitFor();
    await checkPage(page, view);

    await page.goto(`${site.url}/letters/${letter.slug}`);
    await page.getByText(/Erratum, .* Ben Okafor/).waitFor();
    await checkPage(page, view);
    await page.getByRole('link', { name: 'The public record' }).click();
    await page.getByText('How to cite this').waitFor();
    await page.locator(`#signed-${people.rivera.key} a`).click();
    expect(new URL(page.url()).hash).toBe(`#signed-${people.rivera.key}`);
    await checkPage(page, view);

    world.pass({ minutes: 15 });
    const address = await page.locator('link[type="application/atom+xml"]').getAttribute('href');
    const xml = await (await fetch(`${site.url}${address}`)).text();
    const { titles, ...feed } = await readFeed(page, xml);
    expect(feed).toEqual({ wellFormed: true, whole: true, self: 1, moments: true, ids: true });
    expect(titles[0]).toBe('Rivers & lakes <now>');
    expect(titles).toHaveLength(11);
    expect(titles[2]).toContain('Ben Okafor (R-OH-07) withdrew the signature on');
  } finally {
    await window.close();
    await site.stop();
  }
});
