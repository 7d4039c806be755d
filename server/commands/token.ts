import type { Command } from 'commander';
import { tokenName } from '../accounts/forms.ts';
import { makeToken } from '../accounts/tokens.ts';
import { commandLine } from '../basics/viewer.ts';
import { campaignOf, type RoleOptions, withRole } from './account.ts';
import { CommandError, withWorld } from './support.ts';

export function tokenCommand(program: Command): void {
  const token = program.command('token').description('tokens with which programs use the API');
  withRole(token.command('add'))
    .argument('<name>', 'what uses it, for the lists of tokens and the history')
    .description('make a token; prints it this once')
    .action((typed: string, options: RoleOptions) =>
      withWorld(async (world) => {
        const name = tokenName.safeParse(typed);
        if (!name.success) throw new CommandError(name.error.issues[0]?.message);
        // Without a campaign a token has its role in every one.
        const campaign = options.campaign || options.role === 'admin' ? await campaignOf(world, options) : null;
        const made = { name: name.data, campaignId: campaign?.id ?? null, role: options.role };
        console.log(await makeToken(world, commandLine, made));
      }),
    );
}
