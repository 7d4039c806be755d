/**
 * A mail as the bytes that go over the wire. The mail library writes each of its pieces to the network by itself, which
 * costs more than all the rest; in one piece, and with the lines that many mails share encoded once, it is half the work.
 * The library still writes the headers, for it knows how names and subjects of all the world are written there.
 */
import MimeNode from 'nodemailer/lib/mime-node';
import { encode, wrap } from 'nodemailer/lib/qp';
import { remembering } from '../basics/memo.ts';
import type { Mail } from '../basics/world.ts';

/** It holds "=_", which in the parts of a message can stand nowhere: they write "=" as "=3D". */
const BOUNDARY = '=_undersigned_=';
/** The longest line of a mail that every server passes on as it is. */
const LONGEST_LINE = 76;

/** The message, with a date; `from` is the sender that its reader sees. */
export function messageOf(mail: Mail, from: { name: string; address: string }, date: Date): Buffer {
  const head = new MimeNode(`multipart/alternative; boundary="${BOUNDARY}"`);
  head.setHeader('From', from);
  head.setHeader('To', mail.to);
  if (mail.replyTo) head.setHeader('Reply-To', mail.replyTo);
  head.setHeader('Subject', mail.subject);
  head.setHeader('Date', date.toUTCString().replace('GMT', '+0000'));
  head.addHeader(mail.headers);
  const parts = part('plain', mail.text) + part('html', mail.html);
  return Buffer.from(`${head.buildHeaders()}\r\n\r\n${parts}--${BOUNDARY}--\r\n`);
}

const part = (type: string, text: string): string =>
  `--${BOUNDARY}\r\nContent-Type: text/${type}; charset=utf-8\r\nContent-Transfer-Encoding: quoted-printable\r\n\r\n${text
    .split('\n')
    .map(quoted)
    .join('\r\n')}\r\n`;

/** A line as RFC 2045 writes it ("quoted-printable"): in ASCII, none longer than others may have it. */
const quoted = remembering(
  (line: string) => (plain.test(line) && line.length <= LONGEST_LINE ? line : wrap(encode(line), LONGEST_LINE)),
  (line) => line,
  2000,
);

/** What stands for itself: ASCII without "=", and no blank at the end. */
const plain = /^([!-<>-~ \t]*[!-<>-~])?$/;
