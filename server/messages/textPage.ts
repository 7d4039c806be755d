/** The page on which one legislator is written to: the text, the best way to that office, and the others. */
import type { Problem } from '../basics/errors.ts';
import { dayIn, dayInWords } from '../basics/time.ts';
import type { Campaign } from '../campaigns/campaigns.ts';
import { type Carrying, type OpenWay, waysTo } from '../carriers/carriers.ts';
import { findState } from '../districts/districts.ts';
import type { Letter } from '../letters/letters.ts';
import {
  type AboutLetter,
  addressed,
  type Offered,
  phoneScript,
  salutationOf,
  settled,
  similarity,
  similarityInWords,
  wholeText,
} from '../variants/variants.ts';
import { fieldsFor, type Typed } from '../web/forms.ts';
import type { Writing } from './board.ts';
import type { TextForm } from './forms.ts';
import { KEEP_DAYS } from './keeping.ts';
import { type Known, maySend } from './known.ts';
import { actionWords, boardUrl, common, placeInputs, seatLine, standingWords, titled, writeUrl } from './pages.ts';
import { textSetups } from './textFields.ts';
import { stateWords, wayWords, whatBecame } from './wayWords.ts';
import { type Asked, closingPlace, nowhere, type Where } from './where.ts';
import { receiptsUrl } from './writers.ts';

export interface TextPage {
  writing: Writing & { ask: 'request' | 'thanks' };
  about: AboutLetter;
  offered: Offered;
  carrying: Carrying;
  where: Where;
  /** The writer, where their address is proved; null for a stranger. */
  known: Known | null;
  /** What the constituent has typed so far; null on the first look. */
  typed: TextForm | null;
  asked: Asked;
  /** Ties what one visit does here together. */
  visit: string;
  note?: string | undefined;
  failed?: { problems: Problem[]; typed: Typed } | undefined;
}

const notes: Record<string, string> = {
  'no answer': 'Noted that nobody answered. Offices are busiest around noon: please try again later.',
};

/** What each way is called where it leads the page. */
const headings: Record<OpenWay['way'], string> = {
  cwc: '2. Send it to the office',
  email: '2. Send it by e-mail',
  form: '2. Take it to the office’s own form',
  mailto: '2. Send it from your own mail program',
  phone: '2. Call the office',
  print: '2. Print it and post it',
  copy: '2. Take it to the office',
};

export function textPage(parts: TextPage) {
  const { writing, about, offered, carrying, where, known, typed, asked, visit, note, failed } = parts;
  const { letter, campaign, legislator, standing, ask } = writing;
  const name = typed ? typed.name || [typed.first, typed.last].filter(Boolean).join(' ') : (known?.name ?? '');
  const constituent = { name, place: closingPlace(where), own: typed?.own ?? '' };
  const { subject, text: middle } = settled(offered, typed, constituent);
  const text = wholeText(legislator, middle, constituent);
  const script = phoneScript(about, legislator, ask, constituent, offered.by(constituent).script);
  const open = waysTo(legislator, { subject, text, phoneScript: script }, carrying);
  // What failed on one way is offered on the others.
  const ways = open.filter(({ way, ours }) => !ours || maySend(known?.row ?? null, way));
  const first = ways[0] as OpenWay;
  const wayOf = (wanted: OpenWay['way']) => ways.find(({ way }) => way === wanted) ?? null;
  const [form, phone, mailto] = [wayOf('form'), wayOf('phone'), wayOf('mailto')];
  const sends = first.ours;
  const here = writeUrl(letter, legislator.key, nowhere);
  const who = addressed(legislator);
  const setups = textSetups({
    ask,
    first,
    constituent,
    subject,
    middle,
    typed,
    known,
    zip: where.zip ?? asked.zip,
    state: findState(legislator.state ?? '')?.name ?? '',
  });
  const done = doneBlock(parts);
  return {
    ...common(letter, campaign),
    view: 'messages/text',
    title: `${actionWords(legislator, ask)}: ${letter.title}`,
    note: notes[note ?? ''] ?? null,
    heading: actionWords(legislator, ask),
    seat: `${titled(legislator)} · ${seatLine(legislator)}`,
    standing: standingWords[standing] ? `${who} ${standingWords[standing]}.` : '',
    problems: failed?.problems ?? [],
    action: here,
    sendAction: `${here}/send`,
    wayAction: `${here}/way`,
    printAction: `${here}/print`,
    boardUrl: boardUrl(letter, asked),
    hidden: [...placeInputs(asked, { zip: !sends }), { name: 'visit', value: visit }],
    salutation: salutationOf(legislator),
    fields: fieldsFor(setups, failed),
    first: first.way,
    step:
      first.way === 'form' && form?.label.includes('website')
        ? '2. Take it to the office’s website'
        : headings[first.way],
    sends,
    sendLabel: known ? `Send it to ${who} now` : first.label,
    days: KEEP_DAYS,
    known: known ? { name: known.name, receipts: receiptsUrl(known.token) } : null,
    before: known?.row && !done ? beforeWords(known.row) : null,
    done,
    others: othersOf(ways, first, typed !== null && !failed),
    who,
    subject,
    text,
    likeness: typed && !failed ? likenessOf([typed.own, middle], offered.by(constituent).text) : null,
    lines: text.split('\n').length + 2,
    mailto: mailto?.url ?? null,
    form: form ? { label: form.label, host: new URL(form.url ?? '').hostname } : null,
    phone: phone ? { label: phone.label, url: phone.url, script: script.split('\n\n') } : null,
  };
}

/** How much of what is said is the campaign's, for the writer to see. */
function likenessOf(said: string[], campaigns: string): { percent: number; words: string } {
  const percent = similarity(said.filter(Boolean).join('\n\n'), campaigns);
  return { percent, words: similarityInWords(percent) };
}

/** The other ways in their order, copying and the own mail program together; `whole` is to be seen at once. */
function othersOf(ways: OpenWay[], first: OpenWay, whole: boolean): { way: string; label: string; open: boolean }[] {
  const apart = ways.filter((one) => one.way !== first.way && ['form', 'phone', 'print'].includes(one.way));
  const others = apart.map(({ way, label }) => ({ way: way as string, label, open: false }));
  const mailto = ways.some(({ way }) => way === 'mailto');
  if (first.way === 'mailto' || first.way === 'copy' || (first.way === 'form' && !mailto)) return others;
  const label = mailto
    ? `Send it from your own mail program${first.way === 'form' ? '' : ', or copy it'}`
    : 'Copy it and take it there yourself';
  return [...others, { way: 'copy', label, open: whole && first.way !== 'form' }];
}

/** What a known writer's row tells where the text may still go on a way. */
function beforeWords(row: NonNullable<Known['row']>): string {
  if (row.state === 'confirming') return '';
  const told = `${wayWords[row.way]}: ${whatBecame(row)}`;
  return row.state === 'failed' ? `${told} Please take another way.` : told;
}

/** What stands in place of the form once a known writer's text has gone to the office. */
function doneBlock({ known, writing }: TextPage) {
  const row = known?.row;
  if (!row || maySend(row, 'cwc') || maySend(row, 'email')) return null;
  const { letter, ask } = writing;
  const when = dayInWords(dayIn(row.changedAt, letter.timeZone));
  return {
    heading: ask === 'thanks' ? 'You have thanked this office' : 'You have written to this office',
    state: `${stateWords[row.state]} · ${wayWords[row.way]} · ${when}`,
    words: whatBecame(row),
    subject: row.subject ?? '',
    paragraphs: (row.text ?? '')
      .split('\n\n')
      .filter(Boolean)
      .map((paragraph) => paragraph.split('\n')),
  };
}

/** After a message was written: the same whether or not that address had written before. */
export const sentPage = (letter: Letter, campaign: Campaign) => ({
  ...common(letter, campaign),
  view: 'messages/sent',
  title: 'Look into your mailbox',
});
