/** The organizer's page of a letter's messages: how many, to whom, from where, and what is stuck. Nobody's name is on it. */
import { remembering } from '../basics/memo.ts';
import { grouped, listed, plural } from '../basics/text.ts';
import { dayInWords, momentInWords } from '../basics/time.ts';
import type { Way } from '../db/tables.ts';
import { findState } from '../districts/districts.ts';
import { dayChart, lastDays } from '../tallies/dayChart.ts';
import type { TallyBlock } from '../tallies/pages.ts';
import type { Counts } from '../tallies/shape.ts';
import { mapped, stateMap } from '../tallies/stateMap.ts';
import { QUARTERS } from '../variants/similarity.ts';
import { TAKEN_BACK, UNKNOWN } from './counting.ts';
import { at, rowCounts, sum, type TableParts, tableOf } from './countsTable.ts';
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

const DAYS = 60;
const REASONS = 20;
const FAILING = 5;

export interface CountsPage extends TableParts {
  waiting: Waiting[];
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

const share = (part: number, whole: number): string => `${Math.round((100 * part) / Math.max(1, whole))} %`;

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

function wayRows({ byWay }: MessageCounts) {
  return (Object.keys(ways) as Way[])
    .map((way) => ({ name: ways[way], counts: rowCounts(byWay.filter((cell) => cell.way === way)) }))
    .map((row) => ({ ...row, total: row.counts.reduce((a, b) => a + b, 0) }))
    .filter(({ total }) => total > 0)
    .sort((a, b) => b.total - a.total)
    .map(({ name, counts, total }) => ({ name, counts: counts.map(grouped), total: grouped(total) }));
}

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
