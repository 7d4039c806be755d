import { fold, listed } from '../basics/text.ts';
import { dayIn, dayInWords, momentInWords } from '../basics/time.ts';
import { seatOf } from '../cosigners/cosigners.ts';
import type { LegislatorRow } from '../legislators/legislators.ts';
import { excerptOf, type Letter } from '../letters/letters.ts';
import type { StaffContact } from '../whip/whip.ts';
import { type Facts, letterBody, sheetOf, signatureCell } from './facts.ts';
import { type Block, fact, heading, type Paper, paragraph, plain, type Run, title } from './model.ts';
import { proseOf } from './prose.ts';

/** Deadlines on the Hill are Eastern time. */
const EASTERN = 'America/New_York';
/** Organizations that one line names. */
const MOST_NAMED = 40;

export interface ColleagueParts {
  /** Who was asked to lead, in the letter's order. */
  leads: LegislatorRow[];
  /** Who answers in their offices, newest first. */
  contacts: StaffContact[];
  /** 'Rivera (D-NM), Okafor (R-OH)'; '' where nobody is named. */
  signersLine: string;
  organizations: string[];
}

/** A Dear Colleague that asks other offices to sign: why, how and until when, and the whole text. */
export function colleaguePaper(facts: Facts, parts: ColleagueParts): Paper {
  const { letter, bodies } = facts;
  const { leads } = parts;
  return {
    ...sheetOf(facts, `Dear Colleague: ${letter.title}`),
    // The mark is the letter's, which stands below as what it is.
    mark: '',
    running: ['Dear Colleague', ...plain(letter.title).map(({ text }) => text)],
    blocks: [
      title('Dear Colleague'),
      ...(leads.length > 0 ? [fact('From', leads.map(nameOf).join('; '))] : []),
      fact('Date', dayInWords(facts.today)),
      fact('Subject', subjectOf(letter)),
      ...tagsOf(letter, parts),
      { kind: 'rule' },
      paragraph('Dear Colleague,', 'salutation'),
      ...proseOf(letter.dearColleague || defaultWords(facts)),
      ...howToSign(letter, parts),
      ...(leads.length > 0 ? closing(leads, bodies) : []),
      { kind: 'rule' },
      heading('Text of the letter'),
      ...letterBody(facts),
    ],
  };
}

/** 'Representative Ben Okafor (R-OH-07)'. */
const nameOf = (lead: LegislatorRow): string => {
  const seat = seatOf(lead);
  return `${lead.title} ${lead.full}${seat && ` (${seat})`}`;
};

/** 'Sign-on letter: … DEADLINE 12/4', while names are taken. */
export function subjectOf({ title, deadline, state }: Pick<Letter, 'title' | 'deadline' | 'state'>): string {
  if (!deadline || !takesNames(state)) return `Sign-on letter: ${title}`;
  const [, month, day] = dayIn(deadline, EASTERN).split('-').map(Number);
  return `Sign-on letter: ${title} – DEADLINE ${month}/${day}`;
}

/** Whether a letter still takes names, or will. */
const takesNames = (state: Letter['state']): boolean => state === 'draft' || state === 'circulating';

function tagsOf({ deadline, state }: Letter, { signersLine, organizations }: ColleagueParts): Block[] {
  // A partner that has signed too is named once.
  const once = [...new Map(organizations.map((name) => [fold(name), name])).values()];
  const more = once.length - MOST_NAMED;
  const named = more > 0 ? [...once.slice(0, MOST_NAMED), `${more} more`] : once;
  return [
    ...(signersLine ? [fact('Current signers', signersLine)] : []),
    ...(named.length > 0 ? [fact('Supporting organizations', named.join(', '))] : []),
    ...(deadline && takesNames(state) ? [fact('Deadline', momentInWords(deadline, EASTERN))] : []),
  ];
}

/** Neutral words for a letter whose organizers have written none: what it is, and how it begins. */
export function defaultWords({ letter, text }: Pick<Facts, 'letter' | 'text'>): string {
  const to = listed(letter.addressees.map(({ name, title }) => name || title));
  const named = `a letter${to && ` to ${to}`}, “${letter.title}”`;
  const what = takesNames(letter.state) ? `We invite you to join us in signing ${named}.` : `This is about ${named}.`;
  return escaped([what, `It begins: “${excerptOf(text)}”`, 'The full text is below.'].join('\n\n'));
}

/** A plain text as Markdown that says the same. */
const escaped = (text: string): string => text.replace(/[\\`*_{}[\]()#+\-.!|<>~]/g, '\\$&');

function howToSign({ deadline, state }: Letter, { leads, contacts }: ColleagueParts): Block[] {
  if (!takesNames(state)) return [paragraph('The letter is closed and takes no more names.')];
  const until = deadline ? `by ${momentInWords(deadline, EASTERN)}` : '';
  const ask = `To sign${until && ` ${until}`}, or with questions, please contact:`;
  if (leads.length === 0) return until ? [paragraph(`Please sign ${until}.`)] : [];
  return [
    paragraph(ask),
    { kind: 'list', ordered: false, start: 1, items: leads.flatMap((lead) => itemsOf(lead, contacts)) },
  ];
}

/** A line for each of an office's staff; for an office without any its number. */
function itemsOf(lead: LegislatorRow, contacts: StaffContact[]): Block[][] {
  const office: Run = { text: `Office of ${lead.title} ${lead.full}: `, bold: true };
  const staff = contacts.filter(({ legislator }) => legislator === lead.key);
  if (staff.length === 0) return lead.phone ? [[paragraph([office, ...plain(lead.phone)])]] : [[paragraph([office])]];
  return staff.map(({ name, title, email, phone }) => {
    const who = [name, title, phone].filter(Boolean).join(', ');
    const mail: Run[] = email ? [...plain(', '), { text: email, href: `mailto:${email}` }] : [];
    return [paragraph([office, ...plain(who), ...mail])];
  });
}

const closing = (leads: LegislatorRow[], bodies: Facts['bodies']): Block[] => [
  paragraph('Sincerely,', 'closing'),
  { kind: 'signatures', cells: leads.map((lead) => signatureCell(lead, bodies)), blank: false },
];
