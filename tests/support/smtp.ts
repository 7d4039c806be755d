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

/** When the server may act: as a recipient is named, or once it has the text. */
export type Stage = 'recipient' | 'text';

/**
 * What the server does with a mail: an SMTP code or a whole answer to refuse it with; 'drop' to drop the line without
 * taking it; 'vanish' to drop the line once it has the text, and took it; null to take it. It may take its time.
 */
export type Conduct = (recipient: string, stage: Stage) => Does | Promise<Does>;
export type Does = number | string | 'drop' | 'vanish' | null;

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
  const hangUp = (id: string) => {
    for (const connection of server.connections) if (connection.id === id) connection._socket.destroy();
  };
  const server = new SMTPServer({
    authOptional: password === undefined,
    allowInsecureAuth: true,
    disabledCommands: password === undefined ? ['STARTTLS', 'AUTH'] : ['STARTTLS'],
    onAuth: (auth, _session, done) =>
      auth.password === password
        ? done(null, { user: 'letters' })
        : done(Object.assign(new Error('wrong password'), { responseCode: 535 })),
    logger: false,
    onRcptTo: async ({ address }, session, done) => {
      const does = await office.conduct(address, 'recipient');
      if (does === 'drop') return hangUp(session.id);
      done(refusal(does));
    },
    onData: (stream, session, done) => {
      const chunks: Buffer[] = [];
      stream.on('data', (chunk: Buffer) => chunks.push(chunk));
      stream.on('end', async () => {
        const { mailFrom, rcptTo } = session.envelope;
        const to = rcptTo.map((recipient) => recipient.address);
        const does = await office.conduct(to[0] ?? '', 'text');
        if (does === 'drop') return hangUp(session.id);
        const refused = refusal(does);
        if (refused) return done(refused);
        const raw = Buffer.concat(chunks).toString('utf8');
        office.taken.push({ from: mailFrom ? mailFrom.address : '', to, raw, mail: await PostalMime.parse(raw) });
        if (does === 'vanish') hangUp(session.id);
        else done();
      });
    },
  });
  server.on('error', () => {});
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', () => resolve()));
  office.url = `smtp://127.0.0.1:${(server.server.address() as AddressInfo).port}`;
  open.push(() => new Promise((resolve) => server.close(() => resolve())));
  return office;
}

/** A refusal with a code, and with words of its own where it has some: '550 5.1.1 no such user'. */
function refusal(does: Does): Error | null {
  if (does === null || does === 'drop' || does === 'vanish') return null;
  const [, code = '550', words = 'not here'] = /^(\d{3})(?: (.*))?$/.exec(String(does)) ?? [];
  return Object.assign(new Error(words), { responseCode: Number(code) });
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
