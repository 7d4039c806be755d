import { expect, test } from 'vitest';
import { openSession } from '../../server/accounts/sessions.ts';
import { cookieFor } from '../../server/web/security.ts';
import { anAccount } from '../support/app.ts';
import { aCongress, answersOf, KEY, told } from '../support/congress.ts';
import { aLegislature } from '../support/invented/legislature.ts';
import { aLetter } from '../support/invented/letters.ts';
import { aWorld } from '../support/world.ts';
import { checkPage, openWindow, serveWorld, views } from './browser.ts';

const looks = [
  { view: views[0], scheme: 'dark' },
  { view: views[1], scheme: 'light' },
] as const;

test.each(looks)('a bill is added, looked at and shown to the public $view.name, $scheme', async ({ view, scheme }) => {
  const seed = await aWorld();
  const people = await aLegislature(seed);
  const { nguyen, celik, smithOrson, fuente, luna, okafor } = people;
  const withdrew = { sponsorshipWithdrawnDate: '2025-06-01' };
  const congress = await aCongress(
    answersOf(okafor, [
      told(nguyen, '2025-02-11', { isOriginalCosponsor: true }),
      told(fuente, '2025-02-11', { isOriginalCosponsor: true }),
      told(smithOrson, '2025-03-04', withdrew),
      ...[celik, luna].map((one) => told(one, '2025-04-09')),
    ]),
  );
  const settings = { congressApiUrl: congress.env.CONGRESS_API_URL, congressApiKey: KEY };
  const world = Object.assign(seed, { settings: { ...seed.settings, ...settings } });
  const { campaign, letter } = await aLetter(world);
  const roles: [string, 'organizer'][] = [[campaign.id, 'organizer']];
  const token = await openSession(
    world,
    await anAccount(world, { name: 'Dana Ops', email: 'dana@team.example', roles }),
  );
  const site = await serveWorld(world);
  const window = await openWindow(view, scheme);
  try {
    await window.addCookies([{ name: cookieFor(world.settings, 'session').name, value: token, url: site.url }]);
    const page = await window.newPage();
    await page.goto(`${site.url}/desk/campaigns/${campaign.slug}/bills`);
    await page.getByLabel('Number').fill('HR 1234');
    await page.getByText('Type it by hand').click();
    await checkPage(page, view);
    await page.getByRole('button', { name: 'Read it from Congress.gov' }).click();
    await page.getByRole('status').getByText('The bill is on the campaign’s page now.').waitFor();
    await checkPage(page, view);

    await page.getByText('Bring in a list of cosponsors').click();
    await page.getByLabel(/JSON, or a CSV/).fill(`bioguide,date\n${nguyen.key},2025-02-11\n`);
    await page.getByRole('button', { name: 'Show what would change' }).click();
    await page.getByRole('heading', { name: 'What would change' }).waitFor();
    await checkPage(page, view);
    expect(await page.getByRole('link', { name: `Choose its bills: ${letter.title}` }).count()).toBe(1);
    await page.getByRole('link', { name: 'Edit what is said here' }).click();
    await checkPage(page, view);
    await page.goto(`${site.url}/desk/campaigns/${campaign.slug}/bills`);
    await checkPage(page, view);

    await page.getByRole('link', { name: 'H.R. 1234 (119th Congress)' }).click();
    await page.getByRole('link', { name: 'Public page' }).click();
    await page.getByRole('heading', { name: 'H.R. 1234 (119th Congress)' }).waitFor();
    expect(await page.locator('s').allInnerTexts()).toEqual(['Orson Smith']);
    await checkPage(page, view);
  } finally {
    await window.close();
    await site.stop();
  }
});
