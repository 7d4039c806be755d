/** What stands on the sheet for a meeting, in words, for the page and for paper alike. */
import { grouped, listed, plural } from '../basics/text.ts';
import { dayIn, dayInWords, momentInWords } from '../basics/time.ts';
import { type Bill, billLabel } from '../bills/bills.ts';
import { partyLetter, placeOf, type Stand } from '../cosigners/cosigners.ts';
import { excerptOf, isOpen } from '../letters/letters.ts';
import { positionInWords, wayInWords } from '../whip/whip.ts';
import type { Gathered } from './gathering.ts';
import { weekly } from './weeks.ts';

export type Part =
  | { kind: 'words'; text: string; strong: boolean }
  | { kind: 'facts'; items: { label: string; text: string }[] }
  | { kind: 'list'; items: string[] }
  | { kind: 'quotes'; items: { text: string; by: string }[] }
  | { kind: 'table'; label: string; head: string[]; row: string[] };

export interface Section {
  heading: string;
  parts: Part[];
}

export interface Sheet {
  /** 'Senator Ana Rivera'. */
  name: string;
  /** 'Democrat, New Mexico (class 1), in office since 2013'. */
  seat: string;
  committees: string;
  letter: string;
  /** What may be left at the office. */
  sections: Section[];
  /** What the team knows, and keeps. */
  team: Section[];
  /** 'As of November 22, 2026', and who answers for it. */
  asOf: string;
  sponsor: string;
}

/** What a sheet of a page or two has of each. */
const MOST = {
  committees: 6,
  neighbors: 8,
  organizations: 12,
  quotes: 6,
  quote: 420,
  contacts: 5,
  bills: 6,
  replies: 3,
};

const words = (text: string, strong = false): Part => ({ kind: 'words', text, strong });

export function sheetOf(known: Gathered, baseUrl: string): Sheet {
  const { letter, campaign, legislator, today } = known;
  const committees = legislator.committees.filter(({ parent }) => parent === null);
  return {
    name: `${legislator.title} ${legislator.full}`,
    seat: [legislator.party, seatWords(known), legislator.since && `since ${legislator.since.slice(0, 4)}`]
      .filter(Boolean)
      .join(' · '),
    committees: shortened(
      committees.map(({ name, title }) => (title && title !== 'Member' ? `${name} (${title})` : name)),
      MOST.committees,
    ),
    letter: letter.title,
    sections: [
      asking(known, `${baseUrl}/letters/${letter.slug}`),
      constituents(known),
      ...organizations(known),
      writing(known),
      ...bills(known),
      ...replies(known),
    ],
    team: teamOf(known),
    asOf: dayInWords(today),
    sponsor: [campaign.sponsor, campaign.sponsorContact].filter(Boolean).join(', '),
  };
}

function seatWords({ legislator, home }: Gathered): string {
  const { class: number, bodyName } = legislator;
  const where = home?.district
    ? home.name
    : number && home
      ? `${home.stateName}, class ${number}`
      : placeOf(legislator);
  return [bodyName, where].filter(Boolean).join(', ');
}

/** Nothing of where they stand but what the public sees: a name under the letter. */
function asking({ letter, stand, text, signers, home, now }: Gathered, url: string): Section {
  const open = isOpen(letter, now);
  const signed = stand.position === 'signed' && !stand.toReconfirm;
  const ask = signed
    ? `Thank you for signing. ${open ? 'Please bring a colleague along.' : ''}`
    : stand.position === 'signed'
      ? 'The letter has changed since you signed it. Please sign it as it is now.'
      : open
        ? 'Please sign this letter.'
        : letter.state === 'sent'
          ? 'The letter is on its way. Please support what it asks for.'
          : '';
  const status =
    letter.state === 'sent'
      ? `Sent${letter.sentDay ? ` on ${dayInWords(letter.sentDay)}` : ''}`
      : open
        ? letter.deadline
          ? `Open for signatures until ${momentInWords(letter.deadline, letter.timeZone)}`
          : 'Open for signatures'
        : letter.state === 'draft'
          ? 'A draft'
          : 'Closed';
  const others = signers.filter(({ key }) => key !== stand.key);
  const leads = others.filter(({ lead }) => lead);
  const neighbors = home ? others.filter(({ state }) => state === home.state) : [];
  const party = others.filter((other) => other.party === stand.party);
  return {
    heading: 'What is asked',
    parts: [
      ...(ask ? [words(ask.trim(), true)] : []),
      words(excerptOf(beginningOf(text))),
      {
        kind: 'facts',
        items: [
          { label: 'Addressed to', text: listed(letter.addressees.map(({ name, title }) => name || title)) },
          { label: 'Where it is', text: status },
          { label: 'Signed so far', text: signersLine(signers) },
          ...(leads.length > 0 ? [{ label: 'Led by', text: listed(leads.map(({ label }) => label)) }] : []),
          ...(home
            ? [
                {
                  label: `Signed, of ${home.stateName}`,
                  text: neighbors.length > 0 ? shortened(labels(neighbors), MOST.neighbors) : 'nobody else yet',
                },
              ]
            : []),
          ...(partyLetter(stand.party) && stand.party
            ? [
                {
                  label: `Signed, of the same party`,
                  text: party.length > 0 ? shortened(labels(party), MOST.neighbors) : 'nobody else yet',
                },
              ]
            : []),
          ...(letter.publishedAt ? [{ label: 'To read and check', text: url }] : []),
        ].filter(({ text }) => text !== ''),
      },
    ],
  };
}

/** The first paragraph that is no heading. */
const beginningOf = (text: string): string =>
  text.split(/\n\s*\n/).find((part) => part.trim() !== '' && !/^\s*#/.test(part)) ?? '';

const labels = (stands: Stand[]): string[] => stands.map(({ label }) => label);

/** '41 legislators: 31 D, 9 R, 1 I'. */
function signersLine(signers: Stand[]): string {
  if (signers.length === 0) return 'nobody yet';
  const parties = new Map<string, number>();
  for (const { party } of signers) {
    const letter = partyLetter(party);
    if (letter) parties.set(letter, (parties.get(letter) ?? 0) + 1);
  }
  const split = [...parties].sort((a, b) => b[1] - a[1]).map(([party, count]) => `${count} ${party}`);
  return `${plural(signers.length, 'legislator')}${split.length > 0 ? `: ${split.join(', ')}` : ''}`;
}

const shortened = (items: string[], most: number): string =>
  items.length > most ? `${items.slice(0, most).join(', ')} and ${items.length - most} more` : listed(items);

function constituents({ letter, home, place, state, today }: Gathered): Section {
  const heading = `Constituents who signed${home ? ` in ${home.name}` : ''}`;
  if (!letter.openToPublic) return { heading, parts: [words('Only legislators sign this letter.')] };
  if (!home || !place) return { heading, parts: [words('Signers here are not counted by where they live.')] };
  const share = place.total > 0 ? (100 * place.signed) / place.total : 0;
  const whole = place.signed
    ? `${plural(place.signed, 'signature')} from ${home.name}, ${percent(share)} of ${grouped(place.total)} in all.`
    : `Nobody from ${home.name} yet, of ${plural(place.total, 'signature')} in all.`;
  const wider = state ? ` ${state.signed ? grouped(state.signed) : 'None'} from all of ${home.stateName}.` : '';
  const coarse = home.whole ? '' : ` Signers are not counted by the state’s own districts.`;
  const trend = place.signed > 0 && place.weeks ? weekly(place.weeks, today) : null;
  return {
    heading,
    parts: [
      words(`${whole}${wider}${coarse} Each confirmed an e-mail address.`),
      ...(trend ? [{ kind: 'table' as const, label: `Signatures from ${home.name} by week`, ...trend }] : []),
    ],
  };
}

/** '1.7%', '<0.1%'. */
const percent = (share: number): string =>
  share > 0 && share < 0.1 ? 'less than 0.1%' : `${share >= 10 ? Math.round(share) : Math.round(share * 10) / 10}%`;

function organizations({ letter, home, organizations: rows }: Gathered): Section[] {
  if (!home || !letter.openToPublic) return [];
  const heading = `Organizations in ${home.stateName} that signed`;
  if (rows.length === 0) return [{ heading, parts: [words('None yet.')] }];
  const items = rows
    .slice(0, MOST.organizations)
    .map(({ shownAs, homeDistrict }) =>
      home.district !== null && homeDistrict === home.district ? `${shownAs} (in ${home.name})` : (shownAs ?? ''),
    );
  const more = rows.length - items.length;
  return [{ heading, parts: [{ kind: 'list', items: more > 0 ? [...items, `and ${grouped(more)} more`] : items }] }];
}

function writing({ letter, legislator, messages, quotes }: Gathered): Section {
  const count = (state: string) => messages[state] ?? 0;
  const said = [
    count('sent') && `${plural(count('sent'), 'message')} delivered from here`,
    count('queued') && `${grouped(count('queued'))} on the way`,
    count('reported') && `${grouped(count('reported'))} sent or phoned by their writers, as they told us`,
    count('opened') && `${plural(count('opened'), 'time')} the office’s own form or number was opened from here`,
    count('failed') && `${grouped(count('failed'))} did not get through`,
  ].filter((one) => typeof one === 'string');
  const days = (at: Date) => dayInWords(dayIn(at, letter.timeZone));
  return {
    heading: `What constituents wrote to ${legislator.title} ${legislator.last}`,
    parts: [
      words(said.length > 0 ? `${listed(said)}.` : 'Nobody has written from here yet.'),
      ...(quotes.length > 0
        ? [
            {
              kind: 'quotes' as const,
              items: quotes
                .slice(0, MOST.quotes)
                .map(({ text, at }) => ({ text: cut(text), by: `A constituent, ${days(at)}` })),
            },
          ]
        : []),
    ],
  };
}

/** The beginning of a text, on one line, broken between words. */
function cut(text: string): string {
  const line = text.replace(/\s+/g, ' ').trim();
  const letters = [...line];
  return letters.length <= MOST.quote
    ? line
    : `${letters
        .slice(0, MOST.quote)
        .join('')
        .replace(/\s+\S*$/, '')} …`;
}

function bills({ bills: linked, stand }: Gathered): Section[] {
  if (linked.length === 0) return [];
  const items = linked.slice(0, MOST.bills).map((bill) => ({
    label: `${billLabel(bill)}${bill.number ? ` ${bill.title}` : ''}`,
    text: onBill(bill, stand.key),
  }));
  return [{ heading: 'The bills', parts: [{ kind: 'facts', items }] }];
}

function onBill({ sponsors }: Bill, key: string): string {
  const cosponsors = sponsors.filter(({ role, withdrawnOn }) => role === 'cosponsor' && !withdrawnOn).length;
  const own = sponsors.find(({ legislator }) => legislator === key);
  const behind = `${plural(cosponsors, 'cosponsor')} so far`;
  if (!own) return `not a sponsor; ${behind}`;
  if (own.withdrawnOn) return `taken off on ${dayInWords(own.withdrawnOn)}; ${behind}`;
  if (own.role === 'sponsor') return `introduced it; ${behind}`;
  return `cosponsor${own.day ? ` since ${dayInWords(own.day)}` : ''}${own.original ? ', from the start' : ''}; ${behind}`;
}

function replies({ replies: told }: Gathered): Section[] {
  if (told.length === 0) return [];
  const items = told.slice(0, MOST.replies).map(({ day, author, summary }) => ({
    label: `${author}, ${dayInWords(day)}`,
    text: cut(summary),
  }));
  return [{ heading: 'What was answered', parts: [{ kind: 'facts', items }] }];
}

/** What is not for the office's eyes. */
function teamOf({ letter, stand, contacts, staff, elsewhere }: Gathered): Section[] {
  const open = contacts.filter(({ next, doneAt }) => next && !doneAt);
  const day = (text: string) => dayInWords(text);
  const position = [
    positionInWords[stand.position ?? 'none'],
    stand.day && day(stand.day),
    stand.source,
    stand.toReconfirm && 'signed an older text',
    stand.withdrew && 'the public sees that the name was withdrawn',
  ]
    .filter(Boolean)
    .join(' · ');
  const facts = [
    { label: 'Where they stand', text: position },
    ...(stand.note ? [{ label: 'Note', text: cut(stand.note) }] : []),
    ...(staff ?? []).slice(0, 4).map(({ name, title, phone, email }) => ({
      label: 'In the office',
      text: [title ? `${name}, ${title}` : name, phone, email].filter(Boolean).join(' · '),
    })),
    ...open.slice(0, MOST.contacts).map(({ next, due }) => ({
      label: due ? `Due by ${day(due)}` : 'To do',
      text: next,
    })),
    ...elsewhere.slice(0, 4).map((one) => ({
      label: one.letter.title,
      text: `${positionInWords[one.position]} · ${day(one.day)}`,
    })),
  ];
  const talks = contacts.slice(0, MOST.contacts).map(({ day: on, way, person, summary }) => ({
    label: `${day(on)}, ${wayInWords[way].toLowerCase()}`,
    text: [person && `with ${person}`, cut(summary)].filter(Boolean).join(': '),
  }));
  return [
    { heading: 'What we know', parts: [{ kind: 'facts', items: facts }] },
    ...(staff === null
      ? []
      : [
          {
            heading: 'The last talks',
            parts:
              talks.length > 0
                ? [{ kind: 'facts' as const, items: talks }]
                : [words(`Nobody has logged a talk with this office about “${letter.title}” yet.`)],
          },
        ]),
  ];
}
