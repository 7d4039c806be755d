import { expect, test } from 'vitest';
import { openSession } from '../../server/accounts/sessions.ts';
import { record } from '../../server/cosigners/cosigners.ts';
import { cookieFor } from '../../server/web/security.ts';
import { anAccount } from '../support/app.ts';
import { aLegislature } from '../support/invented/legislature.ts';
import { aLetter } from '../support/invented/letters.ts';
import { anAdmin } from '../support/people.ts';
import { aWorld } from '../support/world.ts';
import { checkPage, openWindow, serveWorld, views } from './browser.ts';

const looks = [
  { view: views[0], scheme: 'dark' },
  { view: views[1], scheme: 'light' },
  { view: views[2], scheme: 'light' },
] as const;

test.each(looks)(
  'the whip list, a legislator on it and the numbers work $view.name, $scheme',
  async ({ view, scheme }) => {
    const world = await aWorld();
    const people = await aLegislature(world);
    const { letter, campaign } = await aLetter(world, {
      leads: ['R990001'],
      reportedTotal: 36,
      reportedSource: 'Gazette',
    });
    const key = people.smithOrson.key;
    for (const alias of ['rivera', 'okafor', 'halloway', 'fjeld'] as const)
      await record(world, anAdmin, letter.slug, people[alias].key, { position: 'signed', source: 'a call' });
    await record(world, anAdmin, letter.slug, people.hoek.key, { position: 'declined', source: 'a call' });
    const account = {
      name: 'Dana Ops',
      email: 'dana@team.example',
      roles: [[campaign.id, 'organizer']] as [string, 'organizer'][],
    };
    const token = await openSession(world, await anAccount(world, account));
    const site = await serveWorld(world);
    const window = await openWindow(view, scheme);
    try {
      await window.addCookies([{ name: cookieFor(world.settings, 'session').name, value: token, url: site.url }]);
      const page = await window.newPage();
      await page.goto(`${site.url}/desk/letters/${letter.slug}/whip`);
      await checkPage(page, view);

      if (view === views[1]) {
        // By keys: to the second row and back, tick it, search; what is typed is no command.
        await page.keyboard.press('j');
        await page.keyboard.press('j');
        await page.keyboard.press('k');
        await page.keyboard.press('x');
        expect(await page.locator('#keys tbody input').first().isChecked()).toBe(true);
        await page.getByText('1 ticked').waitFor();
        await page.keyboard.press('x');
        await page.keyboard.press('/');
        await page.keyboard.type('jx');
        expect(await page.getByRole('searchbox').inputValue()).toBe('jx');
        expect(await page.locator('#keys input:checked').count()).toBe(0);
        await page.getByRole('button', { name: 'Turn keys off' }).click();
        await page.keyboard.press('/');
        expect(await page.getByRole('button', { name: 'Turn keys on' }).isVisible()).toBe(true);
        await page.goto(`${site.url}/desk/letters/${letter.slug}/whip/print`);
        await checkPage(page, view);
        await page.goBack();
      }
      await page.getByText('Record a position').click();
      await page.getByLabel(/^Orson Smith/).check();
      await page.getByLabel('They are').selectOption('Leaning yes');
      await page.getByLabel('Source').fill('a call');
      // Axe takes a target that a floating bar half hides for a small one: here everything lies in its place.
      await page.setViewportSize({ width: view.width, height: 4000 });
      await checkPage(page, view);
      await page.setViewportSize({ width: view.width, height: view.height });
      await page.getByRole('button', { name: 'Record for all ticked' }).click();
      await page.getByRole('status').getByText('Recorded for everybody').waitFor();

      await page.getByRole('link', { name: 'Orson Smith' }).click();
      await page.getByRole('radio', { name: 'Signed' }).check();
      await page.getByLabel('Source').fill('e-mail from the office');
      await page.getByRole('button', { name: 'Record it' }).click();
      await page.getByRole('status').getByText('Recorded.').waitFor();
      await checkPage(page, view);
      await page.getByRole('link', { name: /^Correct this entry: Signed/ }).click();
      await checkPage(page, view);
      expect(await page.getByRole('radio', { name: 'Signed' }).isChecked()).toBe(true);

      await page.goto(`${site.url}/letters/${letter.slug}`);
      await page.getByText('The same numbers as tables').click();
      expect(await page.getByRole('img', { name: 'Signers by state' }).isVisible()).toBe(true);
      expect(await page.getByRole('link', { name: 'Orson Smith' }).count(), key).toBe(1);
      await checkPage(page, view);
    } finally {
      await window.close();
      await site.stop();
    }
  },
);
