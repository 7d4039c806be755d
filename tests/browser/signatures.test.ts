import { mkdirSync } from 'node:fs';
import type { Page } from 'playwright-core';
import { describe, expect, test } from 'vitest';
import { openSession } from '../../server/accounts/sessions.ts';
import { workOnRemovals } from '../../server/signatures/signatures.ts';
import { cookieFor } from '../../server/web/security.ts';
import { anAccount } from '../support/app.ts';
import { aLetter } from '../support/invented/letters.ts';
import { addSignatures, aSignature, someSignatures } from '../support/invented/signatures.ts';
import { aWorld, type TestWorld } from '../support/world.ts';
import { checkPage, openWindow, serveWorld, views } from './browser.ts';

const looks = [
  { view: views[0], scheme: 'dark' },
  { view: views[1], scheme: 'light' },
  { view: views[3], scheme: 'light' },
] as const;

/** With PICTURES=<folder> every page that is checked is also drawn there. */
const folder = process.env['PICTURES'];

async function aBusyLetter(world: TestWorld) {
  const { letter, campaign } = await aLetter(world, { openToPublic: true });
  await someSignatures(world, letter, 60, (n) => ({
    city: n % 2 ? 'Wooster' : null,
    ...(n % 9 === 0 && { comment: 'I grew up by this river, and my children swim in it.\nPlease act.' }),
    ...(n % 11 === 0 && { display: 'initials' as const }),
    ...(n % 5 === 0 && { share: true, address: '12 River Road' }),
    network: n < 20 ? '192.0.2.7' : '198.51.100.3',
  }));
  const club = { state: 'waiting', kind: 'organization', title: 'Director' } as const;
  await addSignatures(world, letter, [
    aSignature(world, letter, { state: 'held', reason: 'disposable', comment: 'Thank you for doing this.' }),
    aSignature(world, letter, { state: 'held', reason: 'third', city: 'Example-upon-the-Very-Long-River-Name' }),
    aSignature(world, letter, { state: 'held', reason: 'no-challenge' }),
    aSignature(world, letter, {
      ...{ ...club, organization: 'River Club of the Northern Counties', website: 'https://club.example/about-us' },
      email: 'ana@club.example',
    }),
    aSignature(world, letter, { ...club, organization: 'Lake Friends', website: 'https://lake.example' }),
    aSignature(world, letter, { state: 'disowned', name: null, email: null, network: '192.0.2.7' }),
    aSignature(world, letter, { state: 'removed', reason: 'abusive' }),
    aSignature(world, letter, { shownAs: null, firstLast: null, lastFirst: null }),
  ]);
  return { letter, campaign };
}

describe.each(looks)('$view.name, $scheme', ({ view, scheme }) => {
  test('an organizer looks after signatures', async () => {
    const world = await aWorld();
    const { letter, campaign } = await aBusyLetter(world);
    const roles = [[campaign.id, 'organizer'] as [string, 'organizer']];
    const token = await openSession(
      world,
      await anAccount(world, { name: 'Dana Ops', email: 'dana@example.org', roles }),
    );
    const { url, stop } = await serveWorld(world);
    const window = await openWindow(view, scheme);
    await window.addCookies([{ name: cookieFor(world.settings, 'session').name, value: token, url }]);
    const page = await window.newPage();
    const look = (name: string) => checkAndDraw(page, view, name);
    const base = `${url}/desk/letters/${letter.slug}`;
    try {
      await page.goto(`${url}/desk`);
      await page.getByRole('link', { name: '2 organizations to approve' }).waitFor();
      await look('desk');
      await page.getByRole('link', { name: '3 held' }).click();
      await look('held');
      await page.getByRole('button', { name: 'Release' }).click();
      await page.getByText('Please tick at least one signature.').waitFor();
      await look('nothing-ticked');
      await page.getByRole('checkbox').first().check();
      await page.getByRole('button', { name: 'Release' }).click();
      await page.getByText('1 signature was released.').waitFor();

      await page.getByRole('link', { name: /^To approve/ }).click();
      await look('waiting');
      await page.getByRole('button', { name: /Approve the one/ }).click();
      await page.getByText('1 organization was approved and counted.').waitFor();
      await page.getByRole('link', { name: /^Disowned/ }).click();
      await look('disowned');
      await page.getByRole('link', { name: /^Names to look at/ }).click();
      await look('names');
      await page.getByRole('link', { name: /^Confirmed/ }).click();
      await page.getByRole('link', { name: 'Show the addresses' }).click();
      await page.getByText('12 River Road').first().waitFor();
      await look('confirmed');
      await page.getByText('Remove …').click();
      await page.getByLabel('All 50 on this page').check();
      await page.getByRole('button', { name: 'Remove those that are ticked' }).click();
      await page.locator('select#reason:invalid').waitFor();
      await look('no-reason');
      await page.getByRole('searchbox').fill('smith');
      await page.getByRole('button', { name: 'Find' }).click();
      await look('found');

      await page.goto(`${base}/signatures/remove?network=192.0.2.7`);
      await look('remove');
      await page.getByLabel('Why?').selectOption('fake');
      await page.getByRole('button', { name: 'Remove these 20 signatures' }).click();
      await page.getByText('0 of 20 signatures removed so far.').waitFor();
      await look('removing');
      await workOnRemovals(world, new AbortController().signal);
      // The page tells by itself where it can.
      if (view.script) await page.getByRole('link', { name: 'What can be done now' }).click();
      else await page.getByRole('link', { name: 'Look again' }).click();
      await page.getByText('Done. 20 signatures removed.').waitFor();
      await look('removed');
      await page.getByRole('button', { name: 'Put all of them back' }).click();
      await workOnRemovals(world, new AbortController().signal);
      await page.goto(`${base}/signatures/remove`);
      await look('conditions');

      await page.goto(`${base}/invitations`);
      if (view.script)
        await page.getByLabel('Or read a CSV file').setInputFiles({
          name: 'coalition.csv',
          mimeType: 'text/csv',
          buffer: Buffer.from('Organization,Name,E-mail\nPond Club,Ana Rivera,ana@pond.example\nNo Address,,\n'),
        });
      else await page.getByLabel('The list').fill('Pond Club,Ana Rivera,ana@pond.example\nNo Address,,');
      await look('invitations');
      await page.getByRole('button', { name: 'Look over the list' }).click();
      await look('checked');
      await page.getByRole('button', { name: 'Invite 1 organization' }).click();
      await page.getByText('1 organization is invited').waitFor();
      await look('invited');
    } finally {
      await window.close();
      await stop();
    }
  });
});

async function checkAndDraw(page: Page, view: { name: string; script: boolean }, name: string): Promise<void> {
  await checkPage(page, view);
  expect(await page.title()).not.toBe('');
  if (!folder) return;
  mkdirSync(folder, { recursive: true });
  await page.screenshot({ path: `${folder}/${view.name.replaceAll(' ', '-')}-${name}.png`, fullPage: true });
}
