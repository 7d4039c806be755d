import { expect, test } from 'vitest';
import { openSession } from '../../server/accounts/sessions.ts';
import { cookieFor } from '../../server/web/security.ts';
import { sendAll } from '../../server/worker.ts';
import { askPdf, inOrder, placesOf } from '../files/papers.ts';
import { anAccount } from '../support/app.ts';
import { aLegislature } from '../support/invented/legislature.ts';
import { aCampaign } from '../support/invented/letters.ts';
import { linkIn } from '../support/signing.ts';
import { aPostOffice, withPost } from '../support/smtp.ts';
import { aWorld } from '../support/world.ts';
import { checkPage, openWindow, serveWorld, views } from './browser.ts';

const looks = [
  { view: views[0], scheme: 'dark' },
  { view: views[1], scheme: 'light' },
] as const;

test.each(looks)('a letter lives from its draft to an erratum: $view.name, $scheme', async ({ view, scheme }) => {
  const post = await aPostOffice();
  const world = withPost(await aWorld(), post);
  const people = await aLegislature(world);
  const campaign = await aCampaign(world);
  const site = await serveWorld(world);
  const window = await openWindow(view, scheme);
  const account = {
    name: 'Dana Ops',
    email: 'dana@team.example',
    roles: [[campaign.id, 'organizer']] as [string, 'organizer'][],
  };
  const session = await openSession(world, await anAccount(world, account));
  await window.addCookies([{ name: cookieFor(world.settings, 'session').name, value: session, url: site.url }]);
  const page = await window.newPage();
  const desk = `${site.url}/desk/letters/a-letter-on-rivers`;
  const open = async (url: string) => {
    expect((await page.goto(url))?.status(), url).toBe(200);
    await checkPage(page, view);
  };
  const noted = (words: string) => page.getByRole('status').getByText(words).first().waitFor();
  try {
    // A draft, published.
    await page.goto(`${site.url}/desk/campaigns/${campaign.slug}/letters/new`);
    await page.getByLabel(/What is the letter called/).fill('A letter on rivers');
    await page.getByLabel('Office').selectOption({ label: 'Secretary of a department' });
    await page.getByLabel(/^Name/).fill('Elena Voss');
    await page.getByLabel(/^Department/).fill('U.S. Department of Water');
    await page.getByLabel(/^The letter itself/).fill('We ask that the rivers be kept clean.');
    await page.getByLabel(/Until when can it be signed/).fill('2026-12-04T17:00');
    await page.getByRole('button', { name: 'Save as a draft' }).click();
    await page.getByRole('button', { name: 'Publish the letter' }).first().click();
    await noted('The letter is published');

    // Names that an office sent: two that are certain, one that is asked about.
    await open(`${desk}/names`);
    await page.getByLabel(/^Names/).fill('Rep. Okafor (R-OH-07)\nFjeld\nRep. Smith (KS)\n');
    await page.getByLabel('Source').fill('e-mail from a lead office');
    await page.getByRole('button', { name: 'Look them over' }).click();
    await checkPage(page, view);
    const asked = page.getByRole('group', { name: 'Rep. Smith (KS)' });
    expect(await asked.getByRole('radio').count()).toBe(3);
    await page.getByRole('button', { name: 'Record these 2' }).click();
    await noted('2');
    await asked.getByLabel(/Orson Smith/).check();
    await page.getByRole('button', { name: 'Keep these choices' }).click();
    await page.getByRole('button', { name: /^Record/ }).click();

    // An office answers by its own link, and confirms by mail.
    await open(`${desk}/offices?q=rivera&position=`);
    await page.getByLabel(/Ana Rivera/).check();
    await page.getByRole('button', { name: 'Make links for those ticked' }).click();
    const link = new URL(await page.getByRole('textbox', { name: 'Link for Sen. Rivera' }).inputValue()).pathname;
    await open(site.url + link);
    await page.getByLabel('Senator Rivera signs').check();
    await page.getByLabel('Your name').fill('Priya Example');
    await page.getByLabel('Your title in the office').fill('Legislative Director');
    await page.getByLabel('Your office e-mail address').fill('priya@rivera.senate.gov');
    await page.getByLabel('I am authorized').check();
    await page.getByRole('button', { name: 'Send the answer' }).click();
    await page.getByRole('heading', { name: 'One step left' }).waitFor();
    await sendAll(world);
    const mail = post.taken.find(({ to }) => to.includes('priya@rivera.senate.gov'));
    await open(site.url + linkIn(mail?.mail.text).pathname);
    await page.getByRole('button', { name: 'Confirm: Senator Rivera signs' }).click();
    await page.getByRole('heading', { name: 'Confirmed. Thank you' }).waitFor();

    // A change of substance: who signed is to reconfirm, and is left off the letter until then.
    await open(`${desk}/versions/new`);
    await page.getByLabel('The whole new text').fill('We ask that the rivers be kept clean and open to all.');
    await page.getByRole('button', { name: 'See what changes' }).click();
    await checkPage(page, view);
    await page.locator('ins:visible', { hasText: 'open to all' }).first().waitFor();
    await page.getByLabel(/What has changed/).fill('Asked for by two offices.');
    await page.getByRole('button', { name: 'Publish this version' }).click();
    await noted('The new version is published');
    await open(`${site.url}/letters/a-letter-on-rivers/versions/2/changes`);
    await page.goto(`${site.url}/letters/a-letter-on-rivers`);
    expect(await page.locator('.letter .signers li').count()).toBe(0);
    await open(`${desk}/whip?reconfirm=yes`);
    for (const name of ['Ana Rivera', 'Ben Okafor', 'Orson Smith']) {
      await page.goto(`${desk}/whip?reconfirm=yes`);
      await page.getByRole('link', { name }).first().click();
      await page.getByLabel('Signed', { exact: true }).check();
      await page.getByLabel('Source').fill('a call');
      await page.getByRole('button', { name: /^Record/ }).click();
      await noted('Recorded');
    }
    await page.goto(`${desk}/whip?reconfirm=yes`);
    expect(await page.getByRole('link', { name: 'Signe Fjeld' }).count()).toBe(1);

    // More time, then closed, dated, delivered, answered.
    await open(`${desk}/sending`);
    await page.locator('summary', { hasText: 'Extend the deadline' }).click();
    await page.getByLabel(/New deadline/).fill('2026-12-11T17:00');
    await page.getByLabel(/^Why/).fill('Two offices asked for a week.');
    await page.getByRole('button', { name: 'Extend the deadline' }).click();
    await noted('deadline');
    world.at('2026-12-08T15:00:00Z');
    await page.goto(`${desk}/sending`);
    await page.locator('summary', { hasText: 'Close it now' }).click();
    await page.getByRole('button', { name: 'Close the letter' }).click();
    await checkPage(page, view);
    await page.getByLabel('The day on the letter').fill('2026-12-08');
    await page
      .getByLabel(/Elena Voss/)
      .first()
      .check();
    await page.getByRole('button', { name: 'Mark as sent' }).click();
    await noted('sent');
    await page.getByLabel('Who answered').fill('The Department of Water');
    await page.getByLabel('What was answered').fill('The Secretary thanks the signers and will reply by March.');
    await page.getByLabel('Where it can be read').fill('letter of the Department');
    await page.getByRole('button', { name: 'Note the answer' }).click();
    await checkPage(page, view);

    const words = async () => {
      const file = await page.request.get(`${site.url}/letters/a-letter-on-rivers/letter.pdf`);
      expect(file.headers()['content-type']).toBe('application/pdf');
      return askPdf('pdftotext', await file.body(), ['-layout'], ['-']).replace(/\s+/g, ' ');
    };
    const letter = await words();
    const order = [
      'December 8, 2026',
      'Elena Voss',
      'open to all',
      'Sincerely,',
      'Ben Okafor',
      'Ana Rivera',
      'Orson Smith',
    ];
    expect(inOrder(placesOf(letter, order)), letter).toBe(true);
    expect(letter).toContain('United States Senator');
    expect(letter).not.toMatch(/Fjeld|DRAFT|Erratum/);

    // A signer withdraws afterwards: never undone, and dated wherever the letter is read.
    world.at('2026-12-14T15:00:00Z');
    await page.goto(`${desk}/whip/${people.okafor.key}`);
    await page.getByLabel('Withdrawn', { exact: true }).check();
    await page.getByLabel('Source').fill('a statement of the office');
    await page.getByRole('button', { name: /^Record/ }).click();
    await noted('Recorded');
    const erratum = 'Erratum, December 14, 2026: Representative Ben Okafor (R-OH-07) withdrew the signature.';
    world.pass({ minutes: 16 });
    await open(`${site.url}/letters/a-letter-on-rivers`);
    await page.getByText(erratum).first().waitFor();
    await open(`${site.url}/letters/a-letter-on-rivers/record`);
    await page.getByText(erratum).first().waitFor();
    await page.getByText('Two offices asked for a week').first().waitFor();
    expect(await words()).toContain(erratum);
    const feed = await page.request.get(`${site.url}/letters/a-letter-on-rivers/changes.atom`);
    expect(await feed.text()).toContain('withdrew');
  } finally {
    await window.close();
    await site.stop();
  }
});
