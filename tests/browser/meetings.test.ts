import { expect, test } from 'vitest';
import { openSession } from '../../server/accounts/sessions.ts';
import { addressKeyOf } from '../../server/basics/addresses.ts';
import { unsubscribeUrl } from '../../server/updates/updates.ts';
import { cookieFor } from '../../server/web/security.ts';
import { anAccount } from '../support/app.ts';
import { addSignatures, aSignature } from '../support/invented/signatures.ts';
import { aLetterToMeetOn } from '../support/meeting.ts';
import { aWorld } from '../support/world.ts';
import { checkPage, openWindow, serveWorld, views } from './browser.ts';

test.each([
  { view: views[0], scheme: 'dark' },
  { view: views[1], scheme: 'light' },
] as const)('a meeting is prepared, and a reader leaves the list $view.name, $scheme', async ({ view, scheme }) => {
  const world = await aWorld();
  const { campaign, letter } = await aLetterToMeetOn(world);
  const id = await anAccount(world, {
    name: 'Dana',
    email: 'dana@rivers.example',
    roles: [[campaign.id, 'organizer']],
  });
  const { url, stop } = await serveWorld(world);
  const window = await openWindow(view, scheme);
  const { name } = cookieFor(world.settings, 'session');
  await window.addCookies([{ name, value: await openSession(world, id), url }]);
  const page = await window.newPage();

  await page.goto(`${url}/desk/letters/${letter.slug}/meetings`);
  await checkPage(page);
  await page.getByRole('searchbox').fill('okafor');
  await page.getByRole('button', { name: 'Look' }).click();
  await page.getByRole('link', { name: 'Ben Okafor' }).click();
  await checkPage(page);
  expect(await page.getByRole('blockquote').count()).toBe(2);
  await page.emulateMedia({ media: 'print' });
  expect(await page.getByRole('button', { name: 'Print' }).isVisible()).toBe(false);
  await page.emulateMedia({ media: 'screen' });

  const email = 'reader@mail.example';
  const addressKey = addressKeyOf(world, email);
  await addSignatures(world, letter, [aSignature(world, letter, { email, addressKey, updates: true })]);
  const path = new URL(unsubscribeUrl(world, campaign.id, addressKey)).pathname;
  await page.goto(url + path);
  await checkPage(page);
  await page.getByRole('button', { name: 'Take me off the list' }).click();
  await checkPage(page);
  await page.getByRole('button', { name: 'That was a mistake' }).click();
  await page.getByRole('heading', { name: 'You are on the list again' }).waitFor();
  await checkPage(page);
  await window.close();
  await stop();
});
