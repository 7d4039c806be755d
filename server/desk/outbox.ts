import type { Viewer } from '../basics/viewer.ts';
import { requireAdmin } from '../basics/viewer.ts';
import type { World } from '../basics/world.ts';
import { composeMail } from '../mail/compose.ts';
import { bodyOf, type OutboxRow } from '../mail/mail.ts';
import type { OutboxEntry } from './site-admin.pages.ts';

/**
 * The outbox as an admin may see it: kind, state and time. The text and the links of a mail that still waits are
 * shown only while the site is to be seen on this machine alone, for its links act in the name of whom it is for.
 */
export async function readOutbox(world: World, viewer: Viewer | null, rows: OutboxRow[]): Promise<OutboxEntry[]> {
  requireAdmin(viewer);
  return Promise.all(
    rows.map(async (row) => {
      const { kind, state, createdAt, sentAt, problem } = row;
      const readable = world.settings.loopback && state === 'waiting';
      return { kind, state, at: sentAt ?? createdAt, problem, mail: readable ? await readMail(world, row) : null };
    }),
  );
}

async function readMail(world: World, row: OutboxRow): Promise<OutboxEntry['mail']> {
  const { subject, text } = await composeMail(row, row.bodyId === null ? null : await bodyOf(world.db, row.bodyId));
  const links = (text.match(/https?:\/\/\S+/g) ?? []).filter((link) => link.startsWith(`${world.settings.baseUrl}/`));
  return { subject, text, to: row.toAddress, links: [...new Set(links)] };
}
