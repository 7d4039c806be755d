import { readdirSync, readFileSync } from 'node:fs';
import { expect, test } from 'vitest';

interface Snapshot {
  tables: Record<
    string,
    { name: string; columns: Record<string, { name: string; notNull: boolean }>; [part: string]: unknown }
  >;
}

function latestSnapshot(engine: string): Snapshot {
  const folder = `migrations/${engine}/meta`;
  const file = readdirSync(folder)
    .filter((name) => name.endsWith('_snapshot.json'))
    .sort()
    .at(-1);
  return JSON.parse(readFileSync(`${folder}/${file}`, 'utf8')) as Snapshot;
}

/** Tables, columns, indexes and foreign keys in words that both engines share. */
function shape(engine: string) {
  return Object.values(latestSnapshot(engine).tables)
    .map((table) => ({
      name: table.name,
      columns: Object.values(table.columns)
        .map(({ name, notNull }) => `${name}${notNull ? ' not null' : ''}`)
        .sort(),
      indexes: Object.keys(table['indexes'] as object).sort(),
      foreignKeys: Object.keys(table['foreignKeys'] as object).sort(),
      keys: Object.values(table['compositePrimaryKeys'] as Record<string, { columns: string[] }>).map(
        (key) => key.columns,
      ),
    }))
    .sort((a, b) => a.name.localeCompare(b.name));
}

test('both engines end in the same tables, columns and keys', () => {
  const names = (engine: string) =>
    readdirSync(`migrations/${engine}`)
      .filter((file) => file.endsWith('.sql'))
      .sort();
  expect(names('sqlite')).toEqual(names('postgres'));
  const sqlite = shape('sqlite');
  expect(sqlite.length).toBeGreaterThan(20);
  expect(sqlite).toEqual(shape('postgres'));
});
