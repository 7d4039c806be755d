// The bare server that a row of the benchmark is held against: nothing but what must be done. Plain JavaScript, so
// that its start is Node's and Express's alone. Arguments: the ZIP table, and about how many bytes the page has.
import { readFileSync } from 'node:fs';
import path from 'node:path';
import express from 'express';

const [, , zipFile, bytes = '15000'] = process.argv;
const app = express();
app.disable('x-powered-by');
app.get('/hello', (_req, res) => res.type('text').send('hello'));

/** A letter page of about so many bytes: a text, the form, a table by state, recent signers. */
const times = Math.max(0, 1 + (Number(bytes) - 14_100) / 7650);
const numbers = new Intl.NumberFormat('en-US');
const codes =
  'AK AL AR AZ CA CO CT DC DE FL GA HI IA ID IL IN KS KY LA MA MD ME MI MN MO MS MT NC ND NE NH NJ NM NV NY OH OK OR PA RI SC SD TN TX UT VA VT WA WI WV WY'.split(
    ' ',
  );
const sentence =
  'As constituents of every state and district, we ask you to support this bill because it would make the programs our families rely on work as Congress promised they would. ';
const letter = () => ({
  fmt: (n) => numbers.format(n),
  title: 'Keep the Clean Water Act’s promise',
  office: 'United States House of Representatives',
  ...{ count: 48_213, goal: 50_000 },
  paragraphs: Array.from({ length: Math.round(16 * times) }, (_, n) => `${n}. ${sentence.repeat(2)}<we quote & escape this>`),
  fields: [
    ['name', 'Full name', 'text', 'name'],
    ['email', 'Email address', 'email', 'email'],
    ['street', 'Street address', 'text', 'street-address'],
    ['city', 'City', 'text', 'address-level2'],
    ['zip', 'ZIP code', 'text', 'postal-code'],
  ],
  tally: codes.map((state, n) => ({ state, n: 3000 - n * 41 })),
  recent: Array.from({ length: Math.round(20 * times) }, (_, n) => ({
    ...{ name: `Grace Okafor ${n}`, city: 'Springfield', state: codes[n % codes.length], ago: `${n + 1} minutes ago` },
  })),
});
app.set('etag', false);
app.set('view engine', 'ejs');
app.set('views', path.join(import.meta.dirname, 'limit-page'));
app.enable('view cache');
app.get('/page', (_req, res) => res.render('letter', letter()));

const places = new Map();
if (zipFile)
  for (const line of readFileSync(zipFile, 'utf8').split('\n')) {
    const [zip, ...districts] = line.split(' ');
    if (/^\d{5}$/.test(zip)) places.set(zip, districts);
  }
app.get('/lookup', (req, res) => res.json({ zip: req.query.zip, districts: places.get(req.query.zip) ?? [] }));

const server = app.listen(0, '127.0.0.1', () => console.log(server.address().port));
process.on('SIGTERM', () => server.close(() => process.exit(0)));
