/**
 * What mail servers write about a mail of ours: that it came back (RFC 3464), or that its reader complained (RFC 5965).
 * Reading alone: nothing here is believed, for anybody can write such a mail. Whatever the bytes are, reading ends with
 * a value.
 */
import PostalMime, { type Attachment, type Email } from 'postal-mime';

/** What a report says of one recipient. */
export interface Recipient {
  /** The addresses it names, the original and the final one. */
  addresses: string[];
  /** 'failed', 'delayed', 'delivered', 'relayed', 'expanded'; '' where it is missing. */
  action: string;
  /** As RFC 3463 has it: '5.1.1'; '' where it is missing. */
  status: string;
  /** What the receiving server said. */
  diagnostic: string;
}

export interface Report {
  /** Texts in which the mark of our mail may stand: headers, the report's own fields, the headers that were returned. */
  places: string[];
  /** The Message-IDs of what was returned, without angle brackets. */
  messageIds: string[];
  complaint: boolean;
  recipients: Recipient[];
}

/** What a server says of a mail stands before the mail, which may be long. */
const MOST_READ = 262_144;
/** More than this of a part says nothing new. */
const MOST_TEXT = 65_536;
const MOST_RECIPIENTS = 100;
/** Nested deeper, or with more headers, it is no report of a mail server. */
const limits = { forceRfc822Attachments: true, maxNestingDepth: 20, maxHeadersSize: 262_144 };

const statusTypes = /^message\/(global-)?delivery-status$/;
const returnedTypes = /^(message\/(rfc822|global|global-headers|rfc822-headers)|text\/rfc822-headers)$/;

/** The feedback of readers who do not want our mail; 'not-spam' and what machines found are not that. */
const complaints = new Set(['abuse', 'fraud', 'opt-out', 'opt-out-list']);

/** Reads a mail as a report about one of ours; null for what is none. */
export async function readReport(raw: Buffer): Promise<Report | null> {
  let mail: Email;
  try {
    mail = await PostalMime.parse(raw.subarray(0, MOST_READ), limits);
  } catch {
    return null;
  }
  const status = textsOf(mail, (type) => statusTypes.test(type));
  const feedback = textsOf(mail, (type) => type === 'message/feedback-report');
  const returned = textsOf(mail, (type) => returnedTypes.test(type)).map(headersIn);
  const complaint = feedback.length > 0 ? feedback.some(isComplaint) : isBareComplaint(mail, returned);
  const recipients = complaint || feedback.length > 0 ? [] : status.length > 0 ? status.flatMap(recipientsIn) : [];
  if (!complaint && recipients.length === 0) {
    if (feedback.length > 0 || status.length > 0) return null;
    const guessed = guess(mail);
    if (!guessed) return null;
    recipients.push(guessed);
  }
  const own = mail.headers.map(({ value }) => value).join('\n');
  const quoted = [...(mail.text ?? '').slice(0, MOST_TEXT).matchAll(/^return-path:.*$/gim)].map(([line]) => line);
  return {
    places: [own, ...status, ...feedback, ...returned, ...quoted].map((text) => text.slice(0, MOST_TEXT)),
    messageIds: returned.flatMap((headers) => /^message-id:\s*<([^<>\s]{1,300})>/im.exec(headers)?.[1] ?? []),
    complaint,
    recipients: recipients.slice(0, MOST_RECIPIENTS),
  };
}

const textsOf = (mail: Email, fits: (type: string) => boolean): string[] =>
  mail.attachments.filter(({ mimeType }) => fits(mimeType)).map(textOf);

const textOf = ({ content }: Attachment): string =>
  typeof content === 'string'
    ? content.slice(0, MOST_TEXT)
    : Buffer.from(content instanceof ArrayBuffer ? new Uint8Array(content) : content)
        .subarray(0, MOST_TEXT)
        .toString('utf8');

/** A message's headers, one on each line. */
function headersIn(message: string): string {
  const text = message.replace(/\r\n?/g, '\n').replace(/^\n+/, '');
  const end = text.indexOf('\n\n');
  return unfolded(end < 0 ? text : text.slice(0, end));
}

const unfolded = (text: string): string => text.replace(/\n[ \t]+/g, ' ');

/** The fields of a report in the order they stand; null for an empty line. */
function fieldsIn(text: string): ({ name: string; value: string } | null)[] {
  return unfolded(text.replace(/\r\n?/g, '\n'))
    .split('\n')
    .flatMap((line) => {
      if (line.trim() === '') return [null];
      const at = line.indexOf(':');
      return at > 0 ? [{ name: line.slice(0, at).trim().toLowerCase(), value: line.slice(at + 1).trim() }] : [];
    });
}

const aboutRecipients = new Set(['original-recipient', 'final-recipient', 'action', 'status', 'diagnostic-code']);

/**
 * What a delivery-status part says of each recipient. An empty line is to stand between two of them; some servers
 * write it elsewhere or nowhere, so a field that comes once more begins the next one too.
 */
export function recipientsIn(text: string): Recipient[] {
  const groups: Map<string, string>[] = [];
  let group = new Map<string, string>();
  let apart = false;
  for (const field of fieldsIn(text)) {
    if (field === null) apart = true;
    if (!field || !aboutRecipients.has(field.name)) continue;
    const next = apart && field.name.endsWith('-recipient') && group.has('final-recipient');
    if (next || group.has(field.name)) {
      groups.push(group);
      group = new Map();
    }
    apart = false;
    group.set(field.name, field.value.slice(0, 2000));
  }
  return [...groups, group]
    .filter((one) => one.has('action') || one.has('status'))
    .map((one) => ({
      addresses: [one.get('original-recipient'), one.get('final-recipient')].flatMap(addressIn),
      action: /^[a-z]+/.exec((one.get('action') ?? '').toLowerCase())?.[0] ?? '',
      status: /^[245]\.\d{1,3}\.\d{1,3}\b/.exec(one.get('status') ?? '')?.[0] ?? '',
      diagnostic: one.get('diagnostic-code') ?? '',
    }));
}

/** 'rfc822; <gone@mail.example>' gives the address. */
function addressIn(field: string | undefined): string[] {
  const address = (field ?? '')
    .slice((field ?? '').indexOf(';') + 1)
    .replace(/[<>\s]/g, '')
    .slice(0, 320);
  return address.includes('@') ? [address] : [];
}

const isComplaint = (text: string): boolean =>
  fieldsIn(text).some((field) => field?.name === 'feedback-type' && complaints.has(field.value.toLowerCase()));

/** One large provider sends the mail that was complained of, and says so in the subject alone. */
const isBareComplaint = (mail: Email, returned: string[]): boolean =>
  returned.length > 0 && /^complaint about message from /i.test(mail.subject ?? '');

const bounceSubject =
  /undeliver|delivery (status|failure|has failed)|returned (mail|to sender)|mail delivery (failed|system)|failure notice|could not be delivered/i;
const bounceSender = /^(mailer-daemon|postmaster|mail-daemon)@/i;

/**
 * What a mail says that has no part for machines and still tells that ours came back: older servers write so. An answer
 * from somebody on holiday goes to the same address and is none.
 */
function guess(mail: Email): Recipient | null {
  const header = (name: string) => mail.headers.find(({ key }) => key === name)?.value ?? '';
  if (/auto-replied/i.test(header('auto-submitted')) || header('x-autoreply') || header('x-autorespond')) return null;
  const sender = mail.from?.address ?? '';
  if (!bounceSubject.test(mail.subject ?? '') && !bounceSender.test(sender)) return null;
  const text = (mail.text ?? '').slice(0, MOST_TEXT);
  const status = statusIn(text);
  // 'could not be delivered yet; you need not send it again'.
  if (
    !status.startsWith('5') &&
    /\b(delayed|will (keep|continue) (on )?try|not yet been delivered|warning)/i.test(text)
  )
    return null;
  return {
    addresses: header('x-failed-recipients').split(',').flatMap(addressIn),
    action: 'failed',
    status,
    diagnostic:
      text
        .split('\n')
        .filter((line) => /\b[45]\d\d\b|[45]\.\d+\.\d+/.test(line))[0]
        ?.slice(0, 2000) ?? '',
  };
}

/** The first status of RFC 3463 in a text; '' where there is none. The numbers of a host are none: '5.1.1.9'. */
export const statusIn = (text: string): string =>
  /(?:^|[\s;:(#-])([45]\.\d{1,3}\.\d{1,3})(?=[\s:;,)\]<]|\.?$|\.\s)/m.exec(text)?.[1] ?? '';
