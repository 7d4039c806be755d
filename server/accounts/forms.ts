import { z } from 'zod';
import { tidy } from '../basics/text.ts';

const name = z
  .string('Write your name.')
  .transform(tidy)
  .pipe(z.string().min(1, 'Write your name.').max(100, 'A name has at most 100 characters.'));

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

export const roles = ['organizer', 'staffer', 'volunteer'] as const;
const role = z.enum(roles, 'Choose a role.');

/** For the team of a campaign; the site's own admins are invited without a role to choose. */
export const inviteForm = z.object({ email, role });
export const roleForm = z.object({ role });
const tokenName = z
  .string('Give the token a name.')
  .transform(tidy)
  .pipe(z.string().min(1, 'Give the token a name.').max(60, 'A name has at most 60 characters.'));
export const tokenForm = z.object({ name: tokenName, role });
export const siteInviteForm = z.object({ email });
export const siteTokenForm = z.object({ name: tokenName });
