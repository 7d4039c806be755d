import { listed, plural } from '../basics/text.ts';
import { dayIn, dayInWords, momentInShort } from '../basics/time.ts';
import { type Outcome, type Stand, seatOf, shortTitle } from '../cosigners/cosigners.ts';
import type { Position } from '../db/tables.ts';
import type { Body } from '../legislators/legislators.ts';
import type { Letter } from '../letters/letters.ts';
import { fieldsFor } from '../web/forms.ts';
import type { Page } from '../web/render.ts';
import { dayInShort, positionInWords } from '../whip/words.ts';
import type { ListedRow, ListView } from './looking.ts';
import { type Failed, listUrl, namesUrl } from './pages.ts';
import { countedIn, keptSignature } from './recording.ts';

/** So many rows are put to the choice on one page; the next come when these are decided. */
export const MOST_ASKED = 50;
/** So many that nobody was found for are shown at once. */
const MOST_UNKNOWN = 100;

const notes: Record<string, string> = {
  chosen: 'Kept. Record them when you are done choosing.',
  aside: 'Set aside, and kept at the end of this page.',
  again: 'Back among the rows to be decided.',
  nothing: 'There was nothing left to record.',
};

export interface ListState {
  letter: Letter;
  view: ListView;
  bodies: Body[];
  now: Date;
  note: string;
  /** What became of the rows that were recorded just now. */
  outcomes?: Outcome[] | undefined;
  failed?: Failed | undefined;
}

/** A list that was brought in: what would be recorded, what is asked about, what nobody was found for, what is done. */
export function listPage({ letter, view: { list, rows, absent }, bodies, now, note, outcomes, failed }: ListState) {
  const url = listUrl(letter, list.id);
  const today = dayIn(now, letter.timeZone);
  const tell = describing(bodies);
  const quill = list.purpose === 'quill';
  const named = (row: ListedRow) => ({
    n: row.ordinal,
    text: row.text,
    name: row.stand?.full ?? '',
    seat: row.stand ? tell(row.stand) : '',
    url: row.stand ? `/desk/letters/${letter.slug}/whip/${encodeURIComponent(row.stand.key)}` : '',
    rowUrl: `${url}/rows/${row.ordinal}`,
  });
  const ready = rows.filter((row) => row.stand && (row.state === 'sure' || row.state === 'chosen'));
  const asked = rows.filter((row) => row.state === 'asked');
  const unknown = rows.filter((row) => row.state === 'unknown');
  const done = rows.filter((row) => row.state === 'recorded' || row.state === 'set aside');
  const both = rows.filter((row) => row.effect === 'same');
  const toRecord = quill ? ready.filter((row) => row.effect !== 'same') : ready;
  const changing = toRecord.filter((row) => row.effect === 'change');
  const people = new Set(changing.map((row) => row.legislator)).size;
  const fullOf = new Map(rows.flatMap(({ stand }) => (stand ? [[stand.key, stand.full] as const] : [])));
  return {
    view: 'intake/list',
    title: `${list.source}: ${letter.title}`,
    width: 'wide' as const,
    note: notes[note] ?? null,
    heading: quill ? 'Compared with Quill' : list.source.charAt(0).toUpperCase() + list.source.slice(1),
    crumbs: [
      { label: letter.title, url: `/desk/letters/${letter.slug}` },
      { label: 'Names that offices send', url: namesUrl(letter) },
    ],
    lede: quill
      ? `Who signed in Quill, as of ${dayInWords(list.day)}, beside who signed here. Nothing is recorded by itself.`
      : `${plural(rows.length, 'row')}: ${positionInWords[list.position].toLowerCase()}, ${dayInWords(list.day)}. Brought in by ${list.by}, ${momentInShort(list.createdAt, letter.timeZone)}.`,
    problems: failed?.problems ?? [],
    outcomes: outcomes ? outcomesOf(outcomes, fullOf) : null,
    numbers: [
      { words: quill ? 'in Quill and not here' : 'to record', count: people, url: '#ready', main: true },
      ...(quill
        ? [
            { words: 'in both', count: new Set(both.map((row) => row.legislator)).size, url: '#both', main: false },
            { words: 'here and not in Quill', count: absent.length, url: '#absent', main: false },
          ]
        : []),
      { words: 'to choose', count: asked.length, url: '#asked', main: false },
      { words: 'not found', count: unknown.length, url: '#unknown', main: false },
      ...(quill ? [] : [{ words: 'done', count: done.length, url: '#done', main: false }]),
    ],
    ready: {
      heading: quill ? 'In Quill and not here' : 'To be recorded',
      empty: quill
        ? 'Everybody whom this list surely names has signed here, too.'
        : asked.length > 0
          ? 'Choose whom the rows below mean: they come here then, to be recorded.'
          : 'Nothing is left to record.',
      action: `${url}/record`,
      button: buttonFor(people, quill),
      rows: toRecord.map((row) => ({
        ...named(row),
        chosen: row.state === 'chosen',
        now: row.stand ? standsNow(row.stand, today) : '',
        effect: effectOf(row, list.position),
        problem: row.note || (row.effect === 'refused' ? keptSignature : ''),
      })),
    },
    both: quill ? both.map(named) : [],
    absent: quill
      ? absent.map((stand) => ({
          name: stand.full,
          seat: tell(stand),
          about: standsNow(stand, today),
          url: `/desk/letters/${letter.slug}/whip/${encodeURIComponent(stand.key)}`,
        }))
      : [],
    quill,
    asked: {
      action: `${url}/choose`,
      more: asked.length > MOST_ASKED ? `${asked.length - MOST_ASKED} more come when these are decided.` : '',
      rows: asked.slice(0, MOST_ASKED).map((row) => ({
        ...named(row),
        why: row.why,
        field: `row-${row.ordinal}`,
        choices: row.candidates.map((stand) => ({ key: stand.key, name: stand.full, seat: tell(stand) })),
      })),
    },
    unknown: {
      action: `${url}/aside`,
      more: unknown.length > MOST_UNKNOWN ? `${unknown.length - MOST_UNKNOWN} more come when these are decided.` : '',
      rows: unknown.slice(0, MOST_UNKNOWN).map((row) => ({ ...named(row), why: row.why })),
      fields: fieldsFor(
        { reason: { label: 'Why', required: true, value: 'No name of a legislator' } },
        failed && { problems: failed.problems, typed: failed.typed },
      ),
    },
    done: done.map((row) => ({
      ...named(row),
      aside: row.state === 'set aside',
      words: row.state === 'set aside' ? 'Set aside' : 'Recorded',
      about: row.note,
    })),
  } satisfies Page & Record<string, unknown>;
}

/** 'Sen. D-NM': enough to tell two of one name apart. */
export const describing = (bodies: Body[]) => {
  const bodyOf = new Map(bodies.map((body) => [body.key, body]));
  return (stand: Stand): string => `${shortTitle(stand.title, bodyOf.get(stand.body))} ${seatOf(stand)}`.trim();
};

/** What is recorded by one press; where everything stands so already, the rows are only done with. */
const buttonFor = (people: number, quill: boolean): string =>
  people === 0
    ? 'Done with these'
    : `Record ${people === 1 ? 'this one' : `these ${people}`}${quill ? ' as signed' : ''}`;

const standsNow = (stand: Stand, today: string): string =>
  [
    positionInWords[stand.position ?? 'none'],
    stand.day && dayInShort(stand.day, today),
    stand.toReconfirm && 'an older text',
  ]
    .filter(Boolean)
    .join(', ');

function effectOf({ effect, stand }: ListedRow, position: Position): string {
  if (effect === 'same') return 'No change';
  if (effect === 'refused') return 'Not recorded';
  return stand?.toReconfirm ? `${positionInWords[position]}, the newest text` : positionInWords[position];
}

const outcomesOf = (outcomes: Outcome[], fullOf: Map<string, string>) => ({
  done: `${countedIn(outcomes)}.`,
  refused: outcomes
    .filter(({ outcome }) => outcome === 'refused')
    .map(({ key, message }) => `${fullOf.get(key) ?? key}: ${message}`),
});

export interface RowState {
  letter: Letter;
  view: ListView;
  row: ListedRow;
  bodies: Body[];
  q: string;
  found: Stand[];
  failed?: Failed | undefined;
}

/** One row of a list: whom it could mean, a search among the members, or that it names nobody. */
export function rowPage({ letter, view: { list }, row, bodies, q, found, failed }: RowState) {
  const url = listUrl(letter, list.id);
  const tell = describing(bodies);
  const choices = q ? found : row.candidates;
  const decided = row.state === 'recorded';
  return {
    view: 'intake/row',
    title: `${row.text}: ${letter.title}`,
    heading: row.text,
    crumbs: [
      { label: letter.title, url: `/desk/letters/${letter.slug}` },
      { label: 'Names that offices send', url: namesUrl(letter) },
      { label: list.source, url },
    ],
    about: [
      `Row ${row.ordinal} of “${list.source}”`,
      row.stand && `means ${row.stand.full}, ${tell(row.stand)}`,
      row.why,
    ]
      .filter(Boolean)
      .join(' · '),
    beside: listed(Object.entries(row.beside).map(([column, value]) => `${column} ${value}`)),
    problems: failed?.problems ?? [],
    action: `${url}/rows/${row.ordinal}`,
    open: !decided && row.state !== 'set aside',
    search: { q, action: `${url}/rows/${row.ordinal}` },
    choices: choices.map((stand) => ({
      key: stand.key,
      name: stand.full,
      seat: tell(stand),
      checked: stand.key === row.legislator,
    })),
    choicesHeading: q ? `Members whose name has “${q}”` : 'Those it could mean',
    nothingFound: q && choices.length === 0 ? `No serving member’s name has “${q}”. Try a part of the last name.` : '',
    fields: fieldsFor({ reason: { label: 'Why', required: true, value: 'No name of a legislator' } }, failed),
    again: row.state === 'chosen' || row.state === 'set aside' ? `${url}/rows/${row.ordinal}/again` : '',
    back: url,
  } satisfies Page & Record<string, unknown>;
}
