import type { Command } from 'commander';
import { grouped, plural } from '../basics/text.ts';
import { sendDue } from '../mail/sending.ts';
import { countMails, listRests, states, streams } from '../mail/status.ts';
import { listenersOf } from '../worker.ts';
import { reportCommand } from './report.ts';
import { CommandError, progress, withWorld } from './support.ts';

export function mailCommand(program: Command): void {
  const mail = program.command('mail').description('mail that waits, was sent or failed');
  reportCommand(mail);

  mail
    .command('status')
    .description('what waits, was sent, failed or may have arrived, and what rests and why')
    .option('--json', 'as JSON')
    .action(({ json }: { json?: boolean }) =>
      withWorld(async (world) => {
        const counts = await countMails(world.db);
        const rests = await listRests(world.db, world.now());
        const ready = world.mailer.ready;
        if (json) {
          const all = Object.fromEntries(
            states.map((state) => [state, counts.confirmations[state] + counts.updates[state]]),
          );
          return console.log(JSON.stringify({ ready, ...all, streams: counts, rests }));
        }
        console.log(`${''.padEnd(8)} ${streams.map((stream) => stream.padStart(13)).join(' ')}`);
        for (const state of states)
          console.log(
            `${state.padEnd(8)} ${streams.map((stream) => grouped(counts[stream][state]).padStart(13)).join(' ')}`,
          );
        if (counts.confirmations.unsure + counts.updates.unsure > 0)
          console.log('Unsure: broken off on their way. They may have arrived, and are not sent again.');
        for (const { domain, until, problem } of rests)
          console.log(`${domain ?? 'The mail server'} rests until ${until.toISOString()}: ${problem}.`);
        if (!ready) console.log('No mail server is set (SMTP_URL and MAIL_FROM): mail waits.');
      }),
    );

  mail
    .command('send')
    .description('send the mail that is due now')
    .action(() =>
      withWorld(async (world) => {
        if (!world.mailer.ready)
          throw new CommandError('No mail server is set: set SMTP_URL and MAIL_FROM, then try again.');
        const shown = (sent: number) => progress(`${plural(sent, 'mail')} sent`);
        const sent = await sendDue(world, listenersOf(world), { progress: shown });
        progress('');
        console.log(`Sent ${plural(sent, 'mail')}.`);
        for (const { domain, problem } of await listRests(world.db, world.now()))
          console.error(`${domain ?? 'The mail server'} rests: ${problem}.`);
      }),
    );
}
