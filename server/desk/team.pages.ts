import type { Invitation } from '../accounts/invitations.ts';
import type { Failed } from '../accounts/pages.ts';
import { roleMeanings } from '../accounts/pages.ts';
import type { Member } from '../accounts/team.ts';
import type { ApiToken } from '../accounts/tokens.ts';
import { dayInWashington, dayInWords } from '../basics/time.ts';
import type { Role, Viewer } from '../basics/viewer.ts';
import { fieldsFor } from '../web/forms.ts';

/** A secret that is shown this once: an invitation's link while no mail can leave, a token. */
export interface Fresh {
  label: string;
  value: string;
  hint: string;
}

export const freshLink = (email: string, link: string): Fresh => ({
  label: `Link for ${email}`,
  value: link,
  hint: 'This site sends no mail yet, so pass the link on yourself. It is shown this once and works once.',
});

export const freshToken = (name: string, secret: string): Fresh => ({
  label: `Token “${name}”`,
  value: secret,
  hint: 'Copy it now: it is shown this once. Programs send it as “Authorization: Bearer …”.',
});

const roles: Role[] = ['volunteer', 'staffer', 'organizer'];
const options = roles.map((role) => ({ value: role, label: `${capital(role)}: ${roleMeanings[role]}` }));

function capital(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}

const day = (moment: Date) => dayInWords(dayInWashington(moment));

/** Invitations that wait, ready to print; `base` is the page they are on. */
export const invitationRows = (invitations: Invitation[], base: string) =>
  invitations.map(({ id, email, role, invitedBy, expiresAt }) => ({
    email,
    role,
    about: `from ${invitedBy}, until ${day(expiresAt)}`,
    withdraw: `${base}/invitations/${id}/withdraw`,
  }));

/** Tokens in use, ready to print; `base` is the page they are on. */
export const tokenRows = (tokens: ApiToken[], base: string) =>
  tokens.map(({ id, name, role, createdBy, createdAt }) => ({
    name,
    role,
    about: `made by ${createdBy} on ${day(createdAt)}`,
    revoke: `${base}/tokens/${id}/revoke`,
  }));

export const tokenNameField = {
  label: 'Name of the token',
  required: true,
  hint: 'What uses it, such as “website counter”.',
} as const;

const notes: Record<string, string> = {
  invited: 'The invitation is on its way by mail.',
  withdrawn: 'The invitation is void.',
  role: 'The role is changed.',
  removed: 'Removed from the team.',
  revoked: 'The token no longer works.',
};

export interface TeamShown {
  campaign: { title: string; slug: string };
  viewer: Viewer | null;
  members: Member[];
  invitations: Invitation[];
  tokens: ApiToken[];
}

/** What came of the deed before: a secret to show, or one of the two forms shown again. */
export interface Came {
  note?: string;
  fresh?: Fresh;
  inviteFailed?: Failed;
  tokenFailed?: Failed;
}

export function teamPage({ campaign, viewer, members, invitations, tokens }: TeamShown, came: Came = {}) {
  const base = `/desk/campaigns/${campaign.slug}/team`;
  return {
    view: 'desk/team',
    title: `Team of ${campaign.title}`,
    width: 'wide' as const,
    note: notes[came.note ?? ''] ?? null,
    campaign: { title: campaign.title, url: `/desk/campaigns/${campaign.slug}` },
    base,
    fresh: came.fresh ?? null,
    problems: [...(came.inviteFailed?.problems ?? []), ...(came.tokenFailed?.problems ?? [])],
    members: members.map((member) => ({
      name: member.name,
      email: member.email,
      you: member.accountId === viewer?.accountId,
      roles: roles.map((role) => ({ value: role, label: capital(role), now: role === member.role })),
      change: `${base}/members/${member.accountId}`,
      remove: `${base}/members/${member.accountId}/remove`,
    })),
    invitations: invitationRows(invitations, base),
    inviteFields: fieldsFor(
      {
        email: { label: 'E-mail address', kind: 'email', required: true },
        role: { label: 'Role', kind: 'select', required: true, options, value: 'staffer' },
      },
      came.inviteFailed,
    ),
    tokens: tokenRows(tokens, base),
    tokenFields: fieldsFor(
      {
        tokenName: tokenNameField,
        tokenRole: { label: 'Role of the token', kind: 'select', required: true, options, value: 'staffer' },
      },
      came.tokenFailed,
    ),
  };
}
