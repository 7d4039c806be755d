/** What a rule of a block or allow list matches: addresses with wildcards, networks with ranges. */
import { BlockList, isIP } from 'node:net';
import { canonicalAddress, domainOf, largeProviders } from '../basics/addresses.ts';
import { networkOf } from '../web/limits.ts';

export type ListName = 'block' | 'allow';
export type PatternKind = 'email' | 'network';

/** A pattern as it is kept, or what is wrong with it. */
export type ReadPattern = { ok: true; pattern: string } | { ok: false; message: string };

const wrong = (message: string): ReadPattern => ({ ok: false, message });

/** Reads what was typed: one address, everybody at a domain, everything below a domain; or one network, or a range. */
export function readPattern(list: ListName, kind: PatternKind, typed: string): ReadPattern {
  const text = typed.trim().toLowerCase();
  if (!text) return wrong('Write an address or a range.');
  if (text.length > 254) return wrong('Please keep this to 254 characters.');
  return kind === 'email' ? readEmail(list, text) : readNetwork(list, text);
}

const EMAILS = 'Expected an address (ana@mail.example), a domain (*@mail.example) or all below one (*.mail.example).';

function readEmail(list: ListName, text: string): ReadPattern {
  if (/^[*@.]+$/.test(text)) return wrong('This would match everybody.');
  const below = /^(?:\*?@)?\*\.(.+)$/.exec(text)?.[1];
  const at = below === undefined ? /^(?:\*?@)?([^@*]+)$/.exec(text)?.[1] : undefined;
  const domain = domainOf(below ?? at ?? text);
  const isDomain = /^[a-z0-9-]+(\.[a-z0-9-]+)*$/.test(domain);
  if (below !== undefined) return isDomain ? readDomains(list, `*.${domain}`) : wrong(EMAILS);
  if (!isDomain || !domain.includes('.')) return wrong(EMAILS);
  if (at !== undefined) return readDomains(list, `*@${domain}`);
  const local = text.slice(0, text.lastIndexOf('@'));
  if (!/^[^\s@*"(),:;<>[\]\\\p{C}]{1,64}$/u.test(local)) return wrong(EMAILS);
  return { ok: true, pattern: `${local}@${domain}` };
}

/** A domain, or all below one, unless that would shut out everybody at a large provider. */
function readDomains(list: ListName, pattern: string): ReadPattern {
  const covered = [...largeProviders].find((domain) =>
    matches(compile([{ kind: 'email', pattern }]), `x@${domain}`, ''),
  );
  if (list === 'block' && covered)
    return wrong(`This would block everybody at ${covered}. Block the single addresses, or their networks.`);
  return { ok: true, pattern };
}

const NETWORKS = 'Expected an IP address (192.0.2.7, 2001:db8::7) or a range (192.0.2.0/24, 192.0.2.*, 2001:db8::/48).';

/** The widest ranges that can be blocked: more of the Internet than any one provider commands is a slip. */
const WIDEST = { 4: 8, 6: 19 } as const;
/** The part of an IPv6 address that one household commands; nothing finer is kept of a visitor. */
const HOUSEHOLD = 64;

function readNetwork(list: ListName, typed: string): ReadPattern {
  const starred = /^(\d+(?:\.\d+){0,2})((?:\.\*)+)$/.exec(typed);
  const octets = starred?.[1]?.split('.') ?? [];
  const text =
    starred && octets.length + (starred[2]?.length ?? 0) / 2 === 4
      ? `${[...octets, '0', '0', '0'].slice(0, 4).join('.')}/${8 * octets.length}`
      : typed;
  if (/^(\*|0\.0\.0\.0(\/0)?|::(\/0)?)$/.test(text)) return wrong('This would match everybody.');
  const [address = '', bits, more] = text.split('/');
  const family = isIP(address);
  if (family === 0 || more !== undefined || address.includes('%')) return wrong(NETWORKS);
  if (/^::ffff:/.test(address)) return wrong('Write an IPv4 address as such: 192.0.2.7.');
  if (bits === undefined) return { ok: true, pattern: networkOf(address) };
  const length = /^\d{1,3}$/.test(bits) ? Number(bits) : -1;
  if (length < 0 || length > (family === 4 ? 32 : 128)) return wrong(NETWORKS);
  const widest = WIDEST[family as 4 | 6];
  if (list === 'block' && length < widest) return wrong(`This is too wide to block: expected /${widest} or narrower.`);
  if (length === 0) return wrong('This would match everybody.');
  if (family === 6 && length >= HOUSEHOLD) return { ok: true, pattern: networkOf(address) };
  return { ok: true, pattern: length === 32 ? address : `${address}/${length}` };
}

/** Rules made ready to match. */
export interface Compiled {
  /** Canonical addresses, '@domain' for a whole one, '.domain' for all below one. */
  emails: Set<string>;
  networks: BlockList | null;
}

export function compile(rules: { kind: PatternKind; pattern: string }[]): Compiled {
  const emails = new Set<string>();
  const networks = new BlockList();
  for (const { kind, pattern } of rules) {
    if (kind === 'email') emails.add(pattern.startsWith('*') ? pattern.slice(1) : canonicalAddress(pattern));
    else {
      const [address = '', bits] = pattern.split('/');
      const family = isIP(address) === 6 ? 'ipv6' : 'ipv4';
      networks.addSubnet(address, Number(bits ?? 32), family);
    }
  }
  return { emails, networks: rules.some(({ kind }) => kind === 'network') ? networks : null };
}

/** Whether an address is on the list: itself as its provider reads it, its domain as written, or one above that. */
export function matchesEmail({ emails }: Compiled, email: string): boolean {
  if (emails.size === 0) return false;
  const canonical = canonicalAddress(email);
  if (emails.has(canonical)) return true;
  const domains = new Set([domainOf(email), domainOf(canonical)]);
  return [...domains].some((domain) => {
    if (emails.has(`@${domain}`)) return true;
    for (let dot = domain.indexOf('.'); dot >= 0; dot = domain.indexOf('.', dot + 1))
      if (emails.has(domain.slice(dot))) return true;
    return false;
  });
}

/** Whether a visitor's network, as `networkOf` gives it, is on the list. */
export function matchesNetwork({ networks }: Compiled, network: string): boolean {
  const [address = ''] = network.split('/');
  const family = isIP(address);
  return networks !== null && family > 0 && networks.check(address, family === 6 ? 'ipv6' : 'ipv4');
}

const matches = (rules: Compiled, email: string, network: string) =>
  matchesEmail(rules, email) || matchesNetwork(rules, network);
