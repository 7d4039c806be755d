import { expect, test } from 'vitest';
import { openSession } from '../../server/accounts/sessions.ts';
import { queueMail } from '../../server/mail/mail.ts';
import { sendDue } from '../../server/mail/sending.ts';
import { cookieFor } from '../../server/web/security.ts';
import { anAccount } from '../support/app.ts';
import { aPostOffice, withPost } from '../support/smtp.ts';
import { aWorld } from '../support/world.ts';
import { checkPage, openWindow, serveWorld, views } from './browser.ts';

test.each([
  [views[0], 'dark'],
  [views[1], 'light'],
] as const)('an admin ends the rest of a domain, %#', async (view, scheme) => {
  const office = await aPostOffice((to, stage) => {
    if (to.startsWith('lost')) return stage === 'text' ? 'vanish' : null;
    return '451 4.7.1 come back later';
  });
  const world = withPost(await aWorld({ env: { MAIL_CONNECTIONS: '1' } }), office);
  await world.db.transaction(async (tx) => {
    const link = 'https://letters.example/x';
    const data = { invitedBy: 'Ada', role: 'staffer', campaign: null, link, days: 7 };
    for (const address of [...Array.from({ length: 6 }, (_, n) => `zoe${n}@busy.example`), 'lost@near.example'])
      await queueMail(tx, world, { kind: 'invitation', reason: address, to: { name: '', address }, data });
  });
  await sendDue(world);
  const account = await anAccount(world, { name: 'Ada Min', email: 'ada@site.example', admin: true });
  const { url, stop } = await serveWorld(world);
  const window = await openWindow(view, scheme);
  try {
    const value = await openSession(world, account);
    await window.addCookies([{ name: cookieFor(world.settings, 'session').name, value, url }]);
    const page = await window.newPage();
    await page.goto(`${url}/desk/site`);
    await page.getByRole('link', { name: 'How mail stands' }).click();
    await checkPage(page);
    await page.getByText('the mail server did not answer; it may have arrived').waitFor();
    await page.getByRole('button', { name: 'Try again now: busy.example' }).click();
    await page.getByText('Nothing rests.').waitFor();
    await checkPage(page);
    expect(await page.getByText('It is tried again now.').count()).toBe(1);
  } finally {
    await window.close();
    await stop();
  }
});
