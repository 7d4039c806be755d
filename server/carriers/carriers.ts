/**
 * The ways to a legislator's office, each a carrier of one shape, best first and in honest words. This is the room's
 * front door.
 */
import type { World } from '../basics/world.ts';
import type { Campaign } from '../campaigns/campaigns.ts';
import type { Db } from '../db/database.ts';
import type { Way } from '../db/tables.ts';
import type { LegislatorRow } from '../legislators/legislators.ts';
import type { Letter } from '../letters/letters.ts';
import { cwcOpen } from './cwc/cwc.ts';
import { mailtoLink } from './mailto.ts';

export type { Way };

export interface Office {
  body: string;
  phone: string | null;
  website: string | null;
  contactForm: string | null;
  email: string | null;
}

/** What is carried from here: nothing of an example is ever sent; `cwc` says whether the office takes the service's. */
export interface Carrying {
  example: boolean;
  cwc: boolean;
}

/** What is to be said on a way: the subject, the whole text and the script for the phone. */
export interface Words {
  subject: string;
  text: string;
  phoneScript: string;
}

/** What a writer has to give. 'delivery' is what the CWC service asks for: form of address, name, street, city. */
export type Need = 'name' | 'email' | 'zip' | 'delivery';

/** Where a way leads, if it is open for an office. */
interface Opening {
  label: string;
  /** The office's page, `tel:`, `mailto:`; null where there is nothing to open. */
  url?: string;
  phone?: string;
  script?: string;
}

interface Carrier {
  way: Way;
  /** Whether this server hands the message over, so that it can say 'sent'. Else the writer does, and it cannot. */
  ours: boolean;
  needs: Need[];
  /** Null where this way is not open. */
  open(office: Office, words: Words, carrying: Carrying): Opening | null;
}

export interface OpenWay extends Pick<Carrier, 'way' | 'ours' | 'needs'> {
  label: string;
  url: string | null;
  phone: string | null;
  script: string | null;
}

/** Best first. Copying is always open: nobody is left without a way. */
const carriers: Carrier[] = [
  {
    way: 'cwc',
    ours: true,
    needs: ['name', 'email', 'zip', 'delivery'],
    open: (_office, _words, { example, cwc }) =>
      cwc && !example ? { label: 'Send it to the office from here' } : null,
  },
  {
    way: 'email',
    ours: true,
    needs: ['name', 'email', 'zip'],
    open: (office, _words, carrying) =>
      takesServerMail(office, carrying) ? { label: 'Send it by e-mail from here' } : null,
  },
  {
    way: 'form',
    ours: false,
    needs: [],
    open: (office) => {
      const page = officePage(office);
      if (!page) return null;
      return {
        label: page.kind === 'form' ? 'Open the office’s own form' : 'Open the office’s website',
        url: page.url,
      };
    },
  },
  {
    way: 'mailto',
    ours: false,
    needs: [],
    open: (office, { subject, text }) => {
      const email = publishedAddress(office);
      const url = email && mailtoLink(email, subject, text);
      return url ? { label: 'Open it in your own mail program', url } : null;
    },
  },
  {
    way: 'phone',
    ours: false,
    needs: [],
    open: ({ phone }, { phoneScript }) => {
      const url = phone && telLink(phone);
      return phone && url ? { label: `Call ${phone}`, url, phone, script: phoneScript } : null;
    },
  },
  { way: 'print', ours: false, needs: ['name'], open: () => ({ label: 'Print it as a letter' }) },
  { way: 'copy', ours: false, needs: [], open: () => ({ label: 'Copy the text' }) },
];

/** The ways to an office that are open now, best first; never none. */
export const waysTo = (office: Office, words: Words, carrying: Carrying): OpenWay[] =>
  carriers.flatMap(({ way, ours, needs, open }) => {
    const opening = open(office, words, carrying);
    return opening ? [{ way, ours, needs, url: null, phone: null, script: null, ...opening }] : [];
  });

/** What is carried from here of a letter's messages to a legislator now. */
export async function carryingTo(
  { db, settings, now }: Pick<World, 'settings' | 'now'> & { db: Db },
  { campaign, letter, legislator }: { campaign: Campaign; letter: Letter; legislator: LegislatorRow },
): Promise<Carrying> {
  const { example } = campaign;
  return { example, cwc: !example && (await cwcOpen(db, settings, legislator, letter, now())) };
}

/** The way on which this server itself takes a message to an office now; null where it does not. */
export const carriedBy = (office: Office, carrying: Carrying): 'cwc' | 'email' | null =>
  carrying.cwc ? 'cwc' : takesServerMail(office, carrying) ? 'email' : null;

/** The office's form, or else its website; null when neither is known or neither is a web address. */
export function officePage(office: Office): { kind: 'form' | 'website'; url: string } | null {
  if (office.contactForm && isWeb(office.contactForm)) return { kind: 'form', url: office.contactForm };
  if (office.website && isWeb(office.website)) return { kind: 'website', url: office.website };
  return null;
}

const isWeb = (url: string) => URL.canParse(url) && /^https?:$/.test(new URL(url).protocol);

/** The address that the office publishes, if it is one address and nothing else. */
export const publishedAddress = (office: Office): string | null =>
  office.email && /^[^\s@,;:<>()[\]\\"]+@[^\s@,;:<>()[\]\\"]+\.[^\s@,;:<>()[\]\\".]+$/.test(office.email)
    ? office.email
    : null;

/** Both chambers of Congress publish forms and no addresses: a vendor's mail to one would not be read. */
const formsOnly = new Set(['us-senate', 'us-house']);

/** Whether this server may carry mail to the office: its body publishes addresses. */
export const takesServerMail = (office: Office, { example }: Pick<Carrying, 'example'>): boolean =>
  !example && !formsOnly.has(office.body) && publishedAddress(office) !== null;

/** 'tel:+12025550101' of a number as offices write it; null when it is no number of the United States. */
export function telLink(phone: string): string | null {
  const digits = phone.replace(/\s*(ext|x)\.?\s*\d+$/i, '').replace(/\D/g, '');
  if (digits.length === 10) return `tel:+1${digits}`;
  return digits.length === 11 && digits.startsWith('1') ? `tel:+${digits}` : null;
}
