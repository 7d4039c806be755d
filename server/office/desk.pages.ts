/** The organizers' page of offices: answers that wait, links to make and to send, and what was answered. */
import { domainOf } from '../basics/addresses.ts';
import type { Problem } from '../basics/errors.ts';
import { grouped, plural } from '../basics/text.ts';
import { localAt, momentInShort } from '../basics/time.ts';
import { positions, type Stand, seatLabel } from '../cosigners/cosigners.ts';
import type { Body, LegislatorRow } from '../legislators/legislators.ts';
import { isOpen, type Letter } from '../letters/letters.ts';
import { fieldsFor, line, lines, type Typed } from '../web/forms.ts';
import type { Page } from '../web/render.ts';
import { isConfirmable, type OfficeAnswer } from './answers.ts';
import { type LinkState, type ListedLink, usualEnd } from './links.ts';
import { saidWords } from './public.pages.ts';

export const officesUrl = (letter: Pick<Letter, 'slug'>): string => `/desk/letters/${letter.slug}/offices`;

const notes: Record<string, string> = {
  revoked: 'The link opens nothing any more.',
  accepted: 'The answer is accepted and recorded.',
  seen: 'Noted: this request does not wait any more.',
  refused: 'The answer is not counted.',
};

/** Members found, to tick. */
export const MOST_FOUND = 60;

/** An answer with the member it is for. */
export interface AnswerRow {
  answer: OfficeAnswer;
  legislator: LegislatorRow;
}

export interface OfficesParts {
  letter: Letter;
  bodies: Body[];
  waiting: AnswerRow[];
  settled: AnswerRow[];
  /** The piece of links that is shown, of those that work or of the others. */
  links: { items: ListedLink[]; next: string | null; works: boolean; counts: { works: number; ended: number } };
  /** How many were asked and have not decided. */
  asked: number;
  /** What was searched for, and who was found; null before a search. */
  search: { q: string; position: string; found: Stand[] | null };
  now: Date;
  note: string;
  /** The form of links, or one answer's reason, shown again. */
  failed?: { form: 'links' | string; problems: Problem[]; typed: Typed };
}

/** A letter's offices. */
export function officesPage(parts: OfficesParts) {
  const { letter, bodies, links, search, note, failed } = parts;
  const url = officesUrl(letter);
  const label = (legislator: LegislatorRow) =>
    seatLabel(
      legislator,
      bodies.find(({ key }) => key === legislator.body),
    );
  const made = /^made-(\d{1,4})$/.exec(note)?.[1];
  const waiting = parts.waiting.map((row) => waitingRow(row, parts, label(row.legislator)));
  const yours = waiting.filter((row) => !row.byMail);
  const theirs = waiting.filter((row) => row.byMail);
  const tab = (works: boolean) => ({
    label: works ? 'Work now' : 'Ended',
    count: grouped(works ? links.counts.works : links.counts.ended),
    url: works ? `${url}#links` : `${url}?links=ended#links`,
    current: works === links.works,
  });
  return {
    view: 'office/desk',
    title: `Offices: ${letter.title}`,
    width: 'wide' as const,
    note: made
      ? `${plural(Number(made), 'office has a link', 'offices have links')} to this text now.`
      : (notes[note] ?? null),
    back: { url: `/desk/letters/${letter.slug}`, label: letter.title },
    heading: 'Offices: links and answers',
    lede: 'An office answers by its own link: no account, and nothing on it that is not public. The answer counts once a mail at the body’s own domain confirms it, or once you accept it.',
    problems: failed?.problems ?? [],
    groups: [
      { id: 'decide', heading: `${plural(yours.length, 'answer waits', 'answers wait')} for you`, rows: yours },
      {
        id: 'mail',
        heading: `${plural(theirs.length, 'answer waits', 'answers wait')} for the office to confirm by mail`,
        rows: theirs,
      },
    ].filter(({ rows }) => rows.length > 0),
    make: isOpen(letter, parts.now) ? makeForm(parts, url) : null,
    whyNot:
      letter.state === 'draft'
        ? 'Links can be made once the letter is published.'
        : 'The letter takes no names now, so no links are made.',
    searchUrl: `${url}#pick`,
    search: { q: search.q, positions: searchPositions(search.position) },
    tabs: [tab(true), tab(false)],
    anyLinks: links.counts.works + links.counts.ended > 0,
    links: links.items.map(({ link, legislator, state, url: address }) => ({
      id: link.id,
      member: legislator.full,
      label: label(legislator),
      state,
      words: linkWords[state],
      about: linkAbout({ link, legislator, state, url: address }, letter),
      address: state === 'works' ? (address ?? '') : '',
      revoke: address ? `${url}/links/${link.id}/revoke` : null,
    })),
    next: links.next
      ? `${url}?${new URLSearchParams({ ...(links.works ? {} : { links: 'ended' }), after: links.next })}#links`
      : null,
    settled: parts.settled.map((row) => settledRow(row, letter, label(row.legislator))),
  } satisfies Page & Record<string, unknown>;
}

const linkWords: Record<LinkState, string> = {
  works: 'works',
  ended: 'ended',
  revoked: 'revoked',
  'older text': 'older text',
  'left office': 'left office',
};

function linkAbout({ link, state }: ListedLink, { timeZone }: Letter): string {
  const at = (moment: Date) => momentInShort(moment, timeZone);
  const made = `version ${link.version}, made by ${link.by}`;
  if (state === 'revoked' && link.revokedAt) return `by ${link.revokedBy}, ${at(link.revokedAt)} · ${made}`;
  if (state === 'older text') return `takes no answers: the text changed · ${made}`;
  if (state === 'left office') return made;
  return `${state === 'works' ? 'until' : 'on'} ${at(link.expiresAt)} · ${made}`;
}

function searchPositions(chosen: string) {
  const words = { '': 'Any', none: 'Not contacted', asked: 'Asked', leaning: 'Leaning', committed: 'Committed' };
  const others = Object.fromEntries(
    positions.slice(3).map((position) => [position, position.charAt(0).toUpperCase() + position.slice(1)]),
  );
  return Object.entries<string>({ ...words, ...others }).map(([value, label]) => ({
    value,
    label,
    selected: value === chosen,
  }));
}

/** The form for new links: for all that were asked, or for those found and ticked. */
function makeForm({ letter, asked, search, now, failed }: OfficesParts, url: string) {
  const again = failed?.form === 'links' ? failed : undefined;
  const ticked = new Set(lines(again?.typed['key']));
  const found = search.found;
  const until = {
    label: 'They work until',
    kind: 'datetime-local' as const,
    value: localAt(usualEnd(letter, now), letter.timeZone),
    required: true,
    hint: `In the letter’s time zone, ${letter.timeZone}. An office that has a link to this text keeps it, and it works at least as long.`,
  };
  const { until: field } = fieldsFor({ until }, again);
  return {
    action: `${url}/links`,
    // With what was searched for, so that the same offices are shown again when something is wrong.
    pickAction: `${url}/links?${new URLSearchParams({ q: search.q, position: search.position })}`,
    asked: asked > 0 ? `Make links for ${plural(asked, 'office', 'offices')}` : '',
    askedWords:
      asked > 0
        ? `All that are recorded as asked, leaning or committed${letter.version > 1 ? ', or that signed a text which has changed since' : ''}.`
        : 'Nobody is recorded as asked, leaning or committed yet: find offices below.',
    untilAsked: { ...field, value: line(again?.typed['who']) === 'picked' ? until.value : field.value },
    untilPicked: field,
    found: found
      ? found.slice(0, MOST_FOUND).map((stand) => ({
          key: stand.key,
          id: `key-${stand.key}`,
          name: stand.full,
          label: stand.label,
          position: stand.position ?? 'not contacted',
          ticked: ticked.has(stand.key),
        }))
      : null,
    foundWords: !found
      ? ''
      : found.length === 0
        ? 'Nobody serving in this letter’s bodies fits.'
        : found.length > MOST_FOUND
          ? `The first ${MOST_FOUND} of ${grouped(found.length)}: type more of a name to see others.`
          : '',
  };
}

const acceptWords: Record<OfficeAnswer['answer'], string> = {
  sign: 'Accept: record as signed',
  decline: 'Accept: record as declined',
  change: 'Noted',
};

function waitingRow({ answer, legislator }: AnswerRow, { letter, failed, now }: OfficesParts, label: string) {
  const url = officesUrl(letter);
  const again = failed?.form === answer.id ? failed : null;
  return {
    id: answer.id,
    member: legislator.full,
    label,
    whip: `/desk/letters/${letter.slug}/whip/${encodeURIComponent(legislator.key)}`,
    kind: answer.answer,
    said: saidWords(answer, label),
    comment: answer.comment,
    who: `${answer.staffName}, ${answer.staffTitle}`,
    email: answer.staffEmail,
    about: [
      `Given ${momentInShort(answer.createdAt, letter.timeZone)} on version ${answer.version}`,
      answer.version < letter.version && 'a newer version is out',
      !legislator.serving && 'has left office',
    ]
      .filter(Boolean)
      .join(' · '),
    proof: proofWords(answer, letter, now),
    byMail: answer.state === 'open' && answer.mails > 0 && isConfirmable(answer, now),
    accept: { action: `${url}/answers/${answer.id}/accept`, button: acceptWords[answer.answer] },
    refuse:
      answer.state === 'open'
        ? {
            action: `${url}/answers/${answer.id}/refuse`,
            reason: line(again?.typed['reason']),
            problem: again?.problems[0]?.message ?? '',
          }
        : null,
  };
}

/** What speaks for an answer's being the office's own. */
function proofWords(answer: OfficeAnswer, { timeZone }: Letter, now: Date): string {
  const domain = domainOf(answer.staffEmail);
  if (answer.confirmedAt) return `Confirmed by e-mail at ${domain}, ${momentInShort(answer.confirmedAt, timeZone)}.`;
  if (!answer.known) return `Not at a mail domain of the body: ${domain}. No mail confirms it; please ask the office.`;
  if (!isConfirmable(answer, now))
    return `At ${domain}. Nobody pressed the button in the mail there while its link worked; please ask the office.`;
  const mails = answer.mails > 1 ? ` ${plural(answer.mails, 'time')}` : '';
  return `At ${domain}. The mail that confirms it was sent${mails}, and nobody has pressed its button yet.`;
}

const stateWords: Record<OfficeAnswer['state'], string> = {
  open: 'waits',
  confirmed: 'confirmed by mail',
  accepted: 'accepted',
  refused: 'not accepted',
  replaced: 'replaced by a newer one',
};

function settledRow({ answer, legislator }: AnswerRow, letter: Letter, label: string) {
  const at = (moment: Date | null) => (moment ? momentInShort(moment, letter.timeZone) : '');
  const mailed = answer.confirmedAt ? `by e-mail at ${domainOf(answer.staffEmail)}, ${at(answer.confirmedAt)}` : '';
  const decided = answer.decidedBy ? `by ${answer.decidedBy}, ${at(answer.decidedAt)}` : '';
  return {
    label,
    whip: `/desk/letters/${letter.slug}/whip/${encodeURIComponent(legislator.key)}`,
    said: saidWords(answer, label),
    comment: answer.comment,
    who: answer.staffName ? `${answer.staffName}, ${answer.staffTitle}` : 'Forgotten',
    email: answer.staffEmail,
    state: answer.state,
    words: stateWords[answer.state],
    evidence: [mailed, decided, answer.reason && `because: ${answer.reason}`].filter(Boolean).join('; '),
    given: at(answer.createdAt),
  };
}
