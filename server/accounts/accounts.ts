import { Invalid, NotAllowed, NotFound, NotSignedIn, Refused } from '../basics/errors.ts';
import { hashToken } from '../basics/ids.ts';
import { type Role, requireAdmin, type Viewer } from '../basics/viewer.ts';
import type { World } from '../basics/world.ts';
import type { Db, Tx } from '../db/database.ts';
import { record } from '../history/history.ts';
import { countTry, forgetTries, networkOf } from '../web/limits.ts';
import type { PasswordForm, SetUpForm, SignInForm } from './forms.ts';
import { hashPassword, isPassword } from './passwords.ts';
import * as store from './store.ts';

const MOST_PER_ADDRESS = { most: 10, seconds: 15 * 60 };
const MOST_PER_NETWORK = { most: 50, seconds: 15 * 60 };
/** A set-up link is void once the next start makes another; this is for a server that runs on and on. */
const SETUP_DAYS = 30;

export type Account = Omit<store.AccountRow, 'passwordHash'>;
const withoutHash = ({ passwordHash: _, ...account }: store.AccountRow): Account => account;

/**
 * While nobody has an account: makes a set-up link, which voids the last one, and gives its address. Null once there
 * is an account.
 */
export async function offerSetup(world: World): Promise<string | null> {
  const token = world.newToken();
  const createdAt = world.now();
  const expiresAt = new Date(createdAt.getTime() + SETUP_DAYS * 86_400_000);
  const offered = await world.db.transaction(async (tx) => {
    if ((await store.countAccounts(tx)) > 0) return false;
    await store.putLink(tx, {
      id: store.SETUP,
      tokenHash: hashToken(token),
      email: null,
      campaignId: null,
      campaign: null,
      role: 'admin',
      invitedBy: '',
      createdAt,
      expiresAt,
    });
    return true;
  });
  return offered ? `${world.settings.baseUrl}/setup/${token}` : null;
}

/** Throws NotFound unless the set-up link can still be used. */
export async function requireSetup(world: World, token: string): Promise<void> {
  const link = await store.findLink(world.db, hashToken(token), world.now());
  if (link?.id !== store.SETUP || (await store.countAccounts(world.db)) > 0) throw new NotFound('set-up link');
}

/** Makes the first account, the admin's, and gives its id. Of two at once, one wins; the other gets NotFound. */
export async function setUp(world: World, token: string, form: SetUpForm): Promise<string> {
  await requireSetup(world, token);
  const passwordHash = await hashPassword(form.password);
  return world.db.transaction(async (tx) => {
    const link = await store.takeLink(tx, hashToken(token), world.now());
    // Whoever took the row was first; an account that is there by now came by an invitation.
    if (link?.id !== store.SETUP || (await store.countAccounts(tx)) > 0) throw new NotFound('set-up link');
    const account = await addAccount(tx, world, { ...form, passwordHash, admin: true });
    await record(tx, world, asViewer(account), { subject: 'account', subjectId: account.id, deed: 'set up' });
    return account.id;
  });
}

/** Adds an account with a hash made before the transaction; with it the set-up link dies. */
export async function addAccount(
  tx: Tx,
  world: Pick<World, 'newId' | 'now'>,
  { name, email, passwordHash, admin }: Pick<store.AccountRow, 'name' | 'email' | 'passwordHash' | 'admin'>,
): Promise<Account> {
  const row = { id: world.newId(), name, email, passwordHash, admin, createdAt: world.now() };
  await store.removeLink(tx, store.SETUP);
  if (!(await store.addAccount(tx, row))) throw new Refused('account-exists', 'This address has an account by now.');
  return withoutHash(row);
}

/** Gives an account a role in a campaign, over an earlier one. */
export const addMember = (tx: Tx, accountId: string, campaignId: string, role: Role): Promise<void> =>
  store.putMember(tx, { accountId, campaignId, role });

/** An account as deeds see it, for what is noted in history. */
export const asViewer = (account: Account): Viewer => ({
  accountId: account.id,
  name: account.name,
  admin: account.admin,
  roles: new Map(),
});

/**
 * The account of an address and its password, or null: the same answer, after the same work, whether the address is
 * unknown or the password wrong. Throws TooMany.
 */
export async function signIn(world: World, form: SignInForm, ip: string | undefined): Promise<string | null> {
  await countTry(world, 'sign-in-network', networkOf(ip), MOST_PER_NETWORK);
  await countTry(world, 'sign-in', form.email, MOST_PER_ADDRESS);
  const account = await store.findAccountByEmail(world.db, form.email);
  if (!(await isPassword(account?.passwordHash ?? null, form.password)) || !account) return null;
  await forgetTries(world, 'sign-in', form.email);
  return account.id;
}

/** The account of an address, or null. */
export async function findAccountByEmail(db: Db, email: string): Promise<Account | null> {
  const account = await store.findAccountByEmail(db, email);
  return account && withoutHash(account);
}

/** The viewer's own account. Throws NotSignedIn for strangers, and for tokens, which have none. */
export async function requireOwnAccount(db: Db, viewer: Viewer | null): Promise<Account> {
  const account = viewer?.accountId ? await store.findAccount(db, viewer.accountId) : null;
  if (!account) throw new NotSignedIn();
  return withoutHash(account);
}

/** Changes the viewer's own name. */
export async function rename(world: World, viewer: Viewer | null, form: { name: string }): Promise<void> {
  const account = await requireOwnAccount(world.db, viewer);
  await world.db.transaction(async (tx) => {
    await store.setAccount(tx, account.id, { name: form.name });
    const detail = { from: account.name, to: form.name };
    await record(tx, world, asViewer(account), { subject: 'account', subjectId: account.id, deed: 'renamed', detail });
  });
}

/**
 * Changes the viewer's own password and ends every session of the account, so that whoever else held one is out.
 * Throws Invalid when the current password is not the one, and TooMany.
 */
export async function changePassword(world: World, viewer: Viewer | null, form: PasswordForm): Promise<void> {
  const account = await requireOwnAccount(world.db, viewer);
  await provePassword(world, account.email, form.current, 'current');
  const passwordHash = await hashPassword(form.password);
  await world.db.transaction(async (tx) => {
    await store.setAccount(tx, account.id, { passwordHash });
    await store.removeSessions(tx, account.id);
    const deed = 'changed the password';
    await record(tx, world, asViewer(account), { subject: 'account', subjectId: account.id, deed });
  });
}

/** Throws Invalid, naming the field, unless the password is the account's; counts as a try to sign in. */
export async function provePassword(world: World, email: string, password: string, field: string): Promise<void> {
  await countTry(world, 'sign-in', email, MOST_PER_ADDRESS);
  const account = await store.findAccountByEmail(world.db, email);
  if (!(await isPassword(account?.passwordHash ?? null, password)))
    throw new Invalid([{ path: field, message: 'That is not the password of this account.' }]);
  await forgetTries(world, 'sign-in', email);
}

/** Every account with the ids of its campaigns, for admins; at most `limit`. */
export async function listAccounts(db: Db, viewer: Viewer | null, limit = 500) {
  requireAdmin(viewer);
  const accounts = await store.listAccounts(db, limit);
  const roles =
    accounts.length > 0
      ? await store.listRoles(
          db,
          accounts.map((account) => account.id),
        )
      : [];
  return accounts.map((row) => ({
    ...withoutHash(row),
    campaigns: roles.filter((role) => role.accountId === row.id).length,
  }));
}

/**
 * Removes an account with its roles and sessions. Nobody removes the own one, and two admins who remove each other take
 * turns: one admin always stays.
 */
export async function removeAccount(world: World, viewer: Viewer | null, accountId: string): Promise<void> {
  const admin = requireAdmin(viewer);
  if (admin.accountId === accountId) throw new Refused('own-account', 'Nobody can remove the own account.');
  await world.db.transaction(async (tx) => {
    const admins = await store.holdAdmins(tx);
    if (admin.accountId && !admins.includes(admin.accountId)) throw new NotAllowed();
    const account = await store.removeAccount(tx, accountId);
    if (!account) throw new NotFound('account');
    const detail = { name: account.name, email: account.email };
    await record(tx, world, admin, { subject: 'account', subjectId: accountId, deed: 'removed', detail });
  });
}
