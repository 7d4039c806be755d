/** The page on which one legislator is written to. */
import type { Problem } from '../basics/errors.ts';
import type { Campaign } from '../campaigns/campaigns.ts';
import { takesServerMail, waysTo } from '../carriers/carriers.ts';
import type { Letter } from '../letters/letters.ts';
import { type FieldSetup, fieldsFor, type Typed } from '../web/forms.ts';
import type { Writing } from './board.ts';
import { type AboutLetter, addressed, offerFor, phoneScript, salutationOf, wholeText } from './compose.ts';
import type { TextForm } from './forms.ts';
import { KEEP_DAYS } from './keeping.ts';
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
import { type Asked, closingPlace, nowhere, type Where } from './where.ts';

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
  const ways = waysTo(legislator, { subject, text, phoneScript: script }, { ...campaign, cwc: false });
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
    action: writeUrl(letter, legislator.key, nowhere),
    sendAction: `${writeUrl(letter, legislator.key, nowhere)}/send`,
    wayAction: `${writeUrl(letter, legislator.key, nowhere)}/way`,
    boardUrl: boardUrl(letter, asked),
    place: placeInputs(asked, { zip: !byMail }),
    carried: placeInputs(asked),
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
