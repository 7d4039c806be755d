import { copyFileSync, existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import pg from 'pg';
import pino from 'pino';
import { afterAll, afterEach } from 'vitest';
import type { Mail, World } from '../../server/basics/world.ts';
import { readSettings } from '../../server/config.ts';
import { type Database, openDatabase } from '../../server/db/database.ts';
import { dialect } from '../../server/db/dialect.ts';
import { migrate } from '../../server/db/migrate.ts';

/** A world for tests: a database of its own, a clock that stands until moved, counted ids, a mailbox. */
export interface TestWorld extends World {
  /** Moves the clock. */
  pass(time: { days?: number; hours?: number; minutes?: number; seconds?: number }): void;
  /** Sets the clock. */
  at(moment: string): void;
  /** Mail that went out, oldest first. */
  mailbox: Mail[];
  /** The database's address, to open it a second time. */
  databaseUrl: string;
}

export interface WorldOptions {
  /** The environment that the settings are read from. */
  env?: Record<string, string>;
}

const folder = mkdtempSync(path.join(tmpdir(), 'undersigned-'));
let templates: Promise<string> | null = null;
let made = 0;
const open: (() => Promise<void>)[] = [];

/** Runs one statement on the server that holds the tests' PostgreSQL databases. */
async function onServer(statement: string, database = 'postgres'): Promise<void> {
  const client = new pg.Client({ connectionString: postgresUrl(database) });
  await client.connect();
  try {
    await client.query(statement);
  } finally {
    await client.end();
  }
}

const postgresUrl = (name: string) =>
  Object.assign(new URL(process.env['DATABASE_URL'] ?? ''), { pathname: `/${name}` }).href;

/** A migrated database that the others are copied from, made once per process. */
async function makeTemplate(): Promise<string> {
  const name = `undersigned_template_${process.pid}_${Date.now().toString(36)}`;
  if (dialect === 'postgres') await onServer(`create database ${name}`);
  const url = dialect === 'postgres' ? postgresUrl(name) : `sqlite:${path.join(folder, 'template.db')}`;
  const db = await openDatabase(url);
  await migrate(db);
  await db.close();
  return dialect === 'postgres' ? name : path.join(folder, 'template.db');
}

/** Emptied PostgreSQL databases of this process, ready for the next test: emptying one is much quicker than making one. */
const spare: string[] = [];

const emptied = `do $$ declare one record; begin
  set local session_replication_role = replica;
  for one in select tablename from pg_tables where schemaname = 'public' and tablename <> 'migrations'
  loop execute format('delete from %I', one.tablename); end loop;
end $$`;

async function copyTemplate(): Promise<{ url: string; drop: () => Promise<void> }> {
  templates ??= makeTemplate();
  const template = await templates;
  made += 1;
  if (dialect === 'postgres') {
    const name = spare.pop() ?? `${template}_${made}`;
    if (name.endsWith(`_${made}`)) await onServer(`create database ${name} template ${template}`);
    const empty = async () => {
      await onServer(emptied, name);
      spare.push(name);
    };
    return { url: postgresUrl(name), drop: empty };
  }
  const file = path.join(folder, `${made}.db`);
  copyFileSync(template, file);
  const drop = async () => {
    for (const end of ['', '-wal', '-shm']) rmSync(file + end, { force: true });
  };
  return { url: `sqlite:${file}`, drop };
}

/** A database with nothing in it, not even tables; closed and dropped after the test. */
export async function anEmptyDatabase(): Promise<Database> {
  made += 1;
  const name = `undersigned_empty_${process.pid}_${made}`;
  const file = path.join(folder, `${name}.db`);
  if (dialect === 'postgres') await onServer(`create database ${name}`);
  const db = await openDatabase(dialect === 'postgres' ? postgresUrl(name) : `sqlite:${file}`);
  open.push(async () => {
    await db.close();
    if (dialect === 'postgres') await onServer(`drop database ${name} with (force)`);
    else for (const end of ['', '-wal', '-shm']) rmSync(file + end, { force: true });
  });
  return db;
}

/** A fresh world; closed and dropped after the test. */
export async function aWorld({ env = {} }: WorldOptions = {}): Promise<TestWorld> {
  const { url, drop } = await copyTemplate();
  const settings = readSettings({ LOG_LEVEL: 'silent', ...env, DATABASE_URL: url });
  const db = await openDatabase(url);
  let now = new Date('2026-11-22T15:00:00Z').getTime();
  let ids = 0;
  let tokens = 0;
  const mailbox: Mail[] = [];
  open.push(async () => {
    await db.close();
    await drop();
  });
  return {
    db,
    now: () => new Date(now),
    newId: () => `id-${String((ids += 1)).padStart(8, '0')}`,
    newToken: () => `token-${String((tokens += 1)).padStart(8, '0')}`,
    mailer: { ready: true, send: async (mail) => void mailbox.push(mail), close: () => {} },
    fetch,
    log: pino({ level: 'silent' }),
    settings,
    secret: 'a secret for tests that is long enough',
    pass: ({ days = 0, hours = 0, minutes = 0, seconds = 0 }) => {
      now += (((days * 24 + hours) * 60 + minutes) * 60 + seconds) * 1000;
    },
    at: (moment) => {
      now = new Date(moment).getTime();
    },
    mailbox,
    databaseUrl: url,
  };
}

afterEach(async () => {
  for (const close of open.splice(0)) await close();
});

afterAll(async () => {
  if (dialect === 'postgres' && templates !== null)
    for (const name of [...spare, await templates]) await onServer(`drop database ${name} with (force)`);
  if (existsSync(folder)) rmSync(folder, { recursive: true });
});
