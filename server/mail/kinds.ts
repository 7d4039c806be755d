import type { Stream } from '../db/tables.ts';

/** Every mail that the program sends, with the data its template `views/mail/<kind>.txt.ejs` needs. */
export interface MailKinds {
  /** A link with which somebody joins a campaign. */
  invitation: { invitedBy: string; role: string; campaign: string | null; link: string; days: number };
  /**
   * Asks a constituent whether the address is theirs, before their message goes to a legislator. It does not hold what
   * was typed: else a stranger could have anything sent to anybody. The page behind the link shows it.
   */
  'confirm-message': LetterMail & { legislator: string };
  /** Asks a signer whether the address is theirs. It does not hold what was typed, as above. */
  'confirm-signature': LetterMail;
  /** The same once more, and the last time. */
  'remind-signature': LetterMail;
  /** To somebody whose signature was asked for again: it stands already, and here is its page. */
  'already-signed': LetterMail;
  /** Asks an organization that an organizer named to sign. Its address gets this one and no other. */
  'organization-invitation': Omit<LetterMail, 'days'> & {
    organization: string;
    invitedBy: string;
    campaign: string;
    deadline: string;
    /** Where it says that it does not want to be written to again. */
    decline: string;
  };
  /** Asks a signer whether their name is to stay under a text that changed in substance. */
  reaffirm: Omit<LetterMail, 'days'> & { version: number; reason: string };
  /**
   * Asks somebody in a legislator's office to confirm the answer that was given by the office's link. It holds nothing
   * that was typed, as above.
   */
  'office-answer': Omit<LetterMail, 'days'> & { legislator: string; hours: number };
  /** Tells an office that has not signed how long a letter takes names, with the office's own link. An organizer sends it. */
  'office-reminder': Omit<LetterMail, 'days'> & { to: string; person: string; legislator: string; deadline: string };
  /** Leads to a page with all that is held of whoever has the address. */
  'privacy-link': { link: string; hours: number; site: string };
  /** News of a letter, to a signer who asked for it. Its text is a shared body. `unsubscribe` and `own` are addresses. */
  update: {
    /** Whose mailing list it is: somebody who leaves that gets none of its mails that still wait. */
    campaignId: string;
    name: string;
    letter: string;
    unsubscribe: string;
    own: string;
    sponsor: string;
    sponsorAddress: string;
  };
  /** Asks a writer, two weeks later, whether the offices answered. */
  'did-they-answer': Omit<LetterMail, 'days'> & { legislators: string };
  /** Tells a writer that an office's side did not take their message, and where other ways are. */
  'message-failed': Omit<LetterMail, 'days'> & { legislator: string; problem: string };
  /** A constituent's own message to their legislator. */
  message: { subject: string; text: string; name: string; place: string; sponsor: string; sponsorAddress: string };
}

/** What mail about a letter tells: which one, the receiver's link, and who answers for it. */
type LetterMail = {
  letter: string;
  link: string;
  /** How long it is kept unconfirmed. */
  days: number;
  sponsor: string;
  sponsorAddress: string;
  sponsorContact: string;
};

export type MailKind = keyof MailKinds;

/** What goes to many at once stands behind what somebody waits for. */
const toMany = new Set<MailKind>(['update', 'reaffirm', 'did-they-answer', 'remind-signature', 'office-reminder']);

/** What goes only to addresses that their owners have confirmed. */
const toProven = new Set<MailKind>(['update', 'reaffirm', 'did-they-answer', 'message-failed']);

/**
 * Whether a mail that came back tells that its address is none. Other mail goes to whatever a stranger types, also
 * 'ana-x@yahoo.com', which is not there and counts as 'ana@yahoo.com', which is.
 */
export const tellsOfAddress = (kind: string): boolean => (toProven as Set<string>).has(kind);

export const streamOf = (kind: MailKind): Stream => (toMany.has(kind) ? 'updates' : 'confirmations');
