import { z } from 'zod';
import { tidy } from '../basics/text.ts';
import { lineField } from '../web/fields.ts';

const name = lineField({ most: 100, needed: 'Write your name.' });

/** An address as it is kept: tidied and in lower case. */
export const email = z
  .string('Write an e-mail address.')
  .transform((text) => tidy(text).toLowerCase())
  .pipe(z.email('Write an e-mail address, such as dana@example.org.').max(254, 'That address is too long.'));

/** A new password. Its length is what counts. */
const newPassword = z
  .string('Choose a password.')
  .min(12, 'A password has at least 12 characters; a few words do well.')
  .max(200, 'A password has at most 200 characters.');

/** A password as typed to prove who one is. */
const password = z.string('Write your password.').min(1, 'Write your password.').max(200, 'That is not the password.');

const notTheAddress = {
  path: ['password'],
  error: 'A password other than the e-mail address, please.',
};

export const setUpForm = z
  .object({ name, email, password: newPassword })
  .refine((form) => form.password.toLowerCase() !== form.email, notTheAddress);
export type SetUpForm = z.infer<typeof setUpForm>;

export const signInForm = z.object({ email, password });
export type SignInForm = z.infer<typeof signInForm>;

/** What somebody without an account fills in to accept an invitation. */
export const joinForm = z.object({ name, password: newPassword });
/** What somebody with an account fills in. */
export const rejoinForm = z.object({ password });

export const nameForm = z.object({ name });
export const passwordForm = z.object({ current: password, password: newPassword });
export type PasswordForm = z.infer<typeof passwordForm>;

const role = z.enum(['organizer', 'staffer', 'volunteer'], 'Choose a role.');

/** For the team of a campaign; the site's own admins are invited without a role to choose. */
export const inviteForm = z.object({ email, role });
export const siteInviteForm = z.object({ email });
export const roleForm = z.object({ role });

export const tokenName = lineField({ most: 60, needed: 'Give the token a name, such as the program that uses it.' });
export const tokenForm = z.object({ tokenName, tokenRole: role });
export const siteTokenForm = z.object({ tokenName });
