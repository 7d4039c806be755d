/**
 * The way out of a campaign's mail to many, and back: an address that its reader, or the reader's mail program (RFC
 * 8058), posts to. Whoever has it has a mail of the list, so nothing else is asked.
 */
import { NotFound } from '../basics/errors.ts';
import { markedId, readMarked } from '../basics/marks.ts';
import type { World } from '../basics/world.ts';
import { type Campaign, findCampaignById } from '../campaigns/campaigns.ts';
import type { Db, Tx } from '../db/database.ts';
import { listOfCampaign } from '../letters/letters.ts';
import { listSuppressed, suppress, unsuppress, type Why } from '../mail/suppressing.ts';
import { resumeUpdates, stopUpdates } from '../signatures/signatures.ts';

const PURPOSE = 'unsubscribe';
/** The length of an address's keyed hash, with which a token begins. */
const KEY = 24;

/**
 * The address behind which one person leaves one campaign's mailing list, for as long as this installation has its
 * secret. It names nobody, and nobody else can make one.
 */
export const unsubscribeUrl = (
  world: Pick<World, 'secret' | 'settings'>,
  campaignId: string,
  addressKey: string,
): string => `${world.settings.baseUrl}/unsubscribe/${markedId(world, PURPOSE, `${addressKey}${campaignId}`)}`;

/** One person's place on one campaign's list. */
export interface Place {
  campaign: Campaign;
  addressKey: string;
  /** Why they get nothing; null while they would. */
  off: Why | null;
}

/** What the token of such an address names. Throws NotFound for one that was never given out. */
export async function requirePlace(world: Pick<World, 'secret'>, db: Db, token: string): Promise<Place> {
  const id = readMarked(world, PURPOSE, token);
  const addressKey = (id ?? '').slice(0, KEY);
  const campaign = id && (await findCampaignById(db, id.slice(KEY)));
  if (!campaign) throw new NotFound('mailing list');
  const off = (await listSuppressed(db, [addressKey], campaign.id)).get(addressKey) ?? null;
  return { campaign, addressKey, off };
}

/** Takes somebody off a campaign's list, and their wish for news off every signature. Twice is once. Throws NotFound. */
export const unsubscribe = (world: World, token: string): Promise<Place> =>
  world.db.transaction(async (tx) => {
    const place = await requirePlace(world, tx, token);
    await leave(tx, world, place, 'unsubscribed');
    return requirePlace(world, tx, token);
  });

/**
 * Puts somebody back who left by mistake: they get news again of what they have signed. One whose mail came back, or who
 * complained of it, stays off. `back` is how many of their signatures want news now. Throws NotFound.
 */
export const subscribeAgain = (world: World, token: string): Promise<Place & { back: number }> =>
  world.db.transaction(async (tx) => {
    const { campaign, addressKey } = await requirePlace(world, tx, token);
    await unsuppress(tx, { addressKey, campaignId: campaign.id, why: 'unsubscribed' });
    const place = await requirePlace(world, tx, token);
    const back = place.off ? 0 : await resumeUpdates(tx, world, await letterIdsOf(tx, campaign), addressKey);
    return { ...place, back };
  });

/** Ends a campaign's mail to an address, within somebody's transaction. */
export async function leave(
  tx: Tx,
  world: Pick<World, 'db' | 'now' | 'settings'>,
  { campaign, addressKey }: Pick<Place, 'campaign' | 'addressKey'>,
  why: 'unsubscribed' | 'complained',
): Promise<void> {
  await suppress(tx, world, { addressKey, campaignId: campaign.id, why });
  await stopUpdates(tx, world, await letterIdsOf(tx, campaign), addressKey);
}

const letterIdsOf = async (db: Db, { id }: Campaign): Promise<string[]> =>
  (await listOfCampaign(db, id, { drafts: true })).map((letter) => letter.id);
