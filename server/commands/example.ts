import type { Command } from 'commander';
import { commandLine } from '../basics/viewer.ts';
import { loadExample, removeExample } from '../example/example.ts';
import { loadFacts } from '../legislators/load/facts.ts';
import { withWorld } from './support.ts';

export function exampleCommand(program: Command): void {
  program
    .command('example')
    .description('load the example campaign: real, sourced facts, marked as an example')
    .option('--remove', 'remove it whole')
    .action(({ remove }: { remove?: boolean }) =>
      withWorld(async (world) => {
        if (remove) {
          const removed = await removeExample(world, commandLine);
          console.log(removed ? 'The example is gone.' : 'The example is not loaded.');
          return;
        }
        await loadFacts(world);
        const campaign = await loadExample(world, commandLine);
        console.log(`The example is at ${world.settings.baseUrl}/campaigns/${campaign.slug}`);
      }),
    );
}
