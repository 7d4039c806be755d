/** Block and allow lists: of the whole site, kept by the admin, and of each campaign, kept by its organizers. */
import { Invalid, NotFound } from '../basics/errors.ts';
import { requireAdmin, requireRole, type Viewer } from '../basics/viewer.ts';
import type { World } from '../basics/world.ts';
import type { Database } from '../db/database.ts';
import { record } from '../history/history.ts';
import {
  type Compiled,
  compile,
  type ListName,
  matchesEmail,
  matchesNetwork,
  type PatternKind,
  readPattern,
} from './patterns.ts';
import * as store from './store.ts';

export type { Rule } from './store.ts';

/** So many rules a list may have: each signature is held against all of them. */
export const MOST_RULES = 2000;

export interface RuleForm {
  list: ListName;
  kind: PatternKind;
  /** As typed. */
  pattern: string;
  note: string;
}

/** The rules of a campaign, or of the site (null), oldest first. For its organizers, or the admin. */
export function listRules(world: Pick<World, 'db'>, viewer: Viewer | null, campaignId: string | null) {
  requireKeeper(viewer, campaignId);
  return store.listRules(world.db, campaignId, MOST_RULES);
}

/** Adds a rule; it holds at once here, and within seconds in other processes. Throws Invalid for a pattern that is none. */
export async function addRule(
  world: World,
  viewer: Viewer | null,
  campaignId: string | null,
  { list, kind, pattern: typed, note }: RuleForm,
): Promise<void> {
  const keeper = requireKeeper(viewer, campaignId);
  const read = readPattern(list, kind, typed);
  if (!read.ok) throw new Invalid([{ path: 'pattern', message: read.message }]);
  const { pattern } = read;
  await world.db.transaction(async (tx) => {
    const present = await store.listRules(tx, campaignId, MOST_RULES);
    if (present.some((rule) => rule.list === list && rule.kind === kind && rule.pattern === pattern))
      throw new Invalid([{ path: 'pattern', message: `${pattern} is on this list already.` }]);
    if (present.length >= MOST_RULES)
      throw new Invalid([{ path: 'pattern', message: 'This list is full: put ranges in place of single entries.' }]);
    const id = world.newId();
    const at = world.now();
    await store.addRule(tx, { ...{ id, campaignId, list, kind, pattern, note }, by: keeper.name, createdAt: at });
    await record(tx, world, keeper, {
      ...{ campaignId, subject: 'protection', subjectId: id, deed: list === 'block' ? 'blocked' : 'allowed' },
      detail: { kind },
    });
  });
  forgetRemembered(world.db);
}

/** Takes a rule off. Throws NotFound where there is none of this id in the list. */
export async function removeRule(
  world: World,
  viewer: Viewer | null,
  campaignId: string | null,
  id: string,
): Promise<void> {
  const keeper = requireKeeper(viewer, campaignId);
  await world.db.transaction(async (tx) => {
    const rule = await store.removeRule(tx, campaignId, id);
    if (!rule) throw new NotFound('rule');
    await record(tx, world, keeper, {
      ...{ campaignId, subject: 'protection', subjectId: id },
      deed: rule.list === 'block' ? 'unblocked' : 'no longer allowed',
      detail: { kind: rule.kind },
    });
  });
  forgetRemembered(world.db);
}

const requireKeeper = (viewer: Viewer | null, campaignId: string | null): Viewer =>
  campaignId === null ? requireAdmin(viewer) : requireRole(viewer, campaignId, 'organizer');

type Lists = Record<ListName, Compiled>;

/** Rules are read anew after so long: each signature is held against them, and they seldom change. */
const REMEMBERED_MS = 5000;
/** So many campaigns are remembered; far more than sign at one time. */
const MOST_REMEMBERED = 500;

const remembered = new WeakMap<Database, Map<string, { from: number; lists: Promise<Lists> }>>();

const forgetRemembered = (db: Database): void => void remembered.delete(db);

function listsOf(world: Pick<World, 'db' | 'now'>, campaignId: string | null): Promise<Lists> {
  const kept = remembered.get(world.db) ?? new Map<string, { from: number; lists: Promise<Lists> }>();
  remembered.set(world.db, kept);
  const name = campaignId ?? '';
  const now = world.now().getTime();
  const found = kept.get(name);
  if (found && Math.abs(now - found.from) < REMEMBERED_MS) return found.lists;
  const lists = readLists(world, campaignId);
  lists.catch(() => kept.delete(name));
  if (kept.size >= MOST_REMEMBERED) kept.clear();
  kept.set(name, { from: now, lists });
  return lists;
}

async function readLists(world: Pick<World, 'db'>, campaignId: string | null): Promise<Lists> {
  const rules = await store.listRules(world.db, campaignId, MOST_RULES);
  return {
    block: compile(rules.filter(({ list }) => list === 'block')),
    allow: compile(rules.filter(({ list }) => list === 'allow')),
  };
}

/** What the lists say of somebody. */
export interface Listed {
  blocked: boolean;
  /** Whether the address, or the network, is to be taken at its word. */
  allowed: { email: boolean; network: boolean };
}

/**
 * Holds an address and a network against the lists of the site and the campaign. What is allowed is an exception to what
 * is blocked, but a campaign lifts no block of the site's.
 */
export async function findListed(
  world: Pick<World, 'db' | 'now'>,
  campaignId: string,
  { email, network }: { email: string; network: string },
): Promise<Listed> {
  const [site, own] = await Promise.all([listsOf(world, null), listsOf(world, campaignId)]);
  const on = (list: Compiled) => ({ email: matchesEmail(list, email), network: matchesNetwork(list, network) });
  const either = (list: Compiled) => Object.values(on(list)).some(Boolean);
  const siteAllows = either(site.allow);
  const blocked = siteAllows ? false : either(site.block) || (either(own.block) && !either(own.allow));
  const [bySite, byOwn] = [on(site.allow), on(own.allow)];
  const allowed = { email: bySite.email || byOwn.email, network: bySite.network || byOwn.network };
  return { blocked, allowed: blocked ? { email: false, network: false } : allowed };
}
