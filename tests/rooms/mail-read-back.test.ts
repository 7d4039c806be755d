/** Mail as its reader's program gets it: read by a parser of mail, its signature checked by another. */
import { generateKeyPairSync } from 'node:crypto';
import fc from 'fast-check';
import { authenticate } from 'mailauth';
import PostalMime from 'postal-mime';
import { expect, test } from 'vitest';
import { readBrief } from '../../server/basics/marks.ts';
import { readSettings } from '../../server/config.ts';
import type { MailKinds } from '../../server/mail/kinds.ts';
import { addBody, type NewMail, queueMail, queueMails } from '../../server/mail/mail.ts';
import { sendDue } from '../../server/mail/sending.ts';
import { smtpMailer } from '../../server/mail/smtp.ts';
import { aPostOffice, type PostOffice } from '../support/smtp.ts';
import { aWorld, type TestWorld } from '../support/world.ts';

const { privateKey, publicKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
const key = privateKey.export({ type: 'pkcs8', format: 'pem' }) as string;
const record = `v=DKIM1; k=rsa; p=${publicKey.export({ type: 'spki', format: 'der' }).toString('base64')}`;

/** The world's mail goes to the post office, with these settings. */
function posting(world: TestWorld, office: PostOffice, env: Record<string, string> = {}): TestWorld {
  const settings = readSettings({
    ...{ SMTP_URL: office.url, MAIL_FROM: 'letters@undersigned.example', DATABASE_URL: world.databaseUrl },
    ...env,
  });
  world.mailer = smtpMailer(settings, world.now);
  return world;
}

const signing = {
  UPDATES_FROM: 'news@news.undersigned.example',
  BOUNCE_ADDRESS: 'bounces@undersigned.example',
  DKIM_DOMAIN: 'undersigned.example',
  DKIM_SELECTOR: 'letters2026',
  DKIM_KEY: key,
};

const data: MailKinds['update'] = {
  campaignId: '019aab55-0000-7000-8000-000000000000',
  name: 'Zoë Łukasz',
  letter: 'Clean <rivers> & lakes',
  unsubscribe: 'https://letters.example/unsubscribe/abc123',
  own: 'https://letters.example/my/def456',
  sponsor: 'Río Example Committee',
  sponsorAddress: '1 Example Plaza, Santa Fe, NM 87501',
};

async function anUpdate(world: TestWorld, different: Partial<NewMail<'update'>> = {}): Promise<void> {
  const text = `${'A long line of news, with an umlaut (ü) and a sign = that stands for itself. '.repeat(20)}\n\n.\n.A dot begins this line.`;
  await world.db.transaction(async (tx) => {
    const body = await addBody(tx, world, {
      subject: 'Dear {{first_name|friend}}: “news”',
      text,
      html: '<p>It <strong>passed</strong>.</p>',
    });
    const to = { name: 'Zoë Łukasz', address: 'zoe@müller.example' };
    await queueMail(tx, world, { kind: 'update', reason: 'update:1', to, body, data, ...different });
  });
}

/** What a receiver finds of a signature, who asks this zone of names. */
const checked = async (raw: string) => {
  const { dkim } = await authenticate(Buffer.from(raw), {
    ip: '192.0.2.1',
    helo: 'mail.example',
    sender: 'bounces@undersigned.example',
    trustReceived: false,
    disableArc: true,
    disableDmarc: true,
    disableBimi: true,
    resolver: async (name: string, type: string) => {
      if (type === 'TXT' && name === 'letters2026._domainkey.undersigned.example') return [[record]];
      throw Object.assign(new Error('no such name'), { code: 'ENOTFOUND' });
    },
  });
  return dkim.results[0];
};

test('an update has what the law and the large providers ask for, signed', async () => {
  const office = await aPostOffice();
  const world = posting(await aWorld(), office, signing);
  await anUpdate(world);
  expect(await sendDue(world)).toBe(1);
  world.mailer.close();
  const [taken] = office.taken;
  const header = (name: string) => taken?.mail.headers.find((one) => one.key === name)?.value;
  expect(taken?.mail.from).toEqual({ name: 'Río Example Committee', address: 'news@news.undersigned.example' });
  expect(taken?.mail.to).toEqual([{ name: 'Zoë Łukasz', address: 'zoe@xn--mller-kva.example' }]);
  // As the test's server shows it; on the wire it is the same as above.
  expect(taken?.to).toEqual(['zoe@müller.example']);
  expect(taken?.mail.subject).toBe('Dear Zoë: “news”');
  expect(header('list-unsubscribe')).toBe('<https://letters.example/unsubscribe/abc123>');
  expect(header('list-unsubscribe-post')).toBe('List-Unsubscribe=One-Click');
  expect(header('list-id')).toBe('<019aab55-0000-7000-8000-000000000000.updates.localhost>');
  expect(taken?.mail.date).toBe(world.now().toISOString());
  // Each mail comes back to an address of its own, in which its number is marked.
  const [, token = ''] = /^bounces\+([0-9a-z-]+)@undersigned\.example$/.exec(taken?.from ?? '') ?? [];
  expect(readBrief(world, 'bounce', token)).toMatch(/^id-\d+$/);

  const { text = '', html = '' } = taken?.mail ?? {};
  expect(text).toContain('\n.A dot begins this line.');
  expect(text).toContain('sign = that stands for itself');
  expect(html).toContain('<p>It <strong>passed</strong>.</p>');
  for (const body of [text, html]) {
    for (const address of [data.unsubscribe, data.own]) expect(body).toContain(address);
    expect(body).toContain('1 Example Plaza, Santa Fe, NM 87501');
    expect(body).toContain('because you signed the letter');
  }
  expect(html).toContain('Clean &lt;rivers&gt; &amp; lakes');
  for (const line of taken?.raw.split('\r\n') ?? []) expect(line.length).toBeLessThanOrEqual(998);

  const result = await checked(taken?.raw ?? '');
  expect(result?.status.result).toBe('pass');
  expect(result?.signingDomain).toBe('undersigned.example');
  const signed = result?.signingHeaders?.keys?.toLowerCase().split(/\s*[:,]\s*/) ?? [];
  for (const name of [
    'from',
    'to',
    'subject',
    'date',
    'message-id',
    'list-unsubscribe',
    'list-unsubscribe-post',
    'list-id',
  ])
    expect(signed).toContain(name);
  const changed = await checked((taken?.raw ?? '').replace('unsubscribe/abc123', 'unsubscribe/abc124'));
  expect(changed?.status.result).not.toBe('pass');
});

test('a mail that somebody waits for is signed too, and is no mail of a list', async () => {
  const office = await aPostOffice();
  const world = posting(await aWorld(), office, signing);
  await world.db.transaction((tx) =>
    queueMail(tx, world, {
      kind: 'invitation',
      reason: 'invitation:1',
      to: { name: 'Łukasz 王', address: 'dana@mail.example' },
      data: {
        invitedBy: 'Ada <Min>',
        role: 'staffer',
        campaign: null,
        link: 'https://letters.example/join/x',
        days: 7,
      },
    }),
  );
  await sendDue(world);
  world.mailer.close();
  const [taken] = office.taken;
  expect(taken?.mail.from?.address).toBe('letters@undersigned.example');
  expect(taken?.mail.to?.[0]?.name).toBe('Łukasz 王');
  expect(taken?.mail.headers.map((one) => one.key).filter((one) => one.startsWith('list-'))).toEqual([]);
  expect(taken?.mail.html).toContain('<a href="https://letters.example/join/x">https://letters.example/join/x</a>');
  expect(taken?.mail.html).toContain('Ada &lt;Min&gt; invites you');
  expect((await checked(taken?.raw ?? ''))?.status.result).toBe('pass');
});

/** What people type who want more than a name: line breaks of all kinds, headers, separators, signs of other scripts. */
const nasty = fc
  .array(
    fc.oneof(
      fc.string({ unit: 'binary', maxLength: 12 }),
      fc.constantFrom(
        ...[
          '\r\nBcc: everybody@victim.example',
          '\nTo: x@victim.example',
          '\r\n\r\n<script>alert(1)</script>',
          '\u2028X-Bad: 1',
        ],
        ...['=?utf-8?Q?=0D=0ABcc:_x@victim.example?=', '"', '\\', '<', '>', ',', ';', ':', '\v', '\r', '\u0085'],
        ...[
          '\r\n.\r\nMAIL FROM:<x@victim.example>',
          '--=_undersigned_=--',
          'José',
          '王',
          '👩‍👩‍👧',
          'ﷺ',
          '\u202e',
          'a'.repeat(300),
        ],
      ),
    ),
    { minLength: 1, maxLength: 5 },
  )
  // PostgreSQL keeps no NUL.
  .map((parts) => parts.join('').replaceAll('\0', ''));

const ours = new Set([
  ...['from', 'to', 'reply-to', 'subject', 'date', 'message-id', 'mime-version', 'content-type', 'auto-submitted'],
  ...['list-unsubscribe', 'list-unsubscribe-post', 'list-id', 'precedence', 'dkim-signature'],
]);

test('a thousand hostile names, subjects, texts and reply addresses add no header, no recipient and no markup', async () => {
  const office = await aPostOffice();
  const world = posting(await aWorld(), office, signing);
  const inputs = fc.sample(fc.tuple(nasty, nasty, nasty, nasty), 1000);
  await world.db.transaction((tx) =>
    queueMails(
      tx,
      world,
      inputs.map(([name, subject, text, reply], n) => ({
        kind: 'message' as const,
        reason: `message:${n}`,
        to: { name, address: `r${n}@mail.example` },
        replyTo: { name: reply, address: n % 3 === 0 ? `"${reply.slice(0, 20)}"@mail.example` : 'zoe@mail.example' },
        data: { subject: `About ${subject}`, text, name, place: reply, sponsor: text, sponsorAddress: subject },
      })),
    ),
  );
  await sendDue(world);
  world.mailer.close();
  expect(office.taken).toHaveLength(1000);
  expect(new Set(office.taken.flatMap(({ to }) => to)).size).toBe(1000);
  for (const { raw, to, mail } of office.taken) {
    expect(to).toHaveLength(1);
    expect(to[0]).toMatch(/^r\d+@mail\.example$/);
    expect(mail.to?.map(({ address }) => address)).toEqual(to);
    expect(mail.bcc ?? []).toEqual([]);
    expect(mail.cc ?? []).toEqual([]);
    expect(mail.headers.map(({ key }) => key).filter((name) => !ours.has(name))).toEqual([]);
    expect(mail.replyTo?.length ?? 0).toBeLessThanOrEqual(1);
    for (const name of [mail.from?.name, mail.to?.[0]?.name, mail.subject]) expect(name ?? '').not.toMatch(/\p{Cc}/u);
    expect(mail.attachments).toEqual([]);
    expect(mail.html).not.toMatch(/<script/i);
    const head = raw.slice(0, raw.indexOf('\r\n\r\n'));
    expect(head).toMatch(/^[\t\r\n -~]*$/);
    expect(head.replaceAll('\r\n', '')).not.toMatch(/[\r\n]/);
  }
  const [some] = office.taken;
  expect((await checked(some?.raw ?? ''))?.status.result).toBe('pass');
  expect((await PostalMime.parse(some?.raw ?? '')).subject).toMatch(/^About/);
}, 60_000);
