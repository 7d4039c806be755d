import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { inProject } from '../basics/root.ts';
import type { Database, Raw } from './database.ts';
import { dialect } from './dialect.ts';

interface Migration {
  name: string;
  checksum: string;
  statements: string[];
}

/** The migrations of this engine in the order of their file names. A released file is never edited. */
export function readMigrations(folder = inProject('migrations', dialect)): Migration[] {
  return readdirSync(folder)
    .filter((file) => file.endsWith('.sql'))
    .sort()
    .map((file) => {
      const text = readFileSync(path.join(folder, file), 'utf8');
      return {
        name: file.replace(/\.sql$/, ''),
        checksum: createHash('sha256').update(text).digest('hex'),
        statements: text.split('--> statement-breakpoint'),
      };
    });
}

const value = (n: number) => (dialect === 'postgres' ? `$${n}` : '?');

async function readApplied(raw: Omit<Raw, 'alone'>): Promise<Map<string, string>> {
  const rows = await raw.all('select name, checksum from migrations').catch(() => []);
  return new Map(rows.map((row) => [String(row['name']), String(row['checksum'])]));
}

/** Names of the migrations that the database still lacks. Throws when one that it has was edited since. */
export async function pendingMigrations(db: Database, migrations = readMigrations()): Promise<string[]> {
  return pending(await readApplied(db.raw), migrations).map((migration) => migration.name);
}

function pending(applied: Map<string, string>, migrations: Migration[]): Migration[] {
  for (const { name, checksum } of migrations) {
    const known = applied.get(name);
    if (known && known !== checksum)
      throw new Error(`Migration ${name} was edited after it had been applied to this database.`);
  }
  return migrations.filter((migration) => !applied.has(migration.name));
}

/**
 * Applies what is pending, each migration whole or not at all, and gives their names. Several processes may call at
 * once: one works, the others wait.
 *
 * On SQLite foreign keys are off meanwhile, from before the transaction: a migration that rebuilds a table drops the
 * old one, and with foreign keys on that silently empties every table that cascades from it. They are checked
 * before the commit instead.
 */
export async function migrate(db: Database, migrations = readMigrations()): Promise<string[]> {
  return db.raw.alone(async (raw) => {
    if (dialect === 'postgres') await raw.run('select pg_advisory_lock(7261938)');
    else await raw.run('pragma busy_timeout = 5000; pragma foreign_keys = off');
    try {
      await raw.run(
        'create table if not exists migrations (name text primary key, checksum text not null, applied_at text not null)',
      );
      const names: string[] = [];
      for (const { name } of pending(await readApplied(raw), migrations)) {
        await raw.run(dialect === 'postgres' ? 'begin' : 'begin immediate');
        try {
          // Read again under the lock: another process may have been here first.
          const still = pending(await readApplied(raw), migrations).find((migration) => migration.name === name);
          if (still) {
            for (const statement of still.statements) await raw.run(statement);
            const broken = dialect === 'sqlite' ? await raw.all('pragma foreign_key_check') : [];
            if (broken.length > 0)
              throw new Error(`Migration ${name} would leave ${broken.length} rows without the row they belong to.`);
            await raw.all(`insert into migrations values (${value(1)}, ${value(2)}, ${value(3)})`, [
              still.name,
              still.checksum,
              new Date().toISOString(),
            ]);
            names.push(name);
          }
          await raw.run('commit');
        } catch (error) {
          await raw.run('rollback');
          throw error;
        }
      }
      return names;
    } finally {
      if (dialect === 'postgres') await raw.run('select pg_advisory_unlock(7261938)');
      else await raw.run('pragma foreign_keys = on; pragma busy_timeout = 0');
    }
  });
}
