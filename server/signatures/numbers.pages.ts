/** What people watch of a letter's signatures, ready to print. */
import { remembering, rememberingOf } from '../basics/memo.ts';
import { grouped, listed, plural } from '../basics/text.ts';
import { dayInWords } from '../basics/time.ts';
import { findState } from '../districts/districts.ts';
import type { Letter } from '../letters/letters.ts';
import { dayChart, lastDays } from '../tallies/dayChart.ts';
import type { TallyBlock } from '../tallies/pages.ts';
import type { Counts, Tally } from '../tallies/shape.ts';
import { mapped, stateMap } from '../tallies/stateMap.ts';
import type { ShownRow } from './listing.ts';
import { goalOf } from './milestones.ts';
import { type RemovedReason, removedReasons } from './states.ts';

export type Numbers = NonNullable<Tally['signatures']>;

/** How many of the newest names stand on the letter's page. */
export const RECENT = 10;
/** How many days the chart has, and how many districts the table. */
const DAYS = 60;
const DISTRICTS = 10;

export const namesUrl = ({ slug }: Pick<Letter, 'slug'>): string => `/letters/${slug}/signatures`;

/** A name under a letter with what stands beside it: what an organization is, or whom a person names. */
export function nameLine({ shownAs, kind, display, title, organization }: ShownRow): { name: string; line: string } {
  const named = kind === 'person' && display === 'full' ? [title, organization].filter(Boolean).join(', ') : '';
  return {
    name: shownAs ?? '',
    line: kind === 'organization' ? 'Organization' : named && `${named} (for identification only)`,
  };
}

/** '1,200 people and 34 organizations'; '' where there is nothing to tell apart. */
export const kindsInWords = ({ people, organizations }: Numbers): string =>
  people && organizations ? listed([plural(people, 'person', 'people'), plural(organizations, 'organization')]) : '';

/** What the page keeps up to date by itself: the count, the way to the goal, the newest names. */
export function liveOf(numbers: Numbers, recent: ShownRow[], open: boolean) {
  const { confirmed } = numbers;
  const goal = goalOf(confirmed);
  return {
    count: grouped(confirmed),
    words: confirmed === 1 ? 'signature' : 'signatures',
    kinds: kindsInWords(numbers),
    goal: open
      ? {
          value: confirmed,
          most: goal,
          words:
            confirmed === 0 ? 'Be the first to sign.' : `${grouped(goal - confirmed)} more to reach ${grouped(goal)}.`,
        }
      : null,
    recent: recent.map(({ shownAs }) => shownAs ?? ''),
  };
}

/** The numbers ready for `views/tallies/tally.ejs`; null while nobody has signed. */
export const signatureBlock = rememberingOf(blockOf);

function blockOf(numbers: Numbers): TallyBlock | null {
  if (numbers.submitted === 0) return null;
  const { byState, byDistrict, byDay } = numbers;
  const whole = byState && byDistrict && byDay;
  const days = lastDays(byDay ?? [], DAYS);
  return {
    facts: factsOf(numbers),
    pictures: [
      ...(byState?.some(({ key }) => mapped.has(key)) ? [mapFigure(byState)] : []),
      ...(days.length > 0 ? [dayFigure(days)] : []),
    ],
    tables: [
      ...(byState?.length ? [tableOf('Signatures by state', 'State', byState, stateName)] : []),
      ...(byDistrict?.some(({ key }) => key.includes('-'))
        ? [tableOf('Districts with the most signatures', 'District', topOf(byDistrict), districtName)]
        : []),
      ...(days.length > 0 ? [tableOf('Signatures by day', 'Day', days, dayInWords)] : []),
    ],
    why: whole ? '' : 'The campaign publishes totals only.',
  };
}

function factsOf(numbers: Numbers): TallyBlock['facts'] {
  const { confirmed, toReconfirm, submitted, unconfirmed, waiting, withdrawn, disowned, expired, removed } = numbers;
  const gone = submitted - confirmed - toReconfirm - unconfirmed - waiting - withdrawn - disowned - expired;
  const reasons = (removed ?? []).map(({ key, count }) => `${grouped(count)} ${reasonInWords(key)}`);
  const facts: [label: string, count: number, words?: string | undefined][] = [
    ['Signed', confirmed, ofKinds(numbers)],
    ['Signed an earlier text', toReconfirm, `${grouped(toReconfirm)}; not counted above`],
    ['Submitted in all', submitted],
    ['Not counted yet', unconfirmed],
    ['Wait for approval', waiting, plural(waiting, 'organization')],
    ['Never confirmed', expired],
    ['Withdrawn', withdrawn],
    ['Not given by the person named', disowned],
    [
      'Removed',
      gone,
      reasons.length === 1 ? reasons[0] : [grouped(gone), reasons.join(', ')].filter(Boolean).join(': '),
    ],
  ];
  return facts
    .filter(([label, count]) => count > 0 || label === 'Signed')
    .map(([label, count, words = grouped(count)]) => ({ label, value: words }));
}

const ofKinds = (numbers: Numbers): string =>
  [grouped(numbers.confirmed), kindsInWords(numbers)].filter(Boolean).join(': ');

const reasonInWords = (reason: string) => removedReasons[reason as RemovedReason] ?? removedReasons.other;

const outside: Record<string, string> = { abroad: 'Outside the United States', unknown: 'Not known' };
const stateName = (key: string) => outside[key] ?? findState(key)?.name ?? key;
const districtName = (key: string) => key.replace(/-0$/, ' at large');

const topOf = (byDistrict: Counts): Counts =>
  byDistrict
    .filter(({ key }) => key.includes('-'))
    .sort((a, b) => b.count - a.count || (a.key < b.key ? -1 : 1))
    .slice(0, DISTRICTS);

const tableOf = (caption: string, heading: string, counts: Counts, nameOf: (key: string) => string) => ({
  caption,
  heading,
  rows: counts.map(({ key, count }) => ({ label: nameOf(key), count: grouped(count) })),
});

const mapFigure = remembering(
  (byState: Counts) => {
    const here = byState
      .filter(({ key }) => mapped.has(key))
      .sort((a, b) => b.count - a.count || (a.key < b.key ? -1 : 1));
    const svg = stateMap(new Map(byState.map(({ key, count }) => [key, count])), {
      id: 'map-signatures',
      title: 'Signatures by state',
      description: `A square for each state and territory with its number of signatures: ${listed(
        here.map(({ key, count }) => `${stateName(key)} ${grouped(count)}`),
      )}. None elsewhere.`,
    });
    return { svg, caption: `Signatures from ${plural(here.length, 'state or territory', 'states and territories')}` };
  },
  (byState) => JSON.stringify(byState),
);

const dayFigure = remembering(
  (days: Counts) => {
    const most = days.reduce((high, day) => (day.count > high.count ? day : high));
    const words = `the most on ${dayInWords(most.key)}: ${grouped(most.count)}`;
    const svg = dayChart(days, {
      id: 'days-signatures',
      title: 'Signatures by day',
      description: `A bar for each of ${plural(days.length, 'day')} up to ${dayInWords(days.at(-1)?.key ?? '')}; ${words}.`,
    });
    return { svg, caption: `Signatures by day, ${words}` };
  },
  (days) => JSON.stringify(days),
);
