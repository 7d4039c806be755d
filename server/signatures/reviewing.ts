/** What organizers decide about signatures: each deed by id, noted in the history, with its numbers moved. */
import { domainOf, isLargeProvider, isWithin } from '../basics/addresses.ts';
import { NotFound } from '../basics/errors.ts';
import type { Viewer } from '../basics/viewer.ts';
import { requireSignedIn } from '../basics/viewer.ts';
import type { World } from '../basics/world.ts';
import { type Campaign, findCampaignById } from '../campaigns/campaigns.ts';
import type { Db, Tx } from '../db/database.ts';
import { record } from '../history/history.ts';
import { type Letter, requireMine } from '../letters/letters.ts';
import { count, isConfirmable, wait } from './confirming.ts';
import * as desk from './desk.store.ts';
import { listInvitedKeys } from './invitations.store.ts';
import { aboutLetter, mailAgain } from './mails.ts';
import { change } from './moving.ts';
import { shownOf, unshown } from './names.ts';
import { noteGone } from './removals.store.ts';
import { putBackMany, removeMany } from './removing.ts';
import { HIDDEN, type RemovedReason } from './states.ts';
import type { Signature } from './store.ts';

/** So many are changed in a transaction: few enough that nobody who signs meanwhile notices. */
const IN_A_TRANSACTION = 25;
/** Of so many organizations that wait, those are found that can be approved quickly. */
const MOST_LOOKED_AT = 1000;

/** How many a deed changed, and how many it left as they were: they had changed meanwhile, or it is too late for them. */
export interface Done {
  done: number;
  left: number;
  /** Of the released: those who cannot be written to, because their address has had its three mails. */
  unmailed?: number;
}

interface Context {
  letter: Letter;
  campaign: Campaign;
}

interface Review {
  ids: string[];
  deed: string;
  detail?: Record<string, unknown>;
}
type Act = (tx: Tx, rows: Signature[], context: Context) => Promise<Signature[]>;

/** Does something with some of a letter's signatures, and notes it. Throws as `requireMine` does for an organizer. */
async function review(
  world: World,
  viewer: Viewer | null,
  slug: string,
  { ids, ...review }: Review,
  act: Act,
): Promise<Done> {
  const all = [...new Set(ids)].sort();
  let done = 0;
  for (let at = 0; at < all.length; at += IN_A_TRANSACTION)
    done += await reviewSome(world, viewer, slug, { ...review, ids: all.slice(at, at + IN_A_TRANSACTION) }, act);
  return { done, left: all.length - done };
}

const reviewSome = (
  world: World,
  viewer: Viewer | null,
  slug: string,
  { ids, deed, detail = {} }: Review,
  act: Act,
): Promise<number> =>
  world.db.transaction(async (tx) => {
    const letter = await requireMine(tx, viewer, slug, 'organizer');
    const campaign = await findCampaignById(tx, letter.campaignId);
    if (!campaign) throw new NotFound('letter');
    const changed = await act(tx, await desk.holdMany(tx, letter.id, ids), { letter, campaign });
    if (changed.length > 0)
      await record(tx, world, requireSignedIn(viewer), {
        campaignId: letter.campaignId,
        subject: 'letter',
        subjectId: letter.id,
        deed,
        detail: { ...detail, signatures: changed.map(({ id }) => id) },
      });
    return changed.length;
  });

/** Does something with each row, and gives those for which it did. */
async function each(rows: Signature[], act: (row: Signature) => Promise<unknown>): Promise<Signature[]> {
  const changed: Signature[] = [];
  for (const row of rows) if (await act(row)) changed.push(row);
  return changed;
}

/**
 * Releases held signatures. Their signers are asked to confirm by mail; who had confirmed, and was held as the third
 * name with one address, counts at once. Once confirming is over, the others stay held.
 */
export async function release(world: World, viewer: Viewer | null, slug: string, ids: string[]): Promise<Done> {
  const unmailed = new Set<string>();
  const done = await review(
    world,
    viewer,
    slug,
    { ids, deed: 'released signatures' },
    (tx, rows, { letter, campaign }) =>
      each(rows, async (row) => {
        if (row.state !== 'held') return null;
        const to = { reason: null, changedAt: world.now() };
        if (row.reason === 'third')
          return row.kind === 'organization' ? wait(tx, world, row) : count(tx, world, row, { letter, campaign });
        if (!isConfirmable({ signature: { ...row, state: 'pending' }, letter }, world.now())) return null;
        const signature = await change(tx, row, { ...to, state: 'pending' });
        const about = aboutLetter(letter, campaign);
        if (signature && !(await mailAgain(tx, world, 'confirm-signature', { letter, about, signature })))
          unmailed.add(row.id);
        return signature;
      }),
  );
  return { ...done, unmailed: unmailed.size };
}

/** Counts organizations that were confirmed and wait. */
export const approve = (world: World, viewer: Viewer | null, slug: string, ids: string[]): Promise<Done> =>
  review(world, viewer, slug, { ids, deed: 'approved organizations' }, (tx, rows, context) =>
    each(rows, async (row) => row.state === 'waiting' && (await count(tx, world, row, context))),
  );

/** Removes signatures, for a reason that the public sees with the numbers. The note is for the history. */
export const remove = (
  world: World,
  viewer: Viewer | null,
  slug: string,
  ids: string[],
  { reason, note }: { reason: RemovedReason; note: string },
): Promise<Done> =>
  review(world, viewer, slug, { ids, deed: 'removed signatures', detail: { why: reason, reason: note } }, (tx, rows) =>
    removeMany(tx, world, rows, { reason }),
  );

/** Puts removed signatures back to what they were. */
export const putBack = (world: World, viewer: Viewer | null, slug: string, ids: string[]): Promise<Done> =>
  review(world, viewer, slug, { ids, deed: 'put signatures back' }, async (tx, rows) => {
    const back = await putBackMany(tx, world, rows);
    for (const { removalId } of back) if (removalId) await noteGone(tx, removalId, -1);
    return back;
  });

/** Shows the names of confirmed signatures, as their signers chose to be shown. */
export const showNames = (world: World, viewer: Viewer | null, slug: string, ids: string[]): Promise<Done> =>
  review(world, viewer, slug, { ids, deed: 'showed names' }, (tx, rows) =>
    each(rows, async (row) => {
      if (row.state !== 'confirmed' || row.shownAs !== null || row.display === 'anonymous' || !row.name) return null;
      return change(tx, row, { ...shownOf(row), reason: null, changedAt: world.now() });
    }),
  );

/** Keeps the names of confirmed signatures from being shown; they count all the same. */
export const hideNames = (world: World, viewer: Viewer | null, slug: string, ids: string[]): Promise<Done> =>
  review(world, viewer, slug, { ids, deed: 'hid names' }, (tx, rows) =>
    each(rows, async (row) => {
      if (row.state !== 'confirmed' || row.reason === HIDDEN || row.display === 'anonymous' || !row.name) return null;
      return change(tx, row, { ...unshown, reason: HIDDEN, changedAt: world.now() });
    }),
  );

/** Why an organization can be approved without further ado: its address is at its website's domain, or was invited. */
export type Quick = 'domain' | 'invited';

/** For those of these organizations that can be approved quickly, why. */
export async function findQuick(
  db: Db,
  letterId: string,
  rows: Pick<Signature, 'id' | 'addressKey' | 'email' | 'website'>[],
): Promise<Map<string, Quick>> {
  const invited = await listInvitedKeys(
    db,
    letterId,
    rows.flatMap(({ addressKey }) => addressKey ?? []),
  );
  return new Map(
    rows.flatMap((row): [string, Quick][] => {
      if (row.addressKey && invited.has(row.addressKey)) return [[row.id, 'invited']];
      return isAtOwnDomain(row) ? [[row.id, 'domain']] : [];
    }),
  );
}

/** Whether the address is at the domain of the website that was given; a provider's domain is nobody's own. */
function isAtOwnDomain({ email, website }: Pick<Signature, 'email' | 'website'>): boolean {
  if (!email || !website || !URL.canParse(website)) return false;
  const site = new URL(website).hostname.replace(/^www\./, '');
  return site.includes('.') && !isLargeProvider(site) && isWithin(domainOf(email), site);
}

/** The organizations that wait and can be approved quickly, among the thousand that have waited longest. */
export async function listQuick(db: Db, letterId: string): Promise<string[]> {
  return [...(await findQuick(db, letterId, await desk.listWaiting(db, letterId, MOST_LOOKED_AT))).keys()];
}

/** Approves all of them. */
export async function approveQuick(world: World, viewer: Viewer | null, slug: string): Promise<Done> {
  const letter = await requireMine(world.db, viewer, slug, 'organizer');
  return approve(world, viewer, slug, await listQuick(world.db, letter.id));
}
