import pino from 'pino';
import { newId, newToken } from './basics/ids.ts';
import type { World } from './basics/world.ts';
import { BadSetting, type Settings } from './config.ts';
import { type Database, openDatabase } from './db/database.ts';
import { agreeOnFact } from './db/facts.ts';
import { migrate, pendingMigrations } from './db/migrate.ts';
import { smtpMailer } from './mail/smtp.ts';

export interface ComposeOptions {
  /** Whether to apply pending migrations; otherwise they stop the start with a sentence that says what to do. */
  migrating: boolean;
  /** Where the log goes: the standard output of a server, nothing of a command. */
  logging: boolean;
}

/** Opens the database that the settings name. Throws BadSetting with what the database said. */
export async function openNamed({ databaseUrl }: Pick<Settings, 'databaseUrl'>): Promise<Database> {
  try {
    return await openDatabase(databaseUrl);
  } catch (error) {
    const { message, code } = error as { message?: string; code?: string };
    throw new BadSetting(
      `DATABASE_URL cannot be used: expected a database that opens and answers (${message || code || 'it did not'}).`,
    );
  }
}

/** Builds the real world; the one place where outside things are constructed. */
export async function compose(settings: Settings, { migrating, logging }: ComposeOptions): Promise<World> {
  const db = await openNamed(settings);
  try {
    if (migrating) await migrate(db);
    else if ((await pendingMigrations(db)).length > 0)
      throw new Error('The database is older than this program: run "npx undersigned migrate" first.');
    // The secret is in the settings, or agreed on in the database, so that several processes share it and backups hold it.
    const secret = settings.secretKey ?? (await db.transaction((tx) => agreeOnFact(tx, 'secret key', newToken())));
    const options = { base: null, timestamp: pino.stdTimeFunctions.isoTime };
    // In a rush many lines are written together, a tenth of a second late at most, and at the end of the process.
    const log = logging
      ? pino(
          { ...options, level: settings.logLevel },
          pino.destination({ sync: false, minLength: 4096, periodicFlush: 100 }),
        )
      : pino({ level: 'silent' });
    const now = () => new Date();
    const mailer = smtpMailer(settings, now);
    return { db, now, newId, newToken, mailer, fetch, log, settings, secret };
  } catch (error) {
    await db.close();
    throw error;
  }
}

/** Gives back what `compose` took. */
export async function dispose(world: World): Promise<void> {
  world.mailer.close();
  await world.db.close();
}
