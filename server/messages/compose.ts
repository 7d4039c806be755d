/**
 * What a constituent may say to a legislator about a letter: their own words first, then the ask. Everything here is
 * an offer that the constituent can change before it goes anywhere.
 */
import { listed } from '../basics/text.ts';
import type { Ask } from '../db/tables.ts';
import { defaultMessages, type MessageTexts } from '../letters/letters.ts';

export type { Ask };

/** What a text says of the letter. */
export interface AboutLetter extends MessageTexts {
  title: string;
  /** To whom the letter is written: 'Secretary E. Voss'. */
  addressees: string[];
  /** Its public address. */
  url: string;
  /** Until when it can be signed, in words; null when it has no deadline. */
  deadline: string | null;
}

export interface AboutLegislator {
  /** 'Senator', 'Delegate', 'Council Member' … */
  title: string;
  last: string;
  full: string;
}

export interface Constituent {
  name: string;
  /** Where they vote, as a closing line: 'Ohio 44691'. */
  place: string;
  /** Their own paragraph, which comes first; may be empty. */
  own: string;
}

export const nobodyYet: Constituent = { name: '', place: '', own: '' };

/** The parts of a message that are the constituent's to edit, beside their own words. */
export interface Offer {
  subject: string;
  text: string;
}

export interface Message extends Offer {
  salutation: string;
  phoneScript: string;
}

/** 'Senator Rivera'. A name that a roster could not take apart is used whole. */
export const addressed = ({ title, last, full }: AboutLegislator): string =>
  [title, last || full].filter(Boolean).join(' ');

/** 'Dear Senator Rivera:'. */
export const salutationOf = (legislator: AboutLegislator): string => `Dear ${addressed(legislator)}:`;

/** Subject and text before the constituent has changed anything: the organizers' words, and where to read the letter. */
export function offerFor(letter: AboutLetter, ask: Ask): Offer {
  const plain = defaultMessages(letter.title);
  const until = letter.deadline ? ` It can be signed until ${letter.deadline}.` : '';
  if (ask === 'request')
    return {
      subject: letter.messageSubject || plain.messageSubject,
      text: `${letter.messageRequest || plain.messageRequest}\n\nThe letter: ${letter.url}${until && `\n${until.trim()}`}`,
    };
  // The organizers' subject asks for a name; here it is already there.
  return {
    subject: `Thank you for signing the letter “${letter.title}”`,
    text: `${letter.messageThanks || plain.messageThanks}\n\nThe letter: ${letter.url}`,
  };
}

/** The whole message as it is copied or sent. */
export function wholeText(legislator: AboutLegislator, text: string, { own, name, place }: Constituent): string {
  const closing = ['Sincerely,', name || '[your name]', place].filter(Boolean).join('\n');
  return [salutationOf(legislator), own, text, closing].filter(Boolean).join('\n\n');
}

/** What to say on the phone: who calls, from where, and the ask, in a breath. */
export function phoneScript(
  letter: AboutLetter,
  legislator: AboutLegislator,
  ask: Ask,
  { name, place, own }: Constituent,
): string {
  const what = `“${letter.title}”, a letter${letter.addressees.length > 0 ? ` to ${listed(letter.addressees.map((name) => name.replace(/^The /, 'the ')))}` : ''}.`;
  const who = addressed(legislator);
  return [
    `Hello, my name is ${name || '[your name]'}. I am a constituent${place ? ` from ${place}` : ''}.`,
    ask === 'request'
      ? `I am calling to ask ${who} to sign ${what}`
      : `I am calling to thank ${who} for signing ${what}`,
    own,
    ask === 'request'
      ? 'Could you please pass this on, and let me know the answer? Thank you.'
      : 'Please pass this on.',
  ]
    .filter(Boolean)
    .join('\n\n');
}

/** The message for a legislator with everything in it. */
export function composeMessage(
  letter: AboutLetter,
  legislator: AboutLegislator,
  ask: Ask,
  constituent: Constituent = nobodyYet,
): Message {
  const offer = offerFor(letter, ask);
  return {
    salutation: salutationOf(legislator),
    subject: offer.subject,
    text: wholeText(legislator, offer.text, constituent),
    phoneScript: phoneScript(letter, legislator, ask, constituent),
  };
}
