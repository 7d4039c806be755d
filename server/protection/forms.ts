import { z } from 'zod';
import { lineField } from '../web/fields.ts';
import type { PatternKind } from './patterns.ts';

/** Whether what was typed is a network: it has an address' digits, dots and colons alone. */
const kindOf = (typed: string): PatternKind =>
  /^[\d.*/]+$/.test(typed) || /^[\da-f:.%/]*:[\da-f:.%/]*$/i.test(typed) ? 'network' : 'email';

export const ruleForm = z
  .object({
    list: z.enum(['block', 'allow'], 'Choose one.'),
    pattern: lineField({ most: 254, needed: 'Write an address or a range.' }),
    note: lineField({ most: 200 }).default(''),
  })
  .transform((form) => ({ ...form, kind: kindOf(form.pattern) }));

export const spikeForm = z.object({
  kind: z.enum(['network', 'domain', 'district']),
  key: z.string().min(1).max(300),
  hour: z.iso.datetime(),
});
