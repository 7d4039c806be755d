import type { Command } from 'commander';
import { environment } from '../basics/environment.ts';
import { openNamed } from '../compose.ts';
import { readSettings } from '../config.ts';
import { migrate } from '../db/migrate.ts';

export function migrateCommand(program: Command): void {
  program
    .command('migrate')
    .description('bring the database up to date with this program')
    .action(async () => {
      const db = await openNamed(readSettings(environment));
      try {
        const names = await migrate(db);
        console.log(names.length > 0 ? `Applied: ${names.join(', ')}.` : 'The database is up to date.');
      } finally {
        await db.close();
      }
    });
}
