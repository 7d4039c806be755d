import type { Command } from 'commander';
import { plural } from '../basics/text.ts';
import { countOutbox } from '../mail/mail.ts';
import { sendAll } from '../worker.ts';
import { reportCommand } from './report.ts';
import { CommandError, withWorld } from './support.ts';

export function mailCommand(program: Command): void {
  const mail = program.command('mail').description('mail that waits, was sent or failed');
  reportCommand(mail);

  mail
    .command('status')
    .description('count the mails of the outbox by state')
    .option('--json', 'as JSON')
    .action(({ json }: { json?: boolean }) =>
      withWorld(async (world) => {
        const counts = { waiting: 0, sending: 0, sent: 0, failed: 0, unsure: 0 };
        for (const { state, count } of await countOutbox(world.db)) counts[state] = count;
        if (json) return console.log(JSON.stringify({ ready: world.mailer.ready, ...counts }));
        for (const [state, count] of Object.entries(counts)) console.log(`${state.padEnd(8)} ${count}`);
        if (!world.mailer.ready) console.log('No mail server is set (SMTP_URL and MAIL_FROM): mail waits.');
      }),
    );

  mail
    .command('send')
    .description('send the mail that is due now')
    .action(() =>
      withWorld(async (world) => {
        if (!world.mailer.ready)
          throw new CommandError('No mail server is set: set SMTP_URL and MAIL_FROM, then try again.');
        console.log(`Sent ${plural(await sendAll(world), 'mail')}.`);
      }),
    );
}
