/** The public pages of this room: finding one's legislators, and writing to one of them. */
import type { Problem } from '../basics/errors.ts';
import { type Campaign, imprintOf } from '../campaigns/campaigns.ts';
import { type LegislatorRow, placeInWords, type Seat } from '../legislators/legislators.ts';
import type { Letter } from '../letters/letters.ts';
import { type FieldSetup, fieldsFor, type Typed } from '../web/forms.ts';
import type { Board, Choice, Own, Standing, Writing } from './board.ts';
import { type AboutLetter, addressed, offerFor, phoneScript, salutationOf, wholeText } from './compose.ts';
import type { TextForm } from './forms.ts';
import { KEEP_DAYS } from './keeping.ts';
import { officePage, takesServerMail, telLink, waysTo } from './ways.ts';
import { type Asked, closingPlace, districtInWords, statesByName, type Where } from './where.ts';

/** With more districts than this, a list to choose from is shorter than links. */
const MOST_LINKS = 12;

/** A query that carries where the visitor votes: '?zip=44691&state=OH&district=7'. */
const queryOf = (asked: Asked): string => {
  const given = Object.entries({ zip: asked.zip, state: asked.state, district: asked.district }).filter(([, v]) => v);
  return given.length > 0 ? `?${new URLSearchParams(given)}` : '';
};

/** The address of a letter's board, for a place. */
export const boardUrl = (letter: { slug: string }, asked: Asked, note?: string): string =>
  `/letters/${letter.slug}/write${queryOf(asked)}${note ? `${queryOf(asked) ? '&' : '?'}note=${note}` : ''}`;

/** The address of the page on which one legislator is written to. A state legislator's key has a slash in it. */
export const writeUrl = (letter: { slug: string }, key: string, asked: Asked): string =>
  `/letters/${letter.slug}/write/${encodeURIComponent(key)}${queryOf(asked)}`;

const common = (letter: Letter, campaign: Campaign) => ({
  letterTitle: letter.title,
  letterUrl: `/letters/${letter.slug}`,
  imprint: imprintOf(campaign),
  example: campaign.example,
});

/** A full name with what they are called: 'Senator Ana Rivera'. */
const titled = ({ title, full }: LegislatorRow) => [title, full].filter(Boolean).join(' ');

const seatLine = (legislator: LegislatorRow) =>
  [legislator.party, placeInWords(legislator)].filter(Boolean).join(' · ');

const standingWords: Record<Standing, string> = {
  signed: 'has signed this letter',
  withdrew: 'signed this letter and withdrew',
  'not signed': 'has not signed this letter yet',
  hidden: '',
};

const notes: Record<string, string> = {
  reported: 'Noted, without your name. Thank you. Is there another office to write to?',
};

const zipSetup = (value: string) =>
  ({ label: 'Your ZIP code', value, required: true, autocomplete: 'postal-code', inputmode: 'numeric' }) as const;

export interface BoardPage {
  letter: Letter;
  campaign: Campaign;
  asked: Asked;
  /** Whether the visitor wants to choose another state. */
  other: boolean;
  board: Board;
  note: string;
}

export function boardPage({ letter, campaign, asked, other, board, note }: BoardPage) {
  const { where } = board;
  const problems: Problem[] =
    where.kind === 'malformed' ? [{ path: 'zip', message: 'A ZIP code has five digits, such as 44691.' }] : [];
  const found = where.kind !== 'nothing' && where.kind !== 'malformed';
  const needsState = found && (other || (where.state === null && board.choices.length === 0));
  return {
    ...common(letter, campaign),
    view: 'messages/board',
    title: `Write to your legislators: ${letter.title}`,
    description: `Find your legislators by ZIP code and write to them about “${letter.title}”.`,
    note: notes[note] ?? null,
    problems,
    action: boardUrl(letter, { zip: '', state: '', district: '' }),
    nobody: letter.openToBodies.length === 0,
    found,
    fields: fieldsFor(
      { zip: zipSetup(asked.zip) },
      problems.length > 0 ? { problems, typed: { zip: asked.zip } } : undefined,
    ),
    place: found ? placeLine(where) : '',
    elsewhere: found && !needsState ? boardLinks(letter, where) : [],
    states: needsState
      ? { zip: where.zip ?? '', options: statesByName().map(({ code, name }) => ({ value: code, label: name })) }
      : null,
    lost: where.kind === 'unknown' && where.state === null,
    choices: needsState ? null : choicesOf(letter, where, board.choices),
    own: needsState && other ? [] : board.own.map((own) => cardOf(letter, asked, own)),
    vacancies: needsState && other ? [] : board.vacancies.map(vacancyWords),
    bodies: board.bodies.map(({ name, members }, index) => ({
      name,
      id: `member-${index}`,
      members: members.map((member) => ({ key: member.key, label: `${member.full}, ${placeInWords(member)}` })),
    })),
    memberAction: `/letters/${letter.slug}/write/member`,
    asked: { zip: asked.zip, state: asked.state, district: asked.district },
  };
}

function placeLine(where: Where): string {
  const zip = where.zip ? `ZIP code ${where.zip}` : '';
  if (where.kind === 'one' && where.state)
    return [zip, districtInWords({ state: where.state.code, district: where.district ?? 0 })]
      .filter(Boolean)
      .join(': ');
  if (where.kind === 'several') return `${zip} lies in several districts`;
  return [zip, where.state?.name ?? ''].filter(Boolean).join(': ');
}

/** Ways out when the place is not the right one. */
function boardLinks(letter: Letter, where: Where) {
  const zip = where.zip ?? '';
  const links = [];
  if (where.state && where.state.houseSeats > 1 && (where.kind === 'one' || where.kind === 'several'))
    links.push({
      label: `Choose another district of ${where.state.name}`,
      url: boardUrl(letter, { zip, state: where.state.code, district: '' }),
    });
  const base = boardUrl(letter, { zip, state: '', district: '' });
  links.push({ label: 'I vote in another state', url: `${base}${base.includes('?') ? '&' : '?'}other=yes` });
  return links;
}

function choicesOf(letter: Letter, where: Where, choices: Choice[]) {
  if (choices.length === 0) return null;
  const labelled = choices.map(({ place, member, vacant }) => ({
    place,
    label: districtInWords(place),
    member: member ? titled(member) : vacant ? 'vacant seat' : '',
  }));
  const zip = where.zip ?? '';
  const several = where.kind === 'several';
  return {
    heading: several ? 'Which district do you vote in?' : `Which district of ${where.state?.name ?? 'your state'}?`,
    why: several
      ? 'ZIP codes are routes of the post office, and yours crosses a line.'
      : where.zip && !several
        ? 'The district cannot be told from this ZIP code alone.'
        : '',
    links:
      choices.length <= MOST_LINKS
        ? labelled.map(({ place, label, member }) => ({
            label,
            member,
            url: boardUrl(letter, { zip, state: place.state, district: String(place.district) }),
          }))
        : [],
    select:
      choices.length > MOST_LINKS
        ? {
            zip,
            state: choices[0]?.place.state ?? '',
            options: labelled.map(({ place, label, member }) => ({
              value: String(place.district),
              label: member ? `${label} (${member})` : label,
            })),
          }
        : null,
  };
}

function cardOf(letter: Letter, asked: Asked, { legislator, standing, ask }: Own) {
  const page = officePage(legislator);
  const tel = legislator.phone ? telLink(legislator.phone) : null;
  return {
    name: titled(legislator),
    seat: seatLine(legislator),
    standing: standingWords[standing],
    position: standing === 'signed' ? 'signed' : standing === 'withdrew' ? 'withdrawn' : 'none',
    write: ask ? { url: writeUrl(letter, legislator.key, asked), label: actionWords(legislator, ask) } : null,
    tel: tel ? { url: tel, label: legislator.phone ?? '' } : null,
    website: page ? new URL(page.url).hostname : '',
    profile: `/legislators/${encodeURIComponent(legislator.key)}`,
  };
}

const actionWords = (legislator: LegislatorRow, ask: 'request' | 'thanks') =>
  ask === 'thanks' ? `Thank ${addressed(legislator)}` : `Write to ${addressed(legislator)}`;

function vacancyWords(seat: Seat): string {
  const senate = seat.class > 0;
  const what = senate
    ? `One of the seats of ${seat.state} in the Senate`
    : `The seat of ${districtInWords({ state: seat.state, district: Number(seat.district) })} in the House`;
  return `${what} is vacant: nobody holds it until it is filled.${senate ? '' : ' Its office still helps people of the district, and your senators can be written to.'}`;
}

export interface TextPage {
  writing: Writing & { ask: 'request' | 'thanks' };
  about: AboutLetter;
  where: Where;
  /** What the constituent has typed so far; null on the first look. */
  typed: TextForm | null;
  asked: Asked;
  failed?: { problems: Problem[]; typed: Typed } | undefined;
}

export function textPage({ writing, about, where, typed, asked, failed }: TextPage) {
  const { letter, campaign, legislator, standing, ask } = writing;
  const offer = offerFor(about, ask);
  const constituent = { name: typed?.name ?? '', place: closingPlace(where), own: typed?.own ?? '' };
  const subject = typed?.subject || offer.subject;
  const middle = typed?.text || offer.text;
  const text = wholeText(legislator, middle, constituent);
  const script = phoneScript(about, legislator, ask, constituent);
  const ways = waysTo(legislator, { subject, text, phoneScript: script }, campaign);
  const wayOf = (name: string) => ways.find(({ way }) => way === name) ?? null;
  const byMail = takesServerMail(legislator, campaign);
  const setups: Record<string, FieldSetup> = {
    own: {
      label: 'Your own words',
      kind: 'textarea',
      value: constituent.own,
      rows: 5,
      hint: 'They come first. Why does it matter to you, where you live? Offices tell a person from a form letter by this.',
    },
    subject: { label: 'Subject', value: subject, required: true },
    text: { label: 'The request', kind: 'textarea', value: middle, rows: 9, required: true, hint: 'Yours to change.' },
    name: { label: 'Your name', value: constituent.name, autocomplete: 'name', required: byMail },
  };
  if (ask === 'thanks') setups['text'] = { ...setups['text'], label: 'The thanks' } as FieldSetup;
  const sending: Record<string, FieldSetup> = {
    email: {
      label: 'Your e-mail address',
      kind: 'email',
      autocomplete: 'email',
      required: true,
      hint: 'The office answers to it. You get a mail first, to confirm that it is yours.',
    },
    zip: zipSetup(where.zip ?? asked.zip),
  };
  const form = wayOf('form');
  const phone = wayOf('phone');
  const mailto = wayOf('mailto');
  return {
    ...common(letter, campaign),
    view: 'messages/text',
    title: `${actionWords(legislator, ask)}: ${letter.title}`,
    heading: actionWords(legislator, ask),
    seat: `${titled(legislator)} · ${seatLine(legislator)}`,
    standing: standingWords[standing] ? `${addressed(legislator)} ${standingWords[standing]}.` : '',
    problems: failed?.problems ?? [],
    action: writeUrl(letter, legislator.key, { zip: '', state: '', district: '' }),
    sendAction: `${writeUrl(letter, legislator.key, { zip: '', state: '', district: '' })}/send`,
    wayAction: `${writeUrl(letter, legislator.key, { zip: '', state: '', district: '' })}/way`,
    boardUrl: boardUrl(letter, asked),
    asked: { zip: asked.zip, state: asked.state, district: asked.district },
    salutation: salutationOf(legislator),
    fields: fieldsFor(setups, failed),
    byMail: byMail ? { fields: fieldsFor(sending, failed), days: KEEP_DAYS } : null,
    subject,
    text,
    lines: text.split('\n').length + 2,
    mailto: mailto?.url ?? null,
    form: form ? { label: form.label, host: new URL(form.url ?? '').hostname } : null,
    phone: phone ? { label: phone.label, url: phone.url, script: script.split('\n\n') } : null,
    nothingToOpen: !form && !phone && !byMail,
  };
}

/** After a message was written: the same whether or not that address had written before. */
export const sentPage = (letter: Letter, campaign: Campaign) => ({
  ...common(letter, campaign),
  view: 'messages/sent',
  title: 'Look into your mailbox',
});
