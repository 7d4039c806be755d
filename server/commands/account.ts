import { type Command, Option } from 'commander';
import { email as emailShape } from '../accounts/forms.ts';
import { invite } from '../accounts/invitations.ts';
import { commandLine, type Role } from '../basics/viewer.ts';
import type { World } from '../basics/world.ts';
import { type Campaign, findCampaign } from '../campaigns/campaigns.ts';
import { CommandError, withWorld } from './support.ts';

/** What `--role` and `--campaign` of a command say. */
export interface RoleOptions {
  role: Role | 'admin';
  campaign?: string;
}

/** Adds `--role` and `--campaign` to a command. */
export const withRole = (command: Command): Command =>
  command
    .addOption(
      new Option('--role <role>', 'what they may do')
        .choices(['admin', 'organizer', 'staffer', 'volunteer'])
        .makeOptionMandatory(),
    )
    .option('--campaign <slug>', 'the campaign, for every role but admin');

/** The campaign that the options name; null for an admin. Throws CommandError where role and campaign do not fit. */
export async function campaignOf(world: World, { role, campaign: slug }: RoleOptions): Promise<Campaign | null> {
  if (role === 'admin') {
    if (slug)
      throw new CommandError('An admin is for the whole site: leave --campaign away, or choose another --role.');
    return null;
  }
  if (!slug)
    throw new CommandError(`A ${role} works in a campaign: add --campaign SLUG, the last part of its address.`);
  const campaign = await findCampaign(world.db, slug);
  if (!campaign) throw new CommandError(`There is no campaign "${slug}": its slug is the last part of its address.`);
  return campaign;
}

export function accountCommand(program: Command): void {
  const account = program.command('account').description('accounts of the people who run campaigns');
  withRole(account.command('add'))
    .argument('<email>', 'the address to invite')
    .description('invite somebody; prints a link that works once')
    .action((typed: string, options: RoleOptions) =>
      withWorld(async (world) => {
        const email = emailShape.safeParse(typed);
        if (!email.success) throw new CommandError(email.error.issues[0]?.message);
        const campaign = await campaignOf(world, options);
        console.log(await invite(world, commandLine, { email: email.data, campaign, role: options.role }));
      }),
    );
}
