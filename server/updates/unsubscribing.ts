/** The way out of a campaign's mail to many: an address that its reader, or the reader's mail program, posts to. */
import { markedId, readMarked } from '../basics/marks.ts';
import type { World } from '../basics/world.ts';

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

/** What a token of such an address names; null for one that was never given out. */
export function readUnsubscribe(
  world: Pick<World, 'secret'>,
  token: string,
): { campaignId: string; addressKey: string } | null {
  const id = readMarked(world, PURPOSE, token);
  return id && id.length > KEY ? { addressKey: id.slice(0, KEY), campaignId: id.slice(KEY) } : null;
}
