import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { AxeBuilder } from '@axe-core/playwright';
import { type Browser, type BrowserContext, chromium, type Page } from 'playwright-core';
import { afterAll, expect } from 'vitest';
import { createApp } from '../../server/app.ts';
import { chromiumFlags, findChromium } from '../support/chromium.ts';
import type { TestWorld } from '../support/world.ts';

/** How people look at the site: a phone and a desk, with script and without. */
export const views = [
  { name: 'on a phone', width: 390, height: 844, script: true },
  { name: 'at a desk', width: 1280, height: 900, script: true },
  { name: 'on a phone without script', width: 390, height: 844, script: false },
  { name: 'at a desk without script', width: 1280, height: 900, script: false },
] as const;
export type View = (typeof views)[number];

let browser: Promise<Browser> | null = null;
afterAll(async () => (await browser)?.close());

/** The browser of this machine. */
function launch(): Promise<Browser> {
  const executablePath = findChromium();
  if (!executablePath) throw new Error('No Chromium is installed.');
  return chromium.launch({ executablePath, args: chromiumFlags });
}

/** A window of its own: no cookies of another. */
export async function openWindow(view: View, scheme: 'light' | 'dark' = 'light'): Promise<BrowserContext> {
  browser ??= launch();
  const window = await (await browser).newContext({
    viewport: { width: view.width, height: view.height },
    javaScriptEnabled: view.script,
    colorScheme: scheme,
  });
  window.setDefaultTimeout(10_000);
  return window;
}

/** The site of a world on a free port; `BASE_URL` plays no part in what a browser does here. */
export async function serveWorld(world: TestWorld): Promise<{ url: string; stop: () => Promise<void> }> {
  const server = createServer(createApp(world, { strictPages: true }));
  await new Promise<void>((resolve) => server.listen(0, 'localhost', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://localhost:${port}`,
    stop: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

/**
 * What holds for every page: axe finds nothing (WCAG 2.2 AA), nothing is cut off to the side, there is one heading of
 * the first order. Axe is a script itself, so a window without script leaves it to the others, which get the same page.
 */
export async function checkPage(page: Page, { script }: Pick<View, 'script'> = { script: true }): Promise<void> {
  const where = new URL(page.url()).pathname;
  expect(await page.locator('h1').count(), `one h1 on ${where}`).toBe(1);
  const overflow = await page.locator('html').evaluate((html) => html.scrollWidth - html.clientWidth);
  expect(overflow, `nothing sticks out sideways on ${where}`).toBeLessThanOrEqual(0);
  if (!script) return;
  const tags = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'];
  // There are no frames, so axe needs no second window, and what passes need not be told: that is most of its time.
  const axe = new AxeBuilder({ page })
    .options({ resultTypes: ['violations'] })
    .withTags(tags)
    .setLegacyMode();
  const { violations } = await axe.analyze();
  const told = violations.map(
    ({ id, nodes }) => `${where}: ${id}: ${nodes.map((node) => node.target.join(' ')).join('; ')}`,
  );
  expect(told).toEqual([]);
}
