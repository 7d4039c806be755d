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
] as const;

test.each(looks)('names are brought in, looked over and recorded $view.name, $scheme', async ({ view, scheme }) => {
  const world = await aWorld();
  const people = await aLegislature(world);
  const { letter, campaign } = await aLetter(world);
  for (const one of [people.hale, people.ota])
    await record(world, anAdmin, letter.slug, one.key, { position: 'signed', source: 'a call' });
  const roles: [string, 'organizer'][] = [[campaign.id, 'organizer']];
  const token = await openSession(world, await anAccount(world, { name: 'Dana Ops', email: 'd@team.example', roles }));
  const site = await serveWorld(world);
  const window = await openWindow(view, scheme);
  try {
    await window.addCookies([{ name: cookieFor(world.settings, 'session').name, value: token, url: site.url }]);
    const page = await window.newPage();
    await page.goto(`${site.url}/desk/letters/${letter.slug}/names`);
    await checkPage(page, view);
    const names = 'Signers:\nSen. Rivera (D-NM)\nMartínez, José III\nRep. Smith (KS)\nHale\nRep. Nobody';
    const file = { name: 'names.txt', mimeType: 'text/plain', buffer: Buffer.from(names) };
    await page.getByLabel('Or read a CSV or text file').setInputFiles(file);
    await page.getByLabel('Source').fill('e-mail from the office of the lead');
    await page.getByRole('button', { name: 'Look them over' }).click();
    await page.getByRole('button', { name: 'Record these 2' }).waitFor();
    await checkPage(page, view);

    await page.getByRole('radio', { name: /^Orson Smith/ }).check();
    await page.getByRole('button', { name: 'Keep these choices' }).click();
    await page.getByText('chosen by hand').waitFor();
    await page.getByRole('link', { name: /^Find the legislator of row 6/ }).click();
    await page.getByLabel('Search the members').fill('oyelaran');
    await page.getByRole('button', { name: 'Search' }).click();
    await page.getByRole('radio', { name: /^Malcolm Oyelaran/ }).check();
    await checkPage(page, view);
    await page.getByRole('button', { name: 'It means this one' }).click();
    await page.getByRole('button', { name: 'Record these 4' }).click();
    await page.getByText('4 positions recorded and 1 so already.').waitFor();
    await checkPage(page, view);

    await page.goto(`${site.url}/desk/letters/${letter.slug}/names`);
    await page.getByText('Compare with a list from Quill').click();
    await page.getByLabel('Who signed in Quill').fill('Ana Rivera\nBen Okafor\nSmith');
    await page.getByRole('button', { name: 'Compare' }).click();
    await page.getByRole('button', { name: 'Record this one as signed' }).waitFor();
    expect(await page.getByRole('region', { name: 'Here and not in Quill' }).getByRole('row').count()).toBe(6);
    await checkPage(page, view);
  } finally {
    await window.close();
    await site.stop();
  }
});
