import { remembering } from '../basics/memo.ts';
import { partyLetter, placeOf, shortTitle } from '../cosigners/cosigners.ts';
import type { Body } from '../legislators/legislators.ts';
import type { Letter } from '../letters/letters.ts';
import { whipUrl } from './links.ts';
import type { WhipRow, WhipRows } from './listing.ts';
import { dayInShort, positionInWords } from './words.ts';

/** A row of the list, ready to print. It is printed by the hundred, so every text of it is whole. */
export interface PrintedRow {
  key: string;
  url: string;
  name: string;
  /** 'lead · to reconfirm', or ''. */
  flags: string;
  party: string;
  /** 'Sen. NM', 'Rep. OH-07'. */
  seat: string;
  /** The year of coming to the body. */
  since: string;
  position: string;
  words: string;
  /** 'Nov 3', with the source where there is room for it, or ''. */
  known: string;
  contacted: string;
  who: string;
  next: string;
  /** 'by Nov 25', 'today', or ''. */
  due: string;
  /** 'overdue', 'today', 'later', or ''. */
  when: string;
}

/** Makes rows of a letter ready to print. */
export function printing(
  letter: Letter,
  bodies: Body[],
  { today, notes }: Pick<WhipRows, 'today' | 'notes'>,
): (row: WhipRow) => PrintedRow {
  const byKey = new Map(bodies.map((body) => [body.key, body]));
  const url = whipUrl(letter);
  const days = new Map<string, string>();
  const party = remembering(partyLetter, (one) => one);
  const short = (day: string): string => {
    let words = days.get(day);
    if (words === undefined) days.set(day, (words = day && dayInShort(day, today)));
    return words;
  };
  return ({ stand, contacted, next, who }) => {
    const due = next?.due ?? '';
    const day = short(stand.day);
    return {
      key: stand.key,
      url: `${url}/${encodeURIComponent(stand.key)}`,
      name: stand.full,
      flags: flagsOf(stand),
      party: party(stand.party),
      seat: `${shortTitle(stand.title, byKey.get(stand.body))} ${placeOf(stand)}`,
      since: stand.since.slice(0, 4),
      position: stand.position ?? 'none',
      words: positionInWords[stand.position ?? 'none'],
      known: day && stand.source && !notes ? `${day} · ${stand.source}` : day,
      contacted: short(contacted),
      who: who.length === 0 ? '' : who.map(({ name }) => name).join(', '),
      next: next?.next ?? '',
      due: due === today ? 'today' : due && `by ${short(due)}`,
      when: !due ? '' : due < today ? 'overdue' : due === today ? 'today' : 'later',
    };
  };
}

function flagsOf({ lead, serving, toReconfirm, withdrew }: WhipRow['stand']): string {
  if (!lead && serving && !toReconfirm && !withdrew) return '';
  return [lead && 'lead', !serving && 'has left', toReconfirm && 'to reconfirm', withdrew && 'public: withdrew']
    .filter(Boolean)
    .join(' · ');
}
