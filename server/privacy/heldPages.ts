/** The pages of what is held of one person: asking for it, reading it, erasing it. */
import type { Problem } from '../basics/errors.ts';
import { listed, plural } from '../basics/text.ts';
import { dayIn, dayInWords } from '../basics/time.ts';
import { wayWords } from '../messages/messages.ts';
import { stateInWords } from '../signatures/signatures.ts';
import { fieldsFor, type Typed } from '../web/forms.ts';
import { type Erased, LINK_HOURS } from './links.ts';
import type { Held } from './privacy.ts';

export const askFields = (failed?: { problems: Problem[]; typed: Typed }) =>
  fieldsFor(
    {
      email: {
        ...{ label: 'Your e-mail address', kind: 'email', required: true, autocomplete: 'email' },
        hint: 'We send it a link that shows what is held of it, also when that is nothing.',
      },
    },
    failed,
  );

export const askedPage = (mailFrom: string | null) => ({
  view: 'privacy/asked',
  title: 'Look into your mail',
  lede: `A link is on its way to the address that you gave${mailFrom ? `, from ${mailFrom}` : ''}. It works for ${LINK_HOURS} hours.`,
});

/** For a link that opens nothing: one that was never made, or is a day old. */
export const endedPage = () => ({
  view: 'privacy/ended',
  title: 'This link has ended',
  lede: `Such a link works for ${LINK_HOURS} hours. You can ask for another one.`,
  problems: [],
  fields: askFields(),
});

const day = (moment: Date): string => dayInWords(dayIn(moment, 'UTC'));

/** A group of things that are held, each with a heading and facts ready to print. */
interface Group {
  heading: string;
  items: { title: string; url: string; facts: { label: string; value: string }[] }[];
}

/** Facts that there are: what is null or empty is left out. */
const facts = (...pairs: [label: string, value: string | null][]) =>
  pairs.flatMap(([label, value]) => (value ? [{ label, value }] : []));

const yes = (flag: boolean) => (flag ? 'yes' : 'no');

/** What a delivery needs of its constituent, in a line. */
const detailsInWords = (details: NonNullable<Held['messages'][number]['details']>): string =>
  Object.values(details)
    .filter((value) => typeof value === 'string' && value !== '')
    .join(', ');

const messageStates: Record<Held['messages'][number]['state'], string> = {
  confirming: 'waits to be confirmed',
  disowned: 'not written by you, as somebody with this address said',
  queued: 'waits to be sent',
  sent: 'sent',
  failed: 'could not be sent',
  opened: 'opened elsewhere',
  reported: 'reported',
};

const newsStates: Record<Held['updates'][number]['state'], string> = {
  listed: 'may go to you',
  queued: 'on its way to you',
  sent: 'sent to you',
  failed: 'could not be sent',
  returned: 'came back',
  unsure: 'sent, and may have arrived',
  suppressed: 'not sent: no more news goes to this address',
  skipped: 'not sent: you wanted no more',
};

const whyNoMail: Record<Held['suppressions'][number]['why'], string> = {
  bounced: 'mail to the address came back',
  complained: 'mail to the address was reported as unwanted',
  unsubscribed: 'you left the list',
};

function groupsOf({
  signatures,
  updates,
  messages,
  receipts,
  answers,
  offices,
  invitations,
  teamInvitations,
  suppressions,
  account,
}: Held): Group[] {
  const groups: Group[] = [
    {
      heading: 'Signatures',
      items: signatures.map((row) => ({
        title: row.letterTitle,
        url: row.letterUrl,
        facts: facts(
          ['Standing', stateInWords[row.state]],
          ['Name', row.name],
          ['Shown to the public as', row.shownAs ?? (row.name ? 'not shown' : null)],
          ['Organization', row.organization],
          ['Title or role', row.title],
          ['Website', row.website],
          ['E-mail address', row.email],
          ['Street', row.address],
          ['City', row.city],
          ['ZIP code', row.zip],
          ['Country', row.country],
          ['State', row.homeState],
          ['District', row.homeDistrict],
          ['Comment', row.comment],
          ['Words for your legislators', row.words],
          ['Network address', row.network],
          ['Agreed to news by e-mail', yes(row.updates)],
          ['Agreed that the campaign keeps your address', yes(row.share)],
          ['Version signed', String(row.version)],
          ['Signed on', day(row.createdAt)],
          ['Confirmed on', row.confirmedAt && day(row.confirmedAt)],
          ['Mails to you about this letter', String(row.mails)],
        ),
      })),
    },
    {
      heading: 'News by e-mail',
      items: updates.map((row) => ({
        title: row.subject,
        url: row.letterUrl,
        facts: facts(['About', row.letterTitle], ['Standing', newsStates[row.state]], ['Since', day(row.at)]),
      })),
    },
    {
      heading: 'Messages to legislators',
      items: messages.map((row) => ({
        title: row.letterTitle,
        url: row.letterUrl,
        facts: facts(
          ['Standing', messageStates[row.state]],
          ['Written', day(row.createdAt)],
          ['Name', row.name],
          ['E-mail address', row.email],
          ['ZIP code', row.zip],
          ['State', row.homeState],
          ['District', row.homeDistrict],
          ['Subject', row.subject],
          ['Text', row.text],
          ['Way', wayWords[row.way]],
          ['How the call ended', row.outcome],
          ['For the office alone', row.details && detailsInWords(row.details)],
          ['How much of the text is the campaign’s', row.similarity === null ? null : `${row.similarity} %`],
          ['Words that the campaign may quote', row.quote],
          ['Why it failed', row.problem],
          ['Whether the office answered, as you said', row.answered],
        ),
      })),
    },
    {
      heading: 'Pages with what became of your messages',
      items: receipts.map((row) => ({
        title: row.letterTitle,
        url: row.letterUrl,
        facts: facts(
          ['Since', day(row.createdAt)],
          ['You will be asked once whether they answered on', row.askAt && day(row.askAt)],
          ['You were asked whether they answered on', row.askedAt && day(row.askedAt)],
        ),
      })),
    },
    {
      heading: 'Answers for a legislator’s office',
      items: answers.map((row) => ({
        title: row.letterTitle,
        url: row.letterUrl,
        facts: facts(
          ['Standing', row.evidence ? 'counts, and is kept as the evidence of it' : 'does not count'],
          ['For', row.legislator],
          ['Answer', row.answer],
          ['Version', String(row.version)],
          ['Name', row.staffName],
          ['Title', row.staffTitle],
          ['E-mail address', row.staffEmail],
          ['Comment', row.comment],
          ['Given on', day(row.createdAt)],
          ['Confirmed on', row.confirmedAt && day(row.confirmedAt)],
        ),
      })),
    },
    {
      heading: 'Noted as whom to ask in a legislator’s office',
      items: offices.map((row) => ({
        title: row.campaign,
        url: '',
        facts: facts(
          ['Office of', row.legislator],
          ['Name', row.name],
          ['Title', row.title],
          ['E-mail address', row.email],
          ['Phone', row.phone],
          ['Noted on', day(row.createdAt)],
        ),
      })),
    },
    {
      heading: 'Invitations',
      items: [
        ...invitations.map((row) => ({
          title: row.organization,
          url: '',
          facts: facts(
            ['For', 'signing a letter'],
            ['Standing', row.state],
            ['Name', row.name],
            ['E-mail address', row.email],
            ['Invited by', row.invitedBy],
            ['On', day(row.createdAt)],
          ),
        })),
        ...teamInvitations.map((row) => ({
          title: row.campaign ?? 'This site',
          url: '',
          facts: facts(
            ['For', `joining as ${row.role}`],
            ['Invited by', row.invitedBy],
            ['Good until', day(row.expiresAt)],
          ),
        })),
      ],
    },
    {
      heading: 'No more news to this address',
      items: suppressions.map((row) => ({
        title: row.campaign ?? 'This whole site',
        url: '',
        facts: facts(
          ['Why', whyNoMail[row.why]],
          ['Since', day(row.at)],
          ['Kept as', 'a keyed hash of the address, also after all else is erased, so that nothing more is sent'],
        ),
      })),
    },
    {
      heading: 'Account',
      items: account
        ? [
            {
              title: account.name,
              url: '',
              facts: facts(['E-mail address', account.email], ['Since', day(account.createdAt)]),
            },
          ]
        : [],
    },
  ];
  return groups.filter(({ items }) => items.length > 0);
}

/** All that is held of whoever has the link. */
export function heldPage(token: string, held: Held) {
  const groups = groupsOf(held);
  const waiting = held.mails.filter(({ state }) => state === 'waiting' || state === 'sending').length;
  const erasable = countsOf(held).length > 0;
  return {
    view: 'privacy/held',
    noindex: true,
    title: 'What is held of you',
    lede:
      groups.length === 0
        ? `Nothing is held of ${held.email}.`
        : `This is all that is held of ${held.email}, in whatever way your provider lets it be written.`,
    groups,
    waiting:
      waiting > 0 ? `${plural(waiting, 'mail')} to you or for you ${waiting === 1 ? 'waits' : 'wait'} to be sent.` : '',
    downloadUrl: `/privacy/held.json?token=${token}`,
    eraseUrl: erasable ? `/privacy/erase?token=${token}` : '',
    account: held.account !== null,
  };
}

/** The last look before all is erased. */
export function erasePage(token: string, held: Held) {
  const counts = countsOf(held);
  const evidence = held.answers.some((answer) => answer.evidence);
  const nothing = evidence
    ? 'What is held of you counts as evidence, and is not erased here.'
    : 'Nothing is held of you.';
  return {
    view: 'privacy/erase',
    noindex: true,
    title: 'Erase everything?',
    token,
    nothing: counts.length === 0,
    lede: counts.length > 0 ? `${listed(counts)} will be forgotten. It cannot be undone.` : nothing,
    heldUrl: `/privacy/held?token=${token}`,
    account: held.account !== null,
    evidence,
    suppressed: held.suppressions.length > 0,
  };
}

/** What would be forgotten, in words. */
function countsOf({ signatures, messages, answers, offices, invitations, teamInvitations }: Held): string[] {
  const forgettable = answers.filter(({ evidence }) => !evidence).length;
  return [
    signatures.length > 0 && plural(signatures.length, 'signature'),
    messages.length > 0 && plural(messages.length, 'message'),
    forgettable > 0 && plural(forgettable, 'answer'),
    offices.length > 0 &&
      plural(offices.length, 'note of your address at an office', 'notes of your address at offices'),
    invitations.length + teamInvitations.length > 0 &&
      plural(invitations.length + teamInvitations.length, 'invitation'),
  ].filter((words) => words !== false);
}

/** What became of it. */
export function erasedPage(erased: Erased) {
  const { withdrawn, kept, forgotten, messages, onTheirWay, invitations, answers, evidence, offices } = erased;
  const done = [
    withdrawn > 0 && `${plural(withdrawn, 'signature')} withdrawn and forgotten.`,
    kept > 0 && `${plural(kept, 'signature')} under closed letters forgotten: a nameless one still counts there.`,
    forgotten > 0 && `${plural(forgotten, 'signature')} that had ended before forgotten.`,
    messages > 0 && `${plural(messages, 'message')} forgotten; those that waited will not be sent.`,
    invitations > 0 && `${plural(invitations, 'invitation')} forgotten.`,
    answers > 0 && `${plural(answers, 'answer')} for an office forgotten.`,
    offices > 0 && `Your address taken off ${plural(offices, 'office')}.`,
    evidence > 0 &&
      `${plural(evidence, 'answer')} for an office ${evidence === 1 ? 'counts and stays' : 'count and stay'}, as the evidence of a legislator’s position.`,
    onTheirWay > 0 &&
      `${plural(onTheirWay, 'message')} just on the way could not be taken back. Open the link once more in a few minutes.`,
  ].filter((words) => words !== false);
  return {
    view: 'privacy/erased',
    noindex: true,
    title: 'Erased',
    lede: done.length > 0 ? 'This is what was done:' : 'Nothing was held of you, so nothing had to be done.',
    done,
  };
}
