import { z } from 'zod';
import { domainOf } from '../basics/addresses.ts';
import { tidy, tidyLines } from '../basics/text.ts';
import { isDay } from '../basics/time.ts';

interface Bounds {
  /** The most characters it may have. */
  most: number;
  /** What to say when it is empty; without this it may be. */
  needed?: string;
}

const bounded = (shape: z.ZodType<string, string>, { most, needed }: Bounds) =>
  shape.pipe(
    z
      .string()
      .min(needed ? 1 : 0, needed ?? '')
      .max(most, `Please keep this to ${most.toLocaleString('en-US')} characters.`),
  );

/** One line of text as people mean it: tidied, then measured. */
export const lineField = (bounds: Bounds) =>
  bounded(z.string(bounds.needed ?? 'Expected a text.').transform(tidy), bounds);

/** A text of several lines: tidied, then measured. */
export const textField = (bounds: Bounds) =>
  bounded(z.string(bounds.needed ?? 'Expected a text.').transform(tidyLines), bounds);

/** Characters that cannot be seen, at the ends of what was pasted; looked at once each, however many there are. */
const unseen = /^[\s\p{Cf}]+|(?<![\s\p{Cf}])[\s\p{Cf}]+$/gu;

/** One mail address as people type it; gives it in lower case, its domain as DNS has it. `needed` is said when it is none. */
export const emailField = (needed: string) =>
  z
    .string(needed)
    .transform((typed) => {
      const email = typed.replace(unseen, '').toLowerCase();
      const at = email.lastIndexOf('@');
      return at > 0 ? `${email.slice(0, at)}@${domainOf(email)}` : email;
    })
    .pipe(
      z
        .email(needed)
        .max(254, 'An e-mail address has at most 254 characters.')
        .refine((email) => email.lastIndexOf('@') <= 64, 'An e-mail address has at most 64 characters before the @.'),
    );

/** A part of a web address: lower-case letters, digits and single hyphens. */
export const slugField = z
  .string()
  .trim()
  .max(80, 'Please keep this to 80 characters.')
  .regex(/^[a-z0-9]+(-[a-z0-9]+)*$/, 'Lower-case letters, digits and single hyphens, such as clean-rivers.')
  .refine((slug) => slug !== 'new', 'This address is taken by the site itself.');

/** A day, or what is known of it: a month or a year. */
export const knownDayField = z
  .string()
  .trim()
  .refine((day) => /^\d{4}$/.test(day) || (/^\d{4}-\d{2}$/.test(day) ? isDay(`${day}-01`) : isDay(day)), {
    error: 'A day such as 2026-05-04, or a month or a year alone.',
  });

/** The address of a page on the web that is read safely, or nothing: null. */
export const httpsField = z
  .string()
  .trim()
  .max(1000, 'Please keep this to 1,000 characters.')
  .refine((address) => address === '' || isHttps(address), 'A web address that begins with https://.')
  .transform((address) => (address === '' ? null : new URL(address).href));

/** Whether it is an https address with a real host name, and nobody's password in it. */
export function isHttps(address: string): boolean {
  if (!URL.canParse(address) || /\s/.test(address)) return false;
  const { protocol, hostname, username, password } = new URL(address);
  return protocol === 'https:' && hostname.includes('.') && !username && !password;
}
