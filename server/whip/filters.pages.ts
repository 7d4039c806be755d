import { rememberingOf } from '../basics/memo.ts';
import { isDay } from '../basics/time.ts';
import type { Viewer } from '../basics/viewer.ts';
import { positions, type Stand } from '../cosigners/cosigners.ts';
import { type Body, type CommitteeRow, HOUSE, SENATE } from '../legislators/legislators.ts';
import type { WhipQuery, WhipView } from './filter.ts';
import type { WhipRows } from './listing.ts';
import { positionInWords } from './words.ts';

interface Choice {
  name: keyof WhipQuery;
  label: string;
  options: { value: string; label: string; selected: boolean }[];
}

/** The words that legislators of a list are narrowed by, each as a choice; looked for once in each list. */
const wordsIn = rememberingOf((stands: readonly Stand[]) => {
  const words = (pick: (stand: Stand) => string | null): [string, string][] =>
    [...new Set(stands.map(pick))]
      .filter((word): word is string => Boolean(word))
      .sort()
      .map((word) => [word, word]);
  return {
    body: words(({ body }) => body),
    party: words(({ party }) => party),
    caucus: words(({ caucus }) => caucus),
    state: words(({ state }) => state),
  };
});

const undecided = 'none,asked,leaning,committed';

/** The filters of the list as a form's fields: the usual ones, and more of them. */
export function filtersOf(
  list: WhipRows,
  filter: WhipQuery,
  view: WhipView,
  bodies: Body[],
  committees: CommitteeRow[],
  viewer: Viewer | null,
) {
  const day = filter.contact && isDay(filter.contact) ? filter.contact : '';
  const choice = (name: keyof WhipQuery, label: string, options: [string, string][]): Choice => {
    // A day of contact has a field of its own.
    const chosen = name === 'contact' && day ? '' : String(filter[name] ?? '');
    const known = options.some(([value]) => value === chosen);
    return {
      name,
      label,
      options: [['', 'All'], ...options, ...(chosen && !known ? [[chosen, chosen]] : [])].map(
        ([value = '', words = '']) => ({ value, label: words, selected: value === chosen }),
      ),
    };
  };
  const known = wordsIn(list.stands);
  const names = new Map(bodies.map((body) => [body.key, body.name]));
  const inBodies = known.body.map(([key]): [string, string] => [key, names.get(key) ?? key]);
  const team = list.team.map(({ id, name }): [string, string] => [id, name]);
  const mine = team.some(([id]) => id === viewer?.accountId);
  const more: Choice[] = [
    ...(team.length > 0
      ? [
          choice('who', 'Who follows up', [
            ...((mine ? [['me', 'Me']] : []) as [string, string][]),
            ['none', 'Nobody'],
            ...team,
          ]),
        ]
      : []),
    choice('party', 'Party', known.party),
    ...(inBodies.length > 1 ? [choice('body', 'Body', inBodies)] : []),
    choice('caucus', 'Caucus', known.caucus),
    ...(committees.length > 0
      ? [choice('committee', 'Committee', committeeOptions(committees, new Set(inBodies.map(([key]) => key)), filter))]
      : []),
    ...(list.notes
      ? [
          choice('contact', 'Last contact', [
            ['none', 'Never'],
            ['7', 'More than 7 days ago, or never'],
            ['14', 'More than 14 days ago, or never'],
            ['30', 'More than 30 days ago, or never'],
          ]),
        ]
      : []),
  ];
  const used = [...more.map(({ name }) => name), 'lead' as const, 'reconfirm' as const].some((name) => filter[name]);
  return {
    q: filter.q ?? '',
    first: [
      choice('position', 'Position', [
        ...[...positions, 'none' as const].map((one): [string, string] => [one, positionInWords[one]]),
        [undecided, 'Not yet decided'],
      ]),
      choice('state', 'State', known.state),
      ...(list.notes
        ? [
            choice('due', 'Follow-up', [
              ['now', 'Due by today'],
              ['overdue', 'Overdue'],
              ['today', 'Due today'],
              ['week', 'Due in seven days'],
              ['open', 'Any'],
              ['none', 'None'],
            ]),
          ]
        : []),
    ],
    more,
    day: list.notes ? { value: day } : null,
    lead: filter.lead === true,
    reconfirm: filter.reconfirm === true,
    open: used || day !== '',
    hidden: [
      ...(view.sort === 'name' ? [] : [{ name: 'sort', value: view.sort }]),
      ...(view.down ? [{ name: 'dir', value: 'down' }] : []),
      ...(view.whole ? [{ name: 'show', value: 'all' }] : []),
    ],
  };
}

/** Committees of these bodies by name; below the one that is chosen its subcommittees. */
function committeeOptions(
  committees: CommitteeRow[],
  bodies: Set<string>,
  { committee }: WhipQuery,
): [string, string][] {
  const chosen = committees.find(({ key }) => key === committee);
  const top = chosen?.parent ?? chosen?.key;
  const chambers: Record<string, string> = { [SENATE]: 'Senate', [HOUSE]: 'House', joint: 'joint' };
  const several = bodies.size > 1;
  return committees
    .filter(({ body, parent }) => parent === null && (bodies.has(body) || (body === 'joint' && bodies.has(SENATE))))
    .sort((a, b) => (a.name < b.name ? -1 : 1))
    .flatMap(({ key, name, body }): [string, string][] => [
      [key, several && chambers[body] && !name.startsWith(chambers[body]) ? `${name} (${chambers[body]})` : name],
      ...committees
        .filter(({ parent }) => parent === key && key === top)
        .map((one): [string, string] => [one.key, `– ${one.name}`]),
    ]);
}
