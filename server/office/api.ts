import { z } from 'zod';
import { requireSignedIn } from '../basics/viewer.ts';
import { requireMine } from '../letters/letters.ts';
import { type Call, call } from '../web/api.ts';
import { linkUrl, officeLink } from './links.ts';

export const officeCalls: Call[] = [
  call({
    method: 'post',
    path: '/letters/{slug}/offices/{key}/link',
    summary: 'The secret link by which an office answers for the newest text: the one that works, or a new one',
    who: 'organizers',
    params: z.object({ slug: z.string().max(100), key: z.string().min(1).max(200) }),
    body: z.strictObject({}).meta({ description: 'Nothing is to be said: an empty object, or no body' }),
    answer: z
      .object({
        url: z.string().meta({ description: 'For this office alone: whoever has it can answer' }),
        expiresAt: z.string().meta({ description: 'When it opens nothing any more' }),
      })
      .meta({ id: 'OfficeLink' }),
    handle: ({ world, viewer, params }) =>
      world.db.transaction(async (tx) => {
        const letter = await requireMine(tx, viewer, params.slug, 'organizer');
        const link = await officeLink(tx, world, requireSignedIn(viewer), letter, params.key);
        return { url: linkUrl(world, link), expiresAt: link.expiresAt.toISOString() };
      }),
  }),
];
