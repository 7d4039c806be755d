/** The secret link by which one office reads a letter and answers for its member: no account, nothing stored but its id. */

import { Invalid, NotFound, Refused } from '../basics/errors.ts';
import { markedId, readMarked } from '../basics/marks.ts';
import { requireSignedIn, type Viewer } from '../basics/viewer.ts';
import type { World } from '../basics/world.ts';
import { type Campaign, findCampaignById } from '../campaigns/campaigns.ts';
import { listWhip, type Position, shortTitle } from '../cosigners/cosigners.ts';
import type { Db, Tx } from '../db/database.ts';
import { record } from '../history/history.ts';
import { type Body, type LegislatorRow, listBodies, listByKeys } from '../legislators/legislators.ts';
import {
  findLetterById,
  isOpen,
  type Letter,
  type LetterVersion,
  lastSubstantive,
  listVersions,
  requireMine,
} from '../letters/letters.ts';
import * as store from './store.ts';

type OfficeLink = store.OfficeLink;

const DAY_MS = 86_400_000;
/** How long a link works after the deadline: an office that comes late is told so, and whom to ask. */
const AFTER_DEADLINE_MS = 2 * DAY_MS;
const WITHOUT_DEADLINE_MS = 14 * DAY_MS;
/** How far ahead a link may end. */
export const MOST_DAYS = 366;
/** Links made at once: both chambers of Congress and a few more. */
export const MOST_AT_ONCE = 600;

/** Where an office answers. */
export const linkUrl = (world: Pick<World, 'secret' | 'settings'>, { id }: Pick<OfficeLink, 'id'>): string =>
  `${world.settings.baseUrl}/office/${tokenOf(world, id)}`;

export const tokenOf = (world: Pick<World, 'secret'>, linkId: string): string => markedId(world, 'office', linkId);

/** Until when a link works unless somebody says otherwise. */
export const usualEnd = (letter: Letter, now: Date): Date =>
  new Date(letter.deadline ? letter.deadline.getTime() + AFTER_DEADLINE_MS : now.getTime() + WITHOUT_DEADLINE_MS);

/** Whether somebody is a member whose office may answer: serving, in a body that the letter is open to. */
const mayAnswer = (letter: Letter, legislator: LegislatorRow): boolean =>
  legislator.serving && letter.openToBodies.includes(legislator.body);

/**
 * The address of a link by which an office answers for the newest text: the one that works, or a new one. Whoever calls
 * has checked the rights. Throws NotFound for nobody's key, Invalid for whom the letter is not open to, and
 * Refused('letter-closed') when it takes no names.
 */
export async function officeLinkFor(
  tx: Tx,
  world: Pick<World, 'now' | 'newId' | 'secret' | 'settings'>,
  viewer: Viewer,
  letter: Letter,
  key: string,
): Promise<string> {
  return linkUrl(world, await officeLink(tx, world, viewer, letter, key));
}

/** As `officeLinkFor`, and gives the link itself. */
export async function officeLink(
  tx: Tx,
  world: Pick<World, 'now' | 'newId'>,
  viewer: Viewer,
  letter: Letter,
  key: string,
): Promise<OfficeLink> {
  const [legislator] = await listByKeys(tx, [key]);
  if (!legislator) throw new NotFound('legislator');
  if (!mayAnswer(letter, legislator))
    throw new Invalid([
      { path: 'key', message: `${legislator.full} does not serve in a body that this letter is open to.` },
    ]);
  const [link] = await putLinks(tx, world, viewer, letter, [key], usualEnd(letter, world.now()));
  return link as OfficeLink;
}

async function putLinks(
  tx: Tx,
  world: Pick<World, 'now' | 'newId'>,
  viewer: Viewer,
  letter: Letter,
  keys: string[],
  expiresAt: Date,
): Promise<OfficeLink[]> {
  const now = world.now();
  if (!isOpen(letter, now))
    throw new Refused(
      'letter-closed',
      'Links for offices are made while a letter circulates: this one takes no names.',
    );
  const blank = { letterId: letter.id, version: letter.version, by: viewer.name, createdAt: now, expiresAt };
  const rows = keys.map((legislator) => ({
    ...{ ...blank, id: world.newId(), legislator },
    ...{ revokedAt: null, revokedBy: null },
  }));
  const links = rows.length > 0 ? await store.putLinks(tx, rows) : [];
  const made = new Set(rows.map(({ id }) => id));
  const fresh = links.filter(({ id }) => made.has(id)).length;
  if (fresh > 0) await note(tx, world, viewer, letter, 'made links for offices', { count: fresh, until: expiresAt });
  return links;
}

const note = (
  tx: Tx,
  world: Pick<World, 'now' | 'newId'>,
  viewer: Viewer,
  { id, campaignId }: Letter,
  deed: string,
  detail: Record<string, unknown>,
) => record(tx, world, viewer, { campaignId, subject: 'office', subjectId: id, deed, detail });

const undecided: readonly (Position | null)[] = ['asked', 'leaning', 'committed'];

/** Those who are usually sent a link: asked and not decided, and who signed a text that has changed since. */
export const listAsked = async (db: Db, viewer: Viewer | null, letter: Letter): Promise<string[]> =>
  (await listWhip(db, viewer, letter)).all
    .filter(({ position, toReconfirm }) => undecided.includes(position) || toReconfirm)
    .filter(({ serving, body }) => serving && letter.openToBodies.includes(body))
    .map(({ key }) => key);

/**
 * Makes links for these offices, or for all that were asked ('asked'), to the newest text; an office that has one keeps
 * it, and it works until `until` at least. Gives how many offices have one now. Throws Invalid, and as `officeLinkFor`.
 */
export async function makeLinks(
  world: World,
  viewer: Viewer | null,
  slug: string,
  { keys, until }: { keys: string[] | 'asked'; until: Date },
): Promise<number> {
  return world.db.transaction(async (tx) => {
    const letter = await requireMine(tx, viewer, slug, 'organizer');
    const now = world.now();
    const wrong = (path: string, message: string) => new Invalid([{ path, message }]);
    if (until <= now) throw wrong('until', 'This moment has passed: links that have ended open nothing.');
    if (until.getTime() > now.getTime() + MOST_DAYS * DAY_MS) throw wrong('until', `At most ${MOST_DAYS} days ahead.`);
    const wanted = [...new Set(keys === 'asked' ? await listAsked(tx, viewer, letter) : keys)];
    if (wanted.length > MOST_AT_ONCE) throw wrong('key', `At most ${MOST_AT_ONCE} offices at once.`);
    const members = (await listByKeys(tx, wanted)).filter((member) => mayAnswer(letter, member));
    if (members.length < wanted.length)
      throw wrong('key', 'Among these is somebody who does not serve in a body that this letter is open to.');
    if (members.length === 0)
      throw wrong(
        'key',
        keys === 'asked'
          ? 'Nobody is recorded as asked, leaning or committed yet.'
          : 'Please tick at least one office.',
      );
    return (await putLinks(tx, world, requireSignedIn(viewer), letter, wanted, until)).length;
  });
}

/** Makes a link useless at once. Twice is once. Throws NotFound for a link of another letter. */
export async function revokeLink(world: World, viewer: Viewer | null, slug: string, id: string): Promise<void> {
  await world.db.transaction(async (tx) => {
    const letter = await requireMine(tx, viewer, slug, 'organizer');
    const actor = requireSignedIn(viewer);
    const link = await store.revoke(tx, letter.id, id, { by: actor.name, at: world.now() });
    if (link) return note(tx, world, actor, letter, 'revoked a link', { legislator: link.legislator });
    if ((await store.findLink(tx, id))?.letterId !== letter.id) throw new NotFound('link');
  });
}

/** What a link leads to. */
export interface Opened {
  link: OfficeLink;
  letter: Letter;
  campaign: Campaign;
  legislator: LegislatorRow;
  body: Body | undefined;
  /** The text that the link is for, and the newest one. */
  version: LetterVersion;
  newest: LetterVersion;
  /** Whether a newer text changed the substance: an answer to this one would not be one to that. */
  outdated: boolean;
  /** Whether the letter takes names now. */
  open: boolean;
}

/**
 * What the token of a link leads to. Throws NotFound alike for a token that was never made, a link that ended or was
 * revoked, and a member who has left: whoever holds it learns nothing.
 */
export async function requireLink(world: Pick<World, 'secret' | 'now'>, db: Db, token: string): Promise<Opened> {
  const id = readMarked(world, 'office', token);
  const link = id === null ? null : await store.findLink(db, id);
  if (!link || link.expiresAt <= world.now()) throw new NotFound('link');
  return follow(world, db, link);
}

/** What a link leads to, whether or not its time is over. Throws NotFound as `requireLink` does. */
export async function follow(world: Pick<World, 'now'>, db: Db, link: OfficeLink): Promise<Opened> {
  const letter = link.revokedAt ? null : await findLetterById(db, link.letterId);
  const campaign = letter && (await findCampaignById(db, letter.campaignId));
  const [legislator] = await listByKeys(db, [link.legislator]);
  if (!letter || !campaign || !legislator || !mayAnswer(letter, legislator)) throw new NotFound('link');
  const versions = await listVersions(db, letter.id);
  const version = versions.find(({ number }) => number === link.version);
  const newest = versions.at(-1);
  if (!version || !newest) throw new NotFound('link');
  return {
    ...{ link, letter, campaign, legislator, version, newest },
    body: (await listBodies(db)).find(({ key }) => key === legislator.body),
    outdated: (await lastSubstantive(db, letter.id)) > link.version,
    open: isOpen(letter, world.now()),
  };
}

export type LinkState = 'works' | 'ended' | 'revoked' | 'older text' | 'left office';

/** A link as organizers see it. */
export interface ListedLink {
  link: OfficeLink;
  legislator: LegislatorRow;
  state: LinkState;
  /** Where it leads; null for one that opens nothing. */
  url: string | null;
}

/** More links than a letter ever has, with a few versions. */
const MOST_LISTED = 5000;

/** The links of a letter, by the names of the members; those of one newest first. */
export async function listLinks(
  world: Pick<World, 'db' | 'secret' | 'settings' | 'now'>,
  letter: Letter,
): Promise<ListedLink[]> {
  const links = await store.listLinks(world.db, letter.id, MOST_LISTED);
  const members = new Map(
    (await listByKeys(world.db, [...new Set(links.map((link) => link.legislator))])).map((row) => [row.key, row]),
  );
  const substantive = await lastSubstantive(world.db, letter.id);
  const now = world.now();
  const stateOf = (link: OfficeLink, legislator: LegislatorRow): LinkState => {
    if (link.revokedAt) return 'revoked';
    if (!mayAnswer(letter, legislator)) return 'left office';
    if (link.expiresAt <= now) return 'ended';
    return link.version < substantive ? 'older text' : 'works';
  };
  return links
    .flatMap((link) => {
      const legislator = members.get(link.legislator);
      if (!legislator) return [];
      const state = stateOf(link, legislator);
      const opens = state === 'works' || state === 'older text';
      return [{ link, legislator, state, url: opens ? linkUrl(world, link) : null }];
    })
    .sort((a, b) => {
      const [left, right] = [a.legislator.sortName, b.legislator.sortName];
      return left < right ? -1 : left > right ? 1 : a.link.id < b.link.id ? 1 : -1;
    });
}

/** The office itself, as the one who did it. */
export const officeOf = ({ legislator, body }: Pick<Opened, 'legislator' | 'body'>): Viewer => ({
  accountId: null,
  name: `Office of ${shortTitle(legislator.title, body)} ${legislator.full}`,
  admin: false,
  roles: new Map(),
});
