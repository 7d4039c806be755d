import { describe, test } from 'vitest';
import { offerSetup } from '../../server/accounts/accounts.ts';
import { invite } from '../../server/accounts/invitations.ts';
import { makeToken } from '../../server/accounts/tokens.ts';
import { anAccount } from '../support/app.ts';
import { aCampaign } from '../support/invented/letters.ts';
import { anAdmin } from '../support/people.ts';
import { aWorld } from '../support/world.ts';
import { checkPage, openWindow, serveWorld, views } from './browser.ts';

const looks = [
  { view: views[0], scheme: 'dark' },
  { view: views[1], scheme: 'light' },
] as const;

describe.each(looks)('$view.name, $scheme', ({ view, scheme }) => {
  test('the way from the set-up link to the team page reads well', async () => {
    const world = await aWorld();
    world.mailer.ready = false;
    const { url, stop } = await serveWorld(world);
    const window = await openWindow(view, scheme);
    const page = await window.newPage();
    try {
      await page.goto(url + new URL((await offerSetup(world)) ?? '').pathname);
      await checkPage(page);
      await page.getByLabel('Your name').fill('Ada Min');
      await page.getByLabel('E-mail address').fill('ada@example.org');
      await page.getByLabel('Password').fill('four quiet river stones');
      await page.getByRole('button', { name: 'Make my account' }).click();
      await page.waitForURL(`${url}/desk?note=welcome`);

      const campaign = await aCampaign(world);
      const sam = { name: 'Samantha Longname-Hyphenated', email: 'samantha.longname@subdomain.example.org' };
      await anAccount(world, { ...sam, roles: [[campaign.id, 'volunteer']] });
      await makeToken(world, anAdmin, { name: 'site counter', campaignId: campaign.id, role: 'staffer' });
      await makeToken(world, anAdmin, { name: 'sync', campaignId: null, role: 'admin' });
      for (const path of ['/desk/account', `/desk/campaigns/${campaign.slug}/team`, '/desk/site']) {
        await page.goto(url + path);
        await checkPage(page);
      }

      await page.goto(`${url}/desk/campaigns/${campaign.slug}/team`);
      await page.getByLabel('E-mail address').fill('dana@example.org');
      await page.getByRole('button', { name: 'Invite' }).click();
      const link = await page.getByLabel('Link for dana@example.org').inputValue();
      await checkPage(page);
      await page.goto(`${url}/desk/site`);
      await page.getByText('invites you to Undersigned').click();
      await checkPage(page);

      await page.getByRole('button', { name: 'Sign out' }).click();
      await checkPage(page);
      await page.getByLabel('E-mail address').fill('ada@example.org');
      await page.getByLabel('Password').fill('not the one');
      await page.getByRole('button', { name: 'Sign in' }).click();
      await page.getByText('One thing needs another look').waitFor();
      await checkPage(page);
      await page.goto(url + new URL(link).pathname);
      await checkPage(page);
      await page.goto(
        url + new URL(await invite(world, anAdmin, { email: sam.email, campaign: null, role: 'admin' })).pathname,
      );
      await checkPage(page);
    } finally {
      await window.close();
      await stop();
    }
  });
});
