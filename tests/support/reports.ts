/** Mail that comes back, as the mail servers in use today write it; and complaints. */

/** Of which mail a report is, and how much of that it gives away. */
export interface About {
  /** The address of the envelope, with the mark. */
  sender: string;
  /** Whom the mail was for. */
  recipient: string;
  messageId: string;
}

const crlf = (text: string): string => text.replace(/\r?\n/g, '\r\n');

/** The headers of the mail that is returned. */
const original = ({ sender, recipient, messageId }: About): string => `Return-Path: <${sender}>
Received: from letters.example (letters.example [192.0.2.7]) by mx.mail.example with ESMTPS id 4Xyz; Sun, 22 Nov 2026 15:00:01 +0000
From: "Rivers Example Committee" <letters@letters.example>
To: ${recipient}
Subject: News of the letter
Message-ID: ${messageId}
List-Unsubscribe: <https://letters.example/unsubscribe/abc>
MIME-Version: 1.0
Content-Type: text/plain; charset=utf-8
`;

export const postfix = (about: About, { status = '5.1.1', action = 'failed', said = '' } = {}): string =>
  crlf(`Return-Path: <>
Received: by mx.sender.example (Postfix) id 9B2F31C00A5; Sun, 22 Nov 2026 15:00:02 +0000 (UTC)
Date: Sun, 22 Nov 2026 15:00:02 +0000 (UTC)
From: MAILER-DAEMON@mx.sender.example (Mail Delivery System)
Subject: Undelivered Mail Returned to Sender
To: ${about.sender}
Auto-Submitted: auto-replied
MIME-Version: 1.0
Content-Type: multipart/report; report-type=delivery-status;
	boundary="9B2F31C00A5.1795359602/mx.sender.example"
Message-Id: <20261122150002.9B2F31C00A5@mx.sender.example>

This is a MIME-encapsulated message.

--9B2F31C00A5.1795359602/mx.sender.example
Content-Description: Notification
Content-Type: text/plain; charset=us-ascii

This is the mail system at host mx.sender.example.

I'm sorry to have to inform you that your message could not
be delivered to one or more recipients. It's attached below.

                   The mail system

<${about.recipient}>: host mx.mail.example[198.51.100.4] said: ${said || `550 ${status} <${about.recipient}>: Recipient address rejected: User unknown in virtual mailbox table`} (in reply to RCPT TO command)

--9B2F31C00A5.1795359602/mx.sender.example
Content-Description: Delivery report
Content-Type: message/delivery-status

Reporting-MTA: dns; mx.sender.example
X-Postfix-Queue-ID: 9B2F31C00A5
X-Postfix-Sender: rfc822; ${about.sender}
Arrival-Date: Sun, 22 Nov 2026 15:00:01 +0000 (UTC)

Final-Recipient: rfc822; ${about.recipient}
Original-Recipient: rfc822;${about.recipient}
Action: ${action}
Status: ${status}
Remote-MTA: dns; mx.mail.example
Diagnostic-Code: smtp; ${
    said ||
    `550 ${status} <${about.recipient}>: Recipient address
    rejected: User unknown in virtual mailbox table`
  }

--9B2F31C00A5.1795359602/mx.sender.example
Content-Description: Undelivered Message Headers
Content-Type: text/rfc822-headers

${original(about)}
--9B2F31C00A5.1795359602/mx.sender.example--
`);

/** With a status part in base64, and the failure of another recipient before ours. */
export const exchange = (about: About): string =>
  crlf(`From: <postmaster@exchange.example>
To: <${about.sender}>
Date: Sun, 22 Nov 2026 15:00:04 +0000
Content-Type: multipart/report; report-type=delivery-status;
	boundary="_000_8d3f_"
Content-Language: en-US
Message-ID: <a3c1@exchange.example>
In-Reply-To: ${about.messageId}
Subject: Undeliverable: News of the letter
Auto-Submitted: auto-replied
X-Auto-Response-Suppress: All

--_000_8d3f_
Content-Type: multipart/alternative; boundary="_001_8d3f_"

--_001_8d3f_
Content-Type: text/plain; charset="us-ascii"

Delivery has failed to these recipients or groups:
The e-mail address you entered couldn't be found.

--_001_8d3f_
Content-Type: text/html; charset="us-ascii"

<html><body><p>Delivery has failed to these recipients or groups:</p></body></html>

--_001_8d3f_--
--_000_8d3f_
Content-Type: message/delivery-status
Content-Transfer-Encoding: base64

${Buffer.from(
  crlf(`Reporting-MTA: dns;exchange.example
Received-From-MTA: dns;mx.sender.example
Arrival-Date: Sun, 22 Nov 2026 15:00:03 +0000

Final-Recipient: rfc822;someone.else@exchange.example
Action: failed
Status: 5.7.133
Diagnostic-Code: smtp;550 5.7.133 RESOLVER.RST.SenderNotAuthenticatedForGroup; authentication required

Original-Recipient: rfc822;${about.recipient}
Final-Recipient: rfc822;${about.recipient.toUpperCase()}
Action: failed
Status: 5.1.10
Diagnostic-Code: smtp;550 5.1.10 RESOLVER.ADR.RecipientNotFound; Recipient not found by SMTP address lookup
X-Display-Name: Gone
`),
)
  .toString('base64')
  .replace(/(.{76})/g, '$1\r\n')}

--_000_8d3f_
Content-Type: message/rfc822

${original(about)}
Dear friend of the rivers,

--_000_8d3f_--
`);

export const gmail = (about: About, { status = '5.1.1', words = 'does not exist' } = {}): string =>
  crlf(`Delivered-To: ${about.sender}
Return-Path: <>
Received: from mail-sor-f69.google.example by mx.sender.example with SMTPS id x1
Date: Sun, 22 Nov 2026 07:00:05 -0800 (PST)
From: Mail Delivery Subsystem <mailer-daemon@googlemail.example>
To: ${about.sender}
Auto-Submitted: auto-replied
Subject: Delivery Status Notification (Failure)
References: ${about.messageId}
In-Reply-To: ${about.messageId}
X-Failed-Recipients: ${about.recipient}
Content-Type: multipart/report; boundary="00000000000059"; report-type=delivery-status

--00000000000059
Content-Type: multipart/related; boundary="00000000000060"

--00000000000060
Content-Type: multipart/alternative; boundary="00000000000061"

--00000000000061
Content-Type: text/plain; charset="UTF-8"

** Address not found **

Your message wasn't delivered to ${about.recipient}.

--00000000000061--
--00000000000060
Content-Type: image/png; name="icon.png"
Content-Disposition: attachment; filename="icon.png"
Content-Transfer-Encoding: base64
Content-ID: <icon.png>

iVBORw0KGgo=
--00000000000060--
--00000000000059
Content-Type: message/delivery-status

Reporting-MTA: dns; googlemail.example
Arrival-Date: Sun, 22 Nov 2026 07:00:04 -0800 (PST)
X-Original-Message-ID: ${about.messageId}

Final-Recipient: rfc822; ${about.recipient}
Action: failed
Status: ${status}
Remote-MTA: dns; gmail-smtp-in.l.google.example. (2001:db8::1a, the server for the domain.)
Diagnostic-Code: smtp; 550-${status} The email account that you tried to reach ${words}. Please try
 550-${status} double-checking the recipient's email address for typos or
 550 ${status} https://support.example/mail/?p=NoSuchUser - gsmtp
Last-Attempt-Date: Sun, 22 Nov 2026 07:00:05 -0800 (PST)

--00000000000059
Content-Type: message/rfc822

${original(about)}
--00000000000059--
`);

/** Which gives no status that says anything, and the reason in words. */
export const exim = (about: About, words = 'No Such User Here'): string =>
  crlf(`Return-path: <>
Envelope-to: ${about.sender}
From: Mail Delivery System <Mailer-Daemon@server.example>
To: ${about.sender}
Auto-Submitted: auto-replied
Content-Type: multipart/report; report-type=delivery-status; boundary=1795359602-eximdsn-1234
MIME-Version: 1.0
Subject: Mail delivery failed: returning message to sender

--1795359602-eximdsn-1234
Content-type: text/plain; charset=us-ascii

This message was created automatically by mail delivery software.

  ${about.recipient}
    ${words}

--1795359602-eximdsn-1234
Content-type: message/delivery-status

Reporting-MTA: dns; server.example

Action: failed
Final-Recipient: rfc822;${about.recipient}
Status: 5.0.0
Diagnostic-Code: smtp; 550 ${words}

--1795359602-eximdsn-1234
Content-type: text/rfc822-headers

${original(about)}
--1795359602-eximdsn-1234--
`);

/** No part for machines at all. */
export const qmail = (about: About): string =>
  crlf(`Return-Path: <>
Date: 22 Nov 2026 15:00:02 -0000
From: MAILER-DAEMON@old.example
To: ${about.sender}
Subject: failure notice

Hi. This is the qmail-send program at old.example.
I'm afraid I wasn't able to deliver your message to the following addresses.
This is a permanent error; I've given up. Sorry it didn't work out.

<${about.recipient}>:
Sorry, no mailbox here by that name. (#5.1.1)

--- Below this line is a copy of the message.

${original(about)}
`);

/** Somebody is on holiday: it goes to the envelope's sender and is no bounce. */
export const holiday = (about: About): string =>
  crlf(`Return-Path: <>
From: ${about.recipient}
To: ${about.sender}
Subject: Out of office: Undeliverable until Monday
Auto-Submitted: auto-replied
X-Autoreply: yes

I am away until 5.1.1 of next year. Call 550 555 0100.
`);

/** In letters of any script (RFC 6533), without an empty line between the mail and its recipient. */
export const global = (about: About): string =>
  crlf(`From: Почта <mailer-daemon@почта.example>
To: ${about.sender}
Subject: =?UTF-8?B?0J3QtSDQtNC+0YHRgtCw0LLQu9C10L3Qvg==?=
MIME-Version: 1.0
Content-Type: multipart/report; report-type=global-delivery-status; boundary="глоб"; charset=utf-8

--глоб
Content-Type: text/plain; charset=utf-8

Не доставлено.

--глоб
Content-Type: message/global-delivery-status
Content-Transfer-Encoding: 8bit

Reporting-MTA: dns; почта.example
Final-Recipient: utf-8; ${about.recipient}
Action: failed (no such mailbox)
Status: 5.1.1 (Bad destination mailbox address)

--глоб
Content-Type: message/global-headers

${original(about)}
--глоб--
`);

/** Forwarded to three, of whom one is gone. */
export const expanded = (about: About): string =>
  postfix(about)
    .replace(`Final-Recipient: rfc822; ${about.recipient}\r\nOriginal-Recipient: rfc822;${about.recipient}`, () =>
      [
        'Final-Recipient: rfc822; first@other.example',
        'Action: relayed',
        'Status: 2.0.0',
        '',
        'Final-Recipient: rfc822; second@other.example',
      ].join('\r\n'),
    )
    .replace('Undelivered Mail Returned to Sender', 'Delivery Status Notification');

/** A complaint as feedback loops send it; some hide who complained. */
export const arf = (about: About, { type = 'abuse', redacted = false } = {}): string =>
  crlf(`From: <feedback@loop.example>
Date: Sun, 22 Nov 2026 16:00:00 +0000
Subject: FW: News of the letter
To: <${redacted ? 'abuse@letters.example' : about.sender}>
MIME-Version: 1.0
Content-Type: multipart/report; report-type=feedback-report; boundary="part1_13d.2e68ed54"

--part1_13d.2e68ed54
Content-Type: text/plain; charset="US-ASCII"
Content-Transfer-Encoding: 7bit

This is an email abuse report for an email message received from IP 192.0.2.7.

--part1_13d.2e68ed54
Content-Type: message/feedback-report

Feedback-Type: ${type}
User-Agent: SomeGenerator/1.0
Version: 1
${redacted ? '' : `Original-Mail-From: <${about.sender}>\nOriginal-Rcpt-To: <${about.recipient}>\n`}Arrival-Date: Sun, 22 Nov 2026 15:00:02 +0000
Source-IP: 192.0.2.7
Reported-Domain: letters.example

--part1_13d.2e68ed54
Content-Type: message/rfc822
Content-Disposition: inline

${redacted ? original({ ...about, sender: 'redacted@loop.example', recipient: 'redacted@loop.example' }) : original(about)}
--part1_13d.2e68ed54--
`);

/** One large provider sends the mail itself along, and nothing for machines. */
export const bareComplaint = (about: About): string =>
  crlf(`From: staff@hotmail.example
To: fbl@letters.example
Subject: complaint about message from 192.0.2.7
MIME-Version: 1.0
Content-Type: multipart/mixed; boundary="jmrp"

--jmrp
Content-Type: message/rfc822
Content-Disposition: inline

X-HmXmrOriginalRecipient: ${about.recipient}
${original(about)}
--jmrp--
`);
