import { dayIn, dayInWashington } from '../basics/time.ts';
import { requireSignedIn, type Viewer } from '../basics/viewer.ts';
import type { World } from '../basics/world.ts';
import { requireCampaign } from '../campaigns/campaigns.ts';
import {
  type Asked,
  type GapRow,
  labelThen,
  listGaps,
  listSupporters,
  type Supporter,
  type Supporters,
  sceneOf,
  supportInWords,
} from '../gaps/gaps.ts';
import { record } from '../history/history.ts';
import { requireMine } from '../letters/letters.ts';
import { csv } from './csv.ts';
import { contentTypes, type Download } from './exports.ts';
import type { Cell } from './sheet.ts';

const memberColumns = ['bioguide', 'full_name', 'label', 'chamber', 'state', 'district', 'party', 'caucus', 'serving'];

export const gapColumns = [
  ...memberColumns,
  ...['label_then', 'party_then', 'status', 'can_be_done', 'reasons', 'cautions', 'seat_now_held_by'],
];
export const supporterColumns = [...memberColumns, 'left_on', 'letters', 'bills'];

const memberCells = ({ legislator, label }: Pick<GapRow, 'legislator' | 'label'>): Cell[] => [
  legislator.key,
  legislator.full,
  label,
  legislator.body,
  legislator.state,
  legislator.district !== null && /^\d+$/.test(legislator.district) ? Number(legislator.district) : legislator.district,
  legislator.party,
  legislator.caucus,
  legislator.serving,
];

const inOne = (words: string[]): string => words.join('; ');

/** A gap list as CSV, narrowed as on the screen, for staffers and organizers. Noted in the history. */
export async function openGapExport(
  world: World,
  viewer: Viewer | null,
  slug: string,
  asked: Asked,
): Promise<Download> {
  const letter = await requireMine(world.db, viewer, slug, 'staffer');
  const scene = await sceneOf(world.db, viewer, letter, dayInWashington(world.now()));
  const { items, work } = await listGaps(world.db, scene, asked);
  const rows = items.map((row): Cell[] => [
    ...memberCells(row),
    row.before?.label ?? '',
    row.before?.seat.party ?? '',
    row.stand?.position ?? '',
    row.group,
    inOne(row.reasons.map(({ words }) => words)),
    inOne(row.cautions.map(({ words }) => words)),
    inOne(row.holders.map(({ label }) => label)),
  ]);
  await world.db.transaction((tx) =>
    record(tx, world, requireSignedIn(viewer), {
      campaignId: letter.campaignId,
      subject: 'letter',
      subjectId: letter.id,
      deed: 'exported',
      detail: { what: 'gaps', list: asked.list, format: 'csv', rows: rows.length, ...(work && { against: work.id }) },
    }),
  );
  return {
    fileName: `${letter.slug}-gaps-${dayIn(world.now(), letter.timeZone)}.csv`,
    contentType: contentTypes.csv,
    content: csv({ name: 'gaps', columns: gapColumns, batches: [rows] }),
  };
}

/** The supporters of a campaign as CSV, one line each, for staffers and organizers. Noted in the history. */
export async function openSupporterExport(world: World, viewer: Viewer | null, slug: string): Promise<Download> {
  const campaign = await requireCampaign(world.db, viewer, slug, 'staffer');
  const today = dayInWashington(world.now());
  const found = await listSupporters(world.db, viewer, campaign, today);
  const rows = found.items.map((item): Cell[] => [
    ...memberCells(item),
    item.legislator.leftOn,
    inOne(wordsOf(item, found, 'letter')),
    inOne(wordsOf(item, found, 'bill')),
  ]);
  await world.db.transaction((tx) =>
    record(tx, world, requireSignedIn(viewer), {
      campaignId: campaign.id,
      subject: 'campaign',
      subjectId: campaign.id,
      deed: 'exported',
      detail: { what: 'supporters', format: 'csv', rows: rows.length },
    }),
  );
  return {
    fileName: `${campaign.slug}-supporters-${today}.csv`,
    contentType: contentTypes.csv,
    content: csv({ name: 'supporters', columns: supporterColumns, batches: [rows] }),
  };
}

/** 'signed “The letter of 2023”, as Rep. Mover (R-OH-07)'. */
const wordsOf = ({ legislator, supports }: Supporter, { bodies }: Supporters, kind: 'letter' | 'bill'): string[] =>
  supports
    .filter((support) => support.work.kind === kind)
    .map((support) => `${supportInWords(support)}, as ${labelThen(legislator, support, bodies)}`);
