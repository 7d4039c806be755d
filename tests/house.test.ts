/** The habits of the house that a machine can check: docs/architecture.md tells why each exists. */
import { globSync, readFileSync } from 'node:fs';
import { expect, test } from 'vitest';

/** A room uses only rooms that stand before it. */
const order = [
  ...[
    'db',
    'basics',
    'web',
    'history',
    'mail',
    'accounts',
    'districts',
    'legislators',
    'campaigns',
    'bills',
    'letters',
  ],
  ...['tallies', 'protection', 'signatures', 'cosigners', 'whip', 'intake', 'office', 'gaps', 'closing', 'documents'],
  ...['changes', 'carriers', 'variants', 'messages', 'meetings', 'affirmations', 'updates', 'signing', 'exports'],
  ...['privacy', 'example', 'site', 'desk'],
];
/** What stands outside the rooms and may use them all. */
const outside = ['app', 'front', 'worker', 'compose', 'config', 'undersigned', 'commands'];
/** These two hold up the rest together: the world names the database, and columns and errors need basics. */
const ground = new Set(['db', 'basics', 'config']);

interface Source {
  file: string;
  text: string;
  room: string;
  imports: { path: string; room: string; typeOnly: boolean }[];
}

const roomOf = (file: string) =>
  file
    .replace(/^server\//, '')
    .split('/')[0]
    ?.replace(/\.ts$/, '') ?? '';

const sources: Source[] = globSync('server/**/*.ts').map((file) => {
  const text = readFileSync(file, 'utf8');
  const imports = [
    ...text.matchAll(/^(?:import|export)\s(type\s)?[^;'"]*?from\s+'(\.[^']+)'|^import '(\.[^']+)'/gm),
  ].map((match) => {
    const path = new URL((match[2] ?? match[3]) as string, `file:///${file}`).pathname.slice(1);
    return { path, room: roomOf(path), typeOnly: Boolean(match[1]) };
  });
  return { file, text, room: roomOf(file), imports };
});

const offenders = (rule: (source: Source) => string[]) => sources.flatMap(rule);

test('there are sources to check, and every room has its place in the order', () => {
  expect(sources.length).toBeGreaterThan(40);
  const rooms = new Set(sources.map((source) => source.room));
  expect([...rooms].filter((room) => !order.includes(room) && !outside.includes(room))).toEqual([]);
});

test('a room uses only rooms that stand before it', () => {
  const late = offenders(({ file, room, imports }) =>
    outside.includes(room)
      ? []
      : imports
          .filter((used) => !(ground.has(room) && ground.has(used.room)) && used.room !== 'config')
          .filter((used) => order.indexOf(used.room) > order.indexOf(room) || outside.includes(used.room))
          .map((used) => `${file} uses ${used.path}`),
  );
  expect(late).toEqual([]);
});

test('a back room is used by its own room alone', () => {
  const intruders = offenders(({ file, room, imports }) =>
    imports
      .filter((used) => /[/.]store\.ts$/.test(used.path) && used.room !== room)
      .map((used) => `${file} uses ${used.path}`),
  );
  expect(intruders).toEqual([]);
});

test('Express is known at the edge only', () => {
  const edge = /^server\/(app\.ts|web\/|accounts\/session\.ts|.*routes\.ts$)/;
  expect(offenders(({ file, text }) => (/from 'express'/.test(text) && !edge.test(file) ? [file] : []))).toEqual([]);
});

test('the environment, the time and chance come in through the world', () => {
  const allowed: [RegExp, RegExp][] = [
    [/process\.env/, /^server\/basics\/environment\.ts$/],
    [/new Date\(\)|Date\.now\(\)/, /^server\/(compose|db\/migrate)\.ts$/],
    [/Math\.random|randomBytes|randomUUID/, /^server\/(basics\/ids|web\/errors)\.ts$/],
  ];
  const found = offenders(({ file, text }) =>
    allowed
      .filter(([what, where]) => what.test(text) && !where.test(file))
      .map(([what]) => `${file} has ${what.source}`),
  );
  expect(found).toEqual([]);
});

test('raw statements live in db alone', () => {
  expect(
    offenders(({ file, room, text }) => (/\.raw\b\.?(run|all|alone)/.test(text) && room !== 'db' ? [file] : [])),
  ).toEqual([]);
});

test('a store writes only the tables of its own room', () => {
  const tables = readFileSync('server/db/tables.ts', 'utf8');
  const ownerOf = new Map<string, string>();
  for (const part of tables.split(/^\/\/ ── /m).slice(1)) {
    const room = part.slice(0, part.indexOf(' '));
    for (const match of part.matchAll(/^export const (\w+) = table\(/gm)) ownerOf.set(match[1] as string, room);
  }
  expect(ownerOf.size).toBeGreaterThan(20);
  const trespasses = offenders(({ file, room, text }) =>
    [...text.matchAll(/\.(?:insert|update|delete)\((\w+)\)/g)]
      .filter((match) => ownerOf.has(match[1] as string) && ownerOf.get(match[1] as string) !== room)
      .map((match) => `${file} writes ${match[1]}`),
  );
  expect(trespasses).toEqual([]);
});
