/**
 * A mail as the bytes that go over the wire. The mail library writes each of its pieces to the network by itself, which
 * costs more than all the rest. It still writes the headers, for it knows how names and subjects of all the world are
 * written there.
 */
import MimeNode from 'nodemailer/lib/mime-node';
import { encode, wrap } from 'nodemailer/lib/qp';
import { tidy } from '../basics/text.ts';
import type { Mail } from '../basics/world.ts';

/** It holds "=_", which in the parts of a message can stand nowhere: they write "=" as "=3D". */
const BOUNDARY = '=_undersigned_=';
const LONGEST_LINE = 76;

/** The message, with a date; `from` is the sender that its reader sees. */
export function messageOf(mail: Mail, from: { name: string; address: string }, date: Date): Buffer {
  const head = new MimeNode(`multipart/alternative; boundary="${BOUNDARY}"`, { baseBoundary: BOUNDARY });
  head.setHeader('From', named(from));
  head.setHeader('To', named(mail.to));
  if (mail.replyTo) head.setHeader('Reply-To', named(mail.replyTo));
  head.setHeader('Subject', words(mail.subject));
  head.setHeader('Date', date.toUTCString().replace('GMT', '+0000'));
  head.addHeader(mail.headers);
  const parts = part('plain', mail.text) + part('html', mail.html);
  return Buffer.from(`${head.buildHeaders()}\r\n\r\n${parts}--${BOUNDARY}--\r\n`);
}

const named = ({ name, address }: { name: string; address: string }) => ({ name: words(name), address });

/**
 * Words as they may stand in a header. What looks like an encoded word there (RFC 2047), and would be read as whatever it
 * holds, is made to look like none.
 */
const words = (text: string): string => tidy(text).replaceAll('=?', '= ?');

const part = (type: string, text: string): string =>
  `--${BOUNDARY}\r\nContent-Type: text/${type}; charset=utf-8\r\nContent-Transfer-Encoding: quoted-printable\r\n\r\n${wrap(
    encode(text.replaceAll('\n', '\r\n')),
    LONGEST_LINE,
  )}\r\n`;
