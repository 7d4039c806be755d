import type { Problem } from '../basics/errors.ts';
import { grouped, plural } from '../basics/text.ts';
import { dayIn } from '../basics/time.ts';
import { mayAs, roleIn } from '../basics/viewer.ts';
import { positions } from '../cosigners/cosigners.ts';
import type { Letter } from '../letters/letters.ts';
import { fieldsFor } from '../web/forms.ts';
import type { Page } from '../web/render.ts';
import { deskLink, memberUrl, whipUrl } from '../whip/links.ts';
import { positionInWords } from '../whip/words.ts';
import { type CommitteeRow, committeeName, proposalsFor } from './committees.ts';
import type { Direction } from './compare.ts';
import { type Asked, queryOf } from './forms.ts';
import type { GapList } from './gaps.ts';
import type { Group } from './reasons.ts';
import type { GapRow, Scene } from './rows.ts';
import type { Work } from './works.ts';

export interface GapState {
  scene: Scene;
  asked: Asked;
  /** Null where what was asked for could not be compared with. */
  list: GapList | null;
  problems: Problem[];
  committees: CommitteeRow[];
  now: Date;
}

const groupHeadings: Record<Group, string> = {
  'never-asked': 'Serving, and never asked',
  asked: 'Asked, leaning or committed',
  'to-reconfirm': 'To reconfirm: they signed an older text of this letter',
  'said-no': 'Declined, or withdrew',
  'not-open': 'In a body that this letter is not open to',
  left: 'Left office',
  signed: 'Signed this letter',
  'may-join': 'Could join the bill',
  'cannot-join': 'Cannot join the bill',
  'not-there': 'Signed this letter alone',
};

/** So many rows stand on a page; the file has them all. */
export const ROWS_A_PAGE = 250;

const listUrl = (letter: Letter) => `/desk/letters/${letter.slug}/gaps`;

/** What a list is called, and what it holds in which order. */
function wordsOf({ list, direction }: Asked, work: Work | null): { heading: string; lede: string } {
  if (list === 'compare' && !work) return { heading: 'Compare this letter', lede: 'Choose a letter or a bill.' };
  if (work) {
    const lede = 'By what can be done about it, then by last name; with every reason in words.';
    const signed = work.kind === 'letter' ? 'Signed' : 'Behind';
    const headings: Record<Direction, string> = {
      missing: `${signed} ${work.name}, and not this letter`,
      only: `Signed this letter, and not ${work.kind === 'letter' ? '' : 'behind '}${work.name}`,
      withdrew: `Withdrew from ${work.name}`,
    };
    return { heading: headings[direction], lede };
  }
  if (list === 'committees')
    return {
      heading: 'On committees of jurisdiction',
      lede: 'Members of the committees you choose and of their subcommittees, and where they stand. By last name.',
    };
  if (list === 'states')
    return {
      heading: 'From the states of the leads',
      lede: 'The delegation of each lead and the other senator, and where they stand. By last name.',
    };
  return {
    heading: 'Whom to ask next',
    lede: 'Members with a reason to sign. Whoever has the most reasons comes first, then by last name; each reason counts as one. Who signed, declined, withdrew or left is not here.',
  };
}

export function gapsPage(state: GapState) {
  const { scene, asked, list, problems } = state;
  const { letter, viewer } = scene;
  const work = list?.work ?? null;
  const { heading, lede } = wordsOf(asked, work);
  const items = list?.items ?? [];
  const shown = items.slice(0, ROWS_A_PAGE);
  const staff = mayAs(viewer, letter.campaignId, 'staffer');
  const compared = asked.list === 'compare';
  return {
    view: 'gaps/list',
    title: `${heading}: ${letter.title}`,
    width: 'wide' as const,
    heading,
    lede,
    back: deskLink(letter, viewer),
    problems,
    tabs: tabsOf(letter, asked),
    directions: work ? directionsOf(letter, asked) : [],
    overNote: work?.over ? `${work.name} is of a Congress that has ended: nobody can join it any more.` : '',
    compare: { action: listUrl(letter), open: problems.length > 0, ...comparison(state) },
    committees: compared || asked.list === 'states' ? null : committeesOf(state),
    filters: list && list.all.length > 0 ? filtersOf(state, list) : null,
    shown: plural(items.length, 'legislator'),
    of: list && list.all.length > items.length ? ` of ${grouped(list.all.length)}` : '',
    csv: staff && items.length > 0 ? `${listUrl(letter)}.csv${queryOf(asked)}` : '',
    empty: emptyWords(asked, list),
    more:
      items.length > shown.length
        ? `The first ${ROWS_A_PAGE} are shown. Narrow them with the filters, or download them all.`
        : '',
    groups: sections(asked, shown).map(({ heading, rows }, n) => ({
      id: `group-${n}`,
      heading,
      count: grouped(rows.length),
      rows: rows.map((row) => printed(scene, row)),
    })),
    ask: askForm(state, shown),
  } satisfies Page & Record<string, unknown>;
}

const emptyWords = ({ list, committees, direction }: Asked, found: GapList | null): string => {
  if (!found) return '';
  if (found.all.length > 0) return 'Nobody here fits these filters.';
  if (list === 'committees' && committees.length === 0) return 'Choose committees above.';
  if (list === 'states') return 'No lead of this letter has a state that others are from.';
  if (list === 'compare') return direction === 'withdrew' ? 'Nobody withdrew.' : 'Nobody: the two lists agree.';
  return 'No reason is known yet. Choose committees, link a bill to the campaign, or add an earlier letter with its signers.';
};

function tabsOf(letter: Letter, asked: Asked) {
  const tab = (list: Asked['list'], label: string) => ({
    label,
    url: `${listUrl(letter)}${queryOf({ ...asked, list, against: '', direction: 'missing', filter: noFilter })}`,
    current: asked.list === list,
  });
  return [
    tab('next', 'Next asks'),
    tab('committees', 'Committees'),
    tab('states', 'Same state as a lead'),
    ...(asked.list === 'compare'
      ? [{ label: 'Compared', url: `${listUrl(letter)}${queryOf(asked)}`, current: true }]
      : []),
  ];
}

const noFilter: Asked['filter'] = { body: '', party: '', state: '', position: '', serving: '' };

const directionsOf = (letter: Letter, asked: Asked) =>
  (
    [
      ['missing', 'There, and not here'],
      ['only', 'Here, and not there'],
      ['withdrew', 'Withdrew there'],
    ] as const
  ).map(([direction, label]) => ({
    label,
    url: `${listUrl(letter)}${queryOf({ ...asked, direction, filter: noFilter })}`,
    current: asked.direction === direction,
  }));

function comparison({ scene, asked, list }: GapState) {
  const { letters, bills } = scene.works;
  const chosen = list?.work?.id ?? '';
  const options = (works: Work[]) => works.map(({ id, name }) => ({ value: id, label: name, selected: id === chosen }));
  const known = [...letters, ...bills].some(({ id }) => id === chosen);
  return {
    letters: options(letters),
    bills: options(bills),
    other: asked.against && !known ? asked.against : '',
    problem: list ? '' : 'wrong',
  };
}

function committeesOf({ scene, asked, committees }: GapState) {
  const { letter } = scene;
  const all = new Map(committees.map((committee) => [committee.key, committee]));
  const chosen = new Set(asked.committees);
  const proposals = proposalsFor(letter, committees);
  const proposed = new Set(proposals.map(({ committee }) => committee.key));
  const box = (committee: CommitteeRow, why = '') => ({
    key: committee.key,
    label: committeeName(committee, all),
    why,
    checked: chosen.has(committee.key),
  });
  const others = committees.filter(({ key, parent }) => !proposed.has(key) && (parent === null || chosen.has(key)));
  return {
    action: listUrl(letter),
    list: asked.list,
    proposals: proposals.map(({ committee, words }) =>
      box(committee, `shares ${words.map((word) => `“${word}”`).join(', ')} with an addressee’s office`),
    ),
    others: others.map((committee) => box(committee)),
    chosen: asked.committees.filter((key) => all.has(key)).length,
    open: asked.list === 'committees' && chosen.size === 0,
  };
}

function filtersOf({ scene, asked }: GapState, { all }: GapList) {
  const words = (pick: (row: GapRow) => string | null) =>
    [...new Set(all.map(pick))].filter((word): word is string => Boolean(word)).sort();
  const { filter } = asked;
  const select = (name: keyof Asked['filter'], label: string, options: (readonly [string, string])[]) => ({
    name,
    label,
    options: [['', 'All'] as const, ...options].map(([value, label]) => ({
      value,
      label,
      selected: value === filter[name],
    })),
  });
  const same = (word: string) => [word, word] as const;
  return {
    action: listUrl(scene.letter),
    hidden: [...new URLSearchParams(queryOf({ ...asked, filter: noFilter }))].map(([name, value]) => ({ name, value })),
    selects: [
      select(
        'body',
        'Body',
        words(({ legislator }) => legislator.body).map((key) => [key, scene.bodies.get(key)?.name ?? key]),
      ),
      select('party', 'Party', words(({ legislator }) => legislator.party).map(same)),
      select('state', 'State', words(({ legislator }) => legislator.state).map(same)),
      select(
        'position',
        'Position',
        [...positions, 'none' as const].map((one) => [one, positionInWords[one]]),
      ),
      ...(all.some(({ legislator }) => !legislator.serving)
        ? [
            select('serving', 'In office', [
              ['yes', 'Serving'],
              ['no', 'Left office'],
            ]),
          ]
        : []),
    ],
    all: Object.values(filter).some(Boolean)
      ? `${listUrl(scene.letter)}${queryOf({ ...asked, filter: noFilter })}`
      : '',
  };
}

/** The rows under headings: next asks by how many reasons they have, comparisons by what can be done. */
function sections({ list }: Asked, items: GapRow[]): { heading: string; rows: GapRow[] }[] {
  if (list === 'committees' || list === 'states') return items.length > 0 ? [{ heading: 'Members', rows: items }] : [];
  const headingOf = ({ reasons, group }: GapRow) =>
    list === 'next' ? plural(reasons.length, 'reason') : groupHeadings[group];
  const found: { heading: string; rows: GapRow[] }[] = [];
  for (const row of items) {
    const heading = headingOf(row);
    const last = found.at(-1);
    if (last?.heading === heading) last.rows.push(row);
    else found.push({ heading, rows: [row] });
  }
  return found;
}

const mayBeAsked = ({ group, stand }: GapRow): boolean => group === 'never-asked' && stand !== null;

function printed({ letter, stands }: Scene, row: GapRow) {
  const { legislator, label, before, reasons, cautions, holders, stand } = row;
  // Who is not on this letter's whip list has a page among the legislators alone.
  const urlOf = (key: string) => (stands.has(key) ? memberUrl(letter, key) : `/legislators/${encodeURIComponent(key)}`);
  const position = stand?.toReconfirm ? 'reconfirm' : (stand?.position ?? 'none');
  return {
    key: legislator.key,
    name: legislator.full,
    label,
    url: urlOf(legislator.key),
    before: before && before.label !== label ? before.label : '',
    // Who has the seat now is the next to ask: the line leads to them.
    reasons: reasons.map(({ code, words }) => ({
      words,
      url: code === 'seat-refilled' && holders[0] ? urlOf(holders[0].key) : '',
    })),
    cautions: cautions.map(({ words }) => words),
    position,
    words: position === 'reconfirm' ? 'To reconfirm' : positionInWords[position],
    tick: mayBeAsked(row),
  };
}

/** Recording that several were asked: the whip list's own form. Null where nobody here may be, or nobody may record it. */
function askForm({ scene, now }: GapState, items: GapRow[]) {
  const { letter, viewer } = scene;
  const role = roleIn(viewer, letter.campaignId);
  const open = letter.state !== 'sent' && letter.state !== 'withdrawn';
  if (role === 'staffer' || !open || !items.some(mayBeAsked)) return null;
  return {
    action: whipUrl(letter),
    fields: fieldsFor({
      day: { label: 'Day', kind: 'date', required: true, value: dayIn(now, letter.timeZone) },
      source: { label: 'Source', required: true, hint: 'How they were asked, such as “e-mail to the office”.' },
    }),
  };
}
