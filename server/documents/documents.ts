/**
 * Documents made on the server: the letter with its signature blocks, its Dear Colleague, its appendix, a campaign's
 * brief. One model of each, three formats. This is the room's front door.
 */
import { NotFound } from '../basics/errors.ts';
import { dayIn } from '../basics/time.ts';
import { requireSignedIn, type Viewer } from '../basics/viewer.ts';
import type { World } from '../basics/world.ts';
import { listCampaignBills } from '../bills/bills.ts';
import { type Campaign, listExhibits, listPartners } from '../campaigns/campaigns.ts';
import { errataOf } from '../closing/closing.ts';
import { currentSignersLine, tallyOf } from '../cosigners/cosigners.ts';
import type { Db } from '../db/database.ts';
import { record } from '../history/history.ts';
import { listByKeys } from '../legislators/legislators.ts';
import { type Letter, listOfCampaign, requireMine } from '../letters/letters.ts';
import { listNamed, maySeeNames, type NamedRow } from '../signatures/signatures.ts';
import { listStaffContacts } from '../whip/whip.ts';
import { appendixPaper, MOST_NAMES } from './appendix.ts';
import { briefPaper } from './brief.ts';
import { colleaguePaper } from './colleague.ts';
import { type Facts, factsOf } from './facts.ts';
import { letterPaper, signaturePaper } from './letter.ts';
import type { Paper } from './model.ts';
import * as store from './store.ts';

export { type Format, formats, type Made, make, makeOnce } from './making.ts';
export { type Block, fact, heading, type Paper, paragraph, plain, printable, title } from './model.ts';
export { plainTextOf } from './text.ts';

export const kinds = ['letter', 'signatures', 'dear-colleague', 'appendix'] as const;
export type Kind = (typeof kinds)[number];

/** Organizations that can be marked as national. */
export const MOST_MARKED = 500;

/**
 * What a document of a letter says, as this viewer may know it: names stand in it where the viewer may see them. Asks
 * for no rights otherwise: the caller knows who may have which kind.
 */
export async function paperOf(
  world: World,
  viewer: Viewer | null,
  letter: Letter,
  kind: Kind,
  { blank }: { blank: boolean },
): Promise<Paper> {
  const facts = await factsOf(world, viewer, letter);
  if (kind === 'letter') {
    const errata = await errataOf(world.db, viewer, letter);
    return letterPaper(
      facts,
      errata.map(({ words }) => words),
      blank,
    );
  }
  if (kind === 'signatures') return signaturePaper(facts, blank);
  return kind === 'appendix' ? appendix(world, viewer, facts) : colleague(world, facts);
}

async function appendix(world: World, viewer: Viewer | null, facts: Facts): Promise<Paper> {
  const { db } = world;
  const { letter } = facts;
  const { signatures } = await tallyOf(db, viewer, letter, world.now());
  const { organizations, people } = signatures ?? { organizations: null, people: null };
  return appendixPaper(facts, {
    ...(await namedIn(db, viewer, letter)),
    total: organizations === null || people === null ? null : { organizations, people },
    national: new Set(await store.listNational(db, letter.id)),
    listUrl: `${world.settings.baseUrl}/letters/${letter.slug}/signatures`,
  });
}

/** The public's names under a letter, where the viewer may see them. */
async function namedIn(db: Db, viewer: Viewer | null, letter: Letter) {
  if (!maySeeNames(viewer, letter)) return { organizations: [], people: [] };
  return {
    organizations: await listNamed(db, letter, 'organization', MOST_NAMES),
    people: await listNamed(db, letter, 'person', MOST_NAMES),
  };
}

/** It goes to other offices, so it tells of signers no more than the public may know. */
async function colleague({ db }: World, facts: Facts): Promise<Paper> {
  const { letter } = facts;
  const rows = new Map((await listByKeys(db, letter.leads)).map((row) => [row.key, row]));
  const shown = letter.showSignatures === 'names' && letter.publishedAt !== null;
  const signed = shown ? await listNamed(db, letter, 'organization', MOST_MARKED) : [];
  const partners = await listPartners(db, letter.campaignId);
  return colleaguePaper(facts, {
    leads: letter.leads.flatMap((key) => rows.get(key) ?? []),
    contacts: await listStaffContacts(db, letter.campaignId, letter.leads),
    signersLine: letter.showCosigners === 'names' ? await currentSignersLine(db, letter, facts.signers) : '',
    organizations: [...partners.map(({ name }) => name), ...signed.map(({ shownAs }) => shownAs ?? '')],
  });
}

/** A campaign's brief, of what the public may know. */
export async function briefOf(world: World, campaign: Campaign): Promise<Paper> {
  const { db } = world;
  const letters = await listOfCampaign(db, campaign.id, { drafts: false });
  return briefPaper(campaign, {
    letters: await Promise.all(
      letters.map(async (letter) => ({
        letter,
        signed: (await tallyOf(db, null, letter, world.now())).cosigners?.signed ?? null,
      })),
    ),
    bills: await listCampaignBills(db, campaign.id),
    exhibits: await listExhibits(db, campaign.id),
    url: `${world.settings.baseUrl}/campaigns/${campaign.slug}`,
  });
}

/** 'clean-rivers-letter-draft.pdf', 'clean-rivers-letter-2026-12-08.pdf'. */
export function fileNameOf(letter: Letter, kind: Kind, format: string, now: Date): string {
  const when =
    letter.state === 'draft' || letter.state === 'circulating'
      ? `draft-${dayIn(now, letter.timeZone)}`
      : (letter.sentDay ?? letter.state);
  return `${letter.slug}-${kind}-${when}.${format}`;
}

/** 'clean-rivers-brief.pdf'. */
export const briefFileName = ({ slug }: Campaign, format: string): string => `${slug}-brief.${format}`;

/** An organization under a letter, and whether it is printed among the national ones. */
export interface Marked {
  row: NamedRow;
  national: boolean;
}

/** The organizations named under a letter, at most `MOST_MARKED`. */
export async function listMarked(db: Db, letter: Letter): Promise<Marked[]> {
  const national = new Set(await store.listNational(db, letter.id));
  const rows = await listNamed(db, letter, 'organization', MOST_MARKED);
  return rows.map((row) => ({ row, national: national.has(row.id) }));
}

/** Says which organizations of a letter work in the whole country: these and no others. Throws NotFound for another's. */
export async function markNational(world: World, viewer: Viewer | null, slug: string, ids: string[]): Promise<void> {
  await world.db.transaction(async (tx) => {
    const letter = await requireMine(tx, viewer, slug, 'organizer');
    const marked = await listMarked(tx, letter);
    const known = new Set(marked.map(({ row }) => row.id));
    if (ids.some((id) => !known.has(id))) throw new NotFound('organization');
    const before = marked.filter(({ national }) => national).map(({ row }) => row.id);
    if (before.length === ids.length && before.every((id) => ids.includes(id))) return;
    await store.replaceNational(tx, letter.id, ids);
    await record(tx, world, requireSignedIn(viewer), {
      campaignId: letter.campaignId,
      subject: 'letter',
      subjectId: letter.id,
      deed: 'national organizations marked',
      detail: { count: ids.length },
    });
  });
}
