import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { AxeBuilder } from '@axe-core/playwright';
import { type Browser, type BrowserContext, chromium, type Page } from 'playwright-core';
import { expect } from 'vitest';
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

/** The browser of this machine. */
export async function openBrowser(): Promise<Browser> {
  const executablePath = findChromium();
  if (!executablePath) throw new Error('No Chromium is installed.');
  return chromium.launch({ executablePath, args: chromiumFlags });
}

/** A window of its own: no cookies of another. */
export function openWindow(browser: Browser, view: View, scheme: 'light' | 'dark' = 'light'): Promise<BrowserContext> {
  return browser.newContext({
    viewport: { width: view.width, height: view.height },
    javaScriptEnabled: view.script,
    colorScheme: scheme,
    // Links out of the site are followed nowhere in tests.
    serviceWorkers: 'block',
  });
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
 * the first order. Axe needs script, so a window without it reads the page's source in one that has it.
 */
export async function checkPage(page: Page): Promise<void> {
  const where = new URL(page.url()).pathname;
  expect(await page.locator('h1').count(), `one h1 on ${where}`).toBe(1);
  const axe = await new AxeBuilder({ page }).withTags(['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice']).analyze();
  expect(
    axe.violations.map((violation) => `${where}: ${violation.id}: ${violation.nodes.map((node) => node.target.join(' ')).join('; ')}`),
  ).toEqual([]);
  const overflow = await page.evaluate('document.documentElement.scrollWidth - document.documentElement.clientWidth');
  expect(overflow, `nothing sticks out sideways on ${where}`).toBeLessThanOrEqual(0);
}
