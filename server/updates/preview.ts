/** An update as it will arrive, before anything is sent. */

import type { World } from '../basics/world.ts';
import { composeMail } from '../mail/compose.ts';
import { escapeHtml } from '../mail/html.ts';
import { withFirstName } from '../mail/merging.ts';
import { bodyOf, mailTo } from './mailing.ts';
import type { About } from './writing.ts';

export interface Previewed {
  from: string;
  subject: string;
  /** The text alone, for a page of ours. */
  html: string;
  /** What stands below it, line by line. */
  footer: string[];
  /** The whole mail as plain text. */
  text: string;
  /** The whole mail as the page that a mail program shows. */
  page: string;
}

/** The mail as it would reach a reader of this name. */
export async function previewOf(
  world: Pick<World, 'secret' | 'settings'>,
  { letter, campaign }: About,
  written: { subject: string; text: string },
  name: string,
): Promise<Previewed> {
  const body = bodyOf(written);
  const mail = mailTo(world, {
    ...{ letter, campaign, body: '', reason: '', address: '', addressKey: '', name },
    own: '(the reader’s own page)',
  });
  const { subject, text, html } = await composeMail(
    { ...mail, data: { ...mail.data, unsubscribe: '(the reader’s own link)' } },
    body,
  );
  const footer = text.split(/^-- ?$/m).at(-1) ?? '';
  return {
    from: campaign.sponsor,
    subject,
    html: withFirstName(body.html, name, escapeHtml),
    footer: footer.split('\n').filter((line) => line.trim() !== ''),
    text,
    page: html,
  };
}
