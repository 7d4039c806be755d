/** Mail addresses: as their provider reads them, and what their domain tells. */
import { domainToASCII } from 'node:url';
import disposable from 'disposable-email-domains-js';
import { keyed } from './ids.ts';
import type { World } from './world.ts';

/** How a provider reads the part before the @. */
interface Reading {
  /** What begins a tag that the provider ignores: 'ana+news' is 'ana'. */
  tag?: RegExp;
  /** Characters that make no difference, and what they count as. */
  same?: [characters: RegExp, as: string];
  /** The domain that stands for all of the provider's, where each account has its name at every one of them. */
  domain?: string;
}

const plusTag = /\+.*$/;

/** Dots are ignored, and both domains are one (support.google.com/mail/answer/10313, /7436150). */
const gmail: Reading = { tag: plusTag, same: [/\./g, ''], domain: 'gmail.com' };
/** One user name at every domain; dots, hyphens and underscores are ignored. */
const proton: Reading = { tag: plusTag, same: [/[._-]/g, ''], domain: 'proton.me' };
/** Whoever has a name at one of the three has it at the others, or nobody has. */
const apple: Reading = { tag: plusTag, domain: 'icloud.com' };
/** One mailbox at every domain; a dot counts as a hyphen. */
const yandex: Reading = { tag: plusTag, same: [/\./g, '-'], domain: 'yandex.ru' };
/** Names have no hyphen of their own: 'ana-shop' is a disposable address of 'ana'. A plus is in no name either. */
const yahoo: Reading = { tag: /[-+].*$/ };
/** Tags alone. The domains are different accounts. */
const tagged: Reading = { tag: plusTag };

const readings = new Map<string, Reading>();
for (const [reading, domains] of [
  [gmail, 'gmail.com googlemail.com'],
  [proton, 'proton.me protonmail.com protonmail.ch pm.me'],
  [apple, 'icloud.com me.com mac.com'],
  [yandex, 'yandex.ru yandex.com ya.ru yandex.by yandex.kz yandex.ua'],
  [yahoo, 'ymail.com rocketmail.com myyahoo.com'],
  [tagged, 'fastmail.com fastmail.fm fastmail.net fastmail.org fastmail.us fastmail.co.uk fastmail.de fastmail.jp'],
  [tagged, 'sent.com pobox.com hey.com mailbox.org posteo.de posteo.net runbox.com zoho.com zohomail.com'],
  [tagged, 'msn.com windowslive.com passport.com riseup.net disroot.org'],
] as const)
  for (const domain of domains.split(' ')) readings.set(domain, reading);

/** Fastmail also delivers 'anything@ana.fastmail.com' to 'ana@fastmail.com'. */
const fastmailSubdomain = /^([^.]+)\.(fastmail\.(?:com|fm|net|org|us|co\.uk|de|jp))$/;

/** Families that have a domain in many countries: 'yahoo.co.jp', 'hotmail.fr'. */
const family = (domain: string): string | null =>
  /^(yahoo|hotmail|live|outlook)\.(com|[a-z]{2}|com?\.[a-z]{2}|com\.[a-z]{2})$/.exec(domain)?.[1] ?? null;

function readingOf(domain: string): Reading | null {
  const known = readings.get(domain);
  if (known) return known;
  const name = family(domain);
  return name === null ? null : name === 'yahoo' ? yahoo : tagged;
}

/** The domain of an address: lower case, as DNS has it ('xn--…'), without a dot at the end; '' where there is none. */
export function domainOf(email: string): string {
  const domain = email
    .slice(email.lastIndexOf('@') + 1)
    .trim()
    .replace(/\.$/, '')
    .toLowerCase();
  // Only what could be a domain: of other things it would make one, as a browser's address bar does.
  return /^[\p{L}\p{M}\p{N}.-]+$/u.test(domain) && /\P{ASCII}/u.test(domain) ? domainToASCII(domain) || domain : domain;
}

/**
 * The address as its provider reads it: two that reach the same mailbox give the same. Case never counts; dots, tags and
 * other domains count where the provider is not known to ignore them, so two people are never taken for one.
 */
export function canonicalAddress(email: string): string {
  const typed = email.normalize('NFC').trim().toLowerCase();
  const local = typed.slice(0, Math.max(0, typed.lastIndexOf('@')));
  const domain = domainOf(typed);
  const subdomain = fastmailSubdomain.exec(domain);
  if (subdomain) return `${subdomain[1]}@${subdomain[2]}`;
  const reading = readingOf(domain);
  if (!reading) return `${local}@${domain}`;
  const untagged = reading.tag ? local.replace(reading.tag, '') || local : local;
  const name = reading.same ? untagged.replace(...reading.same) || untagged : untagged;
  return `${name}@${reading.domain ?? domain}`;
}

/** A keyed hash of an address as its provider reads it: tells that two are the same, and gives neither away. */
export const addressKeyOf = (world: Pick<World, 'secret'>, email: string): string =>
  keyed(world.secret, `address:${canonicalAddress(email)}`).slice(0, 24);

/** Whether an address belongs to the domain of a website or to one below it: 'rivers.example' has 'mail.rivers.example'. */
export const isWithin = (domain: string, parent: string): boolean => domain === parent || domain.endsWith(`.${parent}`);

/** Providers with so many people that a rush of their addresses says nothing. */
export const largeProviders: ReadonlySet<string> = new Set([
  ...readings.keys(),
  ...'yahoo.com hotmail.com live.com outlook.com aol.com aim.com mail.com email.com usa.com gmx.com gmx.net gmx.de'.split(
    ' ',
  ),
  ...'comcast.net xfinity.com verizon.net att.net sbcglobal.net bellsouth.net cox.net charter.net spectrum.net'.split(
    ' ',
  ),
  ...'earthlink.net optonline.net frontier.com centurylink.net windstream.net roadrunner.com rr.com juno.com'.split(
    ' ',
  ),
  ...'web.de t-online.de orange.fr wanadoo.fr free.fr laposte.net libero.it mail.ru bk.ru qq.com 163.com 126.com'.split(
    ' ',
  ),
  ...'naver.com btinternet.com sky.com shaw.ca rogers.com bell.net telus.net tuta.com tutanota.com duck.com'.split(' '),
]);

/** Whether so many people have an address at a domain that many of them at once are nothing unusual. */
export const isLargeProvider = (domain: string): boolean => largeProviders.has(domain) || family(domain) !== null;

/** Made once: the package makes a new one each time it is asked. */
const throwAway = disposable.disposableEmailBlocklistSet();

/** Whether a domain, or one above it, gives out addresses to throw away. Forwarding services are not among them. */
export function isDisposable(domain: string): boolean {
  for (let rest = domain.toLowerCase(); rest.includes('.'); rest = rest.slice(rest.indexOf('.') + 1))
    if (throwAway.has(rest)) return true;
  return false;
}

/** What most people mean. */
const common = [
  ...['gmail.com', 'yahoo.com', 'hotmail.com', 'outlook.com', 'icloud.com', 'aol.com', 'live.com', 'msn.com'],
  ...['comcast.net', 'verizon.net', 'sbcglobal.net', 'bellsouth.net', 'att.net', 'cox.net', 'charter.net'],
  ...['earthlink.net', 'optonline.net', 'frontier.com', 'protonmail.com', 'fastmail.com', 'googlemail.com'],
];

/** Ends that nobody means who writes them after a name that ends in '.com' or '.net'. */
const slips: Record<string, string[]> = {
  com: ['co', 'cm', 'om', 'con', 'cmo', 'ocm', 'cim', 'vom', 'xom', 'comm', 'coom', 'ccom', 'cpm', 'come', 'comn'],
  net: ['ne', 'nt', 'et', 'met', 'nett', 'nte', 'ent', 'bet', 'het'],
};

/** A name this short has neighbours of its own: only its end is looked at. */
const SHORTEST = 5;
/** From this length on, two slips are forgiven after the first letter: 'horizon.net' is not 'verizon.net'. */
const LONG = 7;

/** The domain that was probably meant, or null: 'ana@gmial.com' gives 'gmail.com'. Never for one that is well known. */
export function suggestDomain(email: string): string | null {
  const typed = domainOf(email);
  // Yahoo and Microsoft have domains in many countries, Colombia and Cameroon among them, but people there rarely use them.
  const slip = /\.(co|cm|om)$/.test(typed);
  if (isLargeProvider(typed) && !slip) return null;
  let best: { domain: string; slips: number } | null = null;
  for (const domain of common) {
    const distance = slipsBetween(typed, domain);
    if (distance !== null && (best === null || distance < best.slips)) best = { domain, slips: distance };
  }
  return best?.domain ?? null;
}

/** How many slips make one domain of the other; null where there are too many to guess, or a shop of its own. */
function slipsBetween(typed: string, meant: string): number | null {
  const [name = '', end = ''] = meant.split('.');
  const at = typed.lastIndexOf('.');
  if (at < 1) return null;
  const [typedName, typedEnd] = [typed.slice(0, at), typed.slice(at + 1)];
  const wrongEnd = typedEnd !== end;
  if (wrongEnd && !slips[end]?.includes(typedEnd)) return null;
  const distance = edits(typedName, name);
  const forgiven = name.length < SHORTEST ? 0 : name.length < LONG || typedName[0] !== name[0] ? 1 : 2;
  return distance <= forgiven ? distance + (wrongEnd ? 1 : 0) : null;
}

/** Letters left out, added, changed or swapped with the next (optimal string alignment). */
function edits(a: string, b: string): number {
  let before: number[] = [];
  let last = Array.from({ length: b.length + 1 }, (_, n) => n);
  for (let i = 1; i <= a.length; i += 1) {
    const now = [i];
    for (let j = 1; j <= b.length; j += 1) {
      const change = (last[j - 1] ?? 0) + (a[i - 1] === b[j - 1] ? 0 : 1);
      const swapped = a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1] ? (before[j - 2] ?? Infinity) + 1 : Infinity;
      now.push(Math.min(change, (last[j] ?? 0) + 1, (now[j - 1] ?? 0) + 1, swapped));
    }
    [before, last] = [last, now];
  }
  return last[b.length] ?? 0;
}
