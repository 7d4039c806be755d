import { z } from 'zod';
import { Invalid } from '../basics/errors.ts';
import { type Call, call, listOf, paging } from '../web/api.ts';
import { type Change, changeKinds, isNewer, listChanges, type Place, placeOf, requireOnRecord } from './changes.ts';

const instant = z.string().meta({ format: 'date-time' });

const changeShape = z
  .object({
    id: z.string().meta({ description: 'The same for good, also when what was recorded is corrected' }),
    kind: z.enum(changeKinds),
    since: instant.meta({ description: 'When it was first recorded: UTC, ISO 8601' }),
    at: instant.meta({ description: 'When it was last recorded; it is told of a quarter of an hour later' }),
    day: z.string().meta({ description: 'The day it speaks of, or what is known of it' }),
    words: z.string(),
    legislator: z.object({ key: z.string(), name: z.string() }).nullable(),
    version: z.number().int().nullable(),
    url: z.string().meta({ description: 'Where the record tells of it' }),
  })
  .meta({ id: 'Change', description: 'Something that happened to a letter, as everybody may know it' });

function cursorOf(change: Change): string {
  const { moment, rank, id } = placeOf(change);
  return `${moment}.${rank}.${id}`;
}

function placeIn(cursor: string): Place {
  const [, moment = '', rank = '', id = ''] = /^(\d{1,15})\.(\d{1,2})\.(.+)$/.exec(cursor) ?? [];
  if (!id) throw new Invalid([{ path: 'cursor', message: 'is not a cursor that this list gave' }]);
  return { moment: Number(moment), rank: Number(rank), id };
}

export const changeCalls: Call[] = [
  call({
    method: 'get',
    path: '/letters/{slug}/changes',
    summary:
      'What happened to a letter, newest first, a quarter of an hour after it was recorded; what is corrected leaves the list',
    who: 'all',
    params: z.object({ slug: z.string().max(100) }),
    query: z.object(paging),
    answer: listOf(changeShape),
    async handle({ world, viewer, params, query: { limit, cursor } }) {
      const { letter, viewer: reader } = await requireOnRecord(world.db, viewer, params.slug);
      const all = await listChanges(world.db, reader, letter, world.now());
      const after = cursor ? placeIn(cursor) : null;
      const rest = after ? all.filter((change) => isNewer(after, placeOf(change))) : all;
      const piece = rest.slice(0, limit);
      const last = rest.length > limit ? piece.at(-1) : undefined;
      const record = `${world.settings.baseUrl}/letters/${letter.slug}/record`;
      return {
        items: piece.map(({ since, at, anchor, ...change }) => ({
          ...change,
          since: since.toISOString(),
          at: at.toISOString(),
          url: record + anchor,
        })),
        total: all.length,
        next: last ? cursorOf(last) : null,
      };
    },
  }),
];
