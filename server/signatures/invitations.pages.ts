/** Inviting organizations: the desk's pages, and what an invited one sees. */
import type { Problem } from '../basics/errors.ts';
import { grouped, plural } from '../basics/text.ts';
import { momentInShort } from '../basics/time.ts';
import { imprintOf } from '../campaigns/campaigns.ts';
import { isOpen, type Letter } from '../letters/letters.ts';
import { fieldsFor, type Typed } from '../web/forms.ts';
import type { Page } from '../web/render.ts';
import { crumbsOf, signaturesUrl } from './desk.pages.ts';
import {
  type CheckedRow,
  type Invitation,
  type Invited,
  type listInvitations,
  MOST_ROWS,
  type Verdict,
} from './invitations.ts';

export const invitationsUrl = (letter: Letter) => `/desk/letters/${letter.slug}/invitations`;

export const invitationStates: Invitation['state'][] = ['invited', 'signed', 'declined'];
const stateWords: Record<Invitation['state'], string> = {
  invited: 'Invited',
  signed: 'Signed',
  declined: 'Do not want mail',
};

const verdictWords: Record<Verdict, string> = {
  new: 'will be invited',
  double: 'twice in this list',
  invited: 'invited before',
  declined: 'does not want to be written to',
  signed: 'has signed already',
  malformed: 'cannot be read',
};

interface Typing {
  text: string;
  problems: Problem[];
}

const listField = ({ text, problems }: Typing) =>
  fieldsFor(
    {
      list: {
        label: 'The list',
        kind: 'textarea' as const,
        rows: 8,
        required: true,
        hint: `One organization a line: its name, who to write to, and an e-mail address. Cells copied from a spreadsheet or a CSV file will do, with the columns in any order; at most ${grouped(MOST_ROWS)} lines at once.`,
      },
    },
    { problems, typed: { list: text } as Typed },
  ).list;

export interface InvitationsState {
  letter: Letter;
  list: Awaited<ReturnType<typeof listInvitations>>;
  state: Invitation['state'];
  now: Date;
  /** How many were invited just now. */
  invited: number | null;
  typing?: Typing;
}

/** Whom a letter has invited, and the list to paste. */
export function invitationsPage({ letter, list, state, now, invited, typing }: InvitationsState) {
  const url = invitationsUrl(letter);
  const total = list.counts.invited + list.counts.signed + list.counts.declined;
  return {
    view: 'signatures/invitations',
    title: `Invite organizations: ${letter.title}`,
    width: 'wide' as const,
    note:
      invited === null
        ? null
        : `${plural(invited, 'organization is', 'organizations are')} invited: the mail is on its way.`,
    back: crumbsOf(letter),
    list: signaturesUrl(letter),
    problems: typing?.problems ?? [],
    form: isOpen(letter, now)
      ? { action: `${url}/check`, field: listField(typing ?? { text: '', problems: [] }) }
      : null,
    total,
    tabs: invitationStates.map((one) => ({
      label: stateWords[one],
      count: grouped(list.counts[one]),
      url: `${url}?state=${one}`,
      current: one === state,
    })),
    rows: list.items.map((row) => ({
      organization: row.organization,
      who: [row.name, row.email].filter(Boolean).join(', '),
      about: `by ${row.invitedBy}, ${momentInShort(row.createdAt, letter.timeZone)}`,
    })),
    next: list.next ? `${url}?${new URLSearchParams({ state, after: list.next })}` : null,
  } satisfies Page & Record<string, unknown>;
}

/** What would become of each row of a list; nothing has happened yet. */
export function checkedPage(letter: Letter, rows: CheckedRow[], text: string) {
  const url = invitationsUrl(letter);
  const count = (verdict: Verdict) => rows.filter((row) => row.verdict === verdict).length;
  const others = rows.length - count('new');
  const doubts = rows.filter(({ verdict, meant }) => verdict === 'new' && meant).length;
  const row = ({ line, organization, name, email, verdict, problem, meant }: CheckedRow) => ({
    line: String(line),
    organization,
    who: [name, email].filter(Boolean).join(', '),
    doubt: meant && verdict === 'new' ? `Did you mean @${meant}?` : '',
    verdict,
    words: problem ? `${verdictWords[verdict]}: ${problem}` : verdictWords[verdict],
  });
  return {
    view: 'signatures/checked',
    title: `Look over the list: ${letter.title}`,
    width: 'wide' as const,
    back: crumbsOf(letter),
    list: url,
    lede:
      count('new') === 0
        ? 'Nobody in this list would be invited.'
        : `${plural(count('new'), 'organization')} would get a mail${count('new') === 1 ? '' : ' each'}. ${others > 0 ? `${plural(others, 'line', 'lines')} would not: see why below.` : ''} Nothing has been sent yet.`,
    doubts:
      doubts > 0
        ? `${plural(doubts, 'address looks', 'addresses look')} mistyped: see the question beside ${doubts === 1 ? 'it' : 'each'} below.`
        : '',
    invite: count('new') > 0 ? { action: url, button: `Invite ${plural(count('new'), 'organization')}` } : null,
    check: `${url}/check`,
    text,
    field: listField({ text, problems: [] }),
    numbers: (Object.keys(verdictWords) as Verdict[]).flatMap((verdict) =>
      count(verdict) > 0 ? [{ count: grouped(count(verdict)), words: verdictWords[verdict] }] : [],
    ),
    others: rows.filter(({ verdict }) => verdict !== 'new').map(row),
    fresh: rows.filter(({ verdict }) => verdict === 'new').map(row),
  } satisfies Page & Record<string, unknown>;
}

/** "Do not write to me again", for whoever was invited. */
export function declinePage({ invitation, letter, campaign }: Invited, token: string, now: Date) {
  return {
    view: 'signatures/decline',
    title: `An invitation: ${letter.title}`,
    imprint: imprintOf(campaign),
    example: campaign.example,
    organization: invitation.organization,
    letter: { url: `/letters/${letter.slug}`, title: letter.title },
    invitedBy: invitation.invitedBy,
    campaign: campaign.title,
    declined: invitation.state === 'declined',
    sign:
      invitation.state === 'invited' && isOpen(letter, now) ? `/letters/${letter.slug}/sign?invitation=${token}` : null,
    action: `/letters/${letter.slug}/invitation`,
    token,
  } satisfies Page & Record<string, unknown>;
}
