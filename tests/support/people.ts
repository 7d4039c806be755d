import type { Role, Viewer } from '../../server/basics/viewer.ts';

/** Somebody with a role in a campaign, as deeds see them. */
export const aViewer = (
  campaignId: string,
  role: Role,
  name = 'Dana Ops',
  accountId: string | null = null,
): Viewer => ({
  accountId,
  name,
  admin: false,
  roles: new Map([[campaignId, role]]),
});

/** Whoever runs the site, as deeds see them. */
export const anAdmin: Viewer = { accountId: null, name: 'Ada Min', admin: true, roles: new Map() };
