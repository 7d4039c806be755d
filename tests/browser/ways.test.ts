import { expect, test } from 'vitest';
import { messages } from '../../server/db/tables.ts';
import { addWriter } from '../../server/messages/messages.ts';
import { agent, withOffices } from '../support/cwc.ts';
import { aLegislature } from '../support/invented/legislature.ts';
import { aLetter } from '../support/invented/letters.ts';
import { aWorld } from '../support/world.ts';
import { checkPage, openWindow, serveWorld, views } from './browser.ts';

test.each([
  { view: views[0], scheme: 'dark' },
  { view: views[1], scheme: 'light' },
] as const)('a known writer sends a message to Congress and calls, $view.name, $scheme', async ({ view, scheme }) => {
  const world = await aWorld({
    env: { ...agent, CWC_HOUSE_URL: 'https://cwc.example/v2', CWC_HOUSE_KEY: 'a-key' },
  });
  const people = await aLegislature(world);
  await withOffices(world, 'HOH07');
  const { letter } = await aLetter(world, { topic: 'Environmental Protection' });
  const email = 'zoe@mail.example';
  const my = await world.db.transaction((tx) => addWriter(tx, world, { letterId: letter.id, email }));
  const { url, stop } = await serveWorld(world);
  const window = await openWindow(view, scheme);
  const page = await window.newPage();
  try {
    const address = `${url}/letters/${letter.slug}/write/${people.okafor.key}?state=OH&district=7&my=${my}`;
    await page.goto(address);
    await page.getByLabel('Your own words').fill('My well is downstream of the plant.');
    await page.getByLabel('First name').fill('Zoë');
    await page.getByLabel('Last name').fill('Łukasz');
    await page.getByRole('button', { name: 'Show the whole message' }).click();
    await page.waitForURL('**#whole');
    expect(await page.getByLabel('The whole message').inputValue()).toContain('Sincerely,\nZoë Łukasz\nOhio');
    for (const way of ['Open the office’s own form', 'Call 202-555-0100', 'Print it as a letter'])
      await page.locator('summary', { hasText: way }).click();
    await checkPage(page, view);

    await page.getByLabel('How the office should address you').selectOption('Ms.');
    await page.getByLabel('Street address').fill('12 Elm St');
    await page.getByLabel('City').fill('W');
    await page.getByLabel('Your ZIP code').fill('44691');
    await page.getByLabel('Your e-mail address').fill(email);
    await page.getByRole('button', { name: 'Send it to Representative Okafor now' }).click();
    await checkPage(page, view);
    await page.getByLabel('City').fill('Wooster');
    await page.getByRole('button', { name: 'Send it to Representative Okafor now' }).click();
    await page.waitForURL('**/my/messages/**');

    await page.goto(address);
    expect(await page.getByRole('heading', { level: 2 }).first().textContent()).toBe('You have written to this office');
    await checkPage(page, view);
    await page.getByRole('button', { name: 'I left a message' }).click();
    await page.waitForURL('**note=kept**');
    expect(await world.db.select().from(messages)).toMatchObject([
      { way: 'cwc', state: 'queued', outcome: 'voicemail', parts: { own: 'My well is downstream of the plant.' } },
    ]);
  } finally {
    await window.close();
    await stop();
  }
});
