import type { Member } from '../accounts/team.ts';
import { dayIn, dayInWords, momentInShort } from '../basics/time.ts';
import { roleIn, type Viewer } from '../basics/viewer.ts';
import { type Entry, isCorrected, type Stand, type StandElsewhere, seatOf } from '../cosigners/cosigners.ts';
import type { Body } from '../legislators/legislators.ts';
import type { Letter } from '../letters/letters.ts';
import { fieldsFor, line, lines } from '../web/forms.ts';
import type { Page } from '../web/render.ts';
import { dayField, offered, takesPositions, wayOptions } from './bulk.pages.ts';
import type { Contact } from './contacts.ts';
import { deskLink, memberUrl, whipUrl } from './links.ts';
import type { Failed } from './list.pages.ts';
import type { StaffContact } from './staff.ts';
import { dayInShort, notes, positionInWords, wayInWords } from './words.ts';

export interface StandState {
  letter: Letter;
  viewer: Viewer | null;
  stand: Stand;
  body: Body | undefined;
  /** Newest first. */
  entries: Entry[];
  /** Newest first; none for who may not read them. */
  contacts: Contact[];
  /** Who answers in the office; null for who may not know. */
  staff: StaffContact[] | null;
  /** On the campaign's other letters. */
  elsewhere: StandElsewhere[];
  /** The entry to be corrected; null when recording. */
  correcting: Entry | null;
  /** For organizers: who follows up with the office, and who could. */
  team: { assigned: Member[]; others: Member[] } | null;
  now: Date;
  note: string;
  /** What could not be read, and of which form. */
  failed?: Failed & { form: 'office' | 'staff' };
}

/** One legislator and the letter: where they stand, one form for a talk and a position, and all that was so far. */
export function standPage(state: StandState) {
  const { letter, viewer, stand, body, contacts, correcting, team, elsewhere } = state;
  const url = memberUrl(letter, stand.key);
  const may = roleIn(viewer, letter.campaignId) !== 'staffer';
  const today = dayIn(state.now, letter.timeZone);
  const open = contacts.filter((contact) => contact.next && !contact.doneAt);
  return {
    view: 'whip/stand',
    title: `${stand.full}: ${letter.title}`,
    width: 'wide' as const,
    note: notes[state.note] ?? null,
    heading: stand.full,
    seat: `${stand.title}, ${seatOf(stand) || (body?.name ?? stand.body)}`,
    back: { label: 'Where legislators stand', url: whipUrl(letter) },
    letter: deskLink(letter, viewer),
    profile: `/legislators/${encodeURIComponent(stand.key)}`,
    position: stand.position ?? 'none',
    words: positionInWords[stand.position ?? 'none'],
    about: aboutOf(stand),
    problems: state.failed?.problems ?? [],
    formHeading: correcting ? 'Correct this entry' : 'What happened',
    formLede: correcting
      ? 'What should it have said? The wrong entry leaves every page and number, as if it had never been; the history keeps it.'
      : '',
    form: may ? formOf(state, open, today) : null,
    whyNot: 'Your role reads positions; organizers record them.',
    open: open.map((contact) => ({
      id: contact.id,
      next: contact.next,
      due: contact.due === today ? 'today' : contact.due ? `by ${dayInShort(contact.due, today)}` : '',
      when: !contact.due ? '' : contact.due < today ? 'overdue' : contact.due === today ? 'today' : 'later',
      doneUrl: `${url}/done`,
    })),
    history: historyOf(state, today),
    elsewhere: elsewhere.map(({ letter: other, position, day }) => ({
      title: other.title,
      url: roleIn(viewer, letter.campaignId) === 'volunteer' ? '' : memberUrl(other, stand.key),
      position,
      words: positionInWords[position],
      day: dayInWords(day),
    })),
    staff: state.staff && staffOf(url, state.staff, state.failed?.form === 'staff' ? state.failed : undefined),
    team: team && {
      assigned: team.assigned.map((member) => ({ id: member.accountId, name: member.name })),
      others: team.others.map((member) => ({ id: member.accountId, name: member.name })),
      assignUrl: `${url}/assign`,
      unassignUrl: `${url}/unassign`,
    },
  } satisfies Page & Record<string, unknown>;
}

const aboutOf = (stand: Stand) =>
  [
    stand.day && dayInWords(stand.day),
    stand.source,
    stand.lead && 'named as a lead',
    !stand.serving && 'does not serve any more',
    stand.toReconfirm && 'signed an older text: ask again for the new one',
    stand.withdrew && 'the public sees that the signature was withdrawn',
  ]
    .filter(Boolean)
    .join(' · ');

/** The form for a talk and a position. What of it the viewer, or the letter's state, does not allow is left out. */
function formOf({ letter, viewer, stand, correcting, now, ...state }: StandState, open: Contact[], today: string) {
  const url = memberUrl(letter, stand.key);
  const volunteer = roleIn(viewer, letter.campaignId) === 'volunteer';
  const signature = volunteer && (stand.position === 'signed' || correcting?.position === 'signed');
  const withdrawsOnly = !takesPositions(letter) && !correcting;
  const choices = offered(viewer, letter).filter((one) => !withdrawsOnly || one === 'withdrawn');
  const failed = state.failed?.form === 'office' ? state.failed : undefined;
  const chosen = failed ? line(failed.typed['position']) : correcting ? (correcting.position ?? 'none') : '';
  const done = new Set(failed ? lines(failed.typed['done']) : []);
  return {
    action: url,
    corrects: correcting?.id ?? '',
    position:
      signature || (withdrawsOnly && stand.position !== 'signed')
        ? null
        : [
            ...(correcting ? [] : [{ value: '', label: 'As before', checked: chosen === '' }]),
            ...choices.map((value) => ({ value, label: positionInWords[value], checked: value === chosen })),
          ],
    whyNot: signature
      ? 'Only an organizer records a signature or takes one back.'
      : `The letter is ${letter.state}: only a signer can still withdraw, and an entry can be corrected.`,
    button: correcting ? 'Correct it' : 'Record it',
    cancel: correcting ? url : '',
    done: correcting
      ? []
      : open.map(({ id, next, due }) => ({
          id,
          label: due ? `${next} (by ${dayInShort(due, today)})` : next,
          checked: done.has(id),
        })),
    fields: fieldsFor(
      {
        day: dayField(letter, now, correcting?.day),
        source: {
          label: 'Source',
          value: correcting?.source ?? '',
          required: correcting !== null,
          hint: 'Where this is known from, if not from this contact.',
        },
        note: {
          label: 'Note',
          kind: 'textarea',
          rows: 2,
          value: correcting?.note ?? '',
          hint: 'For the campaign’s organizers, never public.',
        },
      },
      failed,
    ),
    contact: correcting
      ? null
      : fieldsFor(
          {
            way: {
              label: 'How you were in touch',
              kind: 'select',
              options: [{ value: '', label: 'No contact to log' }, ...wayOptions],
            },
            person: { label: 'With whom' },
            summary: { label: 'What was said', kind: 'textarea', rows: 3 },
            next: { label: 'What comes next' },
            due: { label: 'By', kind: 'date' },
          },
          failed,
        ),
  };
}

/** Entries and talks together, newest first. */
function historyOf({ letter, viewer, stand, entries, contacts }: StandState, today: string) {
  const url = memberUrl(letter, stand.key);
  const role = roleIn(viewer, letter.campaignId);
  const recorded = entries.map((entry) => ({
    id: entry.id,
    on: entry.day,
    kind: 'entry' as const,
    words: positionInWords[entry.position ?? 'none'],
    position: entry.position ?? 'none',
    day: dayInWords(entry.day),
    about: entry.source,
    text: entry.note,
    next: '',
    by: `${entry.actor}, ${momentInShort(entry.at, letter.timeZone)}`,
    correction: entry.corrects !== null,
    corrected: isCorrected(entries, entry.id),
    correctUrl:
      role !== 'staffer' && !isCorrected(entries, entry.id) && !(role === 'volunteer' && entry.position === 'signed')
        ? `${url}?correct=${encodeURIComponent(entry.id)}#record`
        : '',
  }));
  const talked = contacts.map((contact) => ({
    id: contact.id,
    on: contact.day,
    kind: 'contact' as const,
    words: wayInWords[contact.way],
    position: '',
    day: dayInWords(contact.day),
    about: contact.person && `with ${contact.person}`,
    text: contact.summary,
    next: nextOf(contact, today),
    by: `${contact.actor}, ${momentInShort(contact.at, letter.timeZone)}`,
    correction: false,
    corrected: false,
    correctUrl: '',
  }));
  return [...recorded, ...talked].sort((a, b) => (a.on === b.on ? (a.id < b.id ? 1 : -1) : a.on < b.on ? 1 : -1));
}

/** 'Send the text, by Nov 25', 'Send the text: done by Dana Ops', or ''. */
function nextOf({ next, due, doneAt, doneBy }: Contact, today: string): string {
  if (!next) return '';
  if (doneAt) return `${next}: done by ${doneBy}`;
  return due ? `${next}, by ${dayInShort(due, today)}` : next;
}

const staffOf = (url: string, staff: StaffContact[], failed?: Failed) => ({
  items: staff.map(({ id, name, title, email, phone, by }) => ({ id, name, title, email, phone, by })),
  action: `${url}/staff`,
  removeUrl: `${url}/staff/remove`,
  open: failed !== undefined,
  fields: fieldsFor(
    {
      name: { label: 'Name', required: true },
      title: { label: 'Title' },
      email: { label: 'E-mail', kind: 'email' },
      phone: { label: 'Phone', kind: 'tel' },
    },
    failed,
  ),
});
