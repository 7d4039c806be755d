/** Whether the service is open for a message, and what of a form it would not take. */
import type { Problem } from '../../basics/errors.ts';
import { grouped, tidy } from '../../basics/text.ts';
import type { Settings } from '../../config.ts';
import type { Db } from '../../db/database.ts';
import type { DeliveryDetails } from '../../db/tables.ts';
import { findState } from '../../districts/districts.ts';
import type { LegislatorRow } from '../../legislators/legislators.ts';
import { type Letter, TOPICS } from '../../letters/letters.ts';
import { xmlText } from './message.ts';
import { officeCode } from './office.ts';
import { chamberOf, EMAIL, LINE, PHONE, PREFIXES, STATES, SUBJECT, TEXT, ZIP } from './rules.ts';
import * as store from './store.ts';

/** A list of offices that could not be read anew for so long is not to be relied on. */
export const LIST_GOOD_DAYS = 4;

type Seated = Parameters<typeof officeCode>[0];

export const hasTopic = ({ topic }: Pick<Letter, 'topic'>): boolean => (TOPICS as readonly string[]).includes(topic);

/**
 * Whether a message about this letter can go to this legislator by the service: it is set up and not resting for a
 * reason that its operator has to mend, the letter has a topic, and the service lists the office.
 */
export async function cwcOpen(
  db: Db,
  settings: Pick<Settings, 'cwc'>,
  legislator: Seated,
  letter: Pick<Letter, 'topic'>,
  now: Date,
): Promise<boolean> {
  const office = officeCode(legislator);
  const chamber = office && chamberOf(office);
  if (!office || !chamber || !settings.cwc?.[chamber] || !hasTopic(letter)) return false;
  const listed = await store.findListed(db, office);
  // A rest without a problem is a short one that the service asked for.
  if (!listed || (listed.problem && listed.pausedUntil && listed.pausedUntil > now)) return false;
  return listed.listedAt !== null && now.getTime() - listed.listedAt.getTime() <= LIST_GOOD_DAYS * 86_400_000;
}

/** What a constituent fills in for the service. */
export interface CwcFields extends DeliveryDetails {
  email: string;
  subject: string;
  /** The campaign's words, unchanged; and the constituent's own. One of them may be ''. */
  statement: string;
  own: string;
}

/** The fields as XML can hold them; what is of one line on one line. */
export const cleaned = ({ statement, own, ...lines }: CwcFields): CwcFields => {
  const tidied = Object.entries(lines).map(([name, value]) => [name, xmlText(tidy(value))]);
  const texts = { statement: xmlText(statement).trim(), own: xmlText(own).trim() };
  return { ...(Object.fromEntries(tidied) as typeof lines), ...texts };
};

/** What the service would not take, by field and in words for whoever filled it in; none when it may go. */
export function cwcProblems(typed: CwcFields, { state }: Pick<LegislatorRow, 'state'>): Problem[] {
  const fields = cleaned(typed);
  const { prefix, first, last, street, city, zip, phone, email, subject, statement, own } = fields;
  const problem = (path: string, wrong: boolean, message: string) => (wrong ? [{ path, message }] : []);
  const texts = Object.entries({ statement, own }).flatMap(([path, text]) =>
    problem(path, text !== '' && !within(text, TEXT), sized('This text', TEXT)),
  );
  return [
    ...problem(
      'prefix',
      !(PREFIXES as readonly string[]).includes(prefix),
      'Choose how the office is to address you: it takes these five forms only.',
    ),
    ...problem('first', !first, 'Offices need your first name.'),
    ...problem('last', !last, 'Offices need your last name.'),
    ...problem('street', length(street) < LINE, 'Offices need your street address, to see that you live there.'),
    ...problem(
      'city',
      length(city) < LINE,
      city
        ? 'The offices’ mail service takes no city names of fewer than three letters. Please choose another way.'
        : 'Offices need your city.',
    ),
    ...problem(
      'state',
      !STATES.includes(fields.state),
      'A state or territory. Overseas, give the address at home where you vote.',
    ),
    ...(STATES.includes(fields.state) && state !== null && fields.state !== state
      ? problem('state', true, `This legislator answers constituents in ${findState(state)?.name ?? state}.`)
      : []),
    ...problem('zip', !ZIP.test(zip), 'A ZIP code has five digits, such as 44691.'),
    ...problem('phone', phone !== '' && !PHONE.test(phone), 'A number such as 202-555-0100, or none.'),
    ...problem('email', !EMAIL.test(email), 'An e-mail address such as ana@mail.example.'),
    ...problem('subject', !within(subject, SUBJECT), sized('The subject', SUBJECT)),
    ...texts,
    ...problem('own', !statement && !own, 'Say in your own words what you ask for.'),
  ];
}

const length = (text: string) => [...text].length;

/** Bounds are of characters; the larger count is held to the upper one, as nobody says which of the two is meant. */
const within = (text: string, { least, most }: { least: number; most: number }) =>
  length(text.trim()) >= least && text.length <= most;

const sized = (what: string, { least, most }: { least: number; most: number }) =>
  `${what} needs ${least} to ${grouped(most)} characters for offices of Congress.`;
