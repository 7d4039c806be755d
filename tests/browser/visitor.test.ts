import type { Page } from 'playwright-core';
import { describe, expect, test } from 'vitest';
import { openSession } from '../../server/accounts/sessions.ts';
import { loadFacts } from '../../server/legislators/load/facts.ts';
import { anAccount } from '../support/app.ts';
import { aWorld } from '../support/world.ts';
import { checkPage, openWindow, serveWorld, type View, views } from './browser.ts';

const letter = '/letters/example-letter-to-the-administration';

/** The example by its button, on the real roster: then what a visitor does with it, by ZIP code. */
async function walk(view: View, scheme: 'light' | 'dark'): Promise<void> {
  const world = await aWorld();
  await loadFacts(world);
  const site = await serveWorld(world);
  const organizer = await openWindow(view, scheme);
  const token = await openSession(
    world,
    await anAccount(world, { name: 'Ada Min', email: 'ada@example.org', admin: true }),
  );
  await organizer.addCookies([{ name: 'session', value: token, url: site.url }]);
  const visitor = await openWindow(view, scheme);
  try {
    const desk = await organizer.newPage();
    await desk.goto(`${site.url}/desk`);
    await checkPage(desk, view);
    await desk.getByRole('button', { name: 'Load the example' }).click();
    expect(await desk.locator('.note').innerText()).toContain('loaded');
    await checkPage(desk, view);

    const page = await visitor.newPage();
    const open = async (path: string) => {
      expect((await page.goto(site.url + path))?.status(), path).toBe(200);
      await checkPage(page, view);
    };
    await open('/');
    await open('/campaigns/example-detainees');
    await open('/letters/example-bicameral-letter-2023');
    expect(await page.locator('.letter .signers li').count()).toBe(3);
    await open('/letters/example-city-council-2024');
    await open('/privacy');
    await open('/campaigns/example-detainees/privacy');
    await open('/legislators?q=garc%C3%ADa');
    await open('/legislators/W000802');

    await open(letter);
    await byZip(page, '44691');
    await checkPage(page, view);
    await page.getByRole('link', { name: /Ohio.s 7th district/ }).click();
    await checkPage(page, view);
    expect(await page.locator('.cards .card').count()).toBe(3);
    await page
      .locator('.card')
      .last()
      .getByText(/^Write|^Ask/)
      .first()
      .click();
    await checkPage(page, view);
    await page
      .getByLabel(/own words/i)
      .first()
      .fill('My grandparents came from there.');
    await page.getByRole('button', { name: 'Update the message' }).click();
    await checkPage(page, view);
    const whole = await page.getByLabel('The whole message').inputValue();
    expect(whole).toMatch(/^Dear Representative Miller:\n\nMy grandparents came from there\./);
    expect(await page.locator('a[href^="tel:"]').count()).toBe(1);
    await page
      .getByText(/^Call /)
      .first()
      .click();
    await page.getByRole('button', { name: 'I left a message' }).click();
    await checkPage(page, view);

    // A vacant seat, a ZIP code that the table lacks, and one that is none.
    await page.goto(site.url + letter);
    await byZip(page, '94541');
    expect(await page.locator('.cards').innerText()).toContain('Vacant seat');
    await checkPage(page, view);
    await page.goto(`${site.url}${letter}/write?zip=96910`);
    await checkPage(page, view);
    expect(await page.locator('.cards').innerText()).toContain('GU at large');
    await page.goto(`${site.url}${letter}/write?zip=abc`);
    await checkPage(page, view);

    await desk.getByRole('button', { name: 'Remove the example' }).click();
    expect(await desk.locator('.note').innerText()).toContain('gone');
    expect((await page.goto(site.url + letter))?.status()).toBe(404);
    await checkPage(page, view);
  } finally {
    await Promise.all([organizer.close(), visitor.close()]);
    await site.stop();
  }
}

async function byZip(page: Page, zip: string): Promise<void> {
  await page.getByLabel('Your ZIP code').fill(zip);
  await page.getByRole('button', { name: 'Find my legislators' }).click();
}

describe('a visitor finds their legislators and leaves with a text', () => {
  for (const view of views) test(view.name, () => walk(view, 'light'));
  test('in the dark', () => walk(views[1], 'dark'));
});
