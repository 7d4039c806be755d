import { z } from 'zod';
import { type Call, call, listOf, paging, pieceOf } from '../web/api.ts';
import { findNumbers } from './counting.ts';
import { updateJson, updateShape } from './json.ts';
import { listUpdates, requireOwnLetter } from './writing.ts';

export const updateCalls: Call[] = [
  call({
    method: 'get',
    path: '/letters/{slug}/updates',
    summary: 'News for a letter’s signers, newest first, and how far each is',
    who: 'organizer',
    params: z.object({ slug: z.string().max(100) }),
    query: z.object(paging),
    answer: listOf(updateShape),
    async handle({ world: { db }, viewer, params, query }) {
      const { letter } = await requireOwnLetter(db, viewer, params.slug);
      const { items, ...rest } = pieceOf(await listUpdates(db, letter), ({ id }) => id, query);
      const told = items.map(async (update) => updateJson({ update, numbers: await findNumbers(db, update) }));
      return { ...rest, items: await Promise.all(told) };
    },
  }),
];
