/**
 * What a constituent may say to a legislator about a letter: their own words first, then the ask. Everything here is
 * an offer that the constituent can change before it goes anywhere.
 */
import { listed } from '../basics/text.ts';
import type { Ask } from '../db/tables.ts';

export type { Ask };

/** What a text says of the letter. */
export interface AboutLetter {
  title: string;
  /** The organizers' own texts; where one is empty a plain one is made. */
  messageSubject: string;
  messageRequest: string;
  messageThanks: string;
  /** To whom the letter is written: 'Secretary E. Voss'. */
  addressees: string[];
  /** Who circulates it and has signed: 'Senator Ana Rivera'. */
  leads: string[];
  /** Its public address. */
  url: string;
  /** The day names can no longer be added after, in words; null when there is none. */
  deadline: string | null;
}

export interface AboutLegislator {
  /** 'Senator', 'Delegate', 'Council Member' … */
  title: string;
  first: string;
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

/** The parts that the constituent edits. */
export interface Offer {
  subject: string;
  text: string;
}

export interface Message extends Offer {
  salutation: string;
  phoneScript: string;
}

/** 'Dear Senator Rivera:'. A name that a roster could not take apart is greeted whole. */
export const salutationOf = (legislator: AboutLegislator): string =>
  `Dear ${nameWithTitle(legislator, legislator.last || legislator.full)}:`;

const nameWithTitle = ({ title }: AboutLegislator, name: string) => [title, name].filter(Boolean).join(' ');

/** The subject and the middle part of the message, before the constituent has changed anything. */
export function offerFor(letter: AboutLetter, ask: Ask): Offer {
  const name = `“${letter.title}”`;
  const own = ask === 'request' ? letter.messageRequest : letter.messageThanks;
  const generic = ask === 'request' ? `Please sign the letter ${name}` : `Thank you for signing the letter ${name}`;
  // The organizers' subject belongs to their ask; under a text of thanks it would ask again.
  const subject = ask === 'request' && letter.messageSubject ? letter.messageSubject : generic;
  return { subject, text: own || plainText(letter, ask, name) };
}

function plainText(letter: AboutLetter, ask: Ask, name: string): string {
  const to = letter.addressees.length > 0 ? ` to ${listed(letter.addressees)}` : '';
  const led = letter.leads.length > 0 ? ` It is led by ${listed(letter.leads)}.` : '';
  if (ask === 'thanks')
    return `Thank you for signing ${name}, a letter${to}. As one of your constituents I am glad that your name is under it.\n\nThe letter and who signed it: ${letter.url}`;
  const until = letter.deadline ? ` It is open for signature until ${letter.deadline}.` : '';
  return `As one of your constituents I ask you to sign ${name}, a letter${to}.${led}${until}\n\nThe letter: ${letter.url}\n\nPlease let me know whether you will add your name.`;
}

/** The whole message as it is copied or sent. */
export function wholeText(legislator: AboutLegislator, offer: Offer, constituent: Constituent): string {
  const closing = ['Sincerely,', constituent.name || '[your name]', constituent.place].filter(Boolean).join('\n');
  return [salutationOf(legislator), constituent.own, offer.text, closing].filter(Boolean).join('\n\n');
}

/** What to say on the phone: who calls, from where, and the ask, in a breath. */
export function phoneScript(
  letter: AboutLetter,
  legislator: AboutLegislator,
  ask: Ask,
  constituent: Constituent,
): string {
  const who = nameWithTitle(legislator, legislator.last || legislator.full);
  const from = constituent.place ? ` I live in ${constituent.place}, and I am a constituent.` : ' I am a constituent.';
  const opening = `Hello, my name is ${constituent.name || '[your name]'}.${from}`;
  const name = `“${letter.title}”`;
  const to = letter.addressees.length > 0 ? ` to ${listed(letter.addressees)}` : '';
  const point =
    ask === 'request'
      ? `I am calling to ask ${who} to sign ${name}, a letter${to}.`
      : `I am calling to thank ${who} for signing ${name}, a letter${to}.`;
  const closing =
    ask === 'request' ? 'Could you please pass this on? Thank you for your time.' : 'Please pass this on. Thank you.';
  return [opening, point, constituent.own, closing].filter(Boolean).join('\n\n');
}

/** The message for a legislator with everything in it. */
export function composeMessage(
  letter: AboutLetter,
  legislator: AboutLegislator,
  ask: Ask,
  constituent: Constituent = { name: '', place: '', own: '' },
): Message {
  const offer = offerFor(letter, ask);
  return {
    salutation: salutationOf(legislator),
    subject: offer.subject,
    text: wholeText(legislator, offer, constituent),
    phoneScript: phoneScript(letter, legislator, ask, constituent),
  };
}
