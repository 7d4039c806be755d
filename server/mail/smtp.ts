import { createTransport } from 'nodemailer';
import type { Mailer } from '../basics/world.ts';
import type { Settings } from '../config.ts';

/** Hands mail to the server that SMTP_URL names; without one it is not ready, and mail waits. Every wait has an end. */
export function smtpMailer(settings: Settings): Mailer {
  if (!settings.smtpUrl || !settings.mailFrom) {
    const send = () => Promise.reject(new Error('No mail server is set (SMTP_URL).'));
    return { ready: false, send, close: () => {} };
  }
  const from = { name: 'Undersigned', address: settings.mailFrom };
  const transport = createTransport({
    url: settings.smtpUrl,
    pool: true,
    maxConnections: 5,
    connectionTimeout: 15_000,
    greetingTimeout: 15_000,
    socketTimeout: 60_000,
    disableFileAccess: true,
    disableUrlAccess: true,
  });
  return {
    ready: true,
    send: async ({ to, replyTo, subject, text, headers }) => {
      await transport.sendMail({
        from,
        to,
        ...(replyTo ? { replyTo } : {}),
        subject,
        text,
        ...(headers ? { headers } : {}),
      });
    },
    close: () => transport.close(),
  };
}

/** Whether a mail server's refusal is for good (5xx), as against "later". */
export const isPermanent = (error: unknown): boolean => {
  const code = (error as { responseCode?: number }).responseCode ?? 0;
  return code >= 500 && code < 600;
};
