import type { AddressInfo } from 'node:net';
import PostalMime, { type Email } from 'postal-mime';
import { SMTPServer } from 'smtp-server';
import { afterEach } from 'vitest';
import { readSettings } from '../../server/config.ts';
import { smtpMailer } from '../../server/mail/smtp.ts';
import type { TestWorld } from './world.ts';

/** A mail as a real mail server took it: the envelope, the bytes, and what a mail program reads in them. */
export interface Taken {
  from: string;
  to: string[];
  raw: string;
  mail: Email;
}

/** What the server does with a recipient: an SMTP code to refuse with, or 'vanish' to drop the line after the text. */
export type Conduct = (recipient: string) => number | 'vanish' | null;

export interface PostOffice {
  url: string;
  /** Mail that was taken whole, oldest first. */
  taken: Taken[];
  conduct: Conduct;
}

const open: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const close of open.splice(0)) await close();
});

/** A real SMTP server on this machine, with a password or open to all; closed after the test. */
export async function aPostOffice(conduct: Conduct = () => null, password?: string): Promise<PostOffice> {
  const office: PostOffice = { url: '', taken: [], conduct };
  const server = new SMTPServer({
    authOptional: password === undefined,
    allowInsecureAuth: true,
    disabledCommands: password === undefined ? ['STARTTLS', 'AUTH'] : ['STARTTLS'],
    onAuth: (auth, _session, done) =>
      auth.password === password
        ? done(null, { user: 'letters' })
        : done(Object.assign(new Error('wrong password'), { responseCode: 535 })),
    logger: false,
    onRcptTo: ({ address }, _session, done) => {
      const code = office.conduct(address);
      done(typeof code === 'number' ? Object.assign(new Error('not here'), { responseCode: code }) : null);
    },
    onData: (stream, session, done) => {
      const chunks: Buffer[] = [];
      stream.on('data', (chunk: Buffer) => chunks.push(chunk));
      stream.on('end', async () => {
        const { mailFrom, rcptTo } = session.envelope;
        const raw = Buffer.concat(chunks).toString('utf8');
        const to = rcptTo.map((recipient) => recipient.address);
        office.taken.push({ from: mailFrom ? mailFrom.address : '', to, raw, mail: await PostalMime.parse(raw) });
        if (office.conduct(to[0] ?? '') !== 'vanish') return done();
        for (const connection of server.connections) connection._socket.destroy();
      });
    },
  });
  server.on('error', () => {});
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', () => resolve()));
  office.url = `smtp://127.0.0.1:${(server.server.address() as AddressInfo).port}`;
  open.push(() => new Promise((resolve) => server.close(() => resolve())));
  return office;
}

/** Gives the world a mailer that hands its mail to the post office. */
export function withPost(world: TestWorld, office: PostOffice): TestWorld {
  world.mailer = smtpMailer(
    readSettings({ SMTP_URL: office.url, MAIL_FROM: 'letters@undersigned.example', DATABASE_URL: world.databaseUrl }),
    world.now,
  );
  open.unshift(async () => world.mailer.close());
  return world;
}
