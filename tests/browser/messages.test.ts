import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { eq } from 'drizzle-orm';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { openSession } from '../../server/accounts/sessions.ts';
import { legislators, messages, zipDistricts } from '../../server/db/tables.ts';
import { sendDue } from '../../server/mail/sending.ts';
import { cookieFor } from '../../server/web/security.ts';
import { anAccount } from '../support/app.ts';
import { aLegislature } from '../support/invented/legislature.ts';
import { aLetter } from '../support/invented/letters.ts';
import { aWorld } from '../support/world.ts';
import { checkPage, openWindow, serveWorld, views } from './browser.ts';

let office: Server;
beforeAll(async () => {
  office = createServer((_req, res) => res.setHeader('Content-Type', 'text/html').end('<h1>Contact the office</h1>'));
  await new Promise<void>((resolve) => office.listen(0, 'localhost', resolve));
});
afterAll(() => void office.close());

async function aSite() {
  const world = await aWorld();
  const people = await aLegislature(world);
  const contactForm = `http://localhost:${(office.address() as AddressInfo).port}/contact`;
  await world.db.transaction(async (tx) => {
    await tx.update(legislators).set({ contactForm }).where(eq(legislators.key, people.okafor.key));
    await tx.insert(zipDistricts).values([
      { zip: '44691', state: 'OH', district: 7 },
      { zip: '78250', state: 'TX', district: 20 },
      { zip: '78250', state: 'TX', district: 23 },
    ]);
  });
  const { letter, campaign } = await aLetter(world, {
    openToBodies: ['us-house', 'us-senate', 'example-city-council'],
    openToPublic: true,
  });
  return { world, people, letter, campaign, ...(await serveWorld(world)) };
}

test.each(views)('somebody finds their representative and opens the office’s form, $name', async (view) => {
  const { world, letter, url, stop } = await aSite();
  const window = await openWindow(view);
  const page = await window.newPage();
  try {
    await page.goto(`${url}/letters/${letter.slug}/write`);
    await page.getByLabel('Your ZIP code').fill('44691');
    await page.getByRole('button', { name: 'Find my legislators' }).click();
    await page.getByRole('button', { name: 'Write to Representative Okafor' }).click();
    await page.getByLabel('Your own words').fill('My well is downstream of the plant.');
    await page.getByLabel('Your name').fill('Zoë Łukasz');
    await page.getByRole('button', { name: 'Update the message' }).click();
    const whole = await page.getByLabel('The whole message').inputValue();
    expect(whole).toMatch(/^Dear Representative Okafor:\n\nMy well is downstream of the plant\.\n\n/);
    expect(await page.getByRole('button', { name: 'Copy the message' }).isVisible()).toBe(view.script);

    const opened = window.waitForEvent('page');
    await page.getByRole('button', { name: 'Open the office’s own form' }).click();
    const form = await opened;
    await form.waitForLoadState();
    expect(await form.getByRole('heading').textContent()).toBe('Contact the office');
    expect((await world.db.select().from(messages)).map((row) => row.state)).toEqual(['opened']);

    await page.getByText('Call 202-555-0100').first().click();
    await page.getByRole('button', { name: 'I spoke with somebody' }).click();
    expect(await page.getByRole('status').textContent()).toContain('Thank you');
  } finally {
    await window.close();
    await stop();
  }
});

test.each([
  { view: views[0], scheme: 'dark' },
  { view: views[1], scheme: 'light' },
] as const)('the pages of writing read well: $view.name, $scheme', async ({ view, scheme }) => {
  const { world, people, letter, campaign, url, stop } = await aSite();
  const window = await openWindow(view, scheme);
  const page = await window.newPage();
  const write = `/letters/${letter.slug}/write`;
  try {
    for (const path of [
      ...[write, `${write}?zip=44691`, `${write}?zip=78250`, `${write}?zip=78250&state=TX&district=23`],
      ...[`${write}?zip=09012`, `${write}?zip=43299`, `${write}?zip=4469`, `${write}/${people.okafor.key}?zip=44691`],
      ...[`${write}/sent`, '/messages/forgotten', '/privacy', `/campaigns/${campaign.slug}/privacy`],
    ]) {
      await page.goto(url + path);
      await checkPage(page, view);
    }

    await page.goto(`${url}${write}/${people.park.key}?zip=44691`);
    await checkPage(page, view);
    await page.getByLabel('Your name').fill('Zoë Łukasz');
    await page.getByLabel('Your e-mail address').fill('zoe@mail.example');
    await page.getByLabel('Your ZIP code').fill('4469');
    await page.getByRole('button', { name: 'Send it by e-mail from here' }).click();
    await checkPage(page, view);
    await page.getByLabel('Your ZIP code').fill('44691');
    await page.getByRole('button', { name: 'Send it by e-mail from here' }).click();
    await page.waitForURL('**/write/sent');

    await sendDue(world);
    const link = new URL(/http\S+/.exec(world.mailbox[0]?.text ?? '')?.[0] ?? '');
    await page.goto(url + link.pathname + link.search);
    await checkPage(page, view);
    await page.getByRole('button', { name: 'Send it to Council Member Park' }).click();
    expect(await page.getByRole('status').textContent()).toContain('Your message goes out by itself');
    await checkPage(page, view);

    const account = await anAccount(world, { name: 'Ada Min', email: 'ada@mail.example', admin: true });
    const token = await openSession(world, account);
    await window.addCookies([{ name: cookieFor(world.settings, 'session').name, value: token, url }]);
    await page.goto(`${url}/desk/letters/${letter.slug}/messages`);
    await checkPage(page, view);
  } finally {
    await window.close();
    await stop();
  }
});
