/** A writer's page: what became of each of their messages, what they can do next, and what they can take back. */
import { plural } from '../basics/text.ts';
import { momentInWords, momentsDay } from '../basics/time.ts';
import { telLink } from '../carriers/carriers.ts';
import type { Letter } from '../letters/letters.ts';
import { addressed } from '../variants/variants.ts';
import { KEEP_DAYS } from './keeping.ts';
import { actionWords, boardUrl, common, titled, writeUrl } from './pages.ts';
import { askedFrom, type Receipt, type Receipts } from './receipts.ts';
import { outcomeWords, stateWords, wayWords, whatBecame } from './wayWords.ts';
import { districtInWords } from './where.ts';
import { receiptsUrl } from './writers.ts';

const DAY_MS = 86_400_000;

const notes: Record<string, string> = {
  confirmed: 'Confirmed. Your message goes out by itself; this page says what became of it.',
  queued: 'Your message goes out by itself; this page says what became of it.',
  already: 'You have written to this legislator already: here is what became of it.',
  answered: 'Noted. Thank you: the campaign learns how many were answered, not by whom.',
  sent: 'Noted: you sent it.',
  quote: 'Taken back: your words are no longer shown to the office.',
  forgotten: 'Your name, address and texts are forgotten here.',
  'on-its-way': 'Forgotten, but for what is on its way this moment. Please come back in a few minutes for that.',
};

export function receiptsPage(token: string, found: Receipts, now: Date, note: string) {
  const { letter, campaign, receipts, next } = found;
  // With the writer's token their name is filled in, and nothing need be confirmed again.
  const asked = { ...found.asked, my: token };
  const at = receiptsUrl(token);
  const failed = receipts.some(({ message, ask }) => message.state === 'failed' && ask !== null);
  const [first, ...others] = next;
  const link = (own: (typeof next)[number]) => ({
    label: actionWords(own.legislator, own.ask ?? 'request'),
    url: writeUrl(letter, own.legislator.key, asked),
  });
  return {
    ...common(letter, campaign),
    view: 'messages/receipts',
    title: `Your messages: ${letter.title}`,
    noindex: true,
    note: notes[note] ?? null,
    lede: summary(receipts),
    cards: receipts.map((receipt, n) =>
      cardOf(receipt, { letter, now, at, n, mine: (key) => writeUrl(letter, key, asked) }),
    ),
    next: first ? { link: link(first), others: others.map(link), leads: !failed } : null,
    place:
      asked.state && asked.district ? districtInWords({ state: asked.state, district: Number(asked.district) }) : '',
    boardUrl: boardUrl(letter, asked),
    forgetAction: receipts.some(({ message }) => message.email || message.text || message.name) ? `${at}/forget` : '',
    keepDays: KEEP_DAYS,
    sponsor: campaign.sponsor,
    contact: campaign.sponsorContact,
  };
}

/** '3 messages: 1 was sent, 1 could not be delivered, 1 waits to be sent.' */
function summary(receipts: Receipt[]): string {
  const words: [states: string[], one: string, many: string][] = [
    [['sent'], 'was sent', 'were sent'],
    [['queued'], 'waits to be sent', 'wait to be sent'],
    [['failed'], 'could not be delivered', 'could not be delivered'],
    [['opened'], 'was opened', 'were opened'],
    [['reported'], 'was taken there by you', 'were taken there by you'],
    [['confirming'], 'waits for your confirmation', 'wait for your confirmation'],
  ];
  const parts = words.flatMap(([states, one, many]) => {
    const count = receipts.filter(({ message }) => states.includes(message.state)).length;
    return count === 0 ? [] : [`${count} ${count === 1 ? one : many}`];
  });
  if (receipts.length === 1) return `Your message ${parts[0]?.replace(/^1 /, '') ?? 'is here'}.`;
  return `${plural(receipts.length, 'message')}${parts.length > 0 ? `: ${parts.join(', ')}` : ''}.`;
}

interface About {
  letter: Letter;
  now: Date;
  /** The page's own address. */
  at: string;
  n: number;
  /** Where a legislator is written to. */
  mine(key: string): string;
}

function cardOf({ message, legislator, ask }: Receipt, { letter, now, at, n, mine }: About) {
  const { state, way, changedAt, createdAt, text, subject } = message;
  const from = askedFrom(message);
  const ended = state !== 'queued' && state !== 'confirming';
  const phone = state === 'failed' && legislator.phone ? telLink(legislator.phone) : null;
  return {
    id: message.id,
    anchor: `message-${n + 1}`,
    to: titled(legislator),
    what: message.ask === 'thanks' ? 'Thanks' : 'Request',
    state,
    badge: stateWords[state],
    became: whatBecame(message),
    way: wayWords[way],
    // A call beside a text that went another way.
    call: message.outcome !== null && way !== 'phone' ? outcomeWords[message.outcome] : '',
    at: momentInWords(ended ? changedAt : createdAt, letter.timeZone),
    subject: subject ?? '',
    paragraphs: text?.split('\n\n').map((paragraph) => paragraph.split('\n')) ?? [],
    kept: text === null ? '' : keptWords(message, letter),
    again:
      ask !== null && (state === 'failed' || state === 'opened')
        ? {
            url: mine(legislator.key),
            label:
              state === 'failed'
                ? `Other ways to ${addressed(legislator)}`
                : way === 'phone'
                  ? 'Try again'
                  : 'Open it again',
          }
        : null,
    phone: phone && { url: phone, label: `Call ${legislator.phone}` },
    sentAction: state === 'opened' && way !== 'phone' ? `${at}/sent` : '',
    answer: from && from <= now ? answerOf(message, `${at}/answered`, addressed(legislator)) : null,
    asksOn: from && from > now ? momentsDay(from, letter.timeZone) : '',
    quote: message.quote === null ? null : { text: message.quote, action: `${at}/unquote` },
  };
}

function answerOf({ answered }: Receipt['message'], action: string, who: string) {
  return {
    action,
    question: `Did ${who} answer you?`,
    said: answered === null ? '' : answered === 'yes' ? 'You said: yes.' : 'You said: no.',
    choices: (['yes', 'no'] as const)
      .filter((value) => value !== answered)
      .map((value) => ({
        value,
        label:
          answered !== null
            ? value === 'yes'
              ? 'They did answer'
              : 'They did not answer'
            : value === 'yes'
              ? 'Yes'
              : 'No',
      })),
  };
}

/** Until when the text is kept: so many days after it has ended. */
function keptWords({ state, changedAt }: Receipt['message'], { timeZone }: Letter): string {
  if (state === 'queued') return `Kept here until ${KEEP_DAYS} days after it was sent.`;
  if (state === 'confirming') return 'Forgotten after two weeks if you do not confirm it.';
  return `Kept here until ${momentsDay(new Date(changedAt.getTime() + KEEP_DAYS * DAY_MS), timeZone)}.`;
}
