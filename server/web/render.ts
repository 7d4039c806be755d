import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import ejs from 'ejs';
import type { Express, Response } from 'express';
import { inProject } from '../basics/root.ts';
import type { Viewer } from '../basics/viewer.ts';

/** Who answers for a public page; printed at its foot. */
export interface Imprint {
  sponsor: string;
  address: string;
  contact: string;
  privacyUrl: string;
}

/** What a page says: a template's name and every text and number it prints, ready to print. */
export interface Page {
  /** The template, such as 'letters/edit'. */
  view: string;
  /** For the browser's tab and the search engines. */
  title: string;
  description?: string;
  /** 'wide' for tables. */
  width?: 'text' | 'wide';
  /** The sponsor behind a campaign's public page. */
  imprint?: Imprint | null;
  /** A sentence to show once at the top, after a deed: "Saved." */
  note?: string | null;
  /** True for the example campaign's pages. */
  example?: boolean;
  /** True for pages of people's names, which search engines are asked to leave out. */
  noindex?: boolean;
  /** The Atom feed that tells of what this page does. */
  feed?: { title: string; url: string } | null;
}

export interface ShowOptions {
  status?: number;
  /** 'public': the same bytes for everybody, at most a second old. 'private' unless said. */
  cache?: 'public' | 'private';
}

const serif = inProject('node_modules/@fontsource-variable/source-serif-4/files/source-serif-4');

/** Files of the site's own look, each with a hash of its content in the address, so that browsers keep them for good. */
const assetFiles: Record<string, string> = {
  'pico.css': inProject('node_modules/@picocss/pico/css/pico.min.css'),
  'site.css': inProject('views/assets/site.css'),
  'site.js': inProject('views/assets/site.js'),
  'solver.js': inProject('views/assets/solver.js'),
  'mark.svg': inProject('views/assets/mark.svg'),
  'serif.woff2': `${serif}-latin-wght-normal.woff2`,
  'serif-ext.woff2': `${serif}-latin-ext-wght-normal.woff2`,
  'serif-italic.woff2': `${serif}-latin-wght-italic.woff2`,
};
const assets = Object.fromEntries(
  Object.entries(assetFiles).map(([name, file]) => [
    name,
    { file, url: `/assets/${name}?v=${createHash('sha256').update(readFileSync(file)).digest('hex').slice(0, 12)}` },
  ]),
);

const views = inProject('views');

// EJS looks on the disk for an included template each time it is shown, unless its path begins at the root.
ejs.fileLoader = (file) => {
  const fromRoot = (name: string) => path.relative(views, path.join(path.dirname(file), name));
  return readFileSync(file, 'utf8').replace(/\binclude\('([^'/][^']*)'/g, (_, name) => `include('/${fromRoot(name)}'`);
};

const unsafe = /[&<>"']/;
const everyUnsafe = new RegExp(unsafe, 'g');
const entities: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&#34;', "'": '&#39;' };

/** As EJS writes a value, but most have nothing to be written otherwise: a long list asks this of ten thousand. */
function escaped(value: unknown): string {
  if (value === undefined || value === null) return '';
  const text = String(value);
  return unsafe.test(text) ? text.replace(everyUnsafe, (sign) => entities[sign] ?? sign) : text;
}

/** Serves the assets under `/assets`, and sets up strict templates that see one local, `page`. */
export function useViews(app: Express, strict: boolean): void {
  app.set('views', views);
  app.set('view engine', 'ejs');
  // Also in development: there a change of a template starts the server anew.
  app.enable('view cache');
  app.set('strict pages', strict);
  app.engine('ejs', (file, data, done) => {
    const options = {
      strict: true,
      destructuredLocals: ['page'],
      cache: true,
      root: views,
      escape: escaped,
    };
    ejs.renderFile(file, { page: (data as { page: unknown }).page }, options, done);
  });
  app.get('/assets/:name', (req, res, next) => {
    const asset = assets[req.params.name];
    if (!asset) return next();
    // The fonts are named by the stylesheet without a hash, and do not change.
    const lasting = req.query['v'] || asset.file.endsWith('.woff2');
    res.set('Cache-Control', lasting ? 'public, max-age=31536000, immutable' : 'public, max-age=60');
    res.sendFile(asset.file);
  });
}

/** Shows a page: the only call of `res.render`. */
export function show<P extends Page>(
  res: Response,
  page: P,
  { status = 200, cache = 'private' }: ShowOptions = {},
): void {
  const viewer = cache === 'public' ? null : ((res.locals['viewer'] as Viewer | null | undefined) ?? null);
  const whole = {
    description: '',
    width: 'text' as const,
    imprint: null,
    note: null,
    example: false,
    noindex: false,
    feed: null,
    ...page,
    viewer: viewer && { name: viewer.name },
    css: [assets['pico.css']?.url, assets['site.css']?.url],
    js: assets['site.js']?.url,
    icon: assets['mark.svg']?.url,
  };
  setCaching(res, cache);
  if (whole.noindex) res.set('X-Robots-Tag', 'noindex');
  res.status(status);
  const shown = res.app.get('strict pages') ? throwing(whole, path.basename(page.view)) : whole;
  res.render(page.view, { page: shown }, (error: Error | null, html?: string) => {
    if (error) return res.req.next?.(error);
    // Nobody keeps a private page: a hash of all its bytes, to tell whether it changed, would be for nothing.
    if (cache === 'public') res.send(html);
    else res.type('html').end(html);
  });
}

/** The cache headers of a public or a private answer; private ones keep their address out of other sites' logs too. */
export function setCaching(res: Response, cache: 'public' | 'private'): void {
  if (cache === 'public') {
    // A browser asks each time, and is told in a few bytes that nothing changed: it never shows a page from before its
    // visitor's own deed. A cache in front may answer for a second.
    res.set('Cache-Control', 'public, max-age=0, s-maxage=1');
    return;
  }
  res.set('Cache-Control', 'private, no-store');
  res.set('Referrer-Policy', 'no-referrer');
}

/** The same object, but a field it lacks is an error, at any depth: a slip in a template then fails loudly in tests. */
function throwing<T extends object>(object: T, where: string): T {
  return new Proxy(object, {
    get(target, key, receiver) {
      const value: unknown = Reflect.get(target, key, receiver);
      if (
        value === undefined &&
        typeof key === 'string' &&
        key !== 'then' &&
        key !== 'toJSON' &&
        !Array.isArray(target)
      )
        throw new Error(`The page has no "${where}.${key}".`);
      const plain =
        typeof value === 'object' &&
        value !== null &&
        (Array.isArray(value) || Object.getPrototypeOf(value) === Object.prototype);
      return plain ? throwing(value as object, `${where}.${String(key)}`) : value;
    },
  });
}
