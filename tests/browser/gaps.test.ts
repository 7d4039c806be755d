import { expect, test } from 'vitest';
import { openSession } from '../../server/accounts/sessions.ts';
import { cookieFor } from '../../server/web/security.ts';
import { anAccount } from '../support/app.ts';
import { aTurnover } from '../support/invented/turnover.ts';
import { aWorld } from '../support/world.ts';
import { checkPage, openWindow, serveWorld, views } from './browser.ts';

const looks = [
  { view: views[0], scheme: 'dark' },
  { view: views[1], scheme: 'light' },
] as const;

test.each(looks)(
  'an organizer compares lists, asks who is missing and counts supporters $view.name, $scheme',
  async ({ view, scheme }) => {
    const world = await aWorld();
    const { campaign, letter, people } = await aTurnover(world);
    const roles: [string, 'organizer'][] = [[campaign.id, 'organizer']];
    const account = await anAccount(world, { name: 'Dana Ops', email: 'dana@team.example', roles });
    const token = await openSession(world, account);
    const site = await serveWorld(world);
    const window = await openWindow(view, scheme);
    try {
      await window.addCookies([{ name: cookieFor(world.settings, 'session').name, value: token, url: site.url }]);
      const page = await window.newPage();
      await page.goto(`${site.url}/desk/letters/${letter.slug}/gaps`);
      await checkPage(page, view);
      await page.getByText('Choose committees of jurisdiction').click();
      await page.getByRole('checkbox', { name: /^Senate Committee on Water/ }).check();
      await checkPage(page, view);
      await page.getByRole('button', { name: 'Use these committees' }).click();
      await page.getByText('Chair of the Senate Committee on Water Resources').waitFor();

      await page.getByText('Compare with a letter or bill').click();
      await page.getByLabel('A letter or bill of this campaign').selectOption('letter-of-2023');
      await page.getByRole('button', { name: 'Compare' }).click();
      await page.getByText('signed as Representative of OH-7; now Senator of OH').waitFor();
      await checkPage(page, view);

      await page.getByLabel('Ada Stay').check();
      await page.getByLabel('Ed Mover').check();
      await page.getByLabel('Source').fill('e-mail to the office');
      await page.getByRole('button', { name: 'Record all ticked as asked' }).click();
      await page.getByRole('status').getByText('Recorded for everybody').waitFor();
      await page.goto(`${site.url}/desk/letters/${letter.slug}/gaps?against=letter-of-2023&position=asked`);
      expect(await page.getByRole('link', { name: people.mover.full }).count()).toBe(1);

      await page.goto(`${site.url}/desk/campaigns/${campaign.slug}/supporters`);
      await page.getByText('17 members of Congress have signed or cosponsored.').waitFor();
      await checkPage(page, view);
    } finally {
      await window.close();
      await site.stop();
    }
  },
);
