import { z } from 'zod';
import { requireAdmin } from '../basics/viewer.ts';
import { type Call, call } from '../web/api.ts';
import { MOST_BYTES, type ReportListeners, takeReport } from './bounces.ts';

const takenShape = z
  .object({
    outcome: z.enum(['bounced', 'complained', 'nothing']),
    kind: z.enum(['hard', 'soft', 'policy', 'complaint']).nullable().meta({
      description: 'A mailbox that is not there; one that did not take it now; a server that refused the mail',
    }),
    status: z.string().meta({ description: 'As RFC 3463 has it, such as 5.1.1' }),
    again: z.boolean().meta({ description: 'It was told before: nothing was done again' }),
  })
  .meta({ id: 'TakenReport', description: 'What came of a report about mail' });

/** The calls about mail, with what the rooms do about mail that came back. */
export const mailCalls = (listeners: ReportListeners): Call[] => [
  call({
    method: 'post',
    path: '/mail/reports',
    summary: 'Takes a mail that came back or a complaint, as the whole message; what is none is answered "nothing"',
    who: 'admins',
    query: z.object({
      recipient: z
        .string()
        .max(1000)
        .optional()
        .meta({ description: 'The address that the report was sent to, where the message does not name it' }),
    }),
    raw: { types: ['message/rfc822', 'text/plain', 'application/octet-stream'], most: MOST_BYTES },
    answer: takenShape,
    handle({ world, viewer, query, body }) {
      requireAdmin(viewer);
      return takeReport(world, listeners, body as Buffer, { recipient: query.recipient, vouched: true });
    },
  }),
];
