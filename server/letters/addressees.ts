import { fold, listed } from '../basics/text.ts';
import type { Addressee } from '../db/tables.ts';

/** An office that letters go to, with its usual forms of address; what cannot be known is left to be filled in. */
export interface Office {
  key: string;
  label: string;
  title: string;
  organization: string;
  address: string;
  /** Before the last name in the salutation ("Senator"), or the whole of it where no name follows ("Mr. President"). */
  called: string;
  /** The whole first line of the block where no name stands in it: "The President". */
  line?: string;
}

const senate = { organization: 'United States Senate', address: 'Washington, DC 20510' };
const house = { organization: 'U.S. House of Representatives', address: 'Washington, DC 20515' };
const whiteHouse = { organization: 'The White House', address: '1600 Pennsylvania Avenue NW\nWashington, DC 20500' };
const president = { title: '', line: 'The President', ...whiteHouse };
const vicePresident = { title: '', line: 'The Vice President', ...whiteHouse };
const agency = { organization: '', address: '' };

export const offices: Office[] = [
  { key: 'secretary', label: 'Secretary of a department', title: 'Secretary', called: 'Secretary', ...agency },
  { key: 'senator', label: 'Senator', title: 'Senator', called: 'Senator', ...senate },
  { key: 'representative', label: 'Representative', title: 'Representative', called: 'Representative', ...house },
  { key: 'delegate', label: 'Delegate', title: 'Delegate', called: 'Delegate', ...house },
  {
    key: 'commissioner',
    label: 'Resident Commissioner',
    title: 'Resident Commissioner',
    called: 'Resident Commissioner',
    ...house,
  },
  {
    key: 'speaker',
    label: 'Speaker of the House',
    title: 'Speaker of the House',
    called: 'Speaker',
    ...house,
  },
  { key: 'senate-majority', label: 'Senate Majority Leader', title: 'Majority Leader', called: 'Leader', ...senate },
  { key: 'senate-minority', label: 'Senate Minority Leader', title: 'Minority Leader', called: 'Leader', ...senate },
  { key: 'house-majority', label: 'House Majority Leader', title: 'Majority Leader', called: 'Leader', ...house },
  { key: 'house-minority', label: 'House Minority Leader', title: 'Minority Leader', called: 'Leader', ...house },
  { key: 'senate-chair', label: 'Chair of a Senate committee', title: 'Chair', called: 'Chair', ...committee(senate) },
  {
    key: 'senate-ranking',
    label: 'Ranking Member of a Senate committee',
    title: 'Ranking Member',
    called: 'Ranking Member',
    ...committee(senate),
  },
  { key: 'house-chair', label: 'Chair of a House committee', title: 'Chair', called: 'Chair', ...committee(house) },
  {
    key: 'house-ranking',
    label: 'Ranking Member of a House committee',
    title: 'Ranking Member',
    called: 'Ranking Member',
    ...committee(house),
  },
  {
    key: 'administrator',
    label: 'Administrator of an agency',
    title: 'Administrator',
    called: 'Administrator',
    ...agency,
  },
  { key: 'director', label: 'Director of an agency', title: 'Director', called: 'Director', ...agency },
  { key: 'president', label: 'President (Mr.)', called: 'Mr. President', ...president },
  { key: 'madam-president', label: 'President (Madam)', called: 'Madam President', ...president },
  { key: 'vice-president', label: 'Vice President (Mr.)', called: 'Mr. Vice President', ...vicePresident },
  { key: 'madam-vice-president', label: 'Vice President (Madam)', called: 'Madam Vice President', ...vicePresident },
];

function committee({ organization, address }: typeof senate) {
  return { organization: `Committee on …\n${organization}`, address };
}

/**
 * An addressee with the usual forms of an office in whatever was left empty: "The Honorable" before the name, title,
 * organization, address and salutation. An unknown office fills the salutation alone. What was typed is never changed,
 * but for the honorific.
 */
export function filledFor(key: string, typed: Addressee): Addressee {
  const office = offices.find((one) => one.key === key);
  if (!office) return withForms(typed);
  const name = office.line ?? (typed.name && !hasHonorific(typed.name) ? `The Honorable ${typed.name}` : typed.name);
  const last = lastNameOf(name);
  const called = office.line || !last ? office.called : `${office.called} ${last}`;
  return {
    name,
    title: typed.title || office.title,
    organization: typed.organization || office.organization,
    address: typed.address || office.address,
    salutation: typed.salutation || `Dear ${called}:`,
  };
}

/** An addressee with a salutation, made of the title and the name where none was given. */
export function withForms(addressee: Addressee): Addressee {
  if (addressee.salutation) return addressee;
  const title = fold(addressee.title).replace(/^acting /, '');
  const office = offices.find((one) => one.title !== '' && fold(one.title) === title);
  const last = lastNameOf(addressee.name);
  const called = office && last ? `${office.called} ${last}` : withoutHonorific(addressee.name) || addressee.title;
  return { ...addressee, salutation: `Dear ${called}:` };
}

/** The lines of one address block. A member's plain title ("Senator") is said by the chamber's name already. */
export function addressBlock({ name, title, organization, address }: Addressee): string[] {
  const member = ['senator', 'representative', 'delegate', 'resident commissioner'].includes(fold(title));
  return [name, member && organization ? '' : title, ...organization.split('\n'), ...address.split('\n')]
    .map((line) => line.trim())
    .filter((line) => line !== '');
}

/** The letter's salutation, to all addressees at once: 'Dear Chair Rivera and Ranking Member Okafor:'; '' without any. */
export function greetingOf(addressees: Addressee[]): string {
  const salutations = addressees.map((addressee) => withForms(addressee).salutation.trim());
  const [only] = salutations;
  if (only === undefined) return '';
  if (salutations.length === 1)
    return /[:,]$/.test(only) ? only : /^(dear|to)\b/i.test(only) ? `${only}:` : `Dear ${only}:`;
  return `Dear ${listed(salutations.map((salutation) => salutation.replace(/^dear\s+/i, '').replace(/[:,]$/, '')))}:`;
}

const HONORIFIC = /^(the (right )?(honorable|reverend)|hon\.|mr\.|mrs\.|ms\.|dr\.|mx\.)(\s|$)/i;
const hasHonorific = (name: string) => HONORIFIC.test(name);
const withoutHonorific = (name: string) => name.replace(/^(the honorable|hon\.)\s+/i, '');

const PARTICLES = new Set(['de', 'del', 'della', 'di', 'da', 'la', 'le', 'van', 'von', 'der', 'den', 'st.', 'mc']);

/** The last name in a whole one, with what belongs to it: "Van Hollen", "De La Cruz"; without "Jr." A proposal to check. */
function lastNameOf(name: string): string {
  const words = name
    .replace(HONORIFIC, '')
    .replace(/,.*$/, '')
    .split(/\s+/)
    .filter((word) => word !== '' && !/^(jr|sr|ii|iii|iv)\.?$/i.test(word));
  let first = words.length - 1;
  while (first > 1 && PARTICLES.has((words[first - 1] ?? '').toLowerCase())) first -= 1;
  return words.slice(Math.max(first, 0)).join(' ');
}
