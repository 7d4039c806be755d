import { mkdirSync } from 'node:fs';
import type { Page } from 'playwright-core';
import { describe, expect, test } from 'vitest';
import { aLetter, type LetterRow } from '../support/invented/letters.ts';
import { someSignatures } from '../support/invented/signatures.ts';
import { aWorld, type TestWorld } from '../support/world.ts';
import { checkPage, openWindow, serveWorld, views } from './browser.ts';

const looks = [
  { view: views[0], scheme: 'dark' },
  { view: views[0], scheme: 'light' },
  { view: views[1], scheme: 'light' },
  { view: views[1], scheme: 'dark' },
  { view: views[3], scheme: 'light' },
] as const;

/** With PICTURES=<folder> every page that is checked is also drawn there. */
const folder = process.env['PICTURES'];

const states = ['OH', 'NM', 'CA', 'TX', 'VT', 'NY', 'OH', 'OH', 'CA', 'WA', 'FL', 'PR'];

/** A letter that hundreds have signed over three weeks, with one of everything that its page tells. */
async function aWatchedLetter(world: TestWorld): Promise<LetterRow> {
  const { letter } = await aLetter(world, { openToPublic: true });
  await someSignatures(world, letter, 260, (n) => {
    const at = new Date(world.now().getTime() - (n % 23) ** 2 * 3_000_000 - n * 1000);
    return {
      ...{ createdAt: at, confirmedAt: at },
      ...{ homeState: states[n % 12] ?? null, homeDistrict: String((n % 5) + 1) },
      ...(n % 7 === 0 && { display: 'initials' as const }),
      ...(n % 40 === 1 && { title: 'Professor of Hydrology', organization: 'Example State University' }),
      ...(n % 30 === 2 && {
        ...{ kind: 'organization' as const, organization: 'River Friends of the Northern Counties and Lakes' },
        website: 'https://friends.example/about',
      }),
    };
  });
  await someSignatures(world, letter, 4, { state: 'removed', reason: 'fake' });
  await someSignatures(world, letter, 2, { state: 'removed', reason: 'duplicate' });
  await someSignatures(world, letter, 9, { state: 'pending' });
  await someSignatures(world, letter, 3, { state: 'withdrawn' });
  return letter;
}

describe.each(looks)('$view.name, $scheme', ({ view, scheme }) => {
  test('a visitor watches a letter grow and looks for a name', async () => {
    const world = await aWorld();
    const letter = await aWatchedLetter(world);
    const { url, stop } = await serveWorld(world);
    const window = await openWindow(view, scheme);
    const page = await window.newPage();
    if (view.script) await page.clock.install();
    const check = async (page: Page, name: string) => {
      await checkPage(page, view);
      if (!folder) return;
      mkdirSync(folder, { recursive: true });
      await page.screenshot({ path: `${folder}/${name}-${view.width}-${scheme}-${view.script}.png`, fullPage: true });
    };
    try {
      await page.goto(`${url}/`);
      await check(page, 'home');
      await page.goto(`${url}/letters/${letter.slug}`);
      expect(await page.locator('.watch .count').innerText()).toContain('260 signatures');
      await check(page, 'letter');
      await page.getByText('The same numbers as tables').last().click();
      await check(page, 'letter-tables');
      if (view.script) {
        await someSignatures(world, letter, 1, { name: 'Nadia Newcomer' });
        await page.clock.runFor(16_000);
        await page.locator('.watch .count', { hasText: '261 signatures' }).waitFor();
        expect(await page.locator('.recent li').first().innerText()).toBe('Nadia Newcomer');
        await check(page, 'letter-live');
      }
      await page.getByRole('link', { name: 'All names that are shown' }).click();
      await check(page, 'names');
      await page.getByRole('button', { name: 'More names' }).click();
      await check(page, 'names-2');
      await page.getByLabel(/beginning of a first or last name/).fill('river');
      await page.getByRole('button', { name: 'Search' }).click();
      expect(await page.locator('.signers li').first().innerText()).toMatch(/^River Friends|Rivera/);
      await check(page, 'names-found');
    } finally {
      await window.close();
      await stop();
    }
  });
});
