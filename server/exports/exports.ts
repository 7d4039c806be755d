import { NotFound } from '../basics/errors.ts';
import { dayIn } from '../basics/time.ts';
import { mayAs, requireSignedIn, type Viewer } from '../basics/viewer.ts';
import type { World } from '../basics/world.ts';
import {
  listSigned,
  listWhip,
  maySeeNames,
  passes,
  type Stand,
  shortTitle,
  type WhipFilter,
} from '../cosigners/cosigners.ts';
import { record } from '../history/history.ts';
import { HOUSE, listBodies, SENATE } from '../legislators/legislators.ts';
import { type Letter, requireMine, requirePublished } from '../letters/letters.ts';
import { listMessagesInBatches } from '../messages/messages.ts';
import { csv } from './csv.ts';
import { json } from './json.ts';
import type { Cell, Sheet } from './sheet.ts';
import { xlsx } from './xlsx.ts';

export const formats = ['csv', 'xlsx', 'json'] as const;
export type Format = (typeof formats)[number];

/** A file on its way out: its bytes come as they are read. */
export interface Download {
  /** Letters, digits, hyphens and a dot. */
  fileName: string;
  contentType: string;
  content: AsyncIterable<string | Uint8Array>;
}

const contentTypes: Record<Format, string> = {
  csv: 'text/csv; charset=utf-8; header=present',
  xlsx: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
  json: 'application/json; charset=utf-8',
};

function download(world: Pick<World, 'now'>, letter: Letter, sheet: Sheet, format: Format): Download {
  const day = dayIn(world.now(), letter.timeZone);
  return {
    fileName: `${letter.slug}-${sheet.name}-${day}.${format}`,
    contentType: contentTypes[format],
    content: { csv, xlsx, json }[format](sheet),
  };
}

/** Notes who exports what; a stranger's download of what is public is not noted. */
async function note(world: World, viewer: Viewer | null, letter: Letter, detail: Record<string, unknown>) {
  if (!viewer || !mayAs(viewer, letter.campaignId, 'volunteer')) return;
  const { id, campaignId } = letter;
  const deed = { campaignId, subject: 'letter', subjectId: id, deed: 'exported', detail };
  await world.db.transaction((tx) => record(tx, world, viewer, deed));
}

export const cosignerColumns = [
  ...['order', 'bioguide', 'prefix', 'full_name', 'sign_name', 'title_line', 'chamber', 'party', 'caucus', 'state'],
  ...['district', 'is_lead', 'status', 'signed_at', 'staff_contact', 'text_version'],
] as const;

/** 'signed': whose names are under the letter, in its order. 'whip': whoever the whip list has, signers first. */
export type CosignerList = 'signed' | 'whip';

/**
 * The legislators of a letter as a file, narrowed as on the screen. The public gets what is public of who signed; the
 * whip list is for those with a role, each as much as they may see. Throws NotFound where names are not shown, and
 * NotAllowed for a whip list without a role.
 */
export async function openCosignerExport(
  world: World,
  viewer: Viewer | null,
  slug: string,
  list: CosignerList,
  filter: WhipFilter,
  format: Format,
): Promise<Download> {
  const letter = await requirePublished(world.db, viewer, slug);
  if (!maySeeNames(viewer, letter)) throw new NotFound('list of signers');
  const signed = (await listSigned(world.db, letter)).filter((stand) => passes(stand, filter));
  const stands =
    list === 'signed' ? signed : signersFirst(signed, (await listWhip(world.db, viewer, letter, filter)).items);
  await note(world, viewer, letter, { what: 'cosigners', list, format, rows: stands.length, ...filter });
  const bodies = new Map((await listBodies(world.db)).map((body) => [body.key, body]));
  const rows = stands.map((stand, n) => cosignerRow(stand, n + 1, shortTitle(stand.title, bodies.get(stand.body))));
  return download(world, letter, { name: 'cosigners', columns: cosignerColumns, rows }, format);
}

/** Everybody on the list, signers in the letter's order before the others. */
function signersFirst(signed: Stand[], listed: Stand[]): Stand[] {
  const shown = new Set(listed.map((stand) => stand.key));
  const first = signed.filter((stand) => shown.has(stand.key));
  const placed = new Set(first.map((stand) => stand.key));
  return [...first, ...listed.filter((stand) => !placed.has(stand.key))];
}

const chambers: Record<string, string> = { [SENATE]: 'senate', [HOUSE]: 'house' };
const titleLines: Record<string, string> = { [SENATE]: 'United States Senator', [HOUSE]: 'Member of Congress' };

const cosignerRow = (stand: Stand, order: number, prefix: string): Cell[] => [
  order,
  stand.key,
  prefix,
  stand.full,
  stand.full,
  titleLines[stand.body] ?? stand.title,
  chambers[stand.body] ?? stand.body,
  stand.party,
  stand.caucus,
  stand.state,
  stand.district !== null && /^\d+$/.test(stand.district) ? Number(stand.district) : stand.district,
  stand.lead,
  stand.position ?? '',
  stand.position === 'signed' ? stand.day : '',
  // Whom to call in the office: empty until contacts are kept. Where a position is known from is no contact.
  '',
  stand.position === 'signed' ? stand.version : null,
];

export const messageColumns = [
  ...['signed_at', 'first_name', 'last_name', 'city', 'state', 'zip5', 'district', 'lookup_method', 'comment'],
  ...['display_consent', 'legislator', 'ask', 'way', 'status', 'edited'],
] as const;

/**
 * A letter's messages as a file, for staffers and organizers: who wrote to whom and what became of it; no addresses,
 * and not what was said, which is between a constituent and their legislator. Noted in the history.
 */
export async function openMessageExport(
  world: World,
  viewer: Viewer | null,
  slug: string,
  format: Format,
): Promise<Download> {
  const letter = await requireMine(world.db, viewer, slug, 'staffer');
  await note(world, requireSignedIn(viewer), letter, { what: 'messages', format });
  async function* rows(): AsyncGenerator<Cell[]> {
    for await (const batch of listMessagesInBatches(world.db, letter.id))
      for (const message of batch)
        yield [
          message.at.toISOString(),
          message.firstName,
          message.lastName,
          '',
          message.state,
          message.zip5,
          /^\d+$/.test(message.district) ? Number(message.district) : message.district,
          message.lookup,
          '',
          '',
          message.legislator,
          message.ask,
          message.way,
          message.status,
          message.edited,
        ];
  }
  return download(world, letter, { name: 'messages', columns: messageColumns, rows: rows() }, format);
}
