import type { Command } from 'commander';
import { plural } from '../basics/text.ts';
import { commandLine } from '../basics/viewer.ts';
import type { World } from '../basics/world.ts';
import { type BillImport, type BillSource, billNumber, findBillsNamed, importBill } from '../bills/bills.ts';
import { listCampaigns } from '../campaigns/campaigns.ts';
import { CommandError, progress, withWorld } from './support.ts';

interface ImportFlags {
  campaign?: string;
  dryRun?: boolean;
  json?: boolean;
}

export function billsCommand(program: Command): void {
  const bills = program.command('bills').description('bills of Congress that campaigns follow, and who is behind them');
  bills
    .command('import <bill> [source]')
    .description(
      "read a bill (its id, or 'hr1234-119') from Congress.gov's JSON or a CSV of cosponsors; without a file or web " +
        'address from Congress.gov itself, with CONGRESS_API_KEY',
    )
    .option('--campaign <slug>', 'only the bill of this campaign; else of every campaign that follows it')
    .option('--dry-run', 'show what would change, and change nothing')
    .option('--json', 'print the result as JSON, a record for each campaign')
    .action((bill: string, source: string | undefined, flags: ImportFlags) => act(bill, source, flags));
}

/** Imports and tells; a source that cannot be used ends the command with a non-zero status. */
async function act(named: string, from: string | undefined, { campaign, dryRun = false, json = false }: ImportFlags) {
  await withWorld(async (world) => {
    const source = sourceOf(from);
    const results: (BillImport & { campaign: string })[] = [];
    for (const { billId, campaignId, slug } of await targetsOf(world, named, campaign)) {
      progress(`reading for ${slug}`);
      const result = await importBill(world, commandLine, campaignId, billId, source, { dryRun });
      results.push({ campaign: slug, ...result });
    }
    progress('');
    if (json) console.log(JSON.stringify(results, null, 2));
    else for (const result of results) if (result.problems.length === 0) console.log(linesOf(result).join('\n'));
    const problems = [...new Set(results.flatMap((result) => result.problems))];
    if (problems.length > 0) {
      const end = results.some(({ applied }) => applied) ? [] : ['Nothing was changed.'];
      throw new CommandError([...problems, ...end].join('\n'));
    }
  });
}

function sourceOf(from: string | undefined): BillSource {
  if (from === undefined) return { kind: 'congress' };
  return /^https?:\/\//i.test(from) ? { kind: 'address', address: from } : { kind: 'file', file: from };
}

/** Every campaign's bill of this name. The same facts go to all of them, unless one is named. */
async function targetsOf(world: World, named: string, only: string | undefined) {
  const number = billNumber(named);
  const found = await findBillsNamed(world.db, named, number);
  if (found.length === 0 && number && number.congress === undefined)
    throw new CommandError(`“${named}” lacks the Congress: write it as in “${number.type}${number.number}-119”.`);
  const campaigns = await listCampaigns(world.db, [...new Set(found.flatMap(({ campaignIds }) => campaignIds))]);
  const targets = campaigns
    .filter(({ slug }) => only === undefined || slug === only)
    .flatMap(({ id, slug }) =>
      found
        .filter(({ campaignIds }) => campaignIds.includes(id))
        .map(({ bill }) => ({ billId: bill.id, campaignId: id, slug })),
    );
  if (targets.length === 0)
    throw new CommandError(
      only === undefined
        ? `No campaign follows “${named}”: add it on the desk, under the campaign’s bills.`
        : `The campaign ${only} does not follow “${named}”.`,
    );
  return targets;
}

function linesOf({ campaign, bill, applied, notes, cosponsors, ...told }: BillImport & { campaign: string }) {
  const names = (words: string, people: { name: string; day?: string }[]) =>
    people.map(({ name, day }) => `  ${words}: ${name}${day ? `, on ${day}` : ''}`);
  const lines = [
    ...told.changed.map((words) => `  ${words}`),
    ...names('joined', told.added),
    ...names('withdrew', told.withdrawn),
    ...names('not listed any more', told.gone),
    ...names('not in any roster here, added as not serving', told.former),
    ...notes.map((note) => `  ${note}`),
  ];
  return [
    `${bill.label} in ${campaign}: ${plural(cosponsors, 'cosponsor')}`,
    ...(lines.length > 0 ? lines : ['  nothing is different']),
    ...(applied ? [] : ['  A dry run: nothing was changed.']),
  ];
}
