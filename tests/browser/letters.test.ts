import { expect, test } from 'vitest';
import { openSession } from '../../server/accounts/sessions.ts';
import { moveLetter, publishVersion } from '../../server/letters/letters.ts';
import { cookieFor } from '../../server/web/security.ts';
import { anAccount } from '../support/app.ts';
import { aLegislature } from '../support/invented/legislature.ts';
import { aCampaign, aLetter } from '../support/invented/letters.ts';
import { anAdmin } from '../support/people.ts';
import { aWorld } from '../support/world.ts';
import { checkPage, openWindow, serveWorld, views } from './browser.ts';

const looks = [
  { view: views[0], scheme: 'dark' },
  { view: views[1], scheme: 'light' },
] as const;

test.each(looks)('the pages a letter is made with read well: $view.name, $scheme', async ({ view, scheme }) => {
  const world = await aWorld();
  const { rivera } = await aLegislature(world);
  const campaign = await aCampaign(world, { publishedAt: null, sponsorAddress: '' });
  const open = await aCampaign(world);
  const common = { campaignId: open.id, openToPublic: true, leads: [rivera.key] };
  const { letter } = await aLetter(world, {
    ...common,
    slug: 'circulating',
    title: 'Averyverylongwordthatdoesnotbreakbyitself and more',
  });
  await publishVersion(world, anAdmin, letter.slug, {
    text: '| a | b |\n|--|--|\n| 1 | 2 |',
    substantive: true,
    reason: 'A table.',
  });
  await aLetter(world, { ...common, slug: 'closed', state: 'closed' });
  await aLetter(world, { ...common, slug: 'gone' });
  await moveLetter(world, anAdmin, 'gone', 'withdrawn', { reason: 'A mistake.' });

  const { url, stop } = await serveWorld(world);
  const window = await openWindow(view, scheme);
  const token = await openSession(
    world,
    await anAccount(world, { name: 'Ada Min', email: 'ada@example.org', admin: true }),
  );
  await window.addCookies([{ name: cookieFor(world.settings, 'session').name, value: token, url }]);
  const page = await window.newPage();
  try {
    for (const path of [
      ...['/desk/campaigns/new', `/desk/campaigns/${campaign.slug}`, `/desk/campaigns/${campaign.slug}/edit`],
      ...[`/desk/campaigns/${open.slug}`, '/desk/letters/circulating', '/desk/letters/circulating/settings'],
      ...['/desk/letters/circulating/versions/new', '/desk/letters/circulating/versions/2', '/desk/letters/gone'],
    ]) {
      await page.goto(url + path);
      await checkPage(page, view);
    }

    await page.goto(`${url}/desk/letters/closed`);
    for (const summary of await page.locator('summary').all()) await summary.click();
    await checkPage(page, view);

    await page.goto(`${url}/desk/campaigns/${campaign.slug}/letters/new`);
    await checkPage(page, view);
    await page.getByLabel('What is the letter called?').fill('Keep the rivers clean');
    await page.getByLabel('Lead 1').fill('smith');
    await page.getByRole('button', { name: 'Add another addressee' }).click();
    await checkPage(page, view);
    await page.getByRole('button', { name: 'Save as a draft' }).click();
    await checkPage(page, view);
    await page.getByLabel('Osgood Smith').check();
    // Enter in a field saves; it does not press the first button that happens to come before.
    await page.getByLabel('What is the letter called?').press('Enter');
    await page.waitForURL(`${url}/desk/letters/keep-the-rivers-clean?note=created`);
    await checkPage(page, view);
    expect(await page.locator('.facts').innerText()).toContain('Osgood Smith');
    await page.goto(`${url}/desk/letters/keep-the-rivers-clean/edit`);
    await checkPage(page, view);
  } finally {
    await window.close();
    await stop();
  }
});
