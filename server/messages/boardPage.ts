/** The page on which a visitor finds who represents them. */
import type { Problem } from '../basics/errors.ts';
import type { Campaign } from '../campaigns/campaigns.ts';
import { officePage, telLink } from '../carriers/carriers.ts';
import { placeInWords, type Seat } from '../legislators/legislators.ts';
import type { Letter } from '../letters/letters.ts';
import type { Own } from '../variants/variants.ts';
import { fieldsFor } from '../web/forms.ts';
import { addressPart, type Came } from './addressPart.ts';
import type { Board, Choice } from './board.ts';
import {
  actionWords,
  boardUrl,
  common,
  placeInputs,
  seatLine,
  standingWords,
  titled,
  writeUrl,
  zipSetup,
} from './pages.ts';
import { howWords, lostWords, nobodyWords, placeLine, seatWords } from './placeWords.ts';
import { type Asked, districtInWords, nowhere, statesByName, type Where } from './where.ts';

/** With more districts than this, a list to choose from is shorter than links. */
const MOST_LINKS = 12;

const notes: Record<string, string> = {
  reported: 'Noted, without your name. Thank you. Is there another office to write to?',
  kept: 'Noted among your messages. Thank you. Is there another office to write to?',
};

export interface BoardPage {
  letter: Letter;
  campaign: Campaign;
  asked: Asked;
  /** Whether the visitor wants to choose another state. */
  other: boolean;
  board: Board;
  note: string;
  /** What came of a street address; null where none was given. */
  came: Came | null;
}

export function boardPage({ letter, campaign, asked, other, board, note, came }: BoardPage) {
  const { where } = board;
  const wrongZip = { path: 'zip', message: 'A ZIP code has five digits, such as 44691.' };
  const zipProblems: Problem[] = where.kind === 'malformed' && !came ? [wrongZip] : [];
  const found = where.kind !== 'nothing' && where.kind !== 'malformed';
  const needsState = found && (other || (where.state === null && board.choices.length === 0));
  const lost = found && where.kind === 'unknown' && where.state === null;
  const whole = !(needsState && other);
  const address = (found || came) && whole ? addressPart({ letter, asked, board, came }) : null;
  return {
    ...common(letter, campaign),
    view: 'messages/board',
    title: `Write to your legislators: ${letter.title}`,
    description: `Find your legislators by ZIP code and write to them about “${letter.title}”.`,
    note: notes[note] ?? null,
    problems: [...zipProblems, ...(address?.problems ?? [])],
    action: boardUrl(letter, nowhere),
    nobody: letter.openToBodies.length === 0,
    found,
    asksZip: !found && !address,
    fields: fieldsFor(
      { zip: zipSetup(asked.zip) },
      zipProblems.length > 0 ? { problems: zipProblems, typed: { zip: asked.zip } } : undefined,
    ),
    known: placeInputs({ ...nowhere, my: asked.my }),
    place: found ? placeLine(where) : '',
    how: found && !needsState ? howWords(where) : '',
    elsewhere: found && !needsState ? boardLinks(letter, asked, where) : [],
    another: boardUrl(letter, { ...nowhere, my: asked.my }),
    states: needsState
      ? {
          carried: placeInputs({ ...nowhere, zip: where.zip ?? '', my: asked.my }),
          options: statesByName().map(({ code, name }) => ({ value: code, label: name })),
        }
      : null,
    lost: lost ? lostWords(where.zip) : '',
    address,
    choices: needsState ? null : choicesOf(letter, asked, where, board.choices, address?.asksDistrict ?? false),
    ownHeading: board.choices.length > 0 ? 'Meanwhile, your senators' : 'Who represents you',
    own: whole ? board.own.map((own) => cardOf(letter, asked, own)) : [],
    vacancies: whole ? board.vacancies.map(vacancyWords) : [],
    seats: found && !needsState && where.state ? seatWords(where.state) : '',
    unrepresented: found && !needsState ? nobodyWords(board) : '',
    bodies: board.bodies.map(({ name, members, district }, index) => ({
      name,
      id: `member-${index}`,
      district,
      members: members.map((member) => ({ key: member.key, label: `${member.full}, ${placeInWords(member)}` })),
    })),
    memberAction: `/letters/${letter.slug}/write/member`,
    carried: placeInputs(asked),
  };
}

/** Ways out when the place is not the right one. */
function boardLinks(letter: Letter, { my }: Asked, where: Where) {
  const zip = where.zip ?? '';
  const links = [];
  if (where.state && where.state.houseSeats > 1 && (where.kind === 'one' || where.kind === 'several'))
    links.push({
      label: `Choose another district of ${where.state.name}`,
      url: boardUrl(letter, { ...nowhere, my, zip, state: where.state.code }),
    });
  const base = boardUrl(letter, { ...nowhere, my, zip });
  links.push({ label: 'I vote in another state', url: `${base}${base.includes('?') ? '&' : '?'}other=yes` });
  return links;
}

function choicesOf(letter: Letter, { my }: Asked, where: Where, choices: Choice[], afterAddress: boolean) {
  const [first] = choices;
  if (!first) return null;
  const labelled = choices.map(({ place, member, vacant }) => ({
    place,
    label: districtInWords(place),
    member: member ? titled(member) : vacant ? 'vacant seat' : '',
  }));
  const zip = where.zip ?? '';
  const asks =
    where.kind === 'several'
      ? 'Which district do you vote in?'
      : `Which district of ${where.state?.name ?? 'your state'}?`;
  return {
    heading: afterAddress ? 'Or choose your district' : asks,
    links:
      choices.length <= MOST_LINKS
        ? labelled.map(({ place, label, member }) => ({
            label,
            member,
            url: boardUrl(letter, { ...nowhere, my, zip, state: place.state, district: String(place.district) }),
          }))
        : [],
    select:
      choices.length > MOST_LINKS
        ? {
            carried: placeInputs({ ...nowhere, my, zip, state: first.place.state }),
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

function vacancyWords(seat: Seat): string {
  const senate = seat.class > 0;
  const what = senate
    ? `One of the seats of ${seat.state} in the Senate`
    : `The seat of ${districtInWords({ state: seat.state, district: Number(seat.district) })} in the House`;
  return `${what} is vacant: nobody holds it until it is filled.${senate ? '' : ' Its office still helps people of the district, and your senators can be written to.'}`;
}
