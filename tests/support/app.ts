import type { Express } from 'express';
import supertest from 'supertest';
import { addAccount, addMember } from '../../server/accounts/accounts.ts';
import { openSession } from '../../server/accounts/sessions.ts';
import { createApp } from '../../server/app.ts';
import type { Role } from '../../server/basics/viewer.ts';
import { cookieFor } from '../../server/web/security.ts';
import type { TestWorld } from './world.ts';

/** The whole site on a test's world; a template that reads a field its page lacks fails the test. */
export const anApp = (world: TestWorld): Express => createApp(world, { strictPages: true });

export interface Person {
  name: string;
  email: string;
  admin?: boolean;
  /** Roles by campaign id. */
  roles?: [campaignId: string, role: Role][];
}

/** Adds somebody's account, with a password that nobody knows, and gives its id. */
export const anAccount = (world: TestWorld, { name, email, admin = false, roles = [] }: Person): Promise<string> =>
  world.db.transaction(async (tx) => {
    const account = await addAccount(tx, world, { name, email, admin, passwordHash: '' });
    for (const [campaignId, role] of roles) await addMember(tx, account.id, campaignId, role);
    return account.id;
  });

/** A browser in which somebody with a new account is signed in: `(await signedIn(world, …)).get('/desk')`. */
export async function signedIn(world: TestWorld, person: Person) {
  const token = await openSession(world, await anAccount(world, person));
  const browser = supertest.agent(anApp(world));
  return browser.set('Cookie', `${cookieFor(world.settings, 'session').name}=${token}`);
}
