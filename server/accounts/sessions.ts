import { hashToken } from '../basics/ids.ts';
import type { Role, Viewer } from '../basics/viewer.ts';
import type { World } from '../basics/world.ts';
import type { Db } from '../db/database.ts';
import * as store from './store.ts';

/** How long a session lasts after signing in. */
export const SESSION_DAYS = 30;

/** Opens a session for an account and gives its secret; only the hash is kept. The one before it, if any, ends. */
export async function openSession(world: World, accountId: string, before: string | null = null): Promise<string> {
  const token = world.newToken();
  const createdAt = world.now();
  const expiresAt = new Date(createdAt.getTime() + SESSION_DAYS * 86_400_000);
  await world.db.transaction(async (tx) => {
    if (before) await store.removeSession(tx, hashToken(before));
    await store.addSession(tx, { tokenHash: hashToken(token), accountId, createdAt, expiresAt });
  });
  return token;
}

/** Ends one session. */
export const closeSession = (world: World, token: string): Promise<void> =>
  world.db.transaction((tx) => store.removeSession(tx, hashToken(token)));

/** Ends every session of the viewer's account, on all devices. */
export async function closeEverySession(world: World, accountId: string): Promise<void> {
  await world.db.transaction((tx) => store.removeSessions(tx, accountId));
}

/** How many sessions an account has open. */
export const countSessions = (world: World, accountId: string): Promise<number> =>
  store.countSessions(world.db, accountId, world.now());

/** Who holds the session, with the roles as they are now; null when it has ended. */
export async function findSessionViewer(db: Db, token: string, now: Date): Promise<Viewer | null> {
  const rows = await store.findSession(db, hashToken(token), now);
  const [first] = rows;
  if (!first) return null;
  const roles = new Map<string, Role>();
  for (const { campaignId, role } of rows) if (campaignId && role) roles.set(campaignId, role);
  return { accountId: first.accountId, name: first.name, admin: first.admin, roles };
}

/** Who an API token stands for; null when it was revoked or never made. */
export async function findTokenViewer(db: Db, secret: string): Promise<Viewer | null> {
  const token = await store.findToken(db, hashToken(secret));
  if (!token) return null;
  const { campaignId, role } = token;
  const viewer = { accountId: null, name: `token "${token.name}"` };
  if (role === 'admin') return { ...viewer, admin: true, roles: new Map() };
  if (campaignId) return { ...viewer, admin: false, roles: new Map([[campaignId, role]]) };
  return { ...viewer, admin: false, roles: new Map(), everywhere: role };
}
