import { eq } from 'drizzle-orm';
import { expect, test } from 'vitest';
import { openSession } from '../../server/accounts/sessions.ts';
import { signatures, usedChallenges } from '../../server/db/tables.ts';
import { prepare, weighMany } from '../../server/protection/protection.ts';
import { addRule } from '../../server/protection/rules.ts';
import { addSpikes } from '../../server/protection/spikes.ts';
import { cookieFor } from '../../server/web/security.ts';
import { anAccount } from '../support/app.ts';
import { aLetter, type LetterRow } from '../support/invented/letters.ts';
import { aViewer } from '../support/people.ts';
import { aWorld, type TestWorld } from '../support/world.ts';
import { checkPage, openWindow, serveWorld, views } from './browser.ts';

/** So many signatures that the challenge is on. */
async function rush(world: TestWorld, { id: letterId, campaignId }: LetterRow): Promise<void> {
  const email = 'ana@gmail.com';
  const items = await Promise.all(
    Array.from({ length: 130 }, async (_, n) => ({
      ...{ letterId, network: `10.0.0.${n}`, domain: 'gmail.com' },
      weighed: await prepare(world, { letterId, campaignId, network: `10.0.0.${n}`, email, trap: '', challenge: '' }),
    })),
  );
  await world.db.transaction((tx) => weighMany(tx, world, items));
}

test.each([views[0], views[1], views[2]])(
  'under pressure a browser proves that somebody signs, $name',
  async (view) => {
    const world = await aWorld();
    // A browser reckons with the real time.
    world.at(new Date().toISOString());
    const { letter } = await aLetter(world, { openToPublic: true });
    const site = await serveWorld(world);
    const window = await openWindow(view);
    const page = await window.newPage();
    const problems: string[] = [];
    page.on('console', (message) => message.type() === 'error' && problems.push(message.text()));
    page.on('pageerror', (error) => problems.push(error.message));
    const sign = async (name: string, before: () => Promise<void> = async () => {}) => {
      await page.goto(`${site.url}/letters/${letter.slug}`);
      await page.getByLabel('Your name').fill(name);
      await before();
      await page.getByLabel('Your e-mail address').first().fill(`${name.toLowerCase()}@mail.example`);
      await page.getByLabel(/13 or older/).check();
      const started = performance.now();
      await page.locator('form[data-challenge] button').click();
      await page.waitForURL((url) => !url.pathname.endsWith(letter.slug));
      const [row] = await world.db.select().from(signatures).where(eq(signatures.name, name));
      return { state: row?.state, reason: row?.reason ?? null, took: performance.now() - started };
    };
    try {
      expect(await sign('Ana')).toMatchObject({ state: 'pending' });
      expect(await world.db.select().from(usedChallenges)).toHaveLength(0);
      // The rush begins while the form is being filled in.
      const second = await sign('Ben', () => rush(world, letter));
      if (view.script) {
        expect(second).toMatchObject({ state: 'pending' });
        expect(await sign('Zoe')).toMatchObject({ state: 'pending' });
        expect(await world.db.select().from(usedChallenges)).toHaveLength(2);
      } else expect(second).toMatchObject({ state: 'held', reason: 'no-challenge' });
      expect(problems).toEqual([]);
    } finally {
      await window.close();
      await site.stop();
    }
  },
);

test.each([
  { view: views[0], scheme: 'dark' },
  { view: views[1], scheme: 'light' },
  { view: views[2], scheme: 'light' },
] as const)('the pages that guard a letter read well: $view.name, $scheme', async ({ view, scheme }) => {
  const world = await aWorld();
  const { letter, campaign } = await aLetter(world, { openToPublic: true });
  const organizer = aViewer(campaign.id, 'organizer');
  const rule = {
    list: 'block',
    kind: 'network',
    pattern: '2001:db8:1234::/48',
    note: 'A rush of made-up names',
  } as const;
  await addRule(world, organizer, campaign.id, rule);
  await addRule(world, organizer, campaign.id, { ...rule, kind: 'email', pattern: '*@a-long-name.mail.example' });
  await addRule(world, organizer, campaign.id, { ...rule, list: 'allow', pattern: '192.0.2.7', note: '' });
  const arrival = { letterId: letter.id, at: world.now(), network: '2001:db8:1234:5678::/64' };
  const rows = Array(60).fill({ ...arrival, domain: 'office.example', district: 'OH-7' });
  await world.db.transaction((tx) => addSpikes(tx, world, rows));
  const site = await serveWorld(world);
  const window = await openWindow(view, scheme);
  const account = await anAccount(world, { name: 'Ada Min', email: 'ada@mail.example', admin: true });
  const token = await openSession(world, account);
  await window.addCookies([{ name: cookieFor(world.settings, 'session').name, value: token, url: site.url }]);
  const page = await window.newPage();
  try {
    const lists = `/desk/campaigns/${campaign.slug}/protection`;
    const rushes = `/desk/letters/${letter.slug}/protection`;
    for (const path of [lists, '/desk/site/protection', rushes]) {
      expect((await page.goto(site.url + path))?.status(), path).toBe(200);
      await checkPage(page, view);
    }
    await page.getByRole('button', { name: /^Nothing wrong: office\.example/ }).click();
    expect(await page.getByRole('status').innerText()).toBe('Noted.');
    await checkPage(page, view);
    await page.goto(site.url + lists);
    await page.getByLabel('Whom').fill('*@gmail.com');
    await page.getByRole('button', { name: 'Add the rule' }).click();
    await page.getByRole('link', { name: /everybody at gmail\.com/ }).waitFor();
    await checkPage(page, view);
    await page.getByRole('button', { name: 'Remove 192.0.2.7' }).click();
    expect(await page.getByText('Nobody is on this list.').count()).toBe(1);
  } finally {
    await window.close();
    await site.stop();
  }
});
