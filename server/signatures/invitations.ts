/** Invitations of organizations from a coalition's list: one mail each, and never a signature. */
import { addressKeyOf, suggestDomain } from '../basics/addresses.ts';
import { Invalid, NotFound, Refused } from '../basics/errors.ts';
import { momentInWords } from '../basics/time.ts';
import { requireSignedIn, type Viewer } from '../basics/viewer.ts';
import type { World } from '../basics/world.ts';
import { type Campaign, findCampaignById } from '../campaigns/campaigns.ts';
import type { Db, Tx } from '../db/database.ts';
import { record } from '../history/history.ts';
import { findLetterById, isOpen, type Letter, listAges, listOfCampaign, requireMine } from '../letters/letters.ts';
import { queueMails } from '../mail/mail.ts';
import { emailField, lineField } from '../web/fields.ts';
import * as store from './invitations.store.ts';
import { isLongClosed } from './keeping.ts';
import { idOf, tokenOf } from './links.ts';
import { aboutLetter } from './mails.ts';
import { readSheet, type SheetRow } from './sheet.ts';

export type { Invitation } from './invitations.store.ts';

/** The longest list that is taken at once, in characters and in rows; and how many a letter invites in all. */
export const MOST_TEXT = 200_000;
export const MOST_ROWS = 1000;
const MOST_OF_LETTER = 5000;
/** So many are written to in one transaction. */
const AT_ONCE = 50;
const PAGE = 50;

/** What becomes of a row: an invitation, or why not. */
export type Verdict = 'new' | 'double' | 'invited' | 'declined' | 'signed' | 'malformed';

export interface CheckedRow extends SheetRow {
  verdict: Verdict;
  /** What is wrong with a malformed row, in words. */
  problem: string;
  /** The domain that was meant, where the address looks mistyped; '' where it does not. */
  meant: string;
  addressKey: string;
}

const organizationField = lineField({ most: 150, needed: 'The organization’s name is missing.' });
const nameField = lineField({ most: 100 });
const addressField = emailField('This is no e-mail address.');

/** Reads a list and says of each row what would become of it; changes nothing. Throws Invalid for one that is too long. */
export async function checkSheet(
  world: Pick<World, 'secret'>,
  db: Db,
  letter: Letter,
  text: string,
): Promise<CheckedRow[]> {
  const rows = readSheet(text).map((row) => readRow(world, row));
  if (rows.length > MOST_ROWS)
    throw new Invalid([
      { path: 'list', message: `At most ${MOST_ROWS} rows at once, please: this has ${rows.length}.` },
    ]);
  const keys = [...new Set(rows.flatMap(({ addressKey }) => addressKey || []))];
  const known = await store.listInvitedKeys(db, letter.id, keys);
  const signed = await store.listSignedKeys(db, letter.id, keys);
  const letters = await listOfCampaign(db, letter.campaignId, { drafts: true });
  const declined = await store.listDeclinedKeys(
    db,
    letters.map(({ id }) => id),
  );
  const seen = new Set<string>();
  return rows.map((row) => {
    const { addressKey: key } = row;
    if (row.verdict === 'malformed') return row;
    const double = seen.has(key);
    seen.add(key);
    if (signed.has(key)) return { ...row, verdict: 'signed' };
    if (declined.has(key)) return { ...row, verdict: 'declined' };
    if (known.has(key)) return { ...row, verdict: 'invited' };
    return double ? { ...row, verdict: 'double' } : row;
  });
}

function readRow(world: Pick<World, 'secret'>, row: SheetRow): CheckedRow {
  const email = addressField.safeParse(row.email);
  const fields = [
    organizationField.safeParse(row.organization),
    nameField.safeParse(row.name),
    row.email ? email : addressField.safeParse(''),
  ];
  const wrong = fields.find(({ success }) => !success);
  if (wrong || !email.success) {
    const told =
      row.email || !fields[0]?.success ? (wrong?.error?.issues[0]?.message ?? '') : 'The address is missing.';
    const all = [row.organization, row.name, row.email].join(' ');
    const problem =
      row.whole && /[\t,;]/.test(all) && all.includes('@')
        ? 'This line is not divided into columns as the others are: put the same sign (tab, comma or semicolon) between its parts.'
        : told;
    return { ...row, verdict: 'malformed', problem, meant: '', addressKey: '' };
  }
  const meant = suggestDomain(email.data) ?? '';
  return { ...row, email: email.data, verdict: 'new', problem: '', meant, addressKey: addressKeyOf(world, email.data) };
}

/**
 * Invites those rows of a list that can be: one mail each, and one to an address and letter ever. Gives how many were
 * invited. Throws Invalid, and Refused('letter-closed', 'not-open-to-public').
 */
export async function inviteAll(world: World, viewer: Viewer | null, slug: string, text: string): Promise<number> {
  const letter = await requireMine(world.db, viewer, slug, 'organizer');
  const campaign = await findCampaignById(world.db, letter.campaignId);
  if (!campaign) throw new NotFound('letter');
  requireInviting(letter, world.now());
  const fresh = (await checkSheet(world, world.db, letter, text)).filter(({ verdict }) => verdict === 'new');
  const had = (await store.countByState(world.db, letter.id)).reduce((sum, { count }) => sum + count, 0);
  if (had + fresh.length > MOST_OF_LETTER)
    throw new Invalid([{ path: 'list', message: `A letter invites at most ${MOST_OF_LETTER} organizations.` }]);
  let invited = 0;
  for (let at = 0; at < fresh.length; at += AT_ONCE) {
    const some = fresh.slice(at, at + AT_ONCE);
    const last = at + AT_ONCE >= fresh.length;
    invited += await world.db.transaction(async (tx) => {
      const open = await requireMine(tx, viewer, slug, 'organizer');
      requireInviting(open, world.now());
      const added = await inviteSome(tx, world, requireSignedIn(viewer), { letter: open, campaign }, some);
      if (last) await noteInvited(tx, world, requireSignedIn(viewer), open, invited + added);
      return added;
    });
  }
  return invited;
}

function requireInviting(letter: Letter, now: Date): void {
  if (!letter.openToPublic) throw new Refused('not-open-to-public', 'This letter takes the names of legislators only.');
  if (!isOpen(letter, now)) throw new Refused('letter-closed', 'This letter takes no names now, so nobody is invited.');
}

async function inviteSome(
  tx: Tx,
  world: World,
  viewer: Viewer,
  { letter, campaign }: { letter: Letter; campaign: Campaign },
  rows: CheckedRow[],
): Promise<number> {
  const invitations = rows.map(({ organization, name, email, addressKey }): store.Invitation & { email: string } => ({
    ...{ id: world.newId(), letterId: letter.id, organization, name, email, addressKey },
    ...{ state: 'invited', invitedBy: viewer.name, createdAt: world.now() },
  }));
  const added = await store.addMany(tx, invitations);
  const { example, ...about } = aboutLetter(letter, campaign);
  await queueMails(
    tx,
    world,
    invitations
      .filter(({ id }) => added.has(id))
      .map((invitation) => ({
        kind: 'organization-invitation' as const,
        reason: `organization-invitation:${letter.id}:${invitation.addressKey}`,
        to: { name: invitation.name, address: invitation.email },
        example,
        data: {
          ...about,
          ...linksOf(world, letter, invitation.id),
          organization: invitation.organization,
          invitedBy: viewer.name,
          campaign: campaign.title,
          deadline: letter.deadline ? momentInWords(letter.deadline, letter.timeZone) : '',
        },
      })),
  );
  return added.size;
}

const noteInvited = (tx: Tx, world: World, viewer: Viewer, letter: Letter, count: number) =>
  record(tx, world, viewer, {
    campaignId: letter.campaignId,
    subject: 'letter',
    subjectId: letter.id,
    deed: 'invited organizations',
    detail: { count },
  });

function linksOf(world: Pick<World, 'secret' | 'settings'>, { slug }: Letter, id: string) {
  const token = tokenOf(world, id, 'invitation');
  const url = `${world.settings.baseUrl}/letters/${slug}`;
  return { link: `${url}/sign?invitation=${token}`, decline: `${url}/invitation?token=${token}` };
}

/** An invitation with the letter it is to. */
export interface Invited {
  invitation: store.Invitation;
  letter: Letter;
  campaign: Campaign;
}

/** The invitation that a link opens, or null for a link that was never made. */
export async function findInvitation(world: Pick<World, 'db' | 'secret'>, token: string): Promise<Invited | null> {
  return findIn(world, world.db, token);
}

async function findIn(world: Pick<World, 'secret'>, db: Db, token: string): Promise<Invited | null> {
  const id = idOf(world, token, 'invitation');
  const invitation = id === null ? null : await store.find(db, id);
  const letter = invitation && (await findLetterById(db, invitation.letterId));
  const campaign = letter && (await findCampaignById(db, letter.campaignId));
  return invitation && letter && campaign ? { invitation, letter, campaign } : null;
}

/**
 * "Do not write to me again": the campaign's letters invite the address no more, and its owner's name is forgotten.
 * Twice is once. Throws NotFound.
 */
export async function decline(world: World, token: string): Promise<Invited> {
  return world.db.transaction(async (tx) => {
    const invited = await findIn(world, tx, token);
    if (!invited) throw new NotFound('invitation');
    const { id, state } = invited.invitation;
    const declined = await store.change(tx, id, state, { state: 'declined', name: '', email: null });
    return { ...invited, invitation: declined ?? invited.invitation };
  });
}

/** A page of a letter's invitations in one state, and how many there are in each. */
export async function listInvitations(db: Db, letter: Letter, state: store.Invitation['state'], after: string) {
  const rows = await store.listInState(db, letter.id, state, after, PAGE + 1);
  const items = rows.slice(0, PAGE);
  const counts = { invited: 0, signed: 0, declined: 0 };
  for (const one of await store.countByState(db, letter.id)) counts[one.state] = one.count;
  return { items, counts, next: rows.length > PAGE ? (items.at(-1)?.id ?? null) : null };
}

/** Forgets whom invitations were for once their letter has long been closed. */
export async function forgetInvited(world: Pick<World, 'db' | 'now' | 'settings'>): Promise<void> {
  for (const letter of await listAges(world.db))
    if (isLongClosed(world, letter)) await world.db.transaction((tx) => store.forgetPeople(tx, letter.id));
}
