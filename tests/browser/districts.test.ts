import { expect, test } from 'vitest';
import { zipDistricts } from '../../server/db/tables.ts';
import { aGeocoder, answerOf, elmStreet } from '../support/geocoder.ts';
import { aLegislature } from '../support/invented/legislature.ts';
import { aLetter } from '../support/invented/letters.ts';
import { aWorld } from '../support/world.ts';
import { checkPage, openWindow, serveWorld, views } from './browser.ts';

test.each([
  { view: views[0], scheme: 'dark' },
  { view: views[1], scheme: 'light' },
] as const)(
  'somebody finds their district, however the geocoder answers: $view.name, $scheme',
  async ({ view, scheme }) => {
    const geocoder = await aGeocoder(elmStreet);
    const world = await aWorld({ env: geocoder.env });
    await aLegislature(world);
    await world.db.transaction(
      async (tx) =>
        void (await tx.insert(zipDistricts).values([
          { zip: '44691', state: 'OH', district: 4 },
          { zip: '44691', state: 'OH', district: 7 },
          { zip: '82001', state: 'WY', district: 0 },
          { zip: '87501', state: 'NM', district: 3 },
        ])),
    );
    const { letter } = await aLetter(world, { openToBodies: ['us-house', 'us-senate', 'ri-senate'] });
    const { url, stop } = await serveWorld(world);
    const window = await openWindow(view, scheme);
    const page = await window.newPage();
    const zipCode = async (zip: string) => {
      await page.goto(`${url}/letters/${letter.slug}/write`);
      await page.getByLabel('Your ZIP code').fill(zip);
      await page.getByRole('button', { name: 'Find my legislators' }).click();
    };
    const address = async () => {
      await page.getByLabel('House number and street').fill('12 Elm St');
      await page.getByRole('button', { name: 'Find my district' }).click();
    };
    try {
      // One district: at once, and nobody is asked.
      await zipCode('87501');
      expect(await page.getByText('Found by your ZIP code.').isVisible()).toBe(true);
      expect(await page.getByRole('button', { name: 'Write to Senator Rivera' }).isVisible()).toBe(true);
      expect(geocoder.asked).toHaveLength(0);
      await checkPage(page, view);

      // Across a line, and the geocoder slow, then of another Congress, empty and broken: each leads on.
      await zipCode('44691');
      await checkPage(page, view);
      for (const [badly, words] of [
        [
          (_, res) =>
            setTimeout(() => res.writeHead(200).end(JSON.stringify(answerOf({ ...elmStreet, congress: 120 }))), 400),
          /another Congress/,
        ],
        [(_, res) => res.writeHead(200).end(), /gave no answer/],
        [(_, res) => res.writeHead(500).end('<html>'), /gave no answer/],
      ] satisfies [typeof geocoder.badly, RegExp][]) {
        geocoder.badly = badly;
        await address();
        expect(await page.getByRole('alert').textContent()).toMatch(words);
        expect(await page.getByLabel('House number and street').inputValue()).toBe('12 Elm St');
        expect(await page.getByRole('link', { name: 'Ohio’s 7th district' }).isVisible()).toBe(true);
      }
      await checkPage(page, view);

      geocoder.badly = null;
      geocoder.answer = answerOf(elmStreet, { ...elmStreet, code: '04', address: '12 ELM AVE, WOOSTER, OH, 44691' });
      await address();
      await checkPage(page, view);
      await page.getByRole('link', { name: '12 ELM ST, WOOSTER, OH, 44691' }).click();
      expect(await page.getByText('Found by your street address').isVisible()).toBe(true);
      expect(page.url()).not.toMatch(/elm/i);
      await checkPage(page, view);
      await page.getByRole('button', { name: 'Write to Representative Okafor' }).click();
      expect(await page.getByRole('heading', { level: 1 }).textContent()).toContain('Okafor');
    } finally {
      await window.close();
      await stop();
    }
  },
);
