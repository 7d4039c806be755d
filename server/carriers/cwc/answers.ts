/** What an answer of the service means for a message. */
import { listed } from '../../basics/text.ts';
import type { Answered } from './asking.ts';
import type { Chamber } from './rules.ts';

/**
 * 'delivered': the office has it, from this try or an earlier one. 'refused': never, and the writer is told why.
 * 'closed': this office takes no messages. 'unset': whoever runs the site has to mend something. 'later': again later.
 */
export type Meaning = { kind: 'delivered' } | { kind: 'refused' | 'closed' | 'unset' | 'later'; problem: string };

export const serviceOf = (chamber: Chamber): string => `the ${chamber === 'house' ? 'House' : 'Senate'}’s mail service`;

/** What a writer has a hand in, by the element that an error names. */
const writers: Record<string, string> = {
  Prefix: 'the form of address',
  FirstName: 'the first name',
  LastName: 'the last name',
  Address1: 'the street address',
  City: 'the city',
  StateAbbreviation: 'the state',
  Zip: 'the ZIP code',
  Phone: 'the phone number',
  Email: 'the e-mail address',
  Subject: 'the subject',
  OrganizationStatement: 'the campaign’s text',
  ConstituentMessage: 'your text',
};
/** What the operator has set. */
const AGENTS = /\b(DeliveryAgent\w*|apikey|api key)\b/i;

/** Reads the service's answer to a message. What it says is not repeated, for it may hold what the message holds. */
export function meaningOf(chamber: Chamber, { status, body, page, code }: Answered): Meaning {
  const service = serviceOf(chamber);
  const later = (problem: string): Meaning => ({ kind: 'later', problem });
  if (status === null) return later(`${service} could not be reached (${code})`);
  if (status === 409) return { kind: 'delivered' };
  // A page in the place of an answer comes from something in between; a second try is safe.
  if (page) return later(`${service} answered with a page (${status})`);
  if (status >= 200 && status < 300) return { kind: 'delivered' };
  if (status === 401 || status === 403) return { kind: 'unset', problem: `${service} refused the key (${status})` };
  if (status === 404) return closedOffice(chamber);
  if (status === 400 || status === 422) return refusal(chamber, body);
  if (status === 429 || status === 408 || status >= 500) return later(`${service} asked to wait (${status})`);
  return { kind: 'unset', problem: `${service} answered ${status}, which it is not known to` };
}

/** The service does not know the office, or has stopped taking messages for it. */
export const closedOffice = (chamber: Chamber): Meaning => ({
  kind: 'closed',
  problem: `${serviceOf(chamber)} takes no messages for this office at the moment`,
});

function refusal(chamber: Chamber, body: string): Meaning {
  const service = serviceOf(chamber);
  const named = Object.keys(writers).filter((element) => new RegExp(`\\b${element}\\b`).test(body));
  if (named.length > 0)
    return {
      kind: 'refused',
      problem: `${service} did not take ${listed(named.map((name) => writers[name] ?? ''))}`,
    };
  if (AGENTS.test(body)) return { kind: 'unset', problem: `${service} did not take the name of the sending agent` };
  if (/\bMemberOffice\b/.test(body)) return closedOffice(chamber);
  return { kind: 'refused', problem: `${service} did not take the message` };
}
