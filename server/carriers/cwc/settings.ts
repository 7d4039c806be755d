/** The settings of the CWC service, off unless given: `config.ts` reads them with all others. */
import { z } from 'zod';
import { CONTACT_NAME, EMAIL, PHONE } from './rules.ts';

/** Where a chamber's messages go, and the key that its operator gave. */
export interface CwcEndpoint {
  /** Without a slash at the end. */
  url: string;
  /** Goes in each address as `apikey`: never into a log or an error. */
  key: string;
}

export interface CwcSettings {
  /** The name under which the operator is registered as a delivery agent, to the letter. */
  agent: string;
  ackEmail: string;
  contact: { name: string; email: string; phone: string };
  house: CwcEndpoint | null;
  senate: CwcEndpoint | null;
}

const isThisMachine = (host: string) => /^(localhost|127\.\d+\.\d+\.\d+|\[::1\])$/.test(host);

const endpoint = z
  .url({ protocol: /^https?$/, error: 'an address such as https://cwc.house.gov/v2', abort: true })
  .refine((text) => {
    const { protocol, hostname, search, hash, username } = new URL(text);
    return (protocol === 'https:' || isThisMachine(hostname)) && !search && !hash && !username;
  }, 'an address that begins with https://, without a key or a question mark, such as https://cwc.house.gov/v2')
  .optional();
const key = z
  .string()
  .regex(/^[\x21-\x7e]+$/, 'the key as the service gave it, without spaces')
  .optional();
const email = z.string().regex(EMAIL, 'an e-mail address such as cwc@letters.example.org').optional();

export const cwcShape = {
  CWC_HOUSE_URL: endpoint,
  CWC_HOUSE_KEY: key,
  CWC_SENATE_URL: endpoint,
  CWC_SENATE_KEY: key,
  CWC_AGENT: z.string().trim().optional(),
  CWC_ACK_EMAIL: email,
  CWC_CONTACT_NAME: z.string().trim().min(CONTACT_NAME, `a name of ${CONTACT_NAME} characters or more`).optional(),
  CWC_CONTACT_EMAIL: email,
  CWC_CONTACT_PHONE: z.string().regex(PHONE, 'a number such as 202-555-0100').optional(),
};

type Given = { [K in keyof typeof cwcShape]?: string | undefined };

const common = ['CWC_AGENT', 'CWC_ACK_EMAIL', 'CWC_CONTACT_NAME', 'CWC_CONTACT_EMAIL', 'CWC_CONTACT_PHONE'] as const;

/** Null where nothing is set; else the settings, or one sentence that names what is missing. */
export function cwcIn(env: Given): CwcSettings | null | { missing: string } {
  const given = Object.keys(cwcShape).find((name) => env[name as keyof Given] !== undefined);
  if (given === undefined) return null;
  for (const chamber of ['HOUSE', 'SENATE'] as const)
    for (const [one, other] of [
      ['URL', 'KEY'],
      ['KEY', 'URL'],
    ] as const)
      if (env[`CWC_${chamber}_${one}`] !== undefined && env[`CWC_${chamber}_${other}`] === undefined)
        return { missing: `CWC_${chamber}_${other} is missing: with CWC_${chamber}_${one}, expected both.` };
  const { CWC_HOUSE_URL: houseUrl, CWC_HOUSE_KEY: houseKey } = env;
  const { CWC_SENATE_URL: senateUrl, CWC_SENATE_KEY: senateKey } = env;
  if (!houseUrl && !senateUrl)
    return { missing: `CWC_HOUSE_URL is missing: with ${given}, expected it or CWC_SENATE_URL.` };
  const lacking = common.find((name) => env[name] === undefined);
  if (lacking)
    return {
      missing: `${lacking} is missing: with ${houseUrl ? 'CWC_HOUSE_URL' : 'CWC_SENATE_URL'}, expected it too.`,
    };
  const at = (url?: string, key?: string) => (url && key ? { url: url.replace(/\/+$/, ''), key } : null);
  return {
    agent: env.CWC_AGENT ?? '',
    ackEmail: env.CWC_ACK_EMAIL ?? '',
    contact: {
      name: env.CWC_CONTACT_NAME ?? '',
      email: env.CWC_CONTACT_EMAIL ?? '',
      phone: env.CWC_CONTACT_PHONE ?? '',
    },
    house: at(houseUrl, houseKey),
    senate: at(senateUrl, senateKey),
  };
}
