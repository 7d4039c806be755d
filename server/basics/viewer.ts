import { NotAllowed, NotSignedIn } from './errors.ts';

export type Role = 'organizer' | 'staffer' | 'volunteer';

/** Whoever acts, as a deed sees them: a signed-in account, an API token, or the command line. */
export interface Viewer {
  /** Null for tokens and the command line. */
  accountId: string | null;
  /** For history: a person's name, 'token "sync"', 'command line'. */
  name: string;
  /** Runs the site and may do everything. */
  admin: boolean;
  /** The role by campaign id. */
  roles: ReadonlyMap<string, Role>;
  /** The role in every campaign, of a token that was made without one. */
  everywhere?: Role;
}

/** The command line acts with every right: whoever runs it holds the database. */
export const commandLine: Viewer = { accountId: null, name: 'command line', admin: true, roles: new Map() };

const ranks: Record<Role, number> = { volunteer: 1, staffer: 2, organizer: 3 };

/** What a viewer is in a campaign: an admin is an organizer everywhere; null for strangers. */
export const roleIn = (viewer: Viewer | null, campaignId: string): Role | null =>
  viewer?.admin ? 'organizer' : (viewer?.roles.get(campaignId) ?? viewer?.everywhere ?? null);

/** Whether a viewer has at least this role in a campaign. */
export function mayAs(viewer: Viewer | null, campaignId: string, role: Role): boolean {
  const has = roleIn(viewer, campaignId);
  return has !== null && ranks[has] >= ranks[role];
}

/** Throws NotSignedIn for a stranger and NotAllowed for a lesser role; gives the viewer otherwise. */
export function requireRole(viewer: Viewer | null, campaignId: string, role: Role): Viewer {
  if (!viewer) throw new NotSignedIn();
  if (!mayAs(viewer, campaignId, role)) throw new NotAllowed(`This needs the role of ${role} in this campaign.`);
  return viewer;
}

/** Throws unless the viewer is an admin. */
export function requireAdmin(viewer: Viewer | null): Viewer {
  if (!viewer) throw new NotSignedIn();
  if (!viewer.admin) throw new NotAllowed('This needs the admin of this site.');
  return viewer;
}

/** Throws NotSignedIn for a stranger. */
export function requireSignedIn(viewer: Viewer | null): Viewer {
  if (!viewer) throw new NotSignedIn();
  return viewer;
}
