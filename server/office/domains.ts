/** At which mail domains a body's offices have their addresses: a mail that is confirmed there is the office's word. */
import { domainOf, isDisposable, isLargeProvider, isWithin } from '../basics/addresses.ts';
import { Invalid, NotFound } from '../basics/errors.ts';
import { requireAdmin, type Viewer } from '../basics/viewer.ts';
import type { World } from '../basics/world.ts';
import type { Db } from '../db/database.ts';
import { record } from '../history/history.ts';
import { type Body, HOUSE, listBodies, SENATE } from '../legislators/legislators.ts';
import { groupBy } from '../legislators/lists.ts';
import * as store from './store.ts';

/** Those of Congress, unless the admin has set others. */
const usual: Record<string, string[]> = { [SENATE]: ['senate.gov'], [HOUSE]: ['mail.house.gov', 'house.gov'] };

export const MOST_DOMAINS = 20;

/** The domains of a body's offices; none where nobody has set any. An address below one of them is at it too. */
export async function domainsOf(db: Db, body: string): Promise<string[]> {
  const set = await store.listDomains(db, body);
  return set.length > 0 ? set : (usual[body] ?? []);
}

/** Whether an address is at one of these domains or below: 'ana@rivera.senate.gov' is at 'senate.gov', 'ana@evil-senate.gov' is not. */
export const isAt = (domains: string[], email: string): boolean =>
  domains.some((domain) => isWithin(domainOf(email), domain));

export interface BodyDomains {
  body: Body;
  /** What the admin has set; empty for the usual ones. */
  set: string[];
  usual: string[];
}

/** Every body with its domains, by name, for the admin. */
export async function listDomains(db: Db, viewer: Viewer | null): Promise<BodyDomains[]> {
  requireAdmin(viewer);
  const rows = groupBy(await store.listAllDomains(db), ({ body }) => body);
  return (await listBodies(db))
    .sort((a, b) => (a.name < b.name ? -1 : 1))
    .map((body) => ({
      body,
      set: (rows.get(body.key) ?? []).map(({ domain }) => domain),
      usual: usual[body.key] ?? [],
    }));
}

const shape = /^(?=.{4,253}$)([a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z][a-z0-9-]{0,61}[a-z0-9]$/;

/**
 * Sets the mail domains of a body's offices, for the admin; none gives the usual ones back. Throws Invalid for what is
 * no domain, and for one at which anybody may have an address.
 */
export async function setDomains(world: World, viewer: Viewer | null, key: string, typed: string[]): Promise<void> {
  const admin = requireAdmin(viewer);
  const domains = [...new Set(typed.map((text) => domainOf(text.replace(/^@/, ''))))];
  const wrong = domains.find((domain) => !shape.test(domain));
  const open = domains.find((domain) => isLargeProvider(domain) || isDisposable(domain));
  const message = wrong
    ? `“${wrong}” is no mail domain, such as council.example.gov.`
    : open
      ? `Anybody may have an address at ${open}, so it proves nothing.`
      : domains.length > MOST_DOMAINS && `At most ${MOST_DOMAINS} domains for a body.`;
  if (message) throw new Invalid([{ path: 'domains', message }]);
  await world.db.transaction(async (tx) => {
    if (!(await listBodies(tx)).some((body) => body.key === key)) throw new NotFound('body');
    await store.setDomains(tx, key, domains);
    await record(tx, world, admin, {
      ...{ subject: 'body', subjectId: key, deed: 'set mail domains' },
      detail: { domains },
    });
  });
}
