import { fillTemplate, templateOf } from './merging.ts';

/** What constituents are offered to say. The greeting, the link to the letter and the name are added around it. */
export interface MessageTexts {
  messageSubject: string;
  messageRequest: string;
  messageThanks: string;
}

/** The texts that a letter starts with; its organizers may change them. */
export const defaultMessages: MessageTexts = {
  messageSubject: 'Please sign the letter “{{letter}}”',
  messageRequest: [
    'I am your constituent, and I am writing to ask you to add your name to the letter “{{letter}}”.',
    'You can read the letter and see who has signed it at the address below. Its cause matters to me, and I would be glad to see your name under it.',
    'Please let me know whether you will sign, and if not, why.',
  ].join('\n\n'),
  messageThanks: [
    'I am your constituent, and I am writing to thank you for adding your name to the letter “{{letter}}”.',
    'It matters to me that you took this stand. I hope that you will go on speaking up for it.',
  ].join('\n\n'),
};

/** The texts of a letter that is given another title: older ones, which had its first title written out, follow it. */
export function retitled(texts: MessageTexts, from: string): MessageTexts {
  const follow = (field: keyof MessageTexts) => {
    const before = fillTemplate(templateOf(defaultMessages[field]), { letter: from });
    return texts[field] === before ? defaultMessages[field] : texts[field];
  };
  return {
    messageSubject: follow('messageSubject'),
    messageRequest: follow('messageRequest'),
    messageThanks: follow('messageThanks'),
  };
}
