import type { Page } from 'playwright-core';
import { describe, expect, test } from 'vitest';
import { offerSetup } from '../../server/accounts/accounts.ts';
import { aLegislature } from '../support/invented/legislature.ts';
import { aWorld } from '../support/world.ts';
import { checkPage, openWindow, serveWorld, type View, views } from './browser.ts';

/** The newcomer's story: from the set-up link to a tally that moved. Every page on the way is checked. */
async function walk(view: View, scheme: 'light' | 'dark'): Promise<void> {
  const world = await aWorld();
  await aLegislature(world);
  const site = await serveWorld(world);
  const window = await openWindow(view, scheme);
  const page = await window.newPage();
  try {
    const setup = new URL((await offerSetup(world)) ?? '').pathname;
    await page.goto(site.url + setup);
    await checkPage(page, view);
    await page.getByLabel('Your name').fill('Dana Ops');
    await page.getByLabel('E-mail address').fill('dana@example.org');
    await page.getByLabel(/password/i).fill('a long enough password');
    await page.getByRole('button', { name: 'Make my account' }).click();
    await expectHeading(page, view, 'Desk');

    await page.getByText('Start a campaign').click();
    await checkPage(page, view);
    await page.getByLabel(/What is the campaign called/).fill('Clean rivers');
    await page.getByLabel(/What is it about/).fill('We ask for **clean rivers**.');
    await page.getByLabel(/Who is behind it/).fill('River Friends');
    await page.getByLabel(/Postal address/).fill('1 Example Plaza\nExample City');
    await page.getByLabel(/Contact e-mail/).fill('hello@example.org');
    await page.getByRole('button', { name: 'Start the campaign' }).click();
    await expectHeading(page, view, 'Clean rivers');

    await page.getByText('Start a letter').first().click();
    await checkPage(page, view);
    await page.getByLabel(/What is the letter called/).fill('A letter on rivers');
    await page.getByLabel('Office').selectOption({ label: 'Secretary of a department' });
    await page.getByLabel(/^Name/).fill('E. Voss');
    await page.getByLabel(/^Department/).fill('U.S. Department of Water');
    await page.getByLabel(/^The letter itself/).fill('We write to ask that the rivers be cleaned.\n\n- soon\n- well');
    await page.getByRole('button', { name: 'Save as a draft' }).click();
    await expectHeading(page, view, 'A letter on rivers');
    await page.getByRole('button', { name: 'Publish the letter' }).first().click();
    await expectHeading(page, view, 'A letter on rivers');
    expect(await page.locator('.badge[data-state="circulating"]').count()).toBeGreaterThan(0);

    await page.getByRole('link', { name: 'Where legislators stand' }).click();
    await checkPage(page, view);
    const rows = page.locator('tbody tr');
    expect(await rows.count()).toBeGreaterThan(10);
    await page.getByLabel('Name').fill('martinez');
    await page.getByRole('button', { name: 'Filter' }).click();
    await checkPage(page, view);
    expect(await rows.count()).toBe(2);
    const name = await rows.first().getByRole('link').first().innerText();
    await rows.first().getByRole('link').first().click();
    await expectHeading(page, view, name);
    await page.getByLabel('Signed', { exact: true }).check();
    await page.getByLabel('Source').fill('e-mail from the office');
    await page.getByRole('button', { name: 'Record it' }).click();
    await checkPage(page, view);

    await page.goto(`${site.url}/letters/a-letter-on-rivers`);
    await checkPage(page, view);
    expect(await page.locator('.numbers li.main strong').innerText()).toBe('1');
    expect(await page.locator('.letter .signers').innerText()).toContain(name);
    expect(await page.locator('figure svg .seat.signed').count()).toBe(1);
  } finally {
    await window.close();
    await site.stop();
  }
}

async function expectHeading(page: Page, view: View, heading: string): Promise<void> {
  expect(await page.locator('h1').innerText()).toBe(heading);
  await checkPage(page, view);
}

describe('a newcomer makes a letter and sees the tally move', () => {
  for (const view of views) test(view.name, () => walk(view, 'light'));
  test('in the dark', () => walk(views[0], 'dark'));
});
