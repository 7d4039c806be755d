import { expect, test } from 'vitest';
import { openSession } from '../../server/accounts/sessions.ts';
import { record } from '../../server/cosigners/cosigners.ts';
import { cookieFor } from '../../server/web/security.ts';
import { sendAll } from '../../server/worker.ts';
import { anAccount } from '../support/app.ts';
import { aLegislature } from '../support/invented/legislature.ts';
import { aLetter } from '../support/invented/letters.ts';
import { anAdmin } from '../support/people.ts';
import { linkIn } from '../support/signing.ts';
import { aWorld } from '../support/world.ts';
import { checkPage, openWindow, serveWorld, views } from './browser.ts';

const looks = [
  { view: views[0], scheme: 'dark' },
  { view: views[1], scheme: 'light' },
] as const;

test.each(looks)(
  'an office answers by the link that an organizer made $view.name, $scheme',
  async ({ view, scheme }) => {
    const world = await aWorld();
    const people = await aLegislature(world);
    const { letter, campaign } = await aLetter(world);
    await record(world, anAdmin, letter.slug, people.fjeld.key, { position: 'signed', source: 'a call' });
    await record(world, anAdmin, letter.slug, people.okafor.key, { position: 'asked', source: 'a call' });
    const account = {
      name: 'Dana Ops',
      email: 'dana@team.example',
      roles: [[campaign.id, 'organizer']] as [string, 'organizer'][],
    };
    const token = await openSession(world, await anAccount(world, account));
    const site = await serveWorld(world);
    const desk = await openWindow(view, scheme);
    const office = await openWindow(view, scheme);
    try {
      await desk.addCookies([{ name: cookieFor(world.settings, 'session').name, value: token, url: site.url }]);
      const organizer = await desk.newPage();
      await organizer.goto(`${site.url}/desk/letters/${letter.slug}/offices?q=smith&position=`);
      await checkPage(organizer, view);
      await organizer.getByRole('button', { name: 'Make links for 1 office' }).click();
      await organizer.getByRole('status').getByText('1 office has a link to this text now.').waitFor();
      const link = new URL(await organizer.getByRole('textbox', { name: 'Link for Rep. Okafor' }).inputValue())
        .pathname;

      const staffer = await office.newPage();
      await staffer.goto(`${site.url}${link}`);
      await checkPage(staffer, view);
      await staffer.getByRole('button', { name: 'Answer for Representative Okafor' }).click();
      await staffer.getByLabel('Representative Okafor signs').check();
      await staffer.getByLabel('Your name').fill('Priya Example');
      await staffer.getByLabel('Your title in the office').fill('Legislative Director');
      await staffer.getByLabel('Your office e-mail address').fill('priya@mail.house.gov.example');
      await staffer.getByLabel('I am authorized').check();
      await staffer.getByRole('button', { name: 'Send the answer' }).click();
      await staffer.getByRole('heading', { name: 'The campaign takes it from here' }).waitFor();
      await staffer.goto(`${site.url}${link}`);
      await staffer.getByLabel('We ask for a change first').check();
      await staffer.getByLabel('Your name').fill('Priya Example');
      await staffer.getByLabel('Your title in the office').fill(' ');
      await staffer.getByLabel('Your office e-mail address').fill('priya@mail.house.gov');
      await staffer.getByLabel('I am authorized').check();
      await staffer.getByRole('button', { name: 'Send the answer' }).click();
      await staffer.getByRole('alert').getByText('Please say what would need to change.').waitFor();
      await checkPage(staffer, view);
      await staffer.getByLabel('Representative Okafor signs').check();
      await staffer.getByLabel('Your title in the office').fill('Legislative Director');
      await staffer.getByRole('button', { name: 'Send the answer' }).click();
      await staffer.getByRole('heading', { name: 'One step left' }).waitFor();
      await checkPage(staffer, view);

      await organizer.reload();
      await checkPage(organizer, view);
      await sendAll(world);
      await staffer.goto(`${site.url}${linkIn(world.mailbox.at(-1)?.text).pathname}`);
      await checkPage(staffer, view);
      await staffer.getByRole('button', { name: 'Confirm: Representative Okafor signs' }).click();
      await staffer.getByRole('heading', { name: 'Confirmed. Thank you' }).waitFor();
      await staffer.getByRole('button', { name: 'Go to the letter' }).click();
      expect(await staffer.getByRole('link', { name: 'Ben Okafor' }).count()).toBe(1);

      await organizer.getByRole('button', { name: 'Revoke the link for Rep. Okafor' }).click();
      await organizer.getByRole('status').getByText('opens nothing any more').waitFor();
      await staffer.goto(`${site.url}${link}`);
      await staffer.getByRole('heading', { name: 'This link opens nothing' }).waitFor();
      await checkPage(staffer, view);
    } finally {
      await desk.close();
      await office.close();
      await site.stop();
    }
  },
);
