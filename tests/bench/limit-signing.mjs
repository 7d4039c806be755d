// The bare server that signing is held against: Express, the form read by zod, and raw prepared statements for the
// signature, its mail and the counter; what arrives together shares a durable commit. Argument: a database's address.
import { createHash, randomBytes } from 'node:crypto';
import Client from 'better-sqlite3';
import express from 'express';
import pg from 'pg';
import { z } from 'zod';

const DAY = 86_400_000;
const [, , address] = process.argv;
const write = await (address.startsWith('postgres') ? onPostgres(address) : onSqlite(address));

let queue = [];
let busy = false;
/** What arrives while a batch is written goes into the next one. */
async function go() {
  const batch = queue;
  queue = [];
  busy = true;
  try {
    const results = await write(batch.map(({ row }) => row));
    for (const [n, one] of batch.entries()) one.done(results[n]);
  } catch (error) {
    for (const one of batch) one.failed(error);
  }
  busy = false;
  if (queue.length > 0) setImmediate(go);
}
const sign = (row) =>
  new Promise((done, failed) => {
    queue.push({ row, done, failed });
    if (queue.length === 1 && !busy) setImmediate(go);
  });

const shape = z.object({
  letter: z.coerce.number().int().positive(),
  name: z.string().trim().min(2).max(120),
  email: z.email().max(254),
  address: z.string().trim().max(200),
  city: z.string().trim().max(100),
  state: z.string().length(2),
  zip: z.string().regex(/^\d{5}(-\d{4})?$/),
  comment: z.string().max(2000).default(''),
});

const app = express();
app.disable('x-powered-by');
app.get('/ready', (_req, res) => res.send('ready'));
app.post('/sign', express.urlencoded({ extended: false, limit: '16kb' }), async (req, res) => {
  const read = shape.safeParse(req.body);
  if (!read.success) return res.status(422).send('invalid');
  const row = read.data;
  row.hash = createHash('sha256').update(row.email.trim().toLowerCase()).digest();
  row.token = randomBytes(16);
  res.redirect(303, (await sign(row)) ? '/thanks' : '/already');
});
const server = app.listen(0, '127.0.0.1', 511, () => console.log(server.address().port));
process.on('SIGTERM', () => process.exit(0));

function onSqlite(url) {
  const db = new Client(url.replace(/^sqlite:/, ''));
  db.pragma('journal_mode = WAL');
  db.pragma('synchronous = FULL');
  db.exec(`
    create table signatures(id integer primary key, letter_id integer not null, email_hash blob not null, email text not null,
      name text not null, address text not null, city text not null, state text not null, zip text not null,
      comment text not null, token blob not null, created_at integer not null);
    create unique index signatures_once on signatures(letter_id, email_hash);
    create table tallies(letter_id integer not null, state text not null, day integer not null, n integer not null,
      primary key(letter_id, state, day)) without rowid;
    create table outbox(id integer primary key, signature_id integer not null, kind text not null, due_at integer not null,
      sent_at integer)`);
  const insert = db.prepare(
    `insert into signatures(letter_id, email_hash, email, name, address, city, state, zip, comment, token, created_at)
     values(?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) on conflict(letter_id, email_hash) do nothing`,
  );
  const mail = db.prepare(`insert into outbox(signature_id, kind, due_at) values(?, 'confirm', ?)`);
  const count = db.prepare(
    'insert into tallies(letter_id, state, day, n) values(?, ?, ?, ?) on conflict do update set n = n + excluded.n',
  );
  return db.transaction((rows) => {
    const now = Date.now();
    const sums = new Map();
    const results = rows.map((row) => {
      const { letter, hash, email, name, address, city, state, zip, comment, token } = row;
      const done = insert.run(letter, hash, email, name, address, city, state, zip, comment, token, now);
      if (done.changes === 0) return false;
      mail.run(done.lastInsertRowid, now);
      sums.set(`${letter} ${state}`, (sums.get(`${letter} ${state}`) ?? 0) + 1);
      return true;
    });
    for (const [key, n] of sums) {
      const [letter, state] = key.split(' ');
      count.run(Number(letter), state, Math.floor(now / DAY), n);
    }
    return results;
  }).immediate;
}

async function onPostgres(url) {
  const pool = new pg.Pool({ connectionString: url, max: 16 });
  await pool.query(`
    create table signatures(id bigserial primary key, letter_id int not null, email_hash bytea not null, email text not null,
      name text not null, address text not null, city text not null, state text not null, zip text not null,
      comment text not null, token bytea not null, created_at bigint not null);
    create unique index signatures_once on signatures(letter_id, email_hash);
    create table tallies(letter_id int not null, state text not null, day int not null, n int not null,
      primary key(letter_id, state, day));
    create table outbox(id bigserial primary key, signature_id bigint not null, kind text not null, due_at bigint not null,
      sent_at bigint)`);
  // One statement for the whole batch: one round trip, one commit.
  const text = `
    with rows as (select * from unnest($1::int[], $2::bytea[], $3::text[], $4::text[], $5::text[], $6::text[], $7::text[],
      $8::text[], $9::text[], $10::bytea[]) as u(letter_id, email_hash, email, name, address, city, state, zip, comment, token)),
    added as (insert into signatures(letter_id, email_hash, email, name, address, city, state, zip, comment, token, created_at)
      select *, $11::bigint from rows on conflict(letter_id, email_hash) do nothing returning id, letter_id, state, token),
    mailed as (insert into outbox(signature_id, kind, due_at) select id, 'confirm', $11 from added),
    counted as (insert into tallies(letter_id, state, day, n) select letter_id, state, $12::int, count(*) from added
      group by 1, 2 order by 1, 2 on conflict(letter_id, state, day) do update set n = tallies.n + excluded.n)
    select token from added`;
  const columns = ['letter', 'hash', 'email', 'name', 'address', 'city', 'state', 'zip', 'comment', 'token'];
  return async (rows) => {
    const now = Date.now();
    const values = [...columns.map((column) => rows.map((row) => row[column])), now, Math.floor(now / DAY)];
    const { rows: added } = await pool.query({ name: 'sign', text, values });
    const tokens = new Set(added.map((row) => row.token.toString('hex')));
    return rows.map((row) => tokens.has(row.token.toString('hex')));
  };
}
