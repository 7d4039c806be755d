import { z } from 'zod';
import { findState } from '../districts/districts.ts';
import { lineField, textField } from '../web/fields.ts';
import { lines } from '../web/forms.ts';

/** A place to be filled in that this program cannot fill. */
const unknownField = /\{\{(?!\s*first_name\s*(\||\}\}))[^{}]*\}\}/i;
const fillable =
  'Only {{first_name}} can be filled in, also with other words for whoever gave none: {{first_name|friend}}.';

const codes = z.preprocess(
  (value) => [...new Set(lines(value))].sort(),
  z.array(z.string().refine((code) => findState(code) !== null, 'This is no state.')),
);

export const updateForm = z
  .object({
    subject: lineField({ most: 150, needed: 'A subject, as it stands in the reader’s inbox.' }).refine(
      (subject) => !unknownField.test(subject),
      fillable,
    ),
    text: textField({ most: 20_000, needed: 'What is there to tell?' }).refine(
      (text) => !unknownField.test(text),
      fillable,
    ),
    audience: z.enum(['all', 'states'], 'All of them, or the signers of some states?'),
    states: codes.optional().default([]),
  })
  .refine(({ audience, states }) => audience === 'all' || states.length > 0, {
    path: ['states'],
    message: 'Please tick at least one state, or choose all signers.',
  })
  .transform(({ audience, states, ...form }) => ({ ...form, states: audience === 'all' ? [] : states }));

export const scheduleForm = z.object({ sendAt: z.string().min(1, 'A day and a time.') });
