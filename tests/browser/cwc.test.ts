import { expect, test } from 'vitest';
import { openSession } from '../../server/accounts/sessions.ts';
import { setChamber } from '../../server/carriers/cwc/store.ts';
import { cookieFor } from '../../server/web/security.ts';
import { anAccount } from '../support/app.ts';
import { agent, withOffices } from '../support/cwc.ts';
import { aLetter } from '../support/invented/letters.ts';
import { aWorld } from '../support/world.ts';
import { checkPage, openWindow, serveWorld, views } from './browser.ts';

test.each([
  { view: views[0], scheme: 'dark' },
  { view: views[1], scheme: 'light' },
] as const)(
  'a letter gets its topic, and an admin sees how Congress’s service stands, $view.name, $scheme',
  async ({ view, scheme }) => {
    const world = await aWorld({
      env: { ...agent, CWC_HOUSE_URL: 'https://cwc.example/v2', CWC_HOUSE_KEY: 'a-key' },
    });
    await withOffices(world, 'HOH07');
    const { letter } = await aLetter(world);
    const token = await openSession(
      world,
      await anAccount(world, { name: 'Ada Min', email: 'ada@site.example', admin: true }),
    );
    const { url, stop } = await serveWorld(world);
    const window = await openWindow(view, scheme);
    await window.addCookies([{ name: cookieFor(world.settings, 'session').name, value: token, url }]);
    const page = await window.newPage();
    try {
      await page.goto(`${url}/desk/letters/${letter.slug}/texts`);
      await page.getByLabel('Subject').fill('Please sign');
      await page.getByLabel('To a legislator who has not signed').fill('I ask you to sign.');
      await page.getByLabel('To one who has signed').fill('Thank you.');
      await page.getByLabel('What the messages are about').selectOption('Environmental Protection');
      await page.getByLabel('The letter’s bill').selectOption('These messages support it');
      await checkPage(page, view);
      await page.getByRole('button', { name: 'Save' }).click();
      await page.waitForURL('**note=saved');

      const pausedUntil = new Date(world.now().getTime() + 3_600_000);
      const problem = 'the House’s mail service refused the key (401)';
      await world.db.transaction((tx) => setChamber(tx, 'house', { pausedUntil, problem }));
      await page.goto(`${url}/desk/site/mail`);
      const row = page.getByRole('row', { name: /^House/ });
      expect(await row.textContent()).toContain('refused the key (401); nothing is sent until');
      await checkPage(page, view);
    } finally {
      await window.close();
      await stop();
    }
  },
);
