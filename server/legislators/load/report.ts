import { grouped, plural } from '../../basics/text.ts';
import type { Seat } from '../bodies.ts';
import { placeInWords } from '../places.ts';
import type { Named, RosterPlan } from './plan.ts';
import type { RosterProblem } from './roster.ts';

/** What an import did or would do, as `--json` prints it. */
export interface RosterReport {
  source: string;
  format: string;
  applied: boolean;
  added: RosterPlan['added'];
  changed: RosterPlan['changed'];
  left: RosterPlan['left'];
  unchanged: number;
  seats: { total: number; vacant: ReportedSeat[]; vacated: ReportedSeat[]; filled: ReportedSeat[]; waiting: number };
  committees: { changed: number; memberships: number };
  notes: string[];
  errors: RosterProblem[];
}

interface ReportedSeat {
  body: string;
  state: string;
  district: string | null;
  class: number | null;
}

const reported = ({ body, state, district, class: number }: Seat): ReportedSeat => ({
  body,
  state,
  district: district || null,
  class: number || null,
});

export function reportOf(plan: RosterPlan, applied: boolean): RosterReport {
  const { roster, added, changed, left, unchanged, seats, committees, notes, problems } = plan;
  return {
    source: roster.source,
    format: roster.format,
    applied,
    added,
    changed,
    left,
    unchanged,
    seats: {
      total: seats.total,
      vacant: seats.vacant.map(reported),
      vacated: seats.vacated.map(reported),
      filled: seats.filled.map(reported),
      waiting: seats.waiting,
    },
    committees: { changed: committees.put.length, memberships: committees.moved },
    notes,
    errors: problems,
  };
}

/** How many names a list in a report has before it only counts. */
const MOST_NAMES = 40;

/** The report in lines for people. Who would leave is always listed whole. */
export function reportLines(report: RosterReport): string[] {
  const { applied, added, changed, left, unchanged, seats, committees, notes } = report;
  const verb = applied ? '' : 'would be ';
  const lines = [
    ...section(`${plural(added.length, 'person', 'people')} ${verb}added`, added.map(line), MOST_NAMES),
    ...section(
      `${plural(changed.length, 'person', 'people')} ${verb}changed`,
      changed.map((person) => {
        const changes = person.changes.map(({ field, from, to }) => `${field}: ${from ?? 'none'} → ${to ?? 'none'}`);
        return `${line(person)}: ${changes.join('; ')}`;
      }),
      MOST_NAMES,
    ),
    ...section(
      `${plural(left.length, 'person', 'people')} ${applied ? 'left office' : 'would leave office'}`,
      left.map((person) => `${line(person)}, as of ${person.leftOn}`),
      left.length,
    ),
    `${plural(unchanged, 'person', 'people')} unchanged`,
  ];
  if (committees.changed + committees.memberships > 0)
    lines.push(
      `Committees: ${grouped(committees.changed)} changed, ${plural(committees.memberships, 'membership')} changed`,
    );
  lines.push(
    `Seats: ${grouped(seats.total)}, of them ${grouped(seats.vacant.length)} vacant${some(seats.vacant)}`,
    ...(seats.vacated.length > 0 ? [`Vacant from now on: ${names(seats.vacated)}`] : []),
    ...(seats.filled.length > 0 ? [`No longer vacant: ${names(seats.filled)}`] : []),
  );
  if (seats.waiting > 0)
    lines.push(
      `${plural(seats.waiting, 'member')} whose listed end of term has passed: their seats wait for a newer roster`,
    );
  return [...lines, ...notes];
}

const section = (title: string, items: string[], most: number): string[] => [
  items.length > 0 ? `${title}:` : title,
  ...items.slice(0, most).map((item) => `  ${item}`),
  ...(items.length > most ? [`  and ${grouped(items.length - most)} more`] : []),
];

const line = ({ name, title, party, seat, key }: Named): string =>
  `${title} ${name} (${[party, seat].filter(Boolean).join(', ')}) ${key}`;

const names = (seats: ReportedSeat[]): string =>
  seats
    .slice(0, MOST_NAMES)
    .map((seat) => placeInWords(seat) || seat.body)
    .join(', ') + (seats.length > MOST_NAMES ? ` and ${grouped(seats.length - MOST_NAMES)} more` : '');

const some = (seats: ReportedSeat[]): string => (seats.length > 0 ? ` (${names(seats)})` : '');

/** One line for a problem: where it is, and what. */
export const problemLine = ({ file, row, message }: RosterProblem): string =>
  row === null ? `${file}: ${message}` : `${file}, line ${row}: ${message}`;
