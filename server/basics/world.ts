import type { Logger } from 'pino';
import type { Settings } from '../config.ts';
import type { Database } from '../db/database.ts';
import type { Stream } from '../db/tables.ts';

/** One mail, ready to go. Addresses are objects, never strings to be parsed: a line break in one cannot add a recipient. */
export interface Mail {
  /** Which of the two senders' addresses it goes out under. */
  stream: Stream;
  fromName: string;
  to: { name: string; address: string };
  replyTo?: { name: string; address: string };
  subject: string;
  text: string;
  html: string;
  headers: Record<string, string>;
  /** Names this mail in the address that it comes back to when it cannot be delivered. */
  bounceToken: string;
}

export interface Mailer {
  /** False while no mail server is set: mail then waits in the outbox. */
  ready: boolean;
  /** Hands the mail to a mail server. Throws when it was not taken; what that means is told by `NotTaken` in mail/smtp.ts. */
  send(mail: Mail): Promise<void>;
  close(): void;
}

/**
 * What a program cannot compute: the disk, the time, chance, the post, the web. It comes in here and nowhere else,
 * so a test owns all of it. A function with `world` as its first parameter is a whole deed.
 */
export interface World {
  db: Database;
  now(): Date;
  /** A time-ordered id. */
  newId(): string;
  /** A secret for a link. */
  newToken(): string;
  mailer: Mailer;
  fetch: typeof fetch;
  log: Logger;
  settings: Settings;
  /** The installation's secret, for keyed hashes. */
  secret: string;
}
