/** An update as programs read it. */
import { z } from 'zod';
import type { Numbers } from './counting.ts';
import type { Update } from './store.ts';

const count = z.number().int().min(0);
const moment = z.string().meta({ format: 'date-time' });

export const updateShape = z
  .object({
    id: z.string(),
    subject: z.string(),
    state: z.enum(['draft', 'scheduled', 'sending', 'paused', 'done', 'cancelled']),
    pausedFor: z.string().nullable().meta({ description: 'Why it was paused.' }),
    states: z.array(z.string()).meta({ description: 'USPS codes of the states whose signers get it; empty: all.' }),
    sendAt: moment.nullable(),
    endedAt: moment.nullable(),
    counted: z.boolean().meta({ description: 'Whether everybody who is to get it has been listed.' }),
    recipients: z.object({
      all: count,
      addressed: count.meta({ description: 'Not the suppressed and the skipped.' }),
      listed: count,
      queued: count,
      sent: count,
      failed: count,
      returned: count.meta({ description: 'Came back after it was sent.' }),
      unsure: count.meta({ description: 'May have arrived; not sent again.' }),
      suppressed: count.meta({ description: 'Get no mail to many.' }),
      skipped: count.meta({ description: 'Withdrew, or want no more news, since they were listed.' }),
    }),
  })
  .meta({ id: 'Update', description: 'News of a letter, by mail to those signers who asked for it' });

export function updateJson({ update, numbers }: { update: Update; numbers: Numbers }): z.infer<typeof updateShape> {
  const { id, subject, state, pausedFor, states, sendAt, endedAt, listing } = update;
  const { ended: _, ...recipients } = numbers;
  return {
    ...{ id, subject, state, pausedFor: pausedFor || null, states },
    sendAt: sendAt?.toISOString() ?? null,
    endedAt: endedAt?.toISOString() ?? null,
    counted: listing === 'done',
    recipients,
  };
}
