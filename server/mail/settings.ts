/** The settings of outgoing mail: `config.ts` reads them with all others. */
import { createPrivateKey } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { z } from 'zod';
import { domainOf, isWithin } from '../basics/addresses.ts';

/** What mail is signed with, so that its receivers know it comes from this domain (DKIM). */
export interface DkimSettings {
  domain: string;
  selector: string;
  /** A private RSA key in PEM. */
  key: string;
}

export interface MailSettings {
  smtpUrl: string | null;
  /** The sender of mail that somebody waits for; null where no mail is sent. */
  mailFrom: string | null;
  /** The sender of mail to many. */
  updatesFrom: string | null;
  /** Where mail that cannot be delivered comes back to; null: to the sender. */
  bounceAddress: string | null;
  dkim: DkimSettings | null;
  /** Connections to the mail server at once, and so the most mails on their way at any moment. */
  mailConnections: number;
  /** The most mails a minute to one receiving domain. */
  mailPerMinute: number;
}

/** A '+' and a token of `briefMarked` are put behind what stands before the @, which is 64 octets at most. */
const MOST_BOUNCE_LOCAL = 22;

const email = (example: string) => z.email(`an e-mail address such as ${example}`).optional();
const whole = (least: number, most: number, standard: number) => {
  const words = `a whole number from ${least} to ${most}`;
  return z.coerce.number(words).int(words).min(least, words).max(most, words).default(standard);
};
const domain = /^(?=.{1,253}$)([a-z0-9_]([a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z0-9-]{2,63}$/;

export const mailShape = {
  SMTP_URL: z
    .url({ protocol: /^smtps?$/, error: 'an address such as smtp://user:password@mail.example.org:587' })
    .optional(),
  MAIL_FROM: email('letters@example.org'),
  UPDATES_FROM: email('news@example.org'),
  BOUNCE_ADDRESS: z
    .email('an e-mail address such as bounces@example.org')
    .refine(
      (address) => !address.includes('+') && address.lastIndexOf('@') <= MOST_BOUNCE_LOCAL,
      `an e-mail address with at most ${MOST_BOUNCE_LOCAL} characters and no + before the @, such as bounces@example.org`,
    )
    .optional(),
  DKIM_DOMAIN: z.string().toLowerCase().regex(domain, 'a domain such as example.org').optional(),
  DKIM_SELECTOR: z
    .string()
    .regex(/^[a-z0-9]([a-z0-9.-]{0,61}[a-z0-9])?$/i, 'the first part of the DNS name of the key, such as letters2026')
    .optional(),
  DKIM_KEY: z.string().optional(),
  DKIM_KEY_FILE: z.string().optional(),
  MAIL_CONNECTIONS: whole(1, 100, 20),
  MAIL_PER_MINUTE: whole(1, 1_000_000, 10_000),
};

type Given = { [K in keyof typeof mailShape]?: z.infer<(typeof mailShape)[K]> };

/** The settings of mail, or one sentence that names what is wrong. */
export function mailIn(env: Given): MailSettings | { wrong: string } {
  const { SMTP_URL: smtpUrl = null, MAIL_FROM: mailFrom = null } = env;
  if (smtpUrl && !mailFrom)
    return { wrong: 'MAIL_FROM is missing: with SMTP_URL, expected the sender address of all mail.' };
  const updatesFrom = env.UPDATES_FROM ?? mailFrom;
  const dkim = dkimIn(env);
  if (dkim && 'wrong' in dkim) return dkim;
  for (const [name, address] of [
    ['MAIL_FROM', mailFrom],
    ['UPDATES_FROM', updatesFrom],
  ] as const)
    if (dkim && address && !aligned(domainOf(address), dkim.domain))
      return {
        wrong: `DKIM_DOMAIN cannot be used: expected the domain of ${name} (${domainOf(address)}) or one above it, else receivers take the signature for a stranger's.`,
      };
  return {
    smtpUrl,
    mailFrom,
    updatesFrom,
    bounceAddress: env.BOUNCE_ADDRESS ?? null,
    dkim,
    mailConnections: env.MAIL_CONNECTIONS ?? 20,
    mailPerMinute: env.MAIL_PER_MINUTE ?? 10_000,
  };
}

/** What DMARC asks for: the signature's domain is the sender's, or one above it. */
const aligned = (sender: string, signing: string): boolean => isWithin(sender, signing);

function dkimIn(env: Given): DkimSettings | null | { wrong: string } {
  const { DKIM_DOMAIN: domain, DKIM_SELECTOR: selector, DKIM_KEY: given, DKIM_KEY_FILE: file } = env;
  if (!domain && !selector && !given && !file) return null;
  const missing = !domain ? 'DKIM_DOMAIN' : !selector ? 'DKIM_SELECTOR' : !given && !file ? 'DKIM_KEY_FILE' : null;
  if (!domain || !selector || missing)
    return { wrong: `${missing} is missing: to sign mail, expected DKIM_DOMAIN, DKIM_SELECTOR and DKIM_KEY_FILE.` };
  if (given && file) return { wrong: 'DKIM_KEY cannot be used: expected it or DKIM_KEY_FILE, not both.' };
  const name = file ? 'DKIM_KEY_FILE' : 'DKIM_KEY';
  try {
    // In an environment a key is often written in one line, its line breaks as \n.
    const key = file ? readFileSync(file, 'utf8') : (given ?? '').replaceAll('\\n', '\n');
    const { asymmetricKeyType, asymmetricKeyDetails } = createPrivateKey(key);
    if (asymmetricKeyType === 'rsa' && (asymmetricKeyDetails?.modulusLength ?? 0) >= 1024)
      return { domain, selector, key };
  } catch {
    // Said below: what is in the file is nobody's business.
  }
  return { wrong: `${name} cannot be used: expected a private RSA key in PEM, of 2048 bits, without a password.` };
}
