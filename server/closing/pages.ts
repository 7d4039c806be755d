/** The desk's page that walks a letter's last miles: what is done, and the one thing to do next. */
import type { Problem } from '../basics/errors.ts';
import { grouped, plural } from '../basics/text.ts';
import { dayIn, dayInWords, localAt, momentInShort, momentInWords, momentsDay } from '../basics/time.ts';
import type { Campaign } from '../campaigns/campaigns.ts';
import type { Stand } from '../cosigners/cosigners.ts';
import { type Letter, stateInWords } from '../letters/letters.ts';
import { fieldsFor, line, type Typed } from '../web/forms.ts';
import type { Page } from '../web/render.ts';
import type { DeadlineMove } from './deadlines.ts';
import { deliveredInWords, wasSent, ways } from './deliveries.ts';
import type { Erratum } from './errata.ts';
import { recipientOf } from './forms.ts';
import { daysInWords, daysLeft, isSoon } from './reminding.ts';
import type { Delivery, Reply } from './store.ts';

const notes: Record<string, string> = {
  extended: 'The deadline is extended.',
  closed: 'The letter is closed.',
  sent: 'The letter is marked as sent.',
  delivered: 'Noted.',
  'delivery-removed': 'The delivery is removed.',
  replied: 'The answer is noted, and public.',
  'reply-removed': 'The answer is removed.',
};

export type Part = 'extend' | 'sent' | 'deliver' | 'reply';

export interface SendingState {
  letter: Letter;
  campaign: Campaign;
  /** Everybody on the whip list. */
  stands: Stand[];
  deadlines: DeadlineMove[];
  deliveries: Delivery[];
  replies: Reply[];
  errata: Erratum[];
  now: Date;
  note?: string;
  /** A form that could not be used, with what was typed. */
  failed?: { part: Part; problems: Problem[]; typed: Typed };
}

export function sendingPage(state: SendingState) {
  const { letter, campaign, now, note = '', failed } = state;
  const url = sendingUrl(letter);
  const sent = wasSent(letter);
  const failedAt = (part: Part) => (failed?.part === part ? failed : undefined);
  const settled = letter.state === 'sent' || letter.state === 'withdrawn';
  return {
    view: 'closing/sending',
    title: `Closing and sending: ${letter.title}`,
    example: campaign.example,
    note: notes[note] ?? null,
    letter: { title: letter.title, url: deskUrl(letter) },
    state: letter.state,
    stateWords: stateInWords[letter.state],
    when: whenOf(letter),
    problems: failed?.problems ?? [],
    stages: stagesOf(state),
    next: nextOf(state),
    extend: settled ? null : { ...extendOf(letter, now, failedAt('extend')), action: `${url}/extend` },
    close:
      letter.state === 'circulating'
        ? {
            action: `${url}/close`,
            effect: `Nobody can sign any more, and the text stands as it is. ${laterWords(state)}`,
          }
        : null,
    sending:
      letter.state === 'closed'
        ? {
            action: `${url}/sent`,
            day: fieldsFor(
              {
                sentDay: {
                  label: 'The day on the letter',
                  kind: 'date',
                  value: dayIn(now, letter.timeZone),
                  required: true,
                },
              },
              failedAt('sent'),
            ).sentDay,
            deliver: deliverOf(letter, [], failedAt('sent')),
          }
        : null,
    delivering: sent
      ? {
          action: `${url}/deliveries`,
          day: fieldsFor(
            { day: { label: 'Delivered on', kind: 'date', value: dayIn(now, letter.timeZone), required: true } },
            failedAt('deliver'),
          ).day,
          deliver: deliverOf(letter, state.deliveries, failedAt('deliver')),
          open: state.deliveries.length === 0 || failedAt('deliver') !== undefined,
        }
      : null,
    replying: sent
      ? {
          action: `${url}/replies`,
          fields: Object.values(replyFields(letter, now, failedAt('reply'))),
          open: (state.deliveries.length > 0 && state.replies.length === 0) || failedAt('reply') !== undefined,
        }
      : null,
    extensions: state.deadlines.map(({ at, from, to, by, reason }) => ({
      when: momentsDay(at, letter.timeZone),
      words: `From ${from ? momentInShort(from, letter.timeZone) : 'none'} to ${to ? momentInShort(to, letter.timeZone) : 'none'}`,
      by,
      reason,
    })),
    deliveries: state.deliveries.map((delivery) => ({
      words: deliveredInWords(delivery),
      remove: `${url}/deliveries/${delivery.id}/remove`,
    })),
    replies: state.replies.map(({ id, author, day, summary, source }) => ({
      author,
      day: dayInWords(day),
      summary,
      source,
      url: webAddress(source),
      remove: `${url}/replies/${id}/remove`,
    })),
    errata: state.errata.map(({ words, stand }) => ({ words, url: `${deskUrl(letter)}/whip/${stand.key}` })),
    errataWords: sent ? 'Whoever withdraws now stays on the record, with the day, as an erratum.' : '',
    toReconfirm: settled
      ? []
      : state.stands
          .filter((stand) => stand.toReconfirm)
          .map(({ label, key }) => ({ label, url: `${deskUrl(letter)}/whip/${key}` })),
    record: `/letters/${letter.slug}/record`,
  } satisfies Page & Record<string, unknown>;
}

export const deskUrl = (letter: Letter) => `/desk/letters/${letter.slug}`;
export const sendingUrl = (letter: Letter) => `${deskUrl(letter)}/sending`;

/** A source that is an address on the web, to be followed; '' for words. */
export const webAddress = (source: string): string =>
  /^https?:\/\/\S+$/i.test(source) && URL.canParse(source) ? source : '';

function whenOf(letter: Letter): string {
  if (letter.sentDay) return `${letter.state === 'sent' ? '' : 'sent '}${dayInWords(letter.sentDay)}`;
  if (letter.closedAt) return `on ${momentInWords(letter.closedAt, letter.timeZone)}`;
  return letter.deadline ? `until ${momentInWords(letter.deadline, letter.timeZone)}` : 'no deadline';
}

/** The way of a letter in four words, each with how far it is. */
function stagesOf({ letter, deliveries, replies }: SendingState) {
  const sent = wasSent(letter);
  const at = letter.state === 'circulating' ? 0 : !sent ? 1 : replies.length === 0 ? 2 : 3;
  const stages = [
    { label: 'Circulating', detail: '' },
    { label: 'Closed', detail: letter.closedAt ? momentInShort(letter.closedAt, letter.timeZone) : '' },
    {
      label: 'Sent',
      detail: letter.sentDay
        ? [dayInWords(letter.sentDay), deliveries.length > 0 && plural(deliveries.length, 'delivery', 'deliveries')]
            .filter(Boolean)
            .join(', ')
        : '',
    },
    { label: 'Answered', detail: replies.length > 0 ? plural(replies.length, 'answer') : '' },
  ];
  return stages.map((stage, n) => ({ ...stage, done: n <= at, now: n === at }));
}

interface Next {
  heading: string;
  words: string;
  /** Null where the form below is the next thing. */
  action: { label: string; url: string } | null;
}

function nextOf(state: SendingState): Next {
  const { letter, now, deliveries, replies } = state;
  if (letter.state === 'withdrawn')
    return {
      heading: 'This letter is withdrawn',
      words: 'Its public page and its record stay, and say so.',
      action: { label: 'Public record', url: `/letters/${letter.slug}/record` },
    };
  if (letter.state === 'circulating') return gatheringNext(letter, state.stands, now);
  if (letter.state === 'closed')
    return {
      heading: 'Look at the letter as it will be sent',
      words: [carriesWords(state), laterWords(state), 'Print it or send the file, then mark it as sent below.']
        .filter(Boolean)
        .join(' '),
      action: { label: 'The letter as a document', url: `${deskUrl(letter)}/documents` },
    };
  if (deliveries.length === 0)
    return {
      heading: 'To whom was it delivered?',
      words: 'The public page and the record say to whom the letter went, when and how.',
      action: null,
    };
  return {
    heading: 'Keep what comes back',
    words: `When an addressee answers${replies.length > 0 ? ' again' : ''}, note it below: whoever signed can then read what became of the letter.`,
    action: null,
  };
}

function gatheringNext(letter: Letter, stands: Stand[], now: Date): Next {
  const days = daysLeft(letter, now);
  const count = (position: string) => stands.filter((stand) => stand.position === position).length;
  const [committed, leaning, asked] = ['committed', 'leaning', 'asked'].map(count) as [number, number, number];
  const waiting = [
    committed > 0 && `${grouped(committed)} committed`,
    leaning > 0 && `${grouped(leaning)} leaning`,
    asked > 0 && `${grouped(asked)} asked`,
  ].filter(Boolean);
  const words = waiting.length > 0 ? `Not signed yet: ${waiting.join(', ')}.` : '';
  const again = stands.filter((stand) => stand.position === 'signed' && stand.toReconfirm).length;
  if (waiting.length === 0 && again > 0)
    return {
      heading: 'Ask the signers of the earlier text',
      words: `${plural(again, 'legislator')} signed it and ${again === 1 ? 'has' : 'have'} yet to say yes to the present one.`,
      action: { label: 'Links for their offices', url: `${deskUrl(letter)}/offices` },
    };
  if (days === null || waiting.length === 0)
    return {
      heading: days === null ? 'Gather names' : `The deadline is ${daysInWords(days)}`,
      words: words || 'Nobody who was asked is still to answer.',
      action: { label: 'Where legislators stand', url: `${deskUrl(letter)}/whip` },
    };
  const soon = isSoon(letter, now);
  return {
    heading: `The deadline is ${daysInWords(days)}`,
    words: `${words} ${soon ? 'Remind them now.' : 'You can remind them when it comes near.'}`,
    action: soon
      ? { label: 'Remind the offices', url: `${sendingUrl(letter)}/reminders` }
      : { label: 'Where legislators stand', url: `${deskUrl(letter)}/whip` },
  };
}

function carriesWords({ letter, stands }: SendingState): string {
  const signed = stands.filter((stand) => stand.position === 'signed' && !stand.toReconfirm).length;
  return letter.openToBodies.length > 0 || signed > 0
    ? `It carries the ${signed === 1 ? 'name' : 'names'} of ${plural(signed, 'legislator')}.`
    : '';
}

/** What becomes of signers of an earlier text. */
function laterWords({ stands }: SendingState): string {
  const count = stands.filter((stand) => stand.toReconfirm).length;
  if (count === 0) return '';
  const one = count === 1;
  return `${plural(count, 'signer')} gave ${one ? 'a name' : 'their names'} to an earlier text and ${one ? 'is' : 'are'} left off the printed letter unless ${one ? 'the office says' : 'their offices say'} yes to this one before it is sent.`;
}

function extendOf(letter: Letter, now: Date, failed: SendingState['failed']) {
  const from = letter.deadline && letter.deadline > now ? letter.deadline : now;
  const proposed = `${localAt(new Date(from.getTime() + 7 * 86_400_000), letter.timeZone).slice(0, 10)}T17:00`;
  const closed = letter.state === 'closed';
  return {
    label: closed ? 'Open it again with a new deadline' : letter.deadline ? 'Extend the deadline' : 'Set a deadline',
    open: failed !== undefined,
    fields: Object.values(
      fieldsFor(
        {
          deadline: {
            label: 'New deadline',
            kind: 'datetime-local',
            value: proposed,
            required: true,
            hint: `On the clock of ${letter.timeZone}.`,
          },
          reason: {
            label: 'Why?',
            required: true,
            hint: 'The public record tells it. Name no office that has not signed.',
          },
        },
        failed,
      ),
    ),
  };
}

/** A row for each addressee that the letter did not reach yet, and one for somebody else. */
function deliverOf(letter: Letter, deliveries: Delivery[], failed: SendingState['failed']) {
  const reached = new Set(deliveries.map(({ recipient }) => recipient));
  const typed = (field: string) => line(failed?.typed[field]);
  const options = (field: string) =>
    ways.map((way) => ({ value: way, label: wayLabels[way], chosen: typed(field) === way }));
  return {
    rows: letter.addressees
      .map((addressee, n) => ({ recipient: recipientOf(addressee), n }))
      .filter(({ recipient }) => !reached.has(recipient))
      .map(({ recipient, n }) => ({
        name: `deliver.${n}`,
        recipient,
        ticked: failed ? typed(`deliver.${n}`) === 'yes' : true,
        how: { name: `how.${n}`, options: options(`how.${n}`) },
      })),
    other: {
      value: typed('other'),
      problem: failed?.problems.find(({ path }) => path === 'other')?.message ?? '',
      how: { name: 'how.other', options: options('how.other') },
    },
  };
}

const wayLabels: Record<(typeof ways)[number], string> = {
  'e-mail': 'by e-mail',
  'by hand': 'by hand',
  mail: 'by mail',
  portal: 'through a portal',
};

const replyFields = (letter: Letter, now: Date, failed: SendingState['failed']) =>
  fieldsFor(
    {
      replyDay: { label: 'Answered on', kind: 'date', value: dayIn(now, letter.timeZone), required: true },
      author: {
        label: 'Who answered',
        required: true,
        value: letter.addressees.length === 1 && letter.addressees[0] ? recipientOf(letter.addressees[0]) : '',
      },
      summary: { label: 'What was answered', kind: 'textarea', rows: 4, required: true, hint: 'A few fair sentences.' },
      source: {
        label: 'Where it can be read',
        required: true,
        hint: 'An address on the web, or words such as “letter of June 1, on file with the campaign”.',
      },
    },
    failed,
  );
