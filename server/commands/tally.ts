import type { Command } from 'commander';
import { plural } from '../basics/text.ts';
import { commandLine } from '../basics/viewer.ts';
import { tallyOf } from '../cosigners/cosigners.ts';
import { requirePublished } from '../letters/letters.ts';
import type { Counts, Tally } from '../tallies/shape.ts';
import { withWorld } from './support.ts';

export function tallyCommand(program: Command): void {
  program
    .command('tally <letter>')
    .description('the numbers of a letter, by its web address (slug)')
    .option('--json', 'print them as JSON, as the API does')
    .action((slug: string, { json = false }: { json?: boolean }) =>
      withWorld(async (world) => {
        const letter = await requirePublished(world.db, commandLine, slug);
        const tally = await tallyOf(world.db, commandLine, letter, world.now());
        console.log(json ? JSON.stringify(tally, null, 2) : linesOf(letter.title, tally).join('\n'));
      }),
    );
}

function linesOf(title: string, { cosigners, signatures, messages }: Tally): string[] {
  const yesNo = (value: boolean | null) => (value === null ? 'does not apply' : value ? 'yes' : 'no');
  const counts = (words: string, of: Counts | null | undefined) =>
    of && of.length > 0 ? [`  ${words}: ${of.map(({ key, count }) => `${key} ${count}`).join(', ')}`] : [];
  return [
    title,
    ...(cosigners
      ? [
          `Legislators who signed: ${cosigners.signed}, leads among them: ${cosigners.leads ?? 'not told'}`,
          ...counts('by body', cosigners.byBody),
          ...counts('by party', cosigners.byParty),
          ...counts('by caucus', cosigners.byCaucus),
          ...counts('by state', cosigners.byState),
          ...counts('by position', cosigners.byPosition),
          `  bipartisan: ${yesNo(cosigners.bipartisan)}, bicameral: ${yesNo(cosigners.bicameral)}`,
          ...(cosigners.reported ? [`Reported: ${cosigners.reported.total} (${cosigners.reported.source})`] : []),
        ]
      : []),
    ...(signatures
      ? [
          `Signatures: ${signatures.confirmed} confirmed, of ${plural(signatures.people ?? 0, 'person', 'people')} and ${plural(signatures.organizations ?? 0, 'organization')}${
            signatures.toReconfirm > 0 ? `; given to an earlier text, and not counted: ${signatures.toReconfirm}` : ''
          }`,
          ...counts('by state', signatures.byState),
          ...counts('by district', signatures.byDistrict),
          ...counts('by day', signatures.byDay),
          ...counts(`of ${signatures.submitted} submitted`, statusesOf(signatures)),
          ...counts('removed', signatures.removed),
        ]
      : []),
    `Messages: ${messages.queued} queued, ${messages.sent} sent, ${messages.opened} ways opened, ${messages.reported} reported`,
  ];
}

/** By state, with the confirmed ones that do not count now apart from those that do. */
const statusesOf = ({ byStatus, toReconfirm }: NonNullable<Tally['signatures']>): Counts | undefined =>
  byStatus?.flatMap(({ key, count }) =>
    key === 'confirmed' && toReconfirm > 0
      ? [
          { key, count: count - toReconfirm },
          { key: 'of an earlier text', count: toReconfirm },
        ]
      : [{ key, count }],
  );
