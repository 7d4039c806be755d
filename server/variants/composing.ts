/**
 * What a constituent may say to a legislator about a letter: their own words first, then the ask. Everything here is
 * an offer that the constituent can change before it goes anywhere.
 */
import { listed } from '../basics/text.ts';
import { momentInWords } from '../basics/time.ts';
import type { World } from '../basics/world.ts';
import type { Ask } from '../db/tables.ts';
import type { Letter, MessageTexts } from '../letters/letters.ts';

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

/** What the texts say of the letter. */
export const aboutLetter = (world: Pick<World, 'settings'>, letter: Letter): AboutLetter => ({
  title: letter.title,
  messageSubject: letter.messageSubject,
  messageRequest: letter.messageRequest,
  messageThanks: letter.messageThanks,
  addressees: letter.addressees.map(({ name, title, organization }) => {
    const plain = name.replace(/^(the honorable|hon\.)\s+/i, '');
    return [title, plain].filter(Boolean).join(' ') || organization;
  }),
  url: `${world.settings.baseUrl}/letters/${letter.slug}`,
  deadline: letter.deadline ? momentInWords(letter.deadline, letter.timeZone) : null,
});

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

/** What stands where the constituent is not known yet, until they are. */
export const YOUR_NAME = '[your name]';
export const YOUR_PLACE = '[where you live]';

/** 'Senator Rivera'. A name that a roster could not take apart is used whole. */
export const addressed = ({ title, last, full }: AboutLegislator): string =>
  [title, last || full].filter(Boolean).join(' ');

/** 'Dear Senator Rivera:'. */
export const salutationOf = (legislator: AboutLegislator): string => `Dear ${addressed(legislator)}:`;

/** The whole message as it is copied or sent: the constituent's own words before all else. */
export function wholeText(legislator: AboutLegislator, text: string, { own, name, place }: Constituent): string {
  const closing = ['Sincerely,', name || YOUR_NAME, place].filter(Boolean).join('\n');
  return [salutationOf(legislator), own, text, closing].filter(Boolean).join('\n\n');
}

/** What to say on the phone: who calls, from where, and the ask, in a breath; or the campaign's `script` for the ask. */
export function phoneScript(
  letter: AboutLetter,
  legislator: AboutLegislator,
  ask: Ask,
  { name, place, own }: Constituent,
  script = '',
): string {
  const hello = `Hello, my name is ${name || YOUR_NAME}. I am a constituent${place ? ` from ${place}` : ''}.`;
  if (script) return [hello, own, script].filter(Boolean).join('\n\n');
  const what = `“${letter.title}”, a letter${letter.addressees.length > 0 ? ` to ${listed(letter.addressees.map((one) => one.replace(/^The /, 'the ')))}` : ''}.`;
  const who = addressed(legislator);
  return [
    hello,
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
