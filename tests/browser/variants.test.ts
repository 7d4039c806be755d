import { expect, test } from 'vitest';
import { openSession } from '../../server/accounts/sessions.ts';
import { cookieFor } from '../../server/web/security.ts';
import { anAccount } from '../support/app.ts';
import { aLegislature } from '../support/invented/legislature.ts';
import { aLetter } from '../support/invented/letters.ts';
import { aWorld } from '../support/world.ts';
import { checkPage, openWindow, serveWorld, views } from './browser.ts';

const looks = [
  { view: views[0], scheme: 'dark' },
  { view: views[1], scheme: 'light' },
] as const;

test.each(looks)('texts are written and seen through $view.name, $scheme', async ({ view, scheme }) => {
  const world = await aWorld();
  const people = await aLegislature(world);
  const { campaign, letter } = await aLetter(world);
  await aLetter(world, { campaignId: campaign.id, title: 'A letter on clean lakes', state: 'draft' });
  const roles: [string, 'organizer'][] = [[campaign.id, 'organizer']];
  const account = await anAccount(world, { name: 'Dana Ops', email: 'dana@team.example', roles });
  const token = await openSession(world, account);
  const site = await serveWorld(world);
  const window = await openWindow(view, scheme);
  try {
    await window.addCookies([{ name: cookieFor(world.settings, 'session').name, value: token, url: site.url }]);
    const page = await window.newPage();
    const shot = async (name: string) => {
      const folder = process.env['SHOTS'];
      if (folder) await page.screenshot({ path: `${folder}/${name}-${view.width}.png`, fullPage: true });
    };
    const add = async (name: string, body: string | null) => {
      await page.getByRole('button', { name: 'Add a text' }).click();
      await page.getByLabel('Name', { exact: true }).fill(name);
      if (body) await page.getByLabel(body).check();
      await page.getByLabel('Text', { exact: true }).fill('As people in {{state}}, {{district}}, know: {{letter}}.');
    };
    await page.goto(`${site.url}/desk/campaigns/${campaign.slug}/variants`);
    await add('Members of the Senate', 'U.S. Senate');
    await page.getByText('Single legislators').click();
    await page.getByLabel('Add a legislator').fill('Smith');
    await page.getByRole('button', { name: 'Add the legislator' }).click();
    await page.getByText('Who is meant?').waitFor();
    await shot('edit');
    await checkPage(page, view);
    await page.getByLabel('Add a legislator').fill('');
    await page.getByRole('button', { name: 'Save', exact: true }).click();
    await page.getByRole('status').getByText('Saved.').waitFor();
    await add('Everybody', null);
    await page.getByRole('button', { name: 'Save', exact: true }).click();
    await page.getByRole('status').getByText('Saved.').waitFor();
    await page.getByRole('button', { name: 'Move “Everybody” up' }).click();
    await page.getByText('“Everybody” comes first for everybody it fits').waitFor();
    await shot('list');
    await checkPage(page, view);
    await page.getByRole('link', { name: /^Who gets which text/ }).click();
    await shot('who');
    await checkPage(page, view);
    await page.goBack();
    await page.getByLabel('Name', { exact: true }).fill('Okafor, Ben');
    await page.getByRole('button', { name: 'Preview' }).click();
    await page.getByText('Dear Representative Okafor:').waitFor();
    await shot('preview');
    await checkPage(page, view);
    await page.goto(`${site.url}/desk/letters/${letter.slug}/texts`);
    await page.getByText('Fields that are filled in').click();
    await shot('own-texts');
    await checkPage(page, view);

    // The writer sees how much of the message is the campaign's, and it follows what is typed.
    await page.goto(`${site.url}/letters/${letter.slug}/write/${people.rivera.key}`);
    expect(await page.getByRole('meter').count()).toBe(0);
    await page.getByRole('button', { name: 'Update the message' }).click();
    await page.getByText('All of this is the campaign’s text.').waitFor();
    await page.getByLabel('Your own words').fill('My well is downstream of the plant, and my children drink from it.');
    await page.getByText(/^About \d0 % of this is the campaign’s text/).waitFor();
    await shot('write');
    await checkPage(page, view);
  } finally {
    await window.close();
    await site.stop();
  }
});
