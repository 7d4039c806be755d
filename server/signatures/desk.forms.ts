import { z } from 'zod';
import { lineField } from '../web/fields.ts';
import type { FieldSetup } from '../web/forms.ts';
import { removedReasons } from './states.ts';

const list = z
  .preprocess(
    (given) => (given === undefined ? [] : Array.isArray(given) ? given : [given]),
    z.array(z.string().max(100)),
  )
  .pipe(z.array(z.string()).max(500));

/** Why signatures are removed. */
export const reasonField = z.enum(
  Object.keys(removedReasons) as [keyof typeof removedReasons],
  'Please say why: the public sees it with the numbers.',
);
export const noteField = lineField({ most: 300 }).default('');

/** Both as every form that removes asks for them. */
export const reasonFields = {
  reason: {
    label: 'Why? The public sees this with the numbers',
    kind: 'select',
    required: true,
    options: [
      { value: '', label: 'Choose a reason' },
      ...Object.entries(removedReasons).map(([value, label]) => ({ value, label })),
    ],
  },
  note: { label: 'Note', hint: 'For your team, in the history.' },
} satisfies Record<string, FieldSetup>;

const deeds = ['release', 'approve', 'put-back', 'show', 'hide'] as const;

/** What is done with the signatures that were ticked: those on the page at once, or each one chosen. */
const ticked = z.object({
  ids: list,
  page: list,
  all: z
    .string()
    .optional()
    .transform((value) => value === 'yes'),
});

const chosen = ({ ids, page, all }: z.infer<typeof ticked>) => (all ? page : ids);

/** The form of the list of signatures. */
export const reviewForm = z
  .discriminatedUnion(
    'deed',
    [
      ticked.extend({ deed: z.enum(deeds) }),
      ticked.extend({ deed: z.literal('remove'), reason: reasonField, note: noteField }),
    ],
    'Please choose what to do.',
  )
  .refine((form) => chosen(form).length > 0, { path: ['ids'], error: 'Please tick at least one signature.' })
  .transform((form) => ({ ...form, ids: chosen(form) }));
export type ReviewForm = z.infer<typeof reviewForm>;
