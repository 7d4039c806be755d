import type { Page } from 'playwright-core';
import { expect, test } from 'vitest';
import { sendAll } from '../../server/worker.ts';
import { anOpenLetter, linkIn } from '../support/signing.ts';
import { aPostOffice, withPost } from '../support/smtp.ts';
import { aWorld } from '../support/world.ts';
import { checkPage, openWindow, serveWorld, views } from './browser.ts';

async function aSite() {
  const office = await aPostOffice();
  const world = withPost(await aWorld(), office);
  const { letter, people } = await anOpenLetter(world, {
    openToBodies: ['us-house', 'us-senate', 'example-city-council'],
  });
  const { url, stop } = await serveWorld(world);
  /** The address on this server of the link in the newest mail. */
  const newestLink = async () => {
    await sendAll(world);
    const { pathname, search } = linkIn(office.taken.at(-1)?.mail.text);
    return url + pathname + search;
  };
  return { office, world, letter, people, url, stop, newestLink };
}

const formOf = (page: Page) => page.getByRole('region', { name: 'Sign this letter' });
const heading = (page: Page) => page.getByRole('heading', { level: 1 }).textContent();
const open = (page: Page, summary: string) => page.getByText(summary, { exact: true }).click();

test.each(
  views.flatMap((view) => [
    { ...view, scheme: 'light' as const },
    ...(view.script ? [{ ...view, scheme: 'dark' as const }] : []),
  ]),
)('sign, mail, button, counted, withdraw, uncounted: $name, $scheme', async ({ scheme, ...view }) => {
  const { office, letter, url, stop, newestLink } = await aSite();
  const window = await openWindow(view, scheme);
  const page = await window.newPage();
  const counted = async () => {
    await page.goto(`${url}/letters/${letter.slug}`);
    return (await page.getByRole('region', { name: 'Signatures so far' }).textContent())?.match(
      /(\d+)\s+signatures?/,
    )?.[1];
  };
  try {
    expect(await counted()).toBe('0');
    await checkPage(page, view);
    expect(await page.getByLabel('Leave this empty').isVisible()).toBe(false);

    // A slip first: the form comes back with what was typed.
    const form = formOf(page);
    await form.getByLabel('Your name').fill('Zoë Łukasz');
    await form.getByLabel('Your e-mail address').fill('zoe@mail.example');
    await form.getByLabel('ZIP code').fill('4469');
    await form.getByLabel('I am 13 or older').check();
    await form.getByRole('button').click();
    expect(await page.getByRole('alert').textContent()).toContain('A ZIP code has five digits');
    await checkPage(page, view);
    await page.getByLabel('ZIP code').fill('44691');
    await page.getByRole('button', { name: 'Sign this letter' }).click();
    await page.waitForURL('**/signed');
    expect(await page.getByRole('main').textContent()).toContain('zoe@mail.example');
    await open(page, 'Wrong address?');
    await checkPage(page, view);
    expect(await counted()).toBe('0');

    await page.goto(await newestLink());
    expect(office.taken.map(({ to }) => to)).toEqual([['zoe@mail.example']]);
    expect(await page.getByRole('main').textContent()).toContain('Zoë Łukasz');
    await checkPage(page, view);
    await page.getByRole('button', { name: 'Confirm my signature' }).click();
    expect(await heading(page)).toBe('You are signer 1');
    const own = page.url();
    await checkPage(page, view);
    expect(await counted()).toBe('1');

    await page.goto(own);
    for (const summary of [
      'Change how your name is shown',
      'Change where you are counted',
      'Change what you agreed to',
    ])
      await open(page, summary);
    for (const summary of ['Take my name back', 'Forget me', 'This was not me']) await open(page, summary);
    await checkPage(page, view);
    await page.getByRole('button', { name: 'Withdraw my signature' }).click();
    expect(await heading(page)).toBe('You took your name back');
    await checkPage(page, view);
    expect(await counted()).toBe('0');
    expect(office.taken).toHaveLength(1);
  } finally {
    await window.close();
    await stop();
  }
});

test.each([
  { view: views[0], scheme: 'dark' },
  { view: views[1], scheme: 'light' },
] as const)(
  'an address is corrected, a district chosen, a council member written to: $view.name, $scheme',
  async ({ view, scheme }) => {
    const { office, world, letter, url, stop, newestLink } = await aSite();
    const window = await openWindow(view, scheme);
    const page = await window.newPage();
    try {
      await page.goto(`${url}/letters/${letter.slug}`);
      const form = formOf(page);
      await form.getByLabel('Your name').fill('Zoë Łukasz');
      await form.getByLabel('Your e-mail address').fill('zoe@gmaill.com');
      await form.getByLabel('ZIP code').fill('78250');
      await form.getByLabel('I am 13 or older').check();
      expect(await form.getByLabel('In your own words').isVisible()).toBe(false);
      await form.getByLabel('Also write to my legislators').check();
      await form.getByLabel('In your own words').fill('My well is downstream of the plant.');
      await open(page, 'I sign for an organization, or name mine');
      await open(page, 'More, if you like');
      await checkPage(page, view);
      await form.getByRole('button').click();
      await page.getByRole('button', { name: 'Yes, write to that address' }).click();
      expect(await page.getByRole('status').textContent()).toContain(
        'The address that stands here now is the one that counts.',
      );
      await checkPage(page, view);

      await page.goto(await newestLink());
      expect(office.taken.at(-1)?.to).toEqual(['zoe@gmail.com']);
      await page.getByLabel('Your congressional district').selectOption('TX-20');
      await page.getByLabel('Who represents you in the Example City Council?').selectOption({ label: 'Min-ji Park' });
      await checkPage(page, view);
      await page.getByRole('button', { name: 'Confirm my signature' }).click();
      expect(await heading(page)).toBe('You are signer 1');
      expect(await page.getByRole('main').textContent()).toContain('Texas’s 20th district');
      await checkPage(page, view);
      await sendAll(world);
      expect(office.taken.at(-1)?.to).toEqual(['park@council.example']);
      expect(office.taken.at(-1)?.mail.text).toContain('My well is downstream of the plant.');

      await open(page, 'This was not me');
      await page.getByRole('button', { name: 'I did not sign this' }).click();
      expect(await heading(page)).toBe('Thank you for telling us');
      await checkPage(page, view);
      await page.goBack();
      await page.reload();
      expect(await heading(page)).toBe('This link opens nothing');
      await checkPage(page, view);
    } finally {
      await window.close();
      await stop();
    }
  },
);
