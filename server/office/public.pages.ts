/** What an office sees behind its link: the letter as the public knows it, and a form. Nothing of the whip list. */
import type { Problem } from '../basics/errors.ts';
import { listed } from '../basics/text.ts';
import { dayIn, dayInWords, momentInWords, momentsDay } from '../basics/time.ts';
import { imprintOf } from '../campaigns/campaigns.ts';
import { type Stand, seatOf } from '../cosigners/cosigners.ts';
import { addressBlock, greetingOf, type Letter, type LetterVersion, renderMarkdown } from '../letters/letters.ts';
import { fieldsFor, line, type Typed } from '../web/forms.ts';
import type { Page } from '../web/render.ts';
import { CONFIRM_HOURS, type Given, MOST_MAILS, type OfficeAnswer, takes } from './answers.ts';
import { answers } from './forms.ts';
import type { Opened } from './links.ts';

/** 'Senator Rivera'. */
const called = ({ legislator }: Pick<Opened, 'legislator'>): string => `${legislator.title} ${legislator.last}`;

const choiceWords: Record<OfficeAnswer['answer'], (member: string) => { label: string; hint: string }> = {
  sign: (member) => ({ label: `${member} signs`, hint: 'The name goes under the letter as it stands above.' }),
  change: () => ({
    label: 'We ask for a change first',
    hint: 'The campaign reads what you write. It is neither a yes nor a no.',
  }),
  decline: (member) => ({ label: `${member} does not sign`, hint: 'The campaign is told, and does not publish it.' }),
};

export interface OfficeParts {
  opened: Opened;
  token: string;
  /** Who signed, as the public may know it. */
  signers: Stand[];
  /** The mail domains of the body's offices. */
  domains: string[];
  failed?: { problems: Problem[]; typed: Typed };
}

/** The letter, who asks, who signed, and the form. */
export function officePage({ opened, token, signers, domains, failed }: OfficeParts) {
  const { letter, campaign, legislator, version, newest, outdated, open } = opened;
  const member = called(opened);
  // An answer counts for the text that is shown, and for no other: a text that is passed is shown as the new one, to read.
  const shown = outdated ? newest : version;
  const chosen = failed ? line(failed.typed['answer']) : '';
  return {
    view: 'office/letter',
    title: `For the office of ${member}: ${letter.title}`,
    noindex: true,
    imprint: imprintOf(campaign),
    example: campaign.example,
    about: `For the office of ${legislator.title} ${legislator.full} (${seatOf(legislator)})`,
    heading: letter.title,
    lede: open && !outdated ? `${campaign.sponsor} asks ${member} to sign this letter.` : '',
    ended: endedWords(opened, member),
    ask: open && !outdated ? { label: `Answer for ${member}`, words: 'Two minutes; no account is needed.' } : null,
    problems: failed?.problems ?? [],
    facts: [
      { label: 'Who asks', value: `${campaign.sponsor}, for “${campaign.title}”` },
      { label: 'Addressed to', value: listed(letter.addressees.map(({ name, title }) => name || title)) },
      ...(letter.deadline ? [{ label: 'Deadline', value: momentInWords(letter.deadline, letter.timeZone) }] : []),
      { label: 'Text', value: textWords(shown, newest, letter) },
      { label: 'Questions', value: campaign.sponsorContact },
    ],
    letterUrl: `/letters/${letter.slug}`,
    addressees: letter.addressees.map((addressee) => addressBlock(addressee).join('\n')),
    dateline: letter.sentDay ? dayInWords(letter.sentDay) : 'Date: when it is sent',
    salutation: greetingOf(letter.addressees),
    text: renderMarkdown(shown.text),
    signers: signers.map((stand) => ({ name: stand.full, seat: `${stand.title} · ${seatOf(stand)}` })),
    signersHeading: signers.length > 0 ? 'Signed so far' : '',
    form:
      open && !outdated
        ? {
            action: `/office/${token}`,
            member,
            choices: answers.map((value) => ({ value, ...choiceWords[value](member), checked: value === chosen })),
            problem: failed?.problems.find(({ path }) => path === 'answer')?.message ?? '',
            fields: fieldsFor(
              {
                comment: {
                  label: 'What would need to change, or a comment',
                  kind: 'textarea',
                  rows: 4,
                  hint: 'Read by the campaign’s organizers; not published.',
                },
                name: { label: 'Your name', autocomplete: 'name', required: true },
                title: { label: 'Your title in the office', autocomplete: 'organization-title', required: true },
                email: {
                  label: 'Your office e-mail address',
                  kind: 'email',
                  autocomplete: 'email',
                  required: true,
                  hint: emailHint(domains),
                },
                authorized: {
                  label: `I am authorized to answer for ${member}.`,
                  kind: 'checkbox',
                  required: true,
                },
              },
              failed,
            ),
            next:
              domains.length > 0
                ? 'Next, a mail brings you a link. The answer counts when you press the button there.'
                : 'The answer counts once the campaign has accepted it.',
            kept: 'Your name, title and address are kept as the evidence of it: the campaign’s team sees them, and they are not published.',
            privacyUrl: `/campaigns/${campaign.slug}/privacy`,
          }
        : null,
  } satisfies Page & Record<string, unknown>;
}

const atDomains = (domains: string[]) => domains.map((domain) => `@${domain}`).join(' or ');

const emailHint = (domains: string[]): string =>
  domains.length > 0
    ? `At ${atDomains(domains)}, a mail confirms your answer at once. With another address, the campaign looks at it before it counts.`
    : 'The campaign may write to you there before it accepts the answer.';

function textWords(shown: LetterVersion, newest: LetterVersion, letter: Letter): string {
  const words = `Version ${shown.number}, published ${momentsDay(shown.publishedAt, letter.timeZone)}`;
  return shown.number < newest.number ? `${words}. Version ${newest.number} only corrects its wording.` : words;
}

/** Why no answer is taken, and what to do then; null where one is. */
function endedWords({ letter, campaign, outdated, open, link, newest }: Opened, member: string) {
  const contact = campaign.sponsorContact;
  if (open && !outdated) return null;
  if (open)
    return {
      heading: 'The text has changed since you got this link',
      words: `Your link was for version ${link.version}. Below is the new text. So that no answer counts for words that were not read, it needs a new link: please ask for one at`,
      contact,
      changes: `/letters/${letter.slug}/versions/${newest.number}/changes?from=${link.version}`,
    };
  const closedAt = letter.closedAt ?? letter.deadline;
  const heading =
    letter.state === 'withdrawn'
      ? 'This letter was withdrawn'
      : letter.state === 'sent'
        ? 'This letter has been sent'
        : `This letter closed${closedAt ? ` on ${momentsDay(closedAt, letter.timeZone)}` : ''}`;
  const late = letter.state === 'closed' || letter.state === 'circulating';
  return {
    heading,
    words: `It takes no more answers. Thank you for reading it.${late ? ` If ${member} would still like to sign, please write to` : ' With questions, please write to'}`,
    contact,
    changes: null,
  };
}

/** The same for whatever opens nothing: who tries tokens learns nothing from it. */
export const closedDoorPage = () =>
  ({ view: 'office/unknown', title: 'This link opens nothing', noindex: true }) satisfies Page;

/** After an answer: the mail that confirms it, or that the campaign looks at it. */
export function answeredPage(
  given: Given,
  token: string,
  receipt: string,
  { note, mailFrom }: { note: string; mailFrom: string | null },
) {
  const { answer, letter, campaign } = given;
  const member = called(given);
  const open = answer.state === 'open';
  const byMail = open && answer.known;
  return {
    view: 'office/answered',
    title: `Thank you: ${letter.title}`,
    noindex: true,
    imprint: imprintOf(campaign),
    example: campaign.example,
    note: note === 'again' ? 'The mail is on its way once more.' : null,
    letter: { title: letter.title, url: `/office/${token}` },
    heading: byMail
      ? 'One step left: look into your mail'
      : open
        ? 'Thank you. The campaign takes it from here'
        : 'Thank you',
    lede: byMail
      ? 'The answer counts once you press the button behind the link in it.'
      : open
        ? `The address that you gave is not one at which a mail confirms answers for this body. The organizers have your answer and decide on it; they may write to you first.`
        : settledWords(given, member),
    facts: [
      ...(byMail ? [{ label: 'Mail to', value: answer.staffEmail }] : []),
      ...(byMail && mailFrom ? [{ label: 'From', value: mailFrom }] : []),
      { label: 'Your answer', value: saidWords(answer, member) },
      { label: 'Given by', value: `${answer.staffName}, ${answer.staffTitle}` },
    ],
    byMail,
    again: byMail && answer.mails < MOST_MAILS ? `/office/${token}/answers/${receipt}/again` : null,
    sentAll: byMail && answer.mails >= MOST_MAILS,
    hours: String(CONFIRM_HOURS),
    back: `/office/${token}#answer`,
    contact: campaign.sponsorContact,
  } satisfies Page & Record<string, unknown>;
}

/** What an answer says, in words. */
export function saidWords({ answer, version }: OfficeAnswer, member: string): string {
  if (answer === 'sign') return `${member} signs version ${version} of the letter`;
  if (answer === 'decline') return `${member} does not sign`;
  return 'A change is asked for first';
}

function settledWords({ answer: { state, answer, version }, outdated }: Given, member: string): string {
  if (state === 'replaced')
    return 'Somebody in the office has answered again since. The newer answer takes the place of this one.';
  if (state === 'refused')
    return 'The campaign has looked at this answer and does not count it. Please write to it with questions.';
  if (outdated && answer !== 'change')
    return `The answer is recorded for version ${version}. The text has changed in substance since: the new one needs an answer of its own.`;
  if (answer === 'sign') return `The answer counts: ${member} is among the signers.`;
  if (answer === 'decline') return 'The answer is recorded. It is not published.';
  return 'The campaign has what you ask for.';
}

const buttonWords: Record<OfficeAnswer['answer'], (member: string) => string> = {
  sign: (member) => `Confirm: ${member} signs`,
  decline: (member) => `Confirm: ${member} does not sign`,
  change: () => 'Confirm what we ask for',
};

/** What the link in the mail leads to: the answer and a button. Opening it changes nothing. */
export function confirmPage(given: Given, token: string) {
  const { answer, letter, campaign, version, outdated, link } = given;
  const member = called(given);
  const asks = answer.state === 'open' && takes(letter);
  return {
    view: 'office/confirm',
    title: `Confirm the answer for ${member}: ${letter.title}`,
    noindex: true,
    imprint: imprintOf(campaign),
    example: campaign.example,
    heading: asks
      ? `Confirm the answer for ${member}?`
      : answer.state === 'open'
        ? 'The letter takes no more answers'
        : answer.state === 'confirmed' || answer.state === 'accepted'
          ? 'Confirmed. Thank you'
          : 'This answer is not counted',
    lede: asks
      ? 'It counts once you press the button.'
      : answer.state === 'open'
        ? `The letter was ${letter.state} before this was confirmed.`
        : settledWords(given, member),
    changed:
      asks && outdated
        ? `The text has changed in substance since. This confirms version ${link.version}, which you read; the new text needs an answer of its own.`
        : '',
    letter: { title: letter.title, url: `/letters/${letter.slug}` },
    sponsor: campaign.sponsor,
    facts: [
      { label: 'Answer', value: saidWords(answer, member) },
      ...(answer.comment ? [{ label: 'Comment', value: answer.comment }] : []),
      { label: 'Given by', value: `${answer.staffName}, ${answer.staffTitle}` },
      { label: 'Confirmed by', value: answer.staffEmail },
      { label: 'On', value: dayInWords(dayIn(answer.createdAt, letter.timeZone)) },
    ],
    text: renderMarkdown(version.text),
    textLabel: `The text: version ${version.number}`,
    form: asks ? { action: `/office/confirm/${token}`, button: buttonWords[answer.answer](member) } : null,
    undo: asks
      ? 'If this is not what your office wants to say, do nothing: an answer that nobody confirms is not counted.'
      : 'To change it or take it back, please write to',
    contact: asks ? '' : campaign.sponsorContact,
  } satisfies Page & Record<string, unknown>;
}
