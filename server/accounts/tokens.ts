import { NotFound } from '../basics/errors.ts';
import { hashToken } from '../basics/ids.ts';
import { type Role, requireAdmin, type Viewer } from '../basics/viewer.ts';
import type { World } from '../basics/world.ts';
import type { Db } from '../db/database.ts';
import { record } from '../history/history.ts';
import { requireGiver } from './invitations.ts';
import * as store from './store.ts';

const MOST_LISTED = 200;
/** Makes a token that leaked easy to find by programs that search for secrets. */
const PREFIX = 'und_';

export interface NewToken {
  name: string;
  /** Null for a token of the whole site: the admin's, or one with its role in every campaign. */
  campaignId: string | null;
  role: Role | 'admin';
}

export type ApiToken = Omit<store.TokenRow, 'tokenHash'>;

/** Makes an API token and gives its secret, which cannot be had again: only the hash is kept. */
export async function makeToken(
  world: World,
  viewer: Viewer | null,
  { name, campaignId, role }: NewToken,
): Promise<string> {
  const giver = campaignId === null ? requireAdmin(viewer) : requireGiver(viewer, campaignId, role);
  const secret = PREFIX + world.newToken();
  await world.db.transaction(async (tx) => {
    const id = world.newId();
    const made = { createdBy: giver.name, createdAt: world.now(), revokedAt: null };
    await store.addToken(tx, { id, tokenHash: hashToken(secret), name, campaignId, role, ...made });
    const detail = { name, role };
    await record(tx, world, giver, { campaignId, subject: 'token', subjectId: id, deed: 'made', detail });
  });
  return secret;
}

/** Revokes a token at once. Twice is once. */
export async function revokeToken(world: World, viewer: Viewer | null, id: string): Promise<void> {
  await world.db.transaction(async (tx) => {
    const token = await store.findTokenById(tx, id);
    if (!token) throw new NotFound('token');
    const { campaignId, role, name } = token;
    const giver = campaignId === null ? requireAdmin(viewer) : requireGiver(viewer, campaignId, role);
    if (!(await store.revokeToken(tx, id, world.now()))) return;
    await record(tx, world, giver, { campaignId, subject: 'token', subjectId: id, deed: 'revoked', detail: { name } });
  });
}

/** Tokens in use, newest first: of a campaign for its organizers; of the site (null) for admins. */
export async function listTokens(db: Db, viewer: Viewer | null, campaignId: string | null): Promise<ApiToken[]> {
  requireGiver(viewer, campaignId, campaignId === null ? 'admin' : 'organizer');
  const tokens = await store.listTokens(db, campaignId, MOST_LISTED);
  return tokens.map(({ tokenHash: _, ...token }) => token);
}
