import { eq } from 'drizzle-orm';
import { expect, test } from 'vitest';
import { openSession } from '../../server/accounts/sessions.ts';
import { addressKeyOf } from '../../server/basics/addresses.ts';
import { updateRecipients } from '../../server/db/tables.ts';
import { workOnUpdates } from '../../server/updates/updates.ts';
import { cookieFor } from '../../server/web/security.ts';
import { sendAll } from '../../server/worker.ts';
import { anAccount } from '../support/app.ts';
import { aLetter } from '../support/invented/letters.ts';
import { addSignatures, aSignature } from '../support/invented/signatures.ts';
import { aWorld } from '../support/world.ts';
import { checkPage, openWindow, serveWorld, views } from './browser.ts';

test.each([
  { view: views[0], scheme: 'dark' },
  { view: views[1], scheme: 'light' },
] as const)('an organizer writes to signers: $view.name, $scheme', async ({ view, scheme }) => {
  const world = await aWorld();
  const { letter, campaign } = await aLetter(world, { openToPublic: true });
  const rows = Array.from({ length: 24 }, (_, n) => {
    const email = `reader.${n}@mail.example`;
    return aSignature(world, letter, { updates: true, email, addressKey: addressKeyOf(world, email) });
  });
  await addSignatures(world, letter, rows);
  const account = await anAccount(world, {
    ...{ name: 'Dana Ops', email: 'dana@rivers.example', roles: [[campaign.id, 'organizer']] },
  });
  const { url, stop } = await serveWorld(world);
  const window = await openWindow(view, scheme);
  const page = await window.newPage();
  const check = () => checkPage(page, view);
  try {
    const token = await openSession(world, account);
    await window.addCookies([{ name: cookieFor(world.settings, 'session').name, value: token, url }]);
    await page.goto(`${url}/desk/letters/${letter.slug}/updates`);
    await check();
    await page.getByRole('button', { name: 'Write an update' }).click();
    await page.getByLabel('Subject').fill('The Secretary answered our letter');
    await page
      .getByRole('textbox', { name: 'Text' })
      .fill(
        'Dear {{first_name|friend}},\n\nThe Secretary **answered**:\n\n- [Read the answer](https://rivers.example/a)',
      );
    await page.getByRole('button', { name: 'Show preview' }).click();
    await page.getByText('Dear Dana,').first().waitFor();
    await check();
    await page.getByRole('button', { name: 'Save' }).click();
    await page.getByRole('button', { name: 'Count' }).click();
    await page.getByText('listed so far').waitFor();
    await check();
    await workOnUpdates(world);
    await page.getByRole('link', { name: 'Look again' }).click();
    await page.getByText('24 addresses would get it').waitFor();
    await check();
    await page.getByRole('button', { name: 'Send it now' }).click();
    await check();
    await page.getByRole('button', { name: 'Send 24 mails' }).click();
    await workOnUpdates(world);
    await page.getByRole('link', { name: 'Look again' }).click();
    await page.getByText('0 of 24 sent').waitFor();
    await check();
    await page.getByRole('button', { name: 'Pause' }).click();
    await page.getByText('the others wait').waitFor();
    await check();
    await page.getByRole('button', { name: 'Resume' }).click();
    await workOnUpdates(world);
    await sendAll(world);
    const [first] = await world.db.select().from(updateRecipients);
    await world.db.transaction((tx) =>
      tx
        .update(updateRecipients)
        .set({ state: 'returned', problem: 'it came back: there is no such mailbox' })
        .where(eq(updateRecipients.addressKey, first?.addressKey ?? '')),
    );
    await workOnUpdates(world);
    await page.goto(`${page.url().split('?')[0]}/recipients?state=returned`);
    await page.getByText('there is no such mailbox').waitFor();
    await check();
    expect(world.mailbox).toHaveLength(24);
  } finally {
    await window.close();
    await stop();
  }
});
