import type { Command } from 'commander';
import { plural } from '../basics/text.ts';
import { momentInShort } from '../basics/time.ts';
import type { World } from '../basics/world.ts';
import {
  type Chamber,
  type Check,
  checkService,
  countDeliveries,
  listStandings,
  type Reading,
  readOffices,
  sampleFor,
  validateCwc,
} from '../carriers/cwc/cwc.ts';
import { CommandError, withWorld } from './support.ts';

const chambers: Chamber[] = ['house', 'senate'];
const named = { house: 'House', senate: 'Senate' };

export function cwcCommand(program: Command): void {
  const cwc = program.command('cwc').description('messages that the service of Congress takes to its offices (CWC)');

  cwc
    .command('status')
    .description('tell what is set, when the offices were listed, and what waits or failed and why')
    .option('--json', 'as JSON')
    .action(({ json }: { json?: boolean }) => withWorld((world) => tellStatus(world, json === true)));

  cwc
    .command('offices')
    .description('read the lists of offices now')
    .action(() =>
      withWorld(async (world) => {
        requireSet(world);
        const readings = (await Promise.all(chambers.map((chamber) => readOffices(world, chamber)))).filter(
          (reading) => reading !== null,
        );
        const problems = readings.flatMap((reading) => ('problem' in reading ? [inWords(reading)] : []));
        for (const reading of readings) if (!('problem' in reading)) console.log(inWords(reading));
        if (problems.length > 0) throw new CommandError(problems.join('\n'));
      }),
    );

  cwc
    .command('check')
    .description(
      'print a message of invented content and check it here; with the service set up, read its offices and have it ' +
        'check such a message, too. Nothing is delivered.',
    )
    .action(() => withWorld(check));
}

const inWords = (reading: Reading): string =>
  'problem' in reading
    ? `${named[reading.chamber]}: ${reading.problem}`
    : `${named[reading.chamber]}: ${plural(reading.offices, 'office')} listed`;

function requireSet({ settings }: World): void {
  if (!settings.cwc)
    throw new CommandError('The service is off: set CWC_HOUSE_URL or CWC_SENATE_URL and what goes with them.');
}

async function tellStatus(world: World, json: boolean): Promise<void> {
  const standings = await listStandings(world.db, world.settings, world.now());
  const counts = await countDeliveries(world.db);
  if (json) return console.log(JSON.stringify({ chambers: standings, deliveries: counts }, null, 2));
  const at = (moment: Date) => momentInShort(moment, 'America/New_York');
  for (const { chamber, set, listedAt, offices, restsUntil, problem } of standings) {
    const listed = listedAt ? `${plural(offices, 'office')} listed on ${at(listedAt)}` : 'offices not yet listed';
    console.log(`${named[chamber]}: ${set ? listed : 'off'}${restsUntil ? `; rests until ${at(restsUntil)}` : ''}`);
    if (problem) console.log(`  ${problem}`);
    for (const one of counts.filter((row) => row.chamber === chamber))
      console.log(`  ${one.state} ${one.count}${one.problem ? `: ${one.problem}` : ''}`);
  }
}

async function check(world: World): Promise<void> {
  const xml = sampleFor('HOH07', world.settings.cwc, world.now());
  console.log(xml);
  const problems = validateCwc(xml);
  if (problems.length > 0) throw new CommandError(problems.map(({ path, message }) => `${path} ${message}`).join('\n'));
  console.log('\nBy the rules known here, nothing is wrong with it.');
  if (!world.settings.cwc) return console.log('The service is off, so nobody else was asked.');
  const checks = await checkService(world);
  for (const one of checks) console.log(`\n${told(one)}`);
  if (checks.some(({ offices, status }) => 'problem' in offices || status === null || status >= 300))
    throw new CommandError('A service is not ready: see above.');
}

const told = ({ chamber, offices, office, status, answer }: Check): string =>
  [
    inWords(offices),
    `${named[chamber]}: a message for ${office} was ${status === null ? 'not checked' : `answered with ${status}`}`,
    answer,
  ]
    .filter(Boolean)
    .join('\n');
