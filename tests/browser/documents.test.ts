import { test } from 'vitest';
import { openSession } from '../../server/accounts/sessions.ts';
import { cookieFor } from '../../server/web/security.ts';
import { anAccount } from '../support/app.ts';
import { aLegislature } from '../support/invented/legislature.ts';
import { aLetter } from '../support/invented/letters.ts';
import { addSignatures, aSignature } from '../support/invented/signatures.ts';
import { aWorld } from '../support/world.ts';
import { checkPage, openWindow, serveWorld, views } from './browser.ts';

test.each([
  { view: views[0], scheme: 'dark' },
  { view: views[1], scheme: 'light' },
] as const)('the documents of a letter work $view.name, $scheme', async ({ view, scheme }) => {
  const world = await aWorld();
  await aLegislature(world);
  const { letter, campaign } = await aLetter(world, { leads: ['R990001'], openToPublic: true });
  const organization = (name: string, homeState: string) =>
    aSignature(world, letter, { kind: 'organization', organization: name, name: 'Al Sign', homeState });
  await addSignatures(world, letter, [organization('Bay Friends', 'MD'), organization('Rivers of America', 'NM')]);
  const roles = [[campaign.id, 'organizer']] as [string, 'organizer'][];
  const token = await openSession(world, await anAccount(world, { name: 'Dana', email: 'dana@team.example', roles }));
  const site = await serveWorld(world);
  const window = await openWindow(view, scheme);
  try {
    await window.addCookies([{ name: cookieFor(world.settings, 'session').name, value: token, url: site.url }]);
    const page = await window.newPage();
    await page.goto(`${site.url}/desk/letters/${letter.slug}/documents`);
    await checkPage(page, view);
    await page.getByText('Write it', { exact: true }).click();
    await page.getByLabel('What it says').fill('The rivers **cannot** wait.');
    await page.getByRole('button', { name: 'Save' }).first().click();
    await page.getByRole('status').getByText('The Dear Colleague says it from now on.').waitFor();
    await page.getByLabel('Rivers of America').check();
    await page.getByRole('button', { name: 'Save' }).last().click();
    await page.getByRole('status').getByText('The appendix names these first.').waitFor();
    await page.getByText('Change it', { exact: true }).click();
    await checkPage(page, view);
  } finally {
    await window.close();
    await site.stop();
  }
});
