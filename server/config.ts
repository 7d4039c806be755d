import { isIP } from 'node:net';
import { z } from 'zod';
import { type CwcSettings, cwcIn, cwcShape } from './carriers/cwc/settings.ts';
import { geocoderShape } from './districts/settings.ts';
import { type MailSettings, mailIn, mailShape } from './mail/settings.ts';

const levels = ['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent'] as const;

/** A number of days to keep something. */
const days = (standard: number) =>
  z.coerce
    .number('a whole number of days, 1 or more')
    .int('a whole number of days, 1 or more')
    .min(1, 'a whole number of days, 1 or more')
    .max(36_500, 'at most 36500 days')
    .default(standard);

/** The environment, read once and checked. `.env.example` has the same keys. */
const shape = z.object({
  PORT: z.coerce.number('a port number such as 3000').int().min(0).max(65535).default(3000),
  HOST: z.string().min(1).default('localhost'),
  BASE_URL: z
    .url({ protocol: /^https?$/, error: 'an address such as https://letters.example.org', abort: true })
    .refine(isBare, 'an address without a path, such as https://letters.example.org')
    .optional(),
  DATABASE_URL: z
    .string()
    .regex(/^(sqlite:.+|postgres(ql)?:\/\/.+)$/, 'sqlite:<file> or postgres://user:password@host/database')
    .default('sqlite:data/undersigned.db'),
  ...mailShape,
  SECRET_KEY: z.string().min(32, 'at least 32 characters').optional(),
  TRUST_PROXY: z
    .string()
    .refine((value) => typeof trustProxy(value) !== 'string' || value.split(',').every(isProxy), {
      error: 'off, on, the number of proxies, or their addresses, such as 10.0.0.0/8, loopback',
    })
    .default('off'),
  SIGNING_PROTECTION: z.enum(['on', 'off'], 'on or off').default('on'),
  KEEP_UNCONFIRMED_DAYS: days(14),
  KEEP_IP_DAYS: days(30),
  KEEP_ADDRESS_DAYS: days(90),
  CONGRESS_API_KEY: z
    .string()
    .regex(/^[\x21-\x7e]+$/, 'the key as api.congress.gov gave it, without spaces')
    .optional(),
  CONGRESS_API_URL: z
    .url({ protocol: /^https?$/, error: 'an address such as https://api.congress.gov/v3', abort: true })
    .refine((text) => {
      const { search, hash, username } = new URL(text);
      return !search && !hash && !username;
    }, 'an address without a key or a question mark, such as https://api.congress.gov/v3')
    .default('https://api.congress.gov/v3'),
  ...geocoderShape,
  ...cwcShape,
  LOG_LEVEL: z.enum(levels, `one of ${levels.join(', ')}`).default('info'),
});

export interface Settings extends MailSettings {
  port: number;
  host: string;
  /** Without a slash at the end. */
  baseUrl: string;
  /** Whether the site is only to be seen on this machine. */
  loopback: boolean;
  databaseUrl: string;
  secretKey: string | null;
  trustProxy: boolean | number | string;
  /** False only on this machine, for load tests: then signing counts nothing and suspects nobody. */
  signingProtection: boolean;
  /** How long an unconfirmed signature keeps what was typed. */
  keepUnconfirmedDays: number;
  /** How long a visitor's network address is kept. */
  keepIpDays: number;
  /** How long addresses are kept after they have served their purpose. */
  keepAddressDays: number;
  /** The key for Congress.gov's API; without one, bills are brought in as files. Sent to that API alone, never logged. */
  congressApiKey: string | null;
  /** Without a slash at the end. */
  congressApiUrl: string;
  /** Where street addresses are looked up, without a slash at the end. */
  geocoderUrl: string;
  /** The Census's name for a set of boundaries; null for the one that has the sitting Congress's districts. */
  censusVintage: string | null;
  /** Messages to offices of Congress by their own service; null while that is off. */
  cwc: CwcSettings | null;
  logLevel: string;
}

/** A setting that cannot be used. The message is one line that names it and says what is expected. */
export class BadSetting extends Error {}

/** Checks the environment and gives the settings. Throws BadSetting. Empty values count as not set. */
export function readSettings(environment: Record<string, string | undefined>): Settings {
  const given = Object.fromEntries(Object.entries(environment).filter(([, value]) => value?.trim()));
  const read = shape.safeParse(given);
  if (!read.success) {
    const issue = read.error.issues[0];
    const name = String(issue?.path[0]);
    throw new BadSetting(`${name} cannot be used: expected ${issue?.message ?? 'another value'}.`);
  }
  const env = read.data;
  const mail = mailIn(env);
  if ('wrong' in mail) throw new BadSetting(mail.wrong);
  const cwc = cwcIn(env);
  if (cwc && 'missing' in cwc) throw new BadSetting(cwc.missing);
  const baseUrl = (env.BASE_URL ?? `http://${env.HOST.includes(':') ? `[${env.HOST}]` : env.HOST}:${env.PORT}`).replace(
    /\/+$/,
    '',
  );
  const loopback = /^(localhost|127\.\d+\.\d+\.\d+|\[::1\])$/.test(new URL(baseUrl).hostname);
  if (env.SIGNING_PROTECTION === 'off' && !loopback)
    throw new BadSetting(
      'SIGNING_PROTECTION cannot be used: expected on, because BASE_URL is not an address of this machine alone.',
    );
  return {
    port: env.PORT,
    host: env.HOST,
    baseUrl,
    loopback,
    databaseUrl: env.DATABASE_URL,
    ...mail,
    secretKey: env.SECRET_KEY ?? null,
    trustProxy: trustProxy(env.TRUST_PROXY),
    signingProtection: env.SIGNING_PROTECTION === 'on',
    keepUnconfirmedDays: env.KEEP_UNCONFIRMED_DAYS,
    keepIpDays: env.KEEP_IP_DAYS,
    keepAddressDays: env.KEEP_ADDRESS_DAYS,
    congressApiKey: env.CONGRESS_API_KEY ?? null,
    congressApiUrl: env.CONGRESS_API_URL.replace(/\/+$/, ''),
    geocoderUrl: env.GEOCODER_URL.replace(/\/+$/, ''),
    censusVintage: env.CENSUS_VINTAGE ?? null,
    cwc,
    logLevel: env.LOG_LEVEL,
  };
}

/** As Express's `trust proxy`: off, on, a number of hops, or addresses. */
function trustProxy(value: string): Settings['trustProxy'] {
  if (/^(off|false|no)$/i.test(value)) return false;
  if (/^(on|true|yes)$/i.test(value)) return true;
  return /^\d+$/.test(value) ? Number(value) : value;
}

/** One address or network of a proxy, or a name that Express knows for several. */
function isProxy(text: string): boolean {
  const [address = '', bits, more] = text.trim().split('/');
  if (bits === undefined) return isIP(address) > 0 || ['loopback', 'linklocal', 'uniquelocal'].includes(address);
  const most = { 0: -1, 4: 32, 6: 128 }[isIP(address)] ?? -1;
  return more === undefined && /^\d+$/.test(bits) && Number(bits) <= most;
}

/** Whether an address names a host and no more: the site's own links begin at its root. */
function isBare(text: string): boolean {
  const { pathname, search, hash, username } = new URL(text);
  return /^\/+$/.test(pathname) && !search && !hash && !username;
}
