import { generateKeyPairSync } from 'node:crypto';
import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { expect, test } from 'vitest';
import { openNamed } from '../../server/compose.ts';
import { BadSetting, readSettings } from '../../server/config.ts';
import { dialect } from '../../server/db/dialect.ts';

test.each([
  ['PORT', ['abc', '-1', '1.5', '70000']],
  ['BASE_URL', ['letters', 'ftp://letters.example', 'https://letters.example/sub', 'https://letters.example?x']],
  ['DATABASE_URL', ['mysql://x', 'sqlite:', 'postgres://']],
  ['SMTP_URL', ['mail.example', 'https://mail.example']],
  ['MAIL_FROM', ['letters']],
  ['UPDATES_FROM', ['news@']],
  ['BOUNCE_ADDRESS', ['bounces', 'a+b@letters.example', `${'b'.repeat(23)}@letters.example`]],
  ['DKIM_DOMAIN', ['letters', 'https://letters.example']],
  ['DKIM_SELECTOR', ['a b', '-x']],
  ['MAIL_CONNECTIONS', ['0', '1.5', '1000']],
  ['MAIL_PER_MINUTE', ['0', 'many']],
  ['SECRET_KEY', ['short']],
  ['TRUST_PROXY', ['nonsense', '10.0.0.0/33', '1.2.3.4/', '10.0.0.1,nobody']],
  ['LOG_LEVEL', ['loud']],
  ['SIGNING_PROTECTION', ['false', 'Off ']],
  ['KEEP_UNCONFIRMED_DAYS', ['0', '-1', '1.5', 'forever']],
  ['KEEP_IP_DAYS', ['0', '1e9']],
  ['KEEP_ADDRESS_DAYS', ['0', 'x']],
  ['GEOCODER_URL', ['geocoding.geo.census.gov', 'ftp://a.example', 'https://a.example?k=1', 'https://x:y@a.example']],
  ['CENSUS_VINTAGE', ['two words', 'a&b=c']],
  ['CONGRESS_API_KEY', ['two words', 'kéy']],
  ['CWC_HOUSE_URL', ['cwc.house.gov', 'http://cwc.example/v2', 'https://a.example?apikey=k', 'https://u:p@a.example']],
  ['CWC_SENATE_URL', ['http://10.0.0.1', 'ftp://localhost']],
  ['CWC_HOUSE_KEY', ['two words']],
  ['CWC_ACK_EMAIL', ['ack', 'ack@agent']],
  ['CWC_CONTACT_NAME', ['Dana']],
  ['CWC_CONTACT_PHONE', ['2025550100', '(202) 555-0100']],
  [
    'CONGRESS_API_URL',
    ['api.congress.gov', 'ftp://api.congress.gov', 'https://x:y@api.example', 'https://a.example?k=1'],
  ],
])('%s that cannot be used is named in one line that says what is expected', (name, values) => {
  for (const value of values) {
    const read = () => readSettings({ [name]: value });
    expect(read, value).toThrow(BadSetting);
    expect(read, value).toThrow(new RegExp(`^${name} cannot be used: expected [^\\n]+\\.$`));
  }
});

test('settings that can be used are taken as they are meant', () => {
  expect(readSettings({ BASE_URL: 'https://letters.example/', TRUST_PROXY: '2' })).toMatchObject({
    baseUrl: 'https://letters.example',
    loopback: false,
    trustProxy: 2,
  });
  expect(readSettings({ TRUST_PROXY: '10.0.0.0/8, ::1, loopback' }).trustProxy).toBe('10.0.0.0/8, ::1, loopback');
  expect(readSettings({ TRUST_PROXY: 'on', PORT: ' ' })).toMatchObject({ trustProxy: true, port: 3000 });
});

test('protection is switched off on this machine alone', () => {
  expect(readSettings({}).signingProtection).toBe(true);
  const off = { SIGNING_PROTECTION: 'off' };
  expect(readSettings(off).signingProtection).toBe(false);
  expect(readSettings({ ...off, BASE_URL: 'http://127.0.0.1:3100' }).signingProtection).toBe(false);
  for (const BASE_URL of ['https://letters.example', 'http://localhost.letters.example', 'http://10.0.0.1'])
    expect(() => readSettings({ ...off, BASE_URL }), BASE_URL).toThrow(
      /^SIGNING_PROTECTION cannot be used: expected [^\n]+\.$/,
    );
  expect(() => readSettings({ ...off, HOST: '0.0.0.0' })).toThrow(BadSetting);
});

test('what is kept is kept for days', () => {
  expect(readSettings({ KEEP_IP_DAYS: '7' })).toMatchObject({
    keepUnconfirmedDays: 14,
    keepIpDays: 7,
    keepAddressDays: 90,
  });
});

test('a database that does not open is told as a setting, not as a fault of ours', async () => {
  const file = path.join(mkdtempSync(path.join(tmpdir(), 'undersigned-')), 'not.db');
  writeFileSync(file, 'This is a letter and no database at all.');
  const url = dialect === 'postgres' ? 'postgres://nobody@127.0.0.1:1/none' : `sqlite:${file}`;
  await expect(openNamed({ databaseUrl: url })).rejects.toThrow(/^DATABASE_URL cannot be used: expected .+$/);
});

const cwc = {
  ...{ CWC_AGENT: 'Example Agent', CWC_ACK_EMAIL: 'ack@agent.example', CWC_CONTACT_NAME: 'Dana Ops' },
  ...{ CWC_CONTACT_EMAIL: 'ops@agent.example', CWC_CONTACT_PHONE: '202-555-0100' },
  ...{ CWC_HOUSE_URL: 'https://cwc.example/v2/', CWC_HOUSE_KEY: 'a-key' },
};

test('the service of Congress is off, or set whole: what is missing is named in one line', () => {
  expect(readSettings({}).cwc).toBeNull();
  expect(readSettings(cwc).cwc).toEqual({
    ...{ agent: 'Example Agent', ackEmail: 'ack@agent.example' },
    contact: { name: 'Dana Ops', email: 'ops@agent.example', phone: '202-555-0100' },
    house: { url: 'https://cwc.example/v2', key: 'a-key' },
    senate: null,
  });
  expect(readSettings({ ...cwc, CWC_HOUSE_URL: 'http://127.0.0.1:4000' }).cwc?.house?.url).toBe(
    'http://127.0.0.1:4000',
  );
  for (const name of Object.keys(cwc)) {
    const read = () => readSettings({ ...cwc, [name]: '' });
    expect(read, name).toThrow(BadSetting);
    expect(read, name).toThrow(new RegExp(`^${name} is missing: with CWC_[A-Z_]+, expected [^\\n]+\\.$`));
  }
  expect(() => readSettings({ CWC_AGENT: 'Example Agent' })).toThrow(/^CWC_HOUSE_URL is missing: with CWC_AGENT/);
  const senate = { CWC_SENATE_URL: 'https://scwc.example' };
  expect(() => readSettings({ ...cwc, ...senate })).toThrow(/^CWC_SENATE_KEY is missing: with CWC_SENATE_URL/);
});

const keyOf = (type: 'rsa' | 'ed25519', modulusLength = 2048): string => {
  const pair = type === 'rsa' ? generateKeyPairSync('rsa', { modulusLength }) : generateKeyPairSync('ed25519');
  return pair.privateKey.export({ type: 'pkcs8', format: 'pem' }) as string;
};

test('mail is signed with a whole key for the domain that it is sent from, or the start stops', () => {
  const key = keyOf('rsa');
  const file = path.join(mkdtempSync(path.join(tmpdir(), 'undersigned-')), 'key.pem');
  writeFileSync(file, key);
  const from = { MAIL_FROM: 'letters@mail.letters.example' };
  const dkim = { ...from, DKIM_DOMAIN: 'Letters.example', DKIM_SELECTOR: 'l2026', DKIM_KEY_FILE: file };
  const signed = { domain: 'letters.example', selector: 'l2026', key };
  expect(readSettings({}).dkim).toBeNull();
  expect(readSettings(dkim).dkim).toEqual(signed);
  // In one line, as some environments want it.
  expect(readSettings({ ...dkim, DKIM_KEY_FILE: '', DKIM_KEY: key.replaceAll('\n', '\\n') }).dkim).toEqual(signed);

  const wrong = (name: string, env: Record<string, string>) =>
    expect(() => readSettings({ ...dkim, ...env })).toThrow(new RegExp(`^${name}[^\\n]*expected [^\\n]+\\.$`));
  wrong('DKIM_SELECTOR is missing', { DKIM_SELECTOR: '' });
  wrong('DKIM_DOMAIN is missing', { DKIM_DOMAIN: '' });
  wrong('DKIM_KEY_FILE is missing', { DKIM_KEY_FILE: '' });
  wrong('DKIM_KEY_FILE cannot be used', { DKIM_KEY_FILE: `${file}.not` });
  wrong('DKIM_KEY cannot be used', { DKIM_KEY: key });
  for (const DKIM_KEY of ['no key', keyOf('ed25519'), keyOf('rsa', 512)])
    wrong('DKIM_KEY cannot be used', { DKIM_KEY_FILE: '', DKIM_KEY });
  // A signature of another domain than the sender's is worth nothing to DMARC.
  wrong('DKIM_DOMAIN cannot be used', { DKIM_DOMAIN: 'other.example' });
  wrong('DKIM_DOMAIN cannot be used', { UPDATES_FROM: 'news@other.example' });
  expect(() => readSettings({ ...dkim, UPDATES_FROM: 'news@other.example' })).toThrow(/UPDATES_FROM/);
});

test('updates have the sender of all mail unless they have one of their own', () => {
  const from = { MAIL_FROM: 'letters@letters.example' };
  expect(readSettings(from).updatesFrom).toBe('letters@letters.example');
  expect(readSettings({ ...from, UPDATES_FROM: 'news@letters.example' }).updatesFrom).toBe('news@letters.example');
  expect(() => readSettings({ SMTP_URL: 'smtp://mail.example' })).toThrow(/^MAIL_FROM is missing: [^\n]+\.$/);
});
