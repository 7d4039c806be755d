import type { Member } from '../accounts/team.ts';
import type { Problem } from '../basics/errors.ts';
import { plural } from '../basics/text.ts';
import { dayIn, dayInWords, momentInShort } from '../basics/time.ts';
import { roleIn, type Viewer } from '../basics/viewer.ts';
import {
  type Entry,
  isCorrected,
  type Outcome,
  positions,
  type Stand,
  seatOf,
  shortTitle,
  type WhipFilter,
  type WhipList,
} from '../cosigners/cosigners.ts';
import type { Position } from '../db/tables.ts';
import type { Body } from '../legislators/legislators.ts';
import { type Letter, stateInWords } from '../letters/letters.ts';
import { fieldsFor, line, lines, type Typed } from '../web/forms.ts';
import type { Page } from '../web/render.ts';

export const positionInWords: Record<Position | 'none', string> = {
  asked: 'Asked',
  leaning: 'Leaning yes',
  committed: 'Committed',
  signed: 'Signed',
  declined: 'Declined',
  withdrawn: 'Withdrawn',
  none: 'Not contacted',
};

const notes: Record<string, string> = {
  recorded: 'Recorded.',
  unchanged: 'It was recorded just so before; nothing has changed.',
  corrected: 'Corrected. The history keeps both entries.',
  assigned: 'Assigned.',
  unassigned: 'No longer assigned.',
  bulk: 'Recorded for everybody who was ticked.',
};

interface Failed {
  problems: Problem[];
  typed: Typed;
}

/** The letter's page on the desk; volunteers, who may not open it, go back to where they chose it. */
const deskLink = (letter: Letter, viewer: Viewer | null) =>
  roleIn(viewer, letter.campaignId) === 'volunteer'
    ? { label: 'Desk', url: '/desk' }
    : { label: letter.title, url: `/desk/letters/${letter.slug}` };
const whipUrl = (letter: Letter) => `/desk/letters/${letter.slug}/whip`;
const memberUrl = (letter: Letter, key: string) => `${whipUrl(letter)}/${encodeURIComponent(key)}`;

/** The filter as the rest of an address: '?body=us-senate', or ''. */
export function queryOf(filter: WhipFilter): string {
  const query = new URLSearchParams(Object.entries(filter).filter(([, value]) => value)).toString();
  return query ? `?${query}` : '';
}

const option = (value: string, label: string, chosen: string | undefined) => ({
  value,
  label,
  selected: value === (chosen ?? ''),
});

/** Positions that the viewer may record. */
const offered = (viewer: Viewer | null, letter: Letter) =>
  [...positions, 'none' as const].filter(
    (one) => one !== 'signed' || roleIn(viewer, letter.campaignId) === 'organizer',
  );

const mayRecord = (viewer: Viewer | null, letter: Letter) => roleIn(viewer, letter.campaignId) !== 'staffer';
const takesPositions = (letter: Letter) => letter.state !== 'sent' && letter.state !== 'withdrawn';

export interface WhipState {
  letter: Letter;
  viewer: Viewer | null;
  list: WhipList;
  filter: WhipFilter;
  bodies: Body[];
  /** Who signed, as progress is told; '' while nobody has. */
  line: string;
  now: Date;
  note: string;
  /** A bulk entry that could not be read, with what was typed. */
  failed?: Failed;
  /** What became of a bulk entry of which something was refused. */
  outcomes?: Outcome[];
}

/** The whip list: every legislator, where they stand, and one position for many at once. */
export function whipPage({ letter, viewer, list, filter, bodies, ...state }: WhipState) {
  const names = new Map(bodies.map((body) => [body.key, body]));
  const counts = new Map<string, number>();
  for (const stand of list.all) counts.set(stand.position ?? 'none', (counts.get(stand.position ?? 'none') ?? 0) + 1);
  const words = (pick: (stand: Stand) => string | null) =>
    [...new Set(list.all.map(pick))].filter((word) => word !== null && word !== '').sort() as string[];
  const ticked = new Set(state.failed ? lines(state.failed.typed['keys']) : []);
  const byKey = new Map(list.all.map((stand) => [stand.key, stand]));
  const query = queryOf(filter);
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
    action: whipUrl(letter),
    counts: [...positions, 'none' as const].map((position) => ({
      position,
      words: positionInWords[position],
      count: counts.get(position) ?? 0,
      url: `${whipUrl(letter)}?position=${position}`,
    })),
    filters: {
      q: filter.q ?? '',
      body: [
        option('', 'All', filter.body),
        ...words((s) => s.body).map((key) => option(key, names.get(key)?.name ?? key, filter.body)),
      ],
      party: [
        option('', 'All', filter.party),
        ...words((s) => s.party).map((party) => option(party, party, filter.party)),
      ],
      state: [
        option('', 'All', filter.state),
        ...words((s) => s.state).map((code) => option(code, code, filter.state)),
      ],
      position: [
        option('', 'All', filter.position),
        ...[...positions, 'none' as const].map((one) => option(one, positionInWords[one], filter.position)),
      ],
    },
    filtered: query !== '',
    shown: plural(list.items.length, 'legislator'),
    empty:
      list.all.length > 0
        ? 'Nobody here fits these filters.'
        : roleIn(viewer, letter.campaignId) === 'volunteer'
          ? 'No office is assigned to you yet. An organizer of the campaign can do that.'
          : 'No legislator of these bodies is known. Load their roster, or open the letter to another body.',
    rows: list.items.map((stand, n) => ({
      id: `tick-${n}`,
      key: stand.key,
      ticked: ticked.has(stand.key),
      url: memberUrl(letter, stand.key),
      name: stand.full,
      seat: `${shortTitle(stand.title, names.get(stand.body))} ${seatOf(stand)}`,
      lead: stand.lead,
      gone: !stand.serving,
      toReconfirm: stand.toReconfirm,
      position: stand.position ?? 'none',
      words: positionInWords[stand.position ?? 'none'],
      day: stand.day ? dayInWords(stand.day) : '',
      source: stand.source,
    })),
    line: state.line,
    bulk:
      mayRecord(viewer, letter) && takesPositions(letter) && list.items.length > 0
        ? {
            action: `${whipUrl(letter)}${query}`,
            fields: bulkFields(letter, viewer, state.now, state.failed),
            all: `Everybody shown here (${list.items.length}), whether ticked or not`,
            allTicked: line(state.failed?.typed['all']) === 'yes',
          }
        : null,
    outcomes: state.outcomes
      ? {
          done: `${plural(state.outcomes.filter((one) => one.outcome === 'recorded').length, 'position')} recorded.`,
          refused: state.outcomes
            .filter((one) => one.outcome === 'refused')
            .map((one) => `${byKey.get(one.key)?.label ?? one.key}: ${one.message}`),
        }
      : null,
    exports: (['csv', 'xlsx'] as const).map((format) => ({
      label: format.toUpperCase(),
      url: `/desk/letters/${letter.slug}/cosigners.${format}${query}`,
    })),
  } satisfies Page & Record<string, unknown>;
}

const dayField = (letter: Letter, now: Date, day = '') => ({
  label: 'Day',
  kind: 'date' as const,
  required: true,
  value: day || dayIn(now, letter.timeZone),
});

const sourceSetup = (value = '') => ({
  label: 'Source',
  required: true,
  value,
  hint: 'Where this is known from, such as “e-mail from the office”.',
});

const bulkFields = (letter: Letter, viewer: Viewer | null, now: Date, failed?: Failed) =>
  fieldsFor(
    {
      position: {
        label: 'They are',
        kind: 'select',
        required: true,
        value: 'asked',
        options: offered(viewer, letter).map((value) => ({ value, label: positionInWords[value] })),
      },
      day: dayField(letter, now),
      source: sourceSetup(),
    },
    failed,
  );

export interface StandState {
  letter: Letter;
  viewer: Viewer | null;
  stand: Stand;
  body: Body | undefined;
  /** Newest first. */
  entries: Entry[];
  /** The entry to be corrected; null when recording. */
  correcting: Entry | null;
  /** For organizers: who follows up with the office, and who could. */
  team: { assigned: Member[]; others: Member[] } | null;
  now: Date;
  note: string;
  failed?: Failed;
}

/** One legislator and the letter: where they stand, a form to record it, and every entry so far. */
export function standPage({ letter, viewer, stand, body, entries, correcting, team, ...state }: StandState) {
  const url = memberUrl(letter, stand.key);
  const volunteer = roleIn(viewer, letter.campaignId) === 'volunteer';
  const signature = volunteer && (stand.position === 'signed' || correcting?.position === 'signed');
  const withdrawsOnly = !takesPositions(letter) && !correcting;
  const choices = offered(viewer, letter).filter((one) => !withdrawsOnly || one === 'withdrawn');
  const may = mayRecord(viewer, letter) && !signature && !(withdrawsOnly && stand.position !== 'signed');
  const start = correcting ?? {
    position: withdrawsOnly ? ('withdrawn' as const) : stand.position,
    day: '',
    source: '',
    note: '',
  };
  const chosen = state.failed ? line(state.failed.typed['position']) : (start.position ?? 'none');
  return {
    view: 'whip/stand',
    title: `${stand.full}: ${letter.title}`,
    note: notes[state.note] ?? null,
    heading: stand.full,
    seat: `${stand.title}, ${seatOf(stand) || (body?.name ?? stand.body)}`,
    back: { label: 'Where legislators stand', url: whipUrl(letter) },
    letter: deskLink(letter, viewer),
    profile: `/legislators/${encodeURIComponent(stand.key)}`,
    position: stand.position ?? 'none',
    words: positionInWords[stand.position ?? 'none'],
    about: [
      stand.day && dayInWords(stand.day),
      stand.source,
      stand.lead && 'named as a lead',
      !stand.serving && 'does not serve any more',
      stand.toReconfirm && 'signed an older text: ask again for the new one',
      stand.withdrew && 'the public sees that the signature was withdrawn',
    ]
      .filter(Boolean)
      .join(' · '),
    problems: state.failed?.problems ?? [],
    formHeading: correcting ? 'Correct this entry' : 'Record where they stand',
    formLede: correcting
      ? 'What should it have said? The wrong entry leaves every page and number, as if it had never been; the history keeps it.'
      : 'A change is public where it concerns a signature. If an earlier entry was never true, correct it below instead.',
    form: may
      ? {
          action: url,
          corrects: correcting?.id ?? '',
          choices: choices.map((value) => ({ value, label: positionInWords[value], checked: value === chosen })),
          button: correcting ? 'Correct it' : 'Record it',
          cancel: correcting ? url : '',
          fields: fieldsFor(
            {
              day: dayField(letter, state.now, start.day),
              source: sourceSetup(start.source),
              note: {
                label: 'Note',
                kind: 'textarea',
                rows: 3,
                value: start.note,
                hint: 'For the campaign’s organizers, never public.',
              },
            },
            state.failed,
          ),
        }
      : null,
    whyNot: signature
      ? 'Only an organizer records a signature or takes one back.'
      : may
        ? ''
        : mayRecord(viewer, letter)
          ? `The letter is ${letter.state}: only a signer can still withdraw, and an entry can be corrected.`
          : 'Your role reads positions; organizers record them.',
    entries: entries.map((entry) => ({
      words: positionInWords[entry.position ?? 'none'],
      position: entry.position ?? 'none',
      day: dayInWords(entry.day),
      source: entry.source,
      note: entry.note,
      by: `${entry.actor}, ${momentInShort(entry.at, letter.timeZone)}`,
      correction: entry.corrects !== null,
      corrected: isCorrected(entries, entry.id),
      correctUrl:
        mayRecord(viewer, letter) && !isCorrected(entries, entry.id) && !(volunteer && entry.position === 'signed')
          ? `${url}?correct=${encodeURIComponent(entry.id)}#record`
          : '',
    })),
    team: team && {
      assigned: team.assigned.map((member) => ({ id: member.accountId, name: member.name })),
      others: team.others.map((member) => ({ id: member.accountId, name: `${member.name} (${member.email})` })),
      assignUrl: `${url}/assign`,
      unassignUrl: `${url}/unassign`,
    },
  } satisfies Page & Record<string, unknown>;
}
