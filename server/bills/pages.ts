import { listed, plural } from '../basics/text.ts';
import { dayInWords, momentInShort, momentsDay } from '../basics/time.ts';
import { type Campaign, imprintOf } from '../campaigns/campaigns.ts';
import type { HistoryRow } from '../history/history.ts';
import { type LegislatorRow, placeInWords } from '../legislators/legislators.ts';
import { type FieldSetup, fieldsFor, type Parsed, type Typed } from '../web/forms.ts';
import type { Page } from '../web/render.ts';
import type { BillImport } from './importing.ts';
import { activeSponsors, type Bill } from './listing.ts';
import { billLabel, billUrl, numberOf } from './numbers.ts';

/** A letter of the campaign, and whether it names the bill. */
export interface LetterWithBills {
  title: string;
  /** Where it is chosen which bills the letter names. */
  settingsUrl: string;
  bills: string[];
}

/** Where Congress is, and everybody who speaks of its days. */
const ZONE = 'America/New_York';

export type People = Map<string, LegislatorRow>;
export type Failed = Exclude<Parsed<unknown>, { ok: true }>;

const listUrl = (campaign: Campaign) => `/desk/campaigns/${campaign.slug}/bills`;
export const publicUrl = (campaign: Campaign, bill: Bill) => `/campaigns/${campaign.slug}/bills/${bill.id}`;

/** '8 Democrats, 4 Republicans', the most first. */
export function partiesIn(keys: string[], people: People): string {
  const counts = new Map<string, number>();
  for (const key of keys) {
    const party = people.get(key)?.party ?? 'of unknown party';
    counts.set(party, (counts.get(party) ?? 0) + 1);
  }
  return [...counts]
    .sort((a, b) => b[1] - a[1] || a[0].localeCompare(b[0]))
    .map(([party, count]) =>
      /^(Democrat|Republican|Independent|Libertarian)$/.test(party) ? plural(count, party) : `${count} ${party}`,
    )
    .join(', ');
}

/** '12 cosponsors: 8 Democrats, 4 Republicans'. */
function cosponsorsIn(bill: Bill, people: People): string {
  const keys = activeSponsors(bill)
    .filter((one) => one.role === 'cosponsor')
    .map((one) => one.legislator);
  return [plural(keys.length, 'cosponsor'), partiesIn(keys, people)].filter(Boolean).join(': ');
}

/** What a public address or a file's name may be shown as: 'Congress.gov'. */
const placeRead = (from: string | null): string =>
  from === null ? '' : /^https?:\/\/([\w.-]+\.)?congress\.gov(\/|$)/.test(from) ? 'Congress.gov' : from;

const readWords = ({ checkedAt, checkedFrom }: Bill): string =>
  checkedAt ? `${momentInShort(checkedAt, ZONE)}, from ${placeRead(checkedFrom)}` : '';

const memberOf = (key: string, people: People) => {
  const row = people.get(key);
  if (!row) return { name: key, about: '', url: `/legislators/${key}` };
  const about = [row.party, placeInWords({ ...row, class: null }), row.serving ? '' : 'not in office now'];
  return { name: row.full, about: about.filter(Boolean).join(' · '), url: `/legislators/${key}` };
};

/** What the desk's and the public page of a bill both print. */
function billParts(bill: Bill, people: People) {
  const sponsors = bill.sponsors.filter((one) => one.role === 'sponsor');
  const others = bill.sponsors.filter((one) => one.role === 'cosponsor');
  const withdrawn = others.filter((one) => one.withdrawnOn !== null).length;
  return {
    heading: billLabel(bill),
    billTitle: bill.number === null ? '' : bill.title,
    introduced: bill.introduced ? dayInWords(bill.introduced) : '',
    summary: bill.summary,
    source: bill.source,
    congressUrl: billUrl(bill),
    sponsors: sponsors.map((one) => memberOf(one.legislator, people)),
    counts: [cosponsorsIn(bill, people), withdrawn > 0 ? `${withdrawn} withdrew` : ''].filter(Boolean).join(' · '),
    lastRead: readWords(bill),
    cosponsors: [...others]
      .sort((a, b) => (a.day ?? '').localeCompare(b.day ?? '') || a.ordinal - b.ordinal)
      .map(({ legislator, day, original, withdrawnOn }) => ({
        ...memberOf(legislator, people),
        day: day ? dayInWords(day) : 'not known',
        original,
        withdrew: withdrawnOn ? dayInWords(withdrawnOn) : null,
      })),
  };
}

const setups = (bill: Bill | null, congress: number): Record<string, FieldSetup> => ({
  number: {
    label: 'Number',
    value: bill?.number ?? '',
    required: bill?.number !== null,
    hint: 'In any usual form: H.R. 1234, S. 12, H.Res. 240, or the address on congress.gov.',
  },
  congress: {
    label: 'Congress',
    value: bill ? String(bill.congress ?? '') : String(congress),
    required: bill?.number !== null,
    inputmode: 'numeric',
    hint: 'Numbers begin anew in each Congress.',
  },
  title: { label: 'Title', value: bill?.title ?? '', required: true, hint: 'As it is known, in a few words.' },
  introduced: {
    label: 'Introduced on',
    value: bill?.introduced ?? '',
    required: true,
    hint: 'Such as 2025-03-04; a month (2025-03) or a year will do.',
  },
  summary: {
    label: 'What would it do?',
    kind: 'textarea',
    rows: 3,
    value: bill?.summary ?? '',
    hint: 'A sentence or two in your own words, for the campaign’s page.',
  },
  source: { label: 'Source', value: bill?.source ?? '', required: true, hint: 'Where this can be read.' },
});

const notes: Record<string, string> = {
  added: 'The bill is on the campaign’s page now.',
  saved: 'Saved.',
  removed: 'The bill was taken off.',
  moved: 'The order was changed.',
  read: 'The bill was read. What is new stands first in its history.',
  same: 'The bill was read: nothing is different from what was known.',
};

export interface ListState {
  campaign: Campaign;
  bills: Bill[];
  people: People;
  organizes: boolean;
  /** Whether bills can be read from Congress.gov. */
  keyed: boolean;
  /** The Congress that sits. */
  congress: number;
}

/** A campaign's bills on the desk, and the form that adds one. */
export function billsPage(
  { campaign, bills, people, organizes, keyed, congress }: ListState,
  came: { note?: string; failed?: Failed; typing?: boolean } = {},
) {
  const fields = fieldsFor(setups(null, congress), came.failed);
  return {
    view: 'bills/list',
    title: `Bills of ${campaign.title}`,
    note: notes[came.note ?? ''] ?? null,
    width: 'wide' as const,
    example: campaign.example,
    campaign: { title: campaign.title, url: `/desk/campaigns/${campaign.slug}` },
    action: listUrl(campaign),
    organizes,
    keyed,
    /** Whether the fields for typing are open. */
    typing: !keyed || came.typing === true,
    problems: came.failed?.problems ?? [],
    fields,
    bills: bills.map((bill, n) => ({
      label: billLabel(bill),
      title: bill.number === null ? '' : bill.title,
      url: `${listUrl(campaign)}/${bill.id}`,
      behind: cosponsorsIn(bill, people),
      lastRead: bill.checkedAt ? momentsDay(bill.checkedAt, ZONE) : 'Not read yet',
      up: n > 0,
      down: n < bills.length - 1,
    })),
  } satisfies Page & Record<string, unknown>;
}

export interface BillState extends Omit<ListState, 'bills' | 'congress'> {
  bill: Bill;
  history: HistoryRow[];
  letters: LetterWithBills[];
}

export interface CameToBill {
  note?: string;
  problems?: { path: string; message: string }[];
  typed?: Typed;
  /** What an import would change. */
  looked?: BillImport;
}

/** One bill on the desk: who is behind it, where that was read, and the ways to read it again. */
export function billPage(state: BillState, came: CameToBill = {}) {
  const { campaign, bill, people, organizes, keyed, history, letters } = state;
  const url = `${listUrl(campaign)}/${bill.id}`;
  const typedText = came.typed?.['text'];
  const naming = letters.map(({ title, settingsUrl, bills }) => ({
    title,
    settingsUrl,
    names: bills.includes(bill.id),
  }));
  const { text } = fieldsFor({
    text: {
      label: 'Congress.gov’s JSON, or a CSV of cosponsors',
      kind: 'textarea',
      rows: 6,
      required: true,
      value: typeof typedText === 'string' ? typedText : '',
      hint: 'A CSV has a header with “bioguide” or “name”, and as known “state”, “party”, “district”, “date”, “withdrawn”.',
    },
  });
  return {
    view: 'bills/bill',
    title: `${billLabel(bill)}: ${campaign.title}`,
    note: notes[came.note ?? ''] ?? null,
    example: campaign.example,
    ...billParts(bill, people),
    crumbs: [
      { label: 'Desk', url: '/desk' },
      { label: campaign.title, url: `/desk/campaigns/${campaign.slug}` },
      { label: 'Bills', url: listUrl(campaign) },
    ],
    url,
    organizes,
    keyed,
    numbered: numberOf(bill) !== null,
    publicUrl: campaign.publishedAt ? publicUrl(campaign, bill) : null,
    problems: came.problems ?? [],
    importing: came.typed !== undefined || bill.checkedAt === null,
    text,
    looked: came.looked ? lookedWords(came.looked) : null,
    letters: naming,
    history: history.map((row) => ({ when: momentInShort(row.at, ZONE), who: row.actor, ...deedWords(row, people) })),
  } satisfies Page & Record<string, unknown>;
}

/** What an import would change, line by line. */
function lookedWords(report: BillImport) {
  const lines = [
    ...report.changed,
    ...report.added.map(({ name }) => `${name} joined`),
    ...report.withdrawn.map(({ name, day }) => `${name} withdrew on ${dayInWords(day)}`),
    ...report.gone.map(({ name }) => `${name} is not listed any more`),
    ...report.former.map(({ name }) => `${name} is in no roster here, and is kept as not in office`),
    ...report.notes,
  ];
  return { lines, cosponsors: plural(report.cosponsors, 'cosponsor') };
}

/** So many names of an import are spelled out in the history. */
const MOST_NAMES = 5;

function deedWords({ deed, detail }: HistoryRow, people: People): { deed: string; lines: string[] } {
  const words: Record<string, string> = { added: 'added it', edited: 'edited it' };
  if (deed !== 'imported') return { deed: words[deed] ?? deed, lines: [] };
  const told = detail as { from?: string; added?: string[]; withdrawn?: string[]; gone?: string[]; changed?: string[] };
  const names = (label: string, keys: string[] = []) => {
    const some = keys.slice(0, MOST_NAMES).map((key) => people.get(key)?.full ?? key);
    const more = keys.length > MOST_NAMES ? [`${keys.length - MOST_NAMES} more`] : [];
    return keys.length > 0 ? [`${label}: ${listed([...some, ...more])}`] : [];
  };
  return {
    deed: `brought in a new reading from ${placeRead(told.from ?? null)}`,
    lines: [
      ...names('joined', told.added),
      ...names('withdrew', told.withdrawn),
      ...names('not listed any more', told.gone),
      ...(told.changed ?? []).slice(0, MOST_NAMES),
    ],
  };
}

/** Everybody whom a bill's history names. */
export const keysIn = (history: HistoryRow[]): string[] =>
  history.flatMap(({ detail }) =>
    ['added', 'withdrawn', 'gone'].flatMap((name) => {
      const keys = detail[name];
      return Array.isArray(keys) ? keys.filter((key): key is string => typeof key === 'string') : [];
    }),
  );

/** The form that changes what was written about a bill. */
export function editBillPage(campaign: Campaign, bill: Bill, failed?: Failed) {
  const url = `${listUrl(campaign)}/${bill.id}`;
  return {
    view: 'bills/edit',
    title: `Edit ${billLabel(bill)}`,
    example: campaign.example,
    back: { url, label: billLabel(bill) },
    action: `${url}/edit`,
    // With another number it is another bill.
    warning: bill.sponsors.length > 0,
    problems: failed?.problems ?? [],
    fields: Object.values(fieldsFor(setups(bill, 0), failed)),
  } satisfies Page & Record<string, unknown>;
}

/** A bill for everybody: who is behind it, since when, and where that was read. */
export function publicBillPage(campaign: Campaign, bill: Bill, people: People): Page {
  return {
    view: 'bills/public',
    title: [bill.number === null ? '' : billLabel(bill), bill.title].filter(Boolean).join(': '),
    description: `${bill.title}: who introduced and cosponsors it, with the days.`,
    imprint: imprintOf(campaign),
    example: campaign.example,
    ...{
      ...billParts(bill, people),
      campaign: { title: campaign.title, url: `/campaigns/${campaign.slug}` },
    },
  };
}
