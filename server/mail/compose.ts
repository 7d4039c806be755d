import { readFileSync } from 'node:fs';
import path from 'node:path';
import ejs from 'ejs';
import { remembering } from '../basics/memo.ts';
import { inProject } from '../basics/root.ts';
import { tidy, tidyLines } from '../basics/text.ts';
import { escapeHtml, mailPage, pageOfText } from './html.ts';
import type { OutboxRow } from './mail.ts';
import { withFirstName } from './merging.ts';

/** A mail as it is read: the same words as plain text and as a web page. */
export interface Composed {
  subject: string;
  text: string;
  html: string;
}

/** A text that many mails share; its HTML is safe as it is. */
export type Body = Composed;

/**
 * The subject, text and HTML of an outbox row, from its template: a first line 'Subject: …', an empty line, the text.
 * A row whose text is a shared one is given that `body`. The templates of texts are plain, so nothing is escaped; a line
 * break in a value cannot leave the subject's line. What came of them is escaped in HTML.
 */
export async function composeMail(row: Pick<OutboxRow, 'kind' | 'data'>, body: Body | null = null): Promise<Composed> {
  const name = String(row.data['name'] ?? '');
  const mail = body
    ? { ...row.data, subject: withFirstName(body.subject, name), text: withFirstName(body.text, name) }
    : row.data;
  const whole = templateOf(`${row.kind}.txt.ejs`)({ mail, oneLine });
  const [, line = '', rest = ''] = /^Subject: ([^\n]*)\n\n([\s\S]*)$/.exec(whole) ?? [];
  if (!line) throw new Error(`The mail template ${row.kind} does not begin with a subject.`);
  const subject = tidy(line);
  const text = `${tidyLines(rest)}\n`;
  const html = body
    ? mailPage(
        subject,
        withFirstName(body.html, name, escapeHtml),
        templateOf('update-footer.html.ejs')({ mail, oneLine }),
      )
    : pageOfText(subject, text);
  return { subject, text, html };
}

const oneLine = (value: unknown): string => tidy(String(value));

/** A template, read and compiled once. */
const templateOf = remembering(
  (name: string) => {
    const file = path.join(inProject('views/mail'), name);
    const plain = name.endsWith('.txt.ejs') ? { escape: String } : {};
    const options = { ...plain, strict: true, destructuredLocals: ['mail', 'oneLine'], filename: file };
    return ejs.compile(readFileSync(file, 'utf8'), options);
  },
  (name) => name,
);

/** The headers that tell a mail program what a mail is, beside those that every mail has. */
export function headersOf(row: Pick<OutboxRow, 'kind' | 'data'>, host: string): Record<string, string> {
  if (row.kind !== 'update') return { 'Auto-Submitted': row.kind === 'message' ? 'no' : 'auto-generated' };
  return {
    // RFC 8058: one address, which unsubscribes by a POST of the mail program, with no question asked.
    'List-Unsubscribe': `<${new URL(String(row.data['unsubscribe'])).href}>`,
    'List-Unsubscribe-Post': 'List-Unsubscribe=One-Click',
    'List-Id': `<${String(row.data['campaignId'])}.updates.${host}>`,
    Precedence: 'bulk',
  };
}
