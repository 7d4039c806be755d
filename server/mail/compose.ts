import path from 'node:path';
import ejs from 'ejs';
import { inProject } from '../basics/root.ts';
import { tidy, tidyLines } from '../basics/text.ts';
import type { OutboxRow } from './mail.ts';

/**
 * The subject and text of an outbox row, from its template: a first line 'Subject: …', an empty line, the text.
 * Templates are plain text, so nothing is escaped; a line break in a value cannot leave the subject's line.
 */
export async function composeMail(row: Pick<OutboxRow, 'kind' | 'data'>): Promise<{ subject: string; text: string }> {
  const file = path.join(inProject('views/mail'), `${row.kind}.txt.ejs`);
  const oneLine = (value: unknown) => tidy(String(value));
  const options = { strict: true, destructuredLocals: ['mail', 'oneLine'], cache: true, escape: String };
  const whole = await ejs.renderFile(file, { mail: row.data, oneLine }, options);
  const [, subject = '', text = ''] = /^Subject: ([^\n]*)\n\n([\s\S]*)$/.exec(whole) ?? [];
  if (!subject) throw new Error(`The mail template ${row.kind} does not begin with a subject.`);
  return { subject: tidy(subject), text: `${tidyLines(text)}\n` };
}
