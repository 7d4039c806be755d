/** The text that a campaign offers for a legislator: exactly one for each, filled with what is known. */
import { createHash } from 'node:crypto';
import { listed, tidy, tidyLines } from '../basics/text.ts';
import { listBills } from '../bills/bills.ts';
import { ordinal } from '../bills/numbers.ts';
import type { Db } from '../db/database.ts';
import { findState } from '../districts/districts.ts';
import { HOUSE, type LegislatorRow } from '../legislators/legislators.ts';
import {
  defaultMessages,
  fillTemplate,
  type Letter,
  type MergeField,
  type MergeValues,
  type MessageTexts,
  placesIn,
  type Template,
  templateOf,
} from '../letters/letters.ts';
import {
  type AboutLetter,
  type Ask,
  addressed,
  type Constituent,
  nobodyYet,
  phoneScript,
  salutationOf,
  wholeText,
  YOUR_NAME,
  YOUR_PLACE,
} from './composing.ts';
import { type Addressed, firstFit, rulesFor } from './matching.ts';
import * as store from './store.ts';

/** The parts of a message that are the constituent's to edit, beside their own words. */
export interface Offer {
  subject: string;
  text: string;
}

/** What is said on the phone as well: '' for the usual words. */
export interface Scripted extends Offer {
  script: string;
}

type Person = Pick<Constituent, 'name' | 'place'>;

/** An offer as it stands while nothing is known of the constituent, and `by` them. */
export interface Offered extends Scripted {
  /** Null where it is the letter's own text. */
  variant: string | null;
  by(person: Person): Scripted;
}

/** Somebody to whom a text is offered. */
export interface Asked extends Addressed {
  legislator: LegislatorRow;
}

/** A text before it is filled; `variant` is null for the letter's own. */
export interface Chosen extends Scripted {
  variant: string | null;
}

/** The most characters of a subject. */
export const MOST_SUBJECT = 200;

/** The text for a legislator; waits for the database alone. */
export async function offerTo(db: Db, letter: Letter, asked: Asked, about: AboutLetter): Promise<Offered> {
  const [offered] = await offersTo(db, letter, [asked], about);
  return offered as Offered;
}

/** The texts for these legislators, in their order. */
export async function offersTo(db: Db, letter: Letter, asked: Asked[], about: AboutLetter): Promise<Offered[]> {
  const chosen = await choose(db, letter, asked, about);
  const bill = chosen.some(mentionsBill) ? await billsOf(db, letter) : '';
  return asked.map(({ legislator, ask }, at) => {
    const { subject, text, script } = templatesOf(chosen[at] as Chosen);
    const known = { ...legislatorValues(legislator), ...letterValues(about), bill };
    const lines = linkLines(text, about, ask);
    const by = ({ name, place }: Person): Scripted => {
      const fill = (template: Template) => fillTemplate(template, { ...known, my_name: name, my_place: place }, blank);
      return {
        subject: inOneLine(fill(subject)),
        text: tidyLines([fill(text), ...lines].join('\n\n')),
        script: tidyLines(fill(script)),
      };
    };
    return { ...by({ name: '', place: '' }), variant: (chosen[at] as Chosen).variant, by };
  });
}

const templatesOf = ({ subject, text, script }: Scripted) => ({
  subject: templateOf(subject),
  text: templateOf(text),
  script: templateOf(script),
});

const blank = (field: MergeField): string => (field === 'my_name' ? YOUR_NAME : field === 'my_place' ? YOUR_PLACE : '');

const inOneLine = (subject: string): string => {
  const line = tidy(subject);
  return line.length <= MOST_SUBJECT ? line : `${line.slice(0, MOST_SUBJECT - 1).trimEnd()}…`;
};

/** Which text each of these gets, in their order, before it is filled. */
async function choose(db: Db, letter: Letter, asked: Addressed[], about: AboutLetter): Promise<Chosen[]> {
  const rules = await rulesFor(db, letter.id, await store.listHeads(db, letter.campaignId));
  const ids = asked.map((one) => firstFit(rules, one)?.id ?? null);
  const wanted = [...new Set(ids)].filter((id) => id !== null);
  const texts = new Map((await store.listTexts(db, wanted)).map((variant) => [variant.id, variant]));
  return asked.map(({ ask }, at) => {
    const variant = texts.get(ids[at] ?? '');
    if (!variant) return { variant: null, ...ownOffer(about, ask), script: '' };
    const { id, subject, text, script } = variant;
    return { variant: id, subject, text, script };
  });
}

/**
 * A mark of everything that a campaign offers for a letter now: the same as long as no text, no order, no condition and
 * nothing that is filled in has changed. Whoever agrees to a text that is sent for them carries the mark of what they saw.
 */
export async function textsMark(db: Db, letter: Letter, about: AboutLetter): Promise<string> {
  const all = JSON.stringify([about, await billsOf(db, letter), await store.list(db, letter.campaignId)]);
  return createHash('sha256').update(all).digest('base64url');
}

/** The letter's own text: the last one, for whoever has no other. */
export const ownOffer = (letter: MessageTexts, ask: Ask): Offer =>
  ask === 'request'
    ? {
        subject: letter.messageSubject || defaultMessages.messageSubject,
        text: letter.messageRequest || defaultMessages.messageRequest,
      }
    : // The organizers' subject asks for a name; here it is already there.
      {
        subject: 'Thank you for signing the letter “{{letter}}”',
        text: letter.messageThanks || defaultMessages.messageThanks,
      };

/** Where the letter is read, and until when it can be signed, unless the text itself says so. */
function linkLines(text: Template, { url, deadline }: AboutLetter, ask: Ask): string[] {
  const said = new Set(placesIn(text).map(({ field }) => field));
  const lines = [
    said.has('link') ? '' : `The letter: ${url}`,
    deadline && ask === 'request' && !said.has('deadline') ? `It can be signed until ${deadline}.` : '',
  ].filter(Boolean);
  return lines.length > 0 ? [lines.join('\n')] : [];
}

/** What is known of a legislator. */
export const legislatorValues = (legislator: LegislatorRow): MergeValues => ({
  legislator: addressed(legislator),
  title: legislator.title,
  last_name: legislator.last || legislator.full,
  state: findState(legislator.state ?? '')?.name ?? '',
  district: districtWords(legislator),
});

/** '7th district', 'at-large district', 'District 12', 'Ward 3'; '' for who has none. */
function districtWords({ body, district }: LegislatorRow): string {
  if (!district) return '';
  if (!/^\d+$/.test(district)) return district;
  if (body !== HOUSE) return `District ${district}`;
  return district === '0' ? 'at-large district' : `${ordinal(Number(district))} district`;
}

/** What is known of a letter. */
export const letterValues = (about: AboutLetter): MergeValues => ({
  letter: about.title,
  link: about.url,
  deadline: about.deadline ?? '',
  addressees: listed(about.addressees),
});

/** The bills of a letter by number: 'H.R. 9001 and S. 12'. */
export const billsOf = async (db: Db, letter: Pick<Letter, 'bills'>): Promise<string> =>
  listed((await listBills(db, letter.bills)).map(({ number, title }) => number ?? title));

const mentionsBill = ({ subject, text, script }: Scripted): boolean =>
  [subject, text, script].some((words) => placesIn(templateOf(words)).some(({ field }) => field === 'bill'));

/**
 * The request as it goes to the office: what the constituent typed, or the campaign's words where they left them as
 * they were offered. Words that were offered before their name was known get it now.
 */
export function settled(offered: Offered, typed: Partial<Offer> | null, person: Person): Offer {
  const mine = offered.by(person);
  const before = [offered, offered.by({ name: '', place: person.place })];
  const keep = (part: keyof Offer) => {
    const words = typed?.[part] ?? '';
    return words === '' || before.some((one) => one[part] === words) ? mine[part] : named(words, person);
  };
  return { subject: keep('subject'), text: keep('text') };
}

/** With the constituent where the words left a place for them. */
const named = (words: string, { name, place }: Person): string =>
  words.replace(PLACES, (gap) => (gap === YOUR_NAME ? name : place) || gap);

const PLACES = /\[(?:your name|where you live)\]/g;

export interface Message extends Offer {
  salutation: string;
  phoneScript: string;
}

/** The whole message with everything in it, as it stands before the constituent has changed anything. */
export function composeMessage(
  offered: Offered,
  about: AboutLetter,
  { legislator, ask }: Pick<Asked, 'legislator' | 'ask'>,
  constituent: Constituent = nobodyYet,
): Message {
  const { subject, text, script } = offered.by(constituent);
  return {
    salutation: salutationOf(legislator),
    subject,
    text: wholeText(legislator, text, constituent),
    phoneScript: phoneScript(about, legislator, ask, constituent, script),
  };
}
