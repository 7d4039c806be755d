import type { Invitation } from '../accounts/invitations.ts';
import type { Failed } from '../accounts/pages.ts';
import type { ApiToken } from '../accounts/tokens.ts';
import { plural } from '../basics/text.ts';
import { momentInShort } from '../basics/time.ts';
import type { Viewer } from '../basics/viewer.ts';
import type { OwnTable } from '../districts/ziptable.ts';
import type { BodyDomains } from '../office/office.ts';
import { fieldsFor, line } from '../web/forms.ts';
import { type Fresh, invitationRows, tokenNameField, tokenRows } from './team.pages.ts';

/** What the outbox page may tell of a mail; the text only where `readableMail` allows it. */
export interface OutboxEntry {
  kind: string;
  state: string;
  at: Date;
  problem: string | null;
  mail: { subject: string; text: string; to: string; links: string[] } | null;
}

const notes: Record<string, string> = {
  invited: 'The invitation is on its way by mail.',
  withdrawn: 'The invitation is void.',
  removed: 'The account is removed.',
  revoked: 'The token no longer works.',
  domains: 'The mail domains are set.',
};

/** How places are found: by which ZIP table, by which geocoder, and what is wrong with it. */
export interface Lookups {
  words: string;
  alarm: string;
  ownTable: OwnTable | null;
}

export interface SiteShown {
  viewer: Viewer | null;
  accounts: { id: string; name: string; email: string; admin: boolean; campaigns: number }[];
  invitations: Invitation[];
  tokens: ApiToken[];
  mailReady: boolean;
  outbox: OutboxEntry[];
  domains: BodyDomains[];
  lookups: Lookups;
}

/** What came of the deed before: a secret to show, or one of the two forms shown again. */
export interface SiteCame {
  note?: string;
  fresh?: Fresh;
  inviteFailed?: Failed;
  tokenFailed?: Failed;
  /** The mail domains of a body. */
  domainsFailed?: Failed & { body: string };
}

export function siteAdminPage(shown: SiteShown, came: SiteCame = {}) {
  const base = '/desk/site';
  return {
    view: 'desk/site',
    title: 'Site',
    width: 'wide' as const,
    note: notes[came.note ?? ''] ?? null,
    base,
    fresh: came.fresh ?? null,
    problems: [
      ...(came.inviteFailed?.problems ?? []),
      ...(came.tokenFailed?.problems ?? []),
      ...(came.domainsFailed?.problems ?? []),
    ],
    lookups: { alarm: shown.lookups.alarm, words: [zipWords(shown.lookups.ownTable), shown.lookups.words] },
    domains: shown.domains.map((row) => domainsRow(row, came.domainsFailed)),
    accounts: shown.accounts.map(({ id, name, email, admin, campaigns }) => ({
      name,
      email,
      about: [admin ? 'admin' : '', plural(campaigns, 'campaign')].filter(Boolean).join(', '),
      remove: id === shown.viewer?.accountId ? null : `${base}/accounts/${id}/remove`,
    })),
    invitations: invitationRows(shown.invitations, base),
    inviteFields: fieldsFor(
      { email: { label: 'E-mail address of another admin', kind: 'email', required: true } },
      came.inviteFailed,
    ),
    tokens: tokenRows(shown.tokens, base),
    tokenFields: fieldsFor({ tokenName: tokenNameField }, came.tokenFailed),
    mailWords: shown.mailReady
      ? 'Mail leaves by the mail server of SMTP_URL.'
      : 'No mail server is set (SMTP_URL, MAIL_FROM), so mail waits here.',
    outbox: shown.outbox.map(({ kind, state, at, problem, mail }) => ({
      kind: kind.replace(/-/g, ' '),
      state: problem ? `${state}: ${problem}` : state,
      at: momentInShort(at, 'America/New_York'),
      mail,
    })),
  };
}

const zipWords = (own: OwnTable | null): string =>
  own
    ? `ZIP codes are looked up in your own table, imported on ${momentInShort(own.at, 'America/New_York')}: ${own.source}.`
    : 'ZIP codes are looked up in the table that comes with the program.';

/** A body with its mail domains, and a field for others. */
function domainsRow({ body, set, usual }: BodyDomains, failed: SiteCame['domainsFailed']) {
  const again = failed?.body === body.key ? failed : null;
  return {
    key: body.key,
    id: again ? 'domains' : `domains-${body.key}`,
    name: body.name,
    value: again ? line(again.typed['domains']) : set.join(' '),
    problem: again?.problems[0]?.message ?? '',
    words:
      set.length > 0
        ? set.join(', ')
        : usual.length > 0
          ? `${usual.join(', ')}, as usual`
          : 'none: an organizer accepts every answer',
  };
}
