// The bare server that a row of the benchmark is held against: nothing but what must be done. Plain JavaScript, so
// that its start is Node's and Express's alone.
import { readFileSync } from 'node:fs';
import ejs from 'ejs';
import express from 'express';

const [, , zipFile, bytes = '15000'] = process.argv;
const app = express();

const words = 'the letter asks the addressee to answer in writing and to say by when '.split(' ');
const paragraphs = [];
for (let size = 0, n = 0; size < Number(bytes); n += 1) {
  const text = Array.from({ length: 40 }, (_, i) => words[(i * 7 + n) % words.length]).join(' ');
  paragraphs.push(text);
  size += text.length + 8;
}
const template = ejs.compile('<!doctype html><title><%= page.title %></title><% page.paragraphs.forEach((p) => { %><p><%= p %></p><% }) %>', {
  strict: true,
  destructuredLocals: ['page'],
});
app.get('/page', (_req, res) => res.send(template({ page: { title: 'A letter', paragraphs } })));

const places = new Map();
if (zipFile)
  for (const line of readFileSync(zipFile, 'utf8').split('\n')) {
    const [zip, ...districts] = line.split(' ');
    if (/^\d{5}$/.test(zip)) places.set(zip, districts);
  }
app.get('/lookup', (req, res) => res.json({ zip: req.query.zip, districts: places.get(req.query.zip) ?? [] }));

const server = app.listen(0, '127.0.0.1', () => console.log(server.address().port));
process.on('SIGTERM', () => server.close(() => process.exit(0)));
