import { plural } from '../basics/text.ts';
import { dayInWords } from '../basics/time.ts';
import type { Body, CommitteeRow } from '../legislators/legislators.ts';
import type { Letter } from '../letters/letters.ts';
import type { Page } from '../web/render.ts';
import { queryOf, type WhipQuery, type WhipView } from './filter.ts';
import { whipUrl } from './links.ts';
import type { listLastNotes, WhipRows } from './listing.ts';
import { printing } from './rows.ts';
import { dayInShort, positionInWords } from './words.ts';

export interface PrintState {
  letter: Letter;
  list: WhipRows;
  filter: WhipQuery;
  view: WhipView;
  bodies: Body[];
  committees: CommitteeRow[];
  lastNotes: Awaited<ReturnType<typeof listLastNotes>>;
}

/** The most of a note that is printed: what was said last is a reminder, not the log. */
const MOST_NOTE = 160;

/** The list as a sheet for a meeting: who, where they stand, the last note, and room to write. */
export function printPage({ letter, list, filter, view, bodies, committees, lastNotes }: PrintState) {
  const print = printing(letter, bodies, list);
  const counts = new Map<string, number>();
  for (const { stand } of list.items) {
    const words = positionInWords[stand.position ?? 'none'];
    counts.set(words, (counts.get(words) ?? 0) + 1);
  }
  return {
    view: 'whip/print',
    title: `For a meeting: ${letter.title}`,
    width: 'wide' as const,
    heading: letter.title,
    back: { label: 'Where legislators stand', url: whipUrl(letter) + queryOf(filter, view) },
    lede: `Where legislators stand on ${dayInWords(list.today)}. ${plural(list.items.length, 'legislator')}${filterInWords(filter, bodies, committees, list)}. For the campaign’s team.`,
    counts: Object.values(positionInWords)
      .filter((words) => counts.has(words))
      .map((words) => `${words}: ${counts.get(words)}`)
      .join(' · '),
    notes: list.notes,
    rows: list.items.map((row) => {
      const { day, summary } = lastNotes.get(row.stand.key) ?? { day: '', summary: '' };
      const note = summary || row.stand.note;
      const { name, party, seat, position, words, flags, next, due } = print(row);
      return {
        ...{ name, party, seat, position, words, flags },
        note: shortened(note),
        noteDay: summary ? dayInShort(day, list.today) : '',
        next: next && `Next: ${next}${due && ` ${due}`}`,
      };
    }),
    empty: 'Nobody here fits these filters.',
  } satisfies Page & Record<string, unknown>;
}

const shortened = (text: string): string =>
  text.length <= MOST_NOTE ? text : `${text.slice(0, MOST_NOTE).replace(/\s+\S*$/, '')} …`;

/** ': Democrat, OH, not yet contacted', as far as it is narrowed. */
function filterInWords(filter: WhipQuery, bodies: Body[], committees: CommitteeRow[], list: WhipRows): string {
  const { position, body, committee, who, due, contact } = filter;
  const words = [
    filter.q && `“${filter.q}”`,
    body && (bodies.find(({ key }) => key === body)?.name ?? body),
    filter.party,
    filter.caucus && `caucus ${filter.caucus}`,
    filter.state,
    committee && (committees.find(({ key }) => key === committee)?.name ?? committee),
    position
      ?.split(',')
      .map((one) => positionInWords[one as keyof typeof positionInWords] ?? one)
      .join(' or '),
    who &&
      (who === 'none'
        ? 'nobody follows up'
        : `followed up by ${list.team.find(({ id }) => id === who)?.name ?? 'you'}`),
    due && `follow-up: ${due}`,
    contact &&
      (contact === 'none'
        ? 'never contacted'
        : /^\d+$/.test(contact)
          ? `no contact for ${contact} days`
          : `contacted on ${contact}`),
    filter.lead && 'leads',
    filter.reconfirm && 'to reconfirm',
  ].filter(Boolean);
  return words.length > 0 ? ` (${words.join(', ')})` : '';
}
