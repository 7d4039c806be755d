import type { Readable } from 'node:stream';
import { createTransport, type SendMailOptions } from 'nodemailer';
import type { Mailer } from '../basics/world.ts';
import type { Settings } from '../config.ts';

/** Less than the time for which a mail is claimed, so that nobody takes it for interrupted while it is on its way. */
const LONGEST_MS = 3 * 60_000;

/** What a mail server's answer means for a mail that it did not take. */
export class NotTaken extends Error {
  /**
   * 'never': this mail or its recipient is refused for good. 'unsure': the mail was handed over and no answer came, so
   * it may have arrived. 'later': everything else, a wrong password among it.
   */
  readonly meaning: 'never' | 'later' | 'unsure';
  /** The codes alone: a server's own words can hold an address. */
  readonly code: string | undefined;
  readonly responseCode: number | undefined;

  constructor(error: unknown, handedOver: boolean) {
    super('The mail server did not take a mail.');
    this.name = 'NotTaken';
    const { code, command, responseCode } = error as { code?: string; command?: string; responseCode?: number };
    this.code = code;
    this.responseCode = responseCode;
    const aboutThisMail = command === 'RCPT TO' || command === 'DATA';
    if (aboutThisMail && responseCode !== undefined && responseCode >= 500 && responseCode !== 503)
      this.meaning = 'never';
    else this.meaning = handedOver && responseCode === undefined ? 'unsure' : 'later';
  }
}

/** Hands mail to the server that SMTP_URL names; without one it is not ready, and mail waits. Every wait has an end. */
export function smtpMailer(settings: Settings): Mailer {
  if (!settings.smtpUrl || !settings.mailFrom) {
    const send = () => Promise.reject(new Error('No mail server is set (SMTP_URL).'));
    return { ready: false, send, close: () => {} };
  }
  const address = settings.mailFrom;
  const transport = createTransport({
    url: settings.smtpUrl,
    pool: true,
    maxConnections: 5,
    // Trying again is the outbox's business: here it could send a mail twice.
    maxRequeues: 0,
    connectionTimeout: 15_000,
    greetingTimeout: 15_000,
    socketTimeout: 60_000,
    disableFileAccess: true,
    disableUrlAccess: true,
  });
  // The server asks for a mail's text once it accepted sender and recipient; whether it did is all that is noted.
  const streams = new WeakMap<AbortSignal, Readable>();
  transport.use('stream', (mail, done) => {
    mail.message.processFunc((input: Readable) => {
      if (mail.data.signal) streams.set(mail.data.signal, input);
      return input;
    });
    done();
  });
  return {
    ready: true,
    send: async ({ to, replyTo, subject, text, headers }) => {
      const signal = AbortSignal.timeout(LONGEST_MS);
      // The constituent's own address as the sender would fail DMARC; the name and Reply-To tell whose words these are.
      const from = { name: replyTo?.name ? `${replyTo.name} via Undersigned` : 'Undersigned', address };
      const mail: SendMailOptions = { from, to, subject, text, signal };
      if (replyTo) mail.replyTo = replyTo;
      if (headers) mail.headers = headers;
      try {
        await transport.sendMail(mail);
      } catch (error) {
        throw new NotTaken(error, streams.get(signal)?.readableDidRead ?? false);
      }
    },
    close: () => transport.close(),
  };
}
