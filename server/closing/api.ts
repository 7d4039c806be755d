import { z } from 'zod';
import { requirePublished } from '../letters/letters.ts';
import { type Call, call, listOf, paging, pieceOf } from '../web/api.ts';
import { addDeliveries, listDeliveries, ways } from './deliveries.ts';
import { deliveryBody, replyBody } from './forms.ts';
import { addReply, listReplies } from './replies.ts';
import type { Delivery, Reply } from './store.ts';

const day = z.string().meta({ format: 'date' });
const instant = z.string().meta({ format: 'date-time', description: 'When it was noted: UTC, ISO 8601' });

const deliveryShape = z
  .object({
    id: z.string(),
    day,
    recipient: z.string(),
    how: z.string().meta({ description: ways.join(', ') }),
    at: instant,
  })
  .meta({ id: 'Delivery', description: 'To whom a letter was delivered, when and how' });

const replyShape = z
  .object({ id: z.string(), day, author: z.string(), summary: z.string(), source: z.string(), at: instant })
  .meta({ id: 'Reply', description: 'What an addressee answered, and where that can be read' });

const deliveryJson = (row: Delivery): z.infer<typeof deliveryShape> => ({
  id: row.id,
  day: row.day,
  recipient: row.recipient,
  how: row.how,
  at: row.at.toISOString(),
});

const replyJson = (row: Reply): z.infer<typeof replyShape> => ({
  id: row.id,
  day: row.day,
  author: row.author,
  summary: row.summary,
  source: row.source,
  at: row.at.toISOString(),
});

const oneLetter = z.object({ slug: z.string().max(100) });

export const closingCalls: Call[] = [
  call({
    method: 'get',
    path: '/letters/{slug}/deliveries',
    summary: 'To whom a letter was delivered, oldest first',
    who: 'all',
    params: oneLetter,
    query: z.object(paging),
    answer: listOf(deliveryShape),
    async handle({ world: { db }, viewer, params, query }) {
      const letter = await requirePublished(db, viewer, params.slug);
      return pieceOf((await listDeliveries(db, letter.id)).map(deliveryJson), ({ id }) => id, query);
    },
  }),
  call({
    method: 'post',
    path: '/letters/{slug}/deliveries',
    summary: 'Note a delivery of a letter that was sent. The same one twice is one',
    who: 'organizer',
    params: oneLetter,
    body: deliveryBody,
    status: 201,
    answer: deliveryShape,
    async handle({ world, viewer, params, body }) {
      const all = await addDeliveries(world, viewer, params.slug, [body]);
      const same = (row: Delivery) => row.day === body.day && row.recipient === body.recipient && row.how === body.how;
      return deliveryJson(all.find(same) as Delivery);
    },
  }),
  call({
    method: 'get',
    path: '/letters/{slug}/replies',
    summary: 'What was answered to a letter, newest first',
    who: 'all',
    params: oneLetter,
    query: z.object(paging),
    answer: listOf(replyShape),
    async handle({ world: { db }, viewer, params, query }) {
      const letter = await requirePublished(db, viewer, params.slug);
      return pieceOf((await listReplies(db, letter.id)).map(replyJson), ({ id }) => id, query);
    },
  }),
  call({
    method: 'post',
    path: '/letters/{slug}/replies',
    summary: 'Note what an addressee answered to a letter that was sent. The same answer twice is one',
    who: 'organizer',
    params: oneLetter,
    body: replyBody,
    status: 201,
    answer: replyShape,
    async handle({ world, viewer, params, body }) {
      return replyJson(await addReply(world, viewer, params.slug, body));
    },
  }),
];
