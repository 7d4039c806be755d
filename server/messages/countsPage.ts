/** The organizer's page of a letter's messages: how many, to whom, from where, and what is stuck. Nobody's name is on it. */
import { remembering } from '../basics/memo.ts';
import { fold, grouped, listed, plural } from '../basics/text.ts';
import { dayInWords, momentInWords } from '../basics/time.ts';
import type { Way } from '../db/tables.ts';
import { findState } from '../districts/districts.ts';
import { type LegislatorRow, placeInWords } from '../legislators/legislators.ts';
import type { Letter } from '../letters/letters.ts';
import { dayChart, lastDays } from '../tallies/dayChart.ts';
import type { TallyBlock } from '../tallies/pages.ts';
import type { Counts } from '../tallies/shape.ts';
import { mapped, stateMap } from '../tallies/stateMap.ts';
import { QUARTERS } from '../variants/similarity.ts';
import { TAKEN_BACK, UNKNOWN } from './counting.ts';
import { type MessageCounts, MOST_STUCK, shownStates, type Waiting } from './numbers.ts';
import { titled } from './pages.ts';

/** What a state means, as a count's label: "sent" is said of what was sent alone. */
const labels: Record<(typeof shownStates)[number], [label: string, meaning: string]> = {
  sent: ['Sent', 'the office’s side took it'],
  queued: ['Queued', 'confirmed, waits to be sent'],
  failed: ['Failed', 'not taken, or nobody knows'],
  opened: ['Opened', 'a form or letter was opened; no more is known'],
  reported: ['Reported', 'somebody says they called or sent it'],
};

const ways: Record<Way, string> = {
  email: 'E-mail from here',
  cwc: 'Congress’s message system (CWC)',
  form: 'The office’s form',
  phone: 'Phone',
  mailto: 'Their own mail program',
  print: 'Printed letter',
  copy: 'Copied',
};

const PAGE = 50;
const DAYS = 60;
const REASONS = 20;
const FAILING = 5;

/** Which legislators the table lists, and in which order. */
export interface Wanted {
  q: string;
  body: string;
  state: string;
  sort: 'messages' | 'failed' | 'name';
  /** The page of the table, from 1. */
  page: number;
}

export interface CountsPage {
  letter: Letter;
  counts: MessageCounts;
  waiting: Waiting[];
  /** Those who were written to. */
  legislators: LegislatorRow[];
  /** Bodies by key, for the names of those that the letter is open to. */
  bodyNames: ReadonlyMap<string, string>;
  wanted: Wanted;
  /** Whether a mail server is set up. */
  mailReady: boolean;
  /** Whether the viewer may see the outbox. */
  admin: boolean;
}

export function countsPage(parts: CountsPage) {
  const { letter, counts } = parts;
  const deskUrl = `/desk/letters/${letter.slug}`;
  const total = sum(shownStates.map((state) => ({ count: counts.byState[state] ?? 0 })));
  return {
    view: 'messages/counts',
    title: `Messages: ${letter.title}`,
    width: 'wide' as const,
    letterTitle: letter.title,
    deskUrl,
    writeUrl: `/letters/${letter.slug}/write`,
    none: total === 0,
    totals: shownStates.map((state) => {
      const [label, meaning] = labels[state];
      return { label, meaning, main: state === 'sent', count: grouped(counts.byState[state] ?? 0) };
    }),
    stuck: stuckOf(parts),
    // Messages of an earlier version have neither day nor state in the kept numbers until they are counted again.
    toRecount:
      sum(counts.byDay) === total && sum(counts.byHome) === total ? '' : `npx undersigned recount ${letter.slug}`,
    columns: shownStates.map((state) => labels[state][0]),
    ways: wayRows(counts),
    table: tableOf(parts),
    block: blockOf(counts),
    texts: textsOf(counts),
    answers: answersOf(counts),
    exports: ['csv', 'xlsx', 'json'].map((format) => ({
      label: format.toUpperCase(),
      url: `${deskUrl}/messages.${format}`,
    })),
  };
}

const sum = (cells: { count: number }[]): number => cells.reduce((all, { count }) => all + count, 0);

const share = (part: number, whole: number): string => `${Math.round((100 * part) / Math.max(1, whole))} %`;

const at = (cells: Counts, key: string): number => cells.find((cell) => cell.key === key)?.count ?? 0;

/** What waits too long or failed, with the reason and what can be done. */
function stuckOf({ letter, counts, waiting, legislators, mailReady, admin }: CountsPage) {
  const outbox = admin ? { url: '/desk/site', label: 'Look at the outbox' } : null;
  const queued = waiting.map(({ way, count, since }) => ({
    count: count >= MOST_STUCK ? `${grouped(count)} or more` : grouped(count),
    why: `${ways[way]}: waiting since ${momentInWords(since, letter.timeZone)}`,
    what:
      way === 'cwc'
        ? 'The service is not taking messages now. They are tried again by themselves.'
        : mailReady
          ? 'The mail server is not taking them now. They are tried again by themselves.'
          : 'No mail server is set up. Whoever runs this site sets SMTP_URL and MAIL_FROM; then they go out.',
    links: outbox && way !== 'cwc' ? [outbox] : [],
  }));
  const names = new Map(legislators.map((one) => [one.key, one]));
  const failing = counts.byLegislator
    .filter(({ state, count }) => state === 'failed' && count > 0)
    .sort((a, b) => b.count - a.count || (a.legislator < b.legislator ? -1 : 1))
    .slice(0, FAILING)
    .flatMap(({ legislator, count }) => {
      const row = names.get(legislator);
      return row
        ? [{ url: `/legislators/${encodeURIComponent(row.key)}`, label: `${titled(row)} (${grouped(count)})` }]
        : [];
    });
  const failed = counts.failedBecause
    .filter(({ key }) => key !== TAKEN_BACK)
    .sort((a, b) => b.count - a.count || (a.key < b.key ? -1 : 1))
    .slice(0, REASONS)
    .map(({ key, count }) => ({
      count: grouped(count),
      why: key === UNKNOWN ? 'Failed, and the reason was not kept' : `Failed: ${key}`,
      what: 'Each writer was told by mail, with the other ways to the office. Nothing is sent twice.',
      links: [],
    }));
  return { rows: [...queued, ...failed], failing };
}

/** Rows of a table by state, the one with the most first. */
const rowCounts = (cells: { state: string; count: number }[]) =>
  shownStates.map((state) => sum(cells.filter((cell) => cell.state === state)));

function wayRows({ byWay }: MessageCounts) {
  return (Object.keys(ways) as Way[])
    .map((way) => ({ name: ways[way], counts: rowCounts(byWay.filter((cell) => cell.way === way)) }))
    .map((row) => ({ ...row, total: row.counts.reduce((a, b) => a + b, 0) }))
    .filter(({ total }) => total > 0)
    .sort((a, b) => b.total - a.total)
    .map(({ name, counts, total }) => ({ name, counts: counts.map(grouped), total: grouped(total) }));
}

/** Those who were written to, a page of them. */
function tableOf({ letter, counts, legislators, bodyNames, wanted }: CountsPage) {
  const cells = new Map<string, { state: string; count: number }[]>();
  for (const { legislator, state, count } of counts.byLegislator)
    cells.set(legislator, [...(cells.get(legislator) ?? []), { state, count }]);
  const words = fold(wanted.q);
  const rows = legislators
    .filter(
      (one) =>
        (words === '' || one.searchText.includes(words)) &&
        (wanted.body === '' || one.body === wanted.body) &&
        (wanted.state === '' || one.state === wanted.state),
    )
    .map((one) => ({ one, counts: rowCounts(cells.get(one.key) ?? []) }))
    .map((row) => ({ ...row, total: row.counts.reduce((a, b) => a + b, 0) }));
  const failed = shownStates.indexOf('failed');
  const by = {
    messages: (row: (typeof rows)[number]) => -row.total,
    failed: (row: (typeof rows)[number]) => -(row.counts[failed] ?? 0),
    name: () => 0,
  }[wanted.sort];
  rows.sort((a, b) => by(a) - by(b) || (a.one.sortName < b.one.sortName ? -1 : 1));
  const pages = Math.max(1, Math.ceil(rows.length / PAGE));
  const page = Math.min(wanted.page, pages);
  const url = (to: number) => {
    const { q, body, state, sort } = wanted;
    const given = Object.entries({ q, body, state, sort, page: String(to) }).filter(([, value]) => value !== '');
    return `/desk/letters/${letter.slug}/messages?${new URLSearchParams(given)}#by-legislator`;
  };
  const places = [...new Set(legislators.flatMap(({ state }) => state ?? []))].sort();
  const bodies = [...new Set(legislators.map(({ body }) => body))].sort();
  return {
    action: `/desk/letters/${letter.slug}/messages`,
    q: wanted.q,
    bodies: options(
      'Every body',
      bodies.map((key) => [key, bodyNames.get(key) ?? key]),
      wanted.body,
    ),
    states: options(
      'Every state',
      places.map((code) => [code, findState(code)?.name ?? code]),
      wanted.state,
    ),
    sorts: options(
      null,
      [
        ['messages', 'Most messages'],
        ['failed', 'Most that failed'],
        ['name', 'Name'],
      ],
      wanted.sort,
    ),
    rows: rows.slice((page - 1) * PAGE, page * PAGE).map(({ one, counts: numbers, total }) => ({
      name: titled(one),
      place: [one.party, placeInWords(one)].filter(Boolean).join(' · '),
      url: `/legislators/${encodeURIComponent(one.key)}`,
      total: grouped(total),
      counts: numbers.map(grouped),
      answered: saidOf(at(counts.answered.yes, one.key), at(counts.answered.no, one.key)),
    })),
    words:
      rows.length === 0
        ? 'No legislator who was written to fits.'
        : `${plural(rows.length, 'legislator')}${pages > 1 ? `, page ${page} of ${pages}` : ''}`,
    before: page > 1 ? url(page - 1) : '',
    after: page < pages ? url(page + 1) : '',
  };
}

const options = (all: string | null, pairs: (readonly [string, string])[], chosen: string) =>
  [...(all === null ? [] : [['', all] as const]), ...pairs].map(([value, label]) => ({
    value,
    label,
    chosen: value === chosen,
  }));

const saidOf = (yes: number, no: number): string => (yes + no === 0 ? '' : `${grouped(yes)} of ${grouped(yes + no)}`);

const nameOfState = (key: string) => (key === UNKNOWN ? 'Not known' : (findState(key)?.name ?? key));

/** The map and the days, each with its numbers as a table. */
function blockOf({ byHome, byDay }: MessageCounts): TallyBlock {
  const homes = [...byHome].sort((a, b) => b.count - a.count || (a.key < b.key ? -1 : 1));
  const days = lastDays(byDay, DAYS);
  const table = (caption: string, heading: string, cells: Counts, nameOf: (key: string) => string) => ({
    ...{ caption, heading },
    rows: cells.map(({ key, count }) => ({ label: nameOf(key), count: grouped(count) })),
  });
  return {
    facts: [],
    pictures: [
      ...(homes.some(({ key }) => mapped.has(key)) ? [mapFigure(homes)] : []),
      ...(days.length > 0 ? [dayFigure(days)] : []),
    ],
    tables: [
      ...(homes.length > 0 ? [table('Messages by the writer’s state', 'State', homes, nameOfState)] : []),
      ...(days.length > 0 ? [table('Messages by day', 'Day', days, dayInWords)] : []),
    ],
    why: '',
  };
}

const mapFigure = remembering(
  (homes: Counts) => {
    const here = homes.filter(({ key }) => mapped.has(key));
    const unknown = at(homes, UNKNOWN);
    const svg = stateMap(new Map(here.map(({ key, count }) => [key, count])), {
      id: 'map-messages',
      title: 'Messages by the writer’s state',
      description: `A square for each state and territory with its number of messages: ${listed(
        here.map(({ key, count }) => `${nameOfState(key)} ${grouped(count)}`),
      )}. None elsewhere.`,
    });
    const caption = `Messages from ${plural(here.length, 'state or territory', 'states and territories')}`;
    return { svg, caption: unknown > 0 ? `${caption}; ${grouped(unknown)} from where is not known` : caption };
  },
  (homes) => JSON.stringify(homes),
);

const dayFigure = remembering(
  (days: Counts) => {
    const most = days.reduce((high, day) => (day.count > high.count ? day : high));
    const words = `the most on ${dayInWords(most.key)}: ${grouped(most.count)}`;
    const svg = dayChart(days, {
      id: 'days-messages',
      title: 'Messages by day',
      description: `A bar for each of ${plural(days.length, 'day')} up to ${dayInWords(days.at(-1)?.key ?? '')}; ${words}.`,
    });
    return { svg, caption: `Messages by day, ${words}` };
  },
  (days) => JSON.stringify(days),
);

/** How much of the texts is their writers' own. */
function textsOf({ edited, similarity }: MessageCounts) {
  const all = edited.yes + edited.no;
  const known = sum(similarity);
  return {
    edited:
      all === 0
        ? ''
        : `${share(edited.yes, all)} were changed by their writers: ${grouped(edited.yes)} of ${grouped(all)}.`,
    similarity:
      known === 0
        ? []
        : QUARTERS.map((key) => ({
            label: `${key.replace('-', '–')} % the campaign’s words`,
            count: grouped(at(similarity, key)),
            share: share(at(similarity, key), known),
          })),
  };
}

function answersOf({ answered }: MessageCounts) {
  const [yes, no] = [sum(answered.yes), sum(answered.no)];
  return yes + no === 0
    ? 'Two weeks after a message went out its writer is asked whether the office answered. Nobody has said so far.'
    : `Offices answered ${grouped(yes)} of the ${grouped(yes + no)} messages whose writers have said so far (${share(yes, yes + no)}).`;
}
