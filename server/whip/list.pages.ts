import type { Problem } from '../basics/errors.ts';
import { rememberingOf } from '../basics/memo.ts';
import { grouped, plural } from '../basics/text.ts';
import { roleIn, type Viewer } from '../basics/viewer.ts';
import { type Outcome, positions, type Stand } from '../cosigners/cosigners.ts';
import type { Body, CommitteeRow } from '../legislators/legislators.ts';
import { countBy } from '../legislators/lists.ts';
import { type Letter, stateInWords } from '../letters/letters.ts';
import { line, lines, type Typed } from '../web/forms.ts';
import type { Page } from '../web/render.ts';
import { bulkOf } from './bulk.pages.ts';
import { queryOf, type Sort, type WhipQuery, type WhipView } from './filter.ts';
import { filtersOf } from './filters.pages.ts';
import { deskLink, memberUrl, whipUrl } from './links.ts';
import type { WhipRow, WhipRows } from './listing.ts';
import { printing } from './rows.ts';
import { notes, positionInWords } from './words.ts';

/** So many legislators stand on one page, unless all are asked for. */
export const ROWS_A_PAGE = 100;

/** So many follow-ups are told of above the list. */
const MOST_DUE = 6;

export interface Failed {
  problems: Problem[];
  typed: Typed;
}

export interface WhipState {
  letter: Letter;
  viewer: Viewer | null;
  list: WhipRows;
  filter: WhipQuery;
  view: WhipView;
  bodies: Body[];
  committees: CommitteeRow[];
  /** Who signed, as progress is told; '' while nobody has. */
  line: string;
  note: string;
  /** A bulk entry that could not be read, with what was typed. */
  failed?: Failed;
  /** What became of a bulk entry of which something was refused; `what` is 'position' or 'contact'. */
  outcomes?: { what: string; each: Outcome[] };
}

/** The whip list: every legislator, where they stand, what comes next, and what is done for many at once. */
export function whipPage({ letter, viewer, list, filter, view, bodies, committees, ...state }: WhipState) {
  const query = queryOf(filter);
  const url = whipUrl(letter);
  const pages = Math.max(1, Math.ceil(list.items.length / ROWS_A_PAGE));
  const page = Math.min(view.page, pages);
  const shown = view.whole ? list.items : list.items.slice((page - 1) * ROWS_A_PAGE, page * ROWS_A_PAGE);
  const print = printing(letter, bodies, list);
  const here = { ...view, page };
  return {
    view: 'whip/list',
    title: `Where legislators stand: ${letter.title}`,
    width: 'wide' as const,
    note: notes[state.note] ?? null,
    heading: 'Where legislators stand',
    back: deskLink(letter, viewer),
    lede:
      letter.state === 'draft'
        ? 'The letter is a draft: what you record here stays among you until it is published.'
        : `The letter is ${stateInWords[letter.state]}. The public sees who signed, and nothing of anybody else.`,
    problems: state.failed?.problems ?? [],
    action: url,
    counts: countsOf(letter, list, filter),
    due: list.notes ? dueOf(letter, list) : null,
    filters: filtersOf(list, filter, view, bodies, committees, viewer),
    filtered: query !== '',
    allUrl: url + queryOf({}, { sort: view.sort, down: view.down, whole: view.whole }),
    shown: plural(list.items.length, 'legislator'),
    columns: { notes: list.notes, team: list.organizer },
    heads: headsOf(url, filter, view, { notes: list.notes, team: list.organizer }),
    empty:
      list.all.length > 0
        ? 'Nobody here fits these filters.'
        : roleIn(viewer, letter.campaignId) === 'volunteer'
          ? 'No office is assigned to you yet. An organizer of the campaign can do that.'
          : 'No legislator of these bodies is known. Load their roster, or open the letter to another body.',
    rows: shown.map(print),
    ticked: new Set(state.failed ? lines(state.failed.typed['keys']) : []),
    pages: pagesOf(url, filter, here, pages, list.items.length),
    line: state.line,
    bulk:
      roleIn(viewer, letter.campaignId) !== 'staffer' && list.items.length > 0
        ? {
            action: url + queryOf(filter, here),
            ...bulkOf(letter, viewer, list, state.failed),
            all: `All ${grouped(list.items.length)} of this list, ticked or not`,
            allTicked: line(state.failed?.typed['all']) === 'yes',
          }
        : null,
    outcomes: state.outcomes ? outcomesOf(list.all, state.outcomes) : null,
    printUrl: `${url}/print${queryOf(filter, { sort: view.sort, down: view.down })}`,
    exports: (['csv', 'xlsx'] as const).map((format) => ({
      label: format.toUpperCase(),
      url: `/desk/letters/${letter.slug}/cosigners.${format}${query}`,
    })),
  } satisfies Page & Record<string, unknown>;
}

const positionsIn = rememberingOf((stands: readonly Stand[]) => countBy(stands, ({ position }) => position ?? 'none'));

/** How many stand where, each a way to narrow the list to them. */
function countsOf(letter: Letter, list: WhipRows, filter: WhipQuery) {
  const counts = positionsIn(list.stands);
  return [...positions, 'none' as const].map((position) => ({
    position,
    words: positionInWords[position],
    count: grouped(counts.get(position) ?? 0),
    url: whipUrl(letter) + queryOf({ ...filter, position: filter.position === position ? '' : position }),
    current: filter.position === position,
  }));
}

/** What is due by today over the whole list, whatever it is narrowed to. */
function dueOf(letter: Letter, list: WhipRows) {
  const due = (row: WhipRow) => row.next?.due ?? '9999';
  const open = list.all.filter((row) => row.next !== null);
  const waiting = open.filter((row) => due(row) <= list.today).sort((a, b) => (due(a) < due(b) ? -1 : 1));
  const print = printing(letter, [], list);
  const soon = open.length - waiting.length;
  return {
    items: waiting.slice(0, MOST_DUE).map((row) => ({
      ...print(row),
      label: row.stand.label,
      id: row.next?.id ?? '',
      doneUrl: `${memberUrl(letter, row.stand.key)}/done`,
    })),
    heading: waiting.length === 0 ? '' : `Due today: ${waiting.length}`,
    more:
      waiting.length > MOST_DUE
        ? { label: `All ${waiting.length} of them`, url: `${whipUrl(letter)}?due=now&sort=due` }
        : null,
    quiet: waiting.length > 0 ? '' : 'Nothing is due today.',
    later:
      soon > 0 ? { label: `${plural(soon, 'follow-up')} later`, url: `${whipUrl(letter)}?due=open&sort=due` } : null,
  };
}

/** The columns by which the list can be put in order; a second click turns the order. */
function headsOf(url: string, filter: WhipQuery, view: WhipView, { notes, team }: { notes: boolean; team: boolean }) {
  const columns: [Sort, string][] = [
    ['name', 'Legislator'],
    ['party', 'Party'],
    ['state', 'Seat'],
    ['since', 'Since'],
    ['position', 'Position'],
    ...((notes ? [['contact', 'Last contact']] : []) as [Sort, string][]),
    ...((team ? [['who', 'Follows up']] : []) as [Sort, string][]),
    ...((notes ? [['due', 'Next']] : []) as [Sort, string][]),
  ];
  return columns.map(([sort, label]) => {
    const current = view.sort === sort;
    return {
      label,
      url: url + queryOf(filter, { sort, down: current && !view.down, whole: view.whole }),
      sorted: !current ? '' : view.down ? 'descending' : 'ascending',
    };
  });
}

function pagesOf(url: string, filter: WhipQuery, view: WhipView, pages: number, total: number) {
  if (pages === 1) return null;
  const at = (page: number) => url + queryOf(filter, { ...view, page });
  const first = (view.page - 1) * ROWS_A_PAGE + 1;
  return {
    words: view.whole
      ? `All ${grouped(total)} on one page`
      : `${grouped(first)} to ${grouped(Math.min(total, first + ROWS_A_PAGE - 1))} of ${grouped(total)}`,
    before: !view.whole && view.page > 1 ? at(view.page - 1) : '',
    after: !view.whole && view.page < pages ? at(view.page + 1) : '',
    other: view.whole
      ? { label: 'In pages', url: url + queryOf(filter, { ...view, whole: false, page: 1 }) }
      : { label: 'All on one page', url: url + queryOf(filter, { ...view, whole: true }) },
  };
}

function outcomesOf(all: WhipRow[], { what, each: outcomes }: NonNullable<WhipState['outcomes']>) {
  const byKey = new Map<string, Stand>(all.map(({ stand }) => [stand.key, stand]));
  return {
    done: `${plural(outcomes.filter((one) => one.outcome === 'recorded').length, what)} recorded.`,
    refused: outcomes
      .filter((one) => one.outcome === 'refused')
      .map((one) => `${byKey.get(one.key)?.label ?? one.key}: ${one.message}`),
  };
}
