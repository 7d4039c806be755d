/** The ways to a legislator's office that are open now, best first, in honest words. */
import type { Way } from '../db/tables.ts';
import { mailtoLink } from './mailto.ts';

export type { Way };

export interface Office {
  body: string;
  phone: string | null;
  website: string | null;
  contactForm: string | null;
  email: string | null;
}

/** Whether mail is carried for this campaign at all: nothing of an example is ever sent. */
export interface Carrying {
  example: boolean;
}

export interface OpenWay {
  way: Way;
  label: string;
  /** Where it leads: the office's page, `tel:`, `mailto:`; null where there is nothing to open. */
  url: string | null;
  phone: string | null;
  script: string | null;
}

/** Both chambers publish forms and no addresses: a vendor's mail to one would not be read. */
const formsOnly = new Set(['us-senate', 'us-house']);

/** What is to be said on a way: the subject, the whole text and the script for the phone. */
export interface Words {
  subject: string;
  text: string;
  phoneScript: string;
}

/** Copying and the visitor's own mail program come first: on a phone these are what works best. */
export function waysTo(office: Office, words: Words, carrying: Carrying): OpenWay[] {
  const blank = { url: null, phone: null, script: null };
  const ways: OpenWay[] = [{ ...blank, way: 'copy', label: 'Copy the text' }];
  const email = publishedAddress(office);
  const mailto = email ? mailtoLink(email, words.subject, words.text) : null;
  if (mailto) ways.push({ ...blank, way: 'mailto', label: 'Open it in your own mail program', url: mailto });
  if (takesServerMail(office, carrying)) ways.push({ ...blank, way: 'email', label: 'Send it by e-mail from here' });
  const page = officePage(office);
  if (page)
    ways.push({
      ...blank,
      way: 'form',
      label: page.kind === 'form' ? 'Open the office’s own form' : 'Open the office’s website',
      url: page.url,
    });
  const tel = office.phone ? telLink(office.phone) : null;
  if (tel)
    ways.push({
      way: 'phone',
      label: `Call ${office.phone}`,
      url: tel,
      phone: office.phone,
      script: words.phoneScript,
    });
  return ways;
}

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

/** Whether this server may carry mail to the office: its body publishes addresses. */
export const takesServerMail = (office: Office, { example }: Carrying): boolean =>
  !example && !formsOnly.has(office.body) && publishedAddress(office) !== null;

/** 'tel:+12025550101' of a number as offices write it; null when it is no number of the United States. */
export function telLink(phone: string): string | null {
  const digits = phone.replace(/\s*(ext|x)\.?\s*\d+$/i, '').replace(/\D/g, '');
  if (digits.length === 10) return `tel:+1${digits}`;
  return digits.length === 11 && digits.startsWith('1') ? `tel:+${digits}` : null;
}
