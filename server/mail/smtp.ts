import type { Readable } from 'node:stream';
import { createTransport } from 'nodemailer';
import type { Mail, Mailer } from '../basics/world.ts';
import { messageOf } from './message.ts';
import { NotTaken } from './refusals.ts';
import type { MailSettings } from './settings.ts';

/** However slowly a server answers, a mail that it has not taken by then is given up for this time. */
const LONGEST_MS = 3 * 60_000;

/** What a DKIM signature covers: all that a receiver shows or acts on, and everything of a mailing list (RFC 8058). */
const signed = [
  ...['From', 'Sender', 'Reply-To', 'To', 'Subject', 'Date', 'Message-ID', 'MIME-Version', 'Content-Type'],
  ...['Content-Transfer-Encoding', 'Auto-Submitted', 'List-Id', 'List-Unsubscribe', 'List-Unsubscribe-Post'],
].join(':');

/** Hands mail to the server that SMTP_URL names; without one it is not ready, and mail waits. Every wait has an end. */
export function smtpMailer(settings: MailSettings, now: () => Date): Mailer {
  const { smtpUrl, mailFrom, updatesFrom, mailConnections, dkim } = settings;
  if (!smtpUrl || !mailFrom) {
    const send = () => Promise.reject(new Error('No mail server is set (SMTP_URL).'));
    return { ready: false, send, close: () => {} };
  }
  const transport = createTransport({
    url: smtpUrl,
    pool: true,
    maxConnections: mailConnections,
    // Trying again is the outbox's business: here it could send a mail twice.
    maxRequeues: 0,
    connectionTimeout: 15_000,
    greetingTimeout: 15_000,
    socketTimeout: 60_000,
    disableFileAccess: true,
    disableUrlAccess: true,
    ...(dkim
      ? {
          dkim: {
            domainName: dkim.domain,
            keySelector: dkim.selector,
            privateKey: dkim.key,
            headerFieldNames: signed,
            cacheDir: false,
          },
        }
      : {}),
  });
  // The server asks for a mail's text once it accepted sender and recipient; whether it did is all that is noted.
  const streams = new WeakMap<AbortSignal, Readable>();
  transport.use('stream', (mail, done) => {
    const { message } = mail;
    const read = message.createReadStream.bind(message);
    message.createReadStream = (options) => {
      const stream = read(options);
      if (mail.data.signal) streams.set(mail.data.signal, stream);
      return stream;
    };
    done();
  });
  const [local, domain] = settings.bounceAddress?.split('@') ?? [];
  const returnTo = ({ bounceToken }: Mail, from: string) => (domain ? `${local}+${bounceToken}@${domain}` : from);

  return {
    ready: true,
    send: async (mail) => {
      const address = mail.stream === 'updates' ? (updatesFrom ?? mailFrom) : mailFrom;
      const raw = messageOf(mail, { name: mail.fromName, address }, now());
      const stopped = new AbortController();
      const timer = setTimeout(() => stopped.abort(), LONGEST_MS);
      try {
        const envelope = { from: returnTo(mail, address), to: [mail.to] };
        const messageId = mail.headers['Message-ID'];
        await transport.sendMail({ envelope, raw, messageId, signal: stopped.signal });
      } catch (error) {
        throw new NotTaken(error, streams.get(stopped.signal)?.readableDidRead ?? false);
      } finally {
        clearTimeout(timer);
      }
    },
    close: () => transport.close(),
  };
}
