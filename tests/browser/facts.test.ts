import { expect, test } from 'vitest';
import { openSession } from '../../server/accounts/sessions.ts';
import { addBill, linkBill } from '../../server/bills/bills.ts';
import { addCoverage, addExhibit, addHappening } from '../../server/campaigns/campaigns.ts';
import { publishVersion } from '../../server/letters/letters.ts';
import { cookieFor } from '../../server/web/security.ts';
import { anAccount } from '../support/app.ts';
import { aLegislature } from '../support/invented/legislature.ts';
import { aCampaign, aLetter } from '../support/invented/letters.ts';
import { anAdmin } from '../support/people.ts';
import { aWorld } from '../support/world.ts';
import { checkPage, openWindow, serveWorld, views } from './browser.ts';

const looks = [
  { view: views[0], scheme: 'dark' },
  { view: views[1], scheme: 'light' },
] as const;

const first = `We write to ask that the rivers of New Mexico be kept clean, and that the Department enforce the permits it has granted.

In 2025 the state counted 23 spills. Nobody was fined.

We respectfully ask that you

1. publish every permit;
2. answer within thirty days.`;
const second = `We write to ask that the rivers and lakes of New Mexico be kept clean, and that the Department enforce the permits it has granted.

In 2025 the state counted 31 spills, of which four reached drinking water. Nobody was fined.

Families should not have to ask twice.

We respectfully ask that you

1. publish every permit and every inspection;
2. answer within thirty days.`;

test.each(looks)('what changes in a letter reads well: $view.name, $scheme', async ({ view, scheme }) => {
  const world = await aWorld();
  await aLegislature(world);
  const { letter } = await aLetter(world, { text: first });
  const { url, stop } = await serveWorld(world);
  const window = await openWindow(view, scheme);
  const ada = await anAccount(world, { name: 'Ada Min', email: 'ada@example.org', admin: true });
  await window.addCookies([
    { name: cookieFor(world.settings, 'session').name, value: await openSession(world, ada), url },
  ]);
  const page = await window.newPage();
  try {
    await page.goto(`${url}/desk/letters/${letter.slug}/versions/new`);
    await checkPage(page, view);
    await page.getByLabel('The whole new text').fill(second);
    await page.getByRole('button', { name: 'See what changes' }).click();
    await checkPage(page, view);
    await page.getByLabel('What has changed, and why?').fill('The number was corrected, and lakes were added.');
    await page.getByRole('button', { name: 'Publish this version' }).click();
    await page.waitForURL(/note=new-version/);
    await checkPage(page, view);
    const reason = 'A number in figures.';
    await publishVersion(world, anAdmin, letter.slug, {
      text: second.replace('thirty', '30'),
      substantive: false,
      reason,
    });
    await page.goto(`${url}/letters/${letter.slug}/versions/3/changes?from=1`);
    await checkPage(page, view);
  } finally {
    await window.close();
    await stop();
  }
});

test.each(looks)('a campaign’s facts are laid out and read well: $view.name, $scheme', async ({ view, scheme }) => {
  const world = await aWorld();
  const { rivera, okafor } = await aLegislature(world);
  const ask = '1. Sign the letter to the Department.\n2. Ask for every permit to be published.';
  const campaign = await aCampaign(world, { ask });
  await aLetter(world, { campaignId: campaign.id });
  await world.db.transaction(async (tx) => {
    const bill = { congress: 119, number: 'H.R. 1234', title: 'Clean Rivers Act', introduced: '2025-03-04' };
    const sponsors = [
      { legislator: okafor.key, role: 'sponsor' as const },
      { legislator: rivera.key, role: 'cosponsor' as const },
    ];
    const id = await addBill(tx, world, { ...bill, summary: 'Would fine spills.', source: 'congress.gov', sponsors });
    await linkBill(tx, campaign.id, id, 0);
    const story = { outlet: 'Rivers Weekly', day: '2026-05', stance: 'supportive', summary: 'It agrees.' } as const;
    await addCoverage(tx, world, campaign.id, story);
    const exhibit = { title: 'Fines', note: '', columns: ['Year', 'Fines'], ordinal: -1 };
    await addExhibit(tx, world, campaign.id, { ...exhibit, rows: [{ cells: ['2025', '0'], source: 'State report' }] });
    for (const day of ['2024', '2025-06', '2025-09-19'])
      await addHappening(tx, world, campaign.id, { day, text: 'A pipe broke.', source: 'State report' });
  });
  const { url, stop } = await serveWorld(world);
  const window = await openWindow(view, scheme);
  const ada = await anAccount(world, { name: 'Ada Min', email: 'ada@example.org', admin: true });
  const cookie = { name: cookieFor(world.settings, 'session').name, value: await openSession(world, ada), url };
  await window.addCookies([cookie]);
  const page = await window.newPage();
  const facts = `${url}/desk/campaigns/${campaign.slug}/facts`;
  const fill = async (fields: Record<string, string>) => {
    for (const [label, value] of Object.entries(fields)) await page.getByLabel(label).fill(value);
  };
  try {
    await page.goto(facts);
    await checkPage(page, view);
    await page.goto(`${facts}/exhibits/new`);
    await fill({ 'What does the table show?': 'Spills by year', Note: 'As the state counts them.' });
    await fill({ 'Paste the table': 'Year,Spills,Source\n2024,23,State report 2025\n2025,31,' });
    await page.getByRole('button', { name: 'See the table' }).click();
    await checkPage(page, view);
    await fill({ 'Paste the table': 'Year,Spills,Source\n2024,23,State report 2025\n2025,31,State report 2026' });
    await page.getByRole('button', { name: 'See the table' }).click();
    await checkPage(page, view);
    await page.getByRole('button', { name: 'Save the table' }).click();
    await page.goto(`${facts}/coverage/new`);
    await fill({ Outlet: 'Lake News', 'When?': '2026-05-04', 'What does it say?': 'It weighs the figures.' });
    await page.getByLabel('How does it stand').selectOption('critical');
    await fill({ Link: 'https://news.example/story' });
    await checkPage(page, view);
    await page.getByRole('button', { name: 'Save' }).click();
    await page.goto(`${facts}/partners`);
    await fill({ 'Add organizations': 'River Keepers, https://rk.example\nBird Club\nLake Trust' });
    await page.getByRole('button', { name: 'Add them' }).click();
    await page.locator('summary').click();
    await checkPage(page, view);
    await page.goto(`${facts}/partners`);
    await checkPage(page, view);
    await page.goto(`${url}/campaigns/${campaign.slug}`);
    await checkPage(page, view);
    expect(await page.getByRole('heading', { level: 2 }).allInnerTexts()).toEqual([
      ...['What the campaign asks', 'Letters', 'Timeline', 'Exhibits', 'Coverage', 'Linked bills'],
      'Partner organizations',
    ]);
  } finally {
    await window.close();
    await stop();
  }
});
