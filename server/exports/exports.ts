import { NotFound } from '../basics/errors.ts';
import { dayIn } from '../basics/time.ts';
import { mayAs, requireSignedIn, type Viewer } from '../basics/viewer.ts';
import type { World } from '../basics/world.ts';
import { listSigned, maySeeNames, passing, type Stand, shortTitle } from '../cosigners/cosigners.ts';
import { record } from '../history/history.ts';
import { HOUSE, listBodies, SENATE } from '../legislators/legislators.ts';
import { type Letter, requireMine, requirePublished } from '../letters/letters.ts';
import { type ListedMessage, listMessagesInBatches } from '../messages/messages.ts';
import {
  allStates,
  type ExportColumn,
  exportColumns,
  listSignaturesInBatches,
  partsOf,
  type SignatureState,
  sharesAddress,
} from '../signatures/signatures.ts';
import { listStaffSeen, listWhipRows, type WhipQuery } from '../whip/whip.ts';
import { csv } from './csv.ts';
import { json } from './json.ts';
import type { Cell, Sheet } from './sheet.ts';
import { stampOf } from './stamp.ts';
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

export const contentTypes: Record<Format, string> = {
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
  filter: WhipQuery,
  format: Format,
): Promise<Download> {
  const letter = await requirePublished(world.db, viewer, slug);
  if (!maySeeNames(viewer, letter)) throw new NotFound('list of signers');
  const signed = (await listSigned(world.db, letter)).filter(passing(filter));
  const listed = async () => (await listWhipRows(world.db, viewer, letter, filter, world.now())).items;
  const stands =
    list === 'signed'
      ? signed
      : signersFirst(
          signed,
          (await listed()).map(({ stand }) => stand),
        );
  await note(world, viewer, letter, { what: 'cosigners', list, format, rows: stands.length, ...filter });
  const bodies = new Map((await listBodies(world.db)).map((body) => [body.key, body]));
  const staff = new Map(
    (await listStaffSeen(world.db, viewer, letter))
      .reverse()
      .map(({ legislator, ...person }) => [legislator, [person.name, person.title, person.email, person.phone]]),
  );
  const rows = stands.map((stand, n) =>
    cosignerRow(
      stand,
      n + 1,
      shortTitle(stand.title, bodies.get(stand.body)),
      (staff.get(stand.key) ?? []).filter(Boolean).join(', '),
    ),
  );
  return download(world, letter, { name: 'cosigners', columns: cosignerColumns, batches: [rows] }, format);
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

const cosignerRow = (stand: Stand, order: number, prefix: string, staffContact: string): Cell[] => [
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
  staffContact,
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
  async function* batches(): AsyncGenerator<Cell[][]> {
    for await (const batch of listMessagesInBatches(world.db, letter.id)) yield batch.map(messageRow);
  }
  return download(world, letter, { name: 'messages', columns: messageColumns, batches: batches() }, format);
}

const messageRow = (message: ListedMessage): Cell[] => [
  message.at.toISOString(),
  message.firstName,
  message.lastName,
  '',
  message.state,
  message.zip5,
  districtCell(message.district),
  message.lookup,
  '',
  '',
  message.legislator,
  message.ask,
  message.way,
  message.status,
  message.edited,
];

/** A district as a number where it is one. */
const districtCell = (district: string | null): Cell =>
  district !== null && /^\d+$/.test(district) ? Number(district) : district;

/** For organizers, filled for signers who chose to share them; they stand last. */
const addressColumns: ExportColumn[] = ['email', 'street'];
export const signatureColumns = exportColumns.filter((column) => !addressColumns.includes(column));

/** Which signatures a file has: those that count, or whatever became of all of them. */
export type SignatureStates = 'confirmed' | 'all';

/**
 * A letter's signatures as a file, for staffers and organizers; addresses for organizers alone, and only those of
 * signers who chose to share them. Confirmed ones are oldest first; with 'all' one state follows the other. Noted in
 * the history.
 */
export async function openSignatureExport(
  world: World,
  viewer: Viewer | null,
  slug: string,
  states: SignatureStates,
  format: Format,
): Promise<Download> {
  const letter = await requireMine(world.db, viewer, slug, 'staffer');
  const shared = mayAs(viewer, letter.campaignId, 'organizer');
  await note(world, requireSignedIn(viewer), letter, { what: 'signatures', states, format, addresses: shared });
  const wanted = states === 'all' ? allStates : (['confirmed'] as const);
  const columns = shared ? exportColumns : signatureColumns;
  async function* batches(): AsyncGenerator<Cell[][]> {
    for await (const batch of listSignaturesInBatches(world.db, letter.id, wanted)) {
      for (const row of batch) toCells(row, columns.length);
      yield batch as Cell[][];
    }
  }
  return download(world, letter, { name: 'signatures', columns, batches: batches() }, format);
}

const at = Object.fromEntries(exportColumns.map((column, n) => [column, n])) as Record<ExportColumn, number>;

/** Makes the cells of an export of a signature's values, in their place: of a million rows each copy is felt. */
function toCells(row: unknown[], width: number): void {
  const { first, last } = partsOf((row[at.first_name] as string | null) ?? '');
  row[at.first_name] = first;
  row[at.last_name] = last;
  row[at.signed_at] = stampOf(row[at.signed_at] as Date);
  const confirmed = row[at.confirmed_at] as Date | null;
  if (confirmed) row[at.confirmed_at] = stampOf(confirmed);
  row[at.district] = districtCell(row[at.district] as string | null);
  const state = row[at.status] as SignatureState;
  if (!sharesAddress({ state, share: row[at.share_consent] as boolean })) row[at.email] = row[at.street] = null;
  row.length = width;
}
