/** The secret links of signatures and invitations: every mail can carry them, and nothing need be stored. */
import { markedId, readMarked } from '../basics/marks.ts';
import type { World } from '../basics/world.ts';

/** What a link opens. */
type Thing = 'signature' | 'invitation';

/** The token that opens a signature: for its signer alone, in mails to their address. */
export const tokenOf = (world: Pick<World, 'secret'>, id: string, thing: Thing = 'signature'): string =>
  markedId(world, thing, id);

/** The id of the signature that a token opens, or null for a token that this installation never made for one. */
export const idOf = (world: Pick<World, 'secret'>, token: string, thing: Thing = 'signature'): string | null =>
  readMarked(world, thing, token);

/** Where the confirmation mail leads: shows what would be confirmed, and a button. */
export const confirmLink = (world: Pick<World, 'secret' | 'settings'>, slug: string, id: string): string =>
  `${world.settings.baseUrl}/letters/${slug}/confirm?token=${tokenOf(world, id)}`;

/** A signer's own page. */
export const ownLink = (world: Pick<World, 'secret' | 'settings'>, id: string): string =>
  `${world.settings.baseUrl}/my/${tokenOf(world, id)}`;
