import type { Problem } from '../basics/errors.ts';
import { plural } from '../basics/text.ts';
import { dayInWashington, dayInWords } from '../basics/time.ts';
import { type FieldSetup, fieldsFor, type Typed } from '../web/forms.ts';
import type { Account } from './accounts.ts';
import type { Invitation } from './invitations.ts';

/** A form that is shown again: what was typed, and what is wrong with it. */
export interface Failed {
  problems: Problem[];
  typed: Typed;
}

const PASSWORD_HINT = 'At least 12 characters. A few words that only you would put together do well.';

const newPassword = (label: string) =>
  ({ label, kind: 'password', required: true, autocomplete: 'new-password', hint: PASSWORD_HINT }) as const;
const ownPassword = (label: string) =>
  ({ label, kind: 'password', required: true, autocomplete: 'current-password' }) as const;
const ownName = (value = '') => ({ label: 'Your name', value, required: true, autocomplete: 'name' }) as const;
const ownEmail = { label: 'E-mail address', kind: 'email', required: true, autocomplete: 'username' } as const;

export function setUpPage(token: string, failed?: Failed) {
  return {
    view: 'accounts/set-up',
    title: 'Set up this site',
    action: `/setup/${token}`,
    problems: failed?.problems ?? [],
    fields: fieldsFor({ name: ownName(), email: ownEmail, password: newPassword('Password') }, failed),
  };
}

const signInNotes: Record<string, string> = {
  'signed-out': 'You are signed out.',
  everywhere: 'You are signed out on every device.',
};

export function signInPage({ next, note, failed }: { next: string; note?: string; failed?: Failed }) {
  return {
    view: 'accounts/sign-in',
    title: 'Sign in',
    next,
    note: signInNotes[note ?? ''] ?? null,
    problems: failed?.problems ?? [],
    fields: fieldsFor({ email: ownEmail, password: ownPassword('Password') }, failed),
  };
}

/** What a role may do, in a sentence for whoever gets it. */
export const roleMeanings: Record<Invitation['role'], string> = {
  admin: 'runs the whole site: every campaign, everybody’s accounts',
  organizer: 'writes and publishes letters, records where legislators stand, and runs the team',
  staffer: 'reads positions, comments and places, and exports them',
  volunteer: 'follows up with the legislators assigned to them',
};

export function invitationPage(token: string, invitation: Invitation & { hasAccount: boolean }, failed?: Failed) {
  const { email, role, campaign, invitedBy, hasAccount, expiresAt } = invitation;
  const password = hasAccount ? ownPassword('The password of your account') : newPassword('Choose a password');
  const setups: Record<string, FieldSetup> = hasAccount ? { password } : { name: ownName(), password };
  return {
    view: 'accounts/invitation',
    title: campaign ? `Join ${campaign}` : 'Join as admin',
    action: `/invitations/${token}`,
    heading: campaign ? `Join “${campaign}”` : 'Join as admin of this site',
    lede: `${invitedBy} invites you as ${role}: somebody who ${roleMeanings[role]}.`,
    email,
    hasAccount,
    until: dayInWords(dayInWashington(expiresAt)),
    problems: failed?.problems ?? [],
    fields: Object.values(fieldsFor(setups, failed)),
  };
}

const accountNotes: Record<string, string> = {
  name: 'Your name is changed.',
  password: 'Your password is changed. Every other device is signed out.',
};

/** The own account. The two forms fail one at a time: `failed` belongs to the one named by `form`. */
export function accountPage(
  account: Account,
  sessions: number,
  { note, form, failed }: { note?: string; form?: 'name' | 'password'; failed?: Failed } = {},
) {
  return {
    view: 'accounts/account',
    title: 'Your account',
    note: accountNotes[note ?? ''] ?? null,
    email: account.email,
    admin: account.admin,
    sessions: plural(sessions, 'device is', 'devices are'),
    problems: failed?.problems ?? [],
    nameFields: fieldsFor({ name: ownName(account.name) }, form === 'name' ? failed : undefined),
    passwordFields: fieldsFor(
      { current: ownPassword('Current password'), password: newPassword('New password') },
      form === 'password' ? failed : undefined,
    ),
  };
}
