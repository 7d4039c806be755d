import type { Page } from 'playwright-core';
import { describe, expect, test } from 'vitest';
import { openSession } from '../../server/accounts/sessions.ts';
import { askNext } from '../../server/affirmations/affirmations.ts';
import { commandLine } from '../../server/basics/viewer.ts';
import { publishVersion } from '../../server/letters/letters.ts';
import { cookieFor } from '../../server/web/security.ts';
import { sendAll } from '../../server/worker.ts';
import { anAccount } from '../support/app.ts';
import { someSignatures } from '../support/invented/signatures.ts';
import { anOpenLetter, linkIn, typed } from '../support/signing.ts';
import { aWorld, type TestWorld } from '../support/world.ts';
import { checkPage, openWindow, serveWorld, type View, views } from './browser.ts';

/** With PICTURES=<folder> every page that is checked is also drawn there. */
const folder = process.env['PICTURES'];

const text = `We write to ask that the rivers be kept clean.

## What we ask

1. That every plant measures what it lets into the water.
2. That the figures are public within a week.

Our children swim in these rivers.`;
const newText = `We write to ask that rivers **and lakes** be kept clean.

## What we ask

1. That every plant measures what it lets into the water.
2. That the figures are public within a week.

That the lakes are looked after by the same office.

Our children swim in these rivers.`;

async function looking(world: TestWorld, view: View, scheme: 'light' | 'dark') {
  const { url, stop } = await serveWorld(world);
  const window = await openWindow(view, scheme);
  const page = await window.newPage();
  const look = async (name: string) => {
    await checkPage(page, view);
    if (folder) {
      const file = `${folder}/${name}-${view.width}-${scheme}${view.script ? '' : '-bare'}.png`;
      await page.screenshot({ path: file, fullPage: true });
    }
  };
  const path = (link: URL) => url + link.pathname + link.search;
  const close = async () => {
    await window.close();
    await stop();
  };
  return { url, window, page, look, path, close };
}

const press = (page: Page, name: string) => page.getByRole('button', { name, exact: true }).click();

describe.each([
  { view: views[0], scheme: 'dark' },
  { view: views[1], scheme: 'light' },
  { view: views[2], scheme: 'light' },
] as const)('$view.name, $scheme', ({ view, scheme }) => {
  test('somebody asks what is held, reads it, and erases it', async () => {
    const world = await aWorld();
    const { letter } = await anOpenLetter(world);
    const { url, page, look, path, close } = await looking(world, view, scheme);
    await page.request.post(`${url}/letters/${letter.slug}/signatures`, {
      form: { ...typed, comment: 'I grew up by this river.\nPlease act.', address: '12 River Road', city: 'Wooster' },
    });
    await page.goto(`${url}/privacy`);
    await look('privacy');
    await press(page, 'Send me the link');
    await page.getByText('Please give your e-mail address, such as').first().waitFor();
    await look('privacy-wrong');
    await page.getByLabel('Your e-mail address').fill('Zoe@mail.example');
    await press(page, 'Send me the link');
    await page.getByRole('heading', { name: 'Look into your mail' }).waitFor();
    await look('privacy-asked');
    await sendAll(world);
    const link = linkIn(world.mailbox.at(-1)?.text);
    await page.goto(path(link));
    await look('privacy-held');
    await page.getByRole('link', { name: 'Erase everything …' }).click();
    await look('privacy-erase');
    await press(page, 'Erase everything');
    await page.getByText('1 signature withdrawn and forgotten.').waitFor();
    await look('privacy-erased');
    await page.goto(`${path(link)}x`);
    await look('privacy-ended');
    await close();
  });

  test('a new text: an organizer has signers asked, and one keeps the name', async () => {
    const world = await aWorld();
    const { letter, campaign } = await anOpenLetter(world, { text });
    const signers = await someSignatures(world, letter, 120);
    world.pass({ days: 1 });
    await publishVersion(world, commandLine, letter.slug, {
      ...{ text: newText, substantive: true },
      reason: 'The offices that we spoke to told us that lakes are overseen by the same people, so we ask for both.',
    });
    const { url, window, page, look, path, close } = await looking(world, view, scheme);
    const roles = [[campaign.id, 'organizer'] as [string, 'organizer']];
    const account = await anAccount(world, { name: 'Dana Ops', email: 'dana@mail.example', roles });
    const value = await openSession(world, account);
    await window.addCookies([{ name: cookieFor(world.settings, 'session').name, value, url }]);
    await page.goto(`${url}/desk/letters/${letter.slug}/re-affirm`);
    await look('re-affirm-desk');
    await press(page, 'Ask the signers by mail');
    await page.getByText('0 of 120 asked').waitFor();
    while (await askNext(world)) await sendAll(world);
    await sendAll(world);
    await page.reload();
    await look('re-affirm-asked');
    await page.goto(path(linkIn(world.mailbox[0]?.text)));
    await look('re-affirm');
    await press(page, 'Keep my name under the new text');
    await page.getByRole('heading', { name: 'Your name is under the text as it stands' }).waitFor();
    await look('re-affirm-done');
    expect(signers).toHaveLength(120);
    await page.goto(`${url}/desk/letters/${letter.slug}/re-affirm`);
    await page.getByText('120 of 120 asked, 1 re-affirmed.').waitFor();
    await close();
  });
});
