/** The public pages of this room: searching legislators, and one legislator. */
import { grouped, listed, plural } from '../basics/text.ts';
import { dayInWords } from '../basics/time.ts';
import { findState, listStates, type ZipLookup } from '../districts/districts.ts';
import type { Body } from './bodies.ts';
import {
  type Committee,
  HOUSE,
  type Legislator,
  type ListFilter,
  type ListPage,
  placeInWords,
  type Representation,
  reachable,
  SENATE,
  type Seat,
  type WholeLegislator,
} from './legislators.ts';
import type { CommitteeRow } from './store.ts';

/** What was asked for, as typed; '' where nothing was. */
export interface Asked {
  q: string;
  body: string;
  state: string;
  party: string;
  committee: string;
  /** 'yes' to see former members too. */
  former: string;
  zip: string;
  cursor: string;
}

/** The filter that a page's fields ask for: who serves, unless former members are wanted too. */
export const filterOf = ({ q, body, state, party, committee, former }: Asked): ListFilter => ({
  q: q || undefined,
  body: body || undefined,
  state: state || undefined,
  party: party || undefined,
  committee: committee || undefined,
  serving: former === 'yes' ? undefined : true,
});

export interface ListSetup {
  asked: Asked;
  page: ListPage;
  bodies: Body[];
  committees: CommitteeRow[];
  /** What a ZIP code gave; null where none was asked for. */
  found: { lookup: ZipLookup | null; representation: Representation } | null;
}

/** The address of a legislator's page. */
export const legislatorUrl = (key: string): string => `/legislators/${encodeURIComponent(key)}`;

export function listPage({ asked, page, bodies, committees, found }: ListSetup) {
  const bodyNames = new Map(bodies.map((body) => [body.key, body.name]));
  const committee = committees.find((one) => one.key === asked.committee);
  const filtered = Boolean(asked.body || asked.state || asked.party || asked.committee || asked.former);
  const narrowed = filtered || asked.q !== '';
  return {
    view: 'legislators/list',
    title: 'Legislators',
    description: 'Search the members of Congress and of other bodies by name, place, party and committee.',
    width: 'wide' as const,
    q: asked.q,
    choices: [
      choice(
        'body',
        'Body',
        asked.body,
        bodies.map((body) => ({ value: body.key, label: body.name })),
      ),
      choice('state', 'State', asked.state.toUpperCase(), stateOptions()),
      choice('party', 'Party', asked.party, partyOptions(asked.party)),
      choice('committee', 'Committee', asked.committee, committeeOptions(committees, committee)),
    ],
    filtered,
    former: asked.former === 'yes',
    /** Whoever asks for their own members does not want to see all. */
    listed: asked.zip === '' || narrowed,
    zip: asked.zip,
    zipProblem: found !== null && found.lookup === null ? 'A ZIP code has five digits, such as 44691.' : '',
    own: found?.lookup ? ownOf(found.lookup, found.representation) : null,
    count: countLine(page.total, asked),
    empty: page.items.length === 0 ? emptyLine(asked) : '',
    items: page.items.map((item) => ({ ...entryOf(item), body: bodyNames.get(item.body) ?? item.body })),
    nextUrl: page.next === null ? null : urlOf({ ...asked, cursor: page.next }),
    firstUrl: asked.cursor === '' ? null : urlOf({ ...asked, cursor: '' }),
    allUrl: narrowed ? '/legislators' : null,
  };
}

interface Option {
  value: string;
  label: string;
}

const choice = (name: string, label: string, value: string, options: Option[]) => ({
  name,
  label,
  value,
  options: [{ value: '', label: 'All' }, ...options],
});

const byLabel = (a: Option, b: Option): number => a.label.localeCompare(b.label, 'en');

const stateOptions = () =>
  listStates()
    .map(({ code, name }) => ({ value: code, label: name }))
    .sort(byLabel);

const commonParties = ['Democrat', 'Republican', 'Independent'];
const partyOptions = (asked: string) =>
  [...commonParties, ...(asked && !commonParties.includes(asked) ? [asked] : [])].map((party) => ({
    value: party,
    label: party,
  }));

/** Whole committees; a subcommittee only while it is asked for, by its name under its parent's. */
function committeeOptions(committees: CommitteeRow[], asked: CommitteeRow | undefined) {
  const whole = committees.filter((one) => one.parent === null || one === asked);
  return whole.map(({ key, name }) => ({ value: key, label: name })).sort(byLabel);
}

/** The address of a list, with the fields that say something. */
function urlOf(asked: Asked): string {
  const given = Object.entries(asked).filter(([name, value]) => value !== '' && name !== 'zip');
  return `/legislators?${new URLSearchParams(given)}`;
}

function countLine(total: number, asked: Asked): string {
  if (total === 0) return '';
  const who = asked.former === 'yes' ? 'legislator' : 'sitting legislator';
  return plural(total, who);
}

const emptyLine = ({ q, former }: Asked): string =>
  q
    ? `Nobody of the name “${q}” is here${former === 'yes' ? '' : ' among the sitting members'}. A part of the name is enough, and accents do not matter.`
    : 'Nobody is here with these filters.';

/** One legislator in a list. */
function entryOf(legislator: Legislator) {
  return {
    name: legislator.full,
    url: legislatorUrl(legislator.key),
    line: lineOf(legislator),
    former: legislator.serving ? '' : 'former member',
  };
}

/** 'Senator · NM · Independent (caucuses with Democrats)': a class is for those who look closer. */
const lineOf = (legislator: Legislator): string =>
  [legislator.title, placeInWords({ ...legislator, class: null }), partyWords(legislator)].filter(Boolean).join(' · ');

/** The party, and whom an independent counts with: 'Independent (caucuses with Democrats)'. */
function partyWords({ party, caucus }: Pick<Legislator, 'party' | 'caucus'>): string {
  // A state branch of a party ('Democratic-Farmer-Labor') counts with it as a matter of course.
  if (party === caucus || party.startsWith(caucus)) return party;
  return `${party} (caucuses with ${commonParties.includes(caucus) ? `${caucus}s` : caucus})`;
}

function ownOf(lookup: ZipLookup, { legislators, vacancies }: Representation) {
  const districts = lookup.districts.map((place) =>
    placeInWords({ ...place, body: HOUSE, class: null, district: String(place.district) }),
  );
  const state = lookup.state ? (findState(lookup.state)?.name ?? '') : '';
  const words =
    districts.length > 1
      ? `ZIP code ${lookup.zip} lies in ${grouped(districts.length)} districts: ${listed(districts)}. Which one is yours depends on your street address.`
      : districts.length === 1
        ? `ZIP code ${lookup.zip} lies in ${districts[0]}.`
        : state
          ? `ZIP code ${lookup.zip} belongs to ${state}. It is not in our table, as post office boxes and single buildings are not.`
          : `ZIP code ${lookup.zip} is not in our table. It may be a post office box, a single building or a military address.`;
  return {
    words,
    members: legislators.map((one) => ({ ...entryOf(one), certainty: one.certain ? '' : 'perhaps yours' })),
    vacancies: vacancies.map(vacancyWords),
    finder: lookup.needsAddress,
  };
}

const vacancyWords = (seat: Seat): string =>
  `${placeInWords(seat)} in the ${seat.body === HOUSE ? 'House' : 'Senate'}: the seat is vacant.`;

export function legislatorPage(legislator: WholeLegislator) {
  const { full, title, serving } = legislator;
  const contact = reachable(legislator);
  return {
    view: 'legislators/legislator',
    title: `${full}, ${lineOf(legislator).replaceAll(' · ', ', ')}`,
    description: `${title} ${full}: seat, term, offices and committees.`,
    name: full,
    lede: serving ? lineOf(legislator) : `Former member of the ${legislator.bodyName} · ${partyWords(legislator)}`,
    facts: factsOf(legislator),
    ways: waysOf(contact),
    offices: contact.offices.map(officeOf),
    committees: committeesOf(legislator.committees),
    committeesHeading: serving ? 'Committees' : 'Committees at the end of the term',
    terms: legislator.terms.toReversed().map((term) => ({
      seat: [bodyWords(term.body, legislator), placeInWords({ ...term, class: null })].filter(Boolean).join(', '),
      served: `${term.start ? dayInShort(term.start) : 'not known'} – ${term.end ? dayInShort(term.end) : 'open'}`,
      party: term.party,
      how: [howWords[term.how ?? ''], howWords[term.endType ?? '']].filter(Boolean).join(', '),
    })),
    parties: legislator.affiliations.map((one) => `${partyWords(one)} from ${dayInWords(one.start)}`),
  };
}

const howWords: Record<string, string> = {
  appointment: 'appointed',
  'special-election': 'special election',
};

const congressWords: Record<string, string> = { [HOUSE]: 'House', [SENATE]: 'Senate' };
const bodyWords = (body: string, legislator: WholeLegislator): string =>
  congressWords[body] ?? (body === legislator.body ? legislator.bodyName : body);

/** 'Jan 3, 2025' */
const dayInShort = (day: string): string =>
  new Intl.DateTimeFormat('en-US', { timeZone: 'UTC', dateStyle: 'medium' }).format(new Date(`${day}T00:00:00Z`));

/** A seat as its own page says it: 'Ohio, district 7', 'Wyoming, at large', 'New Mexico, class 1'. */
function seatWords({ body, state, district, class: number }: Legislator): string {
  const name = (state && findState(state)?.name) ?? state;
  const seat = number
    ? `class ${number}`
    : body === HOUSE && district === '0'
      ? 'at large'
      : district && /^\d+$/.test(district)
        ? `district ${district}`
        : district;
  return [name, seat].filter(Boolean).join(', ') || 'at large';
}

function factsOf(legislator: WholeLegislator): { label: string; value: string }[] {
  const { bodyName, serving, termStart, termEnd, leftOn, since, voting } = legislator;
  const term = `${termStart ? dayInWords(termStart) : 'not known'} to ${termEnd ? dayInWords(termEnd) : 'open'}`;
  const facts: [string, string][] = [
    ['Body', bodyName],
    ['Seat', seatWords(legislator)],
    ['Party', partyWords(legislator)],
    [serving ? 'Term' : 'Last term', term],
  ];
  if (since && serving) facts.push(['In this body since', dayInWords(since)]);
  if (!voting) facts.push(['Vote', 'Speaks, and has no vote on the floor']);
  if (!serving && leftOn) facts.push(['Left office', dayInWords(leftOn)]);
  return facts.map(([label, value]) => ({ label, value }));
}

function waysOf({ phone, website, contactForm, email }: ReturnType<typeof reachable>) {
  return [
    ...(contactForm ? [{ label: 'Contact form', text: new URL(contactForm).hostname, url: contactForm }] : []),
    ...(website ? [{ label: 'Website', text: new URL(website).hostname, url: website }] : []),
    ...(email
      ? [{ label: 'E-mail', text: email, url: `mailto:${encodeURIComponent(email).replace('%40', '@')}` }]
      : []),
    ...(phone ? [{ label: 'Phone', text: phone, url: telLink(phone) }] : []),
  ];
}

/** A link that dials, or null for what is no number of ten digits. */
function telLink(phone: string): string | null {
  const digits = phone.replace(/\D/g, '').replace(/^1(?=\d{10}$)/, '');
  return digits.length === 10 ? `tel:+1${digits}` : null;
}

function officeOf({ kind, address, city, state, zip, phone, fax, hours }: Legislator['offices'][number]) {
  const place = [city, [state, zip].filter(Boolean).join(' ')].filter(Boolean).join(', ');
  return {
    name: kind === 'capitol' ? 'Capitol office' : city ? `${city} office` : 'District office',
    address: [address, place].filter(Boolean).join('\n'),
    phone: phone ? { text: phone, url: telLink(phone) } : null,
    fax: fax ? `Fax ${fax}` : '',
    hours: hours ?? '',
  };
}

/** Whole committees with their subcommittees under them. */
function committeesOf(committees: Committee[]) {
  const words = ({ key, name, title }: Committee) => ({
    name,
    title: title ?? '',
    url: `/legislators?committee=${key}`,
  });
  const keys = new Set(committees.map((one) => one.key));
  return committees
    .filter((one) => one.parent === null || !keys.has(one.parent))
    .map((one) => ({ ...words(one), parts: committees.filter((part) => part.parent === one.key).map(words) }));
}
